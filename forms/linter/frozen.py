# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What people were asked, by version: labels and choices do not change under the same number (checks 14 and 16)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path

from forms import loader
from forms.linter.finding import Finding
from forms.model import Form, Text

FROZEN = loader.HOME / "_frozen.json"

Print = Mapping[str, Mapping[str, str]]
"""For each question: ``type``, ``label`` and ``words`` (short hashes), ``codes`` (in order)."""


def fingerprint(form: Form) -> Print:
    """Kinds, labels and choices of a form, as short hashes question by question."""
    asked = [(field.key, field) for field in form.fields()]
    asked += [(f"{field.key}.{column.key}", column) for field in form.fields() for column in field.columns]
    return {
        place: {
            "type": field.type.value, "label": _hash(field.label),
            "codes": " ".join(choice.code for choice in field.choices),
            "words": _hash(*(choice.label for choice in field.choices)) if field.choices else "",
        }
        for place, field in asked
    }


def _hash(*texts: Text) -> str:
    plain = json.dumps([sorted(text.items()) for text in texts], ensure_ascii=True)
    return sha256(plain.encode()).hexdigest()[:12]


def read_frozen(file: Path = FROZEN) -> dict[str, Print]:
    """Fingerprints by ``form/version``; raises ValueError when the file is not such a list."""
    if not file.is_file():
        return {}
    held = json.loads(file.read_text("utf-8"))
    if not isinstance(held, dict) or not all(_is_print(each) for each in held.values()):
        raise ValueError("not a list of fingerprints")
    return held


def _is_print(held: object) -> bool:
    return isinstance(held, dict) and all(
        isinstance(each, dict) and each.keys() == {"type", "label", "codes", "words"} for each in held.values())


def changed_unseen(form: Form, kept: Mapping[str, Print]) -> Iterator[Finding]:
    """Check 16 against its own version, check 14 against those before."""
    before = kept.get(f"{form.id}/{form.version}")
    if before is None:
        yield Finding(form.id, "", 16, f"version {form.version} has not been frozen yet")
    else:
        yield from _compared(form, before)
    yield from _came_back(form, kept)


def _compared(form: Form, before: Print) -> Iterator[Finding]:
    now = fingerprint(form)
    for place in sorted(before.keys() | now.keys()):
        if place not in now:
            yield Finding(form.id, place, 16, "it was taken out; the version must change too")
        elif place not in before:
            yield Finding(form.id, place, 16, "it was added; the version must change too")
        elif now[place] != before[place]:
            what = " and ".join(part for part, name in (("the kind", "type"), ("the label", "label"),
                                                        ("the choices", "codes"), ("their words", "words"))
                                if now[place][name] != before[place][name])
            yield Finding(form.id, place, 16, f"{what} changed; the version must change too")


def _came_back(form: Form, kept: Mapping[str, Print]) -> Iterator[Finding]:
    """A code once taken out may stand in old answers: given again, it would change what they say."""
    earlier = [kept[f"{form.id}/{version}"] for version in range(1, form.version) if f"{form.id}/{version}" in kept]
    for place, field in fingerprint(form).items():
        held = [each[place] for each in earlier if place in each]
        if any(each["type"] != field["type"] for each in held):
            yield Finding(form.id, place, 14, "it was another kind of question before; give it a new key")
        for code in sorted(_taken_out(held) & set(field["codes"].split())):
            yield Finding(form.id, place, 14, f"the code '{code}' was taken out before; it is not given again")


def _taken_out(versions: list[Mapping[str, str]]) -> set[str]:
    """Codes that one version had and a later one had not."""
    gone: set[str] = set()
    ever: set[str] = set()
    for codes in (set(each["codes"].split()) for each in versions):
        gone |= ever - codes
        ever |= codes
    return gone


def freeze(file: Path = FROZEN) -> list[str]:
    """Remember every version that ships and is not remembered yet; returns their names.

    A version once frozen is never frozen again: whatever changes needs the next number.
    """
    kept = read_frozen(file)
    new = {f"{form.id}/{form.version}": fingerprint(form) for form in loader.forms()}
    added = sorted(new.keys() - kept.keys())
    lines = [f" {json.dumps(name)}: {_lines(print_)}" for name, print_ in sorted((new | kept).items())]
    file.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")
    return added


def _lines(print_: Print) -> str:
    """One line a question, so that a change is one line too."""
    inner = ",\n".join(f"  {json.dumps(place)}: {json.dumps(field)}" for place, field in print_.items())
    return "{\n" + inner + "\n }"

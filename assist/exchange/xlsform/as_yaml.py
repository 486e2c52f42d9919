# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A draft as text for whoever goes on with it: what is open says so in its place, and above what each word means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from assist.exchange.xlsform.drafting import Draft
from assist.i18n import N_, _
from forms.linter.undecided import UNDECIDED

NOTES = {
    "condition": N_("The condition could not be taken over: {said}"),
    "constraint": N_("The limit of the answer could not be taken over: {said}"),
    "decimal": N_("Numbers here are whole; there it could have a fraction."),
    "hour": N_("The day is asked here; there it was the hour too."),
    "or_other": N_("There it had room for another answer in free words."),
    "list": N_("Its list of choices is not in the workbook: {said}"),
    "other": N_("Not taken over: {said}"),
    "names_answer": N_("Its words repeat another answer, which is not done here: {said}"),
}
LEFT = {
    "phone": N_("Not taken over, noted by the telephone itself: {said}"),
    "never": N_("Not taken over, since pictures, recordings and places by satellite are never asked for: {said}"),
    "reckoned": N_("Not taken over, since it is reckoned and not asked: {said}"),
    "deep": N_("Not taken over, a table inside a table: {said}"),
    "kind": N_("Not taken over, a kind of question that is not known here: {said}"),
    "remark": N_("Not taken over, a text between questions: {said}"),
    "language": N_("Not taken over, texts of a language without a code: {said}"),
    "condition": N_("The condition of a group could not be taken over: {said}"),
}
_HEAD = (
    N_("A draft. Wherever it says “undecided”, somebody has to decide; an empty “why” has to be written."),
    N_("source: P, the words of the person; W, of the worker; A, noted by the program."),
    N_("reask: N, never again; C, only whether it still holds; R, each time; V, only what is offered; -, no question."),
    N_("level: 1, the office; 2, the team; 3, who works with her; 4, protected."),
    N_("retention: core, narrative, protected or finance."),
    N_("why: so that …, in at most 15 words and in each language."),
)
_TO_DECIDE = N_("to decide")
_TO_WRITE = N_("to write")

_ORDER = ("key", "type", "label", "hint", "choices", "why", "source", "reask", "level", "retention", "required",
          "show_if", "minimum", "maximum", "columns")


def as_yaml(draft: Draft) -> str:
    """The text; the loader reads from it what the draft holds."""
    return "\n".join(_lines(draft)) + "\n"


def remarks(draft: Draft) -> list[str]:
    """What was not taken over, in sentences."""
    return [_(LEFT[code]).format(said=", ".join(_plain(each) for each in said)) for code, said in draft.left.items()]


def _lines(draft: Draft) -> Iterator[str]:
    raw = draft.raw
    yield from (f"# {_(line)}" for line in _HEAD)
    yield from (f"# {line}" for line in remarks(draft))
    for name in ("form", "version", "title"):
        yield f"{name}: {_flow(raw[name])}"
    yield "pages:"
    for page in raw["pages"]:
        yield f"  - key: {_flow(page['key'])}"
        yield f"    title: {_flow(page['title'])}"
        if "intro" in page:
            yield f"    intro: {_flow(page['intro'])}"
        yield "    fields:"
        for asked in page["fields"]:
            yield from _asked(asked, draft.notes, " " * 6)


def _asked(asked: Mapping[str, Any], notes: Mapping[str, Sequence[tuple[str, str]]], indent: str) -> Iterator[str]:
    for code, said in notes.get(asked["key"], ()):
        yield f"{indent}# {_(NOTES[code]).format(said=_plain(said))}"
    start = f"{indent}- "
    for name in (name for name in _ORDER if name in asked):
        value = asked[name]
        if name == "columns" or (name == "choices" and isinstance(value, list) and value):
            yield f"{start}{name}:"
            for part in value:
                yield from _asked(part, notes, indent + "    ") if name == "columns" else (
                    [f"{indent}    - {_flow(part)}"])
        else:
            yield f"{start}{name}: {_flow(value)}{_waits(name, value)}"
        start = indent + "  "


def _waits(name: str, value: object) -> str:
    if value == UNDECIDED:
        return f"  # {_(_TO_DECIDE)}"
    return f"  # {_(_TO_WRITE)}" if name == "why" and not value else ""


def _flow(value: object) -> str:
    """A value on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_flow(key)}: {_flow(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return UNDECIDED if value == UNDECIDED else f'"{"".join(map(_sign, str(value)))}"'


def _sign(sign: str) -> str:
    if sign in '"\\':
        return "\\" + sign
    if sign.isprintable():
        return sign
    return f"\\u{ord(sign):04x}" if ord(sign) < 1 << 16 else f"\\U{ord(sign):08x}"


def _plain(said: str) -> str:
    """Words of the workbook in a line of ours: on one line, and only signs that can be seen."""
    return "".join(sign for sign in " ".join(said.split()) if sign.isprintable())[:300]

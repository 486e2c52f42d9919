# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Definitions from YAML to frozen forms: strings stay strings, and reading is done once.

``python -m forms.loader --compile`` writes ``_compiled.json`` beside the definitions, from
which forms and score sheets are read in a few milliseconds; without it, or when a definition is
newer, the YAML itself is read.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from forms.building import Raw, build, build_list
from forms.model import Choice, Form
from forms.problems import DefinitionProblem

HOME = Path(__file__).resolve().parent / "definitions"
INSTRUMENTS = HOME.parent / "instruments"
COMPILED = HOME / "_compiled.json"
LARGEST_FILE = 1024 * 1024
"""Bytes of a definition from outside; the largest of ours has a fiftieth of it."""

_BESIDE = ("lists", "numbers", "sentences", "consents", "kept_words")
"""Files beside the forms; anything else that ends in .yaml is a form."""


def read_yaml(text: str, name: str) -> Any:
    """Parse text with strings only; raises DefinitionProblem with the line."""
    from forms import plain_yaml  # read where nothing is compiled; most days nothing is

    return plain_yaml.read(text, name)


def read_json(text: str, name: str) -> Any:
    """Parse text with strings only; raises DefinitionProblem."""
    try:
        return _as_strings(json.loads(text, parse_int=str, parse_float=str, parse_constant=str))
    except (ValueError, RecursionError):
        raise DefinitionProblem(name, "", "this is not valid JSON") from None


def _as_strings(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return {key: _as_strings(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_as_strings(inner) for inner in value]
    return value


def sources(home: Path = HOME) -> list[Path]:
    """The definition files of the forms that ship."""
    return sorted(path for path in home.glob("*.yaml") if path.stem not in _BESIDE)


def form_ids() -> tuple[str, ...]:
    """The forms that ship, in order."""
    return tuple(sorted(_content()["forms"]))


@lru_cache(maxsize=64)
def form(ident: str) -> Form:
    """A form by id; raises KeyError when none of that name ships."""
    content = _content()
    return build(content["forms"][ident], content["lists"], content["numbers"], ident)


def forms() -> tuple[Form, ...]:
    """Every form that ships."""
    return tuple(form(ident) for ident in form_ids())


@lru_cache(maxsize=64)
def choice_list(ident: str) -> tuple[Choice, ...]:
    """A shared list of choices."""
    return build_list(_content()["lists"][ident], ident)


def choice_lists() -> tuple[str, ...]:
    """The names of the shared lists."""
    return tuple(_content()["lists"])


def instruments() -> dict[str, Any]:
    """The plain lines of every score sheet that ships, by the name of its folder."""
    return dict(_content()["instruments"])


def kept_out() -> list[Any]:
    """The plain lines about instruments that are kept out."""
    return list(_content()["kept_out"])


def numbers() -> dict[str, int]:
    """Register numbers by name."""
    return {name: int(value) for name, value in _content()["numbers"].items()}


def sentences() -> dict[str, dict[str, str]]:
    """The fixed sentences S01… in every language."""
    return dict(_content()["sentences"])


def consent_texts() -> dict[str, Any]:
    """What is explained before each kind of consent, with the number of its meaning (ruling 9)."""
    return dict(_content()["consents"])


def kept_words() -> dict[str, Any]:
    """Words the checks let stand, with reasons (ruling 43)."""
    return dict(_content().get("kept_words") or {})


def load_file(path: Path) -> Form:
    """A definition from outside, with our lists; unknown numbers are left at 0. Raises DefinitionProblem."""
    return build_definition(read_definition(path), path.name)


def read_definition(path: Path) -> Raw:
    """The plain lines of a definition in YAML or JSON; raises DefinitionProblem."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise DefinitionProblem(path.name, "", "the file is too large for a form definition")
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise DefinitionProblem(path.name, "", "the file cannot be read") from None
    raw = read_json(text, path.name) if path.suffix.lower() == ".json" else read_yaml(text, path.name)
    if not isinstance(raw, dict) or "form" not in raw:
        raise DefinitionProblem(path.name, "", "this is not a form definition: it has no line 'form:'")
    return raw


def build_definition(raw: Raw, name: str) -> Form:
    """A form from plain lines, with our lists and numbers; raises DefinitionProblem."""
    content = _content()
    return build(raw, content["lists"], content["numbers"], name)


@lru_cache(maxsize=1)
def _content() -> Raw:
    return compiled(COMPILED, HOME) or read_folder(HOME)


def compiled(file: Path, home: Path) -> Raw | None:
    """What was compiled, when it is whole and no definition is newer; else None."""
    files = (*home.glob("*.yaml"), *INSTRUMENTS.glob("*.yaml"), *INSTRUMENTS.glob("*/instrument.yaml"))
    newest = max((path.stat().st_mtime for path in files), default=0.0)
    if not file.is_file() or file.stat().st_mtime < newest:
        return None
    try:
        held = json.loads(file.read_text("utf-8"))
    except ValueError:
        return None
    whole = isinstance(held, dict) and all(
        isinstance(held.get(part), dict) for part in ("forms", "instruments", *_BESIDE))
    return held if whole and isinstance(held.get("kept_out"), list) else None


def read_folder(home: Path) -> Raw:
    """Everything that ships, from the YAML itself; raises DefinitionProblem."""
    found: dict[str, Any] = {}
    for path in sources(home):
        raw = read_definition(path)
        ident = str(raw["form"])
        if ident in found:
            raise DefinitionProblem(path.name, "", f"another file is called {ident} already")
        found[ident] = raw
    sheets = {path.parent.name: read_yaml(path.read_text("utf-8"), path.name)
              for path in sorted(INSTRUMENTS.glob("*/instrument.yaml"))}
    out = read_yaml((INSTRUMENTS / "kept_out.yaml").read_text("utf-8"), "kept_out.yaml")
    return {"forms": found, "instruments": sheets, "kept_out": out} | {
        stem: _beside(home / f"{stem}.yaml") for stem in _BESIDE}


def _beside(path: Path) -> Raw:
    if not path.is_file():
        return {}
    raw = read_yaml(path.read_text("utf-8"), path.name) or {}
    if not isinstance(raw, Mapping):
        raise DefinitionProblem(path.name, "", "here should be names with what they stand for")
    return raw


def compile_all() -> None:
    """Write the compiled file from the YAML."""
    COMPILED.write_text(json.dumps(read_folder(HOME), ensure_ascii=False, separators=(",", ":")), "utf-8")


if __name__ == "__main__":
    if sys.argv[1:] == ["--compile"]:
        compile_all()

# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Definitions from YAML to frozen forms: strings stay strings, and reading is done once.

``python -m forms.loader --compile`` writes ``_compiled.json`` beside the definitions, from
which forms are read in a few milliseconds; without it, or when a definition is newer, the
YAML itself is read.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from forms.model import Choice, Field, FieldType, Form, Page, Reask, Source, Tone
from forms.problems import DefinitionProblem

HOME = Path(__file__).resolve().parent / "definitions"
COMPILED = HOME / "_compiled.json"
_NOT_FORMS = frozenset({"lists", "numbers", "sentences", "consents", "kept_words"})

Raw = Mapping[str, Any]


class _Strings(yaml.SafeLoader):
    """Reads every plain scalar as text: ``yes``, ``no`` and ``NO`` are codes, not truth (ruling 84)."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, Any]]] = {}


def read_yaml(text: str, name: str) -> Any:
    """Parse text with strings only; raises DefinitionProblem with the line."""
    try:
        return yaml.load(text, Loader=_Strings)  # noqa: S506 - a SafeLoader without even its resolvers
    except yaml.YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        raise DefinitionProblem(name, f"line {mark.line + 1}" if mark else "", "this is not valid YAML") from None


def sources() -> list[Path]:
    """The definition files of the forms that ship."""
    return sorted(path for path in HOME.glob("*.yaml") if path.stem not in _NOT_FORMS)


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
    return _choices(_content()["lists"][ident], ident)


def sentences() -> dict[str, dict[str, str]]:
    """The fixed sentences S01… in every language."""
    return dict(_content()["sentences"])


def consent_texts() -> dict[str, Any]:
    """What is explained before each kind of consent, with the number of its meaning (ruling 9)."""
    return dict(_content()["consents"])


def load_file(path: Path) -> Form:
    """A definition from outside, with our lists; unknown numbers are left at 0 for the linter to say."""
    content = _content()
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise DefinitionProblem(path.name, "", "the file cannot be read") from None
    raw = read_yaml(text, path.name)
    if not isinstance(raw, dict) or "form" not in raw:
        raise DefinitionProblem(path.name, "", "this is not a form definition: it has no line 'form:'")
    return build(raw, content["lists"], content["numbers"], path.name)


@lru_cache(maxsize=1)
def _content() -> Raw:
    newest = max((path.stat().st_mtime for path in HOME.glob("*.yaml")), default=0.0)
    if COMPILED.is_file() and COMPILED.stat().st_mtime >= newest:
        held = json.loads(COMPILED.read_text("utf-8"))
        if isinstance(held, dict):
            return held
    return _from_yaml()


def _from_yaml() -> Raw:
    def read(stem: str) -> Any:
        path = HOME / f"{stem}.yaml"
        return read_yaml(path.read_text("utf-8"), path.name) or {} if path.is_file() else {}

    raws = [read(path.stem) for path in sources()]
    return {
        "forms": {raw["form"]: raw for raw in raws if isinstance(raw, dict) and "form" in raw},
        "lists": read("lists"), "numbers": read("numbers"), "sentences": read("sentences"),
        "consents": read("consents"),
    }


def compile_all() -> None:
    """Write the compiled file from the YAML."""
    COMPILED.write_text(json.dumps(_from_yaml(), ensure_ascii=False, separators=(",", ":")), "utf-8")


# -- building ---------------------------------------------------------------------------


def build(raw: Raw, lists: Raw, numbers: Raw, name: str) -> Form:
    """A frozen form from plain data; raises DefinitionProblem that names the place."""
    try:
        return _form(raw, _Workshop(lists, numbers, str(raw["form"]), name))
    except (KeyError, TypeError, AttributeError) as problem:
        raise DefinitionProblem(name, "", f"something is missing or out of place: {problem}") from None


class _Workshop:
    """What building a field needs besides its own lines."""

    def __init__(self, lists: Raw, numbers: Raw, form_id: str, name: str) -> None:
        self.lists, self.numbers, self.form, self.name = lists, numbers, form_id, name

    def number(self, key: str, concept: str, reask: Reask) -> int:
        """Concepts asked once carry the number of the concept, all others their own (ruling 60)."""
        once = concept and reask in (Reask.NEVER, Reask.CONFIRM)
        return int(self.numbers.get(concept if once else f"{self.form}/{key}", 0))

    def problem(self, key: str, what: str) -> DefinitionProblem:
        """The sentence for a broken field."""
        return DefinitionProblem(self.name, key, what)


def _form(raw: Raw, shop: _Workshop) -> Form:
    return Form(
        id=str(raw["form"]), version=int(raw.get("version", 1)), title=dict(raw["title"]),
        pages=tuple(_page(page, shop) for page in raw["pages"]), single=_flag(raw, "single"),
        gates=tuple(raw.get("gates") or ()), tab=str(raw.get("tab", "forms")), paper=_flag(raw, "paper"),
        offered=_flag(raw, "offered", default=True), about=dict(raw.get("about") or {}),
        meaning=int(raw.get("meaning", 1)), reviewed_by_survivor_group=str(raw.get("reviewed_by_survivor_group") or ""),
    )


def _page(raw: Raw, shop: _Workshop) -> Page:
    return Page(str(raw["key"]), dict(raw["title"]), tuple(_field(item, shop, "") for item in raw["fields"]),
                dict(raw.get("intro") or {}))


def _field(raw: Raw, shop: _Workshop, parent: str) -> Field:
    key = str(raw["key"])
    place = f"{parent}.{key}" if parent else key
    try:
        kind, source, reask = FieldType(raw["type"]), Source(raw["source"]), Reask(raw["reask"])
        tone = Tone(raw.get("tone", "plain"))
        level = int(raw["level"])
    except (KeyError, ValueError) as problem:
        raise shop.problem(place, f"{problem} is missing or not known") from None
    concept = str(raw.get("concept") or "")
    listed, choices = _listed(raw.get("choices"), shop, place)
    row_place = concept if concept and reask in (Reask.NEVER, Reask.CONFIRM) else place
    return Field(
        key=key, number=shop.number(place, concept, reask) if not parent else _column_number(shop, parent, key),
        label=dict(raw["label"]), type=kind, source=source, reask=reask, level=level,
        retention=str(raw.get("retention") or ""), concept=concept, why=dict(raw.get("why") or {}),
        hint=dict(raw.get("hint") or {}), choices=choices, choice_list=listed, required=_flag(raw, "required"),
        coview=_flag(raw, "coview"), print=tuple(raw.get("print") or ()), export=tuple(raw.get("export") or ()),
        tags=tuple(raw.get("tags") or ()), tone=tone,
        columns=tuple(_field(column, shop, row_place) for column in raw.get("columns") or ()),
        show_if=raw.get("show_if") or None, max_length=int(raw.get("max_length") or 0),
        minimum=_number(raw.get("minimum")), maximum=_number(raw.get("maximum")), pick=int(raw.get("pick") or 0),
    )


def _column_number(shop: _Workshop, parent: str, key: str) -> int:
    """Columns of a table that is asked once are numbered under its concept, others under the form."""
    own = shop.numbers.get(f"{parent}.{key}")
    return int(own if own is not None else shop.numbers.get(f"{shop.form}/{parent}.{key}", 0))


def _listed(raw: object, shop: _Workshop, place: str) -> tuple[str, tuple[Choice, ...]]:
    if not raw:
        return "", ()
    if isinstance(raw, str):
        if raw not in shop.lists:
            raise shop.problem(place, f"there is no list called {raw}")
        return raw, _choices(shop.lists[raw], raw)
    if isinstance(raw, Sequence):
        return "", _choices(raw, place)
    raise shop.problem(place, "choices are a list or the name of one")


def _choices(raw: Sequence[Raw], place: str) -> tuple[Choice, ...]:
    try:
        return tuple(Choice(str(item["code"]), dict(item["label"])) for item in raw)
    except (KeyError, TypeError):
        raise DefinitionProblem(place, "", "every choice needs a code and a label") from None


def _flag(raw: Raw, name: str, *, default: bool = False) -> bool:
    value = raw.get(name)
    return default if value is None else str(value) in ("true", "True", "yes")


def _number(value: object) -> int | None:
    return None if value in (None, "") else int(str(value))


if __name__ == "__main__":
    if sys.argv[1:] == ["--compile"]:
        compile_all()

# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""From the plain lines of a definition to a frozen form; whatever is out of place is named with its place."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar

from forms.model import Choice, Field, FieldType, Form, Page, Reask, Rule, Source, Text, Tone
from forms.problems import DefinitionProblem

Raw = Mapping[str, Any]
Word = TypeVar("Word", bound=StrEnum)

FORM_LINES = frozenset({
    "form", "version", "title", "about", "pages", "tab", "gates", "paper", "single", "offered", "meaning",
    "reviewed_by_survivor_group",
})
PAGE_LINES = frozenset({"key", "title", "fields", "intro"})
FIELD_LINES = frozenset({
    "key", "type", "source", "reask", "level", "retention", "concept", "label", "why", "hint", "choices", "required",
    "coview", "print", "export", "tags", "tone", "columns", "show_if", "max_length", "minimum", "maximum", "pick",
})
"""Every line a definition may have: a misspelt one would otherwise protect nothing and say nothing."""

DEEPEST_RULE = 8
_TRUE, _FALSE = ("true", "True", "yes"), ("false", "False", "no")


def build(raw: Raw, lists: Raw, numbers: Raw, name: str) -> Form:
    """A frozen form from plain data; raises DefinitionProblem that names the place."""
    lines = _Lines(raw, name, "", FORM_LINES)
    shop = _Workshop(lists, numbers, lines.word("form"))
    return Form(
        id=shop.form, version=lines.whole("version", 1), title=lines.text("title"),
        pages=tuple(_page(page, shop) for page in lines.parts("pages", PAGE_LINES)), single=lines.flag("single"),
        gates=lines.names("gates"), tab=lines.word("tab", "forms"), paper=lines.flag("paper"),
        offered=lines.flag("offered", default=True), about=lines.text("about", needed=False),
        meaning=lines.whole("meaning", 1),
        reviewed_by_survivor_group=lines.text("reviewed_by_survivor_group", needed=False),
    )


def build_list(raw: object, name: str) -> tuple[Choice, ...]:
    """A shared list of choices; raises DefinitionProblem."""
    return _choices(_Lines({"choices": raw}, name, "", frozenset({"choices"})))


class _Workshop:
    """What building a field needs besides its own lines."""

    def __init__(self, lists: Raw, numbers: Raw, form_id: str) -> None:
        self.lists, self.numbers, self.form = lists, numbers, form_id

    def number(self, key: str, concept: str, reask: Reask) -> int:
        """Concepts asked once carry the number of the concept, all others their own (ruling 60)."""
        once = concept and reask in (Reask.NEVER, Reask.CONFIRM)
        return int(self.numbers.get(concept if once else f"{self.form}/{key}", 0))

    def column_number(self, parent: str, key: str) -> int:
        """Columns of a table that is asked once are numbered under its concept, others under the form."""
        own = self.numbers.get(f"{parent}.{key}")
        return int(own if own is not None else self.numbers.get(f"{self.form}/{parent}.{key}", 0))


def _page(lines: _Lines, shop: _Workshop) -> Page:
    return Page(lines.word("key"), lines.text("title"),
                tuple(_field(field, shop, "") for field in lines.parts("fields", FIELD_LINES)),
                lines.text("intro", needed=False))


def _field(lines: _Lines, shop: _Workshop, parent: str) -> Field:
    """A question; ``parent`` is the table it is a column of, "" for a question of its own."""
    key, concept = lines.word("key"), lines.word("concept", "")
    lines.at(f"{parent}.{key}" if parent else key)
    reask = lines.one_of("reask", Reask)
    if parent and "columns" in lines.raw:
        raise lines.problem("a table inside a table inside a form is too deep")
    row_place = concept if concept and reask in (Reask.NEVER, Reask.CONFIRM) else key
    listed, choices = _listed(lines, shop)
    return Field(
        key=key, number=shop.column_number(parent, key) if parent else shop.number(key, concept, reask),
        label=lines.text("label"), type=lines.one_of("type", FieldType), source=lines.one_of("source", Source),
        reask=reask, level=lines.whole("level"), retention=lines.word("retention", ""), concept=concept,
        why=lines.text("why", needed=False), hint=lines.text("hint", needed=False), choices=choices,
        choice_list=listed, required=lines.flag("required"), coview=lines.flag("coview"),
        print=lines.names("print"), export=lines.names("export"), tags=lines.names("tags"),
        tone=lines.one_of("tone", Tone, Tone.PLAIN),
        columns=tuple(_field(column, shop, row_place) for column in lines.parts("columns", FIELD_LINES, needed=False)),
        show_if=_rule(lines, lines.raw.get("show_if")), max_length=lines.whole("max_length", 0),
        minimum=lines.number("minimum"), maximum=lines.number("maximum"), pick=lines.whole("pick", 0),
    )


def _listed(lines: _Lines, shop: _Workshop) -> tuple[str, tuple[Choice, ...]]:
    raw = lines.raw.get("choices")
    if not isinstance(raw, str) or not raw:
        return "", _choices(lines)
    if raw not in shop.lists:
        raise lines.problem(f"there is no list called {raw}")
    return raw, build_list(shop.lists[raw], raw)


def _choices(lines: _Lines) -> tuple[Choice, ...]:
    return tuple(
        Choice(choice.word("code"), choice.text("label"))
        for choice in lines.parts("choices", frozenset({"code", "label"}), needed=False)
    )


def _rule(lines: _Lines, raw: object, depth: int = 0) -> Rule | None:
    """A rule in one of its shapes, or nothing; see ``forms.model.Rule``."""
    if raw in (None, "") and not depth:
        return None
    shapes = {"field", "answered", "all", "any", "not"} & raw.keys() if isinstance(raw, Mapping) else set()
    if not isinstance(raw, Mapping) or len(shapes) != 1 or depth > DEEPEST_RULE:
        raise lines.problem("'show_if' is not a rule")
    shape = shapes.pop()
    inner = raw[shape]
    if shape in ("field", "answered"):
        return _plain_rule(lines, raw, shape)
    if shape == "not":
        return {"not": _rule(lines, inner, depth + 1)}
    if not isinstance(inner, list) or not inner or len(raw) > 1:
        raise lines.problem(f"'{shape}' in 'show_if' is a list of rules")
    return {shape: [_rule(lines, part, depth + 1) for part in inner]}


def _plain_rule(lines: _Lines, raw: Raw, shape: str) -> Rule:
    which = {"in", "not_in"} & raw.keys()
    if not isinstance(raw[shape], str) or len(which) != (shape == "field") or len(raw) != 1 + len(which):
        raise lines.problem("'show_if' is not a rule")
    if not which:
        return {"answered": raw["answered"]}
    side = which.pop()
    codes = raw[side]
    if not isinstance(codes, list) or not codes or not all(isinstance(code, str) for code in codes):
        raise lines.problem(f"'{side}' in 'show_if' is a list of codes")
    return {"field": raw["field"], side: list(codes)}


class _Lines:
    """The lines of one part of a definition, read one by one; every refusal names where it stands."""

    def __init__(self, raw: object, name: str, place: str, allowed: frozenset[str]) -> None:
        self.name, self.place = name, place
        if not isinstance(raw, Mapping):
            raise self.problem("here should be lines such as 'key: …'")
        self.raw: Raw = raw
        self.place = _short(raw.get("key") or place)
        for line in raw:
            if line not in allowed:
                raise self.problem(f"'{_short(line)}' is not a line of a definition")

    def at(self, place: str) -> None:
        """From here on, problems are said to stand at this place."""
        self.place = place

    def problem(self, sentence: str) -> DefinitionProblem:
        """What is wrong, with its place."""
        return DefinitionProblem(self.name, self.place, sentence)

    def word(self, line: str, default: str | None = None) -> str:
        """A plain word or sentence."""
        value = self.raw.get(line)
        if value in (None, ""):
            if default is None:
                raise self.problem(f"'{line}' is missing")
            return default
        if not isinstance(value, str | int):
            raise self.problem(f"'{line}' is a single word or sentence")
        return str(value)

    def text(self, line: str, *, needed: bool = True) -> Text:
        """The same text in several languages."""
        value = self.raw.get(line)
        if value in (None, "", {}) and not needed:
            return {}
        if not isinstance(value, Mapping) or not all(isinstance(part, str) for pair in value.items() for part in pair):
            raise self.problem(f"'{line}' is a text in each language, such as {{en: …, es: …}}")
        return dict(value)

    def number(self, line: str) -> int | None:
        """A whole number, or nothing."""
        value = self.word(line, "")
        if not value:
            return None
        sign, figures = (-1, value[1:]) if value.startswith("-") else (1, value)
        if not (figures.isascii() and figures.isdecimal() and len(figures) <= 12):
            raise self.problem(f"'{line}' is a whole number")
        return sign * int(figures)

    def whole(self, line: str, default: int | None = None) -> int:
        """A whole number that is not negative."""
        value = self.number(line)
        if value is None and default is None:
            raise self.problem(f"'{line}' is missing")
        if value is not None and value < 0:
            raise self.problem(f"'{line}' is a whole number")
        return value if value is not None else default or 0

    def flag(self, line: str, *, default: bool = False) -> bool:
        """True or false."""
        value = self.word(line, str(default))
        if value not in (*_TRUE, *_FALSE):
            raise self.problem(f"'{line}' is true or false")
        return value in _TRUE

    def one_of(self, line: str, words: type[Word], default: Word | None = None) -> Word:
        """One of the words this line knows."""
        value = self.word(line, None if default is None else default.value)
        try:
            return words(value)
        except ValueError:
            raise self.problem(f"'{_short(value)}' is not a {line} we know") from None

    def names(self, line: str) -> tuple[str, ...]:
        """A list of words."""
        value = self.raw.get(line) or []
        if not isinstance(value, list | tuple) or not all(isinstance(name, str) and name for name in value):
            raise self.problem(f"'{line}' is a list of words, such as [one, two]")
        return tuple(value)

    def parts(self, line: str, allowed: frozenset[str], *, needed: bool = True) -> list[_Lines]:
        """A list of parts, each with its own lines."""
        value = self.raw.get(line)
        if not value and needed:
            raise self.problem(f"'{line}' is missing")
        if not isinstance(value or [], list | tuple):
            raise self.problem(f"'{line}' is a list")
        return [_Lines(part, self.name, self.place, allowed) for part in value or ()]


def _short(word: object) -> str:
    """A word of a foreign file, short enough to stand in a sentence of ours."""
    return " ".join(str(word).split())[:40]

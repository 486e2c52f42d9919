# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""From an XLSForm to the draft of a form definition: what it says is taken over, what it does not say stays undecided.

Whose words an answer is, how sensitive it is, how long it is kept and whether it may be asked again stand in no
XLSForm: nobody guesses them here. A draft with anything undecided is no form yet, and the loader refuses it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from assist.errors import BadInput
from assist.exchange.xlsform.conditions import NotOurs, depth_of, limits_of, rule_of
from assist.exchange.xlsform.kinds import NEVER, PHONE, RECKONED, Kind, kind_of, range_of
from assist.exchange.xlsform.marks import FORM_ID, MARK, STATES
from assist.exchange.xlsform.sheets import Row, XlsForm
from forms.building import DEEPEST_RULE
from forms.linter.pages import MOST_ON_A_PAGE
from forms.linter.undecided import UNDECIDED
from forms.loader import choice_list, choice_lists
from forms.model import FieldType

_ANSWER = re.compile(r"\$\{[^{}]{1,120}\}")
_ALSO = ("calculation", "default", "choice_filter", "repeat_count", "constraint_message", "trigger")
"""Columns that say something a question of ours has no place for."""


@dataclass
class Draft:
    """A definition as the loader reads one. ``notes`` stand beside a question: by its key what could not be said there,
    as codes of ``as_yaml.NOTES`` and what they are about. ``left``: by code what was not brought at all."""

    raw: dict[str, Any]
    notes: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    left: dict[str, list[str]] = field(default_factory=dict)

    @property
    def asked(self) -> int:
        """How many questions it has, columns of tables not counted."""
        return sum(len(page["fields"]) for page in self.raw["pages"])


@dataclass
class _Group:
    """A group that is open: what shows it, and the table that it is, if it is one. ``kind``: ``group``, ``repeat``, or
    why nothing of it is brought."""

    kind: str
    rule: dict[str, Any] | None
    table: dict[str, Any] | None = None


def draft_of(form: XlsForm, named: str, unnamed: str) -> Draft:
    """The draft; ``named`` is what it is called where it has no name, ``unnamed`` the language of texts that say none.

    Raises BadInput ``xlsform.open`` for a group that is not closed, or closed and never opened, and ``xlsform.none``
    where there is not one question.
    """
    return _Drafter(form, named, unnamed).made()


class _Drafter:
    """Goes through the survey from top to bottom."""

    def __init__(self, form: XlsForm, named: str, unnamed: str) -> None:
        self._form, self._unnamed = form, unnamed
        self._is_ours = any(row.word("name") == MARK for row in form.survey)
        self._pages: list[dict[str, Any]] = []
        self._page: dict[str, Any] | None = None
        self._groups: list[_Group] = []
        self.draft = Draft({"form": self._ident(named), "version": self._version()})

    def made(self) -> Draft:
        """All of it."""
        for row in self._form.survey:
            self._take(row, kind_of(row.word("type"), row.word("appearance"), row.word("parameters")))
        pages = [page for page in self._pages if page["fields"]]
        for page in self._pages:
            if not page["fields"] and "intro" in page:
                self._leave("remark", _begin(page["intro"]))
        if self._groups:
            raise BadInput("xlsform.open")
        if not pages:
            raise BadInput("xlsform.none")
        title = self._form.settings.word("form_title")
        self.draft.raw |= {"title": {self._unnamed: title} if title else {}, "pages": pages}
        for heading in self._form.unread:
            self._leave("language", heading)
        return self.draft

    def _ident(self, named: str) -> str:
        said = self._form.settings.word("form_id") or named
        return said.removeprefix(FORM_ID) or named

    def _version(self) -> str:
        said = self._form.settings.word("version")
        return said if said.isascii() and said.isdecimal() and len(said) < 10 else "1"

    # -- rows ---------------------------------------------------------------------------------

    def _take(self, row: Row, kind: Kind) -> None:
        name = row.word("name") or row.word("type")
        if kind.word.startswith("begin_"):
            self._open(row, kind)
        elif kind.word.startswith("end_"):
            self._close(kind)
        elif code := self._left():
            self._leave(code, name)
        elif kind.word == "note":
            self._remark(row)
        elif name != MARK and kind.field is None:
            self._leave("phone" if kind.word in PHONE else "never" if kind.word in NEVER
                        else "reckoned" if kind.word in RECKONED else "kind", name)
        elif name != MARK:
            self._ask(row, kind)

    def _open(self, row: Row, kind: Kind) -> None:
        if kind.word == "begin_group":
            self._groups.append(_Group("group", self._rule_of_group(row)))
            if self._table() is None:
                self._new_page(row.word("name"), row.text("label", self._unnamed))
        elif kind.word != "begin_repeat" or self._left() or self._table() is not None:
            code = self._left() or ("deep" if kind.word == "begin_repeat" else "kind")
            self._leave(code, row.word("name"))
            self._groups.append(_Group(code, None))
        else:
            table = self._lines(row, FieldType.TABLE) | {"columns": []}
            self._put(table)
            self._groups.append(_Group("repeat", None, table))

    def _close(self, kind: Kind) -> None:
        if not self._groups:
            raise BadInput("xlsform.open")
        closed = self._groups.pop()
        if (closed.kind == "group") != (kind.word == "end_group"):
            raise BadInput("xlsform.open")
        if closed.kind == "group" and self._table() is None:
            self._page = None

    def _remark(self, row: Row) -> None:
        """A text at the head of a page is its opening; any other has no place."""
        text = row.text("label", self._unnamed)
        is_first = self._page is None or not self._page["fields"]
        if text and self._table() is None and not row.word("relevant") and is_first:
            page = self._page or self._new_page("", {})
            if "intro" not in page:
                page["intro"] = text
                return
        self._leave("remark", _begin(text) or row.word("name"))

    def _ask(self, row: Row, kind: Kind) -> None:
        assert kind.field is not None  # noqa: S101 - whoever calls has looked
        lines = self._lines(row, kind.field)
        if kind.choices:
            self._choices(lines, kind)
        if kind.word in ("decimal", "datetime"):
            self._note(lines["key"], "decimal" if kind.word == "decimal" else "hour", "")
        table = self._table()
        if table is not None:
            table["columns"].append(lines)
        else:
            self._put(lines)

    # -- one question -------------------------------------------------------------------------

    def _lines(self, row: Row, kind: FieldType) -> dict[str, Any]:
        """The lines of a question: what the row says, and ``undecided`` where it says nothing."""
        key = row.word("name") or f"row_{row.number}"
        lines: dict[str, Any] = {"key": key, "type": kind.value, "label": row.text("label", self._unnamed)}
        guide = row.text("guidance_hint", self._unnamed)
        hint = row.text("hint", self._unnamed) or ({} if self._is_ours else guide)
        lines |= {"hint": hint} if hint else {}
        lines["why"] = row.text("why", self._unnamed) or (guide if self._is_ours else {})
        lines |= dict.fromkeys(("source", "reask", "level", "retention"), UNDECIDED)
        if row.says_yes("required"):
            lines["required"] = "true"
        self._limits(row, lines)
        rule = self._whole_rule(row)
        if rule is not None:
            lines["show_if"] = rule
        for column in _ALSO:
            if row.word(column):
                self._note(key, "other", f"{column}: {row.word(column)}")
        for said in {found for text in (lines["label"], hint) for words in text.values()
                     for found in _ANSWER.findall(words)}:
            self._note(key, "names_answer", said)
        return lines

    def _limits(self, row: Row, lines: dict[str, Any]) -> None:
        least, most = range_of(row.word("parameters"))
        if least and lines["type"] == FieldType.INT.value:
            lines |= {"minimum": least, "maximum": most}
        said = row.word("constraint")
        if not said:
            return
        limits = limits_of(said) if lines["type"] == FieldType.INT.value else None
        if limits is None:
            self._note(lines["key"], "constraint", said)
        else:
            lines |= limits

    def _choices(self, lines: dict[str, Any], kind: Kind) -> None:
        rows = self._form.lists.get(kind.choices, ())
        if not rows:
            self._note(lines["key"], "list", kind.choices)
        if kind.other:
            self._note(lines["key"], "or_other", "")
        said = [row for row in rows if not (self._is_ours and row.word("name") in STATES)]
        codes = [row.word("name") for row in said]
        if kind.choices in choice_lists() and [each.code for each in choice_list(kind.choices)] == codes:
            lines["choices"] = kind.choices
        else:
            lines["choices"] = [{"code": code, "label": row.text("label", self._unnamed)}
                                for code, row in zip(codes, said, strict=True)]

    def _rule_of_group(self, row: Row) -> dict[str, Any] | None:
        rule = _rule(row.word("relevant"))
        if rule is not None and (UNDECIDED in rule or self._table() is not None):
            self._leave("condition", f"{row.word('name')}: {row.word('relevant')}")
        return rule

    def _whole_rule(self, row: Row) -> dict[str, Any] | str | None:
        """Its own condition with those of the groups around it; no column of a table has one."""
        said, own = row.word("relevant"), _rule(row.word("relevant"))
        rules = [rule for rule in (*(group.rule for group in self._groups), own) if rule is not None]
        if not rules:
            return None
        whole = rules[0] if len(rules) == 1 else {"all": rules}
        if self._table() is None and not any(UNDECIDED in rule for rule in rules) and depth_of(whole) <= DEEPEST_RULE:
            return whole
        if self._table() is not None and own is None:
            return None
        if said:
            self._note(row.word("name"), "condition", said)
        return UNDECIDED

    # -- where it stands ----------------------------------------------------------------------

    def _left(self) -> str:
        """Why nothing of the group that is open is brought; empty where it is."""
        return next((group.kind for group in self._groups if group.kind not in ("group", "repeat")), "")

    def _table(self) -> dict[str, Any] | None:
        return next((group.table for group in reversed(self._groups) if group.table is not None), None)

    def _new_page(self, name: str, title: dict[str, str]) -> dict[str, Any]:
        taken = {page["key"] for page in self._pages}
        key = next(each for each in _names(name or f"p{len(self._pages) + 1}") if each not in taken)
        self._page = {"key": key, "title": title, "fields": []}
        self._pages.append(self._page)
        return self._page

    def _put(self, lines: dict[str, Any]) -> None:
        """Onto the page that is open, or the next one when it is full."""
        page = self._page or self._new_page("", {})
        if len(page["fields"]) >= MOST_ON_A_PAGE:
            page = self._new_page(page["key"] if page["title"] else "", page["title"])
        page["fields"].append(lines)

    def _note(self, key: str, code: str, said: str) -> None:
        self.draft.notes.setdefault(key, []).append((code, said))

    def _leave(self, code: str, said: str) -> None:
        self.draft.left.setdefault(code, []).append(said)


def _rule(said: str) -> dict[str, Any] | None:
    """What shows a row by itself: a rule of ours, ``undecided`` for a condition of another kind, or nothing."""
    if not said:
        return None
    try:
        return rule_of(said)
    except NotOurs:
        return {UNDECIDED: said}


def _begin(text: dict[str, str]) -> str:
    """How a text begins, to know it again by."""
    return next(iter(text.values()), "")[:60]


def _names(name: str) -> Iterator[str]:
    """The name, then with 2, 3 … behind it."""
    yield name
    number = 2
    while True:
        yield f"{name}_{number}"
        number += 1

# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A form of ours as the sheets of an XLSForm, for partners who ask on a telephone; pure.

What is sealed, what a worker writes and what is only ever offered does not go: a partner's telephone is no place for
it. Nothing is required there, and every choice can be left alone in words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from assist.exchange.xlsform.conditions import NotOurs, condition_of
from assist.exchange.xlsform.kinds import AS_ASKED
from assist.exchange.xlsform.marks import ASKED_ON, FORM_ID, MARK, place_of
from assist.i18n import N_, catalogue
from forms.answers import AnswerState
from forms.linter.questions import is_plain
from forms.loader import choice_list
from forms.model import LANGUAGES, Choice, Field, FieldType, Form, Reask, Rule, Text
from forms.rules import fields_named

SEALED_FROM = 3
"""From this level on no question leaves on a telephone."""

NEVER_THERE = frozenset({"F03", "ASSENT", "F19"})
"""What somebody agrees to, or asks of what is held, is said to whoever answers for it."""

SEALED, WORKERS, OFFERED, DEPENDS, KIND = "sealed", "workers", "offered", "depends", "kind"

NAMES = {"en": "English (en)", "es": "Español (es)", "pt": "Português (pt)", "fr": "Français (fr)"}
_SAID = {
    AnswerState.PREFERS_NOT_TO_SAY: N_("prefers not to say"), AnswerState.DOES_NOT_KNOW: N_("does not know"),
    AnswerState.NOT_APPLICABLE: N_("does not apply"),
}
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_WORDS = ("label", "hint", "guidance_hint")
_PLAIN = ("type", "name", "required", "relevant", "constraint", "appearance", "parameters", "calculation")

Sheets = Mapping[str, list[list[str]]]


@dataclass
class Going:
    """The sheets by name; how many questions are in them, and by reason the keys of those that are not."""

    sheets: Sheets
    asked: int
    stays: Mapping[str, tuple[str, ...]]


@dataclass
class _Row:
    """One row of the survey."""

    said: dict[str, str]
    words: dict[str, Text] = field(default_factory=dict)


def going(form: Form, language: str) -> Going:
    """Everything of the form that may go; ``language`` is the one a telephone begins with."""
    return _Going(form, language).made()


def may_go(form: Form) -> bool:
    """Whether it is one that partners may ask: it may be printed blank, and nobody agrees to anything by it."""
    return form.paper and form.id not in NEVER_THERE


def why_it_stays(asked: Field) -> str:
    """Why a question is not asked there; empty for one that may be."""
    if not asked.is_participant:
        return WORKERS
    if asked.level >= SEALED_FROM:
        return SEALED
    if asked.reask is Reask.VOLUNTEERED:
        return OFFERED
    if asked.has_rows:
        columns = [why_it_stays(column) for column in asked.columns]
        return "" if "" in columns else columns[0] if columns else KIND
    codes_go = all(is_plain(choice.code) and "'" not in choice.code for choice in asked.choices)
    return "" if asked.type in AS_ASKED and _NAME.fullmatch(asked.key) and codes_go else KIND


def places_of(asked: Field) -> tuple[str, ...]:
    """The names under which it is asked: one, or one for each place of an order that has only a few."""
    if asked.type is FieldType.RANK and asked.pick:
        return tuple(place_of(asked.key, number) for number in range(1, asked.pick + 1))
    return (asked.key,)


class _Going:
    def __init__(self, form: Form, language: str) -> None:
        self._form = form
        spoken = {each for asked in form.fields() for each in asked.label} or {language}
        self._languages = tuple(sorted(spoken, key=lambda each: (each != language, _place(each))))
        self._lists: dict[str, list[Choice]] = {}
        self._stays: dict[str, list[str]] = {}
        self._places: dict[str, tuple[str, ...]] = {}
        self._asked = 0

    def made(self) -> Going:
        mark = f"'{self._form.id}.{self._form.version}'".replace("'", "")
        rows = [_Row({"type": "calculate", "name": MARK, "calculation": f"'{mark}'"}),
                _Row({"type": "today", "name": ASKED_ON})]
        for page in self._form.pages:
            inside = [row for asked in page.fields for row in self._question(asked)]
            if not inside:
                continue
            intro = [_Row({"type": "note", "name": f"{page.key}_intro"}, {"label": page.intro})] if page.intro else []
            if page.title:
                rows.append(_Row({"type": "begin_group", "name": f"page_{page.key}"}, {"label": page.title}))
                rows += [*intro, *inside, _Row({"type": "end_group"})]
            else:
                rows += [*intro, *inside]
        return Going({"survey": self._survey(rows), "choices": self._choices(), "settings": self._settings()},
                     self._asked, {why: tuple(keys) for why, keys in self._stays.items()})

    # -- one question -------------------------------------------------------------------------

    def _question(self, asked: Field) -> list[_Row]:
        why = why_it_stays(asked)
        relevant = "" if why else self._relevant(asked.show_if)
        if why or relevant is None:
            self._stays.setdefault(why or DEPENDS, []).append(asked.key)
            return []
        self._asked += 1
        if asked.has_rows:
            return self._table(asked, relevant)
        self._places[asked.key] = places_of(asked)
        return list(self._rows(asked, relevant))

    def _relevant(self, rule: Rule | None) -> str | None:
        """What shows it there; None where that is said by a question that stays here."""
        if rule is None:
            return ""
        if not self._places.keys() >= set(fields_named(rule)):
            return None
        try:
            return condition_of(rule, self._places)
        except NotOurs:
            return None

    def _table(self, asked: Field, relevant: str) -> list[_Row]:
        rows = [_Row({"type": "begin_repeat", "name": asked.key, "relevant": relevant}, _words(asked))]
        for column in asked.columns:
            if why := why_it_stays(column):
                self._stays.setdefault(why, []).append(f"{asked.key}.{column.key}")
            else:
                rows += self._rows(column, "")
        return [*rows, _Row({"type": "end_repeat"})]

    def _rows(self, asked: Field, relevant: str) -> Iterator[_Row]:
        kind, look = AS_ASKED[asked.type]
        said = {"name": asked.key, "required": "no", "relevant": relevant, "appearance": look, "type": kind}
        choices = asked.choices or (choice_list("lk_yn3") if asked.type is FieldType.BOOL3 else ())
        if choices:
            said["type"] = f"{kind} {self._list(asked, choices)}"
        places = places_of(asked)
        if len(places) > 1 or places[0] != asked.key:
            yield from self._order(asked, said, places)
            return
        if asked.type in (FieldType.MULTI, FieldType.CHECKLIST) and asked.pick:
            said["constraint"] = f"count-selected(.) <= {asked.pick}"
        yield _Row(said | _limits(asked), _words(asked))

    def _order(self, asked: Field, said: dict[str, str], places: tuple[str, ...]) -> Iterator[_Row]:
        """The first, the second …: nobody has to put a long list in order to name three."""
        said = said | {"type": said["type"].replace("rank ", "select_one ", 1)}
        words, before = _words(asked), ""
        for number, name in enumerate(places, 1):
            shown = f"${{{before}}} != ''" if before else said["relevant"]
            label = {each: f"{text} ({number})" for each, text in asked.label.items()}
            yield _Row(said | {"name": name, "relevant": shown}, words | {"label": label})
            words, before = {}, name

    def _list(self, asked: Field, choices: Iterable[Choice]) -> str:
        """The name of its list, with what it means to leave the question alone at the end; not for a whole order."""
        name = asked.choice_list or f"{asked.key}_choices"
        states = [AnswerState.PREFERS_NOT_TO_SAY, AnswerState.DOES_NOT_KNOW]
        if asked.type is FieldType.RANK and not asked.pick:
            name, states = f"{name}_order", []
        elif asked.may_not_apply:
            name, states = f"{name}_na", [*states, AnswerState.NOT_APPLICABLE]
        self._lists.setdefault(name, [*choices, *(Choice(state.value, _said(state)) for state in states)])
        return name

    # -- sheets -------------------------------------------------------------------------------

    def _survey(self, rows: list[_Row]) -> list[list[str]]:
        columns = [(name, each) for name in _WORDS for each in self._languages]
        head = ["type", "name", *(f"{name}::{_name(each)}" for name, each in columns), *_PLAIN[2:]]
        return [head, *([row.said.get("type", ""), row.said.get("name", ""),
                         *(row.words.get(name, {}).get(each, "") for name, each in columns),
                         *(row.said.get(name, "") for name in _PLAIN[2:])] for row in rows)]

    def _choices(self) -> list[list[str]]:
        head = ["list_name", "name", *(f"label::{_name(each)}" for each in self._languages)]
        return [head, *([name, choice.code, *(choice.label.get(each, "") for each in self._languages)]
                        for name, choices in self._lists.items() for choice in choices)]

    def _settings(self) -> list[list[str]]:
        title = self._form.title.get(self._languages[0]) or next(iter(self._form.title.values()), self._form.id)
        return [["form_title", "form_id", "version", "default_language"],
                [title, f"{FORM_ID}{self._form.id}", str(self._form.version), _name(self._languages[0])]]


def _place(language: str) -> tuple[int, str]:
    return (LANGUAGES.index(language) if language in LANGUAGES else len(LANGUAGES)), language


def _name(language: str) -> str:
    return NAMES.get(language, f"{language} ({language})")


def _limits(asked: Field) -> dict[str, str]:
    if asked.type is FieldType.SCALE5:
        return {"parameters": "start=0 end=4 step=1"}
    if asked.type is FieldType.RATING5:
        return {"parameters": "start=-2 end=2 step=1"}
    if asked.type is not FieldType.INT:
        return {}
    least, most = asked.minimum, asked.maximum
    parts = [f". >= {least}"] * (least is not None) + [f". <= {most}"] * (most is not None)
    return {"constraint": " and ".join(parts)}


def _words(asked: Field) -> dict[str, Text]:
    """What is read, and why it is asked: a telephone shows that where guidance stands."""
    return {"label": asked.label, "hint": asked.hint, "guidance_hint": asked.why}


def _said(state: AnswerState) -> Text:
    return {each: catalogue(each).gettext(_SAID[state]) for each in LANGUAGES}

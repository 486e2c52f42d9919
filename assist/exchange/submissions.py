# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What comes back from a telephone on which a form of ours was asked: by Kobo or ODK, as codes or in words; pure.

A column that says in every row which form it is makes it known; everything else about the file is as in any other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, MutableMapping
from functools import lru_cache
from typing import Any

from assist.exchange.cells import NOTHING, UNCLEAR, Read, fold, words
from assist.exchange.tables import Cell, Line, as_text
from assist.exchange.xlsform.going import may_go, places_of, why_it_stays
from assist.exchange.xlsform.marks import ASKED_ON, BETWEEN, MARK, PLACES, STATES, is_mark
from assist.i18n import catalogue
from forms.answers import AnswerState
from forms.fieldtypes import DATE_TYPES, answered
from forms.loader import choice_list, form, form_ids
from forms.model import LANGUAGES, Choice, Field, FieldType, Form
from forms.partial_dates import Finest
from forms.problems import FieldProblem

KEPT_NOTE = "F01/may_keep_note"
"""Without a yes to it nothing is kept of a first contact (ruling 18)."""

NO_NOTE = "no_note"

_SEVERAL = (FieldType.MULTI, FieldType.CHECKLIST)
_CHOSEN = (FieldType.CHOICE, FieldType.BOOL3, *_SEVERAL, FieldType.RANK)
_LONG = {Finest.YEAR: 4, Finest.MONTH: 7, Finest.DAY: 10}
_NUMBERS = frozenset({"_uuid", "meta/instanceid", "meta-instanceid", "instanceid", "key", "_id"})
"""What such programs call the number of a row."""

_THEIRS = frozenset({
    "start", "end", "today", "deviceid", "username", "simserial", "subscriberid", "phonenumber", "__version__",
    "_submission_time", "_validation_status", "_notes", "_status", "_submitted_by", "_tags", "_index", "_version_",
    "submissiondate", "submitterid", "submittername", "attachmentspresent", "attachmentsexpected", "status",
    "reviewstate", "edits", "formversion", "formhub/uuid", "meta/rootuuid", "meta/instancename", "meta-instancename",
    "meta-rootuuid",
})
"""What the program or the telephone notes by itself; nothing of it is brought."""


def sent_in(texts: Mapping[int, str], lines: Iterable[Line]) -> Form | None:
    """The form whose answers stand under these headings; None for any other table."""
    column = next((place for place, heading in texts.items() if is_mark(heading)), None)
    if column is None:
        return None
    ident = next((line.said(column) for line in lines if line.said(column)), "").rpartition(".")[0]
    return form(ident) if ident in form_ids() and may_go(form(ident)) else None


def fields_of(asked: Form, texts: Mapping[int, str]) -> Mapping[int, str]:
    """What each heading is taken for: ``number``, ``arrived``, ``leave_out``, a question as ``F01/chosen_name`` (one
    choice of several: ``F01/mode_pref=read``), or nothing."""
    found = {place: _field(asked, heading) for place, heading in texts.items()}
    whole = set(found.values())
    number = next((place for place, name in found.items() if name == "number"), None)
    for place, name in found.items():
        is_said_whole = "=" in name and name.partition("=")[0] in whole
        if is_said_whole or (name == "number" and place != number):
            found[place] = "leave_out"
    return found


def _field(asked: Form, heading: str) -> str:
    plain, names = heading.strip().casefold(), _names(asked.id)
    if plain not in names and plain in (*_NUMBERS, *_THEIRS):
        return "number" if plain in _NUMBERS else "leave_out"
    parts = BETWEEN.split(heading.strip())
    if parts[-1] in (MARK, ASKED_ON):
        return "leave_out" if parts[-1] == MARK else "arrived"
    for at in range(len(parts) - 1, -1, -1):
        if parts[at] in names:
            code = heading.strip().rpartition(parts[at])[2][1:]
            return f"{asked.id}/{parts[at]}" + (f"={code}" if code else "")
    return _labels(asked.id).get(fold(heading)) or _labels(asked.id).get(fold(heading.rpartition("/")[2]), "")


@lru_cache(maxsize=8)
def _names(ident: str) -> Mapping[str, Field]:
    """Every question by the names under which it is asked there."""
    return {name: asked for asked in form(ident).fields()
            if not why_it_stays(asked) and not asked.has_rows for name in places_of(asked)}


@lru_cache(maxsize=8)
def _labels(ident: str) -> Mapping[str, str]:
    """The same by what is read there, in every language."""
    found = {}
    for name, asked in _names(ident).items():
        for label in asked.label.values():
            place = name.partition(PLACES)[2]
            found[fold(f"{label} ({place})" if place else label)] = f"{ident}/{name}"
    return found


def is_question(name: str) -> bool:
    """Whether a column was taken for a question of a form that went to a telephone."""
    return "/" in name


def asked_by(name: str) -> Field:
    """The question a column was taken for."""
    ident, _sign, key = name.partition("=")[0].partition("/")
    return _names(ident)[key]


def read(name: str, cell: Cell) -> Read:
    """A cell in our terms: a value, a state (``AnswerState``) where the question was left alone in words, or held."""
    asked, code, said = asked_by(name), name.partition("=")[2], as_text(cell)
    if not said:
        return NOTHING
    if code:
        return Read((code,)) if fold(said) in words("yes") else NOTHING
    found = _chosen(asked, said) if asked.type in _CHOSEN else Read(_plain(asked, said))
    if found.value is None or isinstance(found.value, AnswerState) or PLACES in name:
        return found
    try:
        answered(asked, found.value)
    except FieldProblem as problem:
        return Read(held="too_long") if problem.code == "field.too_long" else UNCLEAR
    return found


def _plain(asked: Field, said: str) -> str:
    """As a telephone writes it: always a whole day, an hour with its seconds."""
    if asked.type in DATE_TYPES:
        return said[:_LONG[DATE_TYPES[asked.type]]]
    return said[:5] if asked.type is FieldType.TIME else said


def _chosen(asked: Field, said: str) -> Read:
    known = _codes(asked)
    if asked.type in _SEVERAL or (asked.type is FieldType.RANK and not asked.pick):
        codes = [known.get(fold(part)) for part in said.split()]
        told = tuple(dict.fromkeys(code for code in codes if code and code not in STATES))
        if None in codes:
            return UNCLEAR
        return Read(told) if told else Read(STATES[str(codes[0])])
    code = known.get(fold(said))
    return UNCLEAR if code is None else Read(STATES.get(code, code))


def _codes(asked: Field) -> Mapping[str, str]:
    choices: Iterable[Choice] = asked.choices or choice_list("lk_yn3")
    found = {fold(code): code for code in STATES}
    for state, said in (("prefers_not_to_say", "prefers not to say"), ("does_not_know", "does not know"),
                        ("not_applicable", "does not apply")):
        found |= {fold(catalogue(each).gettext(said)): state for each in LANGUAGES}
    found |= {fold(label): choice.code for choice in choices for label in choice.label.values()}
    return found | {fold(choice.code): choice.code for choice in choices}


def put_in_order(values: MutableMapping[str, Any]) -> None:
    """Places of an order that were asked one by one become the order; a state counts only where nothing was chosen."""
    places = sorted(name for name in values if PLACES in name and is_question(name))
    for name in places:
        said, whole = values.pop(name), name.partition(PLACES)[0]
        before = values.get(whole)
        if isinstance(said, AnswerState):
            values.setdefault(whole, said)
        elif isinstance(before, tuple):
            values[whole] = tuple(dict.fromkeys((*before, said)))
        else:
            values[whole] = (said,)


def keeps_nothing(values: Mapping[str, Any]) -> bool:
    """A first contact without a yes to a note: it is not brought."""
    return any(name.startswith("F01/") for name in values) and values.get(KEPT_NOTE) != "yes"


def forms_in(values: Mapping[str, Any]) -> tuple[str, ...]:
    """The forms of which any question was answered."""
    return tuple(sorted({name.partition("/")[0] for name in values if is_question(name)}))


def answers(ident: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """What was said to the questions of one form, by their keys."""
    return {name.partition("/")[2]: said for name, said in values.items() if name.startswith(f"{ident}/")}

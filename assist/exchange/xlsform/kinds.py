# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Kinds of question of XLSForm and ours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from forms.linter.pages import NEVER_ASKED
from forms.model import FieldType

PHONE = frozenset({
    "start", "end", "today", "deviceid", "subscriberid", "simserial", "phonenumber", "username", "email", "audit",
    "start-geopoint", "background-geopoint", "xml-external", "csv-external", "hidden",
})
"""What a telephone notes by itself."""

RECKONED = frozenset({"calculate"})
NEVER = NEVER_ASKED | {"background-audio", "file"}
"""Nobody is ever asked for these (check 13)."""

_PLAIN = {
    "text": FieldType.TEXT_SHORT, "string": FieldType.TEXT_SHORT, "integer": FieldType.INT, "int": FieldType.INT,
    "decimal": FieldType.INT, "range": FieldType.INT, "date": FieldType.DATE, "datetime": FieldType.DATE,
    "time": FieldType.TIME, "barcode": FieldType.CODE, "acknowledge": FieldType.BOOL3, "trigger": FieldType.BOOL3,
}
_CHOSEN = {"select_one": FieldType.CHOICE, "select_multiple": FieldType.MULTI, "rank": FieldType.RANK}
_LOOKS = {
    (FieldType.TEXT_SHORT, "multiline"): FieldType.TEXT_LONG, (FieldType.DATE, "month-year"): FieldType.MONTH,
    (FieldType.DATE, "year"): FieldType.YEAR,
}
_RANGES = {("0", "4"): FieldType.SCALE5, ("-2", "2"): FieldType.RATING5}
_OTHER = ("or_other", "or_specify_other")


@dataclass(frozen=True, slots=True)
class Kind:
    """What a row of the survey is: a ``field``, or a ``word`` (``begin_group end_group begin_repeat end_repeat note``,
    or what is not brought). ``choices``: the name of its list; ``other``: free words beside them."""

    word: str
    field: FieldType | None = None
    choices: str = ""
    other: bool = False


def kind_of(said: str, appearance: str = "", parameters: str = "") -> Kind:
    """The kind of a row by what stands in ``type``; a field of None is no question of ours."""
    parts = said.split()
    first = parts[0].casefold() if parts else ""
    two = f"{first}_{parts[1].casefold()}" if len(parts) > 1 else first
    if two in (*_CHOSEN, "begin_group", "end_group", "begin_repeat", "end_repeat"):
        first, parts = two, [two, *parts[2:]]
    if first in _CHOSEN:
        rest = "_".join(part.casefold() for part in parts[2:])
        return Kind(first, _CHOSEN[first], parts[1] if len(parts) > 1 else "", rest in _OTHER)
    found = _PLAIN.get(first)
    if found is None:
        return Kind(first)
    for look in appearance.casefold().split():
        found = _LOOKS.get((found, look), found)
    return Kind(first, _RANGES.get(range_of(parameters), found) if first == "range" else found)


def range_of(parameters: str) -> tuple[str, str]:
    """``start=0 end=4 step=1`` as a least and a most; empty where they are no whole numbers."""
    said = dict(part.split("=", 1) for part in parameters.replace(";", " ").replace(",", " ").split() if "=" in part)
    ends = (said.get("start", ""), said.get("end", ""))
    is_whole = all(end.lstrip("-").isascii() and end.lstrip("-").isdecimal() and len(end) < 10 for end in ends)
    return ends if is_whole and said.get("step", "1") == "1" else ("", "")


AS_ASKED: Mapping[FieldType, tuple[str, str]] = {
    FieldType.TEXT_SHORT: ("text", ""), FieldType.TEXT_LONG: ("text", "multiline"), FieldType.CODE: ("text", ""),
    FieldType.MONEY: ("text", ""), FieldType.DATE: ("date", ""), FieldType.MONTH: ("date", "month-year"),
    FieldType.YEAR: ("date", "year"), FieldType.TIME: ("time", ""), FieldType.INT: ("integer", ""),
    FieldType.SCALE5: ("range", ""), FieldType.RATING5: ("range", ""), FieldType.CHOICE: ("select_one", ""),
    FieldType.BOOL3: ("select_one", ""), FieldType.MULTI: ("select_multiple", ""),
    FieldType.CHECKLIST: ("select_multiple", ""), FieldType.RANK: ("rank", ""),
}
"""How a question of ours is asked on a telephone: type and appearance. Drawn signatures and references are not."""

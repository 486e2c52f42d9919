# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Words and dates in the language of the person at the keyboard; the window, paper and commands share it."""

from __future__ import annotations

import gettext
import io
import os
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import resources

if TYPE_CHECKING:
    from forms.model import Text

LOCALES = {"en": "en_GB", "es": "es_419", "pt": "pt_BR", "fr": "fr"}
_CATALOGUE = "translations/{language}/LC_MESSAGES/amparo.{kind}"

_language = "en"
_words: gettext.NullTranslations = gettext.NullTranslations()


def use(code: str) -> None:
    """Speak this language from now on; a regional code is cut down, an unknown one means English."""
    global _language, _words
    short = code.replace("-", "_").split("_")[0].lower()
    _language = short if short in LOCALES else "en"
    _words = catalogue(_language)


def language() -> str:
    """The code of the language in use: one of ``LOCALES``."""
    return _language


def system_language() -> str:
    """What the laptop itself speaks, as far as it says; English otherwise."""
    told = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    if not told:
        import locale  # only where the system says nothing by itself, as on Windows

        told = locale.getlocale()[0] or ""
    short = told[:2].lower()
    return short if short in LOCALES else "en"


def _(message: str) -> str:
    """The sentence in the language in use."""
    return _words.gettext(message)


def N_(message: str) -> str:
    """Mark a sentence for translators where it cannot be translated yet."""
    return message


def ngettext(one: str, many: str, count: int) -> str:
    """The sentence for that many."""
    return _words.ngettext(one, many, count)


def pgettext(context: str, message: str) -> str:
    """The sentence where the English word alone would be ambiguous."""
    return _words.pgettext(context, message)


def text_of(text: Text, code: str = "") -> str:
    """A text of a form in one language, in English where that is missing, else empty."""
    return text.get(code or _language) or text.get("en", "")


@lru_cache(maxsize=8)
def catalogue(code: str) -> gettext.NullTranslations:
    """The translations of one language; English when there are none.

    The compiled file is used when it is not older than its source, so that an edited
    ``.po`` speaks at once and a packaged program needs no compiler.
    """
    compiled = resources.path(_CATALOGUE.format(language=code, kind="mo"))
    source = resources.path(_CATALOGUE.format(language=code, kind="po"))
    if compiled.is_file() and _age(compiled) >= _age(source):
        return gettext.GNUTranslations(io.BytesIO(compiled.read_bytes()))
    if source.is_file():
        return gettext.GNUTranslations(io.BytesIO(_compiled(source.read_bytes())))
    return gettext.NullTranslations()


def _age(file: Path) -> float:
    return file.stat().st_mtime if file.exists() else 0.0


def _compiled(source: bytes) -> bytes:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    target = io.BytesIO()
    write_mo(target, read_po(io.BytesIO(source)))
    return target.getvalue()


def make_ready() -> None:
    """Read how this language writes dates and numbers, which takes longer than painting a page; in any thread."""
    long_day("2026-01-31"), weekday("2026-01-31"), day("2026-01-31"), month("2026-01"), number(1.5)


def day(iso: str, *, today: date | None = None) -> str:
    """A day in words: the year only when it is another one than ``today``'s."""
    when = _date(iso)
    if when is None:
        return iso
    same_year = today is not None and today.year == when.year
    return _skeleton("MMMd" if same_year else "yMMMd", when)


def weekday(iso: str) -> str:
    """A day of this week, short: ``Thu 26``."""
    when = _date(iso)
    return iso if when is None else _skeleton("Ed", when)


def day_named(iso: str) -> str:
    """A day with its name, for the head of a list: ``Thursday 3 December``."""
    when = _date(iso)
    if when is None:
        return iso
    from babel.dates import format_date

    name = str(format_date(when, "EEEE", locale=LOCALES[_language]))
    return _("{weekday} {day}").format(weekday=name, day=_skeleton("MMMMd", when))


def long_day(iso: str) -> str:
    """A day spelt out, for letters and agreements."""
    when = _date(iso)
    return iso if when is None else _skeleton("yMMMMd", when)


def month(iso: str) -> str:
    """Month and year in words; more than the month is left out."""
    when = _date(f"{iso[:7]}-01")
    return iso if when is None else _skeleton("yMMM", when)


def month_name(number: int) -> str:
    """The name of a month, 1…12, as it stands alone."""
    from babel.dates import get_month_names

    return str(get_month_names("wide", context="stand-alone", locale=LOCALES[_language])[number])


def month_short(iso: str) -> str:
    """The short name of the month alone, for the foot of a picture."""
    when = _date(f"{iso[:7]}-01")
    return iso if when is None else _skeleton("MMM", when)


def partial(value: str) -> str:
    """A date known in part, as people say it: ``about May 2024``, or her own words."""
    if value.startswith("="):
        return value[1:]
    known, about = value.rstrip("~"), value.endswith("~")
    words = {4: lambda: known, 7: lambda: month(known)}.get(len(known), lambda: day(known))()
    return _("about {date}").format(date=words) if about else words


def relative(iso: str, today: date) -> str:
    """How far a duty is: ``in 3 days``, ``today``, ``2 days late``."""
    when = _date(iso)
    if when is None:
        return ""
    days = (when - today).days
    near = {0: N_("today"), 1: N_("tomorrow"), -1: N_("since yesterday")}.get(days)
    if near:
        return _(near)
    if days > 0:
        return ngettext("in {count} day", "in {count} days", days).format(count=days)
    return ngettext("{count} day late", "{count} days late", -days).format(count=-days)


def ago(iso: str, today: date) -> str:
    """How long ago something was: ``today``, ``yesterday``, ``5 days ago``."""
    when = _date(iso)
    if when is None:
        return ""
    days = (today - when).days
    if days <= 0:
        return _("today")
    if days == 1:
        return _("yesterday")
    return ngettext("{count} day ago", "{count} days ago", days).format(count=days)


def number(value: float) -> str:
    """A number with the separators of the language."""
    from babel.numbers import format_decimal

    return str(format_decimal(value, locale=LOCALES[_language]))


def _date(iso: str) -> date | None:
    try:
        return date.fromisoformat(iso[:10])
    except ValueError:
        return None


def _skeleton(pattern: str, when: date) -> str:
    from babel.dates import format_skeleton

    return str(format_skeleton(pattern, when, locale=LOCALES[_language]))

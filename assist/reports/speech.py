# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Words and dates in the language of a paper, which need not be the language of the window.

A Speech holds no shared state, so that papers in several languages may be made at once.
"""

from __future__ import annotations

from datetime import date

from assist.i18n import catalogue, text_of
from forms.loader import choice_list, form
from forms.model import LANGUAGES, Choice, Field, Text

_LOCALES = {"en": "en_GB", "es": "es_419", "pt": "pt_BR", "fr": "fr"}

_QUOTES = {"en": ("“", "”"), "es": ("«", "»"), "pt": ("“", "”"), "fr": ("«\u00a0", "\u00a0»")}


def spoken(code: str, otherwise: str) -> str:
    """The language a paper can be written in for someone who prefers ``code``; else the other one."""
    short = code.replace("_", "-").split("-")[0].lower()
    return short if short in LANGUAGES else otherwise


class Speech:
    """One language: sentences of the catalogue, labels of forms, dates."""

    def __init__(self, language: str) -> None:
        self.language = spoken(language, "en")
        self._words = catalogue(self.language)
        self._locale = _LOCALES[self.language]

    # -- sentences ------------------------------------------------------------------

    def say(self, message: str) -> str:
        """The sentence in this language."""
        return self._words.gettext(message)

    def say_n(self, one: str, many: str, count: int) -> str:
        """The sentence for that many."""
        return self._words.ngettext(one, many, count)

    def say_p(self, context: str, message: str) -> str:
        """The sentence where the English word alone would be ambiguous."""
        return self._words.pgettext(context, message)

    def quote(self, words: str) -> str:
        """Somebody's own words between the quotation marks of this language."""
        before, after = _QUOTES[self.language]
        return f"{before}{words}{after}"

    def begun(self, words: str) -> str:
        """The same words as the beginning of a line."""
        return words[:1].upper() + words[1:]

    def number(self, value: float) -> str:
        """A number with at most two digits after the sign that this language puts there."""
        from babel.numbers import format_decimal

        return str(format_decimal(value, format="0.##", locale=self._locale))

    # -- forms ----------------------------------------------------------------------

    def text(self, text: Text) -> str:
        """A text of a form."""
        return text_of(text, self.language)

    def listed(self, name: str, code: str) -> str:
        """The label of a code of a shared list; empty for a code it does not have."""
        return self._label(choice_list(name), code)

    def choice(self, place: str, code: str) -> str:
        """The label of a code of a field, named ``form/field`` or ``form/table.column``."""
        asked = field_of(place)
        return "" if asked is None else self._label(asked.choices, code)

    def label(self, place: str) -> str:
        """The label of a field; empty when no such field ships."""
        asked = field_of(place)
        return "" if asked is None else self.text(asked.label)

    def _label(self, choices: tuple[Choice, ...], code: str) -> str:
        return next((self.text(each.label) for each in choices if each.code == code), "")

    # -- dates ----------------------------------------------------------------------

    def day(self, iso: str) -> str:
        """A day with its year, short."""
        return self._date(iso, "yMMMd")

    def month(self, iso: str) -> str:
        """Month and year."""
        return self._date(f"{iso[:7]}-01", "yMMM")

    def month_short(self, iso: str) -> str:
        """The month alone, for the foot of a picture."""
        return self._date(f"{iso[:7]}-01", "MMM")

    def partial(self, value: str) -> str:
        """A date known in part: the day, the month, the year, ``about`` it, or her own words."""
        if value.startswith("="):
            return value[1:]
        known, about = value.rstrip("~"), value.endswith("~")
        words = known if len(known) <= 4 else self.month(known) if len(known) <= 7 else self.day(known)
        return self.say("about {date}").format(date=words) if about else words

    def span(self, first: str, last: str) -> str:
        """From one day to another, without saying twice what they share."""
        from babel.dates import format_interval

        try:
            days = date.fromisoformat(first[:10]), date.fromisoformat(last[:10])
        except ValueError:
            return f"{first} – {last}"
        return str(format_interval(*days, "yMMMd", locale=self._locale)).replace("\u2009", " ")

    def _date(self, iso: str, skeleton: str) -> str:
        from babel.dates import format_skeleton

        try:
            when = date.fromisoformat(iso[:10])
        except ValueError:
            return iso
        return str(format_skeleton(skeleton, when, locale=self._locale))


def field_of(place: str) -> Field | None:
    """The field or column of that name among the forms that ship."""
    ident, _, key = place.partition("/")
    key, _, column = key.partition(".")
    try:
        asked = form(ident).field(key)
    except KeyError:
        return None
    if not column:
        return asked
    return next((each for each in asked.columns if each.key == column), None)

# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Help given out of the money of one funder: people, not lines, by service and by kind (ruling 51); pure.

What stands beside the people (times, hours, money, goals) is told only where the people are, and a sum only where
it gives away nothing of a few.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files

from assist.casebook import Book, Sheet
from assist.figures.shapes import Edition, Table, Why, one_way
from assist.indicators.shapes import Period
from assist.reading import fold, held, text
from forms.loader import choice_list, form, read_yaml
from forms.model import Text

SERVICE, GIVEN = "service", "given"
TABLES = frozenset({SERVICE, GIVEN})
TIMES, MINUTES, UNITS, MONEY, GOALS = "times", "minutes", "units", "money", "goals"
BESIDE = (TIMES, MINUTES, UNITS, MONEY, GOALS)
OF = "helped"


@dataclass(frozen=True, slots=True)
class Template:
    """What a donor report is made of: its title in every language, tables, what stands beside, indicators."""

    ident: str
    title: Text
    tables: tuple[str, ...]
    beside: tuple[str, ...]
    indicators: tuple[str, ...]


@lru_cache(maxsize=1)
def templates() -> Mapping[str, Template]:
    """Every template that ships, by its name; raises ValueError for one that says what cannot be counted."""
    found = {}
    for place in sorted(files("assist.indicators").joinpath("donors").iterdir(), key=lambda each: each.name):
        if place.name.endswith(".yaml"):
            ident = place.name.removesuffix(".yaml")
            found[ident] = _template(ident, read_yaml(place.read_text(encoding="utf-8"), place.name))
    return found


def _template(ident: str, raw: Mapping[str, object]) -> Template:
    title, lists = raw.get("title"), [raw.get(key, []) for key in ("tables", "beside", "indicators")]
    if not isinstance(title, dict) or not all(isinstance(each, list) for each in lists):
        raise ValueError(ident)
    tables, beside, indicators = (tuple(map(str, each)) for each in lists if isinstance(each, list))
    if not tables or not set(tables) <= TABLES or not set(beside) <= set(BESIDE):
        raise ValueError(ident)
    return Template(ident, title, tables, beside, indicators)


def funder_of(sheet: Sheet) -> str:
    """The code of who paid, as it was written."""
    return text(sheet.entity, "F23/funder").strip()


def funders(books: Iterable[Book]) -> list[str]:
    """Every code there is, however written once, in alphabetical order."""
    found: dict[str, str] = {}
    for book in books:
        for sheet in book.of_form("F23"):
            if code := funder_of(sheet):
                found.setdefault(fold(code), code)
    return sorted(found.values(), key=fold)


@dataclass
class _Sums:
    """Of one row."""

    people: int = 0
    numbers: Counter[str] = field(default_factory=Counter)
    money: dict[str, Decimal] = field(default_factory=dict)

    def add(self, sheets: Sequence[Sheet]) -> None:
        """What one person was given."""
        self.people += 1
        self.numbers[TIMES] += len(sheets)
        for key in (MINUTES, UNITS):
            self.numbers[key] += sum(value for sheet in sheets
                                     if isinstance(value := held(sheet.entity, f"F23/{key}"), int))
        self.numbers[GOALS] += len({goal for sheet in sheets if (goal := text(sheet.entity, "F23/goal"))})
        for sheet in sheets:
            figure, _space, currency = text(sheet.entity, "F23/amount").partition(" ")
            if currency:
                self.money[currency] = self.money.get(currency, Decimal(0)) + Decimal(figure)

    def told(self, beside: Sequence[str]) -> Iterator[tuple[str, str]]:
        """What of it stands beside the people, as text."""
        for key in beside:
            if key == MONEY:
                words = "; ".join(f"{amount} {currency}" for currency, amount in sorted(self.money.items()))
            else:
                words = str(self.numbers[key]) if self.numbers[key] else ""
            if words:
                yield key, words


class Funded:
    """Everything one funder paid for in a time, over people who come one by one."""

    def __init__(self, template: Template, funder: str, period: Period) -> None:
        self._template, self._funder, self._period = template, fold(funder), period
        self._rows = {SERVICE: [choice.code for choice in choice_list("lk_service")],
                      GIVEN: [choice.code for choice in form("F23").field("given").choices]}
        self._sums = {(table, code): _Sums() for table in template.tables for code in self._rows[table]}
        self._whole = _Sums()
        self._who: dict[tuple[str, str], set[bytes]] = {key: set() for key in self._sums}

    def add(self, book: Book) -> None:
        """What this person was given, if anything."""
        sheets = [sheet for sheet in book.of_form("F23") if fold(funder_of(sheet)) == self._funder
                  and self._period.holds(text(sheet.entity, "F23/on") or sheet.on)]
        if not sheets:
            return
        self._whole.add(sheets)
        for (table, code), sums in self._sums.items():
            mine = [sheet for sheet in sheets if text(sheet.entity, f"F23/{table}") == code]
            if mine:
                sums.add(mine)
                self._who[table, code].add(book.case_id)

    def tables(self) -> Iterator[Table]:
        """People by row of each table."""
        for table in self._template.tables:
            yield one_way(table, OF, {code: self._sums[table, code].people for code in self._rows[table]},
                          total=self._whole.people, several=True, everybody=False)

    def more(self, edition: Edition) -> dict[str, str]:
        """What stands beside the people that are shown, by ``table/row/what``; sums of all by ``//what``."""
        found: dict[str, str] = {}
        for table in (each for each in edition.tables if each.name in self._template.tables):
            for code, cell in zip(table.rows, table.cells, strict=True):
                if cell.why is Why.SHOWN:
                    told = self._sums[table.name, code].told(self._template.beside)
                    found |= {f"{table.name}/{code}/{key}": words for key, words in told}
        if edition.totals[OF].why is Why.SHOWN and self._hides_nobody(edition):
            found |= {f"//{key}": words for key, words in self._whole.told(self._template.beside)}
        return found

    def _hides_nobody(self, edition: Edition) -> bool:
        """Whether behind the rows that are hidden of a table there is nobody, or as many as may be told of."""
        for table in (each for each in edition.tables if each.name in self._template.tables):
            hidden = set().union(*(self._who[table.name, code] for code, cell in zip(
                table.rows, table.cells, strict=True) if cell.why is not Why.SHOWN))
            if 0 < len(hidden) < edition.threshold:
                return False
        return True

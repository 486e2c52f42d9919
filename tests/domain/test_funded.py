# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Help given with one funder's money: people and not lines, and money only beside people that are told (ruling 51)."""

from __future__ import annotations

import pytest

from assist.figures.editions import publish
from assist.figures.shapes import Threshold, Why
from assist.indicators import funded
from assist.indicators.catalogue import indicators
from assist.indicators.funded import GIVEN, SERVICE, Funded
from tests.domain.test_indicators import SUMMER, person, sheet
from tests.domain.written_case import WrittenCase


def helped(service: str, **more: object) -> WrittenCase:
    """Somebody who was given this, for fifty soles."""
    told = {"given": "cash", "amount": "50.25 PEN", "funder": "F-1", "on": "2026-08-01", "minutes": 30} | more
    return person(sheet("F23", "2026-08-02", service=service, **told))


def of(team: list[WrittenCase], template: str = "help") -> Funded:
    found = Funded(funded.templates()[template], "f-1", SUMMER)
    for case in team:
        found.add(case.book)
    return found


def test_people_are_counted_once_and_money_by_currency():
    """Another funder, another time, and a second line of the same person."""
    twice = person(*(sheet("F23", "2026-08-02", service="food", given=given, amount=amount, funder="F-1", goal="aa")
                     for given, amount in (("cash", "10 PEN"), ("kit", "5 USD"))))
    found = of([twice, helped("food"), helped("food", funder="F-2"), helped("food", on="2026-10-01"), helped("legal")])

    rows = {table.name: {row: count for row, count in zip(table.rows, table.counts, strict=True) if count}
            for table in found.tables()}
    assert rows == {SERVICE: {"food": 2, "legal": 1}, GIVEN: {"cash": 3, "kit": 1}}
    assert {table.total for table in found.tables()} == {3}


def test_money_stands_beside_people_that_are_told_and_nowhere_else():
    """Nor does the sum give away what the few have got."""
    many = [helped("food") for _number in range(14)] + [helped("health", given="kit") for _number in range(13)]
    few = of([*many, helped("legal", given="fare")])
    none = of(many)

    edition = publish(list(few.tables()), Threshold.OUTSIDE)
    whole = publish(list(none.tables()), Threshold.OUTSIDE)

    told = {row for row, cell in zip(edition.table(SERVICE).rows, edition.table(SERVICE).cells, strict=True)
            if cell.why is Why.SHOWN}
    assert edition.totals[funded.OF].value == 28
    assert {name.split("/")[1] for name in few.more(edition) if name.startswith(SERVICE)} == told
    assert not any(name.startswith("//") for name in few.more(edition)) or "legal" in told
    assert none.more(whole)["//money"] == "1356.75 PEN"
    assert none.more(whole)["//times"] == "27"


@pytest.mark.parametrize("ident", list(funded.templates()))
def test_a_template_asks_for_what_can_be_counted(ident: str):
    """And is called something in every language."""
    template = funded.templates()[ident]

    assert set(template.title) == {"en", "es", "pt", "fr"}
    assert set(template.indicators) <= {each.ident for each in indicators()}


def test_a_template_that_asks_for_more_is_refused():
    with pytest.raises(ValueError, match="mine"):
        funded._template("mine", {"title": {}, "tables": ["names"]})

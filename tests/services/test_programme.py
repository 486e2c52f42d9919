# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reports of figures: made once and the same ever after, nobody in them can be worked out, nothing leaves unasked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pypdfium2
import pytest

from assist.clock import FixedClock
from assist.desk import Desk
from assist.errors import BadInput, NotAllowed, VaultShut
from assist.figures.shapes import Threshold, Why
from assist.indicators import funded
from assist.indicators.catalogue import indicators
from assist.indicators.publishing import Shown, feedback, shown
from assist.indicators.shapes import Period
from assist.reportbook import Kept
from assist.services.programme import Wanted, is_whole
from forms.session import FormSession
from tests.services.conftest import Fill

AUTUMN = Period("2026-10-01", "2026-12-31")
AFTER = datetime(2027, 1, 4, 10, tzinfo=UTC)



@pytest.fixture
def lead(desk: Desk) -> Desk:
    """A desk that supervises."""
    desk.bench.learn([*desk.me.roles, "supervisor"], desk.bench.names)
    return desk


@pytest.fixture
def people(lead: Desk, fill: Fill, clock: FixedClock) -> list[str]:
    """Twelve who came in autumn. It is January now."""
    came = [fill("F01", may_keep_note="yes").case for _number in range(12)]
    clock.set(AFTER)
    return came


def line(kept: Kept, ident: str, code: str = "") -> Shown:
    """One line of a report."""
    indicator = next(each for each in indicators() if each.ident == ident)
    return next(each for each in shown(indicator, kept.behind) if each.code == code)


def words_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return "".join(page.get_textpage().get_text_range() for page in document)


def on_paper(desk: Desk, kept: Kept) -> str:
    """Its pages in words, but for the print id, which is another on every paper."""
    made = desk.programme.paper(kept, "es")
    return words_of(made.paper.pdf).replace(made.print_id, "")


def late(fill: Fill, clock: FixedClock, **answers: str) -> str:
    """Somebody who came in autumn and was written down only now."""
    clock.set(datetime(2026, 12, 1, 10, tzinfo=UTC))
    made: str = fill("F01", may_keep_note="yes", **answers).case
    clock.set(AFTER + timedelta(minutes=1))
    return made


def test_a_report_that_was_made_says_the_same_ever_after(lead: Desk, people: list[str], fill: Fill, clock: FixedClock):
    """Whoever comes later is in none that was made, and one more person moves no number of the next one."""
    made = lead.programme.make(Wanted(AUTUMN))
    first = on_paper(lead, made)
    late(fill, clock)
    again = lead.programme.make(Wanted(AUTUMN))

    assert (line(made, "R-02", "new").count, line(made, "R-06").count) == (12, None)
    held = lead.programme.kept()
    assert [each.ref for each in held] == [again.ref, made.ref]
    assert held[1] == made
    assert on_paper(lead, held[1]) == first
    assert [table.cells for table in again.edition.tables] == [table.cells for table in made.edition.tables]
    assert again.values == made.values


@pytest.mark.rule("CO-15", "WP-11")
def test_who_is_hidden_is_in_no_report_and_who_objects_in_none_that_is_handed_out(
    lead: Desk, people: list[str], fill: Fill,
):
    """A report is read by the whole team: it tells of nobody it does not know of."""
    fill("PROT", people[0], level="3", measure="escort", review_on="2027-02-10")
    fill("F03", people[1], kind="statistics_objection", decision="yes", mode="spoken")
    inside, outside = (lead.programme.make(Wanted(AUTUMN, outside=outside)) for outside in (False, True))

    assert (line(inside, "R-02", "new").count, line(inside, "R-02", "new").why) == (11, Why.SHOWN)
    assert outside.edition.threshold is Threshold.OUTSIDE
    assert (line(outside, "R-02", "new").count, line(outside, "R-02", "new").why) == (None, Why.FEW)


@pytest.mark.rule("CO-11")
def test_nothing_leaves_without_the_passphrase_and_a_line_in_the_log(lead: Desk, people: list[str], tmp_path: Path):
    """What is handed out needs it again; the print id is found in the log afterwards."""
    lead.bench.learn([*lead.me.roles, "auditor"], lead.bench.names)
    made = lead.programme.paper(lead.programme.make(Wanted(AUTUMN, outside=True)), "fr")
    out = tmp_path / "figures.pdf"

    with pytest.raises(NotAllowed) as refused:
        lead.programme.save(made, out)
    assert (refused.value.code, out.exists(), lead.reports.printed(made.print_id)) == ("report.confirm", False, None)

    lead.programme.save(made, out, confirmed=True)
    assert out.read_bytes() == made.paper.pdf
    found = lead.reports.printed(made.print_id)
    assert found is not None
    assert found.verb == "report.save"


def test_what_does_not_come_from_cases_is_in_the_report_too(lead: Desk, people: list[str], clock: FixedClock):
    """What people say of the house, people for each worker, forms that no survivors have read."""
    clock.set(datetime(2026, 12, 1, 10, tzinfo=UTC))
    for _number in range(6):
        session = FormSession(lead.feedback.form())
        session.answer("hours", "yes")
        lead.feedback.hand_in(session.changes())
    lead.feedback.gather()
    clock.set(AFTER)
    made = lead.programme.make(Wanted(AUTUMN))
    autumn, august = (
        lead.programme.make(Wanted(Period(first, "2026-12-30"))) for first in ("2026-10-01", "2026-08-01"))

    (said,) = [table for item, table in feedback(made.edition) if item == "hours"]
    assert said.cell("yes").value is None, "everybody said yes"
    assert (made.edition.totals["R-28/hours"].value, line(made, "R-31").value) == (6, 12.0)
    assert line(made, "R-34", "es").whole == line(made, "R-34", "fr").whole
    assert not [*feedback(autumn.edition), *feedback(august.edition)], "only whole quarters"


@pytest.mark.parametrize(("wanted", "code"), [
    (Wanted(Period("2026-10-02", "2026-12-31"), outside=True), "programme.whole"),
    (Wanted(Period("2026-10-01", "2026-12-31"), funder="F1", template="none"), "programme.donor"),
    (Wanted(Period("2027-01-01", "2027-01-05")), "programme.period"),
    (Wanted(Period("2026-12-31", "2026-10-01")), "programme.period"),
    (Wanted(Period("x", "2026-10-01")), "programme.period"),
    (Wanted(Period("2023-01-01", "2026-10-01")), "programme.period"),
])
def test_times_that_would_tell_of_few_are_refused(lead: Desk, clock: FixedClock, wanted: Wanted, code: str):
    """And times that are none."""
    clock.set(AFTER)
    with pytest.raises(BadInput) as refused:
        lead.programme.make(wanted)
    assert refused.value.code == code
    assert lead.programme.kept() == []


@pytest.mark.rule("WP-09")
def test_a_year_is_not_handed_out_beside_its_quarters(lead: Desk, people: list[str]):
    """Taken from each other they would tell of a few; the same time again, another time, and the team's own may be."""
    year, summer = Period("2026-01-01", "2026-12-31"), Period("2026-07-01", "2026-09-30")
    lead.programme.make(Wanted(AUTUMN, outside=True))

    for wanted in (Wanted(year), Wanted(AUTUMN, outside=True), Wanted(summer, outside=True)):
        lead.programme.make(wanted)
    with pytest.raises(BadInput) as refused:
        lead.programme.make(Wanted(year, outside=True))

    assert refused.value.code == "programme.overlap"


@pytest.mark.rule("WP-09")
def test_a_time_longer_by_a_month_says_nothing_of_the_few_who_came_in_it(lead: Desk, people: list[str], fill: Fill,
                                                                        clock: FixedClock):
    """Inside the team too: twelve by November, thirteen by the end of December."""
    late(fill, clock)
    first = lead.programme.make(Wanted(Period("2026-10-01", "2026-11-30")))
    second = lead.programme.make(Wanted(AUTUMN))

    assert line(first, "R-02", "new").count == 12
    assert line(second, "R-02", "new").count is None
    assert line(second, "R-06").whole is None


def test_of_the_same_last_day_two_times_tell_the_same(lead: Desk, people: list[str], fill: Fill, clock: FixedClock):
    """Whoever was written down between them shows in none."""
    first = lead.programme.make(Wanted(AUTUMN))
    late(fill, clock)
    second = lead.programme.make(Wanted(Period("2026-01-01", "2026-12-31")))

    assert first.edition.totals["open"] == second.edition.totals["open"]
    assert line(first, "R-31") == line(second, "R-31")
    assert "open" in second.edition.stands
    assert not second.edition.stands & {"R-27/times", "came/new"}, "these are of the whole time"


def test_whole_times_are_quarters_and_years():
    assert is_whole(AUTUMN)
    assert is_whole(Period("2026-01-01", "2026-12-31"))
    assert not is_whole(Period("2026-10-01", "2026-12-30"))
    assert not is_whole(Period("2026-01-01", "2026-06-30"))
    assert not is_whole(Period("2025-10-01", "2026-12-31"))


def test_figures_are_made_of_everybody_or_not_at_all(lead: Desk, people: list[str]):
    """With protected work shut nobody can say that it is everybody; stopped half-way nothing is kept."""
    with pytest.raises(BadInput) as stopped:
        lead.programme.make(Wanted(AUTUMN), lambda _done: False)
    lead.signed.shut_vault()
    with pytest.raises(VaultShut):
        lead.programme.make(Wanted(AUTUMN))

    assert stopped.value.code == "programme.stopped"
    assert lead.programme.kept() == []


def helped(fill: Fill, case: str, service: str, funder: str, **answers: object) -> None:
    fill("F23", case, service=service, given="cash", amount="50 PEN", funder=funder, on="2026-11-25", **answers)


def test_a_donor_reads_of_its_own_money_alone(lead: Desk, people: list[str], fill: Fill):
    """However its code was written; what fewer than eleven got from another is not told at all."""
    for case in people:
        helped(fill, case, "food", "F-1")
    helped(fill, people[0], "legal", "f-1 ")
    helped(fill, people[0], "food", "F-2")

    kept, other = (lead.programme.make(Wanted(AUTUMN, funder=code, template="help")) for code in ("F-1", "F-2"))

    assert lead.programme.funders() == ["F-1", "F-2"]
    assert (kept.is_outside, kept.edition.totals[funded.OF].value) == (True, 12)
    assert kept.more == {"//times": "13", "//money": "650 PEN"}
    assert (other.edition.totals[funded.OF].value, other.more) == (None, {})

# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which forms wait for the limits of secrecy and for her consent, and for how long an earlier paper will do."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assist.clock import FixedClock
from assist.country import country
from assist.desk import Desk
from assist.errors import NotAllowed
from assist.views import CaseQuery
from forms.loader import form
from tests.services.conftest import OPEN_FORMS, Fill

IMPORTED = datetime(2026, 11, 25, 10, tzinfo=UTC)
WITH_CONSENT = [ident for ident in OPEN_FORMS if "consent" in form(ident).gates]


def refusal(desk: Desk, ident: str, case: str) -> str:
    """Why a form does not open; empty when it does."""
    try:
        desk.records.open(ident, case)
    except NotAllowed as refused:
        return refused.code
    return ""


@pytest.mark.rule("CO-13")
@pytest.mark.parametrize("said", [{"explained": "no"}, {"how": "listen"}, {}])
def test_limits_that_were_not_explained_open_nothing(fill: Fill, desk: Desk, said: dict[str, str]):
    """A sheet that says no, or does not say, is no explanation: neither gate nor path takes it for one."""
    made = fill("F01", may_keep_note="yes").case
    fill("LIMITS", made, **said)

    assert refusal(desk, "F02", made) == "gate.limits"
    assert desk.cases.open(made).stage == "contact"
    assert "limits_explained" not in {row.what for row in desk.cases.now(made).path}

    fill("LIMITS", made, explained="yes")

    assert refusal(desk, "F02", made) == "gate.consent"
    assert desk.cases.open(made).stage == "introduced"
    assert "limits_explained" in {row.what for row in desk.cases.now(made).path}


def test_what_was_explained_once_stays_explained(fill: Fill, desk: Desk, case: str):
    """A later talk in which they were not said again takes nothing back."""
    fill("LIMITS", case, explained="no")

    assert refusal(desk, "F02", case) == ""


@pytest.fixture
def brought(desk: Desk, clock: FixedClock, tmp_path: Path) -> str:
    """A case of a spreadsheet that says: agreed, on a paper of theirs."""
    clock.set(IMPORTED)
    file = tmp_path / "a.csv"
    file.write_text("Nome social;Consentimiento\nLúcia;sí\n", "utf-8")
    desk.imports.bring(desk.imports.look(file))
    (row,) = desk.cases.listed(CaseQuery())
    return row.case


@pytest.mark.rule("CO-13")
def test_limits_that_mean_something_else_since_are_explained_again(
        fill: Fill, desk: Desk, monkeypatch: pytest.MonkeyPatch):
    """What was explained is known by its text, kept with the sheet; mending an old sheet explains nothing."""
    made = fill("F01", may_keep_note="yes").case
    record = fill("LIMITS", made, explained="yes").record
    assert refusal(desk, "F02", made) == "gate.consent"
    another = replace(country(), limits_meaning=country().limits_meaning + 1)
    for module in ("consentbook", "services.consequences"):
        monkeypatch.setattr(f"assist.{module}.country", lambda: another)

    assert refusal(desk, "F02", made) == "gate.limits"
    fill("LIMITS", made, record=record, how="listen")
    assert refusal(desk, "F02", made) == "gate.limits"
    fill("LIMITS", made, explained="yes")
    assert refusal(desk, "F02", made) == "gate.consent"


@pytest.mark.rule("CO-03")
@pytest.mark.parametrize("ident", WITH_CONSENT)
def test_a_paper_from_before_opens_work_for_ninety_days(
    ident: str, fill: Fill, desk: Desk, clock: FixedClock, brought: str,
):
    """Then it has ended, and her own consent opens the form again (ruling 9)."""
    fill("LIMITS", brought, explained="yes")
    clock.set(IMPORTED + timedelta(days=90))
    assert refusal(desk, ident, brought) == ""

    clock.set(IMPORTED + timedelta(days=91))

    assert refusal(desk, ident, brought) == "gate.consent"
    fill("F03", brought, kind="accompaniment", accompany="yes", keep_record="yes", decision="yes",
         expiry="2027-11-24", mode="spoken")
    assert refusal(desk, ident, brought) == ""


def test_a_consent_given_here_never_locks_the_file(desk: Desk, clock: FixedClock, case: str):
    """Its end opens a task and a time of grace; the forms stay open even after that (ruling 9)."""
    clock.set(IMPORTED + timedelta(days=800))

    assert [refusal(desk, ident, case) for ident in WITH_CONSENT] == [""] * len(WITH_CONSENT)


def test_what_never_waited_for_a_consent_stays_open_after_ninety_days(
    desk: Desk, clock: FixedClock, brought: str,
):
    """Safety, contact and a threat are no reward for a signature."""
    clock.set(IMPORTED + timedelta(days=400))

    assert [refusal(desk, ident, brought) for ident in ("F03", "F04", "F05", "F11", "F17", "PROT")] == [""] * 6

# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""She can see what is held of her, who was told, who looked, what was left out, and until when (PA-06)."""

from __future__ import annotations

from pathlib import Path

import pytest

from assist.clock import FixedClock
from assist.desk import Desk
from assist.errors import NotAllowed, VaultShut
from assist.reports.lines import MY_INFORMATION, Fact, Note
from assist.reports.order import ReportOrder
from assist.services.bench import Bench, Look
from assist.services.reports import Purpose
from tests.services.conftest import Fill


def page(desk: Desk, case: str) -> dict[str, list[str]]:
    """The page as it is said, part by part."""
    made = desk.reports.my_information(case, "en")
    return {block.key: [f"{line.label}: {line.value}" if isinstance(line, Fact) else line.text
                        for line in block.lines if isinstance(line, Fact | Note)] for block in made.blocks}


def send(fill: Fill, desk: Desk, case: str, to: str, parts: tuple[str, ...]) -> None:
    """A referral leaves by voice, with her consent for it."""
    fill("F03", case, kind="referral", recipient=to, categories=("name", "needs", "contact", "health", "plan"),
         decision="yes", expiry="2026-12-20", mode="spoken")
    record = fill("F12", case, to=to, need="legal", payload=parts).record
    desk.referring.leave(case, desk.referring.look(case, record, "en").letter)


@pytest.mark.rule("PA-06")
def test_every_receipt_is_on_the_page(fill: Fill, desk: Desk, case: str):
    """To whom, on which day and which kinds of things; what was only prepared is no share."""
    fill("F01", case, needs_now=("food",))
    for to in ("Registro", "Hospital", "Escuela"):
        send(fill, desk, case, to, ("needs",))
    fill("F03", case, kind="referral", recipient="Albergue", categories=("needs",), decision="yes",
         expiry="2026-12-20", mode="spoken")
    fill("F12", case, to="Albergue", need="legal", payload=("needs",))
    fill("F18", case, demands=[{"on": "2026-11-20", "authority": "court", "released": "least", "basis": "law",
                                "legal_review": "yes", "notice": "told", "agreed_by": "Ana, Rosa"},
                               {"on": "2026-11-21", "authority": "police", "released": "nothing"}])

    receipts = [row for row in desk.referring.listed(case) if row.sent_on]
    said = page(desk, case)["shares"]

    assert len(said) == len(receipts) + 1
    for receipt in receipts:
        assert sum(receipt.to in line for line in said) == 1
    assert "Nov 20, 2026" in " ".join(said).replace("20 Nov 2026", "Nov 20, 2026")
    assert "court, because the law asked for it" in " ".join(said).lower()


@pytest.mark.rule("PA-06", "NR-16")
def test_everybody_in_the_log_is_on_the_page(desk: Desk, case: str, monkeypatch: pytest.MonkeyPatch):
    """Whoever opened, read, changed or printed it, sealed lines too, and whoever has left since; nobody else."""
    people = {bytes([number]) * 16: name for number, name in ((7, "Beto"), (8, "Carla"), (9, ""))}
    named = {user: name for user, name in people.items() if name}
    desk.bench.learn(desk.me.roles, {**desk.bench.names, **named})
    looks = [(user, Look("case.open", bytes.fromhex(case), protected=place == 1)) for place, user in enumerate(people)]
    for user, look in [*looks, (b"\x0a" * 16, Look("case.open", b"x" * 16))]:
        with monkeypatch.context() as somebody, desk.bench.keeper.writing() as work:
            somebody.setattr(Bench, "user", user)
            desk.bench.audit(work, look)
            work.commit()

    said = " ".join(page(desk, case)["seen"])
    logged = {row.user for row in desk.auditing.of_case(case, 5000)}

    assert {user.hex() for user in people} <= logged
    assert len(page(desk, case)["seen"]) == len(logged) + 1, "a line for each, and the note about other laptops"
    for name in (desk.bench.name_of(desk.bench.user), "Beto", "Carla", "not on the list of people any more"):
        assert name in said


@pytest.mark.rule("PA-06")
def test_what_is_kept_what_she_said_and_until_when(
    fill: Fill, desk: Desk, clock: FixedClock, case: str,
):
    """Kinds of things and never an answer; what she struck stands with its day alone."""
    note = fill("F11", case, facts="CANARYFACTS", person_wants="CANARYWISH").record
    desk.striking.strike(case, note, "person_wants")
    fill("F19", case, kind="object_figures")

    said = page(desk, case)

    assert "notes of meetings" in said["held"][0].lower()
    assert "justice" not in said["held"][0].lower()
    assert any("holds" in line for line in said["agreed"])
    assert "I am in no figure that leaves." in said["agreed"]
    assert len(said["left_out"]) == 1
    assert "24 months after" in said["until"][0]
    assert "CANARY" not in str(said)

    fill("F15", case, reason="my_choice")
    assert "2028" in page(desk, case)["until"][0]


@pytest.mark.rule("PA-05", "PA-06")
def test_on_paper_only_where_it_is_safe_and_in_her_language(
    fill: Fill, desk: Desk, case: str, tmp_path: Path,
):
    """Through the same gate as her other papers; each name of a service may be left out, and the line stays."""
    fill("F01", case, lang_pref="es")
    send(fill, desk, case, "Registro", ("called",))
    prepared = desk.reports.preview(case, ReportOrder(MY_INFORMATION, "en"))

    assert prepared.language == "es"
    assert [line.text for line in prepared.own_words] == ["Registro"]
    with pytest.raises(NotAllowed):
        desk.reports.save(case, prepared, tmp_path / "a.pdf", Purpose("own_copy"))
    saved = desk.reports.save(case, prepared, tmp_path / "b.pdf", Purpose("own_copy", paper_safe=True))
    assert saved.file.read_bytes().startswith(b"%PDF")
    assert saved.pages == 1
    assert desk.auditing.of_case(case)[0].verb == "report.save"


@pytest.mark.rule("PA-06")
def test_half_a_list_is_not_shown(desk: Desk, case: str):
    """Who looked at what is protected stands behind the seal: with that shut, the page waits."""
    desk.signed.shut_vault()

    with pytest.raises(VaultShut):
        desk.reports.my_information(case, "en")
    with pytest.raises(VaultShut):
        desk.reports.preview(case, ReportOrder(MY_INFORMATION, "en"))

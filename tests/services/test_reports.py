# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reports leave only through the gate, with their line in the log before the file appears."""

from __future__ import annotations

import inspect
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from assist.changesets import pack_plain
from assist.crypto.codes import ALPHABET
from assist.desk import Desk
from assist.domain import wire
from assist.errors import NoRoom
from assist.gate import Clearance
from assist.reports.lines import PARTICIPANT, SUPERVISION
from assist.reports.order import ReportOrder
from assist.services.paper import new_print_id, put_out
from assist.services.reports import Purpose, ReportService, initials
from assist.services.scribe import Put, Target
from tests.services.reported_case import a_case, fill, look, raised, refused, words_of

SUPERVISED = Purpose("supervision", confirmed=True)
HANDED_OVER = Purpose("own_copy", paper_safe=True)


# -- what leaves ----------------------------------------------------------------------


@pytest.mark.rule("WP-18")
def test_what_was_looked_at_is_what_is_saved_for_its_owner_alone(desk: Desk, tmp_path: Path) -> None:
    case, out = a_case(desk), tmp_path / "out.pdf"
    prepared = look(desk, case)

    saved = desk.reports.save(case, prepared, out, SUPERVISED)

    assert out.read_bytes() == prepared.pdf
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert (saved.file, saved.pages, saved.print_id) == (out, prepared.pages, prepared.print_id)
    assert "coser y vender lo mío" in words_of(prepared.pdf)


@pytest.mark.rule("WP-18")
def test_nothing_is_left_beside_the_paper(desk: Desk, tmp_path: Path) -> None:
    case, folder = a_case(desk), tmp_path / "papers"
    folder.mkdir()

    desk.reports.save(case, look(desk, case), folder / "out.pdf", SUPERVISED)

    assert [file.name for file in folder.iterdir()] == ["out.pdf"]


@pytest.mark.rule("WP-18", "WP-16")
def test_the_print_id_on_the_paper_is_found_in_the_log(desk: Desk, tmp_path: Path) -> None:
    case = a_case(desk)
    saved = desk.reports.save(case, look(desk, case), tmp_path / "out.pdf", SUPERVISED)

    found = desk.reports.printed(saved.print_id)

    assert saved.print_id in words_of((tmp_path / "out.pdf").read_bytes())
    assert found is not None
    assert found.code == desk.cases.header(case).code
    assert (found.user_name, found.verb) == ("Ana Ríos", "report.save")
    assert desk.reports.printed(new_print_id()) is None


@pytest.mark.rule("WP-18")
def test_a_paper_of_a_protected_case_is_found_only_with_the_vault_open(desk: Desk, tmp_path: Path) -> None:
    case = a_case(desk)
    raised(desk, case, "2")
    saved = desk.reports.save(case, look(desk, case), tmp_path / "out.pdf", SUPERVISED)

    assert desk.reports.printed(saved.print_id) is not None
    desk.signed.shut_vault()
    assert desk.reports.printed(saved.print_id) is None


def test_a_look_that_was_never_saved_has_no_print_in_the_log(desk: Desk) -> None:
    prepared = look(desk, a_case(desk))

    assert desk.reports.printed(prepared.print_id) is None


@pytest.mark.rule("WP-16")
def test_the_line_stands_in_the_log_even_when_the_file_could_not_be_written(desk: Desk, tmp_path: Path) -> None:
    case = a_case(desk)
    prepared = look(desk, case)

    with pytest.raises(NoRoom):
        desk.reports.save(case, prepared, tmp_path / "missing" / "out.pdf", SUPERVISED)

    assert desk.reports.printed(prepared.print_id) is not None


@pytest.mark.rule("WP-16")
def test_a_look_and_a_save_are_two_lines_of_the_case(desk: Desk, tmp_path: Path) -> None:
    case = a_case(desk)

    desk.reports.save(case, look(desk, case), tmp_path / "out.pdf", SUPERVISED)

    verbs = [row.verb for row in desk.auditing.of_case(case)]
    assert verbs.index("report.save") < verbs.index("report.preview")


def test_a_refused_save_writes_neither_file_nor_line(desk: Desk, tmp_path: Path) -> None:
    case, out = a_case(desk), tmp_path / "out.pdf"
    prepared = look(desk, case)

    assert refused(lambda: desk.reports.save(case, prepared, out, Purpose("supervision"))) == "report.confirm"

    assert not out.exists()
    assert desk.reports.printed(prepared.print_id) is None


def test_the_pages_for_a_printer_come_with_a_clearance_and_a_line(desk: Desk) -> None:
    case = a_case(desk)
    prepared = look(desk, case)

    clearance = desk.reports.to_printer(case, prepared, SUPERVISED)

    found = desk.reports.printed(prepared.print_id)
    assert clearance.purpose == "supervision"
    assert found is not None
    assert found.verb == "report.print"


@pytest.mark.rule("WP-18")
def test_no_paper_without_a_purpose(desk: Desk, tmp_path: Path) -> None:
    case = a_case(desk)
    prepared = look(desk, case)

    code = refused(lambda: desk.reports.save(case, prepared, tmp_path / "o.pdf", Purpose("", confirmed=True)))

    assert code == "report.purpose"


def test_a_case_that_changed_since_the_look_must_be_looked_at_again(desk: Desk, tmp_path: Path) -> None:
    case = a_case(desk)
    prepared = look(desk, case)
    fill(desk, case, "F08", {"goal_own_words": "estudiar"})

    code = refused(lambda: desk.reports.save(case, prepared, tmp_path / "o.pdf", SUPERVISED))

    assert code == "report.changed"
    desk.reports.save(case, look(desk, case), tmp_path / "o.pdf", SUPERVISED)


# -- her own copy ---------------------------------------------------------------------


@pytest.mark.rule("PA-05", "UX-25")
def test_her_own_copy_asks_first_whether_a_paper_is_safe_today(desk: Desk, tmp_path: Path) -> None:
    case, out = a_case(desk), tmp_path / "out.pdf"
    prepared = look(desk, case, PARTICIPANT)

    assert refused(lambda: desk.reports.save(case, prepared, out, Purpose("own_copy"))) == "report.not_safe"
    assert not out.exists()
    desk.reports.save(case, prepared, out, HANDED_OVER)
    assert out.exists()


@pytest.mark.rule("PA-05", "UX-25")
@pytest.mark.parametrize("said", ["not_safe", "not_wanted"])
def test_that_she_has_no_paper_is_on_record_as_she_said_it(desk: Desk, said: str) -> None:
    case = a_case(desk)

    desk.reports.no_paper(case, PARTICIPANT, said)

    assert next(row.verb for row in desk.auditing.of_case(case)) == f"report.{said}"
    assert refused(lambda: desk.reports.no_paper(case, PARTICIPANT, "safe")) == "report.kind"
    assert refused(lambda: desk.reports.no_paper(case, "supervision", said)) == "report.kind"


@pytest.mark.rule("PA-05")
def test_her_own_copy_does_not_name_the_house_and_its_handing_over_is_in_the_log(desk: Desk, tmp_path: Path) -> None:
    case, out = a_case(desk), tmp_path / "out.pdf"

    saved = desk.reports.save(case, look(desk, case, PARTICIPANT), out, HANDED_OVER)

    with desk.bench.keeper.reading() as reader:
        lines = [desk.bench.read_audit(body) for _, body in reader.audit_of(saved.print_id.encode(), 5)]
    text = words_of(out.read_bytes()).casefold()
    assert [line.reason for line in lines if line] == ["copy_given:own_copy"]
    assert "killa" in text
    for told in ("casa prueba", "ana ríos", "amparo", desk.cases.header(case).code.casefold()):
        assert told not in text


def test_her_own_copy_of_a_case_on_hold_may_be_handed_over(desk: Desk, tmp_path: Path) -> None:
    case = a_case(desk)
    fill(desk, case, "F17", {"what": "call", "when": "today", "who_at_risk": ("person",)})

    desk.reports.save(case, look(desk, case, PARTICIPANT), tmp_path / "out.pdf", HANDED_OVER)

    assert (tmp_path / "out.pdf").exists()


# -- protection -----------------------------------------------------------------------


@pytest.mark.rule("WP-01")
@pytest.mark.parametrize("level", ["1", "2"])
def test_up_to_level_two_the_team_report_stays_printable_with_care(desk: Desk, tmp_path: Path, level: str) -> None:
    case = a_case(desk)
    before = look(desk, case)
    raised(desk, case, level)

    prepared = look(desk, case)
    saved = desk.reports.save(case, prepared, tmp_path / "out.pdf", SUPERVISED)

    assert saved.file.exists()
    assert "◆" in words_of(prepared.pdf)
    assert "◆" not in words_of(before.pdf)


@pytest.mark.rule("WP-07")
def test_a_hold_leaves_the_team_report_printable_with_care(desk: Desk, tmp_path: Path) -> None:
    case = a_case(desk)
    fill(desk, case, "F17", {"what": "call", "when": "today", "who_at_risk": ("person",)})

    prepared = look(desk, case)
    desk.reports.save(case, prepared, tmp_path / "out.pdf", SUPERVISED)

    assert "◆" in words_of(prepared.pdf)


@pytest.mark.rule("WP-06", "WP-18")
def test_at_level_three_one_person_alone_prints_nothing(desk: Desk, tmp_path: Path) -> None:
    case = a_case(desk)
    raised(desk, case, "3")
    prepared = look(desk, case)

    code = refused(lambda: desk.reports.save(case, prepared, tmp_path / "out.pdf", SUPERVISED))

    assert code == "report.two_people"
    assert not (tmp_path / "out.pdf").exists()
    desk.reports.save(case, prepared, tmp_path / "out.pdf", replace(SUPERVISED, people=2))


# -- who ------------------------------------------------------------------------------


def given_to_a_colleague(desk: Desk, case: str) -> None:
    """The case is another worker's from now on."""
    ident = bytes.fromhex(case)
    with desk.bench.keeper.writing() as work:
        dots = desk.bench.book(work, ident).case.dots(wire.WORKER)
        put = Put(ident, wire.CASE, wire.WORKER, pack_plain(b"\1" * 16), supersedes=dots)
        desk.bench.scribe.write(work, Target(ident), [put])
        work.commit()


@pytest.mark.rule("NR-16")
@pytest.mark.parametrize(("role", "own", "code"), [
    ("caseworker", True, ""), ("caseworker", False, "report.own_case"), ("supervisor", False, ""),
    ("custodian", False, ""), ("house", True, "policy.role"), ("auditor", True, "policy.role"),
])
def test_a_report_is_for_the_worker_of_the_case_and_those_who_lead(
    desk: Desk, role: str, own: bool, code: str
) -> None:
    case = a_case(desk)
    service = ReportService(replace(desk.bench, me=replace(desk.bench.me, roles=frozenset({role}))))
    if not own:
        given_to_a_colleague(desk, case)

    if code:
        assert refused(lambda: service.preview(case, ReportOrder(SUPERVISION, "es"))) == code
    else:
        assert service.preview(case, ReportOrder(SUPERVISION, "es")).pages == 1


# -- small things ---------------------------------------------------------------------


def test_own_words_come_with_the_look_and_can_be_left_out(desk: Desk) -> None:
    case = a_case(desk, goal="vivir en la calle Los Sauces 12")
    first = look(desk, case)
    every = frozenset(line.key for line in first.own_words)

    again = desk.reports.preview(case, ReportOrder(SUPERVISION, "es", keep=every))

    assert [(line.text, line.look_again) for line in first.own_words] == [("vivir en la calle Los Sauces 12", True)]
    assert first.kept == frozenset()
    assert "Sauces" not in words_of(first.pdf)
    assert "Sauces" in words_of(again.pdf)


def test_her_copy_is_in_her_language_and_the_teams_in_the_teams(desk: Desk) -> None:
    case = a_case(desk)

    assert desk.reports.preview(case, ReportOrder(PARTICIPANT, "fr")).language == "es"
    assert desk.reports.preview(case, ReportOrder(SUPERVISION, "fr")).language == "fr"


def test_commands_save_at_once_and_leave_out_what_asks_for_a_second_look(desk: Desk, tmp_path: Path) -> None:
    case = a_case(desk, goal="vivir en la calle Los Sauces 12")

    saved = desk.reports.individual(case, SUPERVISION, "en", tmp_path / "out.pdf")

    assert "Sauces" not in words_of(saved.file.read_bytes())
    assert refused(lambda: desk.reports.individual(case, "story", "en", tmp_path / "x.pdf")) == "report.kind"
    assert refused(
        lambda: desk.reports.individual(case, PARTICIPANT, "en", tmp_path / "x.pdf")) == "report.not_safe"
    assert not (tmp_path / "x.pdf").exists()


def test_print_ids_are_random_signs_and_file_names_say_nothing(desk: Desk) -> None:
    ids = {new_print_id() for _ in range(200)}
    prepared = look(desk, a_case(desk))

    assert len(ids) == 200
    assert all(len(each) == 8 and set(each) <= set(ALPHABET) for each in ids)
    assert prepared.file_name == f"{prepared.print_id}.pdf"


def test_initials_are_letters_only() -> None:
    assert initials("Ana Ríos") == "A. R."
    assert initials("") == ""


@pytest.mark.rule("CO-11")
def test_a_paper_becomes_a_file_only_with_a_clearance(tmp_path: Path) -> None:
    with pytest.raises(TypeError):
        put_out(tmp_path / "out.pdf", b"%PDF", object())  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        Clearance("supervision", "", handle_with_care=False, seal=object())

    assert not (tmp_path / "out.pdf").exists()
    assert "clearance" in inspect.signature(put_out).parameters

# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Looking at cases: no browsing, no guessing, and every look on record."""

from __future__ import annotations

import pytest

from assist import i18n
from assist.changesets import pack_plain
from assist.desk import Desk
from assist.domain import wire
from assist.errors import NotAllowed
from assist.reading import fold
from assist.services.scribe import Put, Target
from assist.views import CaseQuery


def given_to_a_colleague(desk: Desk, case: str) -> None:
    """The case has another worker."""
    with desk.bench.keeper.writing() as work:
        book = desk.bench.book(work, bytes.fromhex(case))
        put = Put(book.case_id, wire.CASE, wire.WORKER, pack_plain(b"\7" * 16), 1, book.case.dots(wire.WORKER))
        desk.bench.scribe.write(work, Target(book.case_id), [put])
        work.commit()


@pytest.mark.rule("NR-16")
def test_a_colleagues_case_opens_only_with_a_reason_that_is_on_record(desk: Desk, case: str):
    """Without one it is refused; with one there is a line anybody may ask for."""
    given_to_a_colleague(desk, case)

    with pytest.raises(NotAllowed) as refused:
        desk.cases.open(case)
    desk.cases.open(case, "She called and asked for me")

    assert refused.value.code == "policy.reason"
    with desk.bench.keeper.reading() as reader:
        lines = [desk.bench.read_audit(body) for _, body in reader.audit_of(bytes.fromhex(case), 50)]
    assert "She called and asked for me" in {line.reason for line in lines if line and line.verb == "case.open"}


@pytest.mark.rule("WP-16")
def test_every_look_leaves_a_line_without_a_value(fill, desk: Desk, case: str):
    """Who, when, what kind; never a word of what was seen."""
    fill("F02", case, hopes="Quintamaro")
    note = fill("F11", case, outcome="held", facts="Velmonte").record
    desk.cases.open(case)
    desk.cases.reveal_facts(case, note)

    verbs = {row.verb for row in desk.auditing.of_case(case)}
    with desk.bench.keeper.writing() as work:
        bodies = b"".join(body for _, body in work.audit_tail(1000))

    assert {"case.open", "form.save", "reveal"} <= verbs
    assert b"Quintamaro" not in bodies
    assert b"Velmonte" not in bodies
    assert b"Killa" not in bodies


@pytest.mark.rule("WP-16")
def test_looks_at_protected_parts_are_listed_while_they_are_open(fill, desk: Desk, case: str):
    """And with the protected work shut they are not, not even how many."""
    fill("F17", case, what="call", when="now", who_at_risk=("person",))

    with_vault = [row.verb for row in desk.auditing.of_case(case)]
    desk.signed.shut_vault()
    without = [row.verb for row in desk.auditing.of_case(case)]

    assert "protection.raise" in with_vault
    assert "protection.raise" not in without
    assert with_vault.count("form.save") == without.count("form.save") + 1


@pytest.mark.rule("WP-16")
@pytest.mark.parametrize("spoil", [
    "DELETE FROM audit WHERE n = 3", "UPDATE audit SET body = x'00' WHERE n = 3",
    "UPDATE audit SET n = 9000 WHERE n = 3",
])
def test_a_deleted_or_changed_line_breaks_the_chain(spoil: str, fill, desk: Desk, case: str):
    """And the check says so."""
    with desk.bench.keeper.writing() as work:
        work.case.connection.exec_driver_sql(spoil)
        work.commit()

    wrong = {row.name for row in desk.checks.run() if not row.ok}

    assert "audit_chain" in wrong


def test_no_line_no_view(fill, desk: Desk, case: str, monkeypatch):
    """When the line cannot be written, nothing is shown."""
    from assist.errors import NoRoom

    def full(*_):
        raise NoRoom("disk.full")

    monkeypatch.setattr(desk.bench, "_recent", {})
    monkeypatch.setattr(type(desk.bench), "audit", full)

    with pytest.raises(NoRoom):
        desk.cases.open(case)


@pytest.mark.rule("UX-21")
@pytest.mark.parametrize("typed", ["K", "Kil", "Kill", "Killa R"])
def test_a_part_of_a_name_or_code_finds_nobody(typed: str, desk: Desk, case: str):
    """No suggestion of people: a whole code or a whole chosen name, or nothing."""
    code = desk.cases.listed(CaseQuery())[0].code

    assert desk.cases.find(typed) == []
    assert desk.cases.find(code[:5]) == []


def test_a_whole_name_or_code_is_found_however_it_is_typed(desk: Desk, case: str):
    """Case, accents, hyphens, O for 0 and I for 1 are forgiven."""
    from assist.crypto.codes import shown

    code = desk.cases.listed(CaseQuery())[0].code

    assert [row.case for row in desk.cases.find(" KÍLLA ")] == [case]
    assert [row.case for row in desk.cases.find(shown(code).lower().replace("0", "o"))] == [case]


@pytest.mark.parametrize("words", ['"', "a OR b", "NEAR(", "*", "col:x", "'; DROP TABLE p_case; --", "-", "\0"])
def test_whatever_is_typed_into_search_is_only_words(words: str, fill, desk: Desk, case: str):
    """It finds or does not find; it never fails and never means anything to the database."""
    assert desk.cases.find(words) == []
    assert desk.cases.find_words(words) == []


def test_notes_are_found_by_their_words_without_accents(fill, desk: Desk, case: str):
    """Own notes for workers."""
    fill("F11", case, outcome="held", person_wants="Quiere ir al grupo de jueves, está mejor")

    found = desk.cases.find_words("esta grupo")

    assert [(hit.case, hit.form) for hit in found] == [(case, "F11")]


@pytest.mark.rule("UX-01")
def test_my_day_holds_codes_names_and_kinds_of_duty_and_no_story(fill, desk: Desk, case: str):
    """Nothing above level two, not even by accident."""
    fill("F02", case, hopes="Quintamaro")
    fill("F11", case, outcome="held", person_wants="Olmeveda", facts="Velmonte")

    text = repr(desk.cases.day())

    assert "first_safety_look" in text
    assert not [word for word in ("Quintamaro", "Olmeveda", "Velmonte") if word in text]


def test_the_list_sorts_and_filters_in_either_direction(fill, desk: Desk):
    """By every column, and the same again backwards."""
    for name in ("Ámbar", "Brisa", "Celia"):
        fill("F01", chosen_name=name, may_keep_note="yes")

    up = [row.name for row in desk.cases.listed(CaseQuery(sort="name"))]
    down = [row.name for row in desk.cases.listed(CaseQuery(sort="name", descending=True))]
    some = [row.name for row in desk.cases.listed(CaseQuery(text="AMB"))]

    assert up == ["Ámbar", "Brisa", "Celia"]
    assert down == up[::-1]
    assert some == ["Ámbar"]


@pytest.mark.parametrize("letters", ["a", "AMB", "mbar bri", "100%", "_", "\\", "'", ""])
def test_the_filter_takes_letters_as_they_are(letters: str, fill, desk: Desk):
    """Of a name or of the beginning, middle or end of a code; no sign means anything else."""
    for name in ("Ámbar Brisa", "Celia 100% suya", "Delia_Luz"):
        fill("F01", chosen_name=name, may_keep_note="yes")
    everybody = desk.cases.listed(CaseQuery(sort="name"))

    found = desk.cases.listed(CaseQuery(sort="name", text=letters))

    assert found == [row for row in everybody if fold(letters) in fold(row.name) or letters.upper() in row.code]


def test_a_whole_code_or_name_is_told_from_its_parts(fill, desk: Desk):
    """Enter opens the one, and narrows the list for the other."""
    fill("F01", chosen_name="Ámbar Brisa", may_keep_note="yes")
    row = desk.cases.listed(CaseQuery())[0]

    whole = [desk.cases.whole(typed) for typed in ("ambar  BRISA", row.code, f"{row.code[:4]}-{row.code[4:].lower()}")]

    assert whole == [[row]] * 3
    assert desk.cases.whole("Ámbar") == desk.cases.whole(row.code[:7]) == []


def test_open_protected_work_stands_in_the_same_order_as_the_rest(fill, desk: Desk, passphrase: str):
    """One list over both databases, each line with its own person; shut, the rest keeps its order."""
    cases = {name: fill("F01", chosen_name=name, may_keep_note="yes").case
             for name in ("Ámbar", "Brisa", "Celia", "Delia", "Elena")}
    desk.signed.open_vault(passphrase)
    for name in ("Brisa", "Delia"):
        desk.protection.set_level(cases[name], 3)

    up = [row.name for row in desk.cases.listed(CaseQuery(sort="name"))]
    down = [row.name for row in desk.cases.listed(CaseQuery(sort="name", descending=True))]
    page = [row.case for row in desk.cases.rows(desk.cases.keys(CaseQuery(sort="name"))[1:4])]
    desk.signed.shut_vault()
    shut = [row.name for row in desk.cases.listed(CaseQuery(sort="name"))]

    assert up == list(cases)
    assert down == up[::-1]
    assert page == [cases[name] for name in ("Brisa", "Celia", "Delia")]
    assert shut == ["Ámbar", "Celia", "Elena"]


def test_whoever_sleeps_is_counted_apart_and_her_duties_are_not(fill, desk: Desk):
    """Brought from a register and never opened: a case, but nothing of hers is due or late."""
    cases = [fill("F01", chosen_name=name, may_keep_note="yes").case for name in ("Ámbar", "Brisa")]
    before = _counted(desk)
    with desk.bench.keeper.writing() as work:
        book = desk.bench.book(work, bytes.fromhex(cases[0]))
        put = Put(book.case_id, wire.CASE, wire.SLEEPING, pack_plain(True), 1, book.case.dots(wire.SLEEPING))
        desk.bench.scribe.write(work, Target(book.case_id), [put])
        work.commit()
    after = _counted(desk)

    assert (before["cases"], before["open"], before["sleeping"]) == (2, 2, 0)
    assert (after["cases"], after["open"], after["sleeping"]) == (2, 2, 1)
    assert before["due"] + before["late"] == 2 * (after["due"] + after["late"]) > 0


def _counted(desk: Desk) -> dict[str, int]:
    with desk.bench.keeper.reading() as reader:
        return reader.numbers()


@pytest.mark.rule("WP-12")
def test_no_error_text_carries_a_word_of_anybody(fill, desk: Desk, case: str):
    """Thirty mistakes of all kinds: none of their texts repeats what was typed."""
    from assist.errors import AssistError
    from assist.messages import sentence
    from forms.problems import FieldProblem

    said = []
    for attempt in range(30):
        word = f"Quillabamba{attempt}"
        for act in (lambda w=word: desk.cases.by_code(w), lambda w=word: fill("F01", chosen_name=w * 60),
                    lambda w=word: fill("F11", case, outcome=w), lambda w=word: desk.records.resume(w),
                    lambda w=word: desk.records.open("F11", case, "00").session.answer("minutes", w)):
            try:
                act()
            except (AssistError, FieldProblem, ValueError) as error:
                said.append(f"{error!r} {error} {' '.join(sentence(error))}")

    assert len(said) >= 30
    assert not [text for text in said if "Quillabamba" in text]


def test_safe_hours_are_said_in_words(fill, desk: Desk, case: str):
    """Nobody on call at night reads codes."""
    fill("F04", case, who_starts="we", channel="call", safe_times=[{"day": "tue", "hours": "9–11"}])

    i18n.use("es")
    try:
        assert desk.cases.safety(case).contact.times == ("martes · 9–11",)
    finally:
        i18n.use("en")

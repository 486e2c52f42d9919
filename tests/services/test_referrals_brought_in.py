# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A sealed referral comes into another house: what she agreed to, told by whoever sent it, and not a word more."""

from __future__ import annotations

import random  # noqa: TID251 - seeded, and no secret
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pyrage
import pytest

from assist.clock import FixedClock
from assist.crypto import age
from assist.crypto.kdf import FOR_TESTS
from assist.desk import Desk
from assist.errors import BadInput, NotAllowed, VaultShut
from assist.exchange import packet
from assist.exchange.packet import Packet
from assist.messages import sentence
from assist.reports import referralpaper
from assist.reports.referral import CATEGORY, Letter
from assist.services.profiles import NewProfile
from assist.views import CaseQuery
from forms.answers import AnswerState
from tests.conftest import PASSPHRASE
from tests.domain.printed_papers import read
from tests.services.conftest import Fill
from tests.services.test_referring import OFFICE, agreed, looked
from ui.wiring import Door

__all__ = ["agreed"]

THEIRS = pyrage.x25519.Identity.generate()
KEY, SECRET = str(THEIRS.to_public()), str(THEIRS)
SENDER = "Casa Prueba"


@pytest.fixture
def office(tmp_path: Path, clock: FixedClock) -> Iterator[Desk]:
    """Another house, with nobody in it."""
    door = Door(tmp_path / "office", clock, FOR_TESTS)
    desk = door.found(NewProfile("Oficina", "Eva Luz", PASSPHRASE))
    yield desk
    desk.close()
    door.leave()


@pytest.fixture
def sent(fill: Fill, desk: Desk, agreed: str, tmp_path: Path) -> Path:
    """Her name, her goals and what she needs left in a sealed file."""
    desk.recipients.put(OFFICE, KEY, KEY[-12:])
    fill("F13", agreed, needs_new=("documents", "work"))
    fill("F10", agreed, goal_own_words="Coser\ny vender")
    held = looked(fill, desk, agreed, "called", "needs", "goals", "birth", already_told=("family", "statement"))
    desk.referring.leave(agreed, held.letter, tmp_path / "out.age", sealed=True)
    return tmp_path / "out.age"


def answers(desk: Desk, case: str) -> dict[str, tuple[AnswerState, str, object]]:
    """Every answer of a case: how it stands, from whom, and what it says."""
    return {f"{form.id}/{key}": (answer.state, answer.source, answer.value)
            for record in desk.cases.records(case)
            for form, found in (desk.records.answers(case, record.record),) for key, answer in found.items()}


def test_every_part_that_may_leave_is_understood_by_whoever_receives_it():
    """And by the same name."""
    assert set(CATEGORY) == packet.UNDERSTOOD


@pytest.mark.rule("NR-04", "NR-22", "CO-02")
def test_the_other_house_has_what_she_agreed_to_as_told_by_the_sender_and_nothing_else(office: Desk, sent: Path):
    """A first contact, her goals; no consent, no answer of her own, nothing of what was not ticked. Once, and back."""
    plan = office.imports.look_sealed(sent, (SECRET,), SENDER)
    assert [words for _label, words in plan.told] == [
        "documents", "Killa", "papers, work", "Dormir tranquila\nCoser\ny vender", "a statement already given, family"]
    assert office.cases.listed(CaseQuery()) == []

    brought = office.imports.bring(plan)

    [row] = office.cases.listed(CaseQuery())
    assert [each.code for each in brought.rows] == [row.code]
    held = answers(office, row.case)
    assert {each[:2] for each in held.values()} == {(AnswerState.TOLD_ELSEWHERE, f"import:{SENDER}")}
    assert {key: each[2] for key, each in held.items()} == {
        "F01/chosen_name": "Killa", "F01/ref_by": SENDER, "F01/ref_not_again": ("statement", "family"),
        "F01/ref_source": "other", "F01/ref_told": ("documents", "work"), "F08/goal_own_words": "Dormir tranquila",
        "F10/goal_own_words": "Coser\ny vender"}
    assert office.cases.consents(row.case) == ()
    assert (row.stage, row.level) == ("contact", 0)
    again = office.imports.look_sealed(sent, (SECRET,), SENDER)
    assert [(each.fate, each.why) for each in again.rows] == [("skipped", "packet_seen")]
    assert office.imports.bring(again).batch == ""
    assert office.imports.undo_last().removed == 1
    assert office.cases.listed(CaseQuery()) == []
    assert [each.fate for each in office.imports.look_sealed(sent, (SECRET,), SENDER).rows] == ["imported"]


@pytest.mark.rule("CO-11")
def test_the_page_says_the_same_to_whoever_has_no_such_program_and_a_plain_paper_carries_nothing(
        fill: Fill, desk: Desk, agreed: str, sent: Path, tmp_path: Path):
    """Any reader of documents shows what is attached; on paper stands what can be seen."""
    page = pyrage.decrypt(sent.read_bytes(), [THEIRS])
    document = pypdfium2.PdfDocument(page)
    assert [document.get_attachment(at).get_name() for at in range(document.count_attachments())] == [packet.NAME]
    document.close()
    assert "Killa" in read(page)
    assert packet.found_in(page).parts["called"] == ("Killa",)
    assert b"CANARY" not in page

    held = looked(fill, desk, agreed, "called")
    desk.referring.leave(agreed, held.letter, tmp_path / "out.pdf")

    with pytest.raises(BadInput, match="no_packet"):
        packet.found_in((tmp_path / "out.pdf").read_bytes())


def test_a_code_nobody_knows_is_held_back_and_kept_in_words():
    """Of a later release, or made by hand: nothing is guessed and nothing is lost."""
    told = packet.encoded(Packet("legal", {
        "called": ("Nina",), "language": ("tlh",), "needs": ("food", "moonlight"), "gender": ("woman", "man")}))

    person = packet.person_of(packet.found_in(told), SENDER)

    assert person.values == {"ref_source": "other", "ref_by": SENDER, "chosen_name": "Nina", "needs": ("food",)}
    assert len(person.held) == 3
    assert person.protected == ["language: tlh", "needs: food, moonlight", "gender: woman, man"]


def test_what_carries_no_referral_of_ours_is_no_referral():
    """Whoever knows the key of a house can seal anything to it."""
    for inside in (
            b"", b"a letter", packet.encoded(Packet("legal", {})) * 2,
            b'{"amparo":"referral/1","need":1,"parts":{}}\n',
            b'{"amparo":"referral/1","need":"","parts":{"secrets":["x"]}}\n',
            b'{"amparo":"referral/1",' + b"[" * 99_999 + b"\n",
            packet.encoded(Packet("legal", {"called": ("x" * 4_001,)})),
            packet.encoded(Packet("legal", {"needs": ("food",) * 61}))):
        with pytest.raises(BadInput, match=r"import\.no_packet"):
            packet.found_in(inside)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A referral of a few words, sealed to the key of this house."""
    file = tmp_path / "small.age"
    file.write_bytes(age.encrypted(packet.encoded(Packet("legal", {"called": ("Nina",)})), KEY))
    return file


def test_a_hundred_slips_are_refused_in_one_sentence_and_leave_nothing(office: Desk, small: Path, tmp_path: Path):
    """Bits that turned over and files that broke off; another key, no key, nobody who sent it, no sealed file."""
    whole, chance, broken = small.read_bytes(), random.Random(41), tmp_path / "broken.age"
    for turn in range(100):
        content = bytearray(whole)
        if turn % 4 == 3:
            del content[chance.randrange(len(content)):]
        else:
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        broken.write_bytes(content)
        with pytest.raises(BadInput) as refused:
            office.imports.look_sealed(broken, (SECRET,), SENDER)
        assert refused.value.code == "receive.package"
        assert all(sentence(refused.value))
    other = str(pyrage.x25519.Identity.generate())
    for keys, sender, code in (((other,), SENDER, "receive.package"), ((), SENDER, "receive.key"),
                               (("nothing",), SENDER, "receive.key"), ((SECRET,), "  ", "import.no_sender")):
        with pytest.raises(BadInput) as refused:
            office.imports.look_sealed(small, keys, sender)
        assert refused.value.code == code
    with pytest.raises(BadInput, match=r"import\.sealed"):
        office.imports.look(small)

    assert office.cases.listed(CaseQuery()) == []


@pytest.mark.rule("CO-11")
def test_each_part_leaves_under_the_category_she_agreed_to_or_not_at_all(
        fill: Fill, desk: Desk, agreed: str, tmp_path: Path):
    """She agreed to name, needs and plan: everything else she ticks stays here until she agrees to it too."""
    fill("F02", agreed, citizenship=("PE",), birth="1994-05", gender="woman", languages_other=("es",),
         adjustments=("breaks",))
    fill("F01", agreed, mode_pref=("read",), needs_now=("food",), may_keep_note="yes")
    fill("F23", agreed, service="legal")
    desk.recipients.put(OFFICE, KEY, KEY[-12:])
    left = set()
    for part in CATEGORY:
        held, out = looked(fill, desk, agreed, part), tmp_path / f"{part}.age"
        assert held.letter.keys == (part,)
        try:
            desk.referring.leave(agreed, held.letter, out, sealed=True)
        except NotAllowed:
            assert not out.exists()
            continue
        carried = packet.found_in(pyrage.decrypt(out.read_bytes(), [THEIRS]))
        assert carried.parts == dict(held.letter.coded)
        left.add(part)

    assert left == {"called", "birth", "gender", "language", "languages_other", "mode", "adjustments", "needs", "goals"}


def test_who_may_bring_nothing_opens_nothing_and_a_shut_vault_takes_nothing(
        office: Desk, small: Path, tmp_path: Path):
    """The same rule as for a spreadsheet."""
    file = tmp_path / "house.key"
    file.write_text(f"# public key: {KEY}\n{SECRET}\n", "utf-8")
    plan = office.imports.look_sealed(small, office.imports.keys_in(file), SENDER)
    begun = office.imports.begin(plan)
    office.signed.shut_vault()
    for step in (begun.step, lambda: office.imports.bring(plan)):
        with pytest.raises(VaultShut):
            step()
    assert begun.brought().batch == ""
    office.bench.learn(("house",), office.bench.names)

    for act in (lambda: office.imports.look_sealed(small, (SECRET,), SENDER), lambda: office.imports.bring(plan)):
        with pytest.raises(NotAllowed):
            act()


def test_a_long_referral_stands_on_one_page_whole():
    """Twelve goals in many words: the type becomes smaller, and nothing is cut."""
    goals = "\n".join(f"«Meta {number}: {'aprender algo nuevo y tranquilo ' * 4}»" for number in range(1, 13))
    parts = (*((key, key, key) for key in CATEGORY), ("goals", "goals", goals))
    told = Letter("00", OFFICE, "legal", parts, ("family",), "es", 1)

    paper = referralpaper.paper(told, "ABCD")

    words = read(paper.pdf)
    assert "Meta 12" in words
    assert "y nada más" in words
    assert paper.pages == 1


def test_what_was_not_answered_has_no_line_on_the_page():
    """A label with nothing beside it reads as something that was kept back."""
    told = Letter("00", OFFICE, "", (("called", "Nombre", "Luz"),), (), "es", 1)

    words = read(referralpaper.paper(told, "ABCD").pdf)

    assert OFFICE in words
    assert "Para qué" not in words
    assert "Motivo" not in words


def test_what_no_page_holds_is_refused_and_not_cut():
    """The smallest type that can be read is the smallest there is."""
    goals = "\n".join(f"«Meta {number}: {'aprender algo nuevo y tranquilo ' * 4}»" for number in range(1, 60))
    told = Letter("00", OFFICE, "legal", (("goals", "goals", goals),), (), "es", 1)

    with pytest.raises(BadInput) as refused:
        referralpaper.paper(told, "ABCD")

    assert refused.value.code == "referral.too_long"

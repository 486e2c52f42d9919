# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What colleagues wrote apart, side by side: one chooses with a few keys, and nothing protected is seen too early."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from assist.reading import text
from tests.screens.at_desk import Room, click
from tests.screens.at_keyboard import Key, heard_anywhere, here, press, spoken, words_on
from tests.screens.at_window import cut_off
from tests.syncing.team import Member, MemoryStore, met
from tests.syncing.written_apart import apart
from ui.screens.case_file import CaseFileScreen
from ui.screens.conflicts import DifferencesScreen
from ui.screens.conflicts.own import WriteOwn
from ui.screens.conflicts.paragraphs import marked
from ui.screens.my_day import MyDayScreen
from ui.screens.record_editor.screen import RecordEditor
from ui.widgets.buttons import LinkButton
from ui.widgets.card import Card
from ui.widgets.lines import PressLine


@pytest.fixture
def ana(tmp_path: Path) -> Iterator[Member]:
    """She and Beto wrote about the same person: a word for herself, what she hopes, what may be said at the phone."""
    members = met(tmp_path, "Ana", "Beto")
    apart(members, MemoryStore(), "F02", [
        {"self_term": "person", "hopes": "A house."},
        {"self_term": "survivor", "hopes": "A house.\nTo sing."},
        {"self_term": "other", "hopes": "A house.\nTo study."}])
    yield members[0]
    for member in members:
        member.close()


@pytest.fixture
def ana_room(ana: Member, qtbot: QtBot) -> Iterator[Room]:
    """Her laptop."""
    made = Room(ana.desk, qtbot)
    yield made
    made.close()


@pytest.fixture
def contact(tmp_path: Path) -> Iterator[Member]:
    """The same about how she may be reached."""
    members = met(tmp_path, "Ana", "Beto")
    apart(members, MemoryStore(), "F04", [
        {"may_say": "neutral"}, {"may_say": "nothing"}, {"may_say": "first_name"}])
    yield members[0]
    for member in members:
        member.close()


@pytest.fixture
def contact_room(contact: Member, qtbot: QtBot) -> Iterator[Room]:
    """Her laptop."""
    made = Room(contact.desk, qtbot)
    yield made
    made.close()


def case_of(member: Member) -> str:
    """The one case."""
    return member.desk.conflicts.all()[0].case


def at_question(room: Room, screen: DifferencesScreen, key: str) -> None:
    """Leave differences until this one is shown."""
    for _turn in screen.rows:
        row = screen.row()
        if row is not None and row.question is not None and row.question.key == key:
            return
        screen.next.click()
        room.settle()
    pytest.fail(f"{key} is not shown")


def test_arrows_and_enter_settle_a_difference(ana: Member, ana_room: Room):
    """Two sides with names and times; right, Enter, Enter."""
    case = case_of(ana)
    screen = ana_room.show(DifferencesScreen(ana_room.s, case))
    at_question(ana_room, screen, "self_term")

    assert here() is screen.cards[0]
    assert "Ana" in spoken(screen.cards[0])
    assert "Beto" in spoken(screen.cards[1])
    assert "shown until now" in spoken(screen.cards[1])
    assert not screen.settle.isEnabled()
    press(Key.Key_Right)
    assert here() is screen.cards[1]
    press(Key.Key_Left, Key.Key_Return)
    assert here() is screen.settle
    press(Key.Key_Return)
    ana_room.settle()

    assert text(ana.desk.bench.look_up(case).person, "person.self_term") == "survivor"
    assert "It is settled" in ana_room.said()
    assert len(screen.rows) == 1


def test_nothing_is_chosen_before_somebody_chooses(ana: Member, ana_room: Room):
    """Also not the one that is shown."""
    screen = ana_room.show(DifferencesScreen(ana_room.s, case_of(ana)))

    assert [card.isChecked() for card in screen.cards] == [False, False]
    press(Key.Key_Escape)
    ana_room.settle()
    assert len(ana.desk.conflicts.of(case_of(ana))) == 2


def test_of_long_words_only_what_differs_is_marked(ana: Member, ana_room: Room):
    """Paragraph by paragraph, and both can be kept."""
    assert marked(["A house.\nTo sing.", "A house.\nTo study."]) == [
        [("A house.", False), ("To sing.", True)], [("A house.", False), ("To study.", True)]]
    assert marked(["One", "One"]) == [[("One", False)], [("One", False)]]
    case = case_of(ana)
    screen = ana_room.show(DifferencesScreen(ana_room.s, case))
    at_question(ana_room, screen, "hopes")
    assert "To sing." in words_on(screen.cards[0])

    screen.both.click()
    ana_room.settle()

    held = text(ana.desk.bench.look_up(case).of_form("F02")[-1].entity, "F02/hopes")
    assert held == "A house.\nTo sing.\n\nA house.\nTo study."


def test_another_answer_can_be_written_with_the_control_of_the_question(ana: Member, ana_room: Room):
    """The same buttons as on the form."""
    case = case_of(ana)
    screen = ana_room.show(DifferencesScreen(ana_room.s, case))
    at_question(ana_room, screen, "self_term")

    screen.own.click()
    sheet = next(one for one in ana_room.window.findChildren(WriteOwn) if one.isVisible())
    assert not sheet.settle.isEnabled()
    next(one for one in sheet.control.widget.buttons() if one.code == "none").click()
    sheet.settle.click()
    ana_room.settle()

    assert text(ana.desk.bench.look_up(case).person, "person.self_term") == "none"


def test_my_day_says_how_many_and_leads_there(ana: Member, ana_room: Room, qtbot: QtBot):
    """One line, and no story; with several people beside her, only the code."""
    screen = ana_room.show(MyDayScreen(ana_room.s))
    line = next(one for one in screen.findChildren(PressLine) if "differences to settle" in one.said.head)

    assert line.said.head == "2 differences to settle"
    assert "sing" not in heard_anywhere(screen)
    click(line, qtbot)
    assert ana_room.went[-1] == ("differences", {"case": case_of(ana)})


def test_the_list_of_cases_leads_to_each(ana: Member, ana_room: Room, qtbot: QtBot):
    """Without a case, whose they are."""
    screen = ana_room.show(DifferencesScreen(ana_room.s))
    [line] = [one for one in screen.findChildren(PressLine) if one.isVisible()]

    assert line.said.words == "2 differences"
    click(line, qtbot)
    assert ana_room.went[-1] == ("differences", {"case": case_of(ana)})


def test_the_head_of_the_file_has_a_quiet_mark_that_leads_there(ana: Member, ana_room: Room):
    """And the path of the case has it too."""
    case = case_of(ana)
    screen = ana_room.show(CaseFileScreen(ana_room.s, case, "history"))
    links = [one for one in [*screen.findChildren(LinkButton), *screen.header().findChildren(LinkButton)]
             if "2 differences to settle" in one.words() and one.isVisible()]

    assert len(links) == 2
    for link in links:
        link.click()
    assert ana_room.went[-2:] == [("differences", {"case": case})] * 2


def test_the_question_on_its_form_says_so(ana: Member, ana_room: Room):
    """Whoever answers it there settles it."""
    case = case_of(ana)
    record = next(each.record for each in ana.desk.cases.records(case) if each.form == "F02")
    screen = ana_room.show(RecordEditor(ana_room.s, "F02", case, record))

    opening = ana.desk.records.open("F02", case, record)
    assert opening.differing == {"self_term", "hopes"}
    told = "\n".join(_of_all_pages(ana_room, screen))
    assert "Colleagues wrote different things here" in told, "beside what she hopes, which is a question"
    assert "colleagues wrote different things" in told, "beside her word, which is known"
    opening.session.answer("self_term", "none")
    ana.desk.records.save(opening)
    assert [each.question.key for each in ana.desk.conflicts.of(case) if each.question] == ["hopes"]


def _of_all_pages(room: Room, screen: RecordEditor) -> list[str]:
    pages = []
    for page in range(screen.view.page_count()):
        screen.view.show_page(page)
        room.settle()
        pages.append(words_on(screen))
    return pages


@pytest.mark.rule("NR-11")
def test_sensitive_words_are_closed_until_asked_for_and_close_again(contact: Member, contact_room: Room):
    """The question and who wrote stand there; the words come after the line of who reads them."""
    case = case_of(contact)
    screen = contact_room.show(DifferencesScreen(contact_room.s, case))

    assert "hidden" in words_on(screen)
    assert "only a first name" not in heard_anywhere(screen)
    assert all(not card.isEnabled() for card in screen.cards)
    screen.show_both.click()
    contact_room.settle()
    assert "only a first name" in words_on(screen)
    assert "exposes her less" in words_on(screen)
    assert contact.desk.auditing.of_case(case)[0].verb == "reveal"

    screen._open.end()
    contact_room.settle()
    assert "only a first name" not in heard_anywhere(screen)


@pytest.mark.rule("WP-01")
def test_with_the_protected_work_shut_everything_shown_goes_at_once(contact: Member, contact_room: Room):
    """Before anything is asked again."""
    screen = contact_room.show(DifferencesScreen(contact_room.s, case_of(contact)))
    screen.show_both.click()
    contact_room.settle()
    contact.desk.signed.shut_vault()

    screen._vault_changed(False)
    assert "only a first name" not in heard_anywhere(screen)
    contact_room.settle()


@pytest.mark.parametrize("size", [(1170, 768), (683, 384)])
def test_every_word_has_room(ana: Member, qtbot: QtBot, size: tuple[int, int]):
    """On a whole small laptop and on the same at 200 %."""
    room = Room(ana.desk, qtbot, size=size)
    screen = room.show(DifferencesScreen(room.s, case_of(ana)))
    for _turn in range(len(screen.rows)):
        room.settle()
        assert cut_off(screen) == []
        screen.next.click()
        room.settle()
    room.close()


@pytest.mark.parametrize("size", [(1170, 768), (683, 384)])
def test_the_list_of_cases_stands_at_the_top_and_every_word_has_room(ana: Member, qtbot: QtBot, size: tuple[int, int]):
    """Its card is no higher than what stands in it."""
    room = Room(ana.desk, qtbot, size=size)
    screen = room.show(DifferencesScreen(room.s))
    card = screen.findChild(Card)

    assert cut_off(screen) == []
    assert card.mapTo(screen, card.rect().topLeft()).y() < 20
    assert card.height() < 200
    room.close()


def test_when_all_is_settled_it_says_so(ana: Member, ana_room: Room):
    """And leads back."""
    case = case_of(ana)
    for row in ana.desk.conflicts.of(case):
        ana.desk.conflicts.choose(row, 0)
    screen = ana_room.show(DifferencesScreen(ana_room.s, case))

    assert "There is nothing to settle." in words_on(screen)
    next(one for one in screen.findChildren(LinkButton) if one.isVisible()).click()
    assert ana_room.went[-1] == ("case", {"case": case})

# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an old laptop shows, at 1366×768 and at 200 %: nothing is cut, and what belongs together is in line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from assist import i18n
from assist.crypto.codes import shown as code_shown
from assist.desk import Desk
from assist.views import GoalRow, StepRow
from tests.conftest import NOON
from tests.screens.at_desk import EDGE, Room
from tests.screens.at_keyboard import here, spoken
from tests.screens.at_window import SMALL, AtWindow
from tests.screens.histories import accompanied, half_a_year
from ui import theme
from ui.form_view.known_answers import KnownAnswers, KnownLine
from ui.screens.case_file import CaseFileScreen
from ui.screens.case_file.goal import GoalPart
from ui.screens.record_editor import RecordEditor
from ui.screens.reports.pages import PagePicture
from ui.screens.settings.backup import BackupTab
from ui.screens.settings.screen import SettingsScreen
from ui.screens.settings.spreadsheets import SpreadsheetsTab
from ui.shell.frame import Frame
from ui.theme import RING
from ui.widgets.buttons import LinkButton
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.labels import Label, Title
from ui.widgets.lines import Hairline
from ui.widgets.scrolling import ScrollPage
from ui.wiring import Door


def form_of(room: Room, form: str, case: str) -> RecordEditor:
    """A form on the screen."""
    screen = room.show(RecordEditor(room.s, form, case))
    assert isinstance(screen, RecordEditor)
    return screen


# -- forms ----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "es", "pt", "fr"])
def test_the_foot_of_a_form_keeps_one_line_in_a_small_window(language: str, desk: Desk, qtbot: QtBot):
    """Also with the way back and *discard*; which page it is is still told, in figures if need be."""
    i18n.use(language)
    small = Room(desk, qtbot, size=(564 + 2 * EDGE, 360))
    screen = form_of(small, "F02", accompanied(desk))

    screen.view.session.answer("hopes", "Descansar")
    screen.view.touched.emit()
    screen.view.next_page()
    small.settle()
    QApplication.processEvents()
    middles = [2 * act.y() + act.height() for act in screen.foot.acts() if act.isVisible()]
    told, count = screen.pages.text(), screen.view.page_count()
    small.close()

    assert len(middles) == 5
    assert max(middles) - min(middles) <= 1
    assert told.startswith("2")
    assert told.endswith(str(count)) or str(count) in told.split()
    assert spoken(screen.pages).split() != ["2", str(count)]


def test_the_head_of_a_form_says_the_whole_code_in_a_small_window(desk: Desk, qtbot: QtBot):
    """Under the name of the form, with the day of a paper; the name ends in a sign where it is long."""
    small = Room(desk, qtbot, size=(355 + 2 * EDGE, 384))
    case = accompanied(desk)
    code = code_shown(desk.cases.open(case).code)

    screen = form_of(small, "F03", case)
    head = screen.header()
    screen._asked_on((NOON - timedelta(days=3)).date().isoformat())
    qtbot.waitUntil(lambda: head.below.visibleRegion().boundingRect().width() >= head.below.sizeHint().width())
    chips, low = [chip for chip in head.chips if chip.isVisible()], head.sizeHint().height()
    head.setFixedHeight(58)
    QApplication.processEvents()
    apart = head.below.geometry().center().y() - head.title.geometry().center().y()
    together = (head.below.sizeHint().height() + head.title.sizeHint().height()) // 2
    small.close()

    assert head.below.text() == f"{code} · asked on {i18n.day((NOON - timedelta(days=3)).date().isoformat())}"
    assert not chips
    assert low <= 58
    assert apart <= together + 1


@pytest.mark.parametrize("language", ["en", "es", "pt", "fr"])
def test_the_head_of_a_first_contact_is_read_whole_in_a_small_window(at_window: AtWindow, desk: Desk, door: Door,
                                                                     language: str):
    """Its name, that nobody reviewed its words, and that it may be typed in from a paper."""
    i18n.use(language)
    at_window.sit_down(desk, door, size=SMALL)
    at_window.sitting.go("form", form="F01")
    at_window.settle()
    head = at_window.sitting.frame.stage.current.header()

    assert head.title.seen() == head.title.text()
    assert [one for one in (head.below, head.paper) if one.width() < one.sizeHint().width()] == []
    assert head.paper.height() >= head.paper.sizeHint().height()
    assert head.below.geometry().bottom() <= head.height()


def test_a_first_contact_begins_where_the_keyboard_can_be_seen(desk: Desk, qtbot: QtBot):
    """In a small window the three taps fill the page, so the keyboard is at the first of them."""
    small = Room(desk, qtbot, size=(607 + 2 * EDGE, 320))
    screen = form_of(small, "F01", "")
    QApplication.processEvents()

    at, first = here(), screen.extras.before.taps["place_private"].buttons()[0]
    seen = at.visibleRegion().boundingRect().size() == at.size()
    small.close()

    assert at is first
    assert seen


def test_what_is_known_already_is_read_in_two_lines_at_most(shown: Callable[..., QWidget]):
    """The question and who told us get more room than the words that say it is hidden."""
    i18n.use("es")
    line = KnownLine("who", "Por qué medio no hay peligro", "llamada", "", "2026-11-21", confirmable=True, closed=True)
    known = KnownAnswers([line])
    shown(known, width=607)
    QApplication.processEvents()

    told = next(label for label in known.rows[0].findChildren(QLabel) if "medio" in label.text())

    assert told.heightForWidth(told.width()) <= 2 * told.fontMetrics().lineSpacing() + 2


# -- case file and settings -----------------------------------------------------------------


def left_of(words: str, window: QWidget) -> int:
    """Where a piece of text begins, from the left of the window."""
    label = next(one for one in window.findChildren(QLabel) if one.text() == words and one.isVisible())
    return label.mapTo(window, label.contentsRect().topLeft()).x()


@pytest.mark.parametrize("by_when", ["", "2026-12"])
def test_steps_stand_in_line_with_their_heading(by_when: str, shown: Callable[..., QWidget]):
    """Days have a column of their own where there are days, and none where there are not."""
    steps = (StepRow("r1", "group on Thursdays", "team", "", by_when, done=False),)
    goal = GoalRow("g1", "psychosocial", "Dormir", "", "rest", "under_way", (), None, None, (), "", steps, "", "")
    window = shown(GoalPart(goal, NOON.date(), QWidget()), width=1000)

    first = i18n.partial(by_when) if by_when else "group on Thursdays"

    assert left_of(first, window) == left_of("Steps", window)


@pytest.mark.parametrize(("tab", "heading"), [
    (SpreadsheetsTab, "Spreadsheets that were brought"), (BackupTab, "On this laptop")])
def test_where_nothing_is_yet_the_words_stand_in_line_with_their_heading(
    tab: type[SpreadsheetsTab | BackupTab], heading: str, room: Room, shown: Callable[..., QWidget]
):
    """There is no empty column before them."""
    page = tab(room.s)
    shown(page)

    page._show([])
    QApplication.processEvents()

    assert left_of("None yet.", page) == left_of(heading, page)


@pytest.mark.parametrize(("language", "width"), [("en", 564), ("es", 607), ("fr", 607)])
def test_the_part_shown_is_read_whole_and_no_chip_touches_the_line(
    language: str, width: int, desk: Desk, qtbot: QtBot
):
    """At 200 %: the list of parts beside code, language and what to avoid, in two lines of chips."""
    i18n.use(language)
    small = Room(desk, qtbot, size=(width + 2 * EDGE, 384))
    screen = small.show(CaseFileScreen(small.s, half_a_year(desk), "consent"))
    small.settle()
    QApplication.processEvents()
    box, chips = screen.tabs._list, screen.chips_below.findChildren(Chip)
    room, words = box.width(), box.sizeHint().width()
    lowest = max(chip.mapTo(screen, QPoint(0, chip.height())).y() for chip in chips)
    lines = {chip.y() for chip in chips}
    hairline = next(one for one in screen.findChildren(Hairline) if one.parentWidget() is screen)
    air = hairline.y() - lowest
    small.close()

    assert room >= words
    assert air >= 4
    assert len(lines) == 2


def test_the_acts_of_a_consent_stand_on_one_line(room: Room, desk: Desk):
    """The link to read it and the button to stop it."""
    screen = room.show(CaseFileScreen(room.s, accompanied(desk), "consent"))
    stop = next(iter(screen.tab().stops.values()))
    read = next(one for one in screen.tab().findChildren(LinkButton) if one.words() == "read")

    QApplication.processEvents()

    assert read.parentWidget() is stop.parentWidget()
    assert 2 * read.y() + read.height() == 2 * stop.y() + stop.height()


@pytest.mark.parametrize("width", [683, 1366])
def test_the_word_about_practice_begins_where_the_head_of_the_page_begins(width: int, shown: Callable[..., QWidget]):
    """Sign and title under each other, in every size of the window."""
    frame = Frame("Amparo", roles={"caseworker"}, practice=True)
    title = Title("My day")
    frame.stage.heads.addWidget(title)
    window = shown(frame, width=width + 2 * 9)
    window.layout().setContentsMargins(0, 0, 0, 0)
    window.resize(width, 600)
    QApplication.processEvents()

    sign = frame.strip.words.mapTo(frame, frame.strip.words.contentsRect().topLeft()).x() - RING - 22

    assert sign == title.mapTo(frame, title.contentsRect().topLeft()).x()


def test_settings_begin_where_every_other_page_begins(room: Room):
    """Cards stand as far left as the page."""
    screen = room.show(SettingsScreen(room.s))

    cards = screen.tab.findChildren(Card)

    assert {card.mapTo(screen, QPoint()).x() for card in cards} == {0}


@pytest.mark.parametrize("scale", [1, 2])
def test_a_page_of_a_report_is_framed_on_every_side(scale: int):
    """Nothing of the paper shows outside its edge at 200 %."""
    paper = QImage(100, 140, QImage.Format.Format_RGB32)
    paper.fill(QColor("#ff0000"))
    page = PagePicture(paper, 1)
    page.resize(200, 280)
    seen = QImage(page.size() * scale, QImage.Format.Format_RGB32)
    seen.setDevicePixelRatio(scale)
    page.render(seen)

    right, low, line = 200 * scale - 1, 280 * scale - 1, QColor(theme.colours().line)

    edges = [(0, low // 2), (right, low // 2), (right // 2, 0), (right // 2, low)]
    assert {seen.pixelColor(*edge).name() for edge in edges} == {line.name()}


@pytest.mark.parametrize("palette", [theme.LIGHT, theme.DARK])
def test_the_thumb_of_a_scroll_bar_can_be_seen(palette: theme.Colours, shown: Callable[..., QWidget]):
    """It is the only sign that a page goes on: three to one against the page and against a card."""
    theme.apply(QApplication.instance(), palette)
    page = ScrollPage()
    page.body.addWidget(Label("\n".join("words" for _line in range(60))))
    page.setFixedHeight(200)
    shown(page)
    bar = page.verticalScrollBar()

    picture = bar.grab().toImage()
    down = {picture.pixelColor(bar.width() // 2, y).name() for y in range(bar.height())}

    for ground in (palette.window, palette.surface):
        assert max(theme.contrast(seen, ground) for seen in down) >= 3

# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What all controls share: keyboard, names, size, a ring; and what holds them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.screens.at_keyboard import press, reached_by_keyboard, spoken
from ui import theme
from ui.widgets.action_bar import ActionBar
from ui.widgets.buttons import CornerButton, DangerButton, LinkButton, PrimaryButton, QuietButton
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.choice import ChoiceButtons
from ui.widgets.columns import TwoColumns
from ui.widgets.drop_list import DropList
from ui.widgets.empty import Empty
from ui.widgets.fields import DateField, LineEdit, MoneyField, NumberField, SearchableChoice, SearchableMany, TextArea
from ui.widgets.flow import FlowLayout
from ui.widgets.hidden import HiddenText
from ui.widgets.labels import Label, OneLineTitle
from ui.widgets.scale import FillingCircles, GoalLevels
from ui.widgets.scrolling import ScrollPage
from ui.widgets.table_rows import TableRows
from ui.widgets.tabs import TabRow

Key = Qt.Key
NEEDS = (("sleep", "a place to sleep"), ("call", "call someone"), ("food", "food"), ("clothes", "clothes"))
LANGUAGES = (("es", "Español"), ("fr", "Français"), ("quz", "Quechua (Cusco)"), ("quy", "Quechua (Ayacucho)"))
CONTROLS = [
    "primary", "quiet", "link", "danger", "corner", "choices", "several", "circles", "goal", "line", "area", "date",
    "number", "money", "search", "many", "tabs", "empty", "hidden", "drop", "rows",
]  # fmt: skip


def one_of_each() -> dict[str, QWidget]:
    """Every control of the toolkit, as a screen would make it."""
    named = {
        "primary": PrimaryButton("Go on"), "quiet": QuietButton("Back"), "link": LinkButton("prefers not to say"),
        "danger": DangerButton("Erase"), "corner": CornerButton("Lock", "F12"), "choices": ChoiceButtons(NEEDS),
        "several": ChoiceButtons(NEEDS, multiple=True), "circles": FillingCircles(), "goal": GoalLevels(),
        "line": LineEdit(), "area": TextArea(), "date": DateField(), "number": NumberField(), "money": MoneyField(),
        "search": SearchableChoice(LANGUAGES), "many": SearchableMany(LANGUAGES), "tabs": TabRow(["Now", "Plan"]),
        "empty": Empty("Notes of meetings belong here.", "Note of today"), "hidden": HiddenText(),
        "drop": DropList(["one", "two"]), "rows": TableRows(lambda _row: LineEdit()),
    }  # fmt: skip
    for name in ("line", "area", "date", "number", "money", "search", "many", "drop", "rows"):
        named[name].setAccessibleName(f"Question {name}")
    named["many"].pick(["es"])
    return named


@pytest.mark.rule("UX-19")
def test_everything_that_takes_the_keyboard_has_a_name(shown):
    """A control without a name is silence to a screen reader."""
    window = shown(*one_of_each().values())

    nameless = [type(one).__name__ for one in reached_by_keyboard(window) if not spoken(one).strip()]

    assert len(reached_by_keyboard(window)) > 20
    assert not nameless


@pytest.mark.parametrize("name", CONTROLS)
def test_a_control_is_at_least_forty_pixels_high(name: str, shown):
    """Big enough for a shaking hand."""
    control = one_of_each()[name]
    window = shown(control)

    low = {type(one).__name__: one.height() for one in reached_by_keyboard(window) if one.height() < 40}

    assert not low


@pytest.mark.rule("UX-19")
@pytest.mark.parametrize(
    "name",
    [
        "primary",
        "quiet",
        "link",
        "corner",
        "choices",
        "circles",
        "goal",
        "line",
        "area",
        "search",
        "tabs",
        "hidden",
        "drop",
    ],
)
def test_the_ring_shows_where_the_keyboard_is(name: str, shown):
    """Three pixels of the focus colour, with the keyboard there and not otherwise."""
    control, other = one_of_each()[name], QuietButton("elsewhere")
    shown(other, control)
    ring = QColor(theme.colours().focus)

    other.setFocus()
    before = _pixels_of(control, ring)
    control.setFocus(Qt.FocusReason.TabFocusReason)
    after = _pixels_of(control, ring)

    assert before == 0
    assert after > 3 * 2 * 40


def _pixels_of(widget: QWidget, colour: QColor) -> int:
    image: QImage = widget.grab().toImage()
    return sum(
        image.pixelColor(x, y) == colour for x in range(image.width()) for y in range(image.height())
    )  # fmt: skip


def test_words_are_never_read_as_markup(qtbot: QtBot):
    """What people write is shown letter by letter, in labels, chips and buttons."""
    text = "<b>R&D</b> <img src=x>"
    label, chip, button = Label(text), Chip(text), PrimaryButton(text)
    for widget in (label, chip, button):
        qtbot.addWidget(widget)

    assert label.textFormat() is Qt.TextFormat.PlainText
    assert chip.textFormat() is Qt.TextFormat.PlainText
    assert button.words() == text
    assert spoken(button) == text
    assert button.shortcut().isEmpty()


@pytest.mark.parametrize("tone", ["text", "muted", "primary", "ochre", "protect", "green", "brick"])
def test_a_label_keeps_its_tone_in_another_palette(tone: str, qtbot: QtBot, qapp: QApplication):
    """A tone is a token, not a colour."""
    label = Label("words", tone=tone)
    qtbot.addWidget(label)
    label.show()

    theme.apply(qapp, theme.DARK)

    wanted = getattr(theme.DARK, tone)
    qtbot.waitUntil(lambda: label.palette().color(label.foregroundRole()).name().upper() == wanted)


def test_an_unknown_tone_or_kind_is_a_mistake_at_once(qtbot: QtBot):
    """A typing error must not become black text."""
    with pytest.raises(ValueError, match="purple"):
        Label("words", tone="purple")
    with pytest.raises(ValueError, match="purple"):
        Chip("words", "purple")


def test_long_words_break_instead_of_being_cut(shown):
    """German or French at 200 % in a narrow window."""
    button = PrimaryButton("Guardar lo que se ha dicho hasta ahora y seguir en otro momento con calma")
    choices = ChoiceButtons([("a", "Prefiero que nadie de fuera sepa dónde estoy durmiendo estas semanas")])
    shown(button, choices, width=260)

    for narrow in (button, choices.buttons()[0]):
        room = QRect(0, 0, narrow.width() - 2 * (narrow.side + theme.RING), 10_000)
        needed = narrow.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, narrow.words())
        assert narrow.width() <= 260
        assert needed.height() > 2 * narrow.fontMetrics().height()
        assert narrow.height() >= needed.height() + 2 * theme.RING


@pytest.mark.rule("UX-05")
@pytest.mark.parametrize(("words", "key"), [("Pause", "F9"), ("Verrouiller tout", "F12"), ("A", "F8")])
def test_corner_buttons_are_big_enough_for_a_shaking_hand(words: str, key: str, shown):
    """76×44 at least, and the key is said too."""
    button = CornerButton(words, key)
    shown(button)

    assert button.sizeHint().width() - 2 * theme.RING >= 76
    assert button.height() - 2 * theme.RING == 44
    assert button.accessibleDescription() == key
    assert spoken(button) == words


@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_Enter, Key.Key_Space])
def test_enter_does_what_space_does(key: Qt.Key, shown, qtbot: QtBot):
    """Nobody has to know which of the two a button wants."""
    button = PrimaryButton("Go on")
    shown(button)
    button.setFocus()

    with qtbot.waitSignal(button.clicked):
        press(key)


def test_ctrl_enter_is_left_to_the_page(shown):
    """It saves; a button or a text must not eat it."""
    window = shown(button := PrimaryButton("Go on"), area := TextArea("one"))
    heard: list[QWidget] = []
    clicks: list[bool] = []
    button.clicked.connect(clicks.append)
    window.keyPressEvent = lambda event: heard.append(event.key())  # type: ignore[method-assign]
    ctrl = Qt.KeyboardModifier.ControlModifier

    for widget in (button, area):
        widget.setFocus()
        press(Key.Key_Return, modifier=ctrl)

    assert [key for key in heard if key != Key.Key_Control] == [Key.Key_Return, Key.Key_Return]
    assert not clicks
    assert area.text() == "one"


def test_a_card_without_a_title_begins_with_its_body(qtbot: QtBot):
    """And gets one later when there is one."""
    card = Card()
    qtbot.addWidget(card)
    card.body.addWidget(Label("one line"))
    bare = card.sizeHint().height()

    card.set_title("Safety")

    assert card.sizeHint().height() > bare
    assert spoken(card) == "Safety"


def test_a_flow_uses_as_many_lines_as_it_needs(shown):
    """No item leaves the width, none is lost."""
    holder = QWidget()
    flow = FlowLayout(holder)
    for number in range(12):
        flow.addWidget(QuietButton(f"choice number {number}"))
    shown(holder, width=420)

    places = [flow.itemAt(at).geometry() for at in range(flow.count())]
    assert max(place.right() for place in places) <= holder.width()
    assert len({place.top() for place in places}) > 2
    assert holder.height() >= flow.heightForWidth(holder.width())
    assert not any(one.intersects(other) for at, one in enumerate(places) for other in places[at + 1 :])
    assert flow.takeAt(0) is not None
    assert (flow.count(), flow.itemAt(99), flow.takeAt(99)) == (11, None, None)


def test_two_columns_become_one_in_a_narrow_window(shown, qtbot: QtBot):
    """At half width the right column falls below (ruling 32)."""
    columns = TwoColumns()
    left, right = Card("Left"), Card("Right")
    columns.left.addWidget(left)
    columns.right.addWidget(right)
    window = shown(columns, width=1200)
    assert right.mapTo(window, QPoint()).x() > left.mapTo(window, QPoint()).x()

    window.resize(640, 360)

    qtbot.waitUntil(lambda: right.mapTo(window, QPoint()).x() == left.mapTo(window, QPoint()).x())
    assert columns.is_narrow()
    assert right.mapTo(window, QPoint()).y() > left.mapTo(window, QPoint()).y()


def test_a_scroll_page_brings_the_keyboard_into_view(shown):
    """Tab never goes somewhere that cannot be seen."""
    page = ScrollPage()
    lines = [LineEdit() for _ in range(20)]
    for line in lines:
        page.body.addWidget(line)
    shown(page, height=240)
    page.setFixedHeight(200)
    lines[0].setFocus()

    press(*[Key.Key_Tab] * 15)

    assert QApplication.focusWidget() is lines[15]
    assert page.viewport().rect().intersects(QRect(lines[15].mapTo(page.viewport(), QPoint()), lines[15].size()))


def test_empty_says_one_sentence_and_offers_one_button(shown, qtbot: QtBot):
    """Without a thing to do there is no button."""
    empty, bare = Empty("Notes belong here.", "Note of today"), Empty("Nothing was shared yet.", "")
    shown(empty, bare)

    with qtbot.waitSignal(empty.clicked):
        empty.button.click()

    assert bare.button.isHidden()


def test_tabs_are_gone_through_with_arrows(shown, qtbot: QtBot):
    """Arrows move, Space goes there; going where one is says nothing."""
    tabs = TabRow(["Now", "Plan", "Safety"])
    shown(tabs, width=1000)
    tabs.setFocus()
    said: list[int] = []
    tabs.changed.connect(said.append)

    press(Key.Key_Right, Key.Key_Right, Key.Key_Space, Key.Key_Space)

    assert said == [2]
    assert tabs.current() == 2


@pytest.mark.parametrize(("width", "as_list"), [(1000, False), (880, True), (640, True)])
def test_tabs_become_one_list_in_a_narrow_window(width: int, as_list: bool, shown, qtbot: QtBot):
    """Below 900 logical pixels (ruling 32), with the same parts."""
    tabs = TabRow(["Now", "Plan", "Safety"])
    shown(tabs, width=width)

    assert tabs.is_list() is as_list
    if as_list:
        with qtbot.waitSignal(tabs.changed) as changed:
            tabs._list.activated.emit(1)
        assert changed.args == [1]
    assert tabs.current() == (1 if as_list else 0)


def test_tabs_that_do_not_fit_become_a_list_too(shown):
    """Longer languages on a laptop of 1000 pixels."""
    tabs = TabRow(["Consentimiento y compartir con otras personas"] * 6)
    shown(tabs, width=1000)

    assert tabs.is_list()


def test_what_stands_at_the_foot_stands_on_one_line_of_eyes(shown):
    """Buttons, links and words of one line have their middles at the same height."""
    acts = [PrimaryButton("Go on"), LinkButton("discard"), Label("1 of 3 pages", wrap=False)]
    bar = ActionBar(acts)
    shown(bar)

    middles = {2 * act.y() + act.height() for act in acts}

    assert max(middles) - min(middles) <= 1


def test_the_quiet_word_at_the_foot_gives_way_to_a_second_line(shown):
    """It is there where there is room, and comes back."""
    bar = ActionBar([PrimaryButton("Save and stop"), QuietButton("Back")])
    bar.say("Saves by itself")
    window = shown(bar, width=600)
    roomy, high = bar.quiet.isVisible(), bar.height()

    window.resize(330, 400)
    QApplication.processEvents()

    assert roomy
    assert bar.quiet.isHidden()
    assert bar.height() == high


def test_the_foot_never_grows_into_an_empty_page(shown):
    """With one sentence above it, it is as high as its one line and stands at the end."""
    bar = ActionBar([PrimaryButton("New first contact")])
    bar.say("no cases")
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(Empty("Cases stand here after a first contact."))
    column.addWidget(bar)
    page.setFixedHeight(500)
    shown(page)

    assert bar.height() == bar.sizeHint().height()
    assert bar.geometry().bottom() == page.rect().bottom()


def test_a_name_too_long_for_its_line_ends_in_a_sign_and_is_told_whole(shown):
    """Nothing is cut in the middle of a letter; the tooltip and a screen reader have all of it."""
    long, short = OneLineTitle("Wellbeing (score sheet of the WHO-5)"), OneLineTitle("Intake")
    shown(long, short, width=300)

    assert long.seen().endswith("…")
    assert long.fontMetrics().horizontalAdvance(long.seen()) <= long.contentsRect().width() + 1
    assert (long.toolTip(), spoken(long)) == (long.text(), long.text())
    assert (short.seen(), short.toolTip()) == ("Intake", "")


def test_a_code_is_never_cut(shown):
    """Other chips shorten beside it."""
    row = QWidget()
    line = QHBoxLayout(row)
    code, other = Chip("QA7-PD2-9Y", whole=True), Chip("Quechua (Ayacucho) · by ear, with an interpreter")
    for chip in (code, other):
        line.addWidget(chip)
    shown(row, width=240)

    assert code.width() == code.sizeHint().width()
    assert other.width() < other.sizeHint().width()

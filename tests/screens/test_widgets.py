# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The toolkit keeps its promises: keyboard first, named for screen readers, calm, and closed when it must be."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QColor, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from assist import i18n
from forms.partial_dates import Finest
from ui import theme
from ui.theme import Role
from ui.widgets.banner import Banner
from ui.widgets.buttons import CornerButton, DangerButton, LinkButton, PrimaryButton, QuietButton
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.choice import ChoiceButtons
from ui.widgets.columns import TwoColumns
from ui.widgets.countdown import Countdown
from ui.widgets.drop_list import DropList
from ui.widgets.empty import Empty
from ui.widgets.fields import DateField, LineEdit, MoneyField, NumberField, SearchableChoice, SearchableMany, TextArea
from ui.widgets.flow import FlowLayout
from ui.widgets.hidden import HiddenText
from ui.widgets.labels import Label, Title
from ui.widgets.scale import FillingCircles, GoalLevels
from ui.widgets.scrolling import ScrollPage
from ui.widgets.searchable import shared_model
from ui.widgets.table_rows import TableRows
from ui.widgets.tabs import TabRow

Key = Qt.Key
NEEDS = (("sleep", "a place to sleep"), ("call", "call someone"), ("food", "food"), ("clothes", "clothes"))
LANGUAGES = (("es", "Español"), ("fr", "Français"), ("quz", "Quechua (Cusco)"), ("quy", "Quechua (Ayacucho)"))


class FakeTime:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now

    def pass_(self, seconds: float, countdown: Countdown) -> None:
        """That many seconds later the countdown looks at the clock."""
        self.now += seconds
        countdown.look()


@pytest.fixture
def time_() -> FakeTime:
    """A clock that stands still."""
    return FakeTime()


@pytest.fixture
def shown(qtbot: QtBot) -> Callable[..., QWidget]:
    """Puts widgets under each other in a window that has the keyboard."""

    kept: list[QWidget] = []

    def put(*widgets: QWidget, width: int = 700, height: int = 600) -> QWidget:
        window = QWidget()
        kept.append(window)
        qtbot.addWidget(window)
        layout = QVBoxLayout(window)
        for widget in widgets:
            layout.addWidget(widget)
        layout.addStretch(1)
        window.resize(width, height)
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return window

    return put


def press(*keys: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Keys pressed where the keyboard is."""
    for key in keys:
        QTest.keyClick(QApplication.focusWidget(), key, modifier)


def spoken(widget: QWidget) -> str:
    """The name that a screen reader says."""
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def heard_anywhere(widget: QWidget) -> str:
    """Everything a screen reader can find in a widget and below it."""

    def walk(found) -> Iterator[str]:
        for kind in (
            QAccessible.Text.Name,
            QAccessible.Text.Description,
            QAccessible.Text.Value,
            QAccessible.Text.Help,
        ):
            yield found.text(kind)
        for place in range(found.childCount()):
            yield from walk(found.child(place))

    return "\n".join(walk(QAccessible.queryAccessibleInterface(widget)))


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


def reached_by_keyboard(window: QWidget) -> list[QWidget]:
    """Every widget that can have the keyboard."""
    return [
        one for one in window.findChildren(QWidget) if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isVisible()
    ]


# -- what all controls share --------------------------------------------------------------


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


# -- containers ---------------------------------------------------------------------------


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


# -- choices ------------------------------------------------------------------------------


@pytest.mark.rule("UX-11")
def test_choices_are_picked_with_arrows_and_space(shown, qtbot: QtBot):
    """One Tab stop; each gesture has a key."""
    before, choices, after = LineEdit(), ChoiceButtons(NEEDS, multiple=True), LineEdit()
    shown(before, choices, after)
    before.setFocus()

    press(Key.Key_Tab, Key.Key_Space, Key.Key_Right, Key.Key_Down, Key.Key_Space)

    assert choices.picked() == ("sleep", "food")
    press(Key.Key_Tab)
    assert QApplication.focusWidget() is after
    press(Key.Key_Backtab, Key.Key_Space)
    assert choices.picked() == ("sleep",)
    press(Key.Key_End)
    assert QApplication.focusWidget() is choices.buttons()[-1]
    press(Key.Key_Right, Key.Key_Home)
    assert QApplication.focusWidget() is choices.buttons()[0]


def test_one_choice_excludes_the_others_and_can_be_taken_back(shown, qtbot: QtBot):
    """Taking back is as easy as picking."""
    choices = ChoiceButtons(NEEDS)
    shown(choices)
    said: list[tuple[str, ...]] = []
    choices.chosen.connect(said.append)

    for place in (0, 2, 2):
        choices.buttons()[place].click()

    assert said == [("sleep",), ("food",), ()]
    assert not any(button.isChecked() for button in choices.buttons())


@pytest.mark.rule("UX-11")
def test_ranking_shows_and_says_the_order(shown):
    """1 · 2 · 3, in her order; taking the first back moves the others up."""
    choices = ChoiceButtons(NEEDS, limit=3, ranked=True)
    shown(choices)

    for place in (2, 0, 3):
        choices.buttons()[place].click()

    assert choices.picked() == ("food", "sleep", "clothes")
    assert spoken(choices.buttons()[0]) == "2 · a place to sleep"
    choices.buttons()[2].click()
    assert [button.words() for button in choices.buttons()] == [
        "1 · a place to sleep", "call someone", "food", "2 · clothes",
    ]  # fmt: skip


def test_one_more_than_the_limit_is_not_taken(shown, qtbot: QtBot):
    """And it is said, so that a sentence can explain it."""
    choices = ChoiceButtons(NEEDS, multiple=True, limit=2)
    shown(choices)
    choices.pick(["sleep", "call"])

    with qtbot.assertNotEmitted(choices.chosen), qtbot.waitSignal(choices.full) as full:
        choices.buttons()[2].click()

    assert full.args == [2]
    assert choices.picked() == ("sleep", "call")
    assert not choices.buttons()[2].isChecked()


def test_showing_a_stored_choice_says_nothing(shown, qtbot: QtBot):
    """Only the person answers; unknown codes are left out."""
    choices = ChoiceButtons(NEEDS, multiple=True)

    with qtbot.assertNotEmitted(choices.chosen):
        choices.pick(["clothes", "gone", "sleep"])

    assert choices.picked() == ("sleep", "clothes")


def test_a_long_list_begins_with_eight_and_unfolds(shown):
    """Up to nine are buttons at once; a picked one is never left folded away."""
    many = [(f"c{at}", f"choice {at}") for at in range(18)]
    folded, picked = ChoiceButtons(many), ChoiceButtons(many)
    picked.pick(["c17"])
    shown(folded, picked)
    assert sum(button.isVisible() for button in folded.buttons()) == 8
    assert all(button.isVisible() for button in picked.buttons())

    folded.setFocus()
    press(Key.Key_End, Key.Key_Space)

    assert all(button.isVisible() for button in folded.buttons())
    assert QApplication.focusWidget() is folded.buttons()[8]


def test_nothing_moves_when_a_choice_is_picked(shown):
    """Heavier words have their room from the beginning."""
    choices = ChoiceButtons(NEEDS)
    shown(choices)
    before = [button.geometry() for button in choices.buttons()]

    choices.buttons()[0].click()

    assert [button.geometry() for button in choices.buttons()] == before


@pytest.mark.rule("UX-11")
def test_circles_are_picked_with_arrows_and_space(shown):
    """0 is an answer, nothing is none."""
    circles = FillingCircles()
    shown(circles)
    circles.setFocus()
    assert circles.value() is None

    press(Key.Key_Space)
    assert circles.value() == 0
    press(Key.Key_Right, Key.Key_Right, Key.Key_Right, Key.Key_Return)
    assert circles.value() == 3

    press(Key.Key_Space)
    assert circles.value() is None


def test_circles_fill_step_by_step_and_say_their_words(shown):
    """A quarter more each; the words stand under them, in the words of the form when it has some."""
    circles = FillingCircles(["nada", "un poco", "mitad", "casi todo", "todo"])
    shown(circles)

    assert [circle.share for circle in circles.buttons()] == [0, 0.25, 0.5, 0.75, 1]
    assert [spoken(circle) for circle in circles.buttons()] == ["nada", "un poco", "mitad", "casi todo", "todo"]


@pytest.mark.rule("UX-11")
def test_goal_levels_go_from_minus_two_to_two(shown):
    """One to five full circles; the words of the level are said."""
    levels = GoalLevels()
    shown(levels)
    levels.setFocus()

    press(Key.Key_Right, Key.Key_Space)

    assert levels.value() == -1
    assert [circle.share for circle in levels.buttons()] == [1, 1, 0, 0, 0]
    assert spoken(levels.buttons()[4]) == "5 of 5: much more than hoped"
    levels.set_value(7)
    assert levels.value() is None


@pytest.mark.parametrize("make", [FillingCircles, GoalLevels, lambda: ChoiceButtons(NEEDS)])
def test_larger_type_makes_larger_targets(make, shown):
    """In the window looked at together everything grows with its type."""
    control = make()
    shown(control, width=1300)
    before = control.buttons()[0].sizeHint()

    control.setFont(theme.font(Role.BODY, 1.8))

    after = control.buttons()[0].sizeHint()
    assert after.height() > before.height()
    assert after.width() > before.width()


# -- fields -------------------------------------------------------------------------------


def test_a_text_area_grows_and_tab_leaves_it(shown):
    """From three lines to twelve; from there it scrolls."""
    area, after = TextArea(), LineEdit()
    shown(area, after, height=900)
    low = area.height()

    area.setPlainText("\n".join("line" for _ in range(8)))
    grown = area.height()
    area.setPlainText("\n".join("line" for _ in range(80)))
    most = area.height()
    area.setFocus()
    press(Key.Key_Tab)

    assert low < grown < most
    assert most < 14 * area.fontMetrics().lineSpacing() + 20
    assert QApplication.focusWidget() is after
    assert "\t" not in area.text()


@pytest.mark.rule("UX-20")
def test_nothing_can_be_dragged_out_of_a_text(shown):
    """A press on selected words begins a new selection."""
    line, area = LineEdit("a name"), TextArea("words that stay here")
    shown(line, area)
    line.selectAll()
    area.selectAll()

    QTest.mousePress(area.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, 12))

    assert not area.textCursor().hasSelection()
    assert not line.dragEnabled()


@pytest.mark.rule("UX-15")
@pytest.mark.parametrize(
    ("written", "finest", "value", "precision", "understood"),
    [
        ("2024-05-12", Finest.DAY, "2024-05-12", "day", "Understood: 12 May 2024"),
        ("05/2024", Finest.DAY, "2024-05", "month", "Understood: May 2024"),
        ("2019", Finest.DAY, "2019", "year", "Understood: 2019"),
        ("about 2019", Finest.DAY, "2019~", "about", "Understood: about 2019"),
        ("hacia 03/2021", Finest.MONTH, "2021-03~", "about", "Understood: about Mar 2021"),
        ("2024-05-12", Finest.MONTH, "2024-05", "month", "Understood: May 2024"),
        ("before my child was born", Finest.DAY, "=before my child was born", "relative",
         "Understood: before my child was born"),
        ("03/04/2024", Finest.DAY, "", "", ""),
        ("", Finest.DAY, "", "", ""),
    ],
)  # fmt: skip
def test_a_date_is_as_exact_as_she_wants(written, finest, value, precision, understood, shown):
    """It saves year, month, about or her own words, says what it understood, and never guesses."""
    field = DateField(finest)
    shown(field)
    field.setFocus()

    QTest.keyClicks(QApplication.focusWidget(), written)

    assert (field.value(), field.precision()) == (value, precision)
    assert field.understood.text().strip() == understood
    assert field.text() == written


def test_a_stored_date_can_be_written_on(shown):
    """What is shown can be read again and means the same."""
    field = DateField()
    shown(field)

    for value in ("2024-05-12", "2019~", "2021-03", "=before my child was born", ""):
        field.set_value(value)
        assert field.value() == value


def test_a_number_keeps_what_was_written(shown):
    """What cannot be read is not thrown away."""
    field = NumberField()
    shown(field)
    field.setFocus()

    QTest.keyClicks(field, "two")

    assert (field.text(), field.value()) == ("two", None)
    field.set_value(0)
    assert (field.text(), field.value()) == ("0", 0)
    field.set_value(None)
    assert field.text() == ""


def test_money_has_an_amount_and_a_currency(shown, qtbot: QtBot):
    """An unknown currency of an old record is kept."""
    field = MoneyField()
    shown(field)
    field.setFocus()

    with qtbot.waitSignal(field.changed):
        QTest.keyClicks(QApplication.focusWidget(), "125")
    field.currency.setCurrentText("PEN")

    assert field.text() == "125 PEN"
    field.set_value("80 XAF")
    assert field.text() == "80 XAF"
    field.set_value("")
    assert field.text() == ""


def test_the_wheel_never_changes_an_answer(shown):
    """Scrolling the page passes over lists."""
    drop = DropList(["one", "two", "three"])
    shown(drop)
    drop.setFocus()
    middle = drop.rect().center()

    from PySide6.QtCore import QPointF
    from PySide6.QtGui import QWheelEvent

    turned = QWheelEvent(
        QPointF(middle), QPointF(drop.mapToGlobal(middle)), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(drop, turned)

    assert drop.currentIndex() == 0


@pytest.mark.rule("UX-11")
@pytest.mark.parametrize(
    ("letters", "found"),
    [
        ("franc", ["Français"]),
        ("QUECH", ["Quechua (Cusco)", "Quechua (Ayacucho)"]),
        ("cusco", ["Quechua (Cusco)"]),
        ("espanol", ["Español"]),
    ],
)
def test_a_long_list_is_found_without_accents(letters: str, found: list[str], shown):
    """Anywhere in the words, whatever the keyboard can write."""
    field = SearchableChoice(LANGUAGES)
    shown(field)
    field.setFocus()

    QTest.keyClicks(field, letters)

    assert list(field.matches()) == found


def test_the_only_match_is_chosen_when_the_keyboard_leaves(shown, qtbot: QtBot):
    """Words that fit nothing give way to what was chosen before."""
    field, after = SearchableChoice(LANGUAGES), LineEdit()
    shown(field, after)
    said: list[str] = []
    field.chosen.connect(said.append)
    field.setFocus()

    QTest.keyClicks(field, "cusc")
    field._finder.popup().hide()
    press(Key.Key_Tab)
    assert (field.code(), field.text()) == ("quz", "Quechua (Cusco)")

    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "zzz")
    press(Key.Key_Tab)
    assert (field.code(), field.text()) == ("quz", "Quechua (Cusco)")

    field.setFocus()
    field.selectAll()
    press(Key.Key_Delete)
    assert said == ["quz", ""]


def test_an_open_list_is_chosen_from_with_down_and_enter(shown):
    """No pointer is needed."""
    field = SearchableChoice(LANGUAGES)
    shown(field)
    field.setFocus()

    press(Key.Key_Down)
    popup = field._finder.popup()
    assert popup.isVisible()
    QTest.keyClick(popup, Key.Key_Down)
    QTest.keyClick(popup, Key.Key_Down)
    QTest.keyClick(popup, Key.Key_Return)

    assert field.code() == "fr"


def test_fields_of_one_list_share_its_model(qtbot: QtBot):
    """249 countries are held once."""
    assert shared_model(LANGUAGES) is shared_model(LANGUAGES)
    assert SearchableChoice(LANGUAGES)._model is SearchableChoice(list(LANGUAGES))._model


def test_several_of_a_long_list_stand_as_buttons(shown, qtbot: QtBot):
    """Each takes itself back; the limit is said."""
    field = SearchableMany(LANGUAGES, limit=2)
    shown(field)
    said: list[tuple[str, ...]] = []
    field.chosen.connect(said.append)

    for code in ("es", "quz"):
        field.search.chosen.emit(code)
    with qtbot.waitSignal(field.full):
        field.search.chosen.emit("fr")
    field.findChildren(QuietButton)[0].click()

    assert said == [("es",), ("es", "quz"), ("quz",)]


def test_rows_are_added_and_taken_away_and_those_that_stay_keep_their_widgets(shown, qtbot: QtBot):
    """Writing in one row is not disturbed by another."""
    rows = TableRows(lambda _row: LineEdit(), "Add a person")
    rows.setAccessibleName("People")
    shown(rows)
    rows.show_rows(["a", "b"])
    kept = rows.content("b")

    with qtbot.waitSignal(rows.remove_asked) as asked:
        rows._cards["a"].take_away.click()
    rows.show_rows(["b", "c"])

    assert asked.args == ["a"]
    assert rows.row_ids() == ("b", "c")
    assert rows.content("b") is kept
    assert spoken(rows._cards["c"].take_away) == "take row 2 away"
    with qtbot.waitSignal(rows.add_asked):
        rows.add.click()


# -- tabs ---------------------------------------------------------------------------------


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


# -- banner -------------------------------------------------------------------------------


def test_good_news_goes_by_itself(shown, time_: FakeTime):
    """It asks nothing of anybody."""
    countdown = Countdown(12, time_)
    banner = Banner(countdown)
    shown(banner)
    assert banner.isHidden()

    banner.show_good("Saved. She can leave it here.")
    assert banner.message() == "Saved. She can leave it here."
    time_.pass_(11.5, countdown)
    assert banner.isVisible()
    time_.pass_(0.5, countdown)

    assert banner.isHidden()


@pytest.mark.rule("UX-27")
def test_undo_lasts_thirty_seconds(shown, time_: FakeTime):
    """Long enough to notice; afterwards it is not offered."""
    countdown = Countdown(12, time_)
    banner = Banner(countdown)
    shown(banner)
    undone: list[str] = []
    banner.show_good("Closed.", lambda: undone.append("first"))
    time_.pass_(29.5, countdown)
    assert banner.action.isVisible()
    banner.action.click()
    assert (undone, banner.isHidden()) == (["first"], True)

    banner.show_good("Closed.", lambda: undone.append("second"))
    time_.pass_(30, countdown)
    banner.action.click()

    assert undone == ["first"]


def test_trouble_stays_with_what_is_safe_and_a_next_step(shown, time_: FakeTime):
    """Three slots: not done, safe, to do (ruling 43)."""
    countdown = Countdown(12, time_)
    banner = Banner(countdown)
    shown(banner)
    tried: list[bool] = []

    banner.show_trouble(
        "The note was not saved.", "It is still here.", "Make room.", "Save again", lambda: tried.append(True)
    )
    time_.pass_(3600, countdown)

    assert banner.isVisible()
    assert banner.message() == "The note was not saved. It is still here. Make room."
    assert spoken(banner) == banner.message()
    banner.action.click()
    assert tried == [True]
    banner.show_trouble("Not done.", "", "")
    assert banner.action.isHidden()
    banner.close_button.click()
    assert banner.isHidden()


@pytest.mark.rule("UX-18")
def test_a_banner_takes_no_keyboard(shown):
    """Nothing interrupts somebody who is writing."""
    line, banner = LineEdit(), Banner()
    shown(banner, line)
    line.setFocus()

    banner.show_good("Saved.")
    banner.show_trouble("Not done.", "Nothing changed.", "Try again.")

    assert QApplication.focusWidget() is line


# -- hidden text --------------------------------------------------------------------------

SECRET = "CANARY words that hurt"


@pytest.mark.rule("NR-11")
def test_hidden_words_are_not_there_before_they_are_asked_for(shown, qtbot: QtBot):
    """Neither on the widget nor for a screen reader; asking is a signal, not a reading."""
    hidden = HiddenText(len(SECRET))
    hidden.name("What happened to the papers")
    window = shown(hidden)

    with qtbot.waitSignal(hidden.asked):
        hidden.setFocus()
        press(Key.Key_Space)

    assert not hidden.is_shown
    assert "hidden" in hidden.text()
    assert "hidden" in spoken(hidden)
    assert "CANARY" not in heard_anywhere(window)


@pytest.mark.rule("NR-11", "UX-07")
def test_shown_words_hide_after_sixty_seconds_without_moving_anything(shown, time_: FakeTime):
    """And are forgotten: nothing of them remains in the widget."""
    countdown = Countdown(60, time_)
    hidden, below = HiddenText(12, countdown=countdown), LineEdit()
    window = shown(hidden, below, width=300)
    hidden.reveal(SECRET + " and more words that need several lines in a narrow window")
    QApplication.processEvents()
    place = below.geometry()
    assert "CANARY" in heard_anywhere(window)

    time_.pass_(59.5, countdown)
    assert hidden.is_shown
    time_.pass_(0.5, countdown)
    QApplication.processEvents()

    assert not hidden.is_shown
    assert "CANARY" not in hidden.text() + heard_anywhere(window)
    assert below.geometry() == place


@pytest.mark.rule("NR-11")
def test_input_gives_the_full_time_again(shown, time_: FakeTime):
    """Sixty seconds without input: whoever reads and scrolls is not interrupted."""
    countdown = Countdown(60, time_)
    hidden, line = HiddenText(12, countdown=countdown), LineEdit()
    shown(hidden, line)
    hidden.reveal(SECRET)
    time_.pass_(50, countdown)

    QTest.keyClick(line, Key.Key_A)
    time_.pass_(50, countdown)

    assert hidden.is_shown
    time_.pass_(10, countdown)
    assert not hidden.is_shown


@pytest.mark.rule("NR-11")
def test_shown_words_hide_when_the_application_is_left(shown, qtbot: QtBot):
    """Somebody else may be looking now."""
    hidden = HiddenText(12)
    shown(hidden)
    hidden.reveal(SECRET)

    with qtbot.waitSignal(hidden.hidden_again):
        QGuiApplication.instance().applicationStateChanged.emit(Qt.ApplicationState.ApplicationInactive)

    assert "CANARY" not in hidden.text()


def test_a_second_press_hides_at_once(shown):
    """No waiting for the minute."""
    hidden = HiddenText(12)
    shown(hidden)
    hidden.reveal(SECRET)
    hidden.setFocus()

    press(Key.Key_Return)

    assert not hidden.is_shown


def test_every_language_can_say_that_something_is_hidden(shown):
    """The closed state is as wide as its own words."""
    for code in ("en", "es", "pt", "fr"):
        i18n.use(code)
        hidden = HiddenText(1)
        assert hidden.sizeHint().width() >= hidden.fontMetrics().horizontalAdvance(hidden.words())


def test_the_title_of_a_screen_is_its_largest_type(qtbot: QtBot):
    """22 pixels, bold."""
    title = Title("Cases")
    qtbot.addWidget(title)

    assert title.font().pointSizeF() * 96 / 72 == pytest.approx(22, abs=0.5)
    assert title.font().bold()

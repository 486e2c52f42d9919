# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How large and how plain the window is that is looked at together, at every size and by keys alone (UX-10, UX-11)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontInfo
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QPlainTextEdit, QWidget

from assist import i18n
from assist.desk import Desk
from forms.model import LANGUAGES
from forms.wording import GENDERED, banned_in, too_long
from tests.screens.at_keyboard import press, reached_by_keyboard
from tests.screens.at_together import at_parts, opened
from tests.screens.at_window import SMALL, AtWindow, cut_off, nameless
from tests.screens.histories import fill
from ui import coview, icons, theme
from ui.coview.large import LargeButton
from ui.coview.page import CoviewPage
from ui.shell.sitting import Sitting

LEAST_POINTS, LEAST_PIXELS = 18, 24
LETTERS = (QLabel, QAbstractButton, QLineEdit, QPlainTextEdit)
Key = Qt.Key


def every_page(at_window: AtWindow, page: CoviewPage) -> Iterator[str]:
    """Each page of the window in turn: parts, the explanation, company, questions, cover and the way out."""
    window = page.window()
    for part in list(page.parts.buttons):
        opened(at_window, page, part)
        yield part
    page.parts.who_sees.click()
    yield "explained"
    page.show_parts()
    page.parts.joins.click()
    yield "company"
    page.show_parts()
    page.fill_wanted.emit("RANK")
    at_window.settle()
    page.ask.ask_why.click()
    yield "order asked"
    page.ask.go_on.click()
    yield "asked on"
    page.ask.drop.click()
    window.put_cover("pause")
    QTest.keyClick(window.cover, Key.Key_Space)
    yield "rest"
    window.go_on()
    window.ask_to_leave()
    yield "leave"
    window.go_on()


@pytest.mark.rule("UX-10")
def test_every_letter_is_large(at_window: AtWindow, sitting: Sitting, luz: str):
    """On each of its pages nothing with words is smaller than 18 points, nor than 24 pixels."""
    page = at_parts(at_window, sitting, luz)
    for name in every_page(at_window, page):
        small = [
            f"{name}: {type(one).__name__} {one.font().pointSizeF()}" for one in page.window().findChildren(QWidget)
            if isinstance(one, LETTERS) and one.isVisible() and (
                one.font().pointSizeF() < LEAST_POINTS or QFontInfo(one.font()).pixelSize() < LEAST_PIXELS - 1)]
        assert small == []


@pytest.mark.rule("UX-10", "UX-19")
def test_every_button_has_a_drawing_and_words(at_window: AtWindow, sitting: Sitting, luz: str):
    """Both, so that neither reading nor seeing well is needed; the parts differ in their drawings."""
    page = at_parts(at_window, sitting, luz)
    for name in every_page(at_window, page):
        for button in page.window().findChildren(LargeButton):
            if button.isVisible():
                assert button.words(), name
                assert button.drawing in icons.names(), name
    drawings = [button.drawing for button in page.parts.buttons.values()]
    assert len(set(drawings)) == len(drawings)


@pytest.mark.rule("UX-10")
@pytest.mark.parametrize("palette", [theme.LIGHT, theme.DARK, theme.CONTRAST_LIGHT, theme.CONTRAST_DARK],
                         ids=lambda palette: palette.name + ("-dark" if palette.dark else ""))
def test_what_is_read_stands_out_from_its_ground(palette: theme.Colours):
    """Words on the ground of this window, and on its filled buttons, have 7 to 1 at least, ochre ones 6.5."""
    assert theme.contrast(palette.text, palette.surface) >= 7
    assert theme.contrast(palette.primary, palette.surface) >= 7
    assert theme.contrast(palette.on_primary, palette.primary) >= 7
    assert theme.contrast(palette.ochre, palette.surface) >= 6.5


@pytest.mark.rule("UX-10")
def test_nothing_in_it_is_grey(at_window: AtWindow, sitting: Sitting, luz: str):
    """Her words and what is asked are in full ink on every page of hers."""
    page = at_parts(at_window, sitting, luz)
    for part in list(page.parts.buttons):
        opened(at_window, page, part)
        assert [label.text() for label in page.findChildren(QLabel) if label.isVisible() and label.text().strip()
                and label.palette().windowText().color() == theme.colours().muted] == []


@pytest.mark.rule("UX-10", "UX-11", "UX-19")
def test_all_of_it_is_reached_by_keys_and_has_a_name(at_window: AtWindow, sitting: Sitting, luz: str):
    """Tab comes to every control or to the row it stands in, and a screen reader says what each is."""
    page = at_parts(at_window, sitting, luz)
    for name in every_page(at_window, page):
        assert nameless(page.window()) == [], name
        targets = set(reached_by_keyboard(page.window()))
        met = set()
        for _step in range(len(targets) + 3):
            met.add(QApplication.focusWidget())
            press(Key.Key_Tab)
        assert targets <= met, name
        assert [one.text() for one in page.window().findChildren(QAbstractButton)
                if one.isVisible() and not {one, resting_beside(one)} & met] == [], name


def resting_beside(button: QAbstractButton) -> QWidget | None:
    """Where Tab comes to the row of a button that stands in one; arrows go on from there."""
    row = getattr(button, "roving", None)
    return row.resting() if row is not None and button in row.members() else None


@pytest.mark.rule("UX-10", "UX-19")
@pytest.mark.parametrize("language", ["en", "es", "pt", "fr"])
def test_at_two_hundred_per_cent_nothing_is_cut_off(
    at_window: AtWindow, sitting: Sitting, luz: str, desk: Desk, language: str
):
    """On the smallest laptop, on every page: no word is cut, and nothing sticks out at the side."""
    i18n.use(language)
    at_window.window.resize(*SMALL)
    fill(desk, "F02", luz, {"languages_other": (language,)} if language != "pt" else {"languages_other": ("pt-BR",)})
    page = at_parts(at_window, sitting, luz)
    page.window().resize(*SMALL)
    at_window.settle()
    for name in every_page(at_window, page):
        at_window.settle()
        assert cut_off(page.window()) == [], name
        wide = page.window().width()
        outside = [one.accessibleName() for one in page.window().findChildren(QAbstractButton) if one.isVisible()
                   and not 0 <= one.mapTo(page.window(), one.rect().topLeft()).x() <= wide - one.width()]
        assert outside == [], name
    i18n.use("en")


@pytest.mark.rule("UX-10", "UX-11")
def test_in_a_small_window_one_sees_what_one_chose(at_window: AtWindow, sitting: Sitting, luz: str):
    """Its title is at the top, though the parts fill the page; a button leads back to them."""
    page = at_parts(at_window, sitting, luz)
    assert not page.parts.others.isVisible()
    page.window().resize(*SMALL)
    at_window.settle()
    opened(at_window, page, "order")
    bar = page.parts.area.verticalScrollBar()
    at_window.until(lambda: bar.value() > 0)
    assert page.parts.title.mapTo(page.parts.area, page.parts.title.rect().topLeft()).y() < 40

    page.parts.others.click()

    assert bar.value() == 0
    assert QApplication.focusWidget() is page.parts.buttons["order"]


@pytest.mark.rule("UX-12", "UX-14", "UX-02")
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_window_says_is_short_and_kind(language: str):
    """Every sentence of its own, in every language: no blame, no words of offices, no gender taken for granted."""
    said = [i18n.catalogue(language).gettext(words) for words in own_words()]
    assert len(said) > 40
    for words in said:
        assert not banned_in(words, language), words
        assert not GENDERED.search(words), words
        assert not too_long(words), words


def own_words() -> Iterator[str]:
    """What stands in the pages of the window, in English."""
    for path in Path(coview.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "N_") \
                    and isinstance(node.args[0], ast.Constant):
                yield node.args[0].value

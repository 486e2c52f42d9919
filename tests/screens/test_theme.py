# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The colours can be read and the type has the letters our languages need."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QPalette, QRawFont
from PySide6.QtWidgets import QApplication, QLabel

import ui
from ui import icons, theme
from ui.theme import Role, contrast

PALETTES = (theme.LIGHT, theme.DARK, theme.CONTRAST_LIGHT, theme.CONTRAST_DARK)
GROUNDS = ("window", "surface", "rail")
INKS = ("text", "muted", "primary", "ochre", "protect", "green", "brick")
TINTED = ("primary", "ochre", "protect", "green", "brick")


def named(palette: theme.Colours) -> str:
    """A name for the report."""
    return f"{palette.name}-{'dark' if palette.dark else 'light'}"


@pytest.mark.parametrize("palette", PALETTES, ids=named)
def test_every_word_can_be_read_on_every_ground(palette: theme.Colours):
    """5.8 to 1 for all pairs of ink and ground that we paint."""
    pairs = [(ink, ground) for ink in INKS for ground in GROUNDS]
    pairs += [(ink, f"{ink}_tint") for ink in TINTED] + [("text", f"{ink}_tint") for ink in TINTED]
    pairs += [("muted", "ochre_tint"), ("on_primary", "primary"), ("on_brick", "brick")]

    weak = {
        pair: round(contrast(getattr(palette, pair[0]), getattr(palette, pair[1])), 2)
        for pair in pairs
        if contrast(getattr(palette, pair[0]), getattr(palette, pair[1])) < 5.8
    }

    assert not weak


@pytest.mark.rule("UX-19")
@pytest.mark.parametrize("palette", PALETTES, ids=named)
def test_edges_of_fields_and_the_ring_stand_out(palette: theme.Colours):
    """3 to 1 for what is not words."""
    edges = [(edge, ground) for edge in ("field_line", "focus") for ground in ("surface", "window")]

    weak = [pair for pair in edges if contrast(getattr(palette, pair[0]), getattr(palette, pair[1])) < 3.0]

    assert not weak


@pytest.mark.rule("UX-04")
@pytest.mark.parametrize("palette", [theme.LIGHT, theme.DARK], ids=named)
def test_only_the_colour_of_destroying_is_red(palette: theme.Colours):
    """No red for people: care is ochre, protection violet, done green."""
    reds = {
        ink for ink in (*INKS, "focus")
        if (QColor(getattr(palette, ink)).hslHue() <= 18 or QColor(getattr(palette, ink)).hslHue() >= 340)
        and QColor(getattr(palette, ink)).hslSaturation() > 60
    }  # fmt: skip

    assert reds == {"brick"}


@pytest.mark.parametrize("role", list(Role))
def test_nothing_is_written_smaller_than_twelve_and_a_half_pixels(role: Role):
    """Also where somebody asks for a smaller scale."""
    at_rest, small = QFontInfo(theme.font(role)).pixelSize(), QFontInfo(theme.font(role, 0.2)).pixelSize()

    assert at_rest >= 12
    assert small >= 12
    assert theme.font(role, 0.2).pointSizeF() * 96 / 72 == pytest.approx(12.5, abs=0.01)


@pytest.mark.parametrize("weight", [QFont.Weight.Normal, QFont.Weight.DemiBold, QFont.Weight.Bold])
def test_our_type_has_the_letters_of_our_languages(weight: QFont.Weight):
    """Spanish, Portuguese, French, Guarani, Maya languages."""
    wanted = QFont(theme.FAMILY)
    wanted.setWeight(weight)

    raw = QRawFont.fromFont(wanted)

    assert raw.familyName().startswith("Noto Sans")
    missing = [letter for letter in "ñẽg\u0303ʼꞌïäãçœÉ¿¡«»–·•…−" if not raw.supportsCharacter(ord(letter))]
    assert not missing


def test_another_palette_reaches_what_is_already_shown(qapp: QApplication, qtbot):
    """Ordinary widgets follow the palette of the application."""
    label = QLabel("words")
    qtbot.addWidget(label)
    label.show()

    theme.apply(qapp, theme.DARK)

    role = QPalette.ColorRole.WindowText
    qtbot.waitUntil(lambda: label.palette().color(role).name().upper() == theme.DARK.text)
    assert theme.colours() is theme.DARK


def test_a_name_of_a_palette_is_followed(qapp: QApplication):
    """What somebody chose wins over what the laptop says."""
    assert theme.chosen("dark") is theme.DARK
    assert theme.chosen("light") is theme.LIGHT
    assert theme.chosen("contrast") in (theme.CONTRAST_LIGHT, theme.CONTRAST_DARK)


def test_every_icon_can_be_drawn_and_takes_the_colour_asked_for(qapp: QApplication):
    """A drawing of the wrong size or with a colour of its own would show."""
    wanted = QColor("#0E5C61").getRgb()[:3]

    for name in icons.names():
        image = icons.pixmap(name, "#0E5C61", 20, 2.0).toImage()
        inked = [
            image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())
            if image.pixelColor(x, y).alpha() > 250
        ]  # fmt: skip

        assert inked, name
        assert all(abs(a - b) <= 2 for ink in inked for a, b in zip(ink.getRgb()[:3], wanted, strict=True)), name


@pytest.mark.rule("UX-18")
def test_lists_menus_and_tips_are_there_at_once_whatever_the_laptop_is_set_to(qapp: QApplication):
    """Motion is off: nothing slides or fades into view."""
    general, slide = Qt.UIEffect.UI_General, Qt.UIEffect.UI_AnimateCombo
    qapp.setEffectEnabled(general, True)
    qapp.setEffectEnabled(slide, True)

    theme.apply(qapp, theme.colours())

    assert [effect for effect in Qt.UIEffect if qapp.isEffectEnabled(effect)] == []


@pytest.mark.rule("UX-18")
def test_nothing_in_the_house_sounds_flashes_or_moves_by_itself():
    """No bell, no call for attention in the bar of tasks, no film and no gliding, in any module of the window."""
    restless = re.compile(r"\bbeep\(|\.alert\(|QtMultimedia|QSound|QMovie|Animation|QGraphicsOpacityEffect|QTimeLine"
                          r"|QSystemTrayIcon")

    restless_ones = [path.name for path in Path(ui.__file__).parent.rglob("*.py")
                     if restless.search(path.read_text("utf-8"))]

    assert restless_ones == []

# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Colours, type and sizes of every window: one palette at a time, read when something is painted."""

from __future__ import annotations

from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

import resources

FAMILY = "Noto Sans"
FONT_FILES = ("NotoSans-Regular", "NotoSans-SemiBold", "NotoSans-Bold", "NotoSans-Italic")

IN_FUSION = "amparo_fusion"
"""Set on an application that was born in Fusion, which is quicker than to change its style afterwards."""

RING = 4
"""Room every control leaves around its body for the focus ring: 3 px of colour and 1 of air."""
CONTROL = 40
"""Least height of the body of a button or field."""
ROUND, CARD_ROUND = 9, 12
GAP = 14
NARROW = 900
"""Below this width a page shows one question and one column (ruling 32)."""


class Colours(NamedTuple):
    """One palette. A ``…_tint`` is the ground that its colour is written on.

    A tuple, like all that the door needs: a frozen dataclass takes ten times as long to come to be.
    """

    name: str
    dark: bool
    window: str
    surface: str
    rail: str
    line: str
    field_line: str
    text: str
    muted: str
    primary: str
    primary_tint: str
    on_primary: str
    ochre: str
    ochre_tint: str
    protect: str
    protect_tint: str
    green: str
    green_tint: str
    brick: str
    brick_tint: str
    on_brick: str
    track: str
    focus: str


LIGHT = Colours(
    name="light", dark=False,
    window="#F6F4EF", surface="#FFFFFF", rail="#F0EDE6", line="#D9D3C7", field_line="#8C8578",
    text="#1E2A2F", muted="#4D5B62",
    primary="#0E5C61", primary_tint="#DFEDEC", on_primary="#FFFFFF",
    ochre="#7A4F00", ochre_tint="#F5EAD2", protect="#3F3C8F", protect_tint="#E7E6F6",
    green="#2A6438", green_tint="#E2EFE3", brick="#8F2F20", brick_tint="#F6E3DE", on_brick="#FFFFFF",
    track="#EBE7DC", focus="#B45F06",
)  # fmt: skip

DARK = Colours(
    name="dark", dark=True,
    window="#15191B", surface="#1D2326", rail="#121618", line="#394449", field_line="#7C898E",
    text="#E8ECEA", muted="#A5B1B4",
    primary="#6BC4C3", primary_tint="#1C3637", on_primary="#0B2122",
    ochre="#E3B95F", ochre_tint="#3A2F17", protect="#B5B3F4", protect_tint="#2B2A50",
    green="#8DCC98", green_tint="#1E3524", brick="#F1A392", brick_tint="#42231C", on_brick="#2A0F0A",
    track="#2C3539", focus="#FFB454",
)  # fmt: skip

CONTRAST_LIGHT = Colours(
    name="contrast", dark=False,
    window="#FFFFFF", surface="#FFFFFF", rail="#FFFFFF", line="#000000", field_line="#000000",
    text="#000000", muted="#1A1A1A",
    primary="#003B3F", primary_tint="#E6F4F3", on_primary="#FFFFFF",
    ochre="#4A2F00", ochre_tint="#FFF6E0", protect="#1F1C6B", protect_tint="#F0EFFF",
    green="#0F3D1B", green_tint="#EEF8EF", brick="#651407", brick_tint="#FFF0EC", on_brick="#FFFFFF",
    track="#D0D0D0", focus="#B00070",
)  # fmt: skip

CONTRAST_DARK = Colours(
    name="contrast", dark=True,
    window="#000000", surface="#000000", rail="#000000", line="#FFFFFF", field_line="#FFFFFF",
    text="#FFFFFF", muted="#F0F0F0",
    primary="#7FF0EE", primary_tint="#00282A", on_primary="#000000",
    ochre="#FFD98A", ochre_tint="#2A1F00", protect="#D2D0FF", protect_tint="#16154A",
    green="#B5F5BF", green_tint="#00250A", brick="#FFC2B5", brick_tint="#330A02", on_brick="#000000",
    track="#4A4A4A", focus="#FFE000",
)  # fmt: skip

_now = LIGHT


def colours() -> Colours:
    """The palette in use; ask while painting, never keep it."""
    return _now


class Role(Enum):
    """What a piece of text is: size in pixels and weight."""

    TITLE = (22.0, QFont.Weight.Bold)
    QUESTION = (16.5, QFont.Weight.DemiBold)
    LEAD = (16.5, QFont.Weight.Normal)
    BODY = (15.0, QFont.Weight.Normal)
    STRONG = (15.0, QFont.Weight.DemiBold)
    SMALL = (13.0, QFont.Weight.Normal)
    CAPTION = (13.0, QFont.Weight.DemiBold)
    CARD_TITLE = (13.0, QFont.Weight.Bold)


@lru_cache(maxsize=64)
def font(role: Role, scale: float = 1.0) -> QFont:
    """The font of a role; ``scale`` is for the window looked at together."""
    size, weight = role.value
    made = QFont(FAMILY)
    made.setPointSizeF(max(size * scale, 12.5) * 72.0 / _dots_per_inch())
    made.setWeight(weight)
    made.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
    return made


def load_fonts() -> None:
    """Read our own type from the program, so that every laptop shows the same letters."""
    for name in FONT_FILES:
        QFontDatabase.addApplicationFontFromData(resources.data(f"fonts/{name}.ttf"))


def chosen(name: str = "") -> Colours:
    """``light``, ``dark`` or ``contrast``; without a name, what the laptop itself is set to."""
    hints = QGuiApplication.styleHints()
    dark = hints.colorScheme() is Qt.ColorScheme.Dark
    strong = hints.accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast
    if name == "contrast" or (not name and strong):
        return CONTRAST_DARK if dark else CONTRAST_LIGHT
    if name:
        return DARK if name == "dark" else LIGHT
    return DARK if dark else LIGHT


def apply(app: QApplication, palette: Colours | None = None) -> None:
    """Dress the application: Fusion, our type, our colours. May be called again to change them."""
    global _now
    if not app.property("amparo_dressed"):
        if not app.property(IN_FUSION):
            app.setStyle("Fusion")
        load_fonts()
        app.setProperty("amparo_dressed", True)
    _now = palette or chosen()
    app.setEffectEnabled(Qt.UIEffect.UI_General, False)  # lists, menus and tips are there at once (UX-18)
    app.setFont(font(Role.BODY))
    app.setPalette(qt_palette(_now))


def qt_palette(tokens: Colours) -> QPalette:
    """The tokens as Qt names them, so that ordinary widgets need no style sheet."""
    made = QPalette()
    for role, colour in _roles(tokens).items():
        made.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens.muted))
    return made


def _roles(tokens: Colours) -> dict[QPalette.ColorRole, str]:
    role = QPalette.ColorRole
    return {
        role.Window: tokens.window,
        role.WindowText: tokens.text,
        role.Base: tokens.surface,
        role.AlternateBase: tokens.rail,
        role.Text: tokens.text,
        role.PlaceholderText: tokens.muted,
        role.Button: tokens.surface,
        role.ButtonText: tokens.text,
        role.BrightText: tokens.on_primary,
        role.ToolTipBase: tokens.surface,
        role.ToolTipText: tokens.text,
        role.Highlight: tokens.primary_tint,
        role.HighlightedText: tokens.primary,
        role.Accent: tokens.primary,
        role.Link: tokens.primary,
        role.LinkVisited: tokens.primary,
        role.Light: tokens.surface,
        role.Midlight: tokens.rail,
        role.Mid: tokens.line,
        role.Dark: tokens.field_line,
        role.Shadow: tokens.line,
    }


def contrast(first: str, second: str) -> float:
    """The contrast of two colours as WCAG counts it, 1…21."""
    high, low = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _dots_per_inch() -> float:
    screen = QGuiApplication.primaryScreen()
    return screen.logicalDotsPerInchY() if screen else 96.0

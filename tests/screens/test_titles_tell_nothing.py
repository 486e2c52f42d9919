# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What others may see of the program from outside, in each language: no word of anybody, wherever one is in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from assist import i18n
from assist.crypto.codes import shown as written
from assist.desk import Desk
from tests.faults.test_canaries import Planter
from tests.screens.at_window import AtWindow, every_place, seen
from ui.wiring import Door

TABS = ("now", "plan", "safety", "consent", "notes", "services", "forms", "history")
WITH_WORDS = ("F01", "LIMITS", "F03", "F02", "F04", "F05", "F06", "F08", "F10", "AGR", "F11", "PROT", "F17")
"""Fewer forms than a whole day has: those whose words stand on a tab of the file, which is all that is looked at."""


def from_outside() -> Iterator[str]:
    """Titles, what a bar of tasks or a list of windows says, and what the system is told of the program."""
    for window in QApplication.topLevelWidgets():
        yield from (window.windowTitle(), window.windowIconText(), window.windowRole(), window.windowFilePath(),
                    window.accessibleName(), window.accessibleDescription())
    for native in QGuiApplication.topLevelWindows():
        yield from (native.title(), native.filePath())
    for icon in QApplication.instance().findChildren(QSystemTrayIcon):
        yield icon.toolTip()
    yield from (QApplication.applicationName(), QGuiApplication.applicationDisplayName(),
                QApplication.organizationName(), QGuiApplication.desktopFileName())


@pytest.mark.rule("WP-12", "UX-22", "WP-02")
@pytest.mark.parametrize("language", ["en", "es", "pt", "fr"])
def test_from_outside_no_word_of_anybody_is_seen(language: str, at_window: AtWindow, desk: Desk, door: Door):
    """On every page, every tab of a file, behind every cover and at the lock, while the page itself shows her name."""
    planter, case = Planter(), ""
    for form in WITH_WORDS:
        opening = desk.records.open(form, case)
        planter.fill(opening)
        case = desk.records.save(opening).case
    i18n.use(language)
    at_window.sit_down(desk, door)
    code = desk.cases.header(case).code
    told, inside = set[str](), ""

    for place in (*every_place(case), *(("case", {"case": case, "tab": tab}) for tab in TABS)):
        at_window.go_through([place])
        told.update(from_outside())
        inside += seen(at_window.window)
    for kind in ("pause", "hide", "lock"):
        at_window.window.act.emit(kind)
        told.update(from_outside())

    shown = [word for word in planter.words if word in inside]
    assert len(shown) > 5, "there was something to tell"
    assert [word for word in (*planter.words, code, written(code)) if word in " ".join(told)] == []
    assert i18n.language() == language

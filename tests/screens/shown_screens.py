# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One look of every screen: started by ``tests.screens.shots`` with a line of JSON that says which and where to."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from assist.device import Device, write_device
from assist.practice import fill
from assist.services.inviting import Wanted
from tests.screens.laptop import Laptop, wait_until
from tests.screens.shown_attached import attached_files
from tests.screens.shown_brought import brought
from tests.screens.shown_exports import exports
from tests.screens.shown_kept import kept_and_erased
from tests.screens.shown_people import door_to, shown_case
from tests.screens.shown_referrals import referrals
from tests.screens.shown_team import rooms_of_a_team
from tests.screens.shown_together import looking_together, somebody_comes_along
from ui.hub import UnderWay
from ui.screens.case_file.screen import NAMES
from ui.screens.first_run.arriving import ArrivingPage
from ui.screens.first_run.founding import Ground
from ui.screens.record_editor.screen import RecordEditor
from ui.screens.settings.screen import TABS
from ui.shell.rail import Rail
from ui.widgets.lines import PressLine
from ui.wiring import Door

WIDE, HIGH = 1366, 768


class Album:
    """Numbers the pictures as they are taken."""

    def __init__(self, target: Path, scale: int) -> None:
        self._target, self._scale = target, scale
        self._number = 0

    def fit(self, window: QWidget) -> None:
        """The whole screen, as on a small laptop."""
        window.setGeometry(0, 0, WIDE // self._scale, HIGH // self._scale)

    def take(self, laptop: Laptop, name: str, other: QWidget | None = None) -> None:
        """What is on the screen now, without the news of a moment ago; without a screen, what would be.

        ``other``: a window beside the usual one.
        """
        window = other or laptop.window
        window.activateWindow()
        wait_until(lambda: window.windowHandle() is not None and window.windowHandle().isExposed())
        laptop.settle()
        if laptop.amparo.sitting is not None:
            laptop.sitting.frame.stage.banner.hide_now()
        at = QApplication.focusWidget()
        if at is not None and isinstance(at.parentWidget(), Rail):
            at.clearFocus()
        laptop.settle()
        self._number += 1
        if QGuiApplication.platformName() == "xcb":
            picture = window.screen().grabWindow(window.winId())
        else:
            picture = window.grab()
        picture.save(str(self._target / f"{self._number:02}-{name}.png"))


def entrance(album: Album, told: dict[str, str]) -> None:
    """Every page before anybody has signed in."""
    os.environ["AMPARO_DEVICE_DIR"] += "-new"
    laptop = _laptop(album, Device(theme=told["theme"]))
    laptop.amparo.start()
    album.take(laptop, "first-run-language")
    laptop.amparo.screen.page.language_chosen.emit("es")
    album.take(laptop, "first-run-ways")
    screen = laptop.amparo.screen
    screen._chosen("organisation")
    album.take(laptop, "first-run-organisation")
    screen.page.organisation.setText("Casa Ceibo")
    screen.page.name.setText("Ana Ceibo")
    screen.page._go_on()
    album.take(laptop, "first-run-passphrase")
    screen.page._go_on()
    album.take(laptop, "first-run-type-back")
    screen._chosen("restore")
    album.take(laptop, "first-run-bring-back")
    _joins(album, laptop, told)
    laptop.amparo.show_door(Path(told["empty"]))
    album.take(laptop, "unlock")
    _end(laptop)


def _joins(album: Album, laptop: Laptop, told: dict[str, str]) -> None:
    """Somebody comes with an invitation, up to the six words."""
    door = door_to(Path(told["empty"]))
    desk = door.sign_in(told["empty_user"], told["empty_passphrase"])
    made = desk.inviting.invite(Wanted("Killa", ("caseworker",), "", "es"))
    desk.close()
    door.leave()
    screen = laptop.amparo.screen
    screen._chosen("join")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "killa.amparo-invitation"
        file.write_bytes(made.file)
        screen.page.take(file)
        screen.page.words.setPlainText(made.words)
        album.take(laptop, "first-run-invitation")
        screen.page._go_on()
        laptop.settle()
        screen.page.place.put(Path(folder) / "amparo")
        album.take(laptop, "first-run-newcomer")
        screen.page._go_on()
        screen.page._go_on()
        for place, line in zip(screen.page.type_back.places, screen.page.type_back.lines, strict=True):
            line.setText(screen.page.words.word(place))
        screen.page._go_on()
        laptop.settle()
        album.take(laptop, "first-run-waiting")
        screen.page._waits.door.leave()
        screen._put(_Arriving(screen._ground))
        album.take(laptop, "first-run-arriving")


class _Arriving(ArrivingPage):
    """As it looks half-way; nothing is read."""

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground, None)
        self._begun = True
        self._show(UnderWay(1200, 3400))

    def showEvent(self, event: QShowEvent) -> None:
        """The keyboard is where it would be."""
        super().showEvent(event)
        self.go_on.setFocus()


def rooms_of_nobody(album: Album, told: dict[str, str]) -> None:
    """A workspace to which nobody has come yet, and the four digits."""
    laptop, door = _laptop(album, Device("es", told["theme"])), door_to(Path(told["empty"]))
    desk = door.sign_in(told["empty_user"], told["empty_passphrase"])
    laptop.amparo._founded(_opened(desk, door))
    laptop.window.show()
    album.take(laptop, "four-digits")
    laptop.amparo.screen.chosen.emit("4071")
    album.take(laptop, "my-day-empty")
    laptop.go("cases")
    album.take(laptop, "cases-empty")
    laptop.sitting.act("hide")
    album.take(laptop, "cover")
    QTest.keyClick(laptop.sitting.cover, Qt.Key.Key_Space)
    album.take(laptop, "cover-four-digits")
    laptop.sitting.cover.returned.emit()
    laptop.sitting.act("pause")
    QTest.keyClick(laptop.sitting.cover, Qt.Key.Key_Space)
    album.take(laptop, "pause-ready")
    laptop.sitting._cover("lock")
    album.take(laptop, "lock")
    _end(laptop, door)


def rooms(album: Album, told: dict[str, str]) -> None:
    """Every room with invented people in it."""
    laptop, door = _laptop(album, Device("es", told["theme"])), door_to(Path(told["practice"]))
    desk = door.sign_in(told["user"], told["passphrase"])
    desk.signed.open_vault(told["passphrase"])
    laptop.sit_down(desk, door)
    case = shown_case(desk).case
    album.take(laptop, "my-day")
    laptop.go("week")
    album.take(laptop, "week")
    laptop.screen.findChildren(PressLine)[0].click()
    album.take(laptop, "week-appointment")
    laptop.go("week")
    next(iter(laptop.screen.papers.values())).click()
    album.take(laptop, "week-on-paper")
    laptop.go("cases")
    album.take(laptop, "cases")
    for name in NAMES:
        laptop.go("case", case=case, tab=name)
        album.take(laptop, f"case-{name}")
    somebody_comes_along(desk, case)
    looking_together(lambda name, window: album.take(laptop, name, window), laptop, case)
    _forms(album, laptop, case)
    attached_files(album, laptop, case)
    referrals(album, laptop, case)
    kept_and_erased(album, laptop, case)
    laptop.go("team", tab="directory")
    album.take(laptop, "team-directory")
    laptop.screen.part.findChildren(PressLine)[0].click()
    album.take(laptop, "team-directory-entry")
    laptop.go("directory_entry")
    album.take(laptop, "directory-entry")
    laptop.go("reports")
    album.take(laptop, "reports")
    laptop.go("reports", case=case, kind="supervision")
    laptop.screen.choosing.cases.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)[0].click()
    album.take(laptop, "report-supervision")
    exports(album, laptop, told["passphrase"])
    brought(album, laptop)
    for name in (each for each in laptop.go("settings").names if each in TABS):
        laptop.go("settings", tab=name).show_tab(name)
        album.take(laptop, f"settings-{name}")
    _end(laptop, door)


def _forms(album: Album, laptop: Laptop, case: str) -> None:
    first = laptop.go("form", form="F01")
    album.take(laptop, "form-F01-empty")
    _answer(first, {"chosen_name": "Killa", "danger_now": "not_sure", "needs_now": ("sleep_place", "call_someone")})
    album.take(laptop, "form-F01-answered")
    first.view.show_field("chosen_name")
    first.view.card("chosen_name").ask_why()
    album.take(laptop, "form-F01-why")
    first.view.next_page()
    album.take(laptop, "form-F01-page-2")
    _leave(first)
    for form in ("F02", "F03", "F06", "F08", "F09", "F11", "F13", "F14", "WHO5", "F17", "APPT"):
        editor = laptop.go("form", form=form, case=case)
        album.take(laptop, f"form-{form}")
        _leave(editor)


def _answer(editor: RecordEditor, answers: dict[str, object]) -> None:
    fill(editor.opening, answers)
    editor.view.refresh()


def _leave(editor: RecordEditor) -> None:
    """Without keeping anything."""
    editor._quiet.stop()
    editor._over = True


def _opened(desk: object, door: Door) -> object:
    from ui.screens.first_run.founding import Opened

    return Opened(desk, door)


def _laptop(album: Album, device: Device) -> Laptop:
    write_device(device)
    laptop = Laptop(door_to)
    album.fit(laptop.window)
    return laptop


def _end(laptop: Laptop, door: Door | None = None) -> None:
    desk = laptop.amparo.sitting.desk if laptop.amparo.sitting else None
    laptop.close()
    if desk is not None:
        desk.close()
    if door is not None:
        door.leave()


def main() -> int:
    """All of them, in the order in which a person meets them."""
    told = json.loads(sys.stdin.read())
    qInstallMessageHandler(lambda _kind, _where, _said: None)
    QApplication(sys.argv[:1])
    album = Album(Path(told["target"]), int(told["scale"]))
    parts: tuple[Callable[[Album, dict[str, str]], None], ...] = (
        entrance, rooms_of_nobody, rooms, rooms_of_a_team)
    for part in parts:
        part(album, told)
    return 0


if __name__ == "__main__":
    sys.exit(main())

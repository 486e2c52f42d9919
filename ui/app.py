# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The window from start to end: which page comes first, what follows it, and how it all goes away again."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QSettings, QSocketNotifier, QTranslator
from PySide6.QtWidgets import QApplication

from assist import i18n
from assist.device import Device, device_folder, read_device, write_device
from assist.errors import AssistError, NotFound
from assist.i18n import _
from assist.places import Workspace
from assist.services.practice_keys import practice_key
from ui import theme
from ui.dialogs.patience import Patience
from ui.errors import stay_silent_on_standard_error
from ui.relaunch import relaunch
from ui.screens.unlock import Opening, UnlockScreen
from ui.shell.idle import Clocks
from ui.shell.window import Window
from ui.tasks import Lane

if TYPE_CHECKING:
    from assist.desk import Desk
    from assist.services.ceremony import Ceremony
    from assist.services.joining import WaitingProfile
    from ui.screens.first_run.founding import Opened
    from ui.screens.first_run.screen import FirstRunScreen
    from ui.screens.forgotten import ForgottenScreen
    from ui.screens.return_code import ReturnCodeScreen
    from ui.shell.sitting import Sitting
    from ui.wiring import Door

_PRACTICE, _WORK = "practice", "work"
_SCALE = "QT_SCALE_FACTOR"
ROOMY = 1440
"""On a screen narrower than this the window takes all of it."""


def _door(folder: Path) -> Door:
    # SQLAlchemy, the cipher and the first rooms come with it: called in a lane, while somebody types.
    import ui.screens.cases
    import ui.screens.my_day
    import ui.screens.return_code
    import ui.shell.sitting  # noqa: F401
    from ui.wiring import Door

    door = Door(folder)
    door.make_ready()
    return door


def _desk() -> type[Desk]:
    from assist.desk import Desk  # there by then: whoever signed in came through it

    return Desk


@dataclass(frozen=True)
class Parts:
    """What a test puts in place of the real thing: time, how doors are made, what locking ends in."""

    make_door: Callable[[Path], Door] = _door
    relaunch: Callable[[Path | None], object] = relaunch
    clocks: Clocks = field(default_factory=Clocks)


class Amparo(QObject):
    """One window, four lanes, and whoever is signed in."""

    def __init__(self, parts: Parts | None = None) -> None:
        super().__init__()
        self.parts = parts or Parts()
        self.device = read_device()
        self.lanes = tuple(Lane(name, self) for name in ("write", "read", "paper", "meeting"))
        self.window = Window(self.device.title)
        self.window.close_wanted.connect(self._close)
        self.sitting: Sitting | None = None
        self.folder: Path | None = None
        self.screen: FirstRunScreen | UnlockScreen | ForgottenScreen | ReturnCodeScreen | None = None
        self._door: Door | None = None
        self._ends = False
        self._translator = QTranslator(self)
        self._dress()
        QApplication.styleHints().colorSchemeChanged.connect(self._scheme_changed)

    def start(self, folder: Path | None = None) -> None:
        """Show the first page: the door of this or the last workspace, or the first run."""
        wanted = folder or self._last()
        if wanted is not None and Workspace(wanted).exists:
            self.show_door(wanted)
        else:
            self._show_first_run()
            if folder is not None:
                self._first_run.say(NotFound("workspace.none"))
        self.window.show()

    def _last(self) -> Path | None:
        return Path(self.device.last_workspace) if self.device.last_workspace else None

    # -- the entrance -----------------------------------------------------------------------

    def show_door(self, folder: Path) -> None:
        """Name and passphrase for this workspace."""
        if not Workspace(folder).exists:
            self._first_run.say(NotFound("workspace.none"))
            return
        self.folder, self._door = folder, None
        screen = UnlockScreen(Opening(
            self._sign_in, self._make_ready, self.lanes[0], Patience(self.parts.clocks.steady), practice_key(folder)))
        screen.opened.connect(self._opened)
        screen.elsewhere.connect(self._show_first_run)
        screen.forgotten.connect(self._show_forgotten)
        self._show(screen)

    def _show_forgotten(self) -> None:
        """Papers of the recovery kit instead of the passphrase."""
        from ui.screens.forgotten import ForgottenScreen, Ground

        screen = ForgottenScreen(Ground(self._ceremony, self.lanes[0], self.lanes[2]))
        screen.done.connect(self._recovered)
        screen.left.connect(self._back_to_door)
        self._show(screen)

    def _ceremony(self) -> Ceremony:
        """In the lane."""
        assert self.folder is not None  # noqa: S101 - the door was shown for a folder
        self._door = self._door or self.parts.make_door(self.folder)
        return self._door.ceremony()

    def _recovered(self, name: str) -> None:
        self._back_to_door()
        if isinstance(self.screen, UnlockScreen):
            self.screen.name.setText(name)
            self.screen.passphrase.setFocus()
            self.screen.banner.show_good(_("The new passphrase holds. Sign in with it."))

    def _back_to_door(self) -> None:
        if self._door is not None:
            self._door.leave()
        if self.folder is not None:
            self.show_door(self.folder)

    @property
    def _first_run(self) -> FirstRunScreen:
        from ui.screens.first_run.screen import FirstRunScreen

        return self.screen if isinstance(self.screen, FirstRunScreen) else self._show_first_run()

    def _show_first_run(self) -> FirstRunScreen:
        from ui.screens.first_run.founding import Ground
        from ui.screens.first_run.screen import FirstRunScreen

        here, self.folder = self.folder or self._last(), None
        is_ours = here is not None and Workspace(here).exists and practice_key(here) is None
        ground = Ground(
            self.parts.make_door, self.lanes[0], *self.lanes[2:], device_folder() / _WORK,
            device_folder() / _PRACTICE, here if is_ours else None)
        screen = FirstRunScreen(ground, ask_language=not self.device.language)
        screen.opened.connect(self._founded)
        screen.elsewhere.connect(self.show_door)
        self._show(screen)
        return screen

    def _show(self, screen: FirstRunScreen | UnlockScreen | ForgottenScreen | ReturnCodeScreen) -> None:
        self.screen = screen
        screen.language_chosen.connect(self._speak)
        self.window.show_page(screen)

    def _speak(self, code: str) -> None:
        self.keep_device(replace(self.device, language=code))
        if self.folder is not None and self.screen is not None and self.screen.is_door:
            self.show_door(self.folder)
        else:
            self._show_first_run()

    def _make_ready(self) -> None:
        """In the lane, while somebody types."""
        if self.folder is not None:
            self._door = self.parts.make_door(self.folder)
            i18n.make_ready()
            gc.freeze()  # what was read so far stays: nobody needs to look through it for garbage again

    def _sign_in(self, name: str, passphrase: str) -> Desk | WaitingProfile:
        """In the lane. Whoever does not get in leaves the workspace free for others."""
        assert self.folder is not None  # noqa: S101 - the door is shown for a folder
        door = self._door or self.parts.make_door(self.folder)
        self._door = door
        try:
            entered = door.enter(name, passphrase)
            key = practice_key(self.folder)
            if key is not None and key.passphrase == passphrase and isinstance(entered, _desk()):
                entered.signed.open_vault(passphrase)
            return entered
        except BaseException:
            door.leave()
            raise

    def _show_waiting(self, waiting: WaitingProfile) -> None:
        """She asked to join and was not let in yet: the six words, and the answer once it comes."""
        from ui.screens.first_run.coming import Waits

        assert self._door is not None  # noqa: S101 - she came through it
        self._show_first_run().show_waiting(Waits(waiting, self._door))

    # -- signed in ------------------------------------------------------------------------------

    def _founded(self, opened: Opened) -> None:
        self._door, self.folder = opened.door, opened.door.workspace.root
        self._opened(opened.desk)

    def _opened(self, desk: Desk | WaitingProfile) -> None:
        from ui.screens.return_code import ReturnCodeScreen

        if not isinstance(desk, _desk()):
            self._show_waiting(desk)
            return
        screen = ReturnCodeScreen(practice=desk.me.practice)
        screen.chosen.connect(lambda digits: self._sit_down(desk, digits))
        # While four digits are chosen; whatever fails here fails again where it is asked for, and is said there.
        screen.painted.connect(
            lambda: self.lanes[1].run(desk.make_ready, owner=screen, failed=lambda _error: None))
        self._show(screen)

    def _sit_down(self, desk: Desk, digits: str) -> None:
        if self.sitting is not None:
            return
        from ui.shell.places import HOME
        from ui.shell.return_code import ReturnCode
        from ui.shell.sitting import Keys, Sitting

        code = ReturnCode()
        code.choose(digits)
        if self.device.remember_workspace and self.folder is not None:
            self.keep_device(replace(self.device, last_workspace=str(self.folder)))
        assert self._door is not None  # noqa: S101 - the desk came through it
        practice = practice_key(self._door.workspace.root) if desk.me.practice else None
        keys = Keys(desk, self._door, self.lanes[:3], self.lanes[3], code, lambda: self.device, self.parts.clocks,
                    practice)
        self.screen = None
        self.sitting = Sitting(self.window, keys, self._left)
        self.sitting.hub.device.connect(self._device_changed)
        self.sitting.hub.preferences.connect(lambda kept: self.keep_device(replace(self.device, title=kept.title)))
        self.sitting.go(HOME)
        if desk.signed.older_than_it_was:
            self.sitting.surroundings.banner.show_trouble(
                _("This workspace is older than when it was closed last."), _("Nothing was changed."),
                _("If nobody brought back a backup, ask your second person before going on."))

    # -- what the laptop remembers ------------------------------------------------------------------

    def keep_device(self, device: Device) -> None:
        """Keep and obey; a disk that cannot be written is no reason to stop, and for nothing new none is waited for."""
        if device == self.device:
            return
        spoken, looks = self.device.language != device.language, self.device.theme != device.theme
        self.device = device
        try:
            write_device(device)
        except AssistError as error:
            if self.sitting is not None:
                self.sitting.trouble(error)
        if spoken or looks:
            self._dress()

    def _device_changed(self, device: Device) -> None:
        spoken = self.device.language != device.language
        self.keep_device(device)
        if spoken and self.sitting is not None:
            self.sitting.rebuild()

    def _scheme_changed(self, _scheme: object) -> None:
        if not self.device.theme:
            self._dress()

    def _dress(self) -> None:
        i18n.use(self.device.language or i18n.system_language())
        app = QApplication.instance()
        app.removeTranslator(self._translator)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        # By locale and not by name: what Qt itself says in Portuguese lies under Brazil's.
        if self._translator.load(QLocale(i18n.language()), "qtbase", "_", folder):
            app.installTranslator(self._translator)
        theme.apply(app, theme.chosen(self.device.theme))

    # -- the end ------------------------------------------------------------------------------------

    def _close(self) -> None:
        """Somebody closes the window: the same as lock, without coming back."""
        self._ends = True
        if self.sitting is None:
            self._left()

    def _left(self) -> None:
        for lane in self.lanes:
            lane.stop()
        if self._door is not None:
            self._door.leave()
        if not self._ends:
            self.parts.relaunch(self.folder)
            return
        self.window.may_close = True
        self.window.close()


def run(folder: Path | None) -> int:
    """Open the window and stay until it is closed."""
    stay_silent_on_standard_error()
    device = read_device()
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, str(device_folder() / "qt"))
    app = _application(device)
    amparo = Amparo()
    amparo.start(folder)
    if app.primaryScreen().availableSize().width() < ROOMY:
        amparo.window.showMaximized()
    listener = _close_when_told(amparo.window)
    status = app.exec()
    del listener
    return status


def _application(device: Device) -> QApplication:
    """Qt in the size somebody chose. The choice is not handed on: after a lock it is read anew."""
    own = device.scale != 100 and _SCALE not in os.environ
    if own:
        os.environ[_SCALE] = str(device.scale / 100)
    # The first word becomes the class of the window, which some systems show.
    app = QApplication([device.title, "-style", "fusion"])
    app.setProperty(theme.IN_FUSION, True)
    if own:
        del os.environ[_SCALE]
    app.setApplicationName(device.title)
    app.setQuitOnLastWindowClosed(True)
    return app


def _close_when_told(window: Window) -> QSocketNotifier | None:
    """The end of a session closes the window as a person would: drafts kept, databases closed."""
    if os.name == "nt":  # there Qt is told by the window itself
        return None
    hears, tells = os.pipe()
    os.set_blocking(tells, False)
    signal.set_wakeup_fd(tells)
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: None)
    listener = QSocketNotifier(hears, QSocketNotifier.Type.Read)
    listener.activated.connect(lambda _socket: (os.read(hears, 64), window.close()))
    return listener

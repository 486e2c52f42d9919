# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Hears the laptop going to sleep or its screen being locked, where the system tells programs so."""

from __future__ import annotations

import os
import sys

from PySide6.QtCore import SLOT, QAbstractNativeEventFilter, QByteArray, QCoreApplication, QObject, Signal, Slot

_LOGIN = "org.freedesktop.login1"
_SYSTEM = ((_LOGIN, "/org/freedesktop/login1", f"{_LOGIN}.Manager", "PrepareForSleep", "_turned(bool)"),)
_SESSION = (
    ("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver", "ActiveChanged",
     "_turned(bool)"),
    ("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver", "org.gnome.ScreenSaver", "ActiveChanged", "_turned(bool)"),
)
_SYSTEM_BUS = "/run/dbus/system_bus_socket"

_POWER, _POWER_SUSPEND = 0x0218, 0x0004
_SESSION_CHANGE, _SESSION_LOCK, _SESSION_OTHER = 0x02B1, 0x7, 0x2
"""WM_POWERBROADCAST with PBT_APMSUSPEND; WM_WTSSESSION_CHANGE with WTS_SESSION_LOCK or another user at the console."""


class SystemWatch(QObject):
    """Says ``away`` when nobody can be at the screen any more. A system that tells nothing is not waited for:
    the quiet time and the gap that sleep leaves in the clocks lock as well."""

    away = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._native: WindowsMessages | None = None
        if sys.platform == "win32":
            self._native = WindowsMessages(self)
            QCoreApplication.instance().installNativeEventFilter(self._native)
        elif sys.platform.startswith("linux"):
            self._listen()

    @Slot(bool)
    def _turned(self, on: bool) -> None:
        if on:
            self.away.emit()

    def _listen(self) -> None:
        from PySide6.QtDBus import QDBusConnection

        # Asking for a bus that is not there makes Qt print a warning.
        if os.path.exists(_SYSTEM_BUS):
            bus = QDBusConnection.systemBus()
            for service, path, interface, name, slot in _SYSTEM:
                bus.connect(service, path, interface, name, self, SLOT(slot))
        if os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
            bus = QDBusConnection.sessionBus()
            for service, path, interface, name, slot in _SESSION:
                bus.connect(service, path, interface, name, self, SLOT(slot))


class WindowsMessages(QAbstractNativeEventFilter):
    """Reads two kinds of messages that Windows sends to every window."""

    def __init__(self, watch: SystemWatch) -> None:
        super().__init__()
        self._watch = watch

    def nativeEventFilter(self, kind: QByteArray, message: int) -> tuple[bool, int]:
        """Never keeps a message from anybody."""
        if bytes(kind.data()) == b"windows_generic_MSG":
            from ctypes import wintypes

            told = wintypes.MSG.from_address(int(message))
            if says_away(told.message, told.wParam):
                self._watch.away.emit()
        return False, 0


def says_away(message: int, what: int) -> bool:
    """Whether a message of Windows means that nobody is at the screen."""
    return (message, what) in {
        (_POWER, _POWER_SUSPEND), (_SESSION_CHANGE, _SESSION_LOCK), (_SESSION_CHANGE, _SESSION_OTHER)}


def ask_for_session_messages(window: int) -> None:
    """Windows tells of a locked session only the windows that asked."""
    if sys.platform == "win32":
        import ctypes

        getattr(ctypes, "windll").wtsapi32.WTSRegisterSessionNotification(window, 0)  # noqa: B009

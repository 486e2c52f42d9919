# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading aloud with the voice of the system, where it has one; where it has none, nothing says so.

Words go to the voice through a pipe and are in no file, no argument and no list of programs.
"""

from __future__ import annotations

import shutil
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QObject, QProcess
from shiboken6 import isValid

if TYPE_CHECKING:
    from PySide6.QtTextToSpeech import QTextToSpeech

_SILENT = frozenset({"mock"})
"""Engines that only pretend."""
_PATIENCE_MS = 500
_HERE = {"es": "es-419", "pt": "pt-br"}
"""The voices of this part of the world."""
_POWERSHELL = (
    "[Console]::InputEncoding=[Text.Encoding]::UTF8;Add-Type -AssemblyName System.Speech;"
    "$v=New-Object System.Speech.Synthesis.SpeechSynthesizer;"
    "try{{$v.SelectVoiceByHints('NotSet','NotSet',0,[Globalization.CultureInfo]::new('{language}'))}}catch{{}};"
    "$v.Speak([Console]::In.ReadToEnd())"
)
Command = tuple[str, list[str]]


class Voice(QObject):
    """One voice; what it says next takes the place of what it was saying."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = _qt_engine(self)
        self._running: QProcess | None = None

    @property
    def is_there(self) -> bool:
        """Whether anything would be heard."""
        return self._engine is not None or command("en") is not None

    def say(self, words: str, language: str) -> None:
        """Read this aloud, in a language of ours."""
        self.be_silent()
        if self._engine is not None:
            self._engine.setLocale(QLocale(language))
            self._engine.say(words)
            return
        found = command(language)
        if found is not None:
            self._running = QProcess(self)
            self._running.finished.connect(self._running.deleteLater)
            self._running.start(*found)
            self._running.write(words.encode())
            self._running.closeWriteChannel()

    def be_silent(self) -> None:
        """At once."""
        if self._engine is not None:
            self._engine.stop()
        running, self._running = self._running, None
        if running is not None and isValid(running):  # one that has said everything is gone
            running.kill()
            running.waitForFinished(_PATIENCE_MS)


def command(language: str) -> Command | None:
    """The program of the system that reads what it is given aloud; None where there is none."""
    if sys.platform == "win32":
        return ("powershell", ["-NoProfile", "-Command", _POWERSHELL.format(language=language)])
    known = {
        "say": ["-f", "-"], "espeak-ng": ["--stdin", "-v", _HERE.get(language, language)],
        "espeak": ["--stdin", "-v", language],
        "spd-say": ["-e", "-w", "-l", language],
    }
    for program, arguments in known.items():
        if (path := shutil.which(program)) is not None:
            return path, arguments
    return None


def _qt_engine(parent: QObject) -> QTextToSpeech | None:
    """Qt's own way to the voice, where that part of Qt is installed and finds one."""
    if find_spec("PySide6.QtTextToSpeech") is None:
        return None
    try:
        from PySide6.QtTextToSpeech import QTextToSpeech
    except ImportError:
        return None
    if not set(QTextToSpeech.availableEngines()) - _SILENT:
        return None
    made = QTextToSpeech(parent)
    return made if made.state() is not QTextToSpeech.State.Error else None

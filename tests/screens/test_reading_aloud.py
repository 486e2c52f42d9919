# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading aloud with the voice of the system, where there is one; where there is none, nothing says so (UX-10)."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QProcess

from tests.screens.at_together import at_parts
from tests.screens.at_window import AtWindow
from ui.coview.voice import Voice
from ui.shell.sitting import Sitting


@pytest.fixture
def voice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A voice of the system that writes down what it reads aloud."""
    heard, program = tmp_path / "heard", tmp_path / "espeak-ng"
    program.write_text(f'#!/bin/sh\necho "$@" > {heard}.how\ncat > {heard}.part\nmv {heard}.part {heard}\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    return heard


@pytest.mark.rule("UX-10")
def test_what_is_seen_is_read_aloud(at_window: AtWindow, sitting: Sitting, luz: str, voice: Path):
    """Her goals, to the voice of the system, in the language shown; through a pipe, and never as an argument."""
    page = at_parts(at_window, sitting, luz)
    assert page.parts.listen.isVisible()
    page.parts.listen.click()
    at_window.until(voice.exists)
    assert "Coser y vender lo mío" in voice.read_text(encoding="utf-8")
    assert "Coser" not in Path(f"{voice}.how").read_text(encoding="utf-8")
    assert "en" in Path(f"{voice}.how").read_text(encoding="utf-8").split()

    voice.unlink()
    page.fill_wanted.emit("RANK")
    at_window.settle()
    page.ask.listen.click()
    at_window.until(voice.exists)
    told = voice.read_text(encoding="utf-8")
    assert "What matters most to you now?" in told
    assert "a place to sleep" in told


@pytest.mark.rule("UX-10")
def test_without_a_voice_nothing_is_said_about_it(
    at_window: AtWindow, sitting: Sitting, luz: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    """No button, no excuse."""
    monkeypatch.setenv("PATH", str(tmp_path))
    page = at_parts(at_window, sitting, luz)
    if not page.voice.is_there:
        assert not page.parts.listen.isVisible()
        assert not page.explained.listen.isVisible()
        page.fill_wanted.emit("RANK")
        at_window.settle()
        assert not page.ask.listen.isVisible()


def test_silence_comes_at_once(qtbot: object, voice: Path):
    """Whatever is being read stops, however much is left to read; a second time there is nothing to stop."""
    (voice.parent / "espeak-ng").write_text("#!/bin/sh\nexec sleep 60\n")
    speaker = Voice()
    speaker.say("una frase", "es")
    (reading,) = speaker.findChildren(QProcess)
    assert reading.waitForStarted()
    speaker.be_silent()
    assert reading.state() is QProcess.ProcessState.NotRunning
    speaker.be_silent()


@pytest.mark.rule("PA-04", "PA-14")
def test_nothing_is_read_on_when_something_else_comes_up(
    at_window: AtWindow, sitting: Sitting, luz: str, monkeypatch: pytest.MonkeyPatch
):
    """Somebody comes in, a question is asked, it is covered, it closes by itself: at each of these it falls silent."""
    page = at_parts(at_window, sitting, luz)
    silent = list[bool]()
    monkeypatch.setattr(page.voice, "be_silent", lambda: silent.append(True))
    for happens in (page.parts.joins.click, page.company.nobody.click, page.parts.who_sees.click,
                    page.explained.go_on.click, lambda: page.fill_wanted.emit("RANK"),
                    lambda: page.window().put_cover("pause"), page._closing.timeout.emit):
        silent.clear()
        happens()
        at_window.settle()
        assert silent


def test_nothing_of_it_is_read_at_the_start():
    """Neither the voice nor the pages, before somebody looks together."""
    told = (
        "import sys, ui.app, ui.shell.sitting;"
        "print([name for name in sys.modules if 'coview' in name or 'Speech' in name])")
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether the built folder is a whole program: ``python -m tests.journeys.built_program dist/amparo``.

It is copied away from this checkout first, so that nothing can be borrowed from it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.screens.virtual_screen import has_xvfb, virtual_screen

MOST_MEGABYTES = 180
WINDOW_SECONDS = 60
COLOURS_OF_A_WINDOW = 12
"""Paper, ink, lines and smoothed letters; a screen without a window has one."""


class Wrong(Exception):
    """What the built program did not do."""


class BuiltProgram:
    """The program in an empty place, with nothing of ours around it."""

    def __init__(self, folder: Path, place: Path) -> None:
        self.folder = place / "carried"
        shutil.copytree(folder, self.folder, symlinks=True)
        self.file = self.folder / ("amparo.exe" if os.name == "nt" else "amparo")
        self.place = place
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "SYSTEMROOT", "TEMP") if name in os.environ}
        self.surroundings = kept | {"AMPARO_DEVICE_DIR": str(place / "laptop"), "LC_ALL": "C.UTF-8"}

    def megabytes(self) -> float:
        """All its files together."""
        files = (path for path in self.folder.rglob("*") if path.is_file() and not path.is_symlink())
        return sum(path.stat().st_size for path in files) / 1_000_000

    def says(self, *words: str) -> str:
        """What a command prints; raises Wrong unless it ends with 0."""
        done = subprocess.run(
            [str(self.file), *words], env=self.surroundings, cwd=self.place, capture_output=True, encoding="utf-8")
        if done.returncode != 0:
            raise Wrong(f"amparo {' '.join(words)} ended with {done.returncode}: {done.stderr.strip()[-2000:]}")
        return done.stdout

    def shows_its_window(self, workspace: Path) -> None:
        """Open the window on a workspace and see it on a screen; raises Wrong."""
        if not has_xvfb():
            self._stays_open(workspace)
            return
        with virtual_screen() as screen:
            window = self._open(workspace, {"DISPLAY": screen.name})
            try:
                for _turn in range(WINDOW_SECONDS * 4):
                    if len(screen.colours()) >= COLOURS_OF_A_WINDOW:
                        return
                    self._still_runs(window, 0.25)
                raise Wrong(f"no window came in {WINDOW_SECONDS} s")
            finally:
                window.kill()
                window.wait()

    def _stays_open(self, workspace: Path) -> None:
        window = self._open(workspace, {"QT_QPA_PLATFORM": "offscreen"} if sys.platform.startswith("linux") else {})
        try:
            self._still_runs(window, 10)
        finally:
            window.kill()
            window.wait()

    def _open(self, workspace: Path, also: dict[str, str]) -> subprocess.Popen[bytes]:
        return subprocess.Popen([str(self.file), "open", str(workspace)], env=self.surroundings | also, cwd=self.place)

    def _still_runs(self, window: subprocess.Popen[bytes], seconds: float) -> None:
        try:
            raise Wrong(f"the window ended with {window.wait(seconds)}")
        except subprocess.TimeoutExpired:
            return


def check(program: BuiltProgram) -> None:
    """Every command that must answer, on a practice workspace, then the window."""
    if "verify" not in program.says("--help"):
        raise Wrong("amparo --help names no commands")
    workspace, paper, report = (program.place / name for name in ("w", "F01.pdf", "report.pdf"))
    made = json.loads(program.says("demo", str(workspace), "--cases", "3", "--json"))
    words = program.place / "passphrase"
    words.touch(0o600)
    words.write_text(made["passphrase"] + "\n", "utf-8")
    me = ("--user", made["users"][0]["name"], "--passphrase-file", str(words))
    verified = json.loads(program.says("verify", str(workspace), *me, "--json"))
    if not verified["checks"] or not all(row["ok"] for row in verified["checks"]):
        raise Wrong("amparo verify found something in a new workspace")
    program.says("forms", "check")
    program.says("forms", "print", "F01", "--lang", "es", "--out", str(paper))
    cases = json.loads(program.says("cases", str(workspace), *me, "--json"))["cases"]
    program.says("report", str(workspace), cases[0]["code"], *me, "--lang", "es", "--out", str(report))
    for file in (paper, report):
        if not file.read_bytes().startswith(b"%PDF-"):
            raise Wrong(f"{file.name} is no PDF")
    program.shows_its_window(workspace)


def main(words: list[str]) -> int:
    """Check the folder named and say what it weighs."""
    with tempfile.TemporaryDirectory() as place:
        program = BuiltProgram(Path(words[0]), Path(place))
        try:
            check(program)
        except Wrong as wrong:
            print(f"The built program is not whole: {wrong}", file=sys.stderr)
            return 1
        size = program.megabytes()
    print(f"The built program opens its window and answers its commands: {words[0]}, {size:.0f} MB.")
    if size > MOST_MEGABYTES:
        print(f"It is larger than {MOST_MEGABYTES} MB.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

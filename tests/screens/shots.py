# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures of every screen: ``python3 run.py shots [DIR]``, to be looked at by people before each release.

In Spanish, with invented people, at 1366×768 and at 200 %, light and dark. Each of the four
looks is a process of its own, because Qt takes its scale once, at the start.

``run.py shots DIR story`` writes every step of the acceptance story instead.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from contextlib import nullcontext
from pathlib import Path

from tests.screens.virtual_screen import has_xvfb, virtual_screen

ROOT = Path(__file__).resolve().parents[2]
SIZE = (1366, 768)
LOOKS = {"light": ("light", 1), "dark": ("dark", 1), "light-200": ("light", 2), "dark-200": ("dark", 2)}
"""Folder of the pictures: theme and scale."""
STORY = "story"


def main(words: list[str]) -> int:
    """All looks into the folder named; says where they lie."""
    parser = argparse.ArgumentParser(prog="run.py shots", description=__doc__)
    parser.add_argument("folder", nargs="?", default="shots", help="where they go")
    parser.add_argument("what", nargs="*", help=f"some of {', '.join(LOOKS)}, or {STORY}; all looks without any")
    told = parser.parse_args(words)
    if unknown := set(told.what) - {*LOOKS, STORY}:
        parser.error(f"not known: {', '.join(sorted(unknown))}")
    target = Path(told.folder).absolute()
    if STORY in told.what:
        return _story(target)
    asked = [name for name in LOOKS if name in told.what] or list(LOOKS)
    screen = virtual_screen(*SIZE) if has_xvfb() else nullcontext()
    with tempfile.TemporaryDirectory() as folder, screen as shown:
        if shown is None:
            print("Xvfb is not here, so the pictures are painted without a screen.", file=sys.stderr)
        where = _made_once(Path(folder))
        for name in asked:
            _look(name, target / name, where, shown.name if shown else "")
    count = len(list(target.rglob("*.png")))
    print(f"{count} pictures lie in {target}.")
    return 0


def _story(target: Path) -> int:
    """The steps of the acceptance story as they look on a small laptop."""
    surroundings = os.environ | {"QT_QPA_PLATFORM": "offscreen", "AMPARO_STORY_PICTURES": str(target / STORY)}
    return subprocess.run([sys.executable, "-m", "pytest", "-q", "tests/story"], cwd=ROOT, env=surroundings).returncode


def _made_once(folder: Path) -> dict[str, str]:
    """Three workspaces for all looks: one with invented people, a team, and one where nobody has come yet."""
    from tests.screens.shown_people import make_workspaces

    return make_workspaces(folder)


def _look(name: str, target: Path, where: dict[str, str], display: str) -> None:
    theme, scale = LOOKS[name]
    target.mkdir(parents=True, exist_ok=True)
    for old in target.glob("*.png"):
        old.unlink()
    told = where | {"target": str(target), "theme": theme, "scale": str(scale)}
    platform = {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"} if display else {"QT_QPA_PLATFORM": "offscreen"}
    surroundings = os.environ | platform | {
        "QT_SCALE_FACTOR": str(scale), "LC_ALL": "es_PE.UTF-8", "AMPARO_DEVICE_DIR": str(target / ".laptop"),
        "QT_LOGGING_RULES": "*.debug=false", "QT_ACCESSIBILITY": "0",
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.screens.shown_screens"], cwd=ROOT, input=json.dumps(told), encoding="utf-8",
        env=surroundings)
    if done.returncode != 0:
        sys.exit(f"The pictures of {name} could not be made.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

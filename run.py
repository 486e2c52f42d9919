#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prepare this checkout and run it: ``run.py [run|test|soak|bench|rules|shots|package]``; standard library only."""

from __future__ import annotations

import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

QT_LIBRARIES = {
    "libEGL.so.1": "libegl1", "libGL.so.1": "libgl1", "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3", "libfontconfig.so.1": "libfontconfig1", "libglib-2.0.so.0": "libglib2.0-0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0", "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4", "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
}
"""What Qt loads and which Debian or Ubuntu package brings it."""

LOCKS = {"test": "requirements-test.lock", "package": "requirements-package.lock"}
EVERY_TEST = ["xvfb", "fonts-dejavu-core", "openssh-server", "libreoffice-calc-nogui", "age", "minisign", "postgresql"]
"""What tests start beside us; none is skipped where it is missing."""
CHECKS = (
    ("-m", "ruff", "check", "."),
    ("-m", "mypy"),
    ("-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"),
)


def main(words: list[str]) -> int:
    """Do what the first word says; everything after it is handed on."""
    command, rest = (words[0], words[1:]) if words else ("run", [])
    actions = {"run": run, "test": test, "bench": bench, "rules": rules, "shots": shots, "package": package,
               "soak": soak}
    if command not in actions:
        print("usage: run.py [" + "|".join(actions) + "]", file=sys.stderr)
        return 2
    if sys.version_info < (3, 11):  # noqa: UP036 - it is started by whatever python3 there is
        print("Amparo needs Python 3.11 or newer.", file=sys.stderr)
        return 1
    return actions[command](rest)


def run(words: list[str]) -> int:
    """Open the window, or hand a command its words; with no screen, do the main job headless and say where it lies."""
    prepare("run", [])
    if words or has_screen():
        # In the folder where it was typed: that is where files are looked for and put.
        found = os.pathsep.join(filter(None, (str(HERE), os.environ.get("PYTHONPATH"))))
        return subprocess.run([str(PYTHON), "-m", "ui", *words], env=os.environ | {"PYTHONPATH": found}).returncode
    print("There is no screen here, so the main job runs without a window.", flush=True)
    return call("-m", "ui", "walkthrough", str(HERE / "practice"))


def test(words: list[str]) -> int:
    """Every check, then every test."""
    prepare("test", EVERY_TEST)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    failed = 0 if words else sum(call(*check) != 0 for check in CHECKS)
    tests = call("-m", "pytest", *(words or ["-n", workers(), "tests"]))
    return 1 if failed else tests


def workers() -> str:
    """How many tests at once: one more than there are cores, since each waits for the disk a third of its time."""
    return str(min(4, (os.cpu_count() or 1) + 1))


def soak(words: list[str]) -> int:
    """The same promises for hours: thousands of runs, kills, broken rules, changed bytes; the totals last."""
    prepare("test", ["fonts-dejavu-core", "openssh-server"])
    return call("-m", "tests.soak", *words)


def bench(words: list[str]) -> int:
    """Time ourselves beside the floor, in the same run; exit 3 where a ratio is missed."""
    prepare("test", ["xvfb", "fonts-dejavu-core"])
    return call("-m", "tests.benchmarks", *words)


def rules(words: list[str]) -> int:
    """Print which tests keep which rule, and whether they pass."""
    prepare("test", EVERY_TEST)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return call("-m", "pytest", "-q", "--no-header", "-n", workers(), "--rules",
                *(words or ["tests"]))


def shots(words: list[str]) -> int:
    """Write a picture of every screen."""
    prepare("test", ["xvfb", "fonts-dejavu-core"])
    return call("-m", "tests.screens.shots", *(words or [str(HERE / "shots")]))


def package(words: list[str]) -> int:
    """Build the folder that can be carried to a laptop without Python, and see that it is a whole program."""
    prepare("package", ["binutils", "xvfb"])
    built = call("-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "ERROR", "build_installer.spec", *words)
    return built or call("-m", "tests.journeys.built_program", str(HERE / "dist" / "amparo"))


def prepare(purpose: str, extra: list[str]) -> None:
    """Virtual environment, locked libraries, system libraries, compiled words and forms."""
    lock = HERE / LOCKS.get(purpose, "requirements.lock")
    bring_system_libraries(extra)
    mark = VENV / f"installed-{purpose}"
    wanted = hashlib.sha256(lock.read_bytes() + sys.version.encode()).hexdigest()
    if not mark.exists() or mark.read_text() != wanted:
        make_venv()
        print("Installing the locked libraries …", flush=True)
        quiet = ("--quiet", "--disable-pip-version-check", "--require-hashes")
        done = call("-m", "pip", "install", *quiet, "-r", str(lock))
        if done != 0:
            sys.exit("The libraries could not be installed. Nothing else was changed; check the network and try again.")
        mark.write_text(wanted)
    if call("-m", "resources.compile") != 0 or call("-m", "forms.loader", "--compile") != 0:
        sys.exit(1)


def make_venv() -> None:
    """The virtual environment, with Debian's python3-venv brought where it is missing."""
    if PYTHON.exists() and subprocess.run([str(PYTHON), "-m", "pip", "--version"], capture_output=True).returncode == 0:
        return
    shutil.rmtree(VENV, ignore_errors=True)  # one that was cut off half-way
    made = subprocess.run([sys.executable, "-m", "venv", str(VENV)], capture_output=True, text=True)
    if made.returncode != 0:
        shutil.rmtree(VENV, ignore_errors=True)
        apt(["python3-venv"])
        subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)


def bring_system_libraries(extra: list[str]) -> None:
    """The libraries Qt needs on Debian and Ubuntu; elsewhere nothing is missing."""
    if not sys.platform.startswith("linux"):
        return
    missing = [package for name, package in QT_LIBRARIES.items() if not loads(name)]
    present = {"xvfb": "Xvfb", "binutils": "objdump", "openssh-server": "sshd", "libreoffice-calc-nogui": "soffice",
               "age": "age", "minisign": "minisign", "postgresql": "pg_ctlcluster"}
    everywhere = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin"))  # servers are not on everybody's path
    fonts = Path("/usr/share/fonts")
    for package in extra:
        here = fonts.is_dir() and any(fonts.rglob("*.ttf")) if package.startswith("fonts") else shutil.which(
            present[package], path=everywhere)
        if not here:
            missing.append(package)
    if missing:
        apt(missing)


def loads(library: str) -> bool:
    """True when the system has this shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def apt(packages: list[str]) -> None:
    """Install them where the system has apt and we may use it; else print the one line to type."""
    line = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    may = hasattr(os, "geteuid") and os.geteuid() == 0
    prefix = [] if may else ["sudo", "-n"]
    if shutil.which("apt-get") and (may or (shutil.which("sudo") and subprocess.run(
            ["sudo", "-n", "true"], capture_output=True).returncode == 0)):
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        print("Installing system libraries: " + " ".join(packages), flush=True)
        subprocess.run([*prefix, "apt-get", "update", "-qq"], env=environment, check=False)
        if subprocess.run([*prefix, *line, "-qq"], env=environment, stdout=subprocess.DEVNULL).returncode == 0:
            return
    print("Some system libraries are missing. Please type: sudo " + " ".join(line), file=sys.stderr, flush=True)


def has_screen() -> bool:
    """True when a window can be shown."""
    if os.name == "nt" or sys.platform == "darwin":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def call(*words: str) -> int:
    """Run the environment's Python here and return its exit status."""
    return subprocess.run([str(PYTHON), *words], cwd=HERE).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

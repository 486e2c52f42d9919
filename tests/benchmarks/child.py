# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Programs that are started to be timed as whole processes: ``python -m tests.benchmarks.child NAME``.

Each prints one JSON line and ends. Imports stand in the functions, because what is imported
is part of what is measured.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.benchmarks.rows import Took


def hello() -> None:
    """Qt and one window; the floor of every start."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

    class Hello(QMainWindow):
        def paintEvent(self, event: object) -> None:
            QTimer.singleShot(0, say)

    app = QApplication(sys.argv[:1])
    window = Hello()
    window.setCentralWidget(QLabel("hello"))
    window.resize(1180, 720)
    window.show()
    app.exec()


def door() -> None:
    """Our program, as the desktop would start it, up to the painted door of a workspace."""
    sys.meta_path.insert(0, _WhenRead("ui.app", _tell_when_painted))
    from ui.__main__ import main

    main(["open", sys.argv[2]])


def _tell_when_painted(app: Any) -> None:
    class Timed(app.Window):  # type: ignore[misc]
        def paintEvent(self, event: object) -> None:
            super().paintEvent(event)
            from PySide6.QtCore import QTimer

            QTimer.singleShot(0, say)

    app.Window = Timed


class _WhenRead:
    """Touches a module of ours once it was read, at the moment at which the program itself asks for it."""

    def __init__(self, name: str, touch: Callable[[Any], None]) -> None:
        self._name, self._touch = name, touch

    def find_spec(self, name: str, _path: object, _target: object = None) -> ModuleSpec | None:
        """See importlib.abc.MetaPathFinder."""
        if name != self._name:
            return None
        sys.meta_path.remove(self)  # type: ignore[arg-type]
        spec = find_spec(name)
        assert spec is not None
        assert spec.loader is not None
        self._read, spec.loader.exec_module = spec.loader.exec_module, self._exec  # type: ignore[method-assign]
        return spec

    def _exec(self, module: ModuleType) -> None:
        self._read(module)
        self._touch(module)


def say() -> None:
    """When it is, and how much memory is in use."""
    tell({"at": time.monotonic(), "mb": megabytes(), "work": time.process_time() * 1000})


def tell(what: dict[str, float]) -> None:
    """Say it and end, without waiting for anything."""
    print(json.dumps(what), flush=True)
    os._exit(0)


def megabytes(which: str = "VmRSS") -> float:
    """Memory of this process that is in use now; of ``VmHWM`` the most it ever took. What the system tells of a process
    where there is no such table begins with whoever started it."""
    try:
        with open("/proc/self/status", encoding="ascii") as status:
            return next(int(line.split()[1]) for line in status if line.startswith(which)) / 1024
    except (OSError, StopIteration):
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def told() -> dict[str, str]:
    """Which workspace, and how one signs in there."""
    return dict(json.loads(sys.stdin.readline()))


def plain_list() -> None:
    """The driver and Qt's table, from a key to the painted list."""
    from pathlib import Path

    from PySide6.QtWidgets import QApplication, QLabel

    from tests.benchmarks import floors
    from tests.benchmarks.rows import milliseconds
    from tests.screens.laptop import Painted
    from ui.wiring import Door

    where = told()
    opened = Door(Path(where["folder"]))
    desk = opened.sign_in(where["user"], where["passphrase"])
    folder, key = desk.signed.place.folder, desk.signed.database_key
    desk.close()
    opened.leave()
    QApplication(sys.argv[:1])
    greeting = QLabel("hello")
    Painted(greeting).after(greeting.show)
    kept: list[object] = []

    def show(painted: Painted) -> None:
        source = floors.RawList(folder, key)
        model = floors.PlainModel(source)
        model.show(source.keys())
        table = floors.plain_table(model)
        painted.watch(table.viewport())
        window = floors.plain_window(table)
        window.show()
        kept.extend((model, window))

    painted = Painted()
    tell_time(milliseconds(lambda: painted.after(lambda: show(painted))))


def our_list() -> None:
    """Our door: Enter → four digits asked for, and digits → list of cases painted; the derivation of the key apart.

    Between the two somebody thinks of four digits, which is not waited for.
    """
    from ui.__main__ import read_quickly

    read_quickly()
    from pathlib import Path

    from tests.benchmarks.rows import Took, milliseconds
    from tests.benchmarks.window import dressed, has_rows
    from tests.screens.laptop import CODE, Laptop, Painted
    from ui.app import Parts

    where = told()
    dressed()
    laptop = Laptop(Parts().make_door)
    laptop.amparo.start(Path(where["folder"]))
    laptop.settle()
    derived = _time_the_key()
    screen, asked, painted = laptop.amparo.screen, Painted(), Painted()
    screen.name.setText(where["user"])
    screen.passphrase.line.setText(where["passphrase"])
    screen.opened.connect(lambda _desk: asked.watch(laptop.amparo.screen))

    def inside() -> None:
        laptop.amparo.screen.chosen.emit(CODE)
        laptop.sitting.go("cases")
        painted.watch(laptop.screen.table.viewport(), has_rows(laptop.screen))

    first = milliseconds(lambda: asked.after(screen.try_it))
    laptop.settle()
    second = milliseconds(lambda: painted.after(inside))
    laptop.settle()
    tell_time(first + second + Took(-sum(derived), -sum(each.work for each in derived)))


def plain_form() -> None:
    """The first form of a process, with Qt alone."""
    from tests.benchmarks import window, work

    told()
    window.dressed()
    tell_time(work.open_plain_form(work.shown_window()))


def our_form() -> None:
    """The first form of a process, with all that this reads for the first time."""
    from ui.__main__ import read_quickly

    read_quickly()
    from pathlib import Path

    from tests.benchmarks import window, work
    from tests.benchmarks.filled import whole_cases
    from ui import theme
    from ui.icons import icon
    from ui.widgets.kinds import look_up_kinds
    from ui.wiring import Door

    where = told()
    window.dressed()
    desk = Door(Path(where["folder"])).sign_in(where["user"], where["passphrase"])
    desk.make_ready()
    case, shown = whole_cases(desk, 1)[0].case, work.shown_window()
    look_up_kinds(shown)  # as at the door
    icon("note", theme.LIGHT.primary, 32)  # as the window
    tell_time(work.open_our_form(desk, case, shown))


def tell_time(took: Took) -> None:
    """Say how long it took, and how much memory is in use."""
    tell({"ms": took, "work": took.work, "mb": megabytes()})


def _time_the_key() -> list[Took]:
    """How long each derivation takes from now on."""
    from assist.crypto import kdf
    from tests.benchmarks.rows import milliseconds

    real = kdf.derive
    taken: list[Took] = []

    def timed(*what: object) -> bytes:
        key: list[bytes] = []
        taken.append(milliseconds(lambda: key.append(real(*what))))  # type: ignore[arg-type]
        return key[0]

    kdf.derive = timed
    return taken


PROGRAMS: dict[str, Callable[[], None]] = {
    "hello": hello, "door": door, "plain_list": plain_list, "our_list": our_list, "plain_form": plain_form,
    "our_form": our_form,
}

if __name__ == "__main__":
    PROGRAMS[sys.argv[1]]()

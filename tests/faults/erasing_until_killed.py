# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Signs in where an order to erase waits, and, as ``kill -9`` would, ends this process at the n-th line of doing it.

``erasing_until_killed.py N WORKSPACE NAME`` — with N = 0 it is finished, and the number of lines is printed.
"""

from __future__ import annotations

import os
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import Any

from assist.clock import FixedClock
from assist.crypto.kdf import FOR_TESTS
from assist.services import forgetting, ordering, wiping
from db import compartments, erasures, keeper, registers, unit_of_work
from ui.wiring import Door

PASSPHRASE = "casa lunes verde trigo nube farol"
WATCHED = {module.__file__ for module in (wiping, forgetting, erasures)}
ALSO = {
    (ordering.__file__, "leave_no_trace"), (keeper.__file__, "_writing_both"), (unit_of_work.__file__, "commit"),
    (unit_of_work.__file__, "forget_ordinary"), (unit_of_work.__file__, "forget_protected"),
    (registers.__file__, "leave_out"), (compartments.__file__, "drop_keys"),
}
"""Of these modules one function counts: the others run all the time."""


class Countdown:
    """Counts lines of erasing once it has begun, and kills at the chosen one."""

    def __init__(self, deadly: int) -> None:
        self.deadly, self.lines = deadly, 0

    def __call__(self, frame: FrameType, event: str, _argument: object) -> Any:
        """See ``sys.settrace``."""
        code = frame.f_code
        if code.co_filename not in WATCHED and (code.co_filename, code.co_name) not in ALSO:
            return None
        if event == "line":
            self.lines += 1
            if self.lines == self.deadly:
                os.kill(os.getpid(), signal.SIGKILL)
        return self


def main() -> None:
    """Sign in, open the vault, leave."""
    countdown = Countdown(int(sys.argv[1]))
    door = Door(Path(sys.argv[2]), FixedClock(datetime(2026, 11, 27, 12, tzinfo=UTC)), FOR_TESTS)
    sys.settrace(countdown)
    desk = door.sign_in(sys.argv[3], PASSPHRASE)
    desk.signed.open_vault(PASSPHRASE)
    sys.settrace(None)
    desk.close()
    door.leave()
    print(countdown.lines)


if __name__ == "__main__":
    main()

# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Errors in the words of the person at the keyboard, and a report of our own mistakes that holds no value."""

from __future__ import annotations

import sys
from traceback import walk_tb
from types import FrameType
from typing import TYPE_CHECKING

from assist.errors import AssistError
from ui import __version__

if TYPE_CHECKING:
    from assist.messages import Sentence

_OURS = ("assist", "db", "forms", "resources", "ui")
_TOLD = ("PySide6-Essentials", "SQLAlchemy", "sqlcipher3")


def said(error: BaseException) -> Sentence:
    """What was not done, what is safe, what to do."""
    from assist.messages import sentence  # long, and no door begins with an error

    return sentence(error)


def is_our_mistake(error: BaseException) -> bool:
    """Whether nobody foresaw this error: it gets a report."""
    return not isinstance(error, AssistError)


def report_of(error: BaseException) -> str:
    """Versions, the kind of error, our modules and line numbers: never a message, a value or a path."""
    import platform

    lines = [f"Amparo {__version__}", *(f"{name} {_version(name)}" for name in _TOLD)]
    lines.append(f"Python {platform.python_version()} · {platform.system()} {platform.release()}")
    lines.append("")
    seen: BaseException | None = error
    while seen is not None:
        lines.append(type(seen).__name__)
        lines += [f"  {_module(frame)}:{number}" for frame, number in walk_tb(seen.__traceback__) if _is_ours(frame)]
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    return "\n".join(lines) + "\n"


def _version(name: str) -> str:
    # A report is rare and these are slow to come by: the door does not wait for them.
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(name)
    except PackageNotFoundError:
        return "–"


def _module(frame: FrameType) -> str:
    return str(frame.f_globals.get("__name__", "?"))


def _is_ours(frame: FrameType) -> bool:
    return _module(frame).split(".")[0] in _OURS


def stay_silent_on_standard_error() -> None:
    """Whatever is not caught leaves its kind and lines there, never its words."""
    sys.excepthook = lambda _kind, error, _trace: sys.stderr.write(report_of(error)) if sys.stderr else None

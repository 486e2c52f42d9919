# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The few settings known before anybody has signed in; nothing in them tells whose work this is (ruling 79)."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from assist.places import make_folder, write_private

_LONGEST = 64 * 1024
_SMALLEST_SCALE, _LARGEST_SCALE = 75, 300


@dataclass(frozen=True, slots=True)
class Device:
    """Language, looks and the last workspace; ``scale`` in percent, empty text means "as the system has it".

    ``title`` is the neutral name that every window carries, before signing in as after it.
    """

    language: str = ""
    theme: str = ""
    scale: int = 100
    last_workspace: str = ""
    remember_workspace: bool = True
    title: str = "Amparo"


def device_folder() -> Path:
    """Where this operating system keeps the data of one user's programs."""
    chosen = os.environ.get("AMPARO_DEVICE_DIR")
    if chosen:
        return Path(chosen)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "Amparo"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "Amparo"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "amparo"


def device_file() -> Path:
    """The one file in it."""
    return device_folder() / "device.json"


def read_device(path: Path | None = None) -> Device:
    """Read the settings; whatever is missing, damaged or of the wrong kind is as if never set."""
    try:
        with (path or device_file()).open("rb") as file:
            found = json.loads(file.read(_LONGEST).decode("utf-8"))
    except (OSError, ValueError, RecursionError):
        return Device()
    return _usable(found) if isinstance(found, dict) else Device()


def _usable(found: dict[str, object]) -> Device:
    plain = Device()
    kept = {
        each.name: found[each.name]
        for each in fields(Device)
        if each.name in found and type(found[each.name]) is type(getattr(plain, each.name))
    }
    device = Device(**kept)  # type: ignore[arg-type]
    if not _SMALLEST_SCALE <= device.scale <= _LARGEST_SCALE:
        return Device(**{**asdict(device), "scale": plain.scale})
    return device


def write_device(device: Device, path: Path | None = None) -> None:
    """Keep the settings; the last workspace only when it may be remembered."""
    path = path or device_file()
    make_folder(path.parent)
    kept = asdict(device)
    if not device.remember_workspace:
        kept["last_workspace"] = ""
    write_private(path, json.dumps(kept, ensure_ascii=False, indent=1).encode("utf-8"))

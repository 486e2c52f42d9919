# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Settings from before sign-in: few, private, and never in the way of starting."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assist.device import Device, device_file, read_device, write_device


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The settings of an invented laptop."""
    monkeypatch.setenv("AMPARO_DEVICE_DIR", str(tmp_path / "device"))
    return device_file()


def test_settings_come_back(path):
    """Written privately, read as written."""
    device = Device(language="pt", theme="dark", scale=150, last_workspace="/home/x/casa")

    write_device(device)

    assert read_device() == device
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_the_last_workspace_can_be_forgotten(path):
    """A laptop that is searched need not say where the work is."""
    write_device(Device(last_workspace="/home/x/casa"))

    write_device(Device(last_workspace="/home/x/casa", remember_workspace=False))

    assert b"casa" not in path.read_bytes()
    assert read_device() == Device(remember_workspace=False)


@pytest.mark.parametrize(
    "damaged",
    [
        b"", b"\xff\xfe", b"{", b"[]", b"null", b"3", b"[" * 60_000, b'{"scale": 1e999}', b'{"language": null}',
        b"{}" * 40_000,
    ],
)  # fmt: skip
def test_damage_never_stops_the_start(path, damaged):
    """Whatever is in the file, the window opens in the system's language."""
    path.parent.mkdir()
    path.write_bytes(damaged)

    assert read_device() == Device()


def test_good_settings_survive_beside_bad_ones(path):
    """One wrong value does not cost the others."""
    path.parent.mkdir()
    path.write_text(json.dumps({"language": "es", "theme": 3, "scale": True, "remember_workspace": 1, "later": "x"}))
    assert read_device() == Device(language="es")

    path.write_text(json.dumps({"language": "fr", "scale": 100_000}))
    assert read_device() == Device(language="fr")


def test_every_system_has_its_own_place(monkeypatch, tmp_path):
    """Where programs of this system keep the data of one person."""
    monkeypatch.delenv("AMPARO_DEVICE_DIR", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "local"))
    monkeypatch.setenv("HOME", str(tmp_path))
    places = {
        "linux": tmp_path / "data" / "amparo",
        "win32": tmp_path / "local" / "Amparo",
        "darwin": tmp_path / "Library" / "Application Support" / "Amparo",
    }

    for platform, folder in places.items():
        monkeypatch.setattr("sys.platform", platform)
        assert device_file() == folder / "device.json"

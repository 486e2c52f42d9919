# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What this program is made of, and under which licences."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, metadata, version

from assist.i18n import _
from ui import __version__
from ui.context import Surroundings
from ui.screens.settings.tab import Tab
from ui.theme import Role
from ui.widgets.card import Card
from ui.widgets.labels import Label
from ui.widgets.lines import Lines

MADE_OF = (
    "PySide6-Essentials", "SQLAlchemy", "sqlcipher3", "cryptography", "argon2-cffi", "msgspec", "reportlab",
    "pypdfium2", "PyYAML", "Babel", "mnemonic", "shamir-mnemonic", "zxcvbn", "filelock", "typer", "rich",
    "python-calamine", "pillow", "pyrage", "XlsxWriter",
)
_LONGEST = 60


class AboutTab(Tab):
    """Read from what is installed, so that it is never out of date."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        ours = Card("Amparo")
        ours.body.addWidget(Label(_("Version {version}").format(version=__version__)))
        ours.body.addWidget(Label(_(
            "Free software under the GNU General Public License, version 3 or later. It comes without any warranty.")))
        ours.body.addWidget(Label(_(
            "It sends nothing anywhere: no figures, no reports, no look for updates.")))
        others = Card(_("Made with"))
        lines = Lines(first_wide=150)
        for name in MADE_OF:
            lines.put(name, licence_of(name), _version(name))
        lines.put("Noto Sans", "OFL-1.1")
        others.body.addWidget(lines)
        others.body.addWidget(Label(
            _("All of it may be used, studied, changed and passed on under these licences."), Role.SMALL, "muted"))
        self.column.addWidget(ours)
        self.column.addWidget(others)


def licence_of(name: str) -> str:
    """The licence a package names, or the one of its classifiers."""
    try:
        told = metadata(name)
    except PackageNotFoundError:
        return _("see its own papers")
    named = told.get("License-Expression") or told.get("License") or ""
    if named and len(named) <= _LONGEST and "\n" not in named:
        return named
    classes = [each.rsplit(" :: ", 1)[-1] for each in told.get_all("Classifier") or () if each.startswith("License")]
    return ", ".join(classes) or _("see its own papers")


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""

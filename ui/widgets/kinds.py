# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every kind of widget there is, looked up once, at a moment when nobody waits."""

from __future__ import annotations

from PySide6.QtWidgets import QScrollArea, QWidget


def look_up_kinds(widget: QWidget) -> None:
    """PySide learns all kinds of widgets the first time it is handed one that it did not make.

    That takes a twentieth of a second, once. Asked for here, on the thread of the window, behind a door
    that is painted already, it is not asked for on the way to the first list or form.
    """
    widget.style()
    QScrollArea().viewport()

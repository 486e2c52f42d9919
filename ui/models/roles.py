# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a model may say about a cell besides its words."""

from __future__ import annotations

from PySide6.QtCore import Qt

ToneRole = Qt.ItemDataRole.UserRole + 20
"""A token of the theme for the words of a cell; ordinary text without it."""

FiguresRole = Qt.ItemDataRole.UserRole + 21
"""True for codes and dates: figures of one width stand under each other."""

LookRole = Qt.ItemDataRole.UserRole + 23
"""Words, tone, whether strong, whether figures, in one answer: what is painted often is asked for once."""

StrongRole = Qt.ItemDataRole.UserRole + 22
"""True for the words one looks for first."""

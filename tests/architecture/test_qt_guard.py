# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Qt binding we run on must not lose references."""

from __future__ import annotations

import sys

import PySide6
from PySide6.QtWidgets import QLineEdit


def test_calls_that_return_nothing_keep_the_count_of_none(qtbot):
    """PySide6 6.12.0 drops one reference to None a call on Python 3.11 and aborts after some thousands."""
    edit = QLineEdit()
    qtbot.addWidget(edit)
    before = sys.getrefcount(None)

    for number in range(1000):
        edit.setText(str(number))

    assert sys.getrefcount(None) > before - 500


def test_the_binding_is_of_the_series_that_was_checked():
    """The lock may move within 6.11 only."""
    assert PySide6.__version__.startswith("6.11.")

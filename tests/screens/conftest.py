# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every screen under test wears our colours and speaks English until a test says otherwise."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from assist import i18n
from ui import theme


@pytest.fixture(autouse=True)
def _dressed(qapp: QApplication) -> Iterator[None]:
    """Light, in English, before and after each test."""
    i18n.use("en")
    theme.apply(qapp, theme.LIGHT)
    yield
    i18n.use("en")

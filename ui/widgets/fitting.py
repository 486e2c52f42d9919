# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Standing otherwise where there is little room: looked at when a widget is shown and whenever its size changes."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent, QShowEvent


class Fitting:
    """Mixed into a widget that has a second way to stand: it says in ``fit`` which one the room allows."""

    def fit(self) -> None:
        """Stand as the window, and the width there is, allow now."""
        raise NotImplementedError

    def resizeEvent(self, event: QResizeEvent) -> None:
        """There is more room now, or less."""
        super().resizeEvent(event)  # type: ignore[misc]
        self.fit()

    def showEvent(self, event: QShowEvent) -> None:
        """The window may only now be known."""
        super().showEvent(event)  # type: ignore[misc]
        self.fit()

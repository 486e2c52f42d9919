# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures of the window that is looked at together, from the explanation to the way out."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from assist.desk import Desk
from forms.loader import form as load_form
from forms.session import FormSession
from tests.screens.laptop import CODE, Laptop

Take = Callable[[str, QWidget | None], None]


def somebody_comes_along(desk: Desk, case: str) -> None:
    """She brings somebody, who may hear her plan and how she is getting on."""
    opening = desk.records.open("SUPPORT", case)
    for key, value in (("may_hear", ("plan", "path")), ("still", "yes"), ("code", "T-1"), ("promise", "yes")):
        opening.session.answer(key, value)
    desk.records.save(opening)


def looking_together(take: Take, laptop: Laptop, case: str) -> None:
    """Each page once; the workspace is as before, but for the lines of who looked."""
    laptop.go("case", case=case, tab="plan")
    laptop.sitting.together.ask(case, "plan")
    laptop.settle()
    take("together-who-is-here", None)
    laptop.sitting.asker.sheet.go_on.click()
    laptop.settle()
    window = laptop.sitting.together.window
    take("together-explained", window)
    window.look.explained.go_on.click()
    for name, button in list(window.look.parts.buttons.items()):
        button.click()
        laptop.settle()
        take(f"together-{name}", window)
        bar = window.look.parts.area.verticalScrollBar()
        if bar.maximum():
            bar.setValue(bar.maximum())
            take(f"together-{name}-below", window)
    window.look.fill_wanted.emit("RANK")
    laptop.settle()
    take("together-in-order", window)
    window.look.ask.drop.click()
    window.look.show_ask(FormSession(load_form("F14")))
    window.look.ask.go_on.click()
    window.look.ask._control.widget.buttons()[2].click()
    window.look.ask.ask_why.click()
    take("together-check-in", window)
    window.look.ask.drop.click()
    window.look.wrong_wanted.emit("plan")
    laptop.settle()
    take("together-not-right", window)
    window.look.ask.drop.click()
    window.look.parts.joins.click()
    take("together-somebody-joins", window)
    window.look.company.nobody.click()
    window.put_cover("pause")
    take("together-rest", window)
    window.go_on()
    window.ask_to_leave()
    take("together-leave", window)
    window.leave.pin.setText(CODE)
    window.leave.pin.complete.emit(CODE)
    laptop.settle()
    laptop.window.setFocus(Qt.FocusReason.OtherFocusReason)

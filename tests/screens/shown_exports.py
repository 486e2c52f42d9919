# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What leaves for a reporting system, from the choice to what was written, for the pictures of all screens."""

from __future__ import annotations

from pathlib import Path

from assist.desk import Desk
from assist.practice import fill
from assist.services.packing import Left
from assist.views import CaseQuery
from tests.screens.laptop import Laptop
from tests.screens.shown_attached import Takes
from tests.screens.shown_referrals import KEY
from ui.dialogs.sheet import Sheet
from ui.screens.exporting import ExportScreen

OFFICE = "Observatorio Nacional"
AGREED, REFUSED = 5, 2


def exports(album: Takes, laptop: Laptop, passphrase: str) -> None:
    """The choice, the rows, one whole, who stays, what is lost, the way out, figures of a year, what was written."""
    desk = laptop.sitting.desk
    if OFFICE not in [row.name for row in desk.recipients.rows()]:
        _agreed(desk, passphrase)
    screen = laptop.go("export")
    assert isinstance(screen, ExportScreen)
    _choose(screen)
    album.take(laptop, "export")
    screen.choosing.look.click()
    laptop.settle()
    album.take(laptop, "export-leaves")
    page = screen.preview
    page.table.opened.emit(page.rows.index(0, 0))
    album.take(laptop, "export-one-row")
    _close(laptop)
    for part, name in ((1, "export-stays"), (2, "export-lost")):
        page.tabs._go(part)
        album.take(laptop, name)
    page.send.click()
    album.take(laptop, "export-few")
    _close(laptop)
    _figures(album, laptop, screen)
    screen.under_way.begin("Mirando cada caso", "No se escribe nada. Si para, todo queda como está.")
    screen.under_way.show_far(1250, 4800)
    screen._stack.setCurrentWidget(screen.under_way)
    album.take(laptop, "export-under-way")
    screen.written.show_left(Left("5f0c1d2e3a4b5968", Path("/media/usb/5f0c1d2e3a4b5968.cmx"), 5), OFFICE,
                             takes_back=False)
    screen._stack.setCurrentWidget(screen.written)
    album.take(laptop, "export-written")


def _choose(screen: ExportScreen) -> None:
    """Services with a key of their own stand in the list too."""
    box = screen.choosing.recipient
    place = [row.name for row in screen.choosing._offered.recipients].index(OFFICE)
    box.setCurrentIndex(place)
    box.picked.emit(place)


def _figures(album: Takes, laptop: Laptop, screen: ExportScreen) -> None:
    """The choice of a year with a text, and the numbers of it."""
    screen.preview.back.click()
    _choose(screen)
    box = screen.choosing.profile
    place = [each.ident for each in screen.choosing._offered.profiles].index("oas-follow-up")
    box.setCurrentIndex(place)
    box.picked.emit(place)
    album.take(laptop, "export-year")
    screen.choosing.look.click()
    laptop.settle()
    album.take(laptop, "export-figures")


def _agreed(desk: Desk, passphrase: str) -> None:
    """Some agreed and some did not; a package left, and one of them took it back."""
    desk.recipients.put(OFFICE, KEY, KEY[-12:])
    rows = [row for row in desk.cases.listed(CaseQuery(stage="open")) if row.level == 0]
    for place, row in enumerate(rows[:AGREED + REFUSED]):
        _says(desk, row.case, "yes" if place < AGREED else "no")
    left = Path(desk.signed.place.folder).parent / "left"
    left.mkdir(exist_ok=True)
    desk.exporting.leave(desk.exporting.look("htcds-2.0", OFFICE), left, passphrase, few_agreed=True)
    _says(desk, rows[0].case, "no")


def _says(desk: Desk, case: str, decision: str) -> None:
    opening = desk.records.open("F03", case)
    fill(opening, {"kind": "reporting_export", "recipient": OFFICE, "categories": ("codes",), "decision": decision,
                   "expiry": desk.clock.today().replace(year=desk.clock.today().year + 1, day=1).isoformat(),
                   "mode": "spoken"})
    desk.records.save(opening)


def _close(laptop: Laptop) -> None:
    for sheet in laptop.window.findChildren(Sheet):
        if sheet.isVisible():
            sheet.close_sheet()
    laptop.settle()

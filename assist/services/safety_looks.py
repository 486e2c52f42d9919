# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a look at safety (F05) comes to when it is kept, whole or by a correction of one answer; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assist.casebook import Book, Sheet
from assist.domain import wire
from assist.reading import answer
from forms.answers import Answer, Row
from forms.model import Form
from forms.scoring import higher, risk_of

SAID_OPENLY = ("own_band", "danger_now")


@dataclass(frozen=True, slots=True)
class Look:
    """The band, her own view of it, and the ISO day on which was looked."""

    band: str
    own_band: str
    on: str


def look_of(
    form: Form, book: Book, record: bytes, changes: Mapping[str, Answer], on: str, *, vault_open: bool
) -> Look | None:
    """The band of the whole sheet as it stands with these changes; None where the band of the case stays as it is.

    A correction is no new look: its day stays the day of the sheet. A look of an earlier day than the newest changes
    nothing. The lines of danger are behind the seal: with the vault shut nobody can tell that a band became lower.
    """
    sheet = next((each for each in book.of_form("F05") if each.entity.id == record), None)
    later = _looked_since(book, record, sheet.on if sheet else on)
    if later is None or any(not vault_open or risk_of(_held(form, book, each)).band for each in later):
        return None
    said = {**(_held(form, book, sheet) if sheet else {}), **changes}
    band = risk_of(said).band
    if not band:
        return None
    if sheet is not None and not vault_open:
        band = higher(band, str(book.case.plain(wire.BAND, "")))
    own = said.get("own_band")
    return Look(band, str(own.value) if own is not None and own.is_answered else "", sheet.on if sheet else on)


def _held(form: Form, book: Book, sheet: Sheet) -> dict[str, Answer]:
    """What a kept sheet says, as far as it can be read now."""
    rows = tuple(Row(row.id.hex(), {each.key: row.answer(each.number) for each in form.field("item").columns})
                 for row in book.rows(sheet.entity, form.field("item").number))
    return {"item": Answer(rows), **{key: answer(sheet.entity, f"F05/{key}") for key in SAID_OPENLY}}


def _looked_since(book: Book, record: bytes, on: str) -> list[Sheet] | None:
    """Sheets after this one of which the band of the case may come, of two on one day the one kept later; None where it
    surely comes of a newer one."""
    newest: str = book.case.plain(wire.BAND_ON, "")
    sheets = [each for each in book.of_form("F05") if each.on <= newest]
    places = [place for place, each in enumerate(sheets) if each.entity.id == record]
    if not places:
        return None if on < newest else []
    return sheets[places[0] + 1:]

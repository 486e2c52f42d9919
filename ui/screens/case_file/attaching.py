# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The sheets of attached files: what a new one is and how sensitive; for whom a copy is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from assist.i18n import N_, _, text_of
from assist.services.attached_copies import Handing
from assist.sync.blobs import LONGEST_NAME
from forms.loader import form, sentences
from ui.dialogs.sheet import Sheet
from ui.theme import Role
from ui.widgets.buttons import PrimaryButton
from ui.widgets.choice import ChoiceButtons
from ui.widgets.labels import Label
from ui.widgets.line_edit import LineEdit

LEVELS = {
    1: N_("everyday: a timetable, a map"),
    2: N_("personal: a certificate, a letter"),
    3: N_("sensitive: health, papers with her name"),
    4: N_("dangerous in other hands: threats, places, statements"),
}
HERS = "hers"
_SEPARATED = "to:"


class NewFile(Sheet):
    """Says ``given`` with the words and the level."""

    given = Signal(str, int)

    def __init__(self, beneath: QWidget, *, is_pdf: bool) -> None:
        super().__init__(_("Attach this file?"), beneath, way_out=_("Not now"))
        self.words = LineEdit(placeholder=_("such as: school certificate"))
        self.words.setMaxLength(LONGEST_NAME)
        self.words.setAccessibleName(_("What it is, in your own words"))
        self.words.textChanged.connect(self._fit)
        self.level = ChoiceButtons([(str(level), _(words)) for level, words in LEVELS.items()])
        self.level.setAccessibleName(_("How sensitive it is"))
        self.level.chosen.connect(self._fit)
        self.attach = PrimaryButton(_("Attach"))
        self.attach.clicked.connect(self._give)
        self.add(Label(_("What it is, in your own words"), Role.STRONG))
        self.add(self.words, first=True)
        self.add(Label(_("How sensitive it is"), Role.STRONG))
        self.add(self.level)
        for note in self._notes(is_pdf=is_pdf):
            self.add(Label(note, Role.SMALL, "muted"))
        self.finish(self.attach)
        self._fit()

    def _notes(self, *, is_pdf: bool) -> Sequence[str]:
        about = (
            _("A PDF is kept as it is, with whatever its maker wrote into it: a name, a program, a day.") if is_pdf
            else _("Of a picture only what is seen is kept: not the place, the day or the camera."))
        return (
            _("The last two stay behind the seal: only readers of her protected work see that they are there."), about,
            _("The file you chose stays where it is, not encrypted. Delete it there once it is no longer needed."))

    def _fit(self, *_given: object) -> None:
        self.attach.setEnabled(bool(self.words.text().strip() and self.level.picked()))

    def _give(self) -> None:
        words, level = self.words.text().strip(), int(self.level.picked()[0])
        self.close_sheet()
        self.given.emit(words, level)


class CopyOut(Sheet):
    """Says ``given`` with a Handing, once it was said for whom and what has to be said with it."""

    given = Signal(object)

    def __init__(self, name: str, recipients: Sequence[str], beneath: QWidget) -> None:
        super().__init__(_("For whom is the copy?"), beneath, way_out=_("Not now"))
        self._recipients = tuple(recipients)
        self.whose = ChoiceButtons([(HERS, _("for her")), *(
            (f"{_SEPARATED}{place}", to) for place, to in enumerate(self._recipients))])
        self.whose.setAccessibleName(_("For whom is the copy?"))
        self.whose.chosen.connect(self._fit)
        self.safe = ChoiceButtons([("yes", _("yes, a paper is safe today")), ("no", _("no, not safe"))])
        self.safe.setAccessibleName(_("Is a paper safe today?"))
        self.safe.chosen.connect(self._fit)
        self.category = ChoiceButtons([
            (choice.code, text_of(choice.label)) for choice in form("F03").field("categories").choices])
        self.category.setAccessibleName(_("What kind of data it is"))
        self.category.chosen.connect(self._fit)
        self.asked, self.asked_category = (
            Label(text_of(sentences()["S12"]), Role.LEAD), Label(_("What kind of data it is"), Role.STRONG))
        self.save = PrimaryButton(_("Choose where to save it"), icon="save")
        self.save.clicked.connect(self._give)
        self.add(Label(name, Role.STRONG))
        self.add(self.whose, first=True)
        for part in (self.asked, self.safe, self.asked_category, self.category):
            self.add(part)
        if not self._recipients:
            self.add(Label(_("She has agreed to no service being told something today."), Role.SMALL, "muted"))
        self.add(Label(
            _("Once saved it is not encrypted any more. Keep it where only you look."), Role.SMALL, "ochre"))
        self.finish(self.save)
        self._fit()

    def handing(self) -> Handing | None:
        """What was said; None while something is missing."""
        picked, safe, category = self.whose.picked(), self.safe.picked(), self.category.picked()
        if picked == (HERS,):
            return Handing(is_safe=True) if safe == ("yes",) else None
        if not picked or not category:
            return None
        return Handing(self._recipients[int(picked[0].removeprefix(_SEPARATED))], category[0])

    def _fit(self, *_given: object) -> None:
        picked = self.whose.picked()
        for part in (self.asked, self.safe):
            part.setVisible(picked == (HERS,))
        for part in (self.asked_category, self.category):
            part.setVisible(bool(picked) and picked != (HERS,))
        self.save.setEnabled(self.handing() is not None)

    def _give(self) -> None:
        handing = self.handing()
        if handing is not None:
            self.close_sheet()
            self.given.emit(handing)

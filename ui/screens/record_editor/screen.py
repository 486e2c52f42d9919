# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A form on the screen: opened, kept as a draft by itself, saved as one change, and what follows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from assist.errors import BadInput, NotAllowed
from assist.i18n import _, language
from assist.messages import sentence
from assist.services.drafting import FormOpening
from assist.services.records import Saved
from assist.views import Changes
from ui import wording
from ui.context import Screen, Surroundings
from ui.dialogs.confirm import Confirm
from ui.dialogs.undoing import say_done
from ui.form_view.form_view import FormView
from ui.screens.record_editor.after import AfterPage
from ui.screens.record_editor.before import FromPaper, paper_note
from ui.screens.record_editor.extras import Extras
from ui.screens.record_editor.following import Following, tab_of
from ui.screens.record_editor.heading import FormHead
from ui.screens.record_editor.opening import Prepared, prepare, snapshot
from ui.tasks import with_both
from ui.theme import Role
from ui.widgets.action_bar import ActionBar
from ui.widgets.buttons import LinkButton, PrimaryButton, QuietButton
from ui.widgets.card import Card
from ui.widgets.labels import Label

QUIET_MS = 2000
"""A draft is kept this long after the last change."""
RAISING = frozenset({"F17", "PROT"})
"""Saving these may move rows between the databases: readers rest meanwhile."""
GATE_FORMS = {"gate.limits": "LIMITS", "gate.consent": "F03", "gate.referral": "F03",
              "gate.ranked": "RANK"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the editor was asked to open."""

    form: str = ""
    case: str = ""
    record: str = ""
    draft: str = ""
    address: str = ""
    kind: str = ""
    recipient: str = ""


class RecordEditor(Screen):
    """One filling of one form. Whatever goes wrong, what was written stays on the screen."""

    def __init__(
        self, surroundings: Surroundings, form: str = "", case: str = "", record: str = "", draft: str = "",
        address: str = "", kind: str = "", recipient: str = "",
    ) -> None:
        super().__init__()
        self._s = surroundings
        self.wanted = Wanted(form, case, record, draft, address, kind, recipient)
        self.opening: FormOpening | None = None
        self.view: FormView | None = None
        self.extras: Extras | None = None
        self.after: AfterPage | None = None
        self._asked = self._saving = self._over = False
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET_MS)
        self._quiet.timeout.connect(self.keep_draft)
        self.back = QuietButton(_("Back"))
        self.next = PrimaryButton(_("Go on"))
        self.save_now = QuietButton(_("Save and stop"))
        self.forget = LinkButton(_("discard"))
        self.pages = Label("", Role.BODY, "muted", wrap=False)
        self._head = FormHead(self.title())
        self.paper = self._head.paper
        self.paper.clicked.connect(lambda _on=False: self._ask_day())
        self.foot = ActionBar([self.back, self.next, self.save_now, self.forget, self.pages])
        self._stack = QStackedWidget()
        self._lay()
        self._connect()

    def title(self) -> str:
        """The name of the form; never whose."""
        return wording.form_title(self._form_id()) if self._form_id() else _("Form")

    def header(self) -> QWidget:
        """Form, whose by code and chosen name, and that there is no hurry."""
        return self._head

    def keys(self) -> dict[str, str]:
        """Keys of a form."""
        return {
            "F1": _("why this is asked"), "F2": _("prefers not to say"), "F3": _("does not know"),
            "Ctrl+Enter": _("next page, or save"), "Alt+←": _("the page before"),
        }

    def refresh(self) -> None:
        """Open the form once; coming back finds it as it was left."""
        if not self._asked:
            self._asked = True
            self._s.write.run(lambda: prepare(self._s.desk, self.wanted), owner=self, then=self._opened,
                              failed=self._not_opened)

    def leave(self) -> bool:
        """Somebody goes elsewhere: what is half-written is kept at once."""
        self._quiet.stop()
        self.keep_draft()
        return True

    # -- opening ----------------------------------------------------------------------------

    def _form_id(self) -> str:
        return self.opening.form.id if self.opening else self.wanted.form

    def _opened(self, ready: Prepared) -> None:
        self.opening = ready.opening
        self._baseline = ready.opening.session.changes()
        self._head.show_head(
            self.title(), ready.head, is_reviewed=ready.opening.form.is_reviewed(language()))
        self.view = FormView(ready.opening.session, offers=ready.offers, differing=ready.opening.differing,
                             calm=(self._s.hub, ready.opening.case.hex()))
        self.extras = Extras(ready, self.view, self._s.desk.clock.today())
        self.extras.not_today.connect(self._not_today)
        self.paper.setVisible(ready.opening.form.paper and ready.opening.is_new and not ready.resumed)
        self.view.touched.connect(self._touched)
        self.view.known_shown.connect(self._known_wanted)
        self.view.page_changed.connect(lambda _index, _count: self._show_page())
        self._put(self.view)
        self._show_page()
        self._show_foot(form=True)
        if not self.extras.begin():
            self.view.focus_first()
        if ready.resumed:
            self._s.banner.show_good(_("You go on where it was left."))

    def _not_opened(self, error: Exception) -> None:
        if isinstance(error, NotAllowed) and error.code in GATE_FORMS:
            self._show_gate(error)
            return
        self._over = True
        if self.wanted.case:
            self._s.go("case", case=self.wanted.case)
        else:
            self._s.go("my_day")
        self._s.trouble(error)

    def _show_gate(self, error: NotAllowed) -> None:
        """A condition is not met: say which, and lead there (CO-13)."""
        needed = GATE_FORMS[error.code]
        not_done, safe, to_do = sentence(error)
        card = Card(self.title())
        for words, role in ((not_done, Role.QUESTION), (to_do, Role.BODY)):
            card.body.addWidget(Label(words, role))
        card.body.addWidget(Label(safe, Role.SMALL, "muted"))
        go = PrimaryButton(wording.form_title(needed), icon="arrow")
        go.clicked.connect(lambda _on=False: self._s.go("form", form=needed, case=self.wanted.case))
        back = QuietButton(_("Back to the case"))
        back.clicked.connect(lambda _on=False: self._s.go("case", case=self.wanted.case))
        holder = QWidget()
        outer = QVBoxLayout(holder)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(card)
        outer.addStretch(1)
        outer.addWidget(ActionBar([go, back]))
        self._put(holder)
        go.setFocus(Qt.FocusReason.OtherFocusReason)

    def _not_today(self) -> None:
        """Nothing is kept, nothing is due, nobody is counted but by date (NR-01)."""
        self._over = True
        self._s.write.run(self._s.desk.care.not_today, owner=self._s.hub, failed=self._s.trouble)
        self._s.go("my_day")
        self._s.banner.show_good(_("Not today is all right. Nothing was written down."))

    # -- drafts -----------------------------------------------------------------------------

    @property
    def is_touched(self) -> bool:
        """Whether leaving now would lose anything."""
        return self.opening is not None and self.opening.session.changes() != self._baseline

    def _touched(self) -> None:
        self._quiet.start()
        if self.extras is not None:
            self.extras.follow()
        self._show_page()

    def _known_wanted(self, key: str) -> None:
        """The line of the look comes before the words."""
        opening, view = self.opening, self.view
        if opening is not None and view is not None:
            self._s.write.run(
                lambda: self._s.desk.cases.reveal_known(opening.case.hex(), opening.form.id, key), owner=view,
                then=lambda _done: view.show_known(key), failed=self._s.trouble)

    def keep_draft(self) -> None:
        """Keep what is written, as a copy made here and now: the lane never reads what is being typed."""
        if self.opening is None or self._over or self._saving or not self.is_touched:
            return
        copy = snapshot(self.opening)
        self._s.write.run(lambda: self._s.desk.records.keep_draft(copy), owner=self, then=self._draft_kept,
                          failed=self._s.trouble)

    def _draft_kept(self, _draft: str) -> None:
        self.foot.say(_("Kept"))

    def _ask_discard(self) -> None:
        sheet = Confirm(
            _("Discard what is written here?"), _("This filling is forgotten. What was saved before stays."),
            _("Discard"), self, destroys=True)
        sheet.agreed.connect(self._discard)

    def _discard(self) -> None:
        self._over = True
        self._s.banner.hide_now()  # what could not be kept is no trouble any more
        self._quiet.stop()
        draft = self.opening.draft if self.opening else ""
        if draft:
            self._s.write.run(lambda: self._s.desk.records.drop_draft(draft), owner=self, failed=self._s.trouble,
                              then=lambda _done: self._away())
        else:
            self._away()

    def _away(self) -> None:
        case = self.opening.case.hex() if self.opening and not self.opening.is_new else self.wanted.case
        if case:
            self._s.go("case", case=case)
        else:
            self._s.go("my_day")

    def _ask_day(self) -> None:
        sheet = FromPaper(self._s.desk.clock.today(), self)
        sheet.asked_on.connect(self._asked_on)

    def _asked_on(self, day: str) -> None:
        if self.opening is not None:
            self.opening.asked_on = self.opening.session.asked_on = day
            self._show_page()

    # -- pages ------------------------------------------------------------------------------

    def _show_page(self) -> None:
        if self.view is None or self.opening is None:
            return
        index, count = self.view.page_index(), self.view.page_count()
        last = index >= count - 1
        self.back.setVisible(index > 0)
        self.next.set_text(_("Save") if last else _("Go on"))
        self.save_now.setVisible(not last)
        self.forget.setVisible(self.is_touched)
        if self.is_touched:  # answers carry their day from the first one on
            self.paper.hide()
        self._write_page()
        self._head.note(paper_note(self.opening.asked_on, self._s.desk.clock.today()))
        self.foot.say(_("Saves by itself"))
        if self.extras is not None:
            self.extras.show_page()

    def _write_page(self) -> None:
        """Which page it is, in words where the foot has room for words on its one line."""
        if self.view is None:
            return
        page, count = self.view.page_index() + 1, self.view.page_count()
        words = _("{page} of {count} pages").format(page=page, count=count) if count > 1 else ""
        self.pages.setAccessibleName(words)
        self.pages.setText(words)
        if words and not self.foot.fits(self.width()):
            self.pages.setText(f"{page}/{count}")

    def _go_on(self) -> None:
        if self.view is None or self._saving:
            return
        if not self.view.next_page():
            self.save()
        elif self.extras is not None:
            self.extras.take_keyboard()

    def _go_back(self) -> None:
        if self.view is not None and self.view.previous_page() and self.extras is not None:
            self.extras.take_keyboard()

    # -- saving -----------------------------------------------------------------------------

    def save(self) -> None:
        """Keep it as one change; the form rests until that is done."""
        if self.opening is None or self.view is None or self._saving or self._over:
            return
        unread = self.view.unread()
        if unread:
            self.view.show_field(unread[0])
            self._s.banner.show_trouble(_("Not saved yet: one answer could not be read."), _("Nothing is lost."),
                                        _("Look at it, or leave it empty."))
            return
        self._quiet.stop()
        self._set_saving(True)
        copy = snapshot(self.opening) if self.opening.draft else snapshot(self.opening, drafted=False)
        records = self._s.desk.records
        done = partial(self._saved, copy)
        if self.opening.form.id in RAISING:
            with_both(self._s.write, self._s.read, lambda: records.save(copy), owner=self, then=done,
                      failed=self._not_saved)
        else:
            self._s.write.run(lambda: records.save(copy), owner=self, then=done, failed=self._not_saved)

    def _saved(self, kept: FormOpening, saved: Saved) -> None:
        self._over = True
        self._set_saving(False)
        self._s.banner.hide_now()
        changes = saved.changes
        saved = replace(saved, changes=Changes(changes.cases, changes.kinds))  # what undoes it is the banner's alone
        self._s.hub.changed.emit(saved.changes)
        if self.opening is None:
            return
        self.after = Following(self._s, self.opening, saved).page()
        if self.after is None:
            self._s.go("case", case=saved.case, tab=tab_of(self.opening.form))
        if self.after is None or changes.undo is not None:
            words = _("Kept: {form}.").format(form=self.title()) if self.after is None else _(
                "For half a minute it can be undone.")
            say_done(self._s, words, changes, opening=kept, then=lambda draft: self._s.go("form", draft=draft))
        if self.after is None:
            return
        self._show_foot(form=False)
        self.paper.hide()
        self._put(self.after)
        self.after.take_keyboard()

    def _not_saved(self, error: Exception) -> None:
        """Every answer is still on the screen; where the field is known, the keyboard goes there."""
        self._set_saving(False)
        self._s.trouble(error)
        if isinstance(error, BadInput) and self.view is not None:
            field = str(error.details.get("field", ""))
            if error.code == "threat.three_fields":
                field = next((key for key in ("what", "when", "who_at_risk")
                              if not self.opening.session.answer_of(key).is_answered), "")  # type: ignore[union-attr]
            if field:
                self.view.show_field(field)
        self.keep_draft()

    def _set_saving(self, saving: bool) -> None:
        self._saving = saving
        for widget in (self._stack, self.back, self.next, self.save_now, self.forget):
            widget.setEnabled(not saving)

    # -- building ---------------------------------------------------------------------------

    def resizeEvent(self, event: object) -> None:
        """Less in the head and at the foot of a small window."""
        self._fit()

    def showEvent(self, event: object) -> None:
        """The window may only now be known."""
        self._fit()

    def _fit(self) -> None:
        self._head.fit()
        self._write_page()

    def _lay(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._stack, 1)
        outer.addWidget(self.foot)
        self._show_foot(form=False)

    def _show_foot(self, *, form: bool) -> None:
        self.foot.setVisible(form)

    def _put(self, page: QWidget) -> None:
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)

    def _connect(self) -> None:
        self.back.clicked.connect(lambda _on=False: self._go_back())
        self.next.clicked.connect(lambda _on=False: self._go_on())
        self.save_now.clicked.connect(lambda _on=False: self.save())
        self.forget.clicked.connect(lambda _on=False: self._ask_discard())
        for keys, act in (("Ctrl+Return", self._go_on), ("Ctrl+Enter", self._go_on), ("Alt+Left", self._go_back)):
            key = QShortcut(QKeySequence(keys), self)
            key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            key.activated.connect(act)



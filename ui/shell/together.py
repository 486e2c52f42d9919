# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""From the case file to the window that is looked at together, and back: one case, and nothing else stays open.

While it is open the other window is empty and out of sight. What is said there goes through the services as it
would from any screen.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, Protocol

from PySide6.QtCore import QObject, Qt, Signal

from assist import i18n
from assist.i18n import _
from assist.messages import sentence
from assist.views import Changes
from forms.model import LANGUAGES
from ui.shell.return_code import ReturnCode
from ui.tasks import Lane

if TYPE_CHECKING:
    from assist.desk import Desk
    from assist.services.drafting import FormOpening
    from assist.services.together import OwnGoal, Part, Support, Together
    from ui.shell.asking import Asker
    from ui.shell.coview_window import CoviewWindow
    from ui.shell.frame import Frame
    from ui.shell.window import Window

CORRECTION, CORRECTED = "F19", ("her_words",)


class Sitting(Protocol):
    """What this needs of whoever is signed in."""

    window: Window
    desk: Desk
    write: Lane
    frame: Frame
    asker: Asker

    def go(self, place: str, **where: str) -> None:
        """To a screen."""
        ...

    def trouble(self, error: Exception) -> None:
        """An error in words."""
        ...

    def put_aside(self) -> tuple[str, dict[str, str]]:
        """Empty the window; where one was."""
        ...

    def lock(self) -> None:
        """Lock."""
        ...


class _Wanted(NamedTuple):
    form: str
    case: str
    record: str = ""
    draft: str = ""
    address: str = ""
    kind: str = ""
    recipient: str = ""


class _Filling(NamedTuple):
    """What is being answered, and how it looked when it was opened."""

    opening: FormOpening
    before: object


class LookingTogether(QObject):
    """Opens, serves and closes that window. ``changed`` is told what was saved, ``acted`` which key was pressed."""

    open_is = Signal(bool)

    def __init__(
        self, sitting: Sitting, code: ReturnCode, changed: Callable[[Changes], object],
        acted: Callable[[str], object], touched: Callable[[], object], parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._s, self._code = sitting, code
        self._changed, self._acted, self._touched = changed, acted, touched
        self.window: CoviewWindow | None = None
        self._case, self._part = "", ""
        self._here: tuple[str, ...] = ()
        self._back: tuple[str, dict[str, str]] = ("", {})
        self._language = ""
        self._filling: _Filling | None = None

    @property
    def is_open(self) -> bool:
        """Whether somebody is looking."""
        return self.window is not None

    # -- coming and going -------------------------------------------------------------------

    def ask(self, case: str, part: str = "") -> None:
        """Look at this case together, beginning with a part; whoever comes along is asked about first.

        A part that is there with protected work open only asks for the passphrase before.
        """
        from assist.services.together import WHOLE

        desk = self._s.desk
        if part in WHOLE and not desk.vault_open and not desk.signed.travels:
            self._s.asker.ask(_("Her safety plan and what is held of her open with your passphrase."),
                              partial(self.ask, case, part), opens_vault=True)
        elif not self.is_open:
            self._s.write.run(partial(desk.together.supports, case), owner=self,
                              then=partial(self._who_is_here, case, part), failed=self._s.trouble)

    def _who_is_here(self, case: str, part: str, supports: tuple[Support, ...]) -> None:
        if not supports:
            self._open(case, part, ())
            return
        from assist.services.together import SUPPORT
        from ui.dialogs.ask_company import AskCompany

        self._s.asker.away()
        sheet = AskCompany([each.code for each in supports], self._s.frame.stage.content)
        sheet.given.connect(partial(self._open, case, part))
        sheet.new_wanted.connect(partial(self._s.go, "form", form=SUPPORT, case=case))
        self._s.asker.lay(sheet)

    def _open(self, case: str, part: str, here: tuple[str, ...]) -> None:
        self._s.write.run(partial(self._s.desk.together.open, case, here), owner=self,
                          then=partial(self._opened, case, part), failed=self._s.trouble)

    def _opened(self, case: str, part: str, seen: Together) -> None:
        if self.is_open or self._s.window.is_covered:  # covered meanwhile: nothing comes up by itself
            return
        from ui.shell.coview_window import CoviewWindow  # its pages come with it: not at the start

        self._case, self._here = case, seen.here
        self._back = self._s.put_aside()
        self._speak(seen.languages)
        me = self._s.desk.me
        self.window = CoviewWindow(self._s.window.windowTitle(), seen, self._code,
                                   open_to_all=me.practice and not self._code.is_chosen)
        self._connect(self.window)
        self._show(self.window)
        self.open_is.emit(True)
        first = part if part in seen.parts else next(iter(seen.parts), "")
        if first:
            self._read(first)
        if seen.is_first:
            self.window.look.show_explained()
        else:
            self.window.look.show_parts()

    def _show(self, window: CoviewWindow) -> None:
        """Where the other one was, and then that one is out of sight."""
        main = self._s.window
        window.setGeometry(main.geometry())
        if main.isMaximized():
            window.showMaximized()
        else:
            window.show()
        main.hide()
        window.activateWindow()

    def end(self) -> None:
        """Back to where one was, in the language of whoever signed in."""
        if self.is_open:
            self._keep_draft()
            self._s.window.show()  # before the other one goes: a program without a window ends
            if self._close():
                self._s.put_aside()  # its frame may have learned words of hers meanwhile
            self._s.window.activateWindow()
            place, where = self._back
            self._s.go(place, **where)
            self._s.frame.stage.heads.currentWidget().setFocus(Qt.FocusReason.OtherFocusReason)

    def end_behind_cover(self) -> None:
        """It is being locked: the other window is covered already, and comes back for that alone."""
        if self.is_open:
            self._keep_draft()
            self._s.window.show()
            self._close()

    def _close(self) -> bool:
        """Whether another language was spoken."""
        window, self.window = self.window, None
        if window is None:
            return False
        self._filling = None
        window.look.forget()
        window.may_close = True
        window.close()
        window.deleteLater()
        self._case, self._here = "", ()
        language, self._language = self._language, ""
        if language:
            i18n.use(language)
        self.open_is.emit(False)
        return bool(language)

    def _speak(self, hers: tuple[str, ...]) -> None:
        """The language on the screen, if she speaks it; else the first of hers that we have words in."""
        ours = [code.split("-")[0] for code in hers if code.split("-")[0] in LANGUAGES]
        if ours and i18n.language() not in ours:
            self._language = i18n.language()
            i18n.use(ours[0])

    # -- covering ----------------------------------------------------------------------------

    def act(self, name: str) -> None:
        """Pause or hide: both cover at once, and keep what is half-written."""
        if self.window is not None:
            self.window.put_cover(name)
            self._keep_draft()

    def cover_when_quiet(self) -> None:
        """Nobody has touched anything for a while."""
        if self.window is not None and not (self.window.is_covered and self.window.cover.kind == "hide"):
            self.act("hide")

    # -- what is wanted there ------------------------------------------------------------------

    def _connect(self, window: CoviewWindow) -> None:
        look = window.look
        look.told.connect(self._told)
        look.part_wanted.connect(self._read)
        look.said.connect(self._say)
        look.write_wanted.connect(lambda goal, key: self._begin(goal.form, goal.record, (key,)))
        look.fill_wanted.connect(lambda form: self._begin(form, "", ()))
        look.wrong_wanted.connect(self._correct)
        look.joined.connect(self._join)
        look.kept.connect(self._keep)
        look.dropped.connect(self._drop)
        look.act.connect(self._acted)
        window.act.connect(self._acted)
        window.touched.connect(self._touched)
        window.leave.returned.connect(self.end)
        for cover in (window.cover, window.leave):
            cover.lock_wanted.connect(self._s.lock)
            cover.offered.connect(partial(self._try_words, cover is window.leave))

    def _run(self, work: Callable[[], object], then: Callable[..., object]) -> None:
        if self.window is not None:
            self._s.write.run(work, owner=self.window, then=then, failed=self._trouble)

    def _look(self, work: Callable[[], object], then: Callable[..., object]) -> None:
        """The same for what is to be shown: once somebody else came in it is not shown any more."""
        here = self._here
        self._run(work, lambda found: then(found) if here == self._here else None)

    def _trouble(self, error: Exception) -> None:
        if self.window is not None:
            self.window.look.tell(" ".join(part for part in sentence(error) if part))

    def _told(self) -> None:
        self._run(partial(self._s.desk.together.told, self._case), lambda _done: None)

    def _read(self, part: str) -> None:
        if not part:
            return
        self._part = part
        self._look(partial(self._s.desk.together.part, self._case, part, self._here, i18n.language()), self._have_read)

    def _have_read(self, part: Part) -> None:
        if self.window is not None and part.name == self._part:
            self.window.look.show_part(part)

    def heard(self, changes: Changes) -> None:
        """Something was saved, here or by a colleague."""
        if self.is_open and (not changes.cases or self._case in changes.cases):
            self._refresh()

    def _refresh(self) -> None:
        """Which parts there are now, and the one open anew."""
        if self.window is None:
            return
        together, case, here = self._s.desk.together, self._case, self._here
        self._look(lambda: together.open(case, here), self._have_seen)

    def _have_seen(self, seen: Together) -> None:
        if self.window is None:
            return
        self.window.look.show_seen(seen)
        if self._part in seen.parts:
            if not self.window.look.is_closed:
                self._read(self._part)
        elif seen.parts:
            self._read(seen.parts[0])

    def vault_shut(self) -> None:
        """What was protected goes from the screen before anything is asked again."""
        if self.window is not None:
            self._keep_draft()
            self._filling = None
            self.window.look.forget()
            self.window.look.show_parts()
            self._refresh()

    def _join(self, code: str) -> None:
        """One more is here: less is shown from now on, and more again only after an unlock."""
        self._here = (*self._here, code)
        self._filling = None
        if self.window is not None:
            self.window.look.show_parts()
        self._refresh()

    def _say(self, goal: OwnGoal, key: str, value: object) -> None:
        self._run(partial(self._s.desk.together.say, self._case, goal.form, goal.record, {key: value}), self._saved)

    def _saved(self, changes: Changes) -> None:
        if self.window is not None:
            self.window.look.tell(_("Kept."))
        self._changed(changes)

    # -- answering in words ---------------------------------------------------------------------

    def _begin(self, form: str, record: str, keys: tuple[str, ...]) -> None:
        from ui.screens.record_editor.opening import prepare

        wanted = _Wanted(form, self._case, record)
        self._look(lambda: prepare(self._s.desk, wanted).opening, lambda opening: self._ask(opening, keys))

    def _ask(self, opening: FormOpening, keys: tuple[str, ...]) -> None:
        if self.window is not None:
            self._filling = _Filling(opening, opening.session.changes())
            self.window.look.tell("")
            self.window.look.show_ask(opening.session, keys)

    def _correct(self, part: str) -> None:
        """What she wants corrected is a wish about her data like any other, and is answered by a day (PA-07)."""
        from assist.services.together import ABOUT

        def opened() -> FormOpening:
            opening = self._s.desk.records.open(CORRECTION, self._case)
            for key, value in (("kind", "correct"), ("items", (ABOUT[part],)), ("how", "spoken")):
                opening.session.answer(key, value)
            return opening

        self._look(opened, lambda opening: self._ask(opening, CORRECTED))

    def _keep(self) -> None:
        from ui.screens.record_editor.opening import snapshot

        if self._filling is None:
            return
        opening = self._filling.opening
        copy = snapshot(opening, drafted=False)
        self._run(lambda: self._s.desk.records.save(copy), lambda saved: self._kept(saved.changes))

    def _kept(self, changes: Changes) -> None:
        self._filling = None
        if self.window is not None:
            self.window.look.asked()
            self.window.look.tell(_("Kept."))
        self._changed(changes)

    def _drop(self) -> None:
        filling, self._filling = self._filling, None
        if filling is not None and filling.opening.draft:
            self._run(partial(self._s.desk.records.drop_draft, filling.opening.draft), lambda _done: None)
        if self.window is not None:
            self.window.look.asked()

    def _keep_draft(self) -> None:
        from ui.screens.record_editor.opening import snapshot

        filling = self._filling
        if filling is None or filling.opening.session.changes() == filling.before:
            return
        copy = snapshot(filling.opening)
        self._s.write.run(lambda: self._s.desk.records.keep_draft(copy), owner=self, failed=self._s.trouble)

    def _try_words(self, leaves: bool, words: str) -> None:
        window = self.window
        if window is None:
            return
        cover = window.leave if leaves else window.cover
        self._s.write.run(
            partial(self._s.desk.signed.check_passphrase, words), owner=cover,
            then=lambda _fits: self.end() if leaves else window.go_on(), failed=lambda _error: cover.refuse())

# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A case file: its head, its parts, and the acts at its foot. Opening it is on record before anything is shown."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from assist.errors import NotAllowed
from assist.i18n import N_, _
from assist.reading import fold
from assist.services.glass import OpenNow
from assist.views import CaseHeader, Changes
from ui.context import Screen, Surroundings
from ui.dialogs.ask_reason import AskReason
from ui.dialogs.emergency import OpenStrip
from ui.screens.case_file.consent import ConsentTab
from ui.screens.case_file.forms_tab import FormsTab
from ui.screens.case_file.head import CaseHead, ChipRow
from ui.screens.case_file.history import HistoryTab
from ui.screens.case_file.notes import NotesTab
from ui.screens.case_file.now import NowTab
from ui.screens.case_file.plan import PlanTab
from ui.screens.case_file.safety import SafetyTab
from ui.screens.case_file.services import ServicesTab
from ui.screens.case_file.tab import Tab
from ui.theme import NARROW
from ui.widgets.action_bar import ActionBar
from ui.widgets.hidden import HiddenText
from ui.widgets.lines import Hairline
from ui.widgets.tabs import TabRow

TABS: tuple[tuple[str, str, type[Tab]], ...] = (
    ("now", N_("Now"), NowTab),
    ("plan", N_("Plan"), PlanTab),
    ("safety", N_("Safety"), SafetyTab),
    ("consent", N_("Consent and sharing"), ConsentTab),
    ("notes", N_("Notes"), NotesTab),
    ("services", N_("Services"), ServicesTab),
    ("forms", N_("Forms"), FormsTab),
    ("history", N_("History"), HistoryTab),
)
TABS_NARROW, TABS_WIDEST, CHIPS_WIDE, WIDEST = 200, 272, 330, 16_777_215
"""Of the list of parts in a small window, at least and at most, and what it leaves to the chips beside it."""
NAMES = tuple(name for name, _words, _kind in TABS)
TOGETHER = {"now": "plan", "plan": "plan", "safety": "safety", "consent": "information"}
"""With which part looking together begins, by the tab one is at; with her plan from any other."""


class _Opened(NamedTuple):
    head: CaseHeader
    has_twin: bool
    woken: Changes
    emergency: OpenNow | None


class CaseFileScreen(Screen):
    """Shows one case. Parts are made when somebody goes there; each asks for its own rows."""

    def __init__(self, surroundings: Surroundings, case: str, tab: str = "") -> None:
        super().__init__()
        self._s, self._case = surroundings, case
        self._reason = surroundings.reasons.get(case, "")
        self._asked_reason = False
        self.head_now: CaseHeader | None = None
        self._head = CaseHead()
        self.chips_below = ChipRow(flowing=True)
        for chips in (self._head.chips, self.chips_below):
            chips.differences_asked.connect(lambda: self._s.go("differences", case=self._case))
        self.tabs = TabRow([_(words) for _name, words, _kind in TABS])
        self.tabs.changed.connect(self._go)
        self.strip = OpenStrip(surroundings.desk.clock.now_ms)
        self.strip.over.connect(self._day_is_over)
        self._stack = QStackedWidget()
        self._made: dict[int, Tab] = {}
        self.foot = ActionBar(folds=True)
        self._lay()
        self.tabs.set_current(NAMES.index(tab) if tab in NAMES else 0)
        for number in range(len(TABS)):
            key = QShortcut(QKeySequence(f"Ctrl+{number + 1}"), self)
            key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            key.activated.connect(lambda number=number: self._by_key(number))
        key = QShortcut(QKeySequence("Ctrl+J"), self)
        key.activated.connect(self._look_together)
        self._head.together.clicked.connect(lambda _on=False: self._look_together())
        surroundings.hub.changed.connect(self._heard)
        surroundings.hub.vault.connect(self._vault_changed)

    def title(self) -> str:
        """Case file; never whose."""
        return _("Case file")

    def header(self) -> QWidget:
        """Name, code, language, what to avoid, protection."""
        return self._head

    def keys(self) -> dict[str, str]:
        """Keys of the file."""
        return {"Ctrl+1 … Ctrl+8": _("to the parts of the file"), "Ctrl+Shift+T": _("record a threat"),
                "Ctrl+J": _("look at it together with her")}

    def refresh(self) -> None:
        """Open the file, on record, and show the part one is at."""
        self._s.write.run(self._open, owner=self, then=self._opened, failed=self._not_opened)

    def tab(self) -> Tab:
        """The part shown."""
        return self._part(self.tabs.current())

    def go_to(self, name: str) -> None:
        """Show a part by its name."""
        self.tabs.set_current(NAMES.index(name))
        self._go(NAMES.index(name))

    def _look_together(self) -> None:
        """Not before it is open and on record, and not for who only reads it in an emergency."""
        if self.head_now is not None and self.strip.isHidden():
            self._s.look_together(self._case, TOGETHER.get(NAMES[self.tabs.current()], ""))

    # -- opening --------------------------------------------------------------------------

    def _open(self) -> _Opened:
        desk = self._s.desk
        desk.glass.forget_what_is_over()
        emergency = next((each for each in desk.glass.open_now() if each.case == self._case), None)
        head = desk.cases.open(self._case, self._reason or (emergency.reason if emergency else ""))
        woken = desk.care.wake(self._case) if emergency is None else Changes()
        same = desk.cases.whole(head.name) if head.name else []
        twins = [row for row in same if fold(row.name) == fold(head.name)]
        return _Opened(head, len(twins) > 1, woken, emergency)

    def _opened(self, opened: _Opened) -> None:
        head, has_twin, woken, emergency = opened
        self.head_now = head
        self.strip.show_open(emergency)
        self._head.show_head(head)
        self._head.together.setVisible(emergency is None)
        self._head.tell_apart(head, has_twin=has_twin)
        self.chips_below.show_head(head)
        self._fit()
        self.tab().load(head)
        if woken.cases:
            self._s.hub.changed.emit(woken)

    def _not_opened(self, error: Exception) -> None:
        if isinstance(error, NotAllowed) and error.code == "policy.reason":
            self._ask_reason()
            return
        self._s.go("cases")
        self._s.trouble(error)

    def _ask_reason(self) -> None:
        if self._asked_reason:
            return
        self._asked_reason = True
        sheet = AskReason(
            _("A colleague works with this person"),
            _("You may look when there is a reason. Your worker colleague and the person can see it."), self)
        sheet.given.connect(self._with_reason)
        sheet.closed.connect(self._reason_closed)

    def _with_reason(self, reason: str) -> None:
        self._reason = self._s.reasons[self._case] = reason
        self.refresh()

    def _reason_closed(self) -> None:
        self._asked_reason = False
        if self.head_now is None and not self._reason:
            # The sheet closes before it says its reason: look once that had its turn.
            self._s.read.run(lambda: None, owner=self, then=self._leave_without_reason)

    def _leave_without_reason(self, _nothing: object) -> None:
        if not self._reason and self.isVisible():
            self._s.go("cases")

    # -- parts ----------------------------------------------------------------------------

    def _go(self, place: int) -> None:
        part = self._part(place)
        self._stack.setCurrentWidget(part)
        self._show_foot()
        if self.head_now is not None:
            part.load(self.head_now)

    def _by_key(self, number: int) -> None:
        self.tabs.set_current(number)
        self._go(number)
        self.tabs.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _part(self, place: int) -> Tab:
        if place not in self._made:
            part = TABS[place][2](self._s, self._case)
            part.ground = self
            part.on_told = self._show_foot
            self._made[place] = part
            self._stack.addWidget(part)
            if place == self.tabs.current():
                self._stack.setCurrentWidget(part)
        return self._made[place]

    def _show_foot(self) -> None:
        part = self.tab()
        acts = part.acts() if self.strip.isHidden() else []  # what is open in an emergency is only read
        self.foot.set_acts(acts)
        self.foot.say(part.quiet_word())
        self.foot.setVisible(bool(acts or part.quiet_word()))

    def _day_is_over(self) -> None:
        """Nothing of it stays on screen while it is forgotten."""
        for part in self._made.values():
            part.forget()
        self._s.go("cases")
        self._s.write.run(self._s.desk.glass.forget_what_is_over, owner=self._s.hub, then=self._s.hub.changed.emit,
                          failed=self._s.trouble)

    # -- what happens elsewhere -------------------------------------------------------------

    def _heard(self, changes: Changes) -> None:
        if self.isVisible() and (not changes.cases or self._case in changes.cases):
            self.refresh()

    def _vault_changed(self, opened: bool) -> None:
        """Shut: what was shown goes at once, before anything is asked again."""
        if not opened:
            for hidden in self.findChildren(HiddenText):
                hidden.hide_now()
            for part in self._made.values():
                part.forget()
        if self.isVisible():
            self.refresh()

    # -- building -------------------------------------------------------------------------

    def _lay(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self._row = QHBoxLayout()
        self._row.setSpacing(4)
        self._row.addWidget(self.tabs)
        self._row.addWidget(self.chips_below, 1)
        outer.addWidget(self.strip)
        outer.addLayout(self._row)
        outer.addWidget(Hairline())
        outer.addWidget(self._stack, 1)
        outer.addWidget(self.foot)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The chips stand in the head, or below it where there is little room."""
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: object) -> None:
        """The window may only now be known."""
        self._fit()

    def _fit(self) -> None:
        narrow = self.window().width() < NARROW
        self._head.set_narrow(narrow)
        self.chips_below.setVisible(narrow)
        self._row.setContentsMargins(0, 0 if self.strip.isHidden() else 8, 0, 6 if narrow else 0)
        wide = min(TABS_WIDEST, max(TABS_NARROW, self.width() - CHIPS_WIDE))
        self.tabs.setMinimumWidth(wide if narrow else 0)
        self.tabs.setMaximumWidth(wide if narrow else WIDEST)

# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One goal: her words first, two views on the same scale, steps, and what she sees differently."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from assist import i18n
from assist.i18n import _
from assist.views import GoalRow
from ui import wording
from ui.charts.goal_bars import LOWEST, GoalBars
from ui.theme import Role
from ui.widgets.columns import TwoColumns
from ui.widgets.labels import Label
from ui.widgets.lines import DATE_WIDE, Lines

BESIDE = 560
"""From this width on the bars stand beside the words."""
_FORM = {"psychosocial": "F08", "productive": "F10"}
_AREA = {"psychosocial": "goal_area", "productive": "path"}


def area_of(goal: GoalRow) -> str:
    """Which part of life it is about."""
    return wording.chosen(_FORM[goal.plan], _AREA[goal.plan], goal.area)


def next_step(goal: GoalRow) -> str:
    """The first step not done yet."""
    return next((step.what for step in goal.steps if not step.done and step.what), "")


class GoalSummary(QWidget):
    """Words and bars; narrow, the bars stand below the words."""

    def __init__(self, goal: GoalRow, about: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.goal = goal
        self.bars = GoalBars(goal.rating_person, goal.rating_worker, (_("own view"), _("team")))
        words = QVBoxLayout()
        words.setSpacing(1)
        self.own_words = Label(_said(goal), Role.LEAD)
        words.addWidget(self.own_words)
        if about:
            words.addWidget(Label(about, Role.SMALL, "muted"))
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 2, 0, 2)
        self._row.setSpacing(8)
        self._row.addLayout(words, 1)
        self._row.addWidget(self.bars, 0, Qt.AlignmentFlag.AlignVCenter)

    def resizeEvent(self, event: object) -> None:
        """Beside or below."""
        beside = self.width() >= BESIDE
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._row.direction() != way:
            self._row.setDirection(way)


def _said(goal: GoalRow) -> str:
    if goal.own_words:
        return wording.quoted(goal.own_words)
    return _("Proposal of the team: {words}").format(words=goal.worker_words)


class GoalPart(QWidget):
    """All of a goal, for the Plan tab."""

    def __init__(self, goal: GoalRow, today: date, change: QWidget) -> None:
        super().__init__()
        self.summary = GoalSummary(goal, self._about(goal))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 4)
        outer.setSpacing(6)
        outer.addWidget(self.summary)
        if any(goal.levels) or goal.steps:
            outer.addWidget(self._levels_and_steps(goal))
        if goal.disagreement:
            outer.addWidget(Label(_("She sees it differently: {words}").format(
                words=wording.quoted(goal.disagreement)), tone="ochre"))
        foot = QHBoxLayout()
        look = _("look again {when}").format(when=i18n.day(goal.review_on, today=today)) if goal.review_on else ""
        foot.addWidget(Label(look, Role.SMALL, "muted"), 1)
        foot.addWidget(change)
        outer.addLayout(foot)

    def _about(self, goal: GoalRow) -> str:
        parts = (area_of(goal), wording.listed("status", goal.status),
                 _("team: {words}").format(words=goal.worker_words) if goal.own_words and goal.worker_words else "",
                 _("not talked about yet") if goal.proposal_only else "")
        return " · ".join(part for part in parts if part)

    def _levels_and_steps(self, goal: GoalRow) -> QWidget:
        columns = TwoColumns(1, 1)
        for column, title, part in (
            (columns.left, _("From now to more than hoped"), self._levels(goal) if any(goal.levels) else None),
            (columns.right, _("Steps"), self._steps(goal) if goal.steps else None),
        ):
            if part is not None:
                column.setSpacing(4)
                column.addWidget(Label(title, Role.CAPTION, "muted"))
                column.addWidget(part)
            column.addStretch(1)
        return columns

    def _levels(self, goal: GoalRow) -> QWidget:
        """The five levels written together, furthest first; the one she says she is at is marked.

        Where she did not say, the team's is marked as the team's: it never reads as hers (PA-09).
        """
        lines = Lines(26)
        is_hers = goal.rating_person is not None
        stands, mark = (goal.rating_person, _("here now")) if is_hers else (
            goal.rating_worker, _("here now, as the team sees it"))
        for place in range(len(goal.levels) - 1, -1, -1):
            words = goal.levels[place]
            if words:
                here = stands is not None and stands - LOWEST == place
                lines.put(str(place + 1), words, mark if here else "", tone="primary" if here else "text")
        return lines

    def _steps(self, goal: GoalRow) -> QWidget:
        """Without a day and with nothing done there is no first column, and the words stand under their heading."""
        lines = Lines(DATE_WIDE if any(step.done or step.by_when for step in goal.steps) else 0)
        for step in goal.steps:
            by = i18n.partial(step.by_when) if step.by_when else ""
            note = " · ".join(part for part in (step.who, step.support) if part)
            lines.put(_("done") if step.done else by, step.what, note, tone="green" if step.done else "text")
        return lines

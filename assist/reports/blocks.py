# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The blocks of the individual report (practice.md d1), each from a book that holds only what may be printed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from assist import casefile, consentbook
from assist.casebook import Book, Entity
from assist.domain import wire
from assist.domain.consents import SERVICE
from assist.domain.duties import BAND_DAYS
from assist.planbook import goals_in_her_order
from assist.reading import codes, date_of, number, said, text
from assist.reports.lines import (
    BETTER,
    HER_OWN,
    LESS,
    SAME,
    UNCLEAR,
    Arrow,
    Checks,
    Fact,
    Goal,
    Line,
    Note,
    Series,
    Step,
    Trend,
    Voice,
)
from assist.reports.order import ReportOrder
from assist.reports.ownwords import Kept, courses, level_words, voice, wishes
from assist.reports.phrases import BANDS, STANDINGS, TRENDS, WAYS, months
from assist.reports.speech import Speech, field_of
from assist.views import GoalRow, TrendPoint
from forms.text import one_line

NOTICEABLE = 10.0
"""A change of this many points of a hundred is one a person notices (practice.md c, WHO-5)."""

ENDED = frozenset({"achieved", "not_wanted_now"})
EXPIRES_SOON_DAYS = 30
_MOST_MONTHS = 13


class Blocks:
    """Builds the lines of every block in one language."""

    def __init__(self, book: Book, order: ReportOrder, kept: Kept) -> None:
        self.book, self.order, self.kept = book, order, kept
        self.speech = Speech(order.language)
        self.mine = order.template in HER_OWN
        self.goals = sorted(goals_in_her_order(book), key=lambda goal: goal.status in ENDED)

    def _in_period(self, points: tuple[TrendPoint, ...]) -> tuple[TrendPoint, ...]:
        first, last = self.order.period_from, self.order.period_to or "9999"
        return tuple(point for point in points if first <= point.on <= last)

    # -- 2 voice ------------------------------------------------------------------------

    def voice(self) -> Iterator[Line]:
        """Her hopes and, at the end, what she takes with her."""
        say = self.speech.say
        captions = {
            "own_summary": say("What I take with me"),
            "hopes": say("What I would like to be different in three months"),
            "g1": say("What matters most to change"),
        }
        for key, words, on in (voice(self.book, "F15", "own_summary"), wishes(self.book)):
            caption = captions[key.partition(":")[0]]
            if words and key in self.kept:
                yield Voice(self.speech.quote(words), f"{caption} · {self.speech.day(on)}", on)

    # -- 3 goals ------------------------------------------------------------------------

    def goal_lines(self) -> Iterator[Line]:
        """Every goal, those still wanted first."""
        for goal in self.goals:
            yield Goal(
                words=self._goal_words(goal), facts=self._goal_facts(goal), hers=goal.rating_person,
                team=goal.rating_worker, level=self._level(goal), differs=self._differs(goal),
                disagreement=self._own(f"differs:{goal.record}", goal.disagreement), on=goal.since,
            )

    def _own(self, key: str, words: str) -> str:
        return self.speech.quote(one_line(words)) if words and key in self.kept else ""

    def _goal_words(self, goal: GoalRow) -> str:
        if words := self._own(f"goal:{goal.record}", goal.own_words):
            return words
        if goal.own_words:
            return self.speech.say("A goal whose words stay in the file")
        return self.speech.say("A proposal of the team, not yet talked about")

    def _goal_facts(self, goal: GoalRow) -> str:
        form, field = ("F08", "goal_area") if goal.plan == "psychosocial" else ("F10", "path")
        since = self.speech.say("since {month}").format(month=self.speech.month(goal.since)) if goal.since else ""
        listed = (
            self.speech.choice(f"{form}/{field}", goal.area), self.speech.listed("lk_goal_status", goal.status), since,
        )
        return self.speech.begun(" · ".join(filter(None, listed)))

    def _level(self, goal: GoalRow) -> str:
        words, say = self._own(f"level:{goal.record}", level_words(goal)), self.speech.say
        told = say("Now: {level}") if goal.rating_person is not None else say("Now, as the team sees it: {level}")
        return told.format(level=words) if words else ""

    def _differs(self, goal: GoalRow) -> str:
        """A disagreement always shows, even where its words stay in the file (PA-03)."""
        if not goal.disagreement:
            return ""
        say = self.speech.say
        said_so = say("I see it differently") if self.mine else say("The person sees it differently")
        if f"differs:{goal.record}" in self.kept:
            return f"{said_so}:"
        return say("{who}; the words are in the file").format(who=said_so)

    # -- 4 course -----------------------------------------------------------------------

    def course(self) -> Iterator[Line]:
        """Which way wellbeing and daily life went; no score, no answer."""
        say = self.speech.say
        wellbeing, daily = casefile.wellbeing(self.book), casefile.daily_life(self.book)
        named = ((say("Wellbeing"), wellbeing, False), (say("Day to day"), daily, True))
        drawn = []
        for label, every, dashed in named:
            points = self._in_period(every)
            yield self._arrow(label, points)
            if points:
                shown = tuple((point.on, point.value) for point in points)
                drawn.append(Series(label.lower(), shown, dashed))
        if any(len(series.points) > 1 for series in drawn):
            yield Trend(tuple(drawn), self._months(drawn), drawn[0].points[-1][0])

    def _arrow(self, label: str, points: tuple[TrendPoint, ...]) -> Arrow:
        if len(points) < 2:
            detail = self.speech.day(points[0].on) if points else ""
            return Arrow(label, UNCLEAR, self.speech.say(WAYS[UNCLEAR]), detail)
        change = points[-1].value - points[0].value
        way = BETTER if change >= NOTICEABLE else LESS if change <= -NOTICEABLE else SAME
        first, last = points[0].on, points[-1].on
        return Arrow(label, way, self.speech.say(WAYS[way]), self.speech.span(first, last), last)

    def _months(self, drawn: list[Series]) -> tuple[tuple[str, str], ...]:
        days = sorted(on for series in drawn for on, _ in series.points)
        first, last = date.fromisoformat(days[0][:10]), date.fromisoformat(days[-1][:10])
        starts = [first.replace(day=1).isoformat()]
        year, month = first.year, first.month
        while (year, month) < (last.year, last.month):
            year, month = (year, month + 1) if month < 12 else (year + 1, 1)
            starts.append(date(year, month, 1).isoformat())
        every = -(-len(starts) // _MOST_MONTHS)
        return tuple((on, self.speech.month_short(on)) for on in starts[::every])

    # -- 5 work -------------------------------------------------------------------------

    def training(self) -> Iterator[Line]:
        """Courses with their state, month and hours."""
        names = dict(courses(self.book))
        for row in self._rows("training"):
            key, hours = f"course:{row.id.hex()}", said(row, "F10/training.hours")
            course = names.get(key, "") if key in self.kept else ""
            parts = (course, self._code(row, "training.state"), self._since(row, "training.start"),
                     self.speech.say("{count} h").format(count=hours) if isinstance(hours, int) else "")
            yield from self._fact("F10/training", parts, text(row, "F10/training.start"))

    def work(self) -> Iterator[Line]:
        """Training, work by kind and sector, what holds of decent work, own business, savings, papers."""
        yield from self.training()
        for row in self._rows("placement"):
            sector = text(row, "F10/placement.sector")
            label = self._code(row, "placement.sector")
            parts = (self._code(row, "placement.kind"), f"{label} ({sector})" if label else "",
                     self._since(row, "placement.start"))
            yield from self._fact("F10/placement", parts, text(row, "F10/placement.start"))
        yield from self._decent()
        for row in self._rows("enterprise"):
            yield from self._fact("F10/enterprise", self._enterprise(row), text(row, "F10/enterprise.started"))
        if saved := self._newest_code("savings"):
            yield Fact(self.speech.say("Savings"), self.speech.begun(self.speech.choice("F10/savings", saved)))
        yield from self._papers()

    def _rows(self, table: str) -> Iterator[Entity]:
        for sheet in self.book.of_form("F10"):
            yield from self.book.rows(sheet.entity, number(f"F10/{table}"))

    def _code(self, row: Entity, column: str) -> str:
        return self.speech.choice(f"F10/{column}", text(row, f"F10/{column}"))

    def _since(self, row: Entity, column: str) -> str:
        on = text(row, f"F10/{column}")
        return self.speech.say("since {month}").format(month=self.speech.partial(on)) if on else ""

    def _fact(self, place: str, parts: tuple[str, ...], on: str) -> Iterator[Fact]:
        if any(parts):
            yield Fact(self.speech.label(place), self.speech.begun(" · ".join(filter(None, parts))), on)

    def _newest_code(self, field: str) -> str:
        answers = (text(sheet.entity, f"F10/{field}") for sheet in reversed(self.book.of_form("F10")))
        return next(filter(None, answers), "")

    def _decent(self) -> Iterator[Checks]:
        asked = field_of("F10/decent")
        for sheet in reversed(self.book.of_form("F10")):
            held = codes(sheet.entity, "F10/decent")
            if held and asked is not None:
                yield Checks(self.speech.say("Decent work"), tuple(
                    ("yes" if each.code in held else "no", self.speech.text(each.label)) for each in asked.choices
                ), sheet.on)
                return

    def _enterprise(self, row: Entity) -> tuple[str, ...]:
        """Active or not, and for how many months; never which business it is."""
        started, active = text(row, "F10/enterprise.started"), text(row, "F10/enterprise.active")
        if not started and not active:
            return ()
        state = self.speech.say("active") if active == "yes" else self.speech.say("not active now")
        count = _months_between(started, self.order.today) if active == "yes" else 0
        return (state, months(self.speech, count) if count > 0 else self._since(row, "enterprise.started"))

    def _papers(self) -> Iterator[Fact]:
        """How many papers are on the way and how many came; never which."""
        states = [text(row, "F10/documents_step.state") for row in self._rows("documents_step")]
        counted = [
            f"{self.speech.choice('F10/documents_step.state', state)}: {states.count(state)}"
            for state in ("requested", "received") if state in states
        ]
        if counted:
            yield Fact(self.speech.label("F10/documents_step"), self.speech.begun(" · ".join(counted)))

    # -- 7 safety, 8 rights -------------------------------------------------------------

    def safety(self) -> Iterator[Line]:
        """The band now, which way it went, and when it is looked at again; no risk, no threat."""
        case, say = self.book.case, self.speech.say
        band = case.plain(wire.BAND, "")
        if band in BANDS:
            trend = case.plain(wire.BAND_TREND, "")
            words = ", ".join(filter(None, (say(BANDS[band]), say(TRENDS[trend]) if trend in TRENDS else "")))
            on = case.plain(wire.BAND_ON, "")
            told = f"{words} ({self.speech.day(on)})" if on else words
            yield Fact(say("Risk level now"), self.speech.begun(told))
        due = min(filter(None, (case.plain(wire.NEXT_LOOK, ""), casefile.review_due(case))), default="")
        if due:
            yield Fact(say("Next look at safety"), self.speech.day(due))
        if not band:
            yield Note(say("Safety was not looked at yet."))
        if told := self._safety_plan(band):
            yield Fact(say("Safety plan"), told)

    def _safety_plan(self, band: str) -> str:
        """Whether there is one and it is not too old; asked from a moderate band on. What is in it is on no report."""
        written, say = casefile.plan_day(self.book), self.speech.say
        if not written:
            return say("none yet") if BAND_DAYS.get(band, 90) < BAND_DAYS["low"] else ""
        until = casefile.plan_until(self.book)
        told = say("current, until {date}") if until >= self.order.today else say("to be looked at again since {date}")
        return told.format(date=self.speech.day(until))

    def rights(self) -> Iterator[Line]:
        """The newest consent of each kind with what the gate says of it; never the recipient."""
        today = date.fromisoformat(self.order.today)
        shown: set[str] = set()
        rows = sorted(consentbook.rows(self.book, today), key=lambda row: row.kind != SERVICE)
        for row in rows:
            if row.kind and row.kind not in shown:
                shown.add(row.kind)
                label = self.speech.begun(self.speech.listed("lk_consent_kind", row.kind))
                words = self.speech.begun(self._standing(row.standing, row.expires_on))
                yield Fact(label, words, row.given_on)
        yield from self._copy("F03/copy", self.speech.say("Copy of the consent"))
        yield from self._copy("AGR/copy", self.speech.say("Copy of the plan"))

    def _copy(self, name: str, label: str) -> Iterator[Line]:
        """What became of her copy, as it was said last (UX-25)."""
        for sheet in reversed(self.book.of_form(name.partition("/")[0])):
            if copy := text(sheet.entity, name):
                yield Fact(label, self.speech.begun(self.speech.listed("lk_copy", copy)), sheet.on)
                return

    def _standing(self, standing: str, expires: str) -> str:
        words = self.speech.say(STANDINGS[standing]) if standing in STANDINGS else ""
        if standing != "given" or not expires:
            return words
        soon = expires <= date_of(self.order.today, EXPIRES_SOON_DAYS)
        until = self.speech.say("until {date}, ends soon") if soon else self.speech.say("until {date}")
        return f"{words} {until.format(date=self.speech.day(expires))}"

    # -- 9 next -------------------------------------------------------------------------

    def next(self) -> Iterator[Line]:
        """The next look together, then the steps of goals still wanted: what is open first, then what was done."""
        if on := self._next_look():
            yield Fact(self.speech.say("Next look together"), self.speech.day(on), "9999")
        steps = [step for goal in self.goals if goal.status not in ENDED for step in goal.steps]
        for step in sorted(steps, key=lambda step: (step.done, step.by_when or "9999")):
            if f"step:{step.row}" in self.kept:
                when = self.speech.partial(step.by_when) if step.by_when else ""
                on = f"0{step.by_when}" if step.done else step.by_when or "9998"
                yield Step(one_line(step.what), one_line(step.who), when, step.done, on)

    def _next_look(self) -> str:
        reviews = [text(sheet.entity, "F13/next_on") for sheet in self.book.of_form("F13")]
        dates = [*reviews[-1:], *(goal.review_on for goal in self.goals if goal.status not in ENDED)]
        return min((on for on in dates if on >= self.order.today), default="")


def _months_between(started: str, today: str) -> int:
    known = started.rstrip("~")
    if len(known) < 7 or not known[:4].isdecimal() or not known[5:7].isdecimal():
        return 0
    return (int(today[:4]) - int(known[:4])) * 12 + int(today[5:7]) - int(known[5:7])

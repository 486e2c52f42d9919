# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A practice workspace: any number of invented people with months of history, the same for the same seed.

Everything goes in by the way real work goes in: a form, its policy, one change.
"""

from __future__ import annotations

import random  # noqa: TID251 - invented people must be the same for the same seed
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any

import resources
from assist.clock import Clock, FixedClock
from assist.crypto import words
from assist.desk import Desk
from assist.ports import UnitOfWork
from assist.practice_directory import invent_directory
from assist.services.drafting import FormOpening
from assist.services.profiles import NewProfile
from assist.services.records import RecordService
from forms.checkin import ITEMS, REVERSED
from forms.loader import read_yaml

OWN_DICE = frozenset({"F06", "F14", "APPT"})
APART = {"WHO5": 14, "F14": 90}
"""Questionnaires and the days between two of them: none is invented before its time."""

PATHS = ("first_contact", "without_file", "consented", "assessing", "planning", "implementing", "reviewing", "closed")
WEIGHTS = (6, 4, 8, 12, 12, 34, 16, 8)
"""How often a path ends where it ends, in per cent."""

LASTED = {"first_contact": 0, "without_file": 0, "consented": 2, "assessing": 15, "planning": 24,
          "implementing": 69, "reviewing": 133, "closed": 79}
"""Days a path takes; it ends near today, as the work of a house that is kept up does."""

LATELY = {"first_contact": 4, "without_file": 30, "consented": 5, "assessing": 14, "planning": 20,
          "implementing": 21, "reviewing": 16, "closed": 200}
"""How many days ago it may have ended at most."""

GROUP = 25
"""Cases kept in one commit."""

LATEST = timedelta(minutes=20)
"""So long ago the histories end."""


@dataclass(frozen=True, slots=True)
class PracticeOrder:
    """How many invented people, from which seed, in which language."""

    cases: int = 40
    seed: int = 7
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Practice:
    """What was made: the open desk, and what to type at the door."""

    desk: Desk
    user: str
    passphrase: str


def make_practice(
    found: Callable[[NewProfile], Desk], order: PracticeOrder, progress: Callable[[int], None] = lambda done: None
) -> Practice:
    """Found a practice workspace and fill it. The first case teaches the protection flag (ruling 34)."""
    lists = word_lists(order.language)
    dice = random.Random(order.seed)  # noqa: S311 - invented people, not secrets
    passphrase = listed_words(order, dice)
    desk = found(NewProfile(lists["organisation"], lists["person"], passphrase, practice=True))
    Inventor(desk, order, dice).invent(progress)
    invent_directory(desk)
    return Practice(desk, lists["person"], passphrase)


def listed_words(order: PracticeOrder, dice: random.Random) -> str:
    """Six list words from the seed: the practice workspace protects nobody, and tests must be able to type it."""
    listed = words.word_list(order.language)
    return " ".join(dice.choice(listed) for _ in range(words.WORDS))


@lru_cache(maxsize=4)
def word_lists(language: str) -> dict[str, Any]:
    """Our own words for invented histories in one language."""
    name = f"practice/{language}.yaml"
    found: dict[str, Any] = read_yaml(resources.text(name), name)
    return found


@lru_cache(maxsize=1)
def countries() -> list[dict[str, Any]]:
    """Chosen names and languages by country."""
    found: list[dict[str, Any]] = read_yaml(resources.text("practice/names.yaml"), "names.yaml")["countries"]
    return found


@dataclass
class _Life:
    """One invented person on her way: the case, and the day her history has come to."""

    path: str
    day: date
    case: bytes = b""
    asked: dict[str, date] = field(default_factory=dict)
    goals: list[tuple[str, int]] = field(default_factory=list)


class Inventor:
    """Writes invented histories through the service that a screen uses, under a clock of their own."""

    def __init__(self, desk: Desk, order: PracticeOrder, dice: random.Random) -> None:
        self._desk = desk
        self._order = order
        self._dice = dice
        self._lists = word_lists(order.language)
        # What was written within the last minute is not sent yet, and what comes last shall still find room.
        self._now = datetime.fromtimestamp(desk.clock.now_ms() / 1000, UTC) - LATEST
        self._today = min(desk.clock.today(), self._now.date())

    def invent(self, progress: Callable[[int], None], numbers: range | None = None) -> None:
        """All of them, or those of these numbers, some at a time in one commit."""
        numbers = range(self._order.cases) if numbers is None else numbers
        bench = self._desk.bench
        clock: Clock = bench.clock
        moving = FixedClock(self._now)
        bench.clock = moving
        raised: list[tuple[bytes, int]] = []
        try:
            for first in range(0, len(numbers), GROUP):
                group = numbers[first : first + GROUP]
                with bench.keeper.writing() as work:
                    for number in group:
                        raised += self._one(work, moving, number)
                    work.commit()
                progress(first + len(group))
            moving.set(self._now)
            for case, level in raised:
                self._desk.protection.raise_case(case, level, settle=False)
            if raised:
                self._desk.protection.settle()
        finally:
            bench.clock = clock

    def _one(self, work: UnitOfWork, clock: FixedClock, number: int) -> list[tuple[bytes, int]]:
        path = "implementing" if number == 0 else self._dice.choices(PATHS, WEIGHTS)[0]
        life = _Life(path, self._today - timedelta(days=LASTED[path] + self._dice.randint(0, LATELY[path])))
        raised: list[tuple[bytes, int]] = []
        for form, answers, days in self._history(life, number):
            life.day = min(self._today, life.day + timedelta(days=days))
            if form in APART:
                if life.day - life.asked.get(form, date.min) < timedelta(days=APART[form]):
                    continue
                life.asked[form] = life.day
            clock.set(self._moment(life.day, self._dice_of(form, number)))
            level = self._save(work, life, form, answers)
            if level:
                raised.append((life.case, level))
        return raised

    def lend_a_hand(self, cases: Sequence[str], form: str) -> None:
        """A note or a look in cases of somebody else, as a colleague who stands in for her writes it: two hours ago."""
        self._write(
            [(case, form, self._note() if form == "F11" else self._risk()) for case in cases], timedelta(hours=-2))

    def agree(self, cases: Sequence[str], recipient: str) -> None:
        """What some said when asked about a reporting system: two of three a yes for a year, the rest a no."""
        ends = (self._today + timedelta(days=365)).isoformat()
        asked = {"kind": "reporting_export", "recipient": recipient, "categories": ("codes",), "mode": "spoken",
                 "explained": ("purpose", "risks", "what_if_not", "withdraw"), "teach_back": "yes", "expiry": ends}
        self._write([(case, "F03", asked | {"decision": "no" if place % 3 == 2 else "yes"})
                     for place, case in enumerate(cases)], timedelta(hours=-3))

    def tell_apart(self, case: str, told: tuple[str, str, str], minutes: int) -> None:
        """What somebody told this one and not the others, so many minutes after the histories end.

        ``told`` is what she hopes for, the word for herself, and what may be said when she is called.
        """
        hopes, term, may_say = told
        self._write([(case, "F02", {"hopes": hopes, "self_term": term}),
                     (case, "F04", {"still": ("who_starts", "channel"), "may_say": may_say})],
                    timedelta(minutes=minutes))

    def _write(self, sheets: Iterable[tuple[str, str, dict[str, Any]]], after: timedelta) -> None:
        bench, clock = self._desk.bench, self._desk.bench.clock
        bench.clock = FixedClock(self._now + after)
        try:
            with bench.keeper.writing() as work:
                for case, form, answers in sheets:
                    self._save(work, _Life("implementing", self._today, bytes.fromhex(case)), form, answers)
                work.commit()
        finally:
            bench.clock = clock

    def _dice_of(self, form: str, number: int) -> random.Random:
        """Some sheets have dice of their own, so that a history is otherwise the same with them and without."""
        if form not in OWN_DICE:
            return self._dice
        return random.Random(f"{form} {self._order.seed} {number}")  # noqa: S311 - invented people, not secrets

    def _moment(self, day: date, dice: random.Random) -> datetime:
        """An hour of work on that day; today none that is still to come."""
        hour, minute = dice.randint(9, 17), dice.randint(0, 59)
        return min(self._now, datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC))

    def _save(self, work: UnitOfWork, life: _Life, form: str, answers: dict[str, Any]) -> int:
        records: RecordService = self._desk.records
        opening = records.prepare(work, form, life.case)
        fill(opening, answers)
        saved = records.write(work, opening)
        life.case = opening.case
        if form in ("F08", "F10"):
            life.goals.append((saved.record, answers.get("rating_p", -1)))
        return saved.raised_to

    # -- a history ----------------------------------------------------------------------------

    def _history(self, life: _Life, number: int) -> Iterator[tuple[str, dict[str, Any], int]]:
        """(form, answers, days since the last one), as far as this path goes."""
        pick, dice = self._pick, self._dice
        yield "F01", self._first_contact(life), 0
        if life.path in ("first_contact", "without_file"):
            return
        yield "LIMITS", {"explained": "yes", "how": "listen"}, 1
        yield "F03", self._service_consent(life), 0
        yield "F04", self._contact(), 1
        if life.path == "consented":
            return
        yield "F05", self._risk(), 2
        yield "F06", self._safety_plan(number), 0
        yield "F02", self._intake(), 5
        yield "F07", self._conversation(0), 6
        yield "WHO5", self._wellbeing(0), 1
        yield "F14", self._check_in(number, 0), 0
        if life.path == "assessing":
            return
        for form, kind in (("F08", "psychosocial"), ("F10", "productive")):
            yield form, self._goal(form, pick(kind)), 4
        if life.path == "planning":
            return
        for plan in ("psychosocial", "productive"):
            yield "AGR", {"plan": plan, "how": dice.choice(("spoken", "signature", "through_interpreter"))}, 2
        yield "F11", self._note(), 6
        for turn in (1, 2, 3) if life.path == "reviewing" else (1,):
            yield "WHO5", self._wellbeing(turn), 30
            yield "F07", self._conversation(turn), 0
            yield "F14", self._check_in(number, turn), 0
            yield "F13", self._review(life, turn), 1
            yield "F04", {"still": ("who_starts", "channel", "may_say")}, 1
            yield "F05", self._risk(), 1
        yield from self._last(life, number)

    def _last(self, life: _Life, number: int) -> Iterator[tuple[str, dict[str, Any], int]]:
        if life.path != "closed":
            yield "APPT", self._appointment(number), 0
        if number == 0:
            yield "PROT", {"level": "1", "measure": "identity_reserved"}, 1
        elif self._dice.random() < 0.06:
            yield "F17", {"what": "seen_near", "when": "today", "who_at_risk": ("person",)}, 1
        if life.path == "closed":
            yield "F15", {"reason": "my_choice", "proposed_by": "participant", "return_open": "yes",
                          "own_summary": self._lists["strengths"][0], "data_choice": "keep_until",
                          "aftercare_consent": self._dice.choice(("yes", "no"))}, 10

    def _pick(self, name: str) -> Any:
        return self._dice.choice(self._lists[name])

    def _first_contact(self, life: _Life) -> dict[str, Any]:
        place = self._dice.choice(countries())
        answers: dict[str, Any] = {
            "chosen_name": self._dice.choice(place["names"]), "lang_pref": self._dice.choice(place["languages"]),
            "mode_pref": (self._dice.choice(("read", "listen")),),
            "needs_now": tuple(self._dice.sample(("sleep_place", "food", "rest", "documents", "call_someone"), 2)),
            "danger_now": self._dice.choice(("no", "no", "not_sure")),
            "may_keep_note": "no" if life.path == "without_file" else "yes",
            "age_group": self._dice.choice(("18_24", "25_34", "25_34", "35_44")),
            "ref_source": self._dice.choice(("ngo", "police", "consulate", "self", "hotline")),
        }
        if self._dice.random() < 0.3:
            answers["minors_count"] = self._dice.randint(1, 3)
        return answers if self._dice.random() < 0.7 else {
            key: value for key, value in answers.items() if key not in ("health_now", "danger_now", "mode_pref")}

    def _service_consent(self, life: _Life) -> dict[str, Any]:
        end = (life.day + timedelta(days=365)).isoformat()
        return {"kind": "accompaniment", "accompany": "yes", "keep_record": "yes", "decision": "yes", "expiry": end,
                "mode": self._dice.choice(("spoken", "signature", "mark")), "capacity": "adult", "copy": "read_out",
                "explained": ("purpose", "risks", "what_if_not", "withdraw"), "teach_back": "yes"}

    def _contact(self) -> dict[str, Any]:
        return {"who_starts": "we", "channel": (self._dice.choice(("call", "app")),), "may_say": "neutral",
                "neutral_line": self._lists["neutral_line"], "mail_allowed": "no",
                "value": f"000-{self._dice.randint(100, 999)}-{self._dice.randint(100, 999)}",
                "safe_times": [{"day": self._dice.choice(("mon", "tue", "thu")), "hours": "9–11"}]}

    def _intake(self) -> dict[str, Any]:
        return {"hopes": self._pick("hopes"), "strengths": self._pick("strengths"), "gender": "woman",
                "reads": self._dice.choice(("easy", "some", "by_ear")),
                "documents": [{"paper": "birth", "state": "have"}],
                "legal_status": self._dice.choice(("national", "applied", "permit_work", "not_sure")),
                "housing_now": self._dice.choice(("safe", "temporary"))}

    def _conversation(self, turn: int) -> dict[str, Any]:
        cards = ("rest", "body", "calm", "handle", "people", "belong", "treated", "decide", "roots", "hope")
        answers: dict[str, Any] = {
            card: max(0, min(4, self._dice.randint(1, 2) + turn // 2 + self._dice.randint(0, 1)))
            for card in cards if self._dice.random() < 0.9
        }
        if turn == 0:
            answers |= {"support_wish": ("group",), "triggers_avoid": self._pick("avoid")}
        return answers

    def _wellbeing(self, turn: int) -> dict[str, Any]:
        marks = {f"item{place}": str(max(0, min(5, self._dice.randint(1, 2) + turn))) for place in range(1, 6)}
        if self._dice.random() < 0.1:
            marks.pop("item4")
        return marks

    def _risk(self) -> dict[str, Any]:
        line = {"object": "person", "kind": self._dice.choice(("debt", "pressure_return", "online", "finding_place")),
                "likelihood": str(self._dice.randint(1, 3)), "severity": str(self._dice.randint(2, 4))}
        return {"own_band": self._dice.choice(("calm", "careful", "worried")),
                "own_view": self._dice.randint(1, 4), "item": [line]}

    def _safety_plan(self, number: int) -> dict[str, Any]:
        """With a dice of its own, as the check-in, so that the rest of a history stays as it is."""
        dice = random.Random(f"plan {self._order.seed} {number}")  # noqa: S311 - invented people, not secrets
        return {"calm_alone": dice.choice(self._lists["strengths"]),
                "leave_bag": tuple(dice.sample(("papers_copy", "money", "medicine", "numbers"), 2)),
                "online": (dice.choice(("new_passwords", "location_off", "private_profile")),),
                "who_has_copy": dice.choice(("none", "worker_only")),
                "review_on": (self._today + timedelta(days=dice.randint(4, 60))).isoformat()}

    def _check_in(self, number: int, turn: int) -> dict[str, Any]:
        dice = random.Random(f"check-in {self._order.seed} {number} {turn}")  # noqa: S311 - invented people
        marks = {key: min(4, dice.randint(0, 2) + (turn + 1) // 2) for key in ITEMS if dice.random() < 0.9}
        return {key: str(4 - mark) if key in REVERSED else mark for key, mark in marks.items()}

    def _goal(self, form: str, seed: dict[str, Any]) -> dict[str, Any]:
        keys = ("level_m2", "level_m1", "level_0", "level_p1", "level_p2")
        answers: dict[str, Any] = {
            "goal_own_words": seed["words"], ("goal_area" if form == "F08" else "path"): seed.get("area") or
            seed["path"], **dict(zip(keys, seed["levels"], strict=True)), "status": "under_way", "rating_p": -2,
            "rating_w": self._dice.randint(-2, -1), "review_on": self._soon(),
            "step": [{"what": step, "who": self._pick("support")} for step in seed["steps"]],
        }
        if self._dice.random() < 0.12:
            answers["disagree"] = self._pick("wants")
        return answers

    def _soon(self) -> str:
        return (self._today + timedelta(days=self._dice.randint(-6, 40))).isoformat()

    def _appointment(self, number: int) -> dict[str, Any]:
        """In the days ahead, with a dice of its own, too."""
        dice = random.Random(f"day {self._order.seed} {number}")  # noqa: S311 - invented people, not secrets
        return {"kind": dice.choice(("health", "papers", "study", "legal", "here")),
                "on": (self._today + timedelta(days=dice.randint(0, 8))).isoformat(),
                "at": f"{dice.randint(8, 16)}:{dice.choice(('00', '30'))}",
                "along": dice.choice(("nobody", "team", "trusted")), "transport": dice.choice(("own", "us", "fare")),
                "reminder": dice.choice(("none", "in_person", "by_card"))}

    def _note(self) -> dict[str, Any]:
        return {"outcome": "held", "minutes": self._dice.choice((20, 30, 45, 60)), "channel": "here",
                "topics": tuple(self._dice.sample(("rest", "health", "papers", "work", "family"), 2)),
                "person_wants": self._pick("wants"), "facts": self._pick("facts"), "read_back": "yes",
                "done_next": [{"what": self._pick("wants"), "who": self._pick("support")}]}

    def _review(self, life: _Life, turn: int) -> dict[str, Any]:
        rows = [
            {"goal": record, "rating_p": max(-2, min(2, start + turn)), "status": "under_way", "decision": "keep",
             "rating_w": max(-2, min(2, start + turn - self._dice.randint(0, 1)))}
            for record, start in life.goals
        ]
        return {"asked_by": "date", "better": self._pick("better"), "harder": self._pick("harder"), "goals": rows,
                "safety_quick": self._dice.randint(2, 4), "next_on": self._soon()}


def fill(opening: FormOpening, answers: dict[str, Any]) -> None:
    """Answer a form as a person at the keyboard would, tables row by row; ``still``: known ones she confirms."""
    session = opening.session
    for key, value in answers.items():
        if key == "still":
            for known in value:
                session.still_right(known)
        elif isinstance(value, list):
            for cells in value:
                row = session.add_row(key)
                for column, cell in cells.items():
                    session.answer_cell(key, row, column, cell)
        else:
            session.answer(key, value)

# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Of values written apart, which one is believed until a person settles it (security-and-sync.md 4.4).

Where an answer decides about safety or consent, the more careful one, whoever wrote last; the table below
says which that is, and why. Everywhere else the newest.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

from assist.domain import wire
from assist.domain.stages import CLOSED
from assist.i18n import N_

SILENT: Final = "\0silent"
"""In an order: the place of *prefers not to say*, *does not know* and *not applicable*."""


@dataclass(frozen=True, slots=True)
class Told:
    """One value as somebody wrote it. ``at`` orders by time and then by stream, alike on every laptop."""

    value: object
    at: tuple[object, ...] = ()
    silent: bool = False
    struck: bool = False
    made: bool = False
    """Put together from several: nobody wrote just this."""


class Rule(Protocol):
    """How one kind of value is weighed; the answer depends on nothing but what was told."""

    def shown(self, told: Sequence[Told]) -> Told:
        """The one believed, or one put together from all."""
        ...


def newest(told: Sequence[Told]) -> Told:
    """Latest stamp, then stream and place."""
    return max(told, key=lambda each: each.at)


@dataclass(frozen=True, slots=True)
class Newest:
    """Nothing hangs on it but the day it was written."""

    def shown(self, told: Sequence[Told]) -> Told:
        """See Rule."""
        return newest(told)


@dataclass(frozen=True, slots=True)
class CarefulFirst:
    """A closed list of answers, the most careful first; one that is not in it comes last."""

    order: tuple[object, ...]

    def shown(self, told: Sequence[Told]) -> Told:
        """See Rule."""
        places = [self._place(each) for each in told]
        first = min(places)
        return newest([each for each, place in zip(told, places, strict=True) if place == first])

    def _place(self, told: Told) -> int:
        value = SILENT if told.silent else told.value
        return self.order.index(value) if value in self.order else len(self.order)


@dataclass(frozen=True, slots=True)
class Furthest:
    """The lowest or the highest of days and numbers; what holds nothing is passed over, or comes first."""

    highest: bool = False
    blank_first: bool = False

    def shown(self, told: Sequence[Told]) -> Told:
        """See Rule."""
        blank = [each for each in told if _is_blank(each)]
        if len(blank) == len(told) or (blank and self.blank_first):
            return newest(blank)
        held = [each for each in told if not _is_blank(each)]
        ends = max if self.highest else min
        wanted = ends(_comparable(each.value) for each in held)
        return newest([each for each in held if _comparable(each.value) == wanted])


@dataclass(frozen=True, slots=True)
class AllOf:
    """What anybody named; ``nothing`` codes are left out once something was."""

    nothing: frozenset[str] = frozenset()

    def shown(self, told: Sequence[Told]) -> Told:
        """See Rule."""
        named = list(dict.fromkeys(code for each in _in_order(told) for code in _codes(each)))
        kept = tuple(code for code in named if code not in self.nothing) or tuple(named)
        return _put_together(told, kept) if kept else newest(told)


@dataclass(frozen=True, slots=True)
class OnlyShared:
    """What everybody named. ``never`` is a code that rules out all others, and stands where nothing is shared."""

    never: str = ""

    def shown(self, told: Sequence[Told]) -> Told:
        """See Rule."""
        lists = [_codes(each) for each in _in_order(told)]
        if self.never and any(self.never in codes for codes in lists):
            return _put_together(told, (self.never,))
        shared = tuple(code for code in lists[0] if all(code in codes for codes in lists))
        return _put_together(told, shared or ((self.never,) if self.never else ()))


@dataclass(frozen=True, slots=True)
class AllTexts:
    """Both lines, one after the other."""

    def shown(self, told: Sequence[Told]) -> Told:
        """See Rule."""
        texts = dict.fromkeys(str(each.value) for each in _in_order(told) if not _is_blank(each))
        return _put_together(told, "; ".join(texts)) if texts else newest(told)


@dataclass(frozen=True, slots=True)
class Neither:
    """Two different ones cannot both be right, and a wrong one may harm: none is used."""

    def shown(self, told: Sequence[Told]) -> Told:
        """See Rule."""
        return _put_together(told, None)


def believed(rule: Rule, told: Sequence[Told]) -> Told:
    """What is shown of several values. What she asked to leave out stays out, whatever was written meanwhile."""
    struck = [each for each in told if each.struck]
    return newest(struck) if struck else rule.shown(told)


def _is_blank(told: Told) -> bool:
    return told.silent or told.value in (None, "", ())


def _comparable(value: object) -> tuple[int, int, str]:
    """Numbers and days, each in their own order."""
    number = int(value) if isinstance(value, int) else 0
    return (0, number, "") if isinstance(value, int) else (1, 0, str(value))


def _codes(told: Told) -> tuple[str, ...]:
    if told.silent or not isinstance(told.value, tuple | list):
        return ()
    return tuple(str(code) for code in told.value)


def _in_order(told: Sequence[Told]) -> list[Told]:
    return sorted(told, key=lambda each: each.at)


def _put_together(told: Sequence[Told], value: object) -> Told:
    return replace(newest(told), value=value, silent=False, made=True)


# -- the table --------------------------------------------------------------------------

CONSENT = N_("Until it is settled, nothing is shared that one of the two did not allow.")
CONTACT = N_("Until it is settled, the way that exposes her less is kept.")
DANGER = N_("Until it is settled, the graver answer is kept.")
EITHER = N_("Until it is settled, what either of the two named is kept.")
BOTH = N_("Until it is settled, only what both named is kept.")
NONE = N_("Until it is settled, neither is used: two different ones cannot both be safe.")
DOUBT = N_("Until it is settled, what is not sure counts as not done.")
YOUNGER = N_("Until it is settled, the younger age is kept: a minor is protected as a minor.")
SOONER = N_("Until it is settled, the day that looks after her better is kept.")
STILL_THERE = N_("Until it is settled, it stays: what somebody wrote is not lost.")
LATER_WINS = N_("Until it is settled, the newer one is shown.")
"""Why the one shown is shown, for the person who settles."""


@dataclass(frozen=True, slots=True)
class Care:
    """A rule and the sentence that says why."""

    rule: Rule
    why: str


def _each(names: str, rule: Rule, why: str) -> dict[str, Care]:
    return dict.fromkeys(names.split(), Care(rule, why))


_NO_FIRST = CarefulFirst(("no", "not_sure", "later", "offered", SILENT, "yes"))
_YES_FIRST = CarefulFirst(("yes", "not_sure", SILENT, "no"))
_YOUNGEST = CarefulFirst(("0_11", "12_14", "15_17", "18_24", "25_34", "35_44", "45_59", "60_plus", SILENT))
_GRAVER = CarefulFirst(("5", "4", "3", "unknown", SILENT, "2", "1"))
_COPY = CarefulFirst(("not_safe", "given", SILENT, "read_out", "not_wanted"))

ANSWERS: dict[str, Care] = {
    # her yes and her no
    **_each("F01/may_keep_note F03/accompany F03/keep_record F03/decision ASSENT/assent F13/checkin_offer "
            "F15/aftercare_consent", _NO_FIRST, CONSENT),
    **_each("F03/kind F03/recipient ASSENT/kind ASSENT/recipient", Neither(), NONE),
    "F03/categories": Care(OnlyShared(), BOTH),
    "F03/withhold": Care(AllTexts(), EITHER),
    "F03/expiry": Care(Furthest(blank_first=True), CONSENT),
    "F03/mode": Care(CarefulFirst(("consent_on_paper", SILENT)), CONSENT),
    "F03/explained": Care(OnlyShared(), BOTH),
    "F03/teach_back": Care(CarefulFirst(("not_done", SILENT, "again", "yes")), DOUBT),
    "F03/capacity": Care(CarefulFirst(("child", "adolescent", "supported", SILENT, "adult")), YOUNGER),
    "F03/guardian_conflict": Care(_YES_FIRST, DANGER),
    **_each("F03/copy AGR/copy", _COPY, CONTACT),
    "F15/aftercare_months": Care(OnlyShared(), BOTH),
    "F15/data_choice": Care(Neither(), NONE),
    "CLOSING/leave_out": Care(CarefulFirst(("yes_struck", SILENT, "nothing")), CONSENT),
    "F00/wants_today": Care(CarefulFirst(("not_today", "short", SILENT, "yes")), CONSENT),
    **_each("F08/proposal_only F10/proposal_only F08/pause_wanted F10/pause_wanted", _YES_FIRST, CONSENT),
    # how she may be reached
    "contact.who_starts": Care(CarefulFirst(("in_person", "i", SILENT, "we")), CONTACT),
    "contact.channel": Care(OnlyShared("none"), CONTACT),
    "contact.may_say": Care(CarefulFirst(("nothing", SILENT, "neutral", "first_name")), CONTACT),
    "contact.mail_allowed": Care(CarefulFirst(("no", SILENT, "neutral")), CONTACT),
    "contact.no_answer_step": Care(CarefulFirst(("do_nothing", SILENT, "try_again", "tell_person")), CONTACT),
    "contact.no_answer_note": Care(AllTexts(), EITHER),
    "contact.shared_device": Care(_YES_FIRST, CONTACT),
    "contact.code_word_stop": Care(AllTexts(), EITHER),
    **_each("contact.value contact.neutral_line contact.code_word contact.safe_times.day contact.safe_times.hours "
            "contact.safe_times.zone contact.relatives.called CLOSING/next_contact", Neither(), NONE),
    **_each("person.trusted.may_call contact.relatives.may_contact contact.relatives.may_know", _NO_FIRST, CONTACT),
    "contact.relatives.at_risk": Care(_YES_FIRST, DANGER),
    **_each("DIR/vetted_on DIR/promise_until DIR/off_since", Furthest(), SOONER),
    "DIR/also_called": Care(AllTexts(), EITHER),
    "APPT/reminder": Care(CarefulFirst(("none", "in_person", SILENT, "by_card")), CONTACT),
    "F13/next_way": Care(CarefulFirst(("i_will_come", SILENT, "on_that_day")), CONTACT),
    **_each("F00/place_private F00/interp_ok", _NO_FIRST, CONTACT),
    # how she is met
    "person.address_form": Care(CarefulFirst(("formal", SILENT, "vos", "close")), CONTACT),
    **_each("person.mode person.adjustments person.worker_pref", AllOf(), EITHER),
    "person.triggers_avoid": Care(AllTexts(), EITHER),
    # danger
    **_each("F01/danger_now F01/health_now F05/danger_now F05/self_harm_cue F10/safety_check", _YES_FIRST, DANGER),
    "F02/housing_now": Care(CarefulFirst(("not_safe", "temporary", SILENT, "safe")), DANGER),
    **_each("F05/own_view F13/safety_quick", Furthest(), DANGER),
    "F05/own_band": Care(CarefulFirst(("in_danger", "worried", "careful", SILENT, "calm")), DANGER),
    **_each("F05/item.likelihood F05/item.severity", _GRAVER, DANGER),
    "F05/item.since": Care(CarefulFirst(("new", "same", SILENT, "less")), DANGER),
    "safety.known_places": Care(AllOf(), EITHER),
    "F07/urgent_cue": Care(CarefulFirst(("today", "week", SILENT, "no")), DANGER),
    "F17/when": Care(CarefulFirst(("now", "today", "days", SILENT, "before")), DANGER),
    "F17/raise_level": Care(CarefulFirst(("3", "2", "1", SILENT)), DANGER),
    **_each("F17/who_at_risk F17/possible_leak", AllOf(), EITHER),
    "F17/data_breach": Care(AllOf(frozenset({"none"})), EITHER),
    "F17/immediate_action": Care(AllOf(frozenset({"nothing"})), EITHER),
    # protection that was decided
    "PROT/level": Care(CarefulFirst(("3", "2", "1", SILENT)), DANGER),
    "PROT/review_on": Care(Furthest(), SOONER),
    "PROT/valid_until": Care(Furthest(highest=True), SOONER),
    # age, and what was surely done
    **_each("person.age_group person.dependants.age F22/children.age_band", _YOUNGEST, YOUNGER),
    "person.minors_count": Care(Furthest(highest=True), YOUNGER),
    **_each("LIMITS/explained F13/contact_still F15/safety_last F10/placement.vetted F11/read_back AGR/read_back",
            _NO_FIRST, DOUBT),
}
"""Concepts and questions whose answer decides about safety or consent."""

NOT_ABOUT_SAFETY: dict[str, str] = {
    "ASSENT/how ASSENT/rather": "how it was explained, and another wish; the child's yes or no has its own rule",
    "F03/language F03/interpreter F03/interpreter_why F03/witness F03/drawn":
        "how it was explained and given; the decision has its own rule",
    "contact.safe_times contact.relatives": "a table: its cells have rules, and rows written apart stand side by side",
    "F05/item F05/item.object F05/item.kind F05/item.protects F05/item.action": "words about a line, not its weight",
    "F17/what F17/how_known F17/person_decides F17/facts F17/on_date F17/breach_ref F17/told_to F17/told_to.who "
    "F17/told_to.by F17/told_to.on": "what is told of an event; the hold stands whatever is told",
    "PROT/measure PROT/basis PROT/authority PROT/decided_by": "which paper it rests on; the level has its own rule",
    "LIMITS/language LIMITS/how LIMITS/text_id": "how it was explained; whether has its own rule",
    "CLOSING/how_now": "a mood, not a decision",
}
"""Of the forms about safety and consent, what may go by the newest, and why."""


@dataclass(frozen=True, slots=True)
class OpenFirst:
    """A path that goes on is shown before one that ended, so that nobody is forgotten."""

    ended: tuple[str, ...]

    def shown(self, told: Sequence[Told]) -> Told:
        """See Rule."""
        return newest([each for each in told if each.value not in self.ended] or list(told))


_FLAG = CarefulFirst((True, False))
_CLOSED = tuple(sorted(CLOSED))

STRUCTURE: dict[int, Care] = {
    wire.LEVEL: Care(Furthest(highest=True), DANGER),
    wire.HOLD: Care(_FLAG, DANGER),
    wire.LEGAL_HOLD: Care(_FLAG, DANGER),
    wire.BAND: Care(CarefulFirst(("extreme", "high", "moderate", "low", "")), DANGER),
    wire.OWN_BAND: Care(CarefulFirst(("in_danger", "worried", "careful", "calm", "")), DANGER),
    wire.BAND_TREND: Care(CarefulFirst(("more", "same", "less", "")), DANGER),
    **dict.fromkeys((wire.BAND_ON, wire.NEXT_LOOK, wire.REVIEW_DUE, wire.HOLD_SINCE), Care(Furthest(), SOONER)),
    wire.RISK_ROSE_ON: Care(Furthest(highest=True), CONSENT),
    wire.WITHDRAWN_ON: Care(Furthest(), CONSENT),
    wire.WITHOUT_FILE: Care(_FLAG, CONSENT),
    wire.SLEEPING: Care(CarefulFirst((False, True)), DANGER),
    wire.STAGE: Care(OpenFirst(_CLOSED), DANGER),
    wire.CLOSED_ON: Care(Furthest(blank_first=True), DANGER),
}
"""The same for what a case itself holds."""

ASKED_OF_PEOPLE = frozenset({wire.STAGE, wire.WORKER, wire.LEVEL, wire.BAND, wire.HOLD, wire.LEGAL_HOLD})
"""Of what a case itself holds, what people settle; the rest accompanies these and goes by its rule alone."""

ONLY_BY_TWO = frozenset({wire.LEVEL, wire.HOLD})
"""Here one person may keep the more careful one; the other takes two people (WP-06)."""

SETS = frozenset({wire.PINNED, wire.PIN_KIND})
"""Registers that hold several values on purpose."""

_NEWEST = Care(Newest(), LATER_WINS)


def care_of_name(name: str) -> Care:
    """How answers under this name are weighed."""
    return ANSWERS.get(name, _NEWEST)


def care_of_structure(field: int) -> Care:
    """How what a case holds is weighed."""
    return STRUCTURE.get(field, _NEWEST)


def names_excused() -> Iterable[str]:
    """The names in ``NOT_ABOUT_SAFETY``, one by one."""
    return (name for names in NOT_ABOUT_SAFETY for name in names.split())

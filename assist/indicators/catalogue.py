# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every indicator there is, in order: its words, how it is worked out, and what it does not say."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from assist.i18n import N_
from assist.indicators import living, path, plans, work
from assist.indicators.shapes import (
    ALL,
    COUNT,
    DAYS,
    EACH,
    HOURS,
    MEAN,
    MEDIAN,
    NOT_HELD,
    POINTS,
    SHARE,
    STEPS,
    Indicator,
)
from forms.checkin import GROUPS
from forms.loader import choice_list
from forms.model import LANGUAGES

OPEN, CAME = "open", "came"
"""Populations of several indicators."""

OPEN_CASES = "R-01"
FEEDBACK, LOADS, SUPERVISED, UNREAD = "R-28", "R-31", "R-31 b", "R-34"
"""Those that are not read from cases: from what people say of the house, from the list of people, from the forms."""

ROWS: Mapping[str, str] = {
    path.ACCOMPANIED: N_("accompanied"), path.BEGINNING: N_("beginning, or closing"),
    path.NEW: N_("new"), path.BACK: N_("came back after leaving"), path.PAUSED: N_("rest now"),
    plans.HERS: N_("as she sees it"), plans.TEAM: N_("as the team sees it"),
    living.BETTER: N_("better"), living.SAME: N_("about the same"), living.LESS: N_("less well"),
    living.ENROLLED: N_("on a course"), living.COMPLETED: N_("completed one"), living.STOPPED: N_("stopped by choice"),
    living.FIRST: N_("at the first check-in"), living.LAST: N_("at the last check-in"),
    work.GIVEN: N_("said yes"), work.REFUSED: N_("gave a no"), work.ENDED: N_("their yes ended"),
    work.STOPPED: N_("stopped it"), work.COMPELLED: N_("handed out because the law compelled it"),
    "economic": N_("money and work"), "social": N_("place and people"), "psychosocial": N_("how she is"),
    "3": N_("after 3 months"), "6": N_("after 6 months"), "12": N_("after 12 months"),
    ALL: N_("all"),
}
"""The words of rows that no list of the forms names."""


@lru_cache(maxsize=1)
def indicators() -> tuple[Indicator, ...]:
    """All of them, in the order in which they are printed."""
    return (*_path(), *_plans(), *_services(), *_living(), *_rights(), *_house())


def _codes(name: str) -> tuple[str, ...]:
    return tuple(choice.code for choice in choice_list(name))


def _path() -> tuple[Indicator, ...]:
    return (
        Indicator(OPEN_CASES, COUNT, N_("Open cases"), N_("people whose case is open on the last day"),
                  N_("how much anybody was helped"), path.accompanied, (path.ACCOMPANIED, path.BEGINNING), of=OPEN),
        Indicator("R-02", COUNT, N_("New and back"),
                  N_("people whose case was opened in this time, and people who came back after closing"),
                  N_("how many needed help and did not come"), path.came, (path.NEW, path.BACK), of=CAME,
                  apart=True),
        Indicator("R-03", COUNT, N_("Who left"), N_("people whose case was closed in this time, by reason"),
                  N_("whether it was right to leave: her own choice is neutral"), path.left, _codes("lk_close"),
                  "lk_close"),
        Indicator("R-04", COUNT, N_("Helped without a file"),
                  N_("people helped in this time of whom a note is still kept"),
                  N_("who was helped before: such a note is erased after 42 days"), path.without_file),
    )


def _plans() -> tuple[Indicator, ...]:
    return (
        Indicator("R-05", SHARE, N_("In her language"),
                  N_("meetings in the language and way she prefers, of the meetings of which both are known"),
                  N_("how well she was understood"), work.own_language, counts_people=False),
        Indicator("R-06", SHARE, N_("First look at safety in time"),
                  N_("people at whose safety somebody looked within three days, of those who came in this time"),
                  N_("whether she was safe"), work.first_look, of=f"{CAME}/{path.NEW}"),
        Indicator("R-07", SHARE, N_("Safety plan in date"),
                  N_("people whose safety plan is in date, of those with an open case and a moderate risk or more"),
                  N_("the risk as it was then: the one that stands now counts"), plans.safety_plan, within=OPEN),
        Indicator("R-08", SHARE, N_("Plan agreed"),
                  N_("people who agreed to a plan, of those with an open case who have goals"),
                  N_("whether it still stands as it was agreed"), plans.agreed, within=OPEN),
        Indicator("R-09", SHARE, N_("Goals in her own words"),
                  N_("goals in her own words, of all goals in open cases"), N_("how good a goal is"),
                  plans.own_words, counts_people=False),
        Indicator("R-10", MEDIAN, N_("From ready to agreed"),
                  N_("median of the days from when she said she was ready to the agreed plan"),
                  N_("that faster is better"), plans.days_to_agree, unit=DAYS),
        Indicator("R-11", SHARE, N_("Both plans"),
                  N_("people with goals for living and for work, of those who wanted both"),
                  N_("that anybody should want both: it is no target"), plans.both_plans),
    )


def _services() -> tuple[Indicator, ...]:
    return (
        Indicator("R-12", SHARE, N_("Referral received"),
                  N_("referrals received, of those that left with her consent and that she did not take back"),
                  N_("whether it helped"), work.received, counts_people=False),
        Indicator("R-13", MEDIAN, N_("Waiting for a service"),
                  N_("median of the days from sending a referral to receiving the service"),
                  N_("how long those wait who are still waiting"), work.waited, (ALL, *_codes("lk_service")),
                  "lk_service", DAYS, counts_people=False),
        Indicator("R-14", MEAN, N_("Progress of goals"),
                  N_("mean over people of how far their goals came, from −4 to 4"),
                  N_("that a goal under way was met"), plans.progress, (plans.HERS, plans.TEAM), unit=STEPS,
                  apart=True),
        Indicator("R-15", SHARE, N_("Goals achieved"),
                  N_("goals achieved, of those that were achieved, set aside or changed in this time"),
                  N_("that it was wrong to set one aside"), plans.ended, counts_people=False),
    )


def _living() -> tuple[Indicator, ...]:
    return (
        Indicator("R-16", COUNT, N_("Wellbeing"),
                  N_("people asked twice in this time: ten points better or more, about the same, ten less or more"),
                  N_("what the change comes from"), living.wellbeing, (living.BETTER, living.SAME, living.LESS)),
        Indicator("R-17", COUNT, N_("Courses"),
                  N_("people on a course, who completed one, who stopped one by choice, as told in this time"),
                  N_("what a course was worth to her"), living.training,
                  (living.ENROLLED, living.COMPLETED, living.STOPPED), several=True),
        Indicator("R-18", SHARE, N_("Decent work"),
                  N_("work that went on and met five of six checks, of the work that lasted so long in this time"),
                  N_("work of which nobody told how it went on"), living.decent_work,
                  tuple(map(str, living.PLACED_MONTHS)), counts_people=False, apart=True),
        Indicator("R-19", SHARE, N_("Own undertaking"),
                  N_("undertakings still active, of those begun so long before the last day"),
                  N_("whether it feeds her"), living.enterprise, tuple(map(str, living.ALIVE_MONTHS)),
                  counts_people=False, apart=True),
        Indicator("R-20", SHARE, N_("Money of her own"),
                  N_("people who mostly have money of their own, at their first and their last check-in of this time"),
                  N_("whether it is enough"), living.own_money, (living.FIRST, living.LAST)),
        Indicator("R-21", SHARE, N_("Papers obtained"),
                  N_("papers received, of those asked for or received in this time"),
                  N_("how long it took"), living.documents, counts_people=False),
        Indicator("R-22", SHARE, N_("Legal way to work"),
                  N_("people who gained one in this time, of those who wanted it and had none when it began"),
                  N_("whether she found work"), living.legal_work),
        Indicator("R-23", SHARE, N_("A stable place"),
                  N_("people whose place is safe and steady by their last check-in, of those who answered both"),
                  N_("how those live who were not asked"), living.stable_place),
        Indicator("R-24", MEAN, N_("Check-in"),
                  N_("mean of the change from the first to the last check-in of the same people, from −1 to 1"),
                  N_("anything to compare with others: it is ours and not validated"), living.checkin_change,
                  tuple(GROUPS), unit=POINTS, apart=True),
    )


def _rights() -> tuple[Indicator, ...]:
    return (
        Indicator("R-25", COUNT, N_("Consents"),
                  N_("people who said yes or no to something, whose yes ended, who stopped one, in this time"),
                  N_("whether a yes is worth more: a no counts as much"), work.consents,
                  (work.GIVEN, work.REFUSED, work.ENDED, work.STOPPED, work.COMPELLED), several=True),
        Indicator("R-26", COUNT, N_("Threats"), N_("people of whom a threat was told in this time, by kind"),
                  N_("threats nobody told of, and those sealed from whoever counts"), work.exposures,
                  _codes("lk_threat_kind"), "lk_threat_kind", several=True),
        Indicator("R-26 b", MEDIAN, N_("Looked at after a threat"),
                  N_("median of the hours from when a threat was written down to the next look at the risk"),
                  N_("threats after which nobody has looked yet"), work.looked_after, unit=HOURS,
                  counts_people=False),
        Indicator("R-27", SHARE, N_("Asked again too soon"),
                  N_("questionnaires repeated before their time, for each person whose case is open; the aim is none"),
                  N_("how often she told her story elsewhere"), work.asked_again, unit=EACH, counts_people=False,
                  of=OPEN),
        Indicator(FEEDBACK, COUNT, N_("What people say of the house"),
                  N_("answers yes, partly, no, in whole quarters, from five answers on"),
                  N_("what those think who did not answer; each laptop counts its own"), labels="F16",
                  rows=("yes", "partly", "no")),
        Indicator("R-29", COUNT, N_("Rested and returned"),
                  N_("people who began to rest in this time and rest still, and people who came back after leaving"),
                  N_("why she came back: it is a sign of trust"), path.rested,
                  (path.PAUSED, path.BACK), of=CAME, apart=True),
        Indicator("R-30", SHARE, N_("Aftercare"),
                  N_("contacts held, of those she wished for after closing that fell in this time"),
                  N_("whether one was enough"), path.aftercare, counts_people=False),
    )


def _house() -> tuple[Indicator, ...]:
    return (
        Indicator(LOADS, MEAN, N_("Caseload"), N_("people whose case is open on the last day, for each worker"),
                  N_("how well anybody works"), unit=EACH, of=OPEN),
        Indicator(SUPERVISED, NOT_HELD, N_("Supervision"), N_("supervision held, of supervision due"),
                  N_("anything: this program keeps no record of supervision meetings")),
        Indicator("R-32", SHARE, N_("Requests about data"),
                  N_("requests answered in fifteen days, of those due in this time"),
                  N_("whether she was content with the answer"), work.answered_in_time, counts_people=False),
        Indicator("R-33", SHARE, N_("Erased in time"),
                  N_("parts of files that went by their day, of those due in this time"),
                  N_("whole cases that are erased: nothing of them is here to count"), work.let_go_in_time,
                  counts_people=False),
        Indicator(UNREAD, SHARE, N_("Words survivors have not read"),
                  N_("forms not yet read by a group of survivors, of all that are filled in with her, by language"),
                  N_("what they would say of them"), rows=LANGUAGES, counts_people=False),
    )

# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every place there is, how it is reached, and which of them stand on the rail; screens are imported on the way."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from assist.i18n import N_
from assist.policy import acts_of
from ui.context import Screen, Surroundings

Maker = Callable[..., Screen]


@dataclass(frozen=True, slots=True)
class Place:
    """``label`` and ``icon`` are for the rail, empty for places one only gets to from another.

    ``stays`` places keep their state while one is elsewhere. ``shows_people`` ones are covered
    when nobody touches the laptop for a while. ``under`` is the place on the rail they belong to.
    """

    make: Maker
    label: str = ""
    icon: str = ""
    stays: bool = False
    shows_people: bool = False
    under: str = ""
    acts: tuple[str, ...] = ()
    """Acts of the policy table of which one is enough to be there; empty for everybody."""


def _my_day(s: Surroundings) -> Screen:
    from ui.screens.my_day import MyDayScreen

    return MyDayScreen(s)


def _week(s: Surroundings, day: str = "") -> Screen:
    from ui.screens.week import WeekScreen

    return WeekScreen(s, day)


def _cases(s: Surroundings) -> Screen:
    from ui.screens.cases import CasesScreen

    return CasesScreen(s)


def _bring(s: Surroundings) -> Screen:
    from ui.screens.bringing import BringingScreen

    return BringingScreen(s)


def _case(s: Surroundings, case: str, tab: str = "") -> Screen:
    from ui.screens.case_file import CaseFileScreen

    return CaseFileScreen(s, case, tab)


def _form(
    s: Surroundings, form: str = "", case: str = "", record: str = "", draft: str = "", address: str = "",
    kind: str = "", recipient: str = "",
) -> Screen:
    from ui.screens.record_editor import RecordEditor

    return RecordEditor(s, form, case, record, draft, address, kind, recipient)


def _differences(s: Surroundings, case: str = "") -> Screen:
    from ui.screens.conflicts import DifferencesScreen

    return DifferencesScreen(s, case)


def _emergency(s: Surroundings) -> Screen:
    from ui.screens.emergency import EmergencyScreen

    return EmergencyScreen(s)


def _reports(s: Surroundings, case: str = "", kind: str = "") -> Screen:
    from ui.screens.reports import ReportsScreen

    return ReportsScreen(s, case, kind)


def _export(s: Surroundings) -> Screen:
    from ui.screens.exporting import ExportScreen

    return ExportScreen(s)


def _figures(s: Surroundings) -> Screen:
    from ui.screens.figures import FiguresScreen

    return FiguresScreen(s)


def _feedback(s: Surroundings) -> Screen:
    from ui.screens.feedback import FeedbackScreen

    return FeedbackScreen(s)


def _feedback_results(s: Surroundings) -> Screen:
    from ui.screens.feedback_results import FeedbackResultsScreen

    return FeedbackResultsScreen(s)


def _team(s: Surroundings, tab: str = "") -> Screen:
    from ui.screens.team import TeamScreen

    return TeamScreen(s, tab)


def _directory_entry(s: Surroundings, entry: str = "") -> Screen:
    from ui.screens.directory_entry import DirectoryEntryScreen

    return DirectoryEntryScreen(s, entry)


def _settings(s: Surroundings, tab: str = "") -> Screen:
    from ui.screens.settings.screen import SettingsScreen

    return SettingsScreen(s, tab)


PLACES: dict[str, Place] = {
    "my_day": Place(_my_day, N_("My day"), "day", stays=True, under="my_day"),
    "week": Place(_week, under="my_day", shows_people=True, acts=("calendar.see",)),
    "cases": Place(_cases, N_("Cases"), "cases", stays=True, under="cases", acts=("case.list",)),
    "bring": Place(_bring, stays=True, under="settings", shows_people=True, acts=("import",)),
    "case": Place(_case, shows_people=True, under="cases"),
    "form": Place(_form, shows_people=True, under="cases"),
    "differences": Place(_differences, shows_people=True, under="cases"),
    "emergency": Place(_emergency, shows_people=True, under="cases", acts=("protection.glass",)),
    "reports": Place(_reports, N_("Reports"), "reports", under="reports",
                     acts=("report.supervision", "report.participant", "report.caseload")),
    "export": Place(_export, under="reports", shows_people=True, acts=("export",)),
    "figures": Place(_figures, under="reports", acts=("report.programme",)),
    "feedback": Place(_feedback, under="reports", acts=("feedback.give",)),
    "feedback_results": Place(_feedback_results, under="reports", acts=("feedback.results",)),
    "team": Place(_team, N_("Team"), "people", under="team", shows_people=True,
                  acts=("supervision", "supervision.reply", "workload", "case.hand_over", "directory.see")),
    "directory_entry": Place(_directory_entry, under="team", shows_people=True, acts=("directory.keep",)),
    "settings": Place(_settings, N_("Settings"), "settings", under="settings"),
}
HOME = "my_day"


def on_rail(roles: Collection[str]) -> list[tuple[str, Place]]:
    """What stands on the rail of somebody with these roles, in order: nowhere she could do nothing."""
    held = acts_of(roles)
    return [(name, place) for name, place in PLACES.items()
            if place.label and (not place.acts or held & frozenset(place.acts))]

# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole main job without a window: for machines with no screen, and to see at a glance that all of it works."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

from assist import i18n
from assist.crypto.codes import shown
from assist.desk import Desk
from assist.i18n import _, ngettext
from assist.places import keep_others_out, make_folder
from assist.practice import PracticeOrder
from assist.practice_team import make_team
from ui.cli.answers import NEEDS_PERSON, Stop, say, speaking
from ui.cli.casework import fill
from ui.cli.signing_in import Lang
from ui.wiring import Door

CASES = 12


def walkthrough(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where the practice workspace and the results go.")],
    lang: Lang = "",
) -> None:
    """First contact, intake, both plans, protection, report, backup and checks, with an invented person."""
    with speaking(lang, as_json=False):
        keep_others_out()
        place = _unused(folder)
        make_folder(place)
        door = Door(place / "workspace")
        made = make_team(door, PracticeOrder(CASES, 7, i18n.language()))
        desk = made.desk
        try:
            say(_("Practice workspace: {folder}").format(folder=door.workspace.root))
            say("  " + _("User name: {name}").format(name=made.user))
            say("  " + _("Passphrase: {words}").format(words=made.passphrase))
            _main_job(desk, place)
        finally:
            desk.close()
            door.leave()


def _unused(folder: Path) -> Path:
    """The folder itself, or the first free one beside it: an earlier practice is never overwritten."""
    place, number = folder, 2
    while place.exists() and any(place.iterdir()):
        place = folder.with_name(f"{folder.name}-{number}")
        number += 1
    return place


def _save(desk: Desk, form: str, case: str, answers: dict[str, Any]) -> tuple[str, str]:
    opening = desk.records.open(form, case)
    fill(opening.session, answers)
    saved = desk.records.save(opening)
    return saved.case, saved.code


def _main_job(desk: Desk, place: Path) -> None:
    end = (desk.clock.today() + timedelta(days=365)).isoformat()
    case, code = _save(desk, "F01", "", {
        "chosen_name": "Luz", "lang_pref": "quz", "mode_pref": ["listen"], "danger_now": "not_sure",
        "needs_now": ["sleep_place", "call_someone"], "may_keep_note": "yes"})
    say(_("First contact and intake: {code}").format(code=shown(code)))
    steps: tuple[tuple[str, dict[str, Any]], ...] = (
        ("LIMITS", {"explained": "yes", "how": "listen"}),
        ("F03", {"kind": "accompaniment", "accompany": "yes", "keep_record": "yes", "decision": "yes", "expiry": end,
                 "mode": "spoken"}),
        ("F02", {"hopes": _("A room and a key of my own"), "adjustments": ["breaks"]}),
        ("F05", {"own_band": "careful", "item": [
            {"object": "person", "kind": "finding_place", "likelihood": "2", "severity": "4"}]}),
        ("F08", {"goal_own_words": _("Sleep without waking in fear"), "goal_area": "rest", "rating_p": -1,
                 "level_0": _("Five hours"), "step": [{"what": _("Thursday group"), "who": "L."}]}),
        ("F10", {"goal_own_words": _("Sew and sell my own things"), "path": "training", "rating_p": -2,
                 "step": [{"what": _("Sewing course"), "who": "L."}]}),
        ("AGR", {"plan": "psychosocial", "how": "spoken"}), ("AGR", {"plan": "productive", "how": "spoken"}),
    )
    for form, answers in steps:
        _save(desk, form, case, answers)
    say(_("Both plans agreed in her own words."))
    _save(desk, "F17", case, {"what": "seen_near", "when": "today", "who_at_risk": ["person"]})
    head = desk.cases.header(case)
    say(_("Protection raised to level {level}; everything that leaves is on hold.").format(level=head.level))
    paper = desk.reports.individual(case, "supervision", i18n.language(), place / "report.pdf")
    said = ngettext("Reintegration report, {count} page: {file}", "Reintegration report, {count} pages: {file}",
                    paper.pages)
    say(said.format(count=paper.pages, file=paper.file))
    say(_("Backup: {file}").format(file=desk.backups.make(place / "backup.amparo")))
    wrong = [row for row in desk.checks.run() if not row.ok]
    say(ngettext("{count} check did not pass.", "{count} checks did not pass.", len(wrong)).format(count=len(wrong))
        if wrong else _("All checks passed."))
    if wrong:
        raise Stop(NEEDS_PERSON)

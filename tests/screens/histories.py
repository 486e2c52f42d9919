# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Invented people whose cases went some way, made by the services as real ones are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from assist.changesets import pack_plain
from assist.desk import Desk
from assist.domain import wire
from assist.services.records import Saved
from assist.services.scribe import Put, Target
from tests.conftest import NOON
from tests.filling import saved_with

LIMITS = {"explained": "yes", "language": "es", "how": "listen"}
SERVICE_CONSENT = {
    "kind": "accompaniment", "explained": ("purpose", "risks", "what_if_not", "withdraw"), "teach_back": "yes",
    "accompany": "yes", "keep_record": "yes", "decision": "yes", "expiry": "2027-06-01", "mode": "spoken",
}
SEWING = {
    "goal_own_words": "Coser y vender lo mío", "path": "training", "level_m2": "no machine yet",
    "level_m1": "I sew for myself", "level_0": "I sell to neighbours", "level_p1": "I sell every week",
    "level_p2": "I teach others", "status": "under_way", "rating_p": 0, "rating_w": -1, "review_on": "2026-11-26",
    "step": [{"what": "sewing course, class six", "who": "she", "by_when": "2026-11", "done": "yes"},
             {"what": "tax number", "who": "team", "support": "goes along", "by_when": "2026-12"}],
}
SLEEPING = {
    "goal_own_words": "Dormir sin susto", "goal_area": "rest", "level_m2": "awake most nights",
    "level_0": "five nights in peace", "level_p2": "I wake rested", "status": "under_way", "rating_p": -1,
    "rating_w": 0, "disagree": "Los jueves me hacen bien, pero despacio", "review_on": "2026-11-26",
    "step": [{"what": "group on Thursdays", "who": "she", "by_when": "2026-11"}],
}


def fill(desk: Desk, form: str, case: str, answers: Mapping[str, Any], record: str = "") -> Saved:
    """One form filled in and kept; a list of objects fills a table."""
    return saved_with(desk, form, case, record, **answers)


def first_contact(desk: Desk, name: str = "Killa", **more: Any) -> str:
    """Somebody who came; the id of her case."""
    answers = {"chosen_name": name, "lang_pref": "quz", "mode_pref": ("listen",), "may_keep_note": "yes",
               "needs_now": ("sleep_place", "call_someone")}
    return fill(desk, "F01", "", answers | more).case


def accompanied(desk: Desk, name: str = "Killa") -> str:
    """Limits explained, consent given, intake held."""
    case = first_contact(desk, name)
    fill(desk, "LIMITS", case, LIMITS)
    fill(desk, "F03", case, SERVICE_CONSENT)
    fill(desk, "F02", case, {"hopes": "Trabajar cerca y dormir tranquila"})
    return case


def given_to_colleague(desk: Desk, case: str) -> None:
    """From now on somebody else works with her."""
    bench, ident = desk.bench, bytes.fromhex(case)
    with bench.keeper.writing() as work:
        book = bench.book(work, ident)
        put = Put(ident, wire.CASE, wire.WORKER, pack_plain(b"\7" * 16), 1, book.case.dots(wire.WORKER))
        bench.scribe.write(work, Target(ident, book.level, ()), [put])
        work.commit()


def half_a_year(desk: Desk, name: str = "Killa") -> str:
    """Both plans agreed, wellbeing over some months, a safety look, notes; then the clock stands at noon again."""
    clock = desk.clock
    move = clock.set  # type: ignore[attr-defined]
    move(datetime(2026, 6, 2, 15, tzinfo=UTC))
    case = accompanied(desk, name)
    values = ((6, (1, 1, 0, 1, 1), 1), (7, (2, 1, 2, 1, 2), 1), (8, (1, 2, 1, 2, 2), 2), (9, (3, 2, 3, 2, 2), 2),
              (10, (4, 3, 3, 3, 2), 3))
    for month, items, mark in values:
        move(datetime(2026, month, 9, 15, tzinfo=UTC))
        fill(desk, "WHO5", case, {f"item{place}": str(item) for place, item in enumerate(items, 1)})
        cards = dict.fromkeys(("rest", "calm", "handle", "people", "belong", "hope"), mark)
        fill(desk, "F07", case, cards | {"triggers_avoid": "sirenas, puerta cerrada"} if month == 6 else cards)
    move(datetime(2026, 9, 20, 15, tzinfo=UTC))
    fill(desk, "F10", case, SEWING)
    fill(desk, "F08", case, SLEEPING)
    fill(desk, "F05", case, {"own_view": 2, "own_band": "careful", "danger_now": "no",
                             "item": [{"object": "person", "kind": "finding_place", "likelihood": "3",
                                       "severity": "4", "since": "new"}]})
    move(datetime(2026, 10, 3, 15, tzinfo=UTC))
    for plan in ("psychosocial", "productive"):
        fill(desk, "AGR", case, {"plan": plan, "how": "through_interpreter", "on": "2026-10-03", "language": "quz"})
    fill(desk, "F04", case, {"who_starts": "we", "channel": ("call",), "may_say": "neutral",
                             "neutral_line": "llamo por la costura", "value": "999 123 456"})
    move(datetime(2026, 11, 4, 15, tzinfo=UTC))
    fill(desk, "F05", case, {"own_view": 3, "own_band": "careful", "danger_now": "no",
                             "item": [{"object": "person", "kind": "finding_place", "likelihood": "2",
                                       "severity": "4", "since": "less"}]})
    fill(desk, "F04", case, {"may_say": "first_name"})
    move(datetime(2026, 11, 18, 15, tzinfo=UTC))
    fill(desk, "F11", case, {
        "person_wants": "Ir al mercado con la vecina", "outcome": "held", "minutes": 40, "channel": "here",
        "topics": ("work", "rest"), "facts": "Llegó puntual. Dijo que un auto verde esperaba enfrente.",
        "protected_part": "Placa anotada aparte."})
    move(NOON)
    return case

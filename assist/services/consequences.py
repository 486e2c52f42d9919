# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What follows from saving a form: stage, band, level, hold. In the same change as the form itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from secrets import token_bytes

from assist import directorybook
from assist.casebook import Book
from assist.changesets import pack_answer, pack_plain
from assist.childbook import GUARDED, IN, OUT, guardian_is_out
from assist.consentbook import gates_met, meaning_of, text_hash
from assist.country import country
from assist.crypto import codes
from assist.domain import stages, wire
from assist.domain.consents import OBJECTION, SERVICE, Consent, check
from assist.domain.instruments import DECLINED
from assist.domain.plans import plan_hash, why_not_agreed
from assist.domain.protection import REVIEW_HOURS, raised_by_threat
from assist.errors import BadInput, NotAllowed
from assist.planbook import content
from assist.ports import UnitOfWork
from assist.reading import date_of, fold, text
from assist.services import another_day, kin
from assist.services.bench import Bench
from assist.services.keeping_away import require_her_yes, require_welcome
from assist.services.naming import may_hide
from assist.services.protection import RAISE_DUE
from assist.services.questionnaires import refuse_not_for_now, taken_back
from assist.services.safety_looks import look_of
from assist.services.scribe import Put
from forms.answers import Answer, Row
from forms.model import Form
from forms.score_sheets import may_ask, sheet_of_form
from forms.scoring import BANDS, answered_value

Answers = Mapping[str, Answer]


@dataclass(frozen=True, slots=True)
class Deed:
    """A form about to be saved."""

    form: Form
    case: bytes
    record: bytes
    on: str
    user: bytes
    changes: Answers
    book: Book
    brought: bool = False

    def value(self, key: str) -> object:
        """What was said now, or stands from before in the same sheet."""
        if key in self.changes:
            return answered_value(self.changes[key])
        entity = self.book.entities.get(self.record)
        return None if entity is None else answered_value(entity.answer(self.form.field(key).number))


@dataclass
class Outcome:
    """Values for the case itself, fields that must not be written, and what happens after the commit."""

    puts: list[Put] = field(default_factory=list)
    dropped: frozenset[str] = frozenset()
    code: str = ""
    without_file: bool = False
    raise_to: int = 0

    def kept(self, changes: Answers) -> dict[str, Answer]:
        """The answers that are written."""
        return {key: answer for key, answer in changes.items() if key not in self.dropped}


_WITHOUT_FILE_DROPS = frozenset({
    "chosen_name", "lang_pref", "mode_pref", "danger_now", "minors_count", "minors_note", "health_now", "age_group",
    "ref_told", "ref_by", "ref_not_again",
})
"""Help without a file keeps date, need codes, services and worker; nothing of the person (ruling 18)."""

DEMANDED = ("released", "legal_review", "notice", "basis", "agreed_by")
HANDED_OVER, NOTICED = frozenset({"least", "all"}), frozenset({"told", "law_forbids", "court_forbids"})
"""Of a demand for data: something went out; the person was told, or telling her is forbidden."""

NEAR_HER = ("interpreter", "to", "along_who")
"""Questions whose answer is somebody who comes near her, whatever the form."""

NEAR_IN_ROWS = {"placement": "employer", "training": "provider"}
"""The same in tables, and the column: where she works or learns."""

_EVENTS = {
    "F02": "intake", "F07": "assessment", "F09": "assessment", "F08": "goal", "F10": "goal", "F13": "review",
}


class Consequences:
    """One small function a form; most forms have none but their place on the path."""

    def __init__(self, bench: Bench, raise_case: Callable[[bytes, int], object]) -> None:
        self._bench = bench
        self._raise_case = raise_case
        self._of: dict[str, Callable[[UnitOfWork, Deed, Outcome], None]] = {
            "F01": self._first_contact, "LIMITS": self._limits, "F03": self._consent, "F05": self._safety_look,
            "F17": self._threat, "PROT": self._measure, "AGR": self._agreement, "F15": self._closing,
            "F08": self._goal, "F10": self._goal, "F18": self._justice, "APPT": self._appointment,
        }

    def of(self, work: UnitOfWork, deed: Deed) -> Outcome:
        """Everything that belongs into the same change; raises when the form cannot be kept as it is."""
        outcome = Outcome(code=deed.book.case.plain(wire.CODE, ""))
        if not deed.book.exists:
            self._new_case(work, deed, outcome)
        elif deed.book.case.plain(wire.SLEEPING, False):
            outcome.puts.append(self._case_put(deed, wire.SLEEPING, False))
        self._refuse_too_soon(work, deed)
        if sheet_of_form(deed.form.id) is not None and deed.value("today") == DECLINED:
            outcome.dropped = frozenset(deed.changes) - {"today"}
            outcome.puts += taken_back(deed.form, deed.book, deed.record)
        self._refuse_kept_away(work, deed)
        met = kin.contacts(deed.form, deed.book, deed.changes)
        require_her_yes(deed.book, *met, vault_open=work.vault_open)
        kin.require_yes_in_steps(deed.form, deed.book, deed.changes, vault_open=work.vault_open)
        kin.require_yes_to_come_along(deed.form, deed.book, deed.changes, vault_open=work.vault_open)
        if deed.form.id in self._of:
            self._of[deed.form.id](work, deed, outcome)
        if deed.form.id in _EVENTS:
            self._step(deed, outcome, _EVENTS[deed.form.id])
        if outcome.raise_to:  # what it protects moves right after the save, or after a crash
            work.put_job(deed.case, RAISE_DUE, bytes([outcome.raise_to]))
        return outcome

    def _refuse_too_soon(self, work: UnitOfWork, deed: Deed) -> None:
        """Instruments are not repeated by habit; a written reason overrides and is counted (NR-08).

        Nor during a rest, nor by whoever was not trained for it, nor a third at one meeting.
        """
        sheet = sheet_of_form(deed.form.id)
        if sheet is None or deed.record in deed.book.entities:
            return
        refuse_not_for_now(self._bench, work, deed.form.id, deed.book, deed.on)
        earlier = [held.on for held in deed.book.of_form(deed.form.id)]
        soon = may_ask(sheet, earlier, date.fromisoformat(deed.on), str(deed.value("early_reason") or ""))
        if soon is not None:
            raise NotAllowed(soon.code, until=soon.until)

    def _goal(self, work: UnitOfWork, deed: Deed, outcome: Outcome) -> None:
        """Her words and what she sees differently are hers: nobody rewrites them later (PA-03, ruling 17).

        On the day they were said they may still be mended; afterwards they are only added to.
        """
        entity = deed.book.entities.get(deed.record)
        if entity is None:
            return
        for key in ("goal_own_words", "disagree"):
            if key not in deed.changes:
                continue
            before = entity.answer(deed.form.field(key).number)
            said, now = before.value, deed.changes[key].value
            if not isinstance(said, str) or not said or before.asked_on == deed.on:
                continue
            if not isinstance(now, str) or not now.startswith(said):
                raise NotAllowed("plan.her_words")

    def _refuse_kept_away(self, work: UnitOfWork, deed: Deed) -> None:
        """An interpreter or a service she does not want near is not written down for her; nobody is told why.

        By its code in the directory somebody is as well known as by name.
        """
        names = [str(answered_value(deed.changes[key]) or "") for key in NEAR_HER if key in deed.changes]
        names += _new_in_rows(deed)
        require_welcome(deed.book, *names, *directorybook.meant(work, names), vault_open=work.vault_open)

    def after(self, case: bytes, raised_to: int) -> None:
        """What can only be done once the save is on disk: moving a raised case behind the seal."""
        if raised_to:
            self._raise_case(case, raised_to)

    # -- forms ------------------------------------------------------------------------

    def _new_case(self, work: UnitOfWork, deed: Deed, outcome: Outcome) -> None:
        if deed.form.id != "F01":
            raise BadInput("record.needs_case")
        outcome.code = codes.new_code(lambda code: bool(work.find_cases(code, "\0")))
        plain: tuple[tuple[int, object], ...] = (
            (wire.CODE, outcome.code), (wire.STAGE, "contact"), (wire.WORKER, deed.user), (wire.OPENED_ON, deed.on),
            (wire.LEVEL, 0),
        )
        outcome.puts += [
            Put(deed.case, wire.CASE, number, pack_plain(value), 1, kind=wire.OP_CREATE) for number, value in plain
        ]

    def _first_contact(self, work: UnitOfWork, deed: Deed, outcome: Outcome) -> None:
        """No, silence and skipping all mean: help without a file (ruling 18)."""
        if deed.book.exists or deed.brought:
            return
        if deed.value("may_keep_note") != "yes":
            outcome.without_file = True
            outcome.dropped = _WITHOUT_FILE_DROPS
            outcome.puts.append(
                Put(deed.case, wire.CASE, wire.WITHOUT_FILE, pack_plain(True), 1, kind=wire.OP_CREATE))

    def _limits(self, work: UnitOfWork, deed: Deed, outcome: Outcome) -> None:
        """Only what was explained is a step on the path; which text it was is kept with the answer (CO-13)."""
        if deed.value("explained") == "yes":
            self._step(deed, outcome, "limits_explained")
        if "explained" in deed.changes:
            asked, held = deed.form.field("text_id"), deed.book.entities.get(deed.record)
            told = Answer(country().text_id, asked_on=deed.on, asked_by=deed.user.hex())
            outcome.dropped |= {asked.key}
            outcome.puts.append(Put(deed.record, wire.RECORD, asked.number, pack_answer(told), asked.level,
                                    held.dots(asked.number) if held is not None else ()))

    def _consent(self, work: UnitOfWork, deed: Deed, outcome: Outcome) -> None:
        kind, decision = str(deed.value("kind") or ""), str(deed.value("decision") or "")
        check(Consent(kind, str(deed.value("recipient") or ""), frozenset(), decision, deed.on,
                      str(deed.value("expiry") or ""), mode=str(deed.value("mode") or "")))
        self._guardian(deed, outcome, is_yes=decision == "yes" and kind != OBJECTION)
        said = str(deed.value("interpreter") or "") if "interpreter" in deed.changes else ""
        today = self._bench.clock.today()
        if said and not deed.value("interpreter_why") and not directorybook.promises(work, said, today):
            raise NotAllowed("consent.interpreter_promise")
        outcome.puts.append(Put(
            deed.record, wire.RECORD, wire.TEXT_VERSION, pack_plain([meaning_of(kind), text_hash(kind)]), 1,
            kind=wire.OP_CONSENT))
        if kind == SERVICE and decision == "yes":
            self._step(deed, outcome, "service_consent")

    def _guardian(self, deed: Deed, outcome: Outcome, *, is_yes: bool) -> None:
        """A guardian who may be linked to harm consents to nothing (CO-08). Whether his yes counts stands in the open,
        so that the gate of everybody knows; why stays behind the seal."""
        linked = str(deed.value("guardian_conflict") or "")
        if is_yes and deed.value("capacity") in GUARDED and linked != "no" and (
                linked == "yes" or guardian_is_out(deed.book, deed.record)):
            raise BadInput("consent.guardian")
        if "guardian_conflict" in deed.changes and linked in ("yes", "no"):
            plain: tuple[tuple[int, object], ...] = (
                (wire.PARENT, deed.record), (wire.ENTERED_BY, deed.user), (wire.ASKED_ON, deed.on),
                (wire.FORM, OUT if linked == "yes" else IN))
            beside = token_bytes(16)
            outcome.puts += [Put(beside, wire.GUARDIAN, number, pack_plain(value), 1, kind=wire.OP_CREATE)
                             for number, value in plain]

    def _safety_look(self, work: UnitOfWork, deed: Deed, outcome: Outcome) -> None:
        look = look_of(deed.form, deed.book, deed.record, deed.changes, deed.on, vault_open=work.vault_open)
        if look is None:
            return
        before = deed.book.case.plain(wire.BAND, "")
        hours = {"extreme": 1, "high": 7, "moderate": 30, "low": 90}[look.band]
        for number, value in (
            (wire.BAND, look.band), (wire.BAND_ON, look.on), (wire.OWN_BAND, look.own_band),
            (wire.NEXT_LOOK, date_of(look.on, hours)), (wire.BAND_TREND, _trend(before, look.band)),
        ):
            outcome.puts.append(self._case_put(deed, number, value))
        if _trend(before, look.band) == "more":
            self._risk_rose(deed, outcome)
        is_new = all(sheet.entity.id != deed.record for sheet in deed.book.of_form("F05"))
        case = deed.book.case
        if is_new and look.on >= str(case.plain(wire.HOLD_SINCE, "")) and case.plain(wire.REVIEW_DUE, ""):
            outcome.puts.append(self._case_put(deed, wire.REVIEW_DUE, ""))  # be it the very day of the threat

    def _risk_rose(self, deed: Deed, outcome: Outcome) -> None:
        """Whatever she agreed to before is asked again where it tells somebody something (CO-16)."""
        outcome.puts.append(self._case_put(deed, wire.RISK_ROSE_ON, deed.on))

    def _threat(self, work: UnitOfWork, deed: Deed, outcome: Outcome) -> None:
        """Level two at least, hold, and a look at the risk within a day: in the same commit (WP-07)."""
        check_threat(deed.changes)
        asked = deed.value("raise_level")
        wanted = int(asked) if isinstance(asked, str | int) and str(asked).isdecimal() else 0
        outcome.raise_to = raised_by_threat(
            deed.book.level, wanted, vault_open=work.vault_open and may_hide(self._bench, work, deed.case))
        today = self._bench.today()
        for number, value in (
            (wire.HOLD, True), (wire.HOLD_SINCE, today), (wire.REVIEW_DUE, date_of(today, REVIEW_HOURS // 24)),
            (wire.LEVEL, outcome.raise_to),
        ):
            # A hold keeps itself from leaving, too; whoever reads the threat has to be on hold all the same.
            outcome.puts.append(replace(self._case_put(deed, number, value), also_behind=number == wire.HOLD))
        if outcome.raise_to == deed.book.level:
            outcome.raise_to = 0

    def _measure(self, work: UnitOfWork, deed: Deed, outcome: Outcome) -> None:
        """Planned protection raises the level without an incident; it never lowers it (ruling 2)."""
        asked = deed.value("level")
        level = int(asked) if isinstance(asked, str | int) and str(asked).isdecimal() else 0
        if level > deed.book.level:
            if level == 3 and not work.vault_open:
                raise NotAllowed("vault.shut")
            if level == 3 and not may_hide(self._bench, work, deed.case):
                raise NotAllowed("protection.two_named")
            outcome.puts.append(self._case_put(deed, wire.LEVEL, level))
            self._risk_rose(deed, outcome)
            outcome.raise_to = level

    def _agreement(self, work: UnitOfWork, deed: Deed, outcome: Outcome) -> None:
        plan = str(deed.value("plan") or "")
        goals = content(deed.book, plan)
        if missing := why_not_agreed(goals):
            raise NotAllowed(missing)
        written = "\n".join(goal.own_words or goal.worker_words for goal in goals)
        for number, value, level in (
            (wire.AGREED_HASH, plan_hash(goals), 1), (wire.AGREED_TEXT, written, 2),
        ):
            outcome.puts.append(Put(deed.record, wire.RECORD, number, pack_plain(value), level, kind=wire.OP_CREATE))
        self._step(deed, outcome, "plan_agreed")

    def _closing(self, work: UnitOfWork, deed: Deed, outcome: Outcome) -> None:
        if deed.value("reason"):
            self._step(deed, outcome, "closing")
            stage = stages.stage_after("closed", "closing")
            outcome.puts = [put for put in outcome.puts if put.field != wire.STAGE]
            outcome.puts += [self._case_put(deed, wire.STAGE, stage), self._case_put(deed, wire.CLOSED_ON, deed.on)]

    def _justice(self, work: UnitOfWork, deed: Deed, outcome: Outcome) -> None:
        """What an authority demands is handed over on a ground of law, by two, after a legal look, and with a notice or
        a ban on it (WP-10). It is no consent, opens no gate, and is counted with none (CO-12)."""
        said = deed.value("demands")
        for row in said if isinstance(said, tuple) else ():
            if not isinstance(row, Row):
                continue
            told = {key: answered_value(row.cells.get(key)) for key in DEMANDED}
            whole = told["legal_review"] == "yes" and told["notice"] in NOTICED and told["basis"]
            if told["released"] in HANDED_OVER and not (whole and self._is_agreed_by_another(deed, row)):
                raise NotAllowed("demand.needs_review")

    def _is_agreed_by_another(self, deed: Deed, row: Row) -> bool:
        """Whether a second person agreed. Nobody is her own second; who wrote it may be named by a colleague."""
        second = fold(str(answered_value(row.cells.get("agreed_by")) or ""))
        held = deed.book.entities.get(bytes.fromhex(row.id))
        before = text(held, "F18/demands.agreed_by") if held is not None else ""
        me = self._bench.me
        return bool(second) and (fold(before) == second or second not in (fold(me.sign_in_name), fold(me.display_name)))

    def _appointment(self, work: UnitOfWork, deed: Deed, outcome: Outcome) -> None:
        """Its day is a whole one; another day keeps the one before; nothing of justice is set while she rests (b1)."""
        resting = deed.book.case.plain(wire.STAGE, "") == "pause"
        set_now = {"on", "at", "kind"} & deed.changes.keys()
        another_day.check(str(deed.value("on") or ""), str(deed.value("kind") or ""),
                          sets_justice_while_resting=resting and bool(set_now))
        moved = another_day.moved(deed.form, deed.book, deed.record, deed.changes)
        if moved is not None:
            outcome.puts += moved.puts(deed.on, deed.user)
            outcome.dropped |= moved.taken_back

    # -- helpers of these ---------------------------------------------------------------

    def _step(self, deed: Deed, outcome: Outcome, event: str) -> None:
        before = deed.book.case.plain(wire.STAGE, "contact")
        after = stages.stage_after(event, before)
        if after != before:
            outcome.puts.append(self._case_put(deed, wire.STAGE, after))

    def _case_put(self, deed: Deed, number: int, value: object) -> Put:
        return Put(deed.case, wire.CASE, number, pack_plain(value), 1, deed.book.case.dots(number))


def _new_in_rows(deed: Deed) -> list[str]:
    """Whom a table names now and did not before: what stands there already may still be marked as ended."""
    found = []
    for key, column in NEAR_IN_ROWS.items():
        if key not in deed.changes or deed.form.id != "F10":
            continue
        asked = next(each for each in deed.form.field(key).columns if each.key == column)
        said = deed.changes[key].value
        for row in said if isinstance(said, tuple) else ():
            if isinstance(row, Row) and column in row.cells:
                name = str(answered_value(row.cells[column]) or "")
                held = deed.book.entities.get(bytes.fromhex(row.id))
                if held is None or answered_value(held.answer(asked.number)) != name:
                    found.append(name)
    return found


def _trend(before: str, now: str) -> str:
    if before not in BANDS:
        return ""
    change = BANDS.index(now) - BANDS.index(before)
    return "same" if not change else ("more" if change > 0 else "less")


def check_threat(said: Mapping[str, Answer]) -> None:
    """What, when and who is at risk are enough, and all three are needed; raises BadInput."""
    for key in ("what", "when", "who_at_risk"):
        if key not in said or not said[key].value:
            raise BadInput("threat.three_fields")


def check_gates(form: Form, book: Book, today: str) -> None:
    """The conditions of a form: limits of secrecy explained, service consent given (CO-13)."""
    met = gates_met(book, date.fromisoformat(today))
    for gate in form.gates:
        if gate not in met:
            raise NotAllowed(f"gate.{gate}")

# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A referral leaves: looked at as the recipient sees it, asked of the gate, written down, and only then handed over."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from assist import gate, supportbook
from assist.casebook import Book, Sheet
from assist.changesets import pack_answer
from assist.consentbook import REFERRAL, recipients, record_of
from assist.crypto import age
from assist.domain import wire
from assist.errors import BadInput, NotFound, VaultShut
from assist.exchange import packet
from assist.exchange.packet import Packet
from assist.gate import Outgoing
from assist.policy import require
from assist.ports import UnitOfWork
from assist.reading import text
from assist.reports import referral
from assist.reports.referral import Letter
from assist.services.bench import Bench, Look
from assist.services.keeping_away import require_welcome
from assist.services.paper import new_print_id, put_out, require_folder
from assist.services.recipients import key_of
from assist.services.scribe import Put, Target
from assist.services.two_people import TwoPeopleService, is_agreed, is_waiting, referring
from assist.views import Changes
from forms.answers import Answer, Value
from forms.loader import form
from forms.partial_dates import Finest, parse_partial, precision_of
from forms.problems import FieldProblem
from forms.text import one_line

ACT = "case.refer"
LONGEST_WHO = 60


@dataclass(frozen=True, slots=True)
class Held:
    """What her consent says of a referral, for whoever looks at it: whom she agreed to, and what must stay.

    ``has_key``: a file can be sealed so that this service alone opens it. ``takes_two``: she is under protection, and
    no second person agreed to these words yet; ``waits``: somebody was asked.
    """

    letter: Letter
    withhold: str
    has_key: bool = False
    takes_two: bool = False
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Answered:
    """What the other side answered: a code of ``lk_ref_answer``, the ISO day, who by role or code, and until when
    they promised another answer."""

    answer: str
    on: str
    by: str = ""
    again_by: str = ""


STATUS_AFTER = {"accepted": "accepted", "waiting_list": "waiting", "not_possible": "not_received"}
"""How a referral stands after each answer."""


class ReferralService:
    """Prepared on its form (F12), looked at, and let out by voice or on paper."""

    def __init__(self, bench: Bench, two_people: TwoPeopleService) -> None:
        self._bench, self._two_people = bench, two_people

    def recipients(self, case: str) -> tuple[str, ...]:
        """The services she agreed to tell something today."""
        return recipients(self._bench.look_up(case), self._bench.clock.today())

    def has_statement(self, case: str) -> bool:
        """Whether she gave a statement already: then nobody needs another (NR-13). Unknown while the vault is shut."""
        return supportbook.has_statement(self._bench.look_up(case))

    def came(self, case: str) -> supportbook.Came:
        """Who sent her to us, and what they ask not to ask again."""
        return supportbook.came(self._bench.look_up(case))

    def listed(self, case: str) -> tuple[supportbook.Referral, ...]:
        """Referrals of a case, newest first."""
        return supportbook.referrals(self._bench.look_up(case))

    def look(self, case: str, record: str, language: str) -> Held:
        """Exactly what would leave, in memory; the line of the look comes first. Raises NotAllowed, NotFound,
        VaultShut under protection."""
        require(self._bench.me.roles, ACT)
        book = self._bench.look_up(case)
        sheet = _sheet(book, record)
        self._bench.audit_view(Look("referral.look", book.case_id, sheet.entity.id, protected=book.level > 1))
        made = referral.letter(book, sheet, language)
        with self._bench.keeper.writing() as work:
            has_key = bool(key_of(work, made.to))
            takes_two = book.level > 0 and not self._agreed(work, book, made)
        return Held(made, supportbook.withheld(book, made.to), has_key, takes_two,
                    takes_two and is_waiting(self._bench, book, referring(made)))

    def ask_second(self, case: str, letter: Letter, reason: str) -> Changes:
        """Ask that exactly these words may leave, though she is under protection; a custodian or supervisor decides.

        Raises NotAllowed, BadInput ``policy.reason``.
        """
        require(self._bench.me.roles, ACT)
        return self._two_people.ask(case, referring(letter), reason)

    def leave(self, case: str, letter: Letter, out: Path | None = None, *, sealed: bool = False) -> Changes:
        """Hand over what was looked at: on paper into ``out``, or by voice without. Once the gate has agreed.

        ``sealed``: the same page as a file that only this service opens (age), with the same words as codes in it, so
        that another house can bring it in. NotFound ``recipient.none`` where no key of it is known.

        What left, its fingerprint, day and consent are kept with the referral (CO-14), in one commit with the line
        of the log, before there is a file. Raises NotAllowed (``gate.protected``: see ``ask_second``), VaultShut, and
        BadInput ``report.changed`` and ``export.folder``.
        """
        require(self._bench.me.roles, ACT)
        if out is not None:
            require_folder(out.parent)
        print_id = new_print_id()
        with self._bench.keeper.writing() as work:
            book = self._bench.book(work, bytes.fromhex(case))
            sheet = _sheet(book, letter.record)
            require_welcome(book, letter.to, vault_open=work.vault_open)
            key = key_of(work, letter.to) if sealed else ""
            if sealed and not key:
                raise NotFound("recipient.none")
            people = 1 + (book.level > 0 and self._agreed(work, book, letter))
            clearance = gate.clear(
                book, Outgoing(REFERRAL, letter.to, letter.categories, people), self._bench.clock.today())
            if book.newest_stamp != letter.stamp:
                raise BadInput("report.changed")
            pdf = _page(letter, print_id, sealed=sealed) if out else b""
            content = age.encrypted(pdf, key) if sealed else pdf
            way = "file" if sealed else "paper" if out else "voice"
            self._write(work, book, sheet, {**_receipt(book, letter, self._bench.today()), "handover": way})
            self._bench.audit(work, Look(
                "referral.send", book.case_id, print_id.encode() if out else sheet.entity.id,
                reason=way, protected=book.level > 1))
            work.commit()
        if out is not None:
            put_out(out, content, clearance)
        return Changes(frozenset({case}), frozenset({referral.FORM}))

    def _agreed(self, work: UnitOfWork, book: Book, letter: Letter) -> bool:
        """Whether a second person agreed to it; that stands behind the seal."""
        if not work.vault_open:
            raise VaultShut("vault.shut")
        return is_agreed(self._bench, work, book, referring(letter))

    def answered(self, case: str, record: str, said: Answered) -> Changes:
        """Write down what the other side answered. Raises NotAllowed, NotFound, BadInput ``referral.not_sent``,
        ``referral.answer``, and VaultShut where it is behind the seal."""
        require(self._bench.me.roles, ACT)
        if said.answer not in STATUS_AFTER or not _is_day(said.on) or not (not said.again_by or _is_day(said.again_by)):
            raise BadInput("referral.answer")
        with self._bench.keeper.writing() as work:
            book = self._bench.book(work, bytes.fromhex(case))
            sheet = _sheet(book, record)
            if not text(sheet.entity, f"{referral.FORM}/sent_on"):
                raise BadInput("referral.not_sent")
            kept: dict[str, Value] = {
                "answer": said.answer, "answer_on": said.on, "status": STATUS_AFTER[said.answer]}
            more = {"answer_by": one_line(said.by)[:LONGEST_WHO], "answer_due": said.again_by}
            kept |= {key: value for key, value in more.items() if value}
            self._write(work, book, sheet, kept)
            self._bench.audit(work, Look("referral.answer", book.case_id, sheet.entity.id, protected=book.level > 1))
            work.commit()
        return Changes(frozenset({case}), frozenset({referral.FORM}))

    def _write(self, work: UnitOfWork, book: Book, sheet: Sheet, kept: dict[str, Value]) -> None:
        """On the referral itself."""
        today = self._bench.today()
        asked = {field.key: field for field in form(referral.FORM).fields()}
        puts = [Put(sheet.entity.id, wire.RECORD, asked[key].number,
                    pack_answer(Answer(value, asked_on=today, asked_by=self._bench.user.hex())), asked[key].level,
                    sheet.entity.dots(asked[key].number)) for key, value in kept.items()]
        self._bench.scribe.write(work, Target(book.case_id, book.level, (book.newest_stamp,)), puts)


def _page(letter: Letter, print_id: str, *, sealed: bool) -> bytes:
    """With what was looked at in it once more, for a program to read, where only a program can open it."""
    from assist.reports import referralpaper  # the typesetter is large, and most days print nothing

    return referralpaper.paper(letter, print_id, attached=_attached(letter) if sealed else None).pdf


def _attached(letter: Letter) -> tuple[str, bytes]:
    return packet.NAME, packet.encoded(Packet(letter.need_code, dict(letter.coded), letter.again))


def _receipt(book: Book, letter: Letter, today: str) -> dict[str, Value]:
    return {"sent_on": today, "sent_what": letter.keys, "sent_hash": letter.fingerprint,
            "sent_consent": record_of(book, letter.to), "status": "sent"}


def _is_day(words: str) -> bool:
    """A whole day as ISO text."""
    try:
        return parse_partial(words, Finest.DAY) == words and precision_of(words) == "day"
    except FieldProblem:
        return False


def _sheet(book: Book, record: str) -> Sheet:
    for sheet in book.of_form(referral.FORM):
        if sheet.entity.id.hex() == record:
            return sheet
    raise NotFound("record.not_found")

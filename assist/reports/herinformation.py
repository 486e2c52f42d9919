# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""My information: what is held of her, for what, who was told, who looked, what was left out, and until when (PA-06).

For her alone, in her language, as a page on the screen and as a paper with the same plain head as her other papers.
It names kinds of things and never what was answered.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from assist.casebook import Book
from assist.casefile import kept_until
from assist.consentbook import objects_to_figures, rows
from assist.country import country
from assist.domain.erasure import NOTES, PROTECTED
from assist.i18n import N_
from assist.keepingbook import let_go
from assist.reading import codes, number, text
from assist.reports.lines import Block, Dossier, Fact, Line, Note, Words
from assist.reports.lookagain import look_again
from assist.reports.order import ReportOrder
from assist.reports.ownwords import OwnLine
from assist.reports.phrases import STANDINGS, months
from assist.reports.speech import Speech
from assist.sharebook import shares
from assist.supportbook import CONCERNS
from forms.answers import AnswerState
from forms.text import one_line

HANDED_OVER = frozenset({"least", "all"})
_TITLE = N_("My information")


@dataclass(frozen=True, slots=True)
class Share:
    """What one receipt says: the sheet it stands on, the day, to whom, and the kinds of things that left.

    ``by_order``: handed over on a legal ground and not by her consent; ``to`` is then the kind of authority.
    ``is_file``: a copy of an attached file. ``is_row``: codes without a name, for a reporting system; ``back_on`` is
    the day on which the recipient was told to delete them.
    """

    record: str
    on: str
    to: str
    what: tuple[str, ...] = ()
    by_order: bool = False
    is_file: bool = False
    is_row: bool = False
    back_on: str = ""


@dataclass(frozen=True, slots=True)
class Files:
    """How many files are attached, and to whom copies went."""

    count: int = 0
    shares: tuple[Share, ...] = ()


NO_FILES = Files()


GONE_WORDS = {
    NOTES: N_("the words of my notes were erased"), PROTECTED: N_("what is protected about me was erased")}
"""What went of her case while the case stayed."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Somebody who is in the log of this case: the name, how often, and the last day."""

    user: str
    name: str
    times: int
    last_on: str


@dataclass(frozen=True, slots=True)
class MyInformation:
    """Everything the page says. ``held`` are parts of ``lk_data_group``; days are ISO text."""

    held: tuple[str, ...]
    agreed: tuple[tuple[str, str, str, str], ...]
    shares: tuple[Share, ...]
    seen: tuple[Seen, ...]
    papers: tuple[str, ...]
    left_out: tuple[str, ...]
    kept_until: str
    is_uncounted: bool
    files: int = 0
    notes_until: str = ""
    gone: tuple[tuple[str, str], ...] = ()
    """Day and class of what was erased of it: its notes, or what is protected."""


def read(
    book: Book, today: date, seen: Sequence[Seen], papers: Sequence[str], files: Files = NO_FILES
) -> MyInformation:
    """From the whole book and what the log says of it."""
    forms = {sheet.form for sheet in book.sheets}
    return MyInformation(
        held=tuple(part for part, written_on in CONCERNS.items() if forms.intersection(written_on)),
        agreed=tuple((row.kind, row.recipient, row.expires_on, row.standing) for row in rows(book, today)),
        shares=tuple(sorted(
            (*_referred(book), *_demanded(book), *_exported(book), *files.shares),
            key=lambda share: share.on, reverse=True)),
        seen=tuple(seen), papers=tuple(papers), left_out=tuple(sorted(_left_out(book))),
        kept_until=kept_until(book), is_uncounted=objects_to_figures(book),
        files=files.count, notes_until=max(kept_until(book, "narrative"), kept_until(book, "protected")),
        gone=let_go(book))


def _referred(book: Book) -> Iterator[Share]:
    for sheet in book.of_form("F12"):
        if sent_on := text(sheet.entity, "F12/sent_on"):
            yield Share(sheet.entity.id.hex(), sent_on, one_line(text(sheet.entity, "F12/to")),
                        codes(sheet.entity, "F12/sent_what"))


def _demanded(book: Book) -> Iterator[Share]:
    for sheet in book.of_form("F18"):
        for row in book.rows(sheet.entity, number("F18/demands")):
            if text(row, "F18/demands.released") in HANDED_OVER:
                yield Share(row.id.hex(), text(row, "F18/demands.on") or sheet.on, text(row, "F18/demands.authority"),
                            by_order=True)


def _exported(book: Book) -> Iterator[Share]:
    for share in shares(book):
        yield Share(share.entity.hex(), share.made[:10], one_line(share.recipient), is_row=True,
                    back_on=share.taken_back_on)


def _left_out(book: Book) -> Iterator[str]:
    """The days on which an answer was struck at her wish, for good."""
    for entity in book.entities.values():
        for field in entity.fields:
            if isinstance(field, str) or field >= 100:
                answer = entity.answer(field)
                if answer.state is AnswerState.WITHDRAWN and answer.asked_on:
                    yield answer.asked_on


def own_lines(info: MyInformation) -> tuple[OwnLine, ...]:
    """Names of services: on a paper they are kept or left out one by one, since a name can tell a story."""
    named = dict.fromkeys((*(share.to for share in info.shares if not share.by_order),
                           *(one_line(recipient) for _kind, recipient, _end, _standing in info.agreed)))
    return tuple(OwnLine(f"to:{name}", name, look_again(name)) for name in named if name)


def dossier(info: MyInformation, order: ReportOrder) -> Dossier:
    """The page; ``order.keep`` are the keys of the names that are printed, None for all of them."""
    speech = Speech(order.language)
    say = speech.say
    told = _Told(info, speech, order.keep)
    blocks = (
        Block("held", say("What is kept about me"), tuple(told.held())),
        Block("agreed", say("What I was asked, and what I said"), tuple(told.agreed())),
        Block("shares", say("Who was told something"), tuple(told.shares())),
        Block("seen", say("Who looked or wrote"), tuple(told.seen())),
        Block("left_out", say("What was left out"), tuple(told.left_out())),
        Block("until", say("Until when"), tuple(told.until())),
    )
    return Dossier(
        title=say(_TITLE), subtitle=speech.day(order.today), template=order.template, language=speech.language, mark="",
        facts=(), blocks=blocks, care=say("Practice: an invented person") if order.practice else "",
        foot=(say("Keep this paper only while that is safe for you. You can ask for another one at any time."),),
        print_id=order.print_id, paper=order.paper, words=Words(
            hers=speech.say_p("whose view", "me"), team=speech.say_p("whose view", "team"),
            more=say("… more in the file"), page=say("page {number} of {pages}"), done=say("done"), rated=False))


class _Told:
    """Each part in words."""

    def __init__(self, info: MyInformation, speech: Speech, keep: Collection[str] | None) -> None:
        self._info, self._speech, self._keep = info, speech, keep

    def held(self) -> Iterator[Line]:
        parts = [self._speech.listed("lk_data_group", part) for part in self._info.held]
        yield Note(self._speech.begun(", ".join(parts)) + ".", strong=True)
        if self._info.files:
            yield Fact(self._speech.say("Attached files"), str(self._info.files))

    def agreed(self) -> Iterator[Line]:
        say = self._speech.say
        if not self._info.agreed:
            yield Note(say("Nothing was asked yet. What was not asked counts as no."), strong=True)
        for kind, recipient, end, standing in self._info.agreed:
            until = say("until {date}").format(date=self._speech.day(end)) if end and standing == "given" else ""
            label = self._speech.begun(self._speech.choice("F03/kind", kind))
            told = (say(STANDINGS[standing]) if standing in STANDINGS else "", self._named(recipient), until)
            yield Fact(label, " · ".join(filter(None, told)))
        if self._info.is_uncounted:
            yield Note(say("I am in no figure that leaves."), strong=True)

    def shares(self) -> Iterator[Line]:
        say = self._speech.say
        if not self._info.shares:
            yield Note(say("Nobody outside was told anything."), strong=True)
        for share in self._info.shares:
            if share.by_order:
                authority = self._speech.choice("F18/demands.authority", share.to)
                told = say("{authority}, because the law asked for it").format(authority=authority)
            else:
                told = ": ".join(filter(None, (self._named(share.to), self._what(share))))
            yield Fact(self._speech.day(share.on), self._speech.begun(told))

    def _what(self, share: Share) -> str:
        say = self._speech.say
        if share.is_row and share.back_on:
            return say("codes without my name; asked to delete them on {date}").format(
                date=self._speech.day(share.back_on))
        if share.is_row:
            return say("codes without my name")
        return say("a copy of an attached file") if share.is_file else ", ".join(filter(None, (
            self._speech.listed("lk_referral_part", part) for part in share.what)))

    def seen(self) -> Iterator[Line]:
        for seen in self._info.seen:
            name = seen.name or self._speech.say("Somebody who is not on the list of people any more")
            yield Fact(name, self._speech.say("last on {date} · entries: {count}").format(
                count=seen.times, date=self._speech.day(seen.last_on)))
        yield Note(self._speech.say("As this laptop knows it; other laptops of the team keep lists of their own."))

    def left_out(self) -> Iterator[Line]:
        say = self._speech.say
        days = dict.fromkeys(self._info.left_out)
        if not days and not self._info.gone:
            yield Note(say("Nothing so far."), strong=True)
        for day in days:
            yield Fact(self._speech.day(day), say("left out for good, as I wished"))
        for day, kind in self._info.gone:
            yield Fact(self._speech.day(day), say(GONE_WORDS[kind]))
        for day in dict.fromkeys(self._info.papers):
            yield Fact(self._speech.day(day), say("a paper was made"))

    def until(self) -> Iterator[Line]:
        say = self._speech.say
        if self._info.kept_until:
            told = say("It may be kept until {date}. I can ask for it to be erased sooner.").format(
                date=self._speech.day(self._info.kept_until))
        else:
            span = months(self._speech, (country().retention["core"].days or 0) * 12 // 365)
            told = say("It may be kept for {months} after my case is closed. I can ask for it to be erased sooner."
                       ).format(months=span)
        yield Note(told, strong=True)
        kept = country().retention
        span = months(self._speech, max(kept["narrative"].days or 0, kept["protected"].days or 0) * 12 // 365)
        yield Note(
            say("Notes, and what is protected, until {date} at most.").format(
                date=self._speech.day(self._info.notes_until)) if self._info.notes_until else
            say("Notes, and what is protected, for {months} at most.").format(months=span))

    def _named(self, name: str) -> str:
        """The name of a service, or that it is one, where she wants no name on paper."""
        name = one_line(name)
        kept = not name or self._keep is None or f"to:{name}" in self._keep
        return name if kept else self._speech.say("one service")

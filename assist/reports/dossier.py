# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A case as one printable tree: progress in the person's own words, by allow-list (practice.md d1, NR-12).

The team's paper goes by the case code; her own copy has a neutral head, so that whoever finds
it learns neither where she was nor why.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assist.casebook import Book
from assist.crypto.codes import shown
from assist.domain import wire
from assist.planbook import agreements, states
from assist.reading import codes, date_of, text
from assist.reports import safetyplan
from assist.reports.allowed import only
from assist.reports.blocks import Blocks
from assist.reports.lines import HER_OWN, SAFETY_PLAN, Block, Dossier, Fact, Line, Note, Words
from assist.reports.order import KEPT_DAYS, ReportOrder
from assist.reports.ownwords import Kept, OwnLine, own_words
from assist.reports.phrases import STAGES
from assist.reports.speech import Speech, spoken
from forms.loader import sentences
from forms.text import one_line

__all__ = ["OwnLine", "ReportOrder", "build", "handle_with_care", "language_of", "own_words"]

_HER_RIGHTS = ("S06", "S08", "S15")
"""On her own paper her rights are said, not listed: what she agreed to is nobody's business who finds it."""


def build(book: Book, order: ReportOrder, said: Sequence[OwnLine] | None = None) -> Dossier:
    """The tree of one paper. Nothing outside the allow-list of its template can be in it.

    ``said`` are the person's own words in this book, for whoever has read them already.
    """
    kept = Kept(own_words(book, order.template) if said is None else tuple(said), order.keep)
    blocks = Blocks(only(book, order.template), order, kept)
    return _Head(book, order, blocks, kept).dossier()


def language_of(book: Book, staff: str) -> str:
    """The language of the person's own copy: hers if a paper can be written in it, else the team's."""
    preferred = codes(book.person, "person.language")
    return spoken(preferred[0], staff) if preferred else staff


def handle_with_care(book: Book) -> bool:
    """Protected at any level, or on hold: the paper says so, and no more than that."""
    return book.level > 0 or book.hold


class _Head:
    """Title, facts and foot, and which blocks this paper has."""

    def __init__(self, book: Book, order: ReportOrder, blocks: Blocks, kept: Kept) -> None:
        self.book, self.order, self.blocks, self.kept = book, order, blocks, kept
        self.speech = Speech(order.language)
        self.mine = order.template in HER_OWN

    def dossier(self) -> Dossier:
        say = self.speech.say
        blocks = self._plan() if self.order.template == SAFETY_PLAN else self._own() if self.mine else self._team()
        built = tuple(block for block in blocks if block.lines)
        nothing = Block("voice", "", (Note(say("There is nothing to tell yet.")),))
        return Dossier(
            title=say("My plan") if self.mine else say("Reintegration report"), subtitle=self._subtitle(),
            template=self.order.template, language=self.speech.language, mark=self._mark(),
            facts=() if self.mine else tuple(self._facts()), blocks=built or (nothing,), care=self._care(),
            foot=tuple(self._foot()), print_id=self.order.print_id, words=self._words(), paper=self.order.paper,
        )

    def _care(self) -> str:
        """Marks of the head. Only the team's paper says "with care": on hers it would tell what it protects."""
        say = self.speech.say
        marks = (
            say("Practice: an invented person") if self.order.practice else "",
            say("Handle with care") if not self.mine and handle_with_care(self.book) else "",
        )
        return " · ".join(filter(None, marks))

    # -- which blocks -----------------------------------------------------------------

    def _team(self) -> Iterator[Block]:
        say, blocks = self.speech.say, self.blocks
        yield Block("voice", say("In the person's own words"), tuple(blocks.voice()))
        yield Block("goals", say("Goals"), tuple(blocks.goal_lines()), self._agreed())
        yield Block("course", say("How it goes"), tuple(blocks.course()))
        yield Block("work", say("Study and work"), tuple(blocks.work()))
        yield Block("safety", say("Safety"), tuple(blocks.safety()))
        yield Block("rights", say("Rights"), tuple(blocks.rights()))
        yield Block("next", say("What comes next"), tuple(blocks.next()))

    def _own(self) -> Iterator[Block]:
        say, blocks = self.speech.say, self.blocks
        yield Block("voice", say("What I want"), tuple(blocks.voice()))
        yield Block("goals", say("My goals"), tuple(blocks.goal_lines()), self._agreed())
        yield Block("course", say("How it goes"), self._only_known(tuple(blocks.course())))
        yield Block("work", say("What I learn"), tuple(blocks.training()))
        yield Block("next", say("What comes next"), tuple(blocks.next()))
        said = sentences()
        yield Block("rights", say("What always holds"), tuple(
            Note(self.speech.text(said[key]), strong=True) for key in _HER_RIGHTS if key in said))

    def _plan(self) -> Iterator[Block]:
        """Her safety plan, under the same plain title as her other paper."""
        yield from safetyplan.blocks(only(self.book, SAFETY_PLAN), self.kept, self.speech)

    def _only_known(self, lines: tuple[Line, ...]) -> tuple[Line, ...]:
        """Her own copy says nothing about what was not answered."""
        return lines if any(getattr(line, "on", "") for line in lines) else ()

    def _agreed(self) -> str:
        """How the plans stand; any change after an agreement makes a plan a proposal again (PA-02)."""
        say = self.speech.say
        state, _ = states(self.book)
        held = [value for value in state.values() if value != "none"]
        if not held:
            return ""
        if "proposed" in held:
            return say("one part agreed, one proposed") if "agreed" in held else say("proposed, not agreed yet")
        current = next((each for each in agreements(self.book) if each.current), None)
        if current is None:
            return ""
        day = self.speech.day(current.on)
        if current.with_interpreter:
            return say("agreed on {date}, with an interpreter").format(date=day)
        return say("agreed on {date}").format(date=day)

    # -- head -------------------------------------------------------------------------

    def _subtitle(self) -> str:
        if self.mine:
            return self.speech.day(self.order.today)
        return self.speech.say("For supervision inside the team. It does not leave the organisation.")

    def _mark(self) -> str:
        if self.mine:
            return one_line(text(self.book.person, "person.chosen_name")) if "name" in self.kept else ""
        return shown(self.book.case.plain(wire.CODE, ""))

    def _facts(self) -> Iterator[Fact]:
        say, case, person = self.speech.say, self.book.case, self.book.person
        start = self.order.period_from or case.plain(wire.OPENED_ON, "") or self.order.today
        yield Fact(say("Period"), self.speech.span(start, self.order.period_to or self.order.today))
        stage = case.plain(wire.STAGE, "")
        if stage in STAGES:
            yield Fact(say("Stage"), say(STAGES[stage]))
        languages = [self.speech.listed("lk_lang", code) for code in codes(person, "person.language")]
        modes = [self.speech.listed("lk_mode", code) for code in codes(person, "person.mode")]
        if any((*languages, *modes)):
            yield Fact(say("Language and mode"), ", ".join(filter(None, (*languages, *modes))))
        if self.order.worker_initials:
            yield Fact(say("Worker"), self.order.worker_initials)
        yield Fact(say("Made on"), self.speech.day(self.order.today))

    # -- foot -------------------------------------------------------------------------

    def _foot(self) -> Iterator[str]:
        say = self.speech.say
        if self.mine:
            yield say("Keep this paper only while that is safe for you. You can ask for another one at any time.")
            return
        unclear = say("“Not enough answers”: fewer than two complete sets of answers in this period.")
        if self.kept.left_out:
            unclear += " " + self.speech.say_n(
                "{count} line in own words stays in the file.", "{count} lines in own words stay in the file.",
                self.kept.left_out).format(count=self.kept.left_out)
        yield unclear
        yield say("Keep until {date}, then destroy.").format(
            date=self.speech.day(date_of(self.order.today, KEPT_DAYS)))

    def _words(self) -> Words:
        say = self.speech.say
        return Words(
            hers=self.speech.say_p("whose view", "me") if self.mine else self.speech.say_p("whose view", "person"),
            team=self.speech.say_p("whose view", "team"), more=say("… more in the file"),
            page=say("page {number} of {pages}"), done=say("done"), rated=not self.mine,
        )

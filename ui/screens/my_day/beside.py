# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The cards beside the day: what was left half-way, what waits for somebody, what laptops and colleagues ask."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from assist import i18n
from assist.crypto.codes import shown
from assist.i18n import _, ngettext
from assist.messages_of_rounds import of_laptop
from assist.policy import may
from assist.services.appointments import Entry
from assist.services.glass import Asked as GlassAsked
from assist.services.glass import Told
from assist.services.hearing import TroubleRow
from assist.services.inviting import OpenInvitation
from assist.services.moving import Gone, Offered
from assist.services.people import ProposalRow
from assist.services.recovery import Used
from assist.views import DraftRow, DropRow
from ui import wording
from ui.context import Going
from ui.dialogs.emergency import moment
from ui.widgets.buttons import QuietButton
from ui.widgets.card import Card
from ui.widgets.labels import Label
from ui.widgets.lines import Lines, PressLines, Said

if TYPE_CHECKING:
    from assist.desk import Desk

_LEFT = Qt.AlignmentFlag.AlignLeft


@dataclass(frozen=True, slots=True)
class Kit:
    """What is still to be done for the recovery kit, and whose profile was opened with it lately."""

    owed: str = ""
    used: tuple[Used, ...] = ()

    @classmethod
    def of(cls, desk: Desk) -> Kit:
        """As this person may know it."""
        used = tuple(desk.recovery.used())
        if desk.me.practice or not may(desk.me.roles, "people.manage").ok:
            return cls("", used)
        state = desk.recovery.state()
        owed = "" if state.exists or state.waits_for_second else _("Nobody could help who forgets a passphrase yet.")
        if state.files:
            owed = _("Papers of the recovery kit lie as files on a disk. Delete them once they are printed.")
        elif state.rehearsal_is_due:
            owed = _("It is a year since a paper of the recovery kit was tried.")
        return cls(owed, used)


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asked to join, and what another coordinator proposed."""

    newcomers: tuple[OpenInvitation, ...] = ()
    proposals: tuple[ProposalRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Emergencies:
    """What others ask her to agree to, and what was opened of the cases she reads; nothing while the vault is shut.

    ``to_decide``: the case, and who asks to lower its protection or to lift its hold.
    """

    waiting: tuple[GlassAsked, ...] = ()
    told: tuple[Told, ...] = ()
    to_decide: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, desk: Desk) -> Emergencies:
        """Read it."""
        return cls(tuple(each for each in desk.glass.waiting() if not each.is_mine), tuple(desk.glass.told_lately()),
                   tuple((case, request.by_name) for case, request in desk.two_people.to_decide()))


@dataclass(frozen=True, slots=True)
class Offers:
    """What other teams ask, who could accompany it here, and how many letters lie unread."""

    offered: tuple[Offered, ...] = ()
    workers: tuple[tuple[str, str], ...] = ()
    unread: int = 0
    gone: tuple[Gone, ...] = ()

    @classmethod
    def of(cls, desk: Desk) -> Offers:
        """Read it; of what was handed over, where laptops of this team have not let it go yet."""
        offered = tuple(desk.moving.offered())
        return cls(offered, tuple(desk.moving.workers()) if offered else (), desk.moving.unread(),
                   tuple(each for each in desk.moving.gone() if each.missing))

    def say(self, *, vault_open: bool) -> bool:
        """Whether there is anything to say of it now."""
        return bool(self.offered) if vault_open else bool(self.unread)


def asked(now: Asked, go: Going) -> list[Card]:
    """A person compares six words with whoever asked before she is in; a proposal holds once a second one signs."""
    wanted = [
        (_("Somebody asked to join"), [
            Said(row.asks or row.name or _("Somebody"), _("compare the six words"), row.laptop, "ochre")
            for row in now.newcomers]),
        (_("Needs a second signature"), [
            Said(row.by, _(row.sentence).format(name=row.name), tone="ochre") for row in now.proposals]),
    ]
    return [_people_card(title, told, go) for title, told in wanted if told]


def emergencies(now: Emergencies, go: Going) -> list[Card]:
    """Who waits for a second person, and what two people opened of the cases she reads; not whose they are."""
    asked_of_her = [(Said(each.by_name or _("Somebody"), _("asks you to agree"), tone="protect"),
                     partial(go, "emergency")) for each in now.waiting]
    opened = [(Said(each.by_name or _("Somebody"), _("read why, in the file"), moment(each.at_ms), tone="protect"),
               partial(go, "case", case=each.case, tab="safety")) for each in now.told]
    to_decide = [(Said(name or _("Somebody"), _("asks you to agree"), tone="protect"),
                  partial(go, "case", case=case, tab="safety")) for case, name in now.to_decide]
    cards = []
    for title, told in ((_("Emergency opening"), asked_of_her), (_("Needs a second signature"), to_decide),
                        (_("Opened in an emergency"), opened)):
        if told:
            card, lines = Card(title), PressLines()
            for words, pressed in told:
                lines.put(words).clicked.connect(lambda _on=False, pressed=pressed: pressed())
            card.body.addWidget(lines)
            cards.append(card)
    return cards


def agreed(ahead: Sequence[Entry], today: date, go: Going, *, codes_only: bool) -> Card:
    """Appointments of the coming days: when and whose, and not what for, because others may be looking."""
    card, lines = Card(_("Appointments")), PressLines()
    for entry in ahead:
        bare = codes_only or not entry.name
        when = " · ".join(part for part in (i18n.relative(entry.agreed.on, today), entry.agreed.at) if part)
        line = lines.put(Said(shown(entry.code) if bare else entry.name, "", when,
                              small="" if bare else shown(entry.code)))
        tab = "safety" if entry.agreed.is_hearing else "services"
        line.clicked.connect(lambda _on=False, case=entry.case, tab=tab: go("case", case=case, tab=tab))
    card.body.addWidget(lines)
    return card


def offers(now: Offers, look: Callable[[Offered], object], open_it: Callable[[], object]) -> Card:
    """Cases that another team asks to hand over; while the vault is shut, that there are letters of other teams."""
    card = Card(_("From another team"))
    lines = PressLines()
    for row in now.offered:
        words = _("{team} asks you to take it over").format(team=row.team)
        line = lines.put(Said(shown(row.code), words, row.by, "ochre"))
        line.clicked.connect(lambda _on=False, row=row: look(row))
    if now.offered:
        card.body.addWidget(lines)
        return card
    card.body.addWidget(Label(_("Something came that only your passphrase opens.")))
    opened = QuietButton(_("Open protected work"), icon="unlock")
    opened.clicked.connect(lambda: open_it())
    card.body.addWidget(opened, 0, _LEFT)
    return card


def let_go(gone: Sequence[Gone]) -> Card:
    """Cases that another team has now and laptops here may still hold."""
    card, lines = Card(_("Moved to another team")), Lines(110)
    for each in gone:
        words = _("{done} of {of} laptops have let it go.").format(done=each.done, of=each.of)
        lines.put(shown(each.code), words, ", ".join(each.missing))
    card.body.addWidget(lines)
    return card


def _people_card(title: str, told: Sequence[Said], go: Going) -> Card:
    card = Card(title)
    lines = PressLines()
    for each in told:
        lines.put(each).clicked.connect(lambda _on=False: go("settings", tab="people"))
    card.body.addWidget(lines)
    return card


def laptops(troubles: Sequence[TroubleRow], go: Going) -> Card:
    """What no laptop mends by itself."""
    card = Card(_("Laptops"))
    lines = PressLines()
    for row in troubles:
        what = of_laptop(row.kind, row.laptop, row.person, row.count)[0]
        line = lines.put(Said(row.person or _("This laptop"), what, tone="ochre"))
        line.clicked.connect(lambda _on=False: go("settings", tab="meeting"))
    card.body.addWidget(lines)
    return card


def drafts(
    waiting: Sequence[DraftRow], today: date, resume: Callable[[DraftRow], object], *, codes_only: bool
) -> Card:
    """Forms left half-way."""
    card = Card(_("To go on with"))
    lines = PressLines()
    for draft in waiting:
        title = wording.form_title(draft.form) if draft.form else _("Protected, needs the passphrase")
        who = shown(draft.code) if codes_only or not draft.name else draft.name
        line = lines.put(Said(title, who, i18n.ago(draft.kept_at, today)))
        line.clicked.connect(lambda _on=False, draft=draft: resume(draft))
    card.body.addWidget(lines)
    return card


def drops(waiting: Sequence[DropRow], today: date, ask_whose: Callable[[DropRow], object]) -> Card:
    """Threats that reached nobody yet: said by somebody who could not see whose case it is."""
    card = Card(_("Threats without a case"))
    card.body.addWidget(Label(_("No single case here has this code or name. Whose is it?"), tone="muted"))
    lines = PressLines()
    for drop in waiting:
        line = lines.put(Said(_("Record of a threat"), drop.address, i18n.ago(drop.on, today), "ochre"))
        line.clicked.connect(lambda _on=False, drop=drop: ask_whose(drop))
    card.body.addWidget(lines)
    return card


def kit(now: Kit, today: date, go: Going) -> Card:
    """What the coordinator owes the kit, and for everybody: whose profile was opened with it."""
    card = Card(_("Recovery kit"))
    for each in now.used:
        words = _("{name}'s profile was opened with it {when}. If she knows nothing of it, act now.")
        card.body.addWidget(Label(words.format(name=each.name, when=i18n.ago(each.on[:10], today)), tone="ochre"))
    if now.owed:
        card.body.addWidget(Label(now.owed))
        see = QuietButton(_("To the recovery kit"))
        see.clicked.connect(lambda: go("settings", tab="recovery"))
        card.body.addWidget(see, 0, _LEFT)
    return card


def sealed(count: int, open_it: Callable[[], object]) -> Card:
    """Protected work that came while the vault was shut."""
    card = Card(_("Protected work"))
    words = ngettext("{count} protected change waits to be read.", "{count} protected changes wait to be read.",
                     count).format(count=count)
    card.body.addWidget(Label(words))
    opened = QuietButton(_("Open protected work"), icon="unlock")
    opened.clicked.connect(lambda: open_it())
    card.body.addWidget(opened, 0, _LEFT)
    return card


def first_day(words: str, go: Going, *, brings: bool) -> Card:
    """Before there is anybody; whoever may bring a register is shown how."""
    card = Card(_("Today"))
    card.body.addWidget(Label(words, tone="muted"))
    if brings:
        bring = QuietButton(_("Bring your spreadsheet"))
        bring.clicked.connect(lambda: go("bring"))
        card.body.addWidget(bring, 0, _LEFT)
    return card


def sleeping(count: int, go: Going) -> Card:
    """Cases that came with a spreadsheet and nobody has opened."""
    card = Card(_("Came with a spreadsheet"))
    words = ngettext("{count} case sleeps until it is first opened.", "{count} cases sleep until first opened.",
                     count).format(count=count)
    card.body.addWidget(Label(words))
    see = QuietButton(_("See the cases"))
    see.clicked.connect(lambda: go("cases"))
    card.body.addWidget(see, 0, _LEFT)
    return card

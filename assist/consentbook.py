# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The consents of a case, read from its book; pure."""

from __future__ import annotations

import json
from datetime import date
from hashlib import sha256

from assist.casebook import Book, Entity, Sheet
from assist.casefile import consent_rows
from assist.changesets import unpack_answer
from assist.childbook import GUARDED, guardian_is_out, why_not
from assist.country import country
from assist.domain import wire
from assist.domain.consents import OBJECTION, ON_PAPER, SERVICE, SHARING, Consent, Need, service_standing, standing
from assist.planbook import priorities
from assist.reading import codes, number, text
from assist.views import ConsentRow
from forms.loader import consent_texts

REFERRAL = "referral"


def meaning_of(kind: str) -> int:
    """The number of the text that is explained today; only a new meaning outdates a consent (ruling 9)."""
    return int(consent_texts().get(kind, {}).get("meaning", 1))


def text_hash(kind: str) -> str:
    """Which text was explained: a hash over all its steps in every language (CO-04)."""
    content = json.dumps(consent_texts().get(kind, {}), ensure_ascii=True, sort_keys=True)
    return sha256(content.encode()).hexdigest()[:16]


def limits_explained_on(book: Book) -> str:
    """The day on which the limits of secrecy, as they are today, were explained last (CO-13); empty when they never
    were. A talk without them takes nothing back; another meaning does. A sheet that names no text had the first one.
    """
    pack = country()
    days = [sheet.on for sheet in book.of_form("LIMITS") if text(sheet.entity, "LIMITS/explained") == "yes"
            and (text(sheet.entity, "LIMITS/text_id") or f"{pack.code}/1") == pack.text_id]
    return days[-1] if days else ""


def consent_of(sheet: Sheet) -> Consent:
    """One filled consent form as the rules read it."""
    entity = sheet.entity
    explained = entity.plain(wire.TEXT_VERSION)
    return Consent(
        purpose=text(entity, "F03/kind"), recipient=text(entity, "F03/recipient"),
        categories=frozenset(codes(entity, "F03/categories")), decision=text(entity, "F03/decision"),
        given_on=sheet.on, expires_on=text(entity, "F03/expiry"), withdrawn_on=entity.plain(wire.WITHDRAWN_ON, ""),
        mode=text(entity, "F03/mode"), meaning=int(explained[0]) if explained else 1,
        capacity=text(entity, "F03/capacity"),
        record=entity.id, was_redirected=any(_written_after(entity, name) for name in ("F03/kind", "F03/recipient")),
    )


def _written_after(entity: Entity, name: str) -> bool:
    """Whether this answer is younger than her decision."""
    row, decision = entity.newest(number(name)), entity.newest(number("F03/decision"))
    return row is not None and decision is not None and row.hlc > decision.hlc


def consents(book: Book) -> tuple[Consent, ...]:
    """Every consent form, oldest first; read once, since every receipt of what left asks for them."""
    return book.once(_consents)


def _consents(book: Book) -> tuple[Consent, ...]:
    return tuple(consent_of(sheet) for sheet in book.of_form("F03"))


def gates_met(book: Book, today: date) -> frozenset[str]:
    """Which conditions of forms are met: ``limits`` of secrecy explained, ``consent`` to be accompanied (CO-13),
    ``referral``: a yes to telling one service, which holds today, or a referral already under way,
    ``ranked``: she put in order what matters most, or preferred not to (PA-08)."""
    met = {"limits": bool(limits_explained_on(book)),
           "consent": any(_allows_work(consent, today) for consent in consents(book)),
           "ranked": priorities(book).has_spoken,
           "referral": bool(recipients(book, today) or book.of_form("F12"))}
    return frozenset(gate for gate, is_met in met.items() if is_met)


def recipients(book: Book, today: date) -> tuple[str, ...]:
    """The services she agreed to tell something, as far as that holds today."""
    named = dict.fromkeys(consent.recipient.strip() for consent in consents(book) if consent.purpose == REFERRAL)
    return tuple(name for name in named if name and consent_for(book, Need(REFERRAL, name), today)[0] == "given")


def record_of(book: Book, recipient: str) -> str:
    """The newest consent to a referral that names this service, as a record."""
    asked = [sheet for sheet in book.of_form("F03") if consent_of(sheet).purpose == REFERRAL
             and consent_of(sheet).recipient.strip() == recipient.strip()]
    return asked[-1].entity.id.hex() if asked else ""


def _allows_work(consent: Consent, today: date) -> bool:
    """Her yes to being accompanied never locks the file by its end; an earlier paper ends for good (ruling 9)."""
    if consent.purpose != SERVICE or consent.decision != "yes" or consent.withdrawn_on:
        return False
    return consent.mode != ON_PAPER or service_standing([consent], today) == "on_paper"


def consent_for(book: Book, need: Need, today: date) -> tuple[str, Consent | None]:
    """What the gate says of a need: ``given`` by the newest consent that names it, or why not."""
    asked = [
        item for item in consents(book)
        if item.purpose == need.purpose and item.recipient.strip() == need.recipient.strip()
    ]
    if not asked:
        return "none", None
    if need.purpose in SHARING and not need.recipient.strip():
        return "wrong_recipient", asked[-1]  # a yes that names nobody opens nothing
    return _with_child(book, asked[-1], standing(asked[-1], need, today, meaning_of(need.purpose)), today), asked[-1]


def _with_child(book: Book, consent: Consent, found: str, today: date) -> str:
    """A yes of whoever decides for a child opens nothing without the child's own word (CO-09)."""
    return (why_not(book, consent, today) or found) if found == "given" else found


def objects_to_figures(book: Book) -> bool:
    """Whether she asked to be left out of figures that leave, and did not take it back since (CO-15).

    Said in a consent of its own (F03) or as a wish about her data (F19); the newest of both counts.
    """
    return book.once(_objects)


def _objects(book: Book) -> bool:
    objects = False
    for sheet in book.of_form("F03", "F19"):
        if sheet.form == "F19":
            if text(sheet.entity, "F19/kind") == "object_figures":
                objects = text(sheet.entity, "F19/decision") != "not_done"
        elif (consent := consent_of(sheet)).purpose == OBJECTION and (
                consent.decision == "yes" or (consent.decision == "no" and not _is_from_kept_out(book, consent))):
            objects = _anybody_wrote_yes(sheet.entity) and not consent.withdrawn_on
    return objects


def _is_from_kept_out(book: Book, consent: Consent) -> bool:
    """Whether a guardian said this whose word does not count; to be left out may be asked for by anybody."""
    return consent.capacity in GUARDED and guardian_is_out(book, consent.record)


def _anybody_wrote_yes(entity: Entity) -> bool:
    """Of a yes and a no written apart the no is the careful one; of an objection it is the yes."""
    return any(unpack_answer(row.value).value == "yes" for row in entity.fields.get(number("F03/decision"), ()))


def rows(book: Book, today: date) -> tuple[ConsentRow, ...]:
    """Consents for the screen, newest first, each with what the gate would say today."""
    said: dict[str, str] = {}
    outdated: set[str] = set()
    for sheet in book.of_form("F03"):
        ident, consent = sheet.entity.id.hex(), consent_of(sheet)
        if consent.purpose == SERVICE:
            said[ident] = _with_child(book, consent, service_standing([consent], today), today)
        else:
            need = Need(consent.purpose, consent.recipient, consent.categories)
            found = standing(consent, need, today, meaning_of(consent.purpose))
            said[ident] = _with_child(book, consent, found, today)
        if consent.meaning < meaning_of(consent.purpose):
            outdated.add(ident)
    return consent_rows(book, said, frozenset(outdated))

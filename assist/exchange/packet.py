# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a sealed referral carries beside its page: the same words as codes, so that nobody has to type them again; pure.

The packet is one line of JSON that is attached to the page. Whoever has no Amparo reads the page, or the attachment
with anybody's tools. It says nothing of a consent, because a consent is given to one house and to no other.
"""

from __future__ import annotations

import msgspec

from assist.errors import BadInput
from assist.exchange import cells
from assist.exchange.rows import HOMES, Person, Remark
from assist.i18n import N_, _, text_of
from forms.fieldtypes import answered
from forms.loader import choice_list, form
from forms.model import FieldType
from forms.problems import FieldProblem
from forms.text import clean, one_line

NAME = "referral.json"
"""What the attachment is called in the page."""

LARGEST = 4 << 20
"""Bytes of a sealed referral; more is no page with a few lines."""

MOST_SAID, LONGEST = 60, 4_000
_MARK = b'{"amparo":"referral/1",'

VALUES = {
    "called": "chosen_name", "language": "language", "mode": "mode", "adjustments": "adjustments", "needs": "needs",
    "health_link": "health_link", "goals": "goal_own", "legal_status": "legal_status", "birth": "birth",
    "gender": "gender", "citizenship": "citizenship", "languages_other": "languages_other",
}
"""Part of a referral → what it is of a person (``rows.HOMES``)."""

_TO_SORT = {"services": ("lk_service", N_("Help given there: {what}"))}
"""Parts that answer no question of ours: a worker puts them in their place."""

UNDERSTOOD = VALUES.keys() | _TO_SORT.keys()
"""Every part a packet may carry."""

_SEVERAL = frozenset({"needs", "mode", "adjustments", "citizenship", "languages_other", "goals"})


class Packet(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="amparo", tag="referral/1"):
    """``need``: for what, of ``lk_service``. ``parts``: only what was ticked and looked at, as codes or in her own
    words. ``not_again``: of ``lk_not_again``."""

    need: str
    parts: dict[str, tuple[str, ...]]
    not_again: tuple[str, ...] = ()


def encoded(packet: Packet) -> bytes:
    """One line that ``found_in`` finds in a page."""
    return msgspec.json.encode(packet) + b"\n"


def found_in(page: bytes) -> Packet:
    """The one packet a page carries. Raises BadInput ``import.no_packet`` for a page with none, or not one of ours."""
    start = page.find(_MARK)
    end = page.find(b"\n", start)
    if start < 0 or end < 0 or page.find(_MARK, end) >= 0:
        raise BadInput("import.no_packet")
    try:
        packet = msgspec.json.decode(page[start:end], type=Packet)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise BadInput("import.no_packet") from None
    said = [words for each in packet.parts.values() for words in each]
    if not packet.parts.keys() <= UNDERSTOOD or len(said) > MOST_SAID or any(
            len(words) > LONGEST for words in (*said, packet.need, *packet.not_again)):
        raise BadInput("import.no_packet")
    return packet


def person_of(packet: Packet, sender: str) -> Person:
    """What a packet says of one person, in our terms. What a form would not take is held back and kept in words."""
    person = Person(1)
    person.values["ref_source"] = "other"  # a service; of what kind, the file does not say
    person.values["ref_by"] = one_line(sender)[:form("F01").field("ref_by").max_length]
    if again := _several("ref_not_again", packet.not_again):
        person.values["ref_not_again"] = again
    for part, said in packet.parts.items():
        if part in _TO_SORT:
            listed, words = _TO_SORT[part]
            person.remarks.append(Remark("other", _(words).format(what=", ".join(_said(listed, said)))))
            continue
        name, texts = VALUES[part], tuple(filter(None, map(clean, said)))
        fits = _several(name, texts) if part in _SEVERAL else _fitting(name, texts[0]) if len(texts) == 1 else None
        if fits:
            person.values[name] = fits
        if texts and (not fits or (part in _SEVERAL and fits != texts)):
            label = part_label(part)
            person.held.append((label, "unclear"))
            person.protected.append(f"{label}: {', '.join(texts)}")
    if packet.need:
        person.remarks.append(Remark("other", _("They send her for: {what}").format(
            what="".join(_said("lk_service", (packet.need,))))))
    person.raw = f"packet\x1e{cells.fold(encoded(packet).decode())}"
    return person


def part_label(part: str) -> str:
    """How a part is called, in the language in use."""
    return "".join(_said("lk_referral_part", (part,)))


def told(packet: Packet) -> tuple[tuple[str, str], ...]:
    """What it says as label and words, to be looked at before it comes in."""
    lines = [(_("For"), "".join(_said("lk_service", (packet.need,))))] if packet.need else []
    lines += [(part_label(part), _words(part, said)) for part, said in packet.parts.items()]
    if packet.not_again:
        lines.append((_("Please do not ask again about"), ", ".join(_said("lk_not_again", packet.not_again))))
    return tuple(lines)


def _words(part: str, said: tuple[str, ...]) -> str:
    if part in _TO_SORT:
        return ", ".join(_said(_TO_SORT[part][0], said))
    home, key = HOMES[VALUES[part]]
    labels = {choice.code: text_of(choice.label) for choice in form(home).field(key).choices}
    return ("\n" if part == "goals" else ", ").join(labels.get(each, clean(each)) for each in said)


def _said(listed: str, codes: tuple[str, ...]) -> list[str]:
    labels = {choice.code: text_of(choice.label) for choice in choice_list(listed)}
    return [labels.get(code, clean(code)) for code in codes]


def _several(name: str, said: tuple[str, ...]) -> tuple[str, ...]:
    """Those that their question takes, each once."""
    return tuple(dict.fromkeys(each for each in said if _fitting(name, each) is not None))


def _fitting(name: str, said: str) -> object:
    """The value as its question takes it; nothing where it does not."""
    home, key = HOMES[name]
    asked = form(home).field(key)
    try:
        return answered(asked, (said,) if asked.type is FieldType.MULTI else said).value
    except FieldProblem:
        return None

# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""After a whole day of work no file, file name, message or line of a log holds a word of it, however it is looked for.

In each language of the window the whole day, every form of it: a day takes three seconds, so that none is left out.
"""

from __future__ import annotations

import base64
import secrets
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from assist import i18n
from assist.crypto.kdf import FOR_TESTS
from assist.desk import Desk
from assist.errors import AssistError
from assist.messages import sentence
from assist.reports.lines import HER_OWN, SUPERVISION
from assist.reports.order import ReportOrder
from assist.services.drafting import FormOpening
from assist.services.profiles import NewProfile
from assist.services.reports import Purpose
from forms.loader import forms
from forms.model import APART, Field, FieldType
from forms.score_sheets import score_sheets
from tests.filling import saved_with
from tests.totals import Totals
from ui.errors import report_of
from ui.wiring import Door

TEXTS = (FieldType.TEXT_SHORT, FieldType.TEXT_LONG, FieldType.CODE)
ORDER = ("F01", "LIMITS", "F03", "ASSENT", "F02", "F04", "F05", "F07", "F08", "RANK", "VIEW", "F10", "AGR", "F11",
         "CLOSING", "F13", "F14", "WHO5", "WGSS", "F06", "F09", "F12", "F18", "F19", "F20", "F22", "F23", "APPT",
         "SUPPORT", "PROT", "F17", "F15")


class Planter:
    """Fills every text of every form with a word of its own, and remembers them all."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.relative = self.kept_away = ""

    def word(self) -> str:
        """A word nobody else writes."""
        made = "qzv" + secrets.token_hex(8)
        self.words.append(made)
        return made

    def fill(self, opening: FormOpening, **chosen: str) -> None:
        """Every text field and every text column; choices so that the form can be kept, or those that are given."""
        session = opening.session
        for field in opening.form.fields():
            if field.has_rows:
                row = session.add_row(field.key)
                for column in field.columns:
                    session.answer_cell(field.key, row, column.key, self._value(column))
            elif (value := chosen.get(field.key, self._value(field))) is not None:
                session.answer(field.key, value)

    def agree(self, desk: Desk, case: str) -> None:
        """A yes to one service: a referral waits for it."""
        opening = desk.records.open("F03", case)
        self.fill(opening, kind="referral")
        desk.records.save(opening)

    def _value(self, field: Field) -> object:
        if field.type in TEXTS:
            if field.key == "relative":  # nobody is written to but whom she named and allowed
                return self.relative
            word = self.word()
            self.relative = word if field.key == "called" else self.relative
            self.kept_away = word if field.key == "who" and not self.kept_away else self.kept_away
            return word
        if field.type is FieldType.CHOICE:
            codes = [choice.code for choice in field.choices]
            wanted = {"kind": "accompaniment", "decision": "yes", "may_keep_note": "yes", "plan": "psychosocial",
                      "raise_level": "2", "level": "1", "mode": "spoken", "proposal_only": "no"}.get(field.key)
            return wanted if wanted in codes else codes[0]
        return {FieldType.DATE: "2027-03-01", FieldType.MULTI: tuple(c.code for c in field.choices[:1]),
                FieldType.RANK: tuple(c.code for c in field.choices[:1]),
                FieldType.CHECKLIST: tuple(c.code for c in field.choices[:1])}.get(field.type)


def disguises(word: str) -> Iterator[bytes]:
    """The word as it might lie in a file."""
    plain = word.encode()
    yield plain
    yield word.encode("utf-16-le")
    yield word.encode("utf-16-be")
    yield plain.hex().encode()
    for shift in range(3):
        coded = base64.b64encode(b"x" * shift + plain)
        yield coded[(4 if shift else 0):-4]


def unpacked(content: bytes) -> Iterator[bytes]:
    """Everything in a file that unpacks."""
    for start in (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda"):
        place = content.find(start)
        while place >= 0:
            with suppress(zlib.error):
                yield zlib.decompressobj().decompress(content[place:place + 200_000], 1_000_000)
            place = content.find(start, place + 1)


def found_in(folder: Path, words: list[str]) -> list[str]:
    """Files that hold one of the words in any disguise, or bear it in their name."""
    needles = [needle for word in words for needle in disguises(word)]
    hits = []
    for path in sorted(folder.rglob("*")):
        if any(word in path.name for word in words):
            hits.append(f"name of {path.name}")
        if path.is_file():
            content = path.read_bytes()
            for piece in (content, *unpacked(content)):
                if any(needle in piece for needle in needles):
                    hits.append(path.relative_to(folder).as_posix())
                    break
    return hits


@pytest.mark.rule("WP-12", "WP-18", "NR-12")
@pytest.mark.parametrize("language", ["en", "es", "pt", "fr"])
def test_no_word_of_a_days_work_is_in_any_file_name_or_message(
        language: str, tmp_path: Path, clock, monkeypatch, caplog, capfd):
    """Every field, name and passphrase; workspace, temporary folder, device folder, papers by name, refusals, logs."""
    for name in ("tmp", "device", "out"):
        (tmp_path / name).mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    monkeypatch.setenv("AMPARO_DEVICE_DIR", str(tmp_path / "device"))
    monkeypatch.setattr(tempfile, "tempdir", None)
    i18n.use(language)
    planter = Planter()
    passphrase = f"{planter.word()} {planter.word()} {planter.word()}"
    new = f"{planter.word()} {planter.word()}"
    door = Door(tmp_path / "workspace", clock, FOR_TESTS)
    desk = door.found(NewProfile(planter.word(), planter.word(), passphrase, planter.word()))

    case = _a_days_work(desk, planter, tmp_path / "out", passphrase)
    told = [message(error) for error in refusals(desk, planter, case, tmp_path / "out")]
    desk.protection.set_level(case, 3)
    desk.signed.change_passphrase(passphrase, new)
    desk.close()
    with pytest.raises(AssistError) as refused:
        door.sign_in(desk.signed.sign_in_name, passphrase)
    again = door.sign_in(desk.signed.sign_in_name, new)
    again.signed.open_vault(new)
    assert [row for row in again.checks.run() if not row.ok] == []
    again.close()
    door.leave()

    assert len(planter.words) > 60
    hits = [hit for place in ("workspace", "tmp", "device") for hit in found_in(tmp_path / place, planter.words)]
    names = " ".join(path.name for path in (tmp_path / "out").iterdir())
    said = "".join(capfd.readouterr()) + caplog.text + names + " ".join(told) + message(refused.value)
    hits += [f"said: {word}" for word in planter.words if word in said]
    Totals({"canaries": len(planter.words), "canary hits": len(hits)}).write("canaries")
    assert hits == []
    assert list((tmp_path / "tmp").iterdir()) == []


def message(error: BaseException) -> str:
    """What a person is told of it, in the language in use, and what a report of it would hold."""
    return " ".join(sentence(error)) + report_of(error)


def _a_days_work(desk: Desk, planter: Planter, out: Path, passphrase: str) -> str:
    """All forms, a draft left open, a search, sorting, papers, a backup, an import, the vault shut and opened."""
    case = ""
    for form in ORDER:
        if form == "F12":
            planter.agree(desk, case)
        opening = desk.records.open(form, case)
        planter.fill(opening)
        case = desk.records.save(opening).case
    draft = desk.records.open("F11", case)
    planter.fill(draft)
    desk.records.keep_draft(draft)
    desk.cases.find(planter.word())
    desk.cases.find_words(planter.words[40])
    sheet = out / "sheet.csv"
    sheet.write_text(f"Nome social;Obs;Chegada\n{planter.word()};{planter.word()};2024-01-02\n", "utf-8")
    desk.imports.bring(desk.imports.look(sheet, source=planter.word()))
    _papers(desk, case, out)
    desk.backups.make(out / "b.amparo")
    desk.signed.shut_vault()
    desk.cases.safety(case)
    desk.signed.open_vault(passphrase)
    return case


def _papers(desk: Desk, case: str, out: Path) -> None:
    """Every paper there is of a case, under the name it proposes, in the language of the window."""
    for kind in (SUPERVISION, *sorted(HER_OWN)):
        purpose = "own_copy" if kind in HER_OWN else "supervision"
        prepared = desk.reports.preview(case, ReportOrder(kind, i18n.language()))
        desk.reports.save(case, prepared, out / prepared.file_name, Purpose(purpose, confirmed=True, paper_safe=True))
    desk.reports.caseloads.save(
        *desk.reports.caseload_paper(desk.cases.caseload(), i18n.language()), out / "load.pdf")


def refusals(desk: Desk, planter: Planter, case: str, out: Path) -> Iterator[BaseException]:
    """What is refused although, or because, of words somebody typed; and a mistake of our own with a word in it."""
    (out / "broken.xlsx").write_bytes(planter.word().encode() * 99)
    note = {"outcome": "held"}
    tries: tuple[Callable[[], object], ...] = (
        lambda: desk.signed.open_vault(planter.word()),
        lambda: saved_with(desk, "F11", case, **note, interpreter=planter.kept_away),
        lambda: saved_with(desk, "F11", case, **note, kin=[{"relative": planter.word(), "way": "visit"}]),
        lambda: saved_with(desk, "F11", case, **note, facts=planter.word() * 2000),
        lambda: saved_with(desk, "F11", case, outcome=planter.word()),
        lambda: saved_with(desk, "F03", case, kind="referral", recipient=planter.word(), decision="yes"),
        lambda: saved_with(desk, "F17", case, facts=planter.word()),
        lambda: saved_with(desk, "F23", case, amount=planter.word()),
        lambda: saved_with(desk, "F05", case, danger_now=planter.word()),
        lambda: saved_with(desk, "APPT", case, kind="health", on=planter.word()),
        lambda: desk.records.resume(planter.word()),
        lambda: desk.imports.look(out / "broken.xlsx"),
        lambda: desk.questionnaires.switch(planter.word(), [planter.word()]),
        lambda: {}[planter.word()],
    )
    for attempt in tries:
        with pytest.raises(Exception) as refused:  # noqa: PT011 - whichever it is, its words are looked at
            attempt()
        yield refused.value


def test_the_search_itself_finds_every_disguise(tmp_path: Path):
    """A scan that finds nothing must be able to find something."""
    word = "qzv0123456789abcdef"
    for number, needle in enumerate([*disguises(word), zlib.compress(b"before " + word.encode())]):
        (tmp_path / f"f{number}").write_bytes(b"\0\1" * 50 + needle + b"\2" * 50)
    (tmp_path / f"{word}.txt").write_bytes(b"")

    assert len(found_in(tmp_path, [word])) == len(list(disguises(word))) + 2


def test_every_form_is_planted():
    """A new form must be part of this day, but for questionnaires that are off: they have no text of their own."""
    off = {sheet.form for sheet in score_sheets() if sheet.form and not sheet.on_by_default}

    assert {*ORDER, "F00"} == {form.id for form in forms() if APART not in form.gates} - off

# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every form filled with words of its own, erased: none of them can be read on any laptop, in any file or backup."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from assist.changesets import FieldKey
from assist.crypto.kdf import FOR_TESTS
from assist.keepingbook import is_protected
from assist.reports.order import ReportOrder
from assist.services.drafting import FormOpening
from assist.services.forgetting import is_note
from assist.services.reports import Purpose
from tests.conftest import PASSPHRASE
from tests.faults.test_canaries import ORDER, Planter, found_in
from tests.syncing.erased import asked, left, ordered, row, unwell
from tests.syncing.team import Member, MemoryStore, settle
from ui.wiring import Door


def test_no_word_of_any_form_is_left_anywhere(
    team: Callable[..., list[Member]], store: MemoryStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog,
    capfd,
):
    """Forms, a draft, a search and a report; databases, log bodies behind seals, files, backups and what was said."""
    (tmp_path / "tmp").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    monkeypatch.setattr(tempfile, "tempdir", None)
    members = ana, beto = team("Ana", "Beto")
    planter, case = Planter(), ""
    for form in ORDER:
        if form == "F17":  # from here on the case is on hold: only protected work leaves
            settle(members, store)
        if form == "F12":
            planter.agree(beto.desk, case)
        opening = beto.desk.records.open(form, case)
        planter.fill(opening)
        case = beto.desk.records.save(opening).case
    draft = beto.desk.records.open("F11", case)
    planter.fill(draft)
    beto.desk.records.keep_draft(draft)
    for _turn in range(3):
        settle(members, store)
    beto.desk.cases.find_words(planter.words[40])
    prepared = beto.desk.reports.preview(case, ReportOrder("supervision", "es"))
    beto.desk.reports.save(case, prepared, tmp_path / "r.pdf", Purpose("supervision", confirmed=True))
    words = tuple(planter.words)
    assert len(left(beto.desk, words)) > 60

    ordered(beto, ana, members, store, case)
    for _turn in range(5):
        settle(members, store)

    for number, member in enumerate(members):
        assert left(member.desk, words) == []
        assert unwell(member.desk) == []
        [backup] = member.desk.backups.shelf()
        door = Door(tmp_path / f"restored{number}", member.clock, FOR_TESTS)
        restored = door.restore(backup.path, member.desk.signed.sign_in_name, PASSPHRASE)
        restored.signed.open_vault(PASSPHRASE)
        assert left(restored, words) == []
        restored.close()
        door.leave()
    assert found_in(tmp_path, list(words)) in ([], ["r.pdf"])
    assert not [word for content in store.objects.values() for word in words if word.encode() in content]
    said = "".join(capfd.readouterr()) + caplog.text
    assert not [word for word in words if word in said]
    assert row(beto).is_complete
    assert row(beto).papers == (prepared.print_id,)


@pytest.mark.rule("WP-17")
@pytest.mark.parametrize(("basis", "goes"), [("protected_request", is_protected), ("notes_request", is_note)])
def test_no_word_of_a_class_is_left_and_every_other_word_is(
    team: Callable[..., list[Member]], store: MemoryStore, tmp_path: Path, basis: str,
    goes: Callable[[FieldKey], bool],
):
    """Every form filled with words of its own: those of the class are on no laptop, in no backup, behind no seal; what
    stands beside them on the same forms is where it was, alike on both laptops."""
    members = ana, beto = team("Ana", "Beto")
    planter, case, of = Planter(), "", dict[str, FieldKey]()
    for form in ORDER:
        if form == "F17":
            settle(members, store)
        if form == "F12":
            planter.agree(beto.desk, case)
        opening = beto.desk.records.open(form, case)
        before = len(planter.words)
        planter.fill(opening)
        of |= dict(_fields(opening, planter.words[before:]))
        case = beto.desk.records.save(opening).case
    for _turn in range(3):
        settle(members, store)
    going = tuple(word for word, field in of.items() if goes(field))
    staying = tuple(word for word in left(beto.desk, tuple(of)) if word not in going)
    assert len(staying) > 30
    assert going

    wish = asked(beto, members, store, case, basis)
    ana.desk.erasing.agree(case, wish.ref)
    for _turn in range(5):
        settle(members, store)

    for number, member in enumerate(members):
        assert left(member.desk, going) == []
        assert unwell(member.desk) == []
        [backup] = member.desk.backups.shelf()
        door = Door(tmp_path / f"restored{number}", member.clock, FOR_TESTS)
        restored = door.restore(backup.path, member.desk.signed.sign_in_name, PASSPHRASE)
        restored.signed.open_vault(PASSPHRASE)
        assert left(restored, going) == []
        restored.close()
        door.leave()
    assert tuple(left(beto.desk, staying)) == staying
    assert not [word for content in store.objects.values() for word in going if word.encode() in content]


def _fields(opening: FormOpening, words: Sequence[str]) -> Iterator[tuple[str, FieldKey]]:
    """Each planted word and the field it stands in, columns of tables too."""
    for each in opening.form.fields():
        answer = opening.session.answer_of(each.key)
        cells = [(column.number, row.cells.get(column.key)) for column in each.columns
                 for row in opening.session.rows(each.key)] if each.columns else [(each.number, answer)]
        yield from ((word, field) for field, cell in cells if cell is not None for word in words
                    if word in repr(cell.value))

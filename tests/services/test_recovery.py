# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A recovery kit on papers, and the ceremony of whoever forgot her passphrase (test 71 of security-and-sync.md 10)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pypdfium2
import pytest

from assist.crypto import slot
from assist.desk import Desk
from assist.errors import AssistError, BadInput, NotAllowed, NotFound, WrongPassphrase
from assist.services.recovery import Kit
from forms.model import LANGUAGES
from tests.conftest import NOON
from ui.wiring import Door

NEW = "lago tinta viento claro pan roca cielo"


def files_and_bytes(root: Path) -> dict[str, bytes]:
    """Everything that lies in a workspace."""
    return {str(path): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


@pytest.fixture
def kit(desk: Desk) -> Kit:
    """A kit that holds; the vault was opened since."""
    drawn = desk.recovery.draw()
    assert desk.recovery.keep(drawn)
    return drawn


def left(desk: Desk) -> bool:
    """Whether keys lie in the slot for the recovery key."""
    return slot.escrow_of(desk.signed.place.slot.read_bytes()) != slot.NO_ESCROW


# -- the kit --------------------------------------------------------------------------


def test_there_is_no_kit_until_one_is_kept(desk: Desk):
    """Drawing alone changes nothing; so the papers can be printed first."""
    drawn = desk.recovery.draw()

    assert not desk.recovery.state().exists
    assert desk.recovery.keep(drawn)
    state = desk.recovery.state()
    assert (state.papers, state.needed, state.rehearsal_is_due) == (3, 2, False)


def test_the_secret_and_the_words_are_kept_nowhere(desk: Desk, kit: Kit, passphrase: str):
    """Neither in a database nor in a file."""
    from assist.crypto import shares

    seed = shares.joined([shares.read(paper) for paper in kit.papers[:2]])
    desk.signed.open_vault(passphrase)
    with desk.bench.keeper.writing() as work:
        held = [*work.roster(), *(body for _n, body in work.audit_tail(100))]
    for paper in kit.papers:
        words = paper.encode()
        assert not any(words in body or words[:30] in body for body in held)
    assert not any(seed in body for body in held)
    for content in files_and_bytes(desk.signed.place.folder.parents[1]).values():
        assert seed not in content
        assert kit.papers[0].encode() not in content


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_paper_holds_its_words_in_order_and_nothing_of_the_organisation(
    desk: Desk, kit: Kit, language: str, tmp_path: Path
):
    """Read back from the PDF: 33 numbered words; no name of the organisation, of a person or of the program."""
    folder = tmp_path / "stick"
    folder.mkdir()

    files = desk.recovery.print(kit, folder, language)

    assert len(files) == 3
    for paper, file in zip(kit.papers, files, strict=True):
        document = pypdfium2.PdfDocument(file.read_bytes())
        text = document[0].get_textpage().get_text_range()
        assert len(document) == 1
        document.close()
        found = {int(number): word for number, word in re.findall(r"(?m)^(\d{1,2})\s+([a-z]{4,8})\s*$", text)}
        assert [found[number] for number in range(1, 34)] == paper.split()
        for name in ("Casa Prueba", "Ana", "Ríos", "Amparo"):
            assert name not in text
        assert file.stat().st_mode & 0o077 == 0


def test_the_papers_are_never_put_beside_what_they_open(desk: Desk, kit: Kit, tmp_path: Path):
    """Nor over something else, nor into a folder that is not there."""
    root = desk.signed.place.folder.parents[1]
    taken = tmp_path / "taken"
    taken.mkdir()
    (taken / "paper-2.pdf").write_bytes(b"somebody's")
    (tmp_path / "link").symlink_to(root)

    for folder, code in ((root, "recovery.inside"), (root / "p", "recovery.inside"),
                         (tmp_path / "link", "recovery.inside"), (tmp_path / "none", "recovery.no_folder"),
                         (taken, "recovery.file_exists")):
        with pytest.raises(BadInput) as refused:
            desk.recovery.print(kit, folder, "es")
        assert refused.value.code == code
    assert [file.name for file in taken.iterdir()] == ["paper-2.pdf"]


def test_papers_on_a_disk_are_remembered_until_they_are_deleted(desk: Desk, kit: Kit, tmp_path: Path):
    """Print, then delete: whoever forgets is told."""
    files = desk.recovery.print(kit, tmp_path, "es")

    assert set(desk.recovery.state().files) == set(files)
    assert desk.recovery.delete_files() == 3
    assert not any(file.exists() for file in files)
    assert desk.recovery.state().files == ()


def test_only_a_coordinator_makes_a_kit(desk: Desk):
    """By the list of people, not by the button."""
    object.__setattr__(desk.bench.me, "roles", frozenset({"caseworker"}))

    with pytest.raises(NotAllowed):
        desk.recovery.draw()


def test_a_kit_is_tried_out_once_a_year_with_one_paper(desk: Desk, kit: Kit, clock):
    """Which paper it is, is said; a mistyped one and one of an earlier kit are not of it."""
    clock.set(NOON + timedelta(days=366))
    assert desk.recovery.state().rehearsal_is_due

    assert desk.recovery.rehearse(kit.papers[1].upper()) == 2
    assert not desk.recovery.state().rehearsal_is_due
    assert desk.recovery.state().rehearsed_on.startswith("2027-11-26")

    desk.recovery.keep(desk.recovery.draw())
    with pytest.raises(BadInput) as refused:
        desk.recovery.rehearse(kit.papers[1])
    assert refused.value.code == "share.other_kit"


# -- keys left for it ---------------------------------------------------------------------


def test_keys_are_left_when_the_vault_is_opened_or_at_the_next_sign_in(desk: Desk, door: Door, passphrase: str):
    """And again when the kit changes; never before there is one."""
    desk.signed.open_vault(passphrase)
    assert not left(desk)
    desk.recovery.keep(desk.recovery.draw())

    desk.signed.open_vault(passphrase)
    first = slot.escrow_of(desk.signed.place.slot.read_bytes())
    assert left(desk)
    desk.recovery.keep(desk.recovery.draw())
    desk.close()
    again = door.sign_in("Ana Ríos", passphrase)
    second = slot.escrow_of(again.signed.place.slot.read_bytes())
    again.close()
    third = slot.escrow_of(door.sign_in("Ana Ríos", passphrase).signed.place.slot.read_bytes())

    assert first != second
    assert second == third


def test_another_passphrase_leaves_the_keys_where_they_are(desk: Desk, door: Door, kit: Kit, passphrase: str):
    """They are the same keys."""
    desk.signed.open_vault(passphrase)

    desk.signed.change_passphrase(passphrase, NEW)

    assert left(desk)
    desk.close()
    assert [found.name for found in door.ceremony().open(kit.papers[:2])] == ["Ana Ríos"]


def test_new_keys_are_left_after_somebody_may_have_seen_the_passphrase(
    desk: Desk, door: Door, kit: Kit, passphrase: str
):
    """The papers open the renewed profile too."""
    desk.signed.open_vault(passphrase)

    renewed = door.renew(desk, passphrase, NEW)
    renewed.close()

    found = door.ceremony().open(kit.papers[1:])
    assert found[0].secret.database_key == renewed.signed.database_key


# -- the ceremony --------------------------------------------------------------------------


@pytest.mark.parametrize("which", [(0, 1), (2, 0), (1, 2)])
def test_two_papers_bring_everything_back_with_what_was_never_sent(
    desk: Desk, door: Door, kit: Kit, fill: Callable[..., object], passphrase: str, which: tuple[int, int]
):
    """Same profile, same cases, protected work too; nobody was asked over a network."""
    case = fill("F01", chosen_name="Killa", may_keep_note="yes").case
    desk.signed.open_vault(passphrase)
    user, profile = desk.bench.user, desk.bench.ring.identity.profile
    desk.close()

    ceremony = door.ceremony()
    found = ceremony.open([kit.papers[which[0]], kit.papers[which[1]]])
    assert [each.name for each in found] == ["Ana Ríos"]
    ceremony.renew(found[0], NEW)
    again = door.sign_in("Ana Ríos", NEW)
    again.signed.open_vault(NEW)

    assert (again.bench.user, again.bench.ring.identity.profile) == (user, profile)
    assert [row.name for row in again.cases.rows_of([case])] == ["Killa"]
    assert again.vault_open
    again.close()
    with pytest.raises(WrongPassphrase):
        door.sign_in("Ana Ríos", passphrase)


def test_it_is_on_record_and_everybody_learns_of_it(desk: Desk, door: Door, kit: Kit, passphrase: str):
    """Once: a line of the log of looks, and a signed entry in the list that goes to all."""
    desk.signed.open_vault(passphrase)
    desk.close()
    ceremony = door.ceremony()
    ceremony.renew(ceremony.open(kit.papers[:2])[0], NEW)

    again = door.sign_in("Ana Ríos", NEW)
    verbs = [row.verb for row in again.auditing.newest()]
    assert verbs.count("recovery.used") == 1
    assert [(each.name, each.on[:10]) for each in again.recovery.used()] == [("Ana Ríos", "2026-11-25")]
    assert [what.what for _ms, what in again.rosters.now().told] == ["recovered"]
    again.close()
    once_more = door.sign_in("Ana Ríos", NEW)
    assert len(once_more.recovery.used()) == 1
    once_more.close()


def test_a_ceremony_leaves_the_keys_for_the_next_one(desk: Desk, door: Door, kit: Kit, passphrase: str):
    """She may forget it again."""
    desk.signed.open_vault(passphrase)
    desk.close()

    for words in (NEW, passphrase):
        ceremony = door.ceremony()
        ceremony.renew(ceremony.open(kit.papers[1:])[0], words)
        assert door.ceremony().open(kit.papers[1:])
        door.sign_in("Ana Ríos", words).close()


def refused_papers(kit: Kit, other: Kit) -> dict[str, list[str]]:
    """What does not bring a profile back, by the code of why not."""
    words = kit.papers[0].split()
    at = next(at for at, word in enumerate(words) if word != words[at + 1])  # now and then two are the same
    swapped = " ".join([*words[:at], words[at + 1], words[at], *words[at + 2:]])
    return {
        "share.too_few": [kit.papers[0]], "share.same": [kit.papers[0], kit.papers[0]],
        "share.mistyped": [swapped, kit.papers[1]], "share.unknown": ["quipu " + " ".join(words[1:]), kit.papers[1]],
        "share.count": [" ".join(words[1:]), kit.papers[1]], "share.other_kit": [kit.papers[0], other.papers[1]],
        "recovery.no_profile": list(other.papers[:2]),
    }


def test_too_few_or_wrong_papers_change_nothing(desk: Desk, door: Door, kit: Kit, passphrase: str):
    """Not a byte of the workspace."""
    desk.signed.open_vault(passphrase)
    other = desk.recovery.draw()
    desk.close()
    before = files_and_bytes(door.workspace.root)

    for code, papers in refused_papers(kit, other).items():
        with pytest.raises(AssistError) as refused:
            door.ceremony().open(papers)
        assert refused.value.code == code

    assert files_and_bytes(door.workspace.root) == before
    door.sign_in("Ana Ríos", passphrase).close()


def test_an_easy_passphrase_is_refused_and_nothing_is_changed(desk: Desk, door: Door, kit: Kit, passphrase: str):
    """Neither short nor made of her name."""
    desk.signed.open_vault(passphrase)
    desk.close()
    ceremony = door.ceremony()
    found = ceremony.open(kit.papers[:2])

    for easy in ("corta", "ana ríos 2026 ana"):
        with pytest.raises(BadInput):
            ceremony.renew(found[0], easy)

    door.sign_in("Ana Ríos", passphrase).close()


def test_a_laptop_that_never_heard_of_the_kit_is_not_opened_by_it(desk: Desk, door: Door):
    """Nothing was left for it there; it says so instead of guessing."""
    drawn = desk.recovery.draw()
    desk.close()

    with pytest.raises(NotFound) as refused:
        door.ceremony().open(drawn.papers[:2])

    assert refused.value.code == "recovery.no_profile"


def test_cut_off_between_word_and_slot_the_old_passphrase_still_opens(
    desk: Desk, door: Door, kit: Kit, passphrase: str, monkeypatch: pytest.MonkeyPatch
):
    """The power fails at the worst moment."""
    from assist.services import ceremony as room

    desk.signed.open_vault(passphrase)
    desk.close()
    found = door.ceremony().open(kit.papers[:2])

    def dies(*_what: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(room, "write_private", dies)
    with pytest.raises(KeyboardInterrupt):
        door.ceremony().renew(found[0], NEW)

    again = door.sign_in("Ana Ríos", passphrase)
    assert again.recovery.used() == []
    again.close()

# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A package opens with the tools of anybody, and one that was touched is not taken at all."""

from __future__ import annotations

import io
import random  # noqa: TID251 - seeded, and no secret
import subprocess
import zipfile
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assist.crypto import age, minisign
from assist.errors import BadInput
from assist.exchange import package, received
from assist.rows import Received
from assist.services import receiving
from tests.exchanging.packed import SIGNER, manifest, office, put, rows, sealed
from ui.cli import main as command_line

BY = {SIGNER.public.ident: [SIGNER.public]}
STRANGER = minisign.Signer(b"\x07" * 32)


def command(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    capsys.readouterr()
    done = command_line.main(list(words), lambda _folder: pytest.fail("a window"))
    out, err = capsys.readouterr()
    return done, out, err


def test_the_tools_of_the_system_verify_and_open_it(tmp_path: Path) -> None:
    key, public = office(tmp_path)
    file = put(tmp_path / "in", sealed(rows(3), public))
    (tmp_path / "org.pub").write_bytes(SIGNER.public.file())
    checked = subprocess.run(["minisign", "-V", "-p", str(tmp_path / "org.pub"), "-m", str(file)],
                             capture_output=True, text=True)
    assert checked.returncode == 0, checked.stderr
    assert "export " in checked.stdout
    opened = subprocess.run(["age", "-d", "-i", str(key), str(file)], capture_output=True)
    assert opened.returncode == 0, opened.stderr
    with zipfile.ZipFile(io.BytesIO(opened.stdout)) as archive:
        assert archive.namelist() == sorted(archive.namelist())
        assert msgspec.json.decode(archive.read("data.json")) == rows(3)
        assert msgspec.json.decode(archive.read("manifest.json"))["records"] == 3


def test_a_key_that_was_made_here_opens_what_was_sealed_to_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str],
) -> None:
    done, out, _err = command(capsys, "keygen", str(tmp_path / "k"), "--json")
    assert done == 0
    public = msgspec.json.decode(out)["key"]
    assert (tmp_path / "k").stat().st_mode & 0o077 == 0
    assert command(capsys, "keygen", str(tmp_path / "k"))[0] == 1, "a key in use was written over"
    made = sealed(rows(2), public)
    put(tmp_path / "in", made)
    (tmp_path / "senders").mkdir()
    (tmp_path / "senders" / "casa.pub").write_bytes(SIGNER.public.file())
    words = ("receive", str(tmp_path / "in"), "--key", str(tmp_path / "k"), "--signed-by", str(tmp_path / "senders"),
             "--into", str(tmp_path / "out"), "--json")
    assert msgspec.json.decode(command(capsys, *words)[1]) == {"packages": 1, "new": 1}
    before = {each.name: each.read_bytes() for each in (tmp_path / "out").iterdir()}
    assert msgspec.json.decode(command(capsys, *words)[1]) == {"packages": 1, "new": 0}
    assert {each.name: each.read_bytes() for each in (tmp_path / "out").iterdir()} == before
    table = (tmp_path / "out" / "htcds-2.0.csv").read_text("utf-8-sig").splitlines()
    assert len(table) == 3
    assert "A;B" in table[1]


def test_a_hundred_flips_and_cuts_are_refused_with_one_sentence_and_leave_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str],
) -> None:
    key, public = office(tmp_path)
    made = sealed(rows(5), public)
    (tmp_path / "org.pub").write_bytes(SIGNER.public.file())
    chance = random.Random(20261130)
    for turn in range(100):
        content, signature = bytearray(made.content), bytearray(made.signature)
        start = made.signature.index(b"\n") + 1  # the first line of a signature is signed by nobody
        hit = signature if turn % 3 == 2 else content
        at = chance.randrange(start if hit is signature else 0, len(hit) - 1)
        if turn % 2:
            del hit[at:]
        else:
            hit[at] ^= 1 << chance.randrange(8)
        file = put(tmp_path / "in", package.Sealed(made.name, bytes(content), bytes(signature)))
        done, out, err = command(
            capsys, "receive", str(file), "--key", str(key), "--signed-by", str(tmp_path / "org.pub"),
            "--into", str(tmp_path / "out"), "--lang", "en")
        assert done == 1, turn
        assert out == ""
        assert err.startswith("Nothing was received:")
        assert len(err.splitlines()) == 1
        assert not (tmp_path / "out").exists()


def test_nobody_else_s_package_is_taken(tmp_path: Path) -> None:
    _key, public = office(tmp_path)
    secret, mine = age.new_identity()
    stranger = sealed(rows(1), mine, STRANGER)
    with pytest.raises(BadInput, match=r"receive\.signature"):
        package.opened(stranger.content, stranger.signature, [secret], BY)
    for_another = sealed(rows(1), public)
    with pytest.raises(BadInput, match=r"receive\.package"):
        package.opened(for_another.content, for_another.signature, [secret], BY)


@pytest.mark.parametrize("names", [["manifest.json", "manifest.json"], ["../data.json"], ["data.json"]])
def test_an_archive_that_is_not_as_it_says_is_refused_even_when_signed(names: list[str]) -> None:
    secret, public = age.new_identity()
    out = io.BytesIO()
    told = manifest(0)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive, pytest.warns() if len(set(names)) < len(
            names) else _nothing():
        archive.writestr("manifest.json", msgspec.json.encode(told)) if "manifest.json" not in names else None
        for name in names:
            archive.writestr(name, b"[]")
    content = age.encrypted(out.getvalue(), public)
    comment = f"export {told.export_id} recipient {told.recipient_id} {told.made}"
    with pytest.raises(BadInput, match=r"receive\.package"):
        package.opened(content, SIGNER.signature(content, comment), [secret], BY)


class _nothing:
    def __enter__(self) -> None: ...

    def __exit__(self, *_what: object) -> None: ...


def _received(export: str, at: int, rows: dict, **said: tuple[str, ...]) -> Received:
    return Received("s", export, f"2026-11-30T10:00:{at:02}Z", "htcds-2.0", said.get("supersedes", ()),
                    said.get("retracts", ()), rows)


def shown(packages: tuple[Received, ...]) -> dict[str, str]:
    return {ref: cells["v"] for item in packages for ref, cells in item.rows.items() if cells is not None}


def test_what_was_taken_back_is_gone_and_what_was_agreed_to_again_stands() -> None:
    first = _received("1", 1, {"a": {"v": "1"}, "b": {"v": "1"}})
    back = _received("2", 2, {}, retracts=("a",))
    again = _received("3", 3, {"a": {"v": "3"}})
    assert shown(received.standing((first, back))) == {"b": "1"}
    assert shown(received.standing((first, back, again))) == {"a": "3", "b": "1"}
    other = msgspec.structs.replace(back, sender="somebody else")
    assert shown(received.standing((first, other))) == {"a": "1", "b": "1"}


EVENTS = st.lists(st.tuples(
    st.frozensets(st.sampled_from("abc"), max_size=3), st.frozensets(st.sampled_from("abc"), max_size=1),
    st.frozensets(st.integers(0, 5), max_size=2)), min_size=1, max_size=6)


@given(EVENTS, st.randoms(use_true_random=False))
@settings(max_examples=300, deadline=None)
def test_the_order_of_arrival_changes_nothing(events: list, chance: random.Random) -> None:
    made = [_received(str(at), at, {ref: {"v": str(at)} for ref in refs}, retracts=tuple(back),
                      supersedes=tuple(str(each) for each in gone if each < at))
            for at, (refs, back, gone) in enumerate(events)]
    whole = received.standing(tuple(made))
    bit_by_bit: tuple[Received, ...] = ()
    for item in chance.sample(made * 2, len(made) * 2):
        bit_by_bit = received.standing((*(bit_by_bit), *([item] if item.key not in {
            each.key for each in bit_by_bit} else [])))
    assert shown(bit_by_bit) == shown(whole)


def test_colleagues_in_one_file_are_one_sender(tmp_path: Path) -> None:
    """So one takes back what the other sent; in files of their own they could not."""
    secret, public = age.new_identity()
    (tmp_path / "casa.pub").write_bytes(SIGNER.public.file() + STRANGER.public.file())
    signers = receiving.signers_in([tmp_path / "casa.pub"])
    put(tmp_path / "in", sealed(rows(2), public))
    put(tmp_path / "in", sealed([], public, STRANGER, made="2026-11-30T11:00:00Z", retracts=("R000001",)))
    opened = receiving.open_all([tmp_path / "in"], [secret], signers)
    assert {each.sender for each in opened} == {"casa"}
    assert receiving.into_folder(tmp_path / "out", opened) == 2
    assert len((tmp_path / "out" / "htcds-2.0.csv").read_text("utf-8-sig").splitlines()) == 2


def test_a_file_is_never_named_by_whoever_sends() -> None:
    item = msgspec.structs.replace(_received("1", 1, {"a": {"v": "=1+1"}}), schema="../../etc/x")
    files = received.as_files((item,))
    assert list(files) == ["_.._etc_x.csv"]
    assert b"'=1+1" in files["_.._etc_x.csv"]

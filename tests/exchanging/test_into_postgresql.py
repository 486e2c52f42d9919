# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Packages into an office's own PostgreSQL, on this machine only: twice is once, and what was taken back is gone."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from assist.errors import BadInput, StoreTrouble
from assist.rows import Received
from db import receiving
from tests.exchanging.packed import SIGNER, office, put, rows, sealed
from ui.cli import main as command_line

PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin"))


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """A server that listens on a socket file alone, in a folder of its own; its address without a database."""
    bare = Path(tempfile.mkdtemp(prefix="amparo-pg-"))
    folder = bare / "d"
    root = os.geteuid() == 0
    if root:  # it refuses to run as the administrator
        user = pwd.getpwnam("postgres")
        os.chown(bare, user.pw_uid, user.pw_gid)
    who = {"user": "postgres", "group": "postgres", "extra_groups": []} if root else {}

    def run(*words: str) -> None:
        subprocess.run([str(PROGRAMS[-1] / words[0]), *words[1:]], check=True, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL, cwd=bare, **who)  # type: ignore[call-overload]

    run("initdb", "-D", str(folder), "-A", "trust", "-U", "amparo", "--no-sync", "-E", "UTF8")
    run("pg_ctl", "-D", str(folder), "-w", "-o", f"-k {bare} -c listen_addresses='' -c fsync=off", "-l",
        str(bare / "log"), "start")
    try:
        yield f"postgresql://amparo@/{{name}}?host={bare}"
    finally:
        run("pg_ctl", "-D", str(folder), "-m", "immediate", "stop")
        shutil.rmtree(bare)


@pytest.fixture
def url(server: str, request: pytest.FixtureRequest) -> str:
    """A new database."""
    name = f"t{abs(hash(request.node.name)) % 10**8}"
    asked(server.format(name="postgres"), f"CREATE DATABASE {name}")
    return server.format(name=name)


def asked(url: str, question: str) -> list[tuple]:
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"), isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            result = connection.execute(text(question))
            return [tuple(row) for row in result] if result.returns_rows else []
    finally:
        engine.dispose()


def test_a_hundred_packages_of_a_thousand_rows_twice_are_the_same_rows_once(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str],
) -> None:
    key, public = office(tmp_path)
    (tmp_path / "org.pub").write_bytes(SIGNER.public.file())
    for at in range(100):
        put(tmp_path / "in", sealed(rows(1_000, at * 1_000), public))
    words = ["receive", str(tmp_path / "in"), "--key", str(key), "--signed-by", str(tmp_path / "org.pub"),
             "--into", url]
    for _turn in range(2):
        assert command_line.main(words, lambda _folder: pytest.fail("a window")) == 0, capsys.readouterr().err
        assert asked(url, "SELECT count(*), count(DISTINCT reference) FROM amparo_standing") == [(100_000, 100_000)]


def _sent(export: str, at: int, rows_: dict, **said: tuple[str, ...]) -> Received:
    return Received("s", export, f"2026-11-30T10:00:{at:02}Z", "htcds-2.0", said.get("supersedes", ()),
                    said.get("retracts", ()), rows_)


def test_whatever_order_they_come_in_what_was_taken_back_or_replaced_is_gone(url: str) -> None:
    first = _sent("1", 1, {"a": {"v": "1"}, "b": {"v": "1"}, "c": {"v": "1"}})
    back = _sent("2", 2, {}, retracts=("a",))
    whole = _sent("3", 3, {"c": {"v": "3"}}, supersedes=("1",))
    for order in ((first, back, whole), (whole, back, first), (back, first, whole)):
        asked(url, "DROP TABLE IF EXISTS amparo_package, amparo_row, amparo_retraction, amparo_superseded CASCADE")
        for item in order:
            assert receiving.load(url, [item, item]) == 1
        assert asked(url, "SELECT reference, cells->>'v' FROM amparo_standing") == [("c", "3")]
        assert asked(url, "SELECT count(*) FROM amparo_row WHERE cells::text LIKE '%1%'") == [(0,)]


def test_what_the_database_refuses_leaves_everything_as_it_was(url: str) -> None:
    receiving.load(url, [_sent("1", 1, {"a": {"v": "1"}})])
    with pytest.raises(StoreTrouble, match=r"receive\.database"):
        receiving.load(url, [_sent("2", 2, {"b": {"v": "2"}}), _sent("3", 3, {"c": {"v": "no \x00 fits"}})])
    assert asked(url, "SELECT reference FROM amparo_standing") == [("a",)]


def test_an_address_that_is_none_is_said() -> None:
    with pytest.raises(BadInput, match=r"receive\.url"):
        receiving.load("postgresql://host:port:port/x", [])
    with pytest.raises(StoreTrouble, match=r"receive\.database"):
        receiving.load("postgresql://amparo@/x?host=/nonexistent", [])

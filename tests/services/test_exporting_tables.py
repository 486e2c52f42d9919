# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables for an authority: counted, few of them hidden, sealed; and what leaves next gives nobody away."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pyrage
import pytest

from assist import gate
from assist.clock import FixedClock
from assist.crypto import minisign
from assist.desk import Desk
from assist.errors import BadInput, NotAllowed, NotFound, VaultShut, WrongPassphrase
from assist.exchange import in_tables, package
from assist.exchange.package import Package
from assist.figures.editions import publish
from assist.figures.shapes import Threshold, one_way
from assist.services import exporting_tables
from tests.conftest import NOON
from tests.domain.printed_papers import read
from tests.services.conftest import Fill

OFFICE = "Ministerio"
THEIRS = pyrage.x25519.Identity.generate()
KEY = str(THEIRS.to_public())
LATER = datetime(2027, 2, 3, 10, 0, tzinfo=UTC)


@pytest.fixture
def few(desk: Desk, fill: Fill, clock: FixedClock) -> list[str]:
    """Ten people who came last year, and an office whose key is in the list of people."""
    desk.recipients.put(OFFICE, KEY, KEY[-12:])
    cases = came(fill, 10)
    clock.set(LATER)
    return cases


def came(fill: Fill, count: int) -> list[str]:
    """So many people come."""
    return [fill("F01", may_keep_note="yes").case for _ in range(count)]


def counts(desk: Desk, ident: str = "sdg-16.2.2") -> dict[str, str]:
    """Every number that would leave, by its reference."""
    return {str(row["x_Reference"]): str(row["count"]) for row in desk.exporting_tables.look(ident, OFFICE).rows}


def send(desk: Desk, folder: Path, passphrase: str, ident: str = "sdg-16.2.2", text: str = "") -> Path:
    """Look and let out."""
    folder.mkdir(exist_ok=True)
    return desk.exporting_tables.leave(desk.exporting_tables.look(ident, OFFICE, "2026", text), folder, passphrase).file


def opened(desk: Desk, file: Path, folder: Path) -> Package:
    """A package as the office reads it."""
    desk.exporting.put_key(folder / "org.pub")
    keys = minisign.public_keys((folder / "org.pub").read_bytes(), "casa")
    return package.opened(file.read_bytes(), file.with_name(f"{file.name}.minisig").read_bytes(), [str(THEIRS)],
                          {each.ident: [each] for each in keys})


def files(file: Path) -> dict[str, bytes]:
    """What is in it."""
    with zipfile.ZipFile(io.BytesIO(pyrage.decrypt(file.read_bytes(), [THEIRS]))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.rule("WP-09", "CO-15")
def test_what_was_looked_at_leaves_and_one_more_or_less_changes_nothing(
        desk: Desk, fill: Fill, few: list[str], clock: FixedClock, tmp_path: Path, passphrase: str):
    """Not she who objects afterwards, nor he who is entered late; not in this profile, nor in another one."""
    clock.set(NOON)
    came(fill, 23)
    clock.set(LATER)
    first = counts(desk)
    assert first["2026/people"] == "33"
    assert (first["2026/sex/female"], first["2026/sex/male"], first["2026/sex/unknown"]) == ("*", "*", "*")

    got = opened(desk, send(desk, tmp_path / "out", passphrase), tmp_path)
    assert {str(row["x_Reference"]): row["count"] for row in got.rows} == first
    assert (got.manifest.legal_basis, got.manifest.records) == ("figures", len(got.rows))
    assert {each.stat().st_mode & 0o077 for each in (tmp_path / "out").iterdir()} == {0}

    fill("F03", few[0], kind="statistics_objection", decision="yes", mode="spoken")
    clock.set(datetime(2026, 12, 30, 10, 0, tzinfo=UTC))
    came(fill, 3)
    clock.set(LATER)
    assert counts(desk) == first
    assert counts(desk, "oas-follow-up")["2026/people"] == "33"
    clock.set(datetime(2026, 12, 31, 10, 0, tzinfo=UTC))
    came(fill, 9)
    clock.set(LATER)
    assert counts(desk)["2026/people"] == "44"


@pytest.mark.rule("WP-09")
def test_people_are_divided_in_one_way_only_in_what_leaves_about_a_year(
        desk: Desk, few: list[str], tmp_path: Path, passphrase: str):
    """Ages in two kinds of bands would give away who stands between; what is the same leaves in both."""
    assert any(name.startswith("2026/age/") for name in counts(desk, "br-netp-annual"))
    send(desk, tmp_path / "out", passphrase)

    other = counts(desk, "br-netp-annual")

    assert not any(name.startswith(("2026/age/", "2026/purpose/")) for name in other)
    assert other["2026/sex/female"] == "<11"
    assert counts(desk).keys() > {"2026/people", "2026/age/minor", "2026/form/sexual"}


@pytest.mark.rule("CO-15")
def test_whoever_objects_or_came_in_another_year_is_in_no_count(
        desk: Desk, fill: Fill, few: list[str], clock: FixedClock):
    """As if they were not there."""
    came(fill, 3)
    assert counts(desk)["2026/people"] == "<11"
    clock.set(NOON)
    came(fill, 2)
    clock.set(LATER)
    assert counts(desk)["2026/people"] == "12"

    fill("F03", few[0], kind="statistics_objection", decision="yes", mode="spoken")

    assert counts(desk)["2026/people"] == "11"
    assert desk.exporting_tables.look("sdg-16.2.2", OFFICE, "2025").people == "<11"


def test_a_look_tells_how_far_it_is_and_can_be_stopped(
        desk: Desk, few: list[str], tmp_path: Path, passphrase: str):
    """After any case, and letting it out as well: nothing is written then."""
    class Enough(Exception):
        """Somebody waits no longer."""

    far: list[tuple[int, int]] = []
    tables = desk.exporting_tables
    preview = tables.look("sdg-16.2.2", OFFICE, progress=lambda done, of: far.append((done, of)))

    def enough(done: int, _of: int) -> None:
        if done == 2:
            raise Enough

    assert far == [(done, len(few)) for done in range(1, len(few) + 1)]
    with pytest.raises(Enough):
        tables.look("sdg-16.2.2", OFFICE, progress=enough)
    with pytest.raises(Enough):
        tables.leave(preview, tmp_path, passphrase, enough)
    assert list(tmp_path.glob("*.cmx")) == []
    with desk.bench.keeper.reading() as reader:
        assert reader.listed() == []


def test_nothing_is_written_when_one_condition_fails(
        desk: Desk, fill: Fill, few: list[str], clock: FixedClock, tmp_path: Path, passphrase: str,
        monkeypatch: pytest.MonkeyPatch):
    """Neither a file nor a line of what left."""
    folder = tmp_path / "out"
    folder.mkdir()
    tables = desk.exporting_tables
    preview = tables.look("sdg-16.2.2", OFFICE)

    with pytest.raises(WrongPassphrase):
        tables.leave(preview, folder, "not this one")
    with pytest.raises(BadInput, match=r"export\.folder"):
        tables.leave(preview, tmp_path / "nowhere", passphrase)
    for ident, year, text, code in (
            ("ic-tip", "", "", "refused"), ("htcds-2.0", "", "", "profile"), ("../x", "", "", "profile"),
            ("sdg-16.2.2", "2027", "", "year"), ("sdg-16.2.2", "20٢5", "", "year"), ("sdg-16.2.2", "", "x", "text"),
            ("oas-follow-up", "", "#\na\n" * 5, "text")):
        with pytest.raises(BadInput, match=rf"export\.{code}"):
            tables.look(ident, OFFICE, year, text)
    clock.set(NOON)
    came(fill, 1)
    clock.set(LATER)
    with pytest.raises(BadInput, match=r"export\.changed"):
        tables.leave(preview, folder, passphrase)
    with pytest.raises(NotFound, match=r"recipient\.none"):
        tables.leave(tables.look("sdg-16.2.2", "Nobody"), folder, passphrase)
    monkeypatch.setattr(exporting_tables, "publish", lambda made, _threshold, _before: publish(made, Threshold.INSIDE))
    with pytest.raises(TypeError):
        tables.leave(tables.look("sdg-16.2.2", OFFICE), folder, passphrase)
    monkeypatch.undo()
    desk.bench.learn({"caseworker"}, desk.bench.names)
    with pytest.raises(NotAllowed):
        tables.look("sdg-16.2.2", OFFICE)
    desk.bench.learn({"supervisor"}, desk.bench.names)
    desk.signed.shut_vault()
    with pytest.raises(VaultShut):
        tables.look("sdg-16.2.2", OFFICE)

    assert list(folder.iterdir()) == []
    with desk.bench.keeper.reading() as reader:
        assert reader.listed() == []


def test_a_text_stands_on_paper_as_it_was_written_and_every_file_says_the_same(
        desk: Desk, few: list[str], tmp_path: Path, passphrase: str):
    """Nothing in it is a command, in the paper or in a spreadsheet; every mark is explained."""
    said = "<b>Noventa</b> talleres & <img src='file:///etc/passwd'/> =1+1"

    got = files(send(desk, tmp_path / "out", passphrase, "oas-follow-up", f"# one\n{said}\n# two\nOtra cosa."))

    assert {*got} == {"manifest.json", "data.json", "notice.txt", "figures.csv", "figures.xlsx", "figures.pdf"}
    paper = read(got["figures.pdf"])
    for words in (said, "Otra cosa.", "Protection of victims and witnesses (paragraph 5)", "Women", "<11 people"):
        assert words in paper
    lines = list(csv.DictReader(io.StringIO(got["figures.csv"].decode("utf-8-sig"))))
    assert {line["row"]: line["count"] for line in lines if line["table"] == "gender"}["woman"] == "<11"
    assert b"<f" not in zipfile.ZipFile(io.BytesIO(got["figures.xlsx"])).read("xl/worksheets/sheet1.xml")
    assert "<11: fewer than 11, perhaps nobody" in got["notice.txt"].decode()


def test_only_figures_that_were_published_for_outside_get_a_clearance():
    """Counts do not, nor what the team may see."""
    tables = [one_way("t", "people", {"a": 30, "b": 14})]

    assert gate.clear_figures(publish(tables, Threshold.OUTSIDE), OFFICE).purpose == gate.FIGURES
    for other in (publish(tables, Threshold.INSIDE), tables, None):
        with pytest.raises(TypeError):
            gate.clear_figures(other, OFFICE)  # type: ignore[arg-type]


def test_every_table_of_every_profile_fits_what_is_counted():
    """Of nobody too; what is not asked is in no table."""
    made = in_tables.counted([], "2026")

    assert {table.name for table in made} > {"sdg-16.2.2/sex", "oas-follow-up/support", "br-netp-annual/purpose"}
    assert "br-netp-annual/colour" not in {table.name for table in made}

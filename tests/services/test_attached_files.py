# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Attached files: off until switched on, only what is seen of a picture, and out again through the gate alone."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import msgspec
import pytest
from PIL import Image, PngImagePlugin

from assist.desk import Desk
from assist.domain import wire
from assist.errors import BadInput, NotAllowed, NotFound, VaultShut
from assist.exchange import pictures
from assist.services.attached_copies import Handing
from assist.services.attachments import put_of, rows_of
from assist.services.scribe import Target
from assist.services.two_people import _coming_back
from assist.sync import blobs
from tests.conftest import PASSPHRASE
from tests.services.conftest import Fill

CANARY = "Zarquintela"
SERVICE = "Centro Sur"
TEXT = "Constancia de la escuela, José".encode()


@pytest.fixture
def on(desk: Desk) -> Desk:
    """An organisation that switched files on."""
    assert desk.attachments.switch(on=True)
    return desk


def _painted(size: tuple[int, int] = (90, 60)) -> Image.Image:
    """Left red, right blue: turned pictures can be told apart."""
    image = Image.new("RGB", size, (200, 20, 20))
    image.paste((20, 20, 200), (size[0] // 2, 0, size[0], size[1]))
    return image


def photo() -> bytes:
    """As a telephone takes it, lying on its side: place, day, camera, a small picture inside, words, and a tail."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0132], exif[0x0112] = CANARY, "2026:11:20 10:00:00", 6
    exif.get_ifd(0x8825).update({1: "S", 2: (12.0, 3.0, 4.5), 3: "W", 4: (77.0, 1.0, 2.5), 0x1B: CANARY.encode()})
    small, whole = BytesIO(), BytesIO()
    _painted((30, 20)).save(small, "JPEG", comment=CANARY.encode())
    exif.get_ifd(0x8769)[0x927C] = small.getvalue()
    xmp = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><a>{CANARY}</a></x:xmpmeta>'.encode()
    _painted().save(whole, "JPEG", exif=exif, comment=CANARY.encode(), xmp=xmp,
                    icc_profile=b"x" * 200 + CANARY.encode())
    return whole.getvalue() + CANARY.encode()


def drawing() -> bytes:
    """A PNG with words of every kind beside its pixels."""
    beside, out, exif = PngImagePlugin.PngInfo(), BytesIO(), Image.Exif()
    exif[0x010F] = CANARY
    beside.add_text("Author", CANARY)
    beside.add_text("Comment", CANARY, zip=True)
    beside.add_itxt("XML:com.adobe.xmp", CANARY)
    _painted().save(out, "PNG", pnginfo=beside, exif=exif, dpi=(300, 300), icc_profile=b"x" * 200)
    return out.getvalue() + CANARY.encode()


PICTURES: dict[str, Callable[[], bytes]] = {"jpeg": photo, "png": drawing}


@pytest.mark.rule("NR-17")
def test_nothing_is_attached_unless_the_organisation_switched_it_on(desk: Desk, case: str):
    """Off from the start; and off again, what is there can still be read and removed."""
    with pytest.raises(NotAllowed, match=r"attachment\.off"):
        desk.attachments.add(case, "constancia", TEXT)
    assert not desk.attachments.is_on()

    desk.attachments.switch(on=True)
    entity = desk.attachments.add(case, "constancia", TEXT)
    desk.attachments.switch(on=False)

    assert desk.attachments.read(case, entity) == TEXT
    with pytest.raises(NotAllowed, match=r"attachment\.off"):
        desk.attachments.add(case, "otra", TEXT)
    desk.attachments.remove(case, entity)
    assert desk.attachments.of(case) == []


@pytest.mark.rule("NR-17")
@pytest.mark.parametrize("kind", PICTURES)
def test_of_a_picture_only_what_is_seen_is_kept(on: Desk, case: str, kind: str):
    """Not the place, the day, the camera, a picture inside it, words beside it, nor a tail; and it stands upright."""
    given = PICTURES[kind]()
    assert CANARY.encode() in given

    entity = on.attachments.add(case, "foto", given)

    kept = on.attachments.read(case, entity)
    assert CANARY.encode() not in kept
    for sign in (b"Exif", b"http://ns.adobe.com", b"xmpmeta", b"ICC_PROFILE", b"iCCP", b"tEXt", b"zTXt", b"iTXt",
                 b"eXIf", b"pHYs"):
        assert sign not in kept, sign
    with Image.open(BytesIO(kept)) as seen:
        assert set(seen.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert dict(seen.getexif()) == {}
        turned = kind == "jpeg"
        assert seen.size == ((60, 90) if turned else (90, 60))
        first, last = seen.convert("RGB").getpixel((5, 5)), seen.convert("RGB").getpixel(
            (seen.width - 6, seen.height - 6))
        assert first[0] > 150 > first[2]
        assert last[2] > 150 > last[0]
    assert on.attachments.of(case)[0].kind == kind


@pytest.mark.parametrize(("content", "code"), [
    (b"GIF89a" + bytes(80), "attachment.kind"), (b"MZ" + bytes(range(256)), "attachment.kind"),
    (b"\xff\xd8\xff\xe0" + bytes(300), "attachment.picture"), (drawing()[:60], "attachment.picture"),
    (b"", "attachment.empty"), (codecs.BOM_UTF8, "attachment.empty"),
])
def test_anything_else_is_refused(on: Desk, case: str, content: bytes, code: str):
    """Whatever it is called; and nothing of it is kept."""
    with pytest.raises(BadInput) as refused:
        on.attachments.add(case, "x", content)

    assert refused.value.code == code
    assert on.attachments.of(case) == []


def test_a_grey_page_of_a_scanner_is_kept_with_its_shades():
    """Scanners say how light a dot is in sixteen bits: it stays as light as it was."""
    page, out = Image.new("I;16", (3, 1)), BytesIO()
    for place, shade in enumerate((0, 0x80FF, 0xFFFF)):
        page.putpixel((place, 0), shade)
    page.save(out, "PNG")

    kept = Image.open(BytesIO(pictures.cleaned(out.getvalue())[1]))

    assert [kept.getpixel((place, 0)) for place in range(3)] == [0, 0x80, 0xFF]


def test_copies_written_apart_are_never_more_than_can_be_read(on: Desk, case: str):
    """Two laptops wrote many copies apart; the file is removed at her wish, and the case opens as before."""
    entity = on.attachments.add(case, "x", TEXT)
    ident = bytes.fromhex(case)
    with on.bench.keeper.writing() as work:
        [row] = rows_of(work, ident, bytes.fromhex(entity))
        made = blobs.unpacked(row.value)
        for laptop in "AB":
            given = tuple((f"2026-{number:03}", laptop, "") for number in range(blobs.MOST_GIVEN))
            told = msgspec.structs.replace(made, given=given)
            on.bench.scribe.write(work, Target(ident), [put_of(bytes.fromhex(entity), told, is_behind=False)])
        work.commit()

    on.attachments.remove(case, entity)

    assert on.attachments.of(case) == []


def test_a_small_file_that_holds_an_endless_picture_is_refused(on: Desk, case: str, monkeypatch: pytest.MonkeyPatch):
    """Before it fills the memory."""
    monkeypatch.setattr(pictures, "MOST_PIXELS", 90 * 60 - 1)

    with pytest.raises(BadInput, match=r"attachment\.picture"):
        on.attachments.add(case, "x", drawing())


def test_it_is_looked_at_without_a_byte_in_the_clear_on_disk(on: Desk, case: str, tmp_path: Path):
    """A text as its words, a picture as it is; the line of who looked comes first."""
    words = on.attachments.add(case, "carta", f"{CANARY} escribe".encode())
    picture = on.attachments.add(case, "foto", photo())

    assert on.attachments.show(case, words).words == f"{CANARY} escribe"
    assert on.attachments.show(case, picture).kind == "jpeg"

    lying = [file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()]
    assert lying
    assert not any(CANARY.encode() in held or b"\xff\xd8\xff\xe0" in held for held in lying)
    verbs = [row.verb for row in on.auditing.of_case(case, 50)]
    assert verbs.count("attachment.read") == 2


@pytest.mark.rule("CO-11", "CO-14")
def test_a_copy_leaves_with_her_consent_and_is_on_record(
        on: Desk, case: str, fill: Fill, tmp_path: Path):
    """To exactly the service, for the kind of data she said; the receipt names the consent."""
    entity, out = on.attachments.add(case, "constancia", TEXT), tmp_path / "copia.txt"
    with pytest.raises(NotAllowed, match="consent_none"):
        on.attached_copies.save(case, entity, out, Handing(SERVICE, "legal"))
    assert not out.exists()
    consent = fill("F03", case, kind="referral", recipient=SERVICE, categories=("legal",), decision="yes",
                   expiry="2027-05-01", mode="spoken").record

    with pytest.raises(NotAllowed, match="missing_category"):
        on.attached_copies.save(case, entity, out, Handing(SERVICE, "health"))
    with pytest.raises(BadInput, match=r"attachment\.category"):
        on.attached_copies.save(case, entity, out, Handing(SERVICE))
    on.attached_copies.save(case, entity, out, Handing(SERVICE, "legal"))

    assert out.read_bytes() == TEXT
    assert out.stat().st_mode & 0o077 == 0
    [row] = on.attachments.of(case)
    assert row.given == ((on.bench.today(), SERVICE),)
    assert on.attachments.found(case, entity)[0].given[0][2] == consent
    assert "attachment.save" in [each.verb for each in on.auditing.of_case(case, 50)]


@pytest.mark.rule("PA-06", "CO-14")
def test_her_own_copy_asks_only_whether_it_is_safe_and_she_can_see_who_was_told(
        on: Desk, case: str, fill: Fill, tmp_path: Path):
    """What is attached, and every copy that left, stand on her page."""
    entity, out = on.attachments.add(case, "constancia", TEXT), tmp_path / "copia.txt"
    with pytest.raises(NotAllowed, match=r"report\.not_safe"):
        on.attached_copies.save(case, entity, out, Handing())
    on.attached_copies.save(case, entity, out, Handing(is_safe=True))
    fill("F03", case, kind="referral", recipient=SERVICE, categories=("legal",), decision="yes", expiry="2027-05-01")
    on.attached_copies.save(case, entity, tmp_path / "otra.txt", Handing(SERVICE, "legal"))
    on.attachments.add(case, "foto", photo())
    on.signed.open_vault(PASSPHRASE)

    page = on.reports.my_information(case, "en")

    said = {block.key: " | ".join(getattr(line, "text", "") or f"{line.label}: {line.value}" for line in block.lines)
            for block in page.blocks}
    assert "Attached files: 2" in said["held"]
    assert SERVICE in said["shares"]
    on.attachments.remove(case, entity)
    again = on.reports.my_information(case, "en")
    assert any(SERVICE in str(line) for block in again.blocks for line in block.lines), "it left, and that stays"


@pytest.mark.rule("CO-14")
def test_no_receipt_says_that_a_copy_left_where_it_could_be_put_nowhere(on: Desk, case: str, tmp_path: Path):
    """And nothing of it stands in the log."""
    entity = on.attachments.add(case, "mapa", TEXT, 1)

    with pytest.raises(BadInput, match=r"export\.folder"):
        on.attached_copies.save(case, entity, tmp_path / "stick" / "out.txt", Handing(is_safe=True))

    assert "attachment.save" not in [row.verb for row in on.auditing.of_case(case, 20)]


@pytest.mark.rule("WP-18")
def test_what_is_dangerous_in_other_hands_leaves_by_nobodys_word_alone(
        on: Desk, case: str, fill: Fill, tmp_path: Path):
    """Whatever consent there is; she may have her own."""
    on.signed.open_vault(PASSPHRASE)
    fill("F03", case, kind="referral", recipient=SERVICE, categories=("legal",), decision="yes", expiry="2027-05-01")
    entity = on.attachments.add(case, "denuncia", TEXT, 4)

    with pytest.raises(NotAllowed, match=r"gate\.protected"):
        on.attached_copies.save(case, entity, tmp_path / "copia.txt", Handing(SERVICE, "legal"))
    on.attached_copies.save(case, entity, tmp_path / "suya.txt", Handing(is_safe=True))

    assert (tmp_path / "suya.txt").read_bytes() == TEXT
    assert not (tmp_path / "copia.txt").exists()
    on.signed.shut_vault()
    with pytest.raises(NotFound):
        on.attachments.read(case, entity)
    with pytest.raises(VaultShut):
        on.attachments.add(case, "denuncia", TEXT, 4)


@pytest.mark.rule("WP-06")
def test_lowering_a_case_brings_nothing_sensitive_out_from_behind_the_seal(on: Desk, case: str):
    """Only what its own level allows comes back to the team."""
    on.signed.open_vault(PASSPHRASE)
    sealed, plain = on.attachments.add(case, "denuncia", TEXT, 3), on.attachments.add(case, "mapa", TEXT, 1)
    on.protection.set_level(case, 2)

    with on.bench.keeper.writing() as work:
        book = on.bench.book(work, bytes.fromhex(case))
        coming = {entity.id.hex() for entity, row in _coming_back(book, 0) if row.field == wire.ATTACHED}

    assert coming == {plain}
    assert sealed not in coming

# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Addresses, credentials that never show themselves, libraries that may be missing, and what people read."""

from __future__ import annotations

import logging
import re
import subprocess
import sys
import tomllib
import traceback
from dataclasses import astuple
from datetime import UTC, datetime

import pytest
from botocore import auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials as OtherMakers
from hypothesis import given
from hypothesis import strategies as st

from assist import i18n
from assist.errors import StoreTrouble
from assist.messages import sentence
from assist.messages_at_the_door import AT_THE_DOOR
from assist.sync.stores.addresses import Credentials, read_address
from assist.sync.stores.opening import open_store, shown_identity
from assist.sync.stores.signing import Signer
from tests.syncing.stores_served import FAR, ROOT, Served, name_of

MISREAD = (
    "", "cloud.example.org", "/a/folder", "http://127.0.0.1/x", "https://cloud.example.org/x", "ftp://example.org/x",
    "webdav://cloud.example.org/x", "s3+http://example.org/bucket", "webdav://127.0.0.1.example.org/x",
    "webdavs://somebody:secret@cloud.example.org/x", "sftp://somebody@example.org/x", "webdavs:///x", "sftp:///x",
    "webdavs://cloud.example.org:port/x", "webdavs://cloud.example.org/a/../b", "webdavs://cloud.example.org/%2e%2e/b",
    "webdavs://cloud.example.org/a%0d%0ab", "webdavs://cloud.example.org/x#y", "file://cloud.example.org/x",
    "file:relative", "file://", "webdavs://[::1", "s3://127.0.0.1/",
)

SIGNERS = {
    "webdavs://cloud.example.org/x": "webdav", "s3://127.0.0.1/bucket": "s3", "sftp://127.0.0.1/x": "sftp",
}


# -- addresses --------------------------------------------------------------------------


@pytest.mark.parametrize("address", MISREAD, ids=repr)
def test_an_address_that_is_not_one_of_ours_is_not_opened(address: str):
    """Nor one without TLS to another machine, nor one with a name or a password in it."""
    with pytest.raises(StoreTrouble) as refused, open_store(address, Credentials("u", "p")):
        pass

    assert (refused.value.code, refused.value.details) == ("store.address", {})


def test_an_address_is_read_whole():
    """Scheme, host, port, path and region; blanks and capitals in the path are kept."""
    read = read_address(" webdavs://Cloud.Example.org/remote/Casa%20Prueba/ ")
    own = read_address("s3://127.0.0.1:9000/bucket/deep/er?region=garage")

    assert (read.scheme, read.host, read.port, read.path) == ("webdavs", "cloud.example.org", 443,
                                                             "/remote/Casa Prueba")
    assert (own.port, own.path, own.region, own.sealed) == (9000, "/bucket/deep/er", "garage", True)
    assert (read_address("sftp://example.org/x").port, read_address("webdav://[::1]:8/x").sealed) == (22, False)


@pytest.mark.parametrize("kind", FAR)
def test_what_a_server_shows_can_be_looked_at_before_it_is_trusted(place: Served):
    """Host key or certificate, as it is pinned afterwards."""
    shown, pinned = shown_identity(place.address, 10), place.good.pin

    assert shown.split()[:2] == pinned.split()[:2]
    assert len(shown) > 40
    assert shown_identity("file:///somewhere") == ""


@pytest.mark.parametrize("address", ["webdavs://127.0.0.1:9/x", "sftp://127.0.0.1:9/x"])
def test_what_cannot_be_looked_at_is_said(address: str):
    """Nobody answers at that port."""
    with pytest.raises(StoreTrouble) as refused:
        shown_identity(address, 2)

    assert refused.value.code == "store.unreachable"


# -- credentials ------------------------------------------------------------------------


@pytest.mark.parametrize("kind", FAR)
def test_credentials_and_addresses_show_in_no_error_no_log_and_no_name_of_an_object(
        place: Served, caplog: pytest.LogCaptureFixture):
    """Of stores that work, that refuse and that cannot be reached."""
    caplog.set_level(logging.DEBUG)
    gone = re.sub(r":\d+", ":9", place.address)
    shown = [repr(place.good), str(place.good), repr(read_address(place.address))]
    for address, credentials in ((place.address, place.good), (place.address, place.wrong), (gone, place.good)):
        with open_store(address, credentials, 5) as store:
            shown += [repr(store), str(vars(store).get("_address", ""))]
            try:
                store.put(name_of(1), b"content")
                store.list("")
            except StoreTrouble as trouble:
                shown += [repr(trouble), str(trouble.details), *traceback.format_exception(trouble)]
    text = "\n".join([*shown, caplog.text])
    secrets = [word for each in (place.good, place.wrong) for word in (each.secret, *each.private_key.split()[4:-4])]
    where = [place.address, place.address.split("://")[1], place.good.pin]

    assert [word for word in [*secrets, *where] if word and word in text] == []
    assert [record.name for record in caplog.records if record.name != "asyncio"] == []


# -- libraries --------------------------------------------------------------------------


@pytest.fixture
def without_libraries(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in the base installation."""
    for library in ("urllib3", "truststore", "asyncssh"):
        monkeypatch.setitem(sys.modules, library, None)


@pytest.mark.parametrize(("address", "extra"), SIGNERS.items())
@pytest.mark.usefixtures("without_libraries")
def test_a_store_whose_libraries_are_missing_says_in_four_languages_what_to_install(address: str, extra: str):
    """The very ones that its extra in pyproject.toml brings."""
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"][extra]
    libraries = " ".join(re.match(r"[a-z0-9-]+", line)[0] for line in wanted)

    with pytest.raises(StoreTrouble) as missing, open_store(address, Credentials("u", "p", pin="x")):
        pass

    assert (missing.value.code, missing.value.details) == ("store.extra", {"libraries": libraries})
    for language in ("en", "es", "pt", "fr"):
        i18n.use(language)
        assert libraries in sentence(missing.value)[2]


@pytest.mark.usefixtures("without_libraries")
def test_a_folder_needs_no_library(tmp_path):
    """The relay and the stick work in every installation."""
    with open_store(tmp_path.as_uri()) as store:
        store.put(name_of(1), b"content")

        assert store.get(name_of(1)) == b"content"


def test_no_network_library_is_loaded_before_a_store_of_its_kind_is_opened():
    """Nor does a folder load one."""
    program = ("import sys; from assist.sync import mirror; from assist.sync.stores.opening import open_store\n"
               "with open_store('file:///tmp') as store: pass\n"
               "print(sorted({'urllib3', 'truststore', 'asyncssh'} & set(sys.modules)))")
    said = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)

    assert said.stdout.strip() == "[]"


def test_every_code_of_a_store_has_a_sentence_of_its_own_in_every_language():
    """And no sentence is left over."""
    sources = "".join(path.read_text("utf-8") for path in (ROOT / "assist" / "sync").rglob("*.py"))
    raised = set(re.findall(r'"(store\.\w+)"', sources))
    said = {code for code in AT_THE_DOOR if code.startswith("store.")}

    assert raised == said
    for code in said:
        in_each = []
        for language in ("en", "es", "pt", "fr"):
            i18n.use(language)
            in_each.append(sentence(StoreTrouble(code, libraries="x")))
        assert all(all(slots) for slots in in_each)
        assert len(set(in_each)) == 4


# -- signatures -------------------------------------------------------------------------


def test_a_signature_is_the_one_that_amazon_prints_for_its_own_example():
    """GET of an object with a Range, from the description of Signature Version 4."""
    signer = Signer("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "us-east-1",
                    "examplebucket.s3.amazonaws.com")
    signed = signer.headers("GET", "/test.txt", "", b"", {"range": "bytes=0-9"}, datetime(2013, 5, 24, tzinfo=UTC))

    assert signed["Authorization"].endswith(
        "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,"
        "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41")


@given(
    method=st.sampled_from(["GET", "PUT", "DELETE"]),
    path=st.from_regex(r"/[a-z0-9]{3,9}(/[A-Za-z0-9._~-]{1,9}){0,3}", fullmatch=True),
    query=st.dictionaries(st.from_regex(r"[a-z-]{1,9}", fullmatch=True),
                          st.from_regex(r"[A-Za-z0-9._~-]{0,9}", fullmatch=True), max_size=4),
    body=st.binary(max_size=200),
    secret=st.text(st.characters(codec="ascii", exclude_categories=["C"]), min_size=1),
    conditional=st.booleans(),
)
def test_a_signature_is_the_one_another_maker_gives(method: str, path: str, query: dict[str, str], body: bytes,
                                                    secret: str, conditional: bool):
    """The library of Amazon signs the same request alike."""
    asked = "&".join(f"{word}={value}" for word, value in sorted(query.items()))
    request = AWSRequest(method, f"http://127.0.0.1:9000{path}" + (f"?{asked}" if asked else ""), data=body,
                         headers={"if-none-match": "*"} if conditional else {})
    auth.S3SigV4Auth(OtherMakers("user", secret), "s3", "garage").add_auth(request)
    moment = datetime.strptime(request.context["timestamp"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)

    ours = Signer("user", secret, "garage", "127.0.0.1:9000").headers(
        method, path, asked, body, {"if-none-match": "*"} if conditional else {}, moment)

    assert re.split(", ?", ours["Authorization"]) == re.split(", ?", request.headers["Authorization"])


def test_credentials_can_be_kept_and_read_back():
    """Four texts, in this order, all of them optional."""
    assert astuple(Credentials("a", "b", "c", "d")) == ("a", "b", "c", "d")
    assert repr(Credentials("a", "b", "c", "d")) == "Credentials()"

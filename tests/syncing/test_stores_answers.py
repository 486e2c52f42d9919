# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Answers that the real servers of the other tests cannot be brought to give."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest

from assist.errors import StoreTrouble
from assist.ports import Store
from assist.sync.stores import web
from assist.sync.stores.addresses import Credentials
from assist.sync.stores.opening import open_store
from tests.syncing.stores_served import answering, content_of, name_of

NAME = name_of(1)
CONTENT = content_of(NAME)
CALLS: dict[str, Callable[[Store], object]] = {
    "put": lambda store: store.put(NAME, CONTENT), "get": lambda store: store.get(NAME),
    "list": lambda store: store.list(""), "delete": lambda store: store.delete(NAME),
}


class Server:
    """Answers as it is told."""

    host = ""
    answer: Callable[[str, str], tuple[int, bytes]]

    def opens(self, kind: str) -> AbstractContextManager[Store]:
        """A store of this kind there."""
        return open_store(f"{kind}://{self.host}/bucket", Credentials("u", "p"), 5)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """One for all of these tests."""
    made = Server()
    with answering(lambda method, target: made.answer(method, target)) as made.host:
        yield made


def said(word: str) -> bytes:
    """An error of an S3 server."""
    return f"<?xml version='1.0'?><Error><Code>{word}</Code><Message>-</Message></Error>".encode()


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize(("status", "body", "code"), [
    (403, said("RequestTimeTooSkewed"), "store.clock"), (403, said("QuotaExceeded"), "store.full"),
    (503, said("SlowDown"), "store.slow"), (404, said("NoSuchBucket"), "store.unreachable"),
    (302, b"", "store.answer"), (307, b"", "store.answer"), (500, said("InternalError"), "store.answer"),
    (502, b"<html>", "store.unreachable"), (418, b"\xff\x00", "store.answer"),
])
def test_what_a_server_of_s3_says_becomes_one_of_our_codes(
        server: Server, call: str, status: int, body: bytes, code: str):
    """Of every call alike; whoever sends us elsewhere is not followed with a signed request."""
    asked: list[str] = []

    def answer(method: str, target: str) -> tuple[int, bytes]:
        asked.append(target)
        return status, body

    server.answer = answer
    with server.opens("s3+http") as store, pytest.raises(StoreTrouble) as trouble:
        CALLS[call](store)

    assert trouble.value.code == code
    assert len(asked) == 1


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize(("status", "code"), [
    (507, "store.full"), (429, "store.slow"), (503, "store.slow"), (302, "store.answer"), (423, "store.answer"),
    (200, "store.answer"), (407, "store.refused"),
])
def test_what_a_server_of_webdav_says_becomes_one_of_our_codes(server: Server, call: str, status: int, code: str):
    """A page for signing in to a guest network says 200 to everything."""
    server.answer = lambda method, target: (status, b"<html>Welcome</html>")
    with server.opens("webdav") as store:
        if status == 200 and call in {"get", "delete"}:
            assert CALLS[call](store) in {None, b"<html>Welcome</html>"}  # what opens objects finds that it is none
            return
        if (status, call) == (200, "put"):
            code = "store.taken"
        with pytest.raises(StoreTrouble) as trouble:
            CALLS[call](store)

    assert trouble.value.code == code


def test_an_older_server_of_s3_that_knows_no_condition_is_put_to_all_the_same(server: Server):
    """It was looked at before."""
    kept: list[bytes] = []

    def answer(method: str, target: str) -> tuple[int, bytes]:
        if method == "PUT":
            kept.append(target.encode())
            return (501, said("NotImplemented")) if len(kept) == 1 else (200, b"")
        return 404, said("NoSuchKey")

    server.answer = answer
    with server.opens("s3+http") as store:
        store.put(NAME, CONTENT)

    assert len(kept) == 2


def test_a_list_that_never_ends_is_given_up(server: Server):
    """The same page again and again."""
    page = b"<R><Key>x</Key><NextContinuationToken>again</NextContinuationToken></R>"
    server.answer = lambda method, target: (200, page)
    with server.opens("s3+http") as store, pytest.raises(StoreTrouble) as trouble:
        store.list("")

    assert trouble.value.code == "store.answer"


@pytest.mark.parametrize("kind", ["s3+http", "webdav"])
def test_an_answer_without_end_does_not_fill_the_memory(server: Server, kind: str,
                                                        monkeypatch: pytest.MonkeyPatch):
    """Neither an object nor a list is read further than one may be long."""
    monkeypatch.setattr(web, "OBJECT", 100_000)
    server.answer = lambda method, target: (200, bytes(200_000))
    with server.opens(kind) as store, pytest.raises(StoreTrouble) as trouble:
        store.get(NAME)

    assert trouble.value.code == "store.answer"

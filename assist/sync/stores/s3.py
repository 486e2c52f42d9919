# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A bucket as a store, on any server that speaks S3; the credentials must allow listing it."""

from __future__ import annotations

import html
import re
from urllib.parse import quote

from assist.errors import StoreTrouble
from assist.sync.stores import shelves, web
from assist.sync.stores.addresses import Address, Credentials
from assist.sync.stores.signing import Signer

_KEY = re.compile(rb"<Key>([^<]*)</Key>")
_NEXT = re.compile(rb"<NextContinuationToken>([^<]+)</NextContinuationToken>")
_CODE = re.compile(rb"<Code>(\w+)</Code>")

_REASONS = {
    b"AccessDenied": "", b"NoSuchBucket": "store.unreachable", b"RequestTimeTooSkewed": "store.clock",
    b"RequestExpired": "store.clock", b"QuotaExceeded": "store.full", b"XMinioStorageFull": "store.full",
    b"InvalidAccessKeyId": "store.refused", b"SignatureDoesNotMatch": "store.refused", b"SlowDown": "store.slow",
    b"ConditionalRequestConflict": "store.slow", b"OperationAborted": "store.slow",
}
"""What a server says and what it means; an empty one means what its status means."""


class S3Store:
    """Objects as objects: a put there is whole or not at all, and conditional where the server heeds it."""

    def __init__(self, address: Address, credentials: Credentials, patience: float) -> None:
        bucket, _, root = address.path.strip("/").partition("/")
        if not bucket:
            raise StoreTrouble("store.address")
        self._web = web.Web(address, credentials.pin, patience)
        self._bucket = "/" + quote(bucket)
        self._root = f"{root}/" if root else ""
        self._signer = Signer(credentials.user, credentials.secret, address.region, self._web.host)

    @property
    def clock_off_ms(self) -> int | None:
        """See web.Web."""
        return self._web.clock_off_ms

    def put(self, name: str, content: bytes) -> None:
        """Keep an object, whole or not at all."""
        shelves.keep(self, name, content)

    def get(self, name: str) -> bytes | None:
        """The whole object; None when there is none."""
        answer = self._ask("GET", self._key(name), longest=web.OBJECT)
        if answer.status == 404 and _code(answer) != b"NoSuchBucket":
            return None
        return _expect(answer, 200, writing=False).body

    def list(self, prefix: str) -> frozenset[str]:
        """Names of the objects that begin so."""
        begun = f"{prefix[:2]}/{prefix}" if len(prefix) >= 2 else prefix
        asked = {"list-type": "2", "prefix": self._root + begun}
        found: set[str] = set()
        while True:
            page = _expect(self._ask("GET", "", query=asked), 200, writing=False).body
            for key in _KEY.findall(page):
                shelf, _, name = html.unescape(key.decode("utf-8", "replace")).removeprefix(self._root).partition("/")
                if shelves.is_shelf(shelf) and shelves.fits(name, shelf, prefix):
                    found.add(name)
            further = _NEXT.search(page)
            token = html.unescape(further[1].decode()) if further else ""
            if not token:
                return frozenset(found)
            if token == asked.get("continuation-token"):  # it would go round for ever
                raise StoreTrouble("store.answer")
            asked["continuation-token"] = token

    def delete(self, name: str) -> None:
        """Take an object away."""
        answer = self._ask("DELETE", self._key(name))
        if answer.status == 404 and _code(answer) == b"NoSuchKey":
            return
        _expect(answer, 200, 202, 204, writing=True)

    def close(self) -> None:
        """Hang up."""
        self._web.close()

    # -- for ``shelves.keep`` -----------------------------------------------------------

    def create(self, name: str, content: bytes) -> bool:
        """Keep an object; False when somebody else was faster."""
        answer = self._ask("PUT", self._key(name), content, {"if-none-match": "*"})
        if answer.status == 412:
            return False
        if answer.status == 501:  # an older server without conditions: ``keep`` has looked before
            self.replace(name, content)
            return True
        _expect(answer, 200, 201, 204, writing=True)
        return True

    def replace(self, name: str, content: bytes) -> None:
        """Put whole bytes where half of them lie: only a copying program can have left them."""
        _expect(self._ask("PUT", self._key(name), content), 200, 201, 204, writing=True)

    # -- inside -------------------------------------------------------------------------

    def _key(self, name: str) -> str:
        return f"/{quote(self._root)}{shelves.place_of(name)}"

    def _ask(self, method: str, key: str, body: bytes = b"", headers: dict[str, str] | None = None,
             query: dict[str, str] | None = None, longest: int = web.LONGEST_ANSWER) -> web.Answer:
        path = self._bucket + key
        asked = "&".join(f"{quote(word, safe='')}={quote(value, safe='')}" for word, value in sorted(
            (query or {}).items()))
        signed = self._signer.headers(method, path, asked, body, headers or {})
        return self._web.ask(method, f"{path}?{asked}" if asked else path, signed, body, longest)


def _code(answer: web.Answer) -> bytes:
    found = _CODE.search(answer.body)
    return found[1] if found else b""


def _expect(answer: web.Answer, *fine: int, writing: bool) -> web.Answer:
    if answer.status not in fine and _REASONS.get(_code(answer)):
        raise StoreTrouble(_REASONS[_code(answer)])
    return web.expect(answer, *fine, writing=writing)

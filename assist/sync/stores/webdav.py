# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A WebDAV folder as a store: Nextcloud, ownCloud, a web server of one's own."""

from __future__ import annotations

import base64
import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from urllib.parse import quote, unquote

from assist.errors import StoreTrouble
from assist.sync.stores import shelves, web
from assist.sync.stores.addresses import Address, Credentials

_PLACE = re.compile(rb"<(?:[\w-]+:)?href[^>]*>\s*([^<]*?)\s*</")
_NOTHING = b'<?xml version="1.0"?><propfind xmlns="DAV:"><prop><resourcetype/></prop></propfind>'
_ROOM = b'<?xml version="1.0"?><propfind xmlns="DAV:"><prop><quota-available-bytes/></prop></propfind>'
_FREE = re.compile(rb"quota-available-bytes[^>]*>\s*(\d+)\s*<")
_AT_ONCE = 4


class WebdavStore:
    """Objects as files of a WebDAV collection.

    Not every server writes a file whole or not at all, so an object is put under a temporary name
    and moved once it is there; ``Overwrite: F`` lets the first of two win.
    """

    def __init__(self, address: Address, credentials: Credentials, patience: float) -> None:
        self._web = web.Web(address, credentials.pin, patience)
        self._root = quote(address.path)
        pair = f"{credentials.user}:{credentials.secret}".encode()
        self._always = {"Authorization": "Basic " + base64.b64encode(pair).decode()} if credentials.user else {}

    @property
    def clock_off_ms(self) -> int | None:
        """See web.Web."""
        return self._web.clock_off_ms

    def put(self, name: str, content: bytes) -> None:
        """Keep an object, whole or not at all."""
        shelves.keep(self, name, content)

    def get(self, name: str) -> bytes | None:
        """The whole object; None when there is none."""
        answer = self._ask("GET", shelves.place_of(name), longest=web.OBJECT)
        return None if answer.status in {404, 410} else web.expect(answer, 200, writing=False).body

    def list(self, prefix: str) -> frozenset[str]:
        """Names of the objects that begin so; takes away what was left unfinished."""
        rooms = [room for room in self._children("") if shelves.may_hold(room, prefix)]
        found: set[str] = set()
        with ThreadPoolExecutor(_AT_ONCE) as several:
            for room, names in zip(rooms, several.map(self._children, rooms), strict=True):
                found.update(name for name in names if shelves.fits(name, room, prefix))
                self._sweep(room, names)
        return frozenset(found)

    def delete(self, name: str) -> None:
        """Take an object away."""
        web.expect(self._ask("DELETE", shelves.place_of(name)), 200, 202, 204, 404, 410, writing=True)

    def close(self) -> None:
        """Hang up."""
        self._web.close()

    # -- for ``shelves.keep`` -----------------------------------------------------------

    def create(self, name: str, content: bytes) -> bool:
        """Keep an object whole; False when somebody else was faster."""
        return self._put(name, content, overwrite="F")

    def replace(self, name: str, content: bytes) -> None:
        """Put whole bytes where half of them lie."""
        self._put(name, content, overwrite="T")

    # -- inside -------------------------------------------------------------------------

    def _put(self, name: str, content: bytes, overwrite: str) -> bool:
        place = shelves.place_of(name)
        beside = f"{place[:3]}{shelves.temporary(name)}"
        try:
            self._upload(beside, content)
            headers = {"Destination": f"{self._web.origin}{self._root}/{place}", "Overwrite": overwrite}
            moved = self._ask("MOVE", beside, headers)
            if moved.status not in {412, 500}:  # some fail where two come at once; ``keep`` looks what lies there
                web.expect(moved, 200, 201, 204, writing=True)
                return True
        except StoreTrouble:
            self._forget(beside)
            raise
        self._forget(beside)
        return False

    def _upload(self, beside: str, content: bytes) -> None:
        headers = {"If-None-Match": "*", "Content-Type": "application/octet-stream"}
        answer = self._ask("PUT", beside, headers, content)
        if answer.status in {404, 409}:  # its sub-folder is not there yet
            made = self._ask("MKCOL", beside[:2])
            if made.status != 500:  # some fail where somebody else makes it just now; the next answer tells
                web.expect(made, 200, 201, 405, 409, writing=True)
            answer = self._ask("PUT", beside, headers, content)
        if answer.status == 500 and self._is_full(len(content)):
            raise StoreTrouble("store.full")
        web.expect(answer, 200, 201, 204, writing=True)

    def _is_full(self, size: int) -> bool:
        """Not every server says why it failed, and most say how much room there is."""
        answer = self._ask("PROPFIND", "", {"Depth": "0", "Content-Type": "application/xml"}, _ROOM)
        free = _FREE.search(answer.body)
        return answer.status == 207 and free is not None and int(free[1]) < size

    def _forget(self, beside: str) -> None:
        with suppress(StoreTrouble):
            self._ask("DELETE", beside)

    def _sweep(self, room: str, names: frozenset[str]) -> None:
        for name in names:
            if shelves.is_abandoned(name):
                self._forget(f"{room}/{name}")

    def _children(self, room: str) -> frozenset[str]:
        """Last parts of every address that the collection names; whatever is not of ours is sorted out later."""
        headers = {"Depth": "1", "Content-Type": "application/xml"}
        answer = self._ask("PROPFIND", f"{room}/" if room else "", headers, _NOTHING)
        if answer.status == 404:
            if room:
                return frozenset()
            raise StoreTrouble("store.unreachable")
        listed = _PLACE.findall(web.expect(answer, 207, writing=False).body)
        return frozenset(unquote(place.decode("utf-8", "replace")).rstrip("/").rsplit("/", 1)[-1] for place in listed)

    def _ask(self, method: str, place: str, headers: dict[str, str] | None = None, body: bytes = b"",
             longest: int = web.LONGEST_ANSWER) -> web.Answer:
        return self._web.ask(method, f"{self._root}/{place}", self._always | (headers or {}), body, longest)

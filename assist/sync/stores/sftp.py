# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A folder of an SSH server as a store; the server must show the one host key that is pinned."""

from __future__ import annotations

import asyncio  # noqa: TID251 - the library speaks no other language; its loop stays inside this module
import logging
import stat
import threading
from collections.abc import Awaitable, Callable
from contextlib import suppress
from types import ModuleType
from typing import TYPE_CHECKING, Any, TypeVar

from assist.errors import StoreTrouble
from assist.sync.stores import shelves
from assist.sync.stores.addresses import Address, Credentials

if TYPE_CHECKING:
    import asyncssh

_T = TypeVar("_T")
_SLOWEST, _PIECE = 1024, 2**18
_AT_ONCE = 8
_READ_ONLY = 1
_SPARE = 2**20
EVER_THE_SAME = 946_684_800
"""The time of every file: 1 January 2000, so that times say nothing."""


class SftpStore:
    """Objects as files behind one SSH connection, which is made at the first call and again when it was lost."""

    def __init__(self, address: Address, credentials: Credentials, patience: float) -> None:
        self._lib = _library()
        if not credentials.pin:
            raise StoreTrouble("store.changed")  # without a known key anybody could be on the other side
        self._address, self._credentials, self._patience = address, credentials, patience
        self._root = address.path or "/"
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="sftp", daemon=True)
        self._thread.start()
        self._connecting = asyncio.Lock()
        self._connection: asyncssh.SSHClientConnection | None = None
        self._client: asyncssh.SFTPClient | None = None

    def put(self, name: str, content: bytes) -> None:
        """Keep an object, whole or not at all."""
        shelves.keep(self, name, content)

    def get(self, name: str) -> bytes | None:
        """The whole object; None when there is none."""
        place = self._place(shelves.place_of(name))
        return self._do(lambda client: self._read(client, place), "store.refused")

    def list(self, prefix: str) -> frozenset[str]:
        """Names of the objects that begin so; takes away what was left unfinished."""
        return self._do(lambda client: self._names(client, prefix), "store.refused")

    def delete(self, name: str) -> None:
        """Take an object away."""
        place = self._place(shelves.place_of(name))
        self._do(lambda client: self._timely(self._forget(client, place)), "store.read_only")

    def close(self) -> None:
        """Hang up and end the thread."""
        if self._loop.is_closed():
            return
        with suppress(Exception):
            asyncio.run_coroutine_threadsafe(self._hang_up(), self._loop).result(self._patience)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(self._patience)
        if not self._thread.is_alive():
            self._loop.close()

    # -- for ``shelves.keep`` -----------------------------------------------------------

    def create(self, name: str, content: bytes) -> bool:
        """Keep an object whole; False when somebody else was faster."""
        return self._do(lambda client: self._write(client, name, content, over=False), "store.read_only")

    def replace(self, name: str, content: bytes) -> None:
        """Put whole bytes where half of them lie."""
        self._do(lambda client: self._write(client, name, content, over=True), "store.read_only")

    # -- the thread and the connection --------------------------------------------------

    def _do(self, work: Callable[[asyncssh.SFTPClient], Awaitable[_T]], forbidden: str) -> _T:
        """Run it on the connection; one that was found lost is made anew once, since every call may be repeated."""
        for again in (self._client is not None, False):
            try:
                return asyncio.run_coroutine_threadsafe(self._within(work), self._loop).result()
            except StoreTrouble:
                raise
            except Exception as error:
                code = self._code(error, forbidden)
                if again and code == "store.unreachable":
                    continue
                raise StoreTrouble(code) from None
        raise StoreTrouble("store.unreachable")

    async def _within(self, work: Callable[[asyncssh.SFTPClient], Awaitable[_T]]) -> _T:
        try:
            return await work(await self._connected())
        except (self._lib.SFTPNoConnection, self._lib.SFTPConnectionLost, self._lib.DisconnectError,
                self._lib.ChannelOpenError, OSError):
            await self._hang_up()
            raise

    async def _connected(self) -> asyncssh.SFTPClient:
        async with self._connecting:
            if self._client is not None:
                return self._client
            # nothing of this laptop's own SSH: no configuration, no agent, no other keys, no other hosts
            given = self._credentials
            keys = [self._lib.import_private_key(given.private_key)] if given.private_key else None
            self._connection = await self._lib.connect(
                self._address.host, self._address.port, username=given.user, password=given.secret or None,
                client_keys=keys, agent_path=None, config=None, gss_host=None,
                known_hosts=([self._lib.import_public_key(given.pin)], [], []),
                connect_timeout=self._patience, login_timeout=self._patience,
                keepalive_interval=self._patience / 2, keepalive_count_max=2)
            client: asyncssh.SFTPClient = await self._timely(self._connection.start_sftp_client())
            self._client = client
            return client

    async def _timely(self, step: Awaitable[_T], size: int = 0) -> _T:
        """One step, which moves so many bytes; the connection may be alive and the disk behind it not."""
        return await asyncio.wait_for(step, self._patience + size / _SLOWEST)

    async def _hang_up(self) -> None:
        connection, self._connection, self._client = self._connection, None, None
        if connection is not None:
            connection.abort()
            with suppress(Exception):
                await connection.wait_closed()

    def _code(self, error: Exception, forbidden: str) -> str:
        if isinstance(error, TimeoutError):
            return "store.slow"
        if isinstance(error, self._lib.HostKeyNotVerifiable):
            return "store.changed"
        if isinstance(error, self._lib.PermissionDenied | self._lib.KeyImportError):
            return "store.refused"
        if isinstance(error, self._lib.SFTPPermissionDenied | self._lib.SFTPWriteProtect):
            return forbidden
        if isinstance(error, self._lib.SFTPNoSpaceOnFilesystem | self._lib.SFTPQuotaExceeded):
            return "store.full"
        lost = (self._lib.SFTPNoConnection, self._lib.SFTPConnectionLost, self._lib.SFTPNoSuchFile,
                self._lib.SFTPNoSuchPath, self._lib.DisconnectError, self._lib.ChannelOpenError, OSError)
        return "store.unreachable" if isinstance(error, lost) else "store.answer"

    # -- on the connection --------------------------------------------------------------

    def _place(self, inside: str) -> str:
        return f"{self._root.rstrip('/')}/{inside}"

    async def _read(self, client: asyncssh.SFTPClient, place: str) -> bytes | None:
        try:
            file = await self._timely(client.open(place, "rb", encoding=None))
        except (self._lib.SFTPNoSuchFile, self._lib.SFTPNoSuchPath):
            await self._timely(client.stat(self._root))  # no object is one thing, no store is another
            return None
        try:
            about = await self._timely(file.stat())
            size = about.size or 0
            if not stat.S_ISREG(about.permissions or 0):
                return None
            if size > shelves.LARGEST:
                raise StoreTrouble("store.answer")
            kept = bytearray()
            while len(kept) < size:
                piece: object = await self._timely(file.read(_PIECE, len(kept)), _PIECE)
                if not isinstance(piece, bytes) or not piece:
                    raise StoreTrouble("store.unreachable")
                kept += piece
            return bytes(kept)
        finally:
            await self._shut(file)

    async def _write(self, client: asyncssh.SFTPClient, name: str, content: bytes, *, over: bool) -> bool:
        place = self._place(shelves.place_of(name))
        shelf = place.rsplit("/", 1)[0]
        beside = f"{shelf}/{shelves.temporary(name)}"
        try:
            await self._timely(client.stat(self._root))
            if not await self._timely(client.isdir(shelf)):
                with suppress(self._lib.SFTPFailure, self._lib.SFTPFileAlreadyExists):
                    await self._timely(client.mkdir(shelf, self._lib.SFTPAttrs(permissions=0o700)))
            await self._upload(client, beside, content)
            return await self._timely(self._name(client, beside, place, over))
        except (self._lib.SFTPFailure, self._lib.SFTPBadMessage):
            code = await self._timely(self._why(client, len(content)))
            await self._timely(self._drop(client, beside))
            raise StoreTrouble(code) from None
        except self._lib.SFTPError:
            with suppress(Exception):
                await self._timely(self._drop(client, beside))
            raise

    async def _upload(self, client: asyncssh.SFTPClient, beside: str, content: bytes) -> None:
        file = await self._timely(client.open(beside, "xb", self._lib.SFTPAttrs(permissions=0o600), encoding=None))
        try:
            for start in range(0, len(content), _PIECE):
                piece: Any = content[start:start + _PIECE]
                await self._timely(file.write(piece, start), len(piece))
            with suppress(self._lib.SFTPOpUnsupported):
                await self._timely(file.fsync(), len(content))
        finally:
            await self._shut(file)
        times = self._lib.SFTPAttrs(atime=EVER_THE_SAME, mtime=EVER_THE_SAME)
        await self._timely(client.setstat(beside, times))

    async def _shut(self, file: asyncssh.SFTPClientFile) -> None:
        with suppress(self._lib.Error, OSError):
            await self._timely(file.close())

    async def _name(self, client: asyncssh.SFTPClient, beside: str, place: str, over: bool) -> bool:
        """Plain rename refuses a name that is taken; the extension of OpenSSH does not."""
        if over:
            await client.posix_rename(beside, place)
            return True
        try:
            await client.rename(beside, place)
        except (self._lib.SFTPFailure, self._lib.SFTPFileAlreadyExists):
            if not await client.exists(place):
                raise
            await self._drop(client, beside)
            return False
        return True

    async def _why(self, client: asyncssh.SFTPClient, size: int) -> str:
        """A plain failure says nothing; the file system behind it may."""
        with suppress(self._lib.SFTPError):
            behind = await client.statvfs(self._root)
            if (behind.flags or 0) & _READ_ONLY:
                return "store.read_only"
            if behind.bavail * behind.frsize < size + _SPARE:
                return "store.full"
        return "store.answer"

    async def _drop(self, client: asyncssh.SFTPClient, place: str) -> None:
        with suppress(self._lib.SFTPError):
            await client.remove(place)

    async def _forget(self, client: asyncssh.SFTPClient, place: str) -> None:
        with suppress(self._lib.SFTPNoSuchFile, self._lib.SFTPNoSuchPath):
            await client.remove(place)

    async def _names(self, client: asyncssh.SFTPClient, prefix: str) -> frozenset[str]:
        rooms = [str(entry.filename) for entry in await self._timely(client.readdir(self._root))
                 if shelves.may_hold(str(entry.filename), prefix) and _is(entry, stat.S_ISDIR)]
        few = asyncio.Semaphore(_AT_ONCE)

        async def names(room: str) -> list[str]:
            async with few:
                found = []
                for entry in await self._timely(client.readdir(self._place(room))):
                    name = str(entry.filename)
                    if shelves.fits(name, room, prefix) and _is(entry, stat.S_ISREG):
                        found.append(name)
                    elif shelves.is_abandoned(name):
                        await self._timely(self._drop(client, self._place(f"{room}/{name}")))
                return found

        return frozenset(name for room in await asyncio.gather(*map(names, rooms)) for name in room)


def _is(entry: asyncssh.SFTPName, kind: Callable[[int], bool]) -> bool:
    return kind(entry.attrs.permissions or 0)


def host_key_of(address: Address, patience: float) -> str:
    """The host key that is shown now: to be compared with what the owner of the server reads out."""
    library = _library()

    async def shown() -> asyncssh.SSHKey | None:
        async with asyncio.timeout(patience):
            return await library.get_server_host_key(address.host, address.port, config=None)  # type: ignore[no-any-return]

    try:
        key = asyncio.run(shown())
    except TimeoutError:
        raise StoreTrouble("store.slow") from None
    except (OSError, library.Error):
        raise StoreTrouble("store.unreachable") from None
    if key is None:
        raise StoreTrouble("store.answer")
    return " ".join(key.export_public_key().decode().split()[:2])


def _library() -> ModuleType:
    """The library, loaded when the first store of this kind is opened and told to keep quiet in the log."""
    try:
        import asyncssh
    except ImportError:
        raise StoreTrouble("store.extra", libraries="asyncssh") from None
    logging.getLogger("asyncssh").setLevel(logging.CRITICAL)
    return asyncssh

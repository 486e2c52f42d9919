# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Requests over TLS with an end to their patience, and one of our codes for whatever goes wrong."""

from __future__ import annotations

import hashlib
import io
import logging
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from types import ModuleType
from typing import TYPE_CHECKING

from assist.errors import StoreTrouble
from assist.sync.stores import shelves
from assist.sync.stores.addresses import Address

if TYPE_CHECKING:
    import urllib3

SLOWEST = 1024
"""Bytes a second. Whoever sends less, byte by byte, is not waited for to the end."""

LONGEST_ANSWER = 8 * 2**20
"""Bytes of a list or an error; objects may be longer."""

_PIECE = 65_536


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: status, headers, body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Web:
    """One server. ``patience`` is how many seconds it may say nothing; no redirect is followed, no cookie kept."""

    def __init__(self, address: Address, pin: str, patience: float) -> None:
        self._lib = _library()
        self._patience = patience
        self.clock_off_ms: int | None = None
        """How far this laptop's clock is ahead of the server's, by its last answer; None before there was one."""
        default = address.port == (443 if address.sealed else 80)
        host = f"[{address.host}]" if ":" in address.host else address.host
        self.host = host if default else f"{host}:{address.port}"
        self.origin = f"http{'s' if address.sealed else ''}://{self.host}"
        options = _sealing(pin) if address.sealed else {}
        self._pool = self._lib.PoolManager(
            maxsize=4, retries=False, timeout=self._lib.Timeout(connect=patience, read=patience), **options)

    def ask(self, method: str, target: str, headers: Mapping[str, str], body: bytes = b"",
            longest: int = LONGEST_ANSWER) -> Answer:
        """One request. ``target`` is the quoted path with its query; an answer longer than that is refused."""
        sent = {"User-Agent": "-", "Accept": "*/*", **headers}
        if body or method == "PUT":
            sent["Content-Length"] = str(len(body))
        try:
            # a file rather than bytes: the time-out then counts for each piece and not for all of them together
            response = self._pool.request(method, self.origin + target, body=io.BytesIO(body) if body else None,
                                          headers=sent, preload_content=False, decode_content=False, redirect=False)
            try:
                headers = dict(_lower(response.headers))
                self.clock_off_ms = _clock_off(headers.get("date", ""), self.clock_off_ms)
                return Answer(response.status, headers, self._read(response, longest))
            finally:
                response.release_conn()
        except (self._lib.exceptions.HTTPError, OSError, ValueError) as error:
            raise StoreTrouble(self._code(error)) from None

    def close(self) -> None:
        """Hang up."""
        self._pool.clear()

    def _read(self, response: urllib3.BaseHTTPResponse, longest: int) -> bytes:
        kept, began = bytearray(), time.monotonic()
        while piece := response.read1(_PIECE, decode_content=False):  # what is there, without waiting for more
            kept += piece
            late = time.monotonic() - began > self._patience + len(kept) / SLOWEST
            if late or len(kept) > longest:
                response.close()
                raise StoreTrouble("store.slow" if late else "store.answer")
        return bytes(kept)

    def _code(self, error: Exception) -> str:
        wrong = self._lib.exceptions
        if isinstance(error, wrong.SSLError):
            # a handshake that breaks off is a bad line; a certificate that is not known is another server
            cause = error.args[0] if error.args else None
            doubt = isinstance(cause, ssl.SSLCertVerificationError) or "ingerprint" in str(error)
            return "store.changed" if doubt else "store.unreachable"
        if isinstance(error, wrong.NewConnectionError):
            return "store.unreachable"
        return "store.slow" if isinstance(error, wrong.TimeoutError | TimeoutError) else "store.unreachable"


def _lower(headers: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(name.lower(), value) for name, value in headers.items()]


def _clock_off(date: str, before: int | None) -> int | None:
    try:
        return round((time.time() - parsedate_to_datetime(date).timestamp()) * 1000)
    except ValueError:
        return before


def _sealing(pin: str) -> dict[str, object]:
    """TLS by the authorities that the system trusts, or by one certificate and no authority."""
    if not pin:
        import truststore

        return {"ssl_context": truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)}
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return {"ssl_context": context, "assert_fingerprint": pin, "assert_hostname": False}


def certificate_of(address: Address, patience: float) -> str:
    """SHA-256 of the certificate that is shown now: to be compared with what the owner of the server reads out."""
    try:
        shown = ssl.get_server_certificate((address.host, address.port), timeout=patience)
    except TimeoutError:
        raise StoreTrouble("store.slow") from None
    except OSError:
        raise StoreTrouble("store.unreachable") from None
    return hashlib.sha256(ssl.PEM_cert_to_DER_cert(shown)).hexdigest()


def _library() -> ModuleType:
    """The library, loaded when the first store of this kind is opened and told to keep quiet in the log."""
    try:
        import truststore  # noqa: F401 - both come with the extra, and half of it is not enough
        import urllib3
    except ImportError:
        raise StoreTrouble("store.extra", libraries="urllib3 truststore") from None
    logging.getLogger("urllib3").setLevel(logging.CRITICAL)
    return urllib3


def expect(answer: Answer, *fine: int, writing: bool) -> Answer:
    """The answer itself when its status is one of these; else the code for it."""
    if answer.status in fine:
        return answer
    raise StoreTrouble(_CODES.get(answer.status) or (
        ("store.read_only" if writing else "store.refused") if answer.status in {403, 405} else "store.answer"))


_CODES = {
    401: "store.refused", 407: "store.refused", 408: "store.slow", 413: "store.full", 429: "store.slow",
    502: "store.unreachable", 503: "store.slow", 504: "store.slow", 507: "store.full",
}

OBJECT = shelves.LARGEST
"""The longest answer that may be an object."""

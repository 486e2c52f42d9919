# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a request to an S3 server says whose it is: AWS Signature Version 4."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime

_SCHEME = "AWS4-HMAC-SHA256"


class Signer:
    """One pair of access key and secret, for one server."""

    def __init__(self, user: str, secret: str, region: str, host: str) -> None:
        self._user, self._secret, self._region, self._host = user, secret, region, host

    def headers(self, method: str, path: str, query: str, body: bytes, headers: Mapping[str, str],
                moment: datetime | None = None) -> dict[str, str]:
        """The headers to send: those given (small letters) and the signature over all of them.

        ``path`` and ``query`` come quoted, the words of the query in order.
        """
        when = (moment or datetime.now(UTC)).strftime("%Y%m%dT%H%M%SZ")
        content = hashlib.sha256(body).hexdigest()
        signed = {"host": self._host, "x-amz-content-sha256": content, "x-amz-date": when, **headers}
        names = ";".join(sorted(signed))
        lines = "".join(f"{name}:{signed[name]}\n" for name in sorted(signed))
        request = "\n".join((method, path, query, lines, names, content))
        scope = f"{when[:8]}/{self._region}/s3/aws4_request"
        text = "\n".join((_SCHEME, when, scope, hashlib.sha256(request.encode()).hexdigest()))
        signature = hmac.new(self._key(when[:8]), text.encode(), hashlib.sha256).hexdigest()
        sent = {name: value for name, value in signed.items() if name != "host"}
        return sent | {"Authorization": f"{_SCHEME} Credential={self._user}/{scope},"
                                        f"SignedHeaders={names},Signature={signature}"}

    def _key(self, day: str) -> bytes:
        key = b"AWS4" + self._secret.encode()
        for word in (day, self._region, "s3", "aws4_request"):
            key = hmac.new(key, word.encode(), hashlib.sha256).digest()
        return key

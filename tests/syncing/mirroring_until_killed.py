# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One round of the mirror that says when an object begins to be put, so that it can be killed on the way."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from assist.sync.mirror import CountedStore, mirror
from assist.sync.stores.addresses import Credentials
from assist.sync.stores.folder import FolderStore
from assist.sync.stores.opening import open_store

SIZE = 2**20


class Telling(CountedStore):
    """Says that it puts."""

    def put(self, name: str, content: bytes) -> None:
        """Keep an object."""
        print(name, flush=True)
        super().put(name, content)


def main() -> None:
    """Relay, address and credentials come as JSON on standard input."""
    relay, address, *credentials = json.loads(sys.stdin.readline())
    with open_store(address, Credentials(*credentials)) as store:
        mirror(Telling(FolderStore(Path(relay))), [("place", Telling(store))])


if __name__ == "__main__":
    main()

# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Puts large objects one after the other and says which are there, until somebody kills it."""

from __future__ import annotations

import json
import sys

from assist.sync.stores.addresses import Credentials
from assist.sync.stores.opening import open_store
from tests.syncing.stores_served import content_of, name_of

SIZE = 12 * 2**20


def main() -> None:
    """Address and credentials come as JSON on standard input."""
    address, *credentials = json.loads(sys.stdin.readline())
    with open_store(address, Credentials(*credentials)) as store:
        store.list("")
        for number in range(10_000):
            content = content_of(name_of(number), SIZE)
            print(f"begun {number}", flush=True)
            store.put(name_of(number), content)
            print(f"kept {number}", flush=True)


if __name__ == "__main__":
    main()

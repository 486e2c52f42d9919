# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""From passphrase to key: Argon2id with parameters that fit the laptop."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, replace

from argon2.low_level import Type, hash_secret_raw

from assist.errors import DamagedFile

FLOOR_M_KIB, FLOOR_T = 64 * 1024, 3
SLOW_ENOUGH_S, FAST_S, MOST_PASSES = 0.8, 0.5, 12


@dataclass(frozen=True, slots=True)
class KdfPolicy:
    """Memory in KiB, passes and lanes. ``for_tests`` allows less than the floor."""

    m_kib: int = 256 * 1024
    t: int = 3
    p: int = 4
    for_tests: bool = False

    def check(self) -> None:
        """Refuse parameters below the floor, and what no derivation takes: a lowered slot is not opened."""
        is_none = self.t < 1 or self.p < 1 or self.m_kib < 8 * self.p
        if is_none or (not self.for_tests and (self.m_kib < FLOOR_M_KIB or self.t < FLOOR_T)):
            raise DamagedFile("slot.weak")


SHIPPED = KdfPolicy()
LIGHTEST = KdfPolicy(FLOOR_M_KIB, FLOOR_T)
"""No less is ever taken: for words that are drawn by dice, and for a passphrase that is known to everybody."""
FOR_TESTS = KdfPolicy(8 * 1024, 1, 1, for_tests=True)


def derive(secret: bytes, salt: bytes, policy: KdfPolicy) -> bytes:
    """32 bytes; takes the time the policy asks for."""
    return hash_secret_raw(secret, salt, policy.t, policy.m_kib, policy.p, 32, Type.ID)


def fitting() -> KdfPolicy:
    """What this laptop can bear: less memory where there is little, more passes where it is fast."""
    gib = _memory_gib()
    policy = SHIPPED
    if gib < 3:
        policy = replace(SHIPPED, m_kib=FLOOR_M_KIB, t=4)
    elif gib < 6:
        policy = replace(SHIPPED, m_kib=128 * 1024)
    took = _seconds(policy)
    while took < FAST_S and policy.t < MOST_PASSES:
        policy = replace(policy, t=min(MOST_PASSES, max(policy.t + 1, int(policy.t * SLOW_ENOUGH_S / took))))
        took = _seconds(policy)
    return policy


def _seconds(policy: KdfPolicy) -> float:
    start = time.perf_counter()
    derive(b"how fast is this laptop", b"amparo/measure/1", policy)
    return time.perf_counter() - start


def _memory_gib() -> float:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    except (AttributeError, ValueError, OSError):
        return 4.0

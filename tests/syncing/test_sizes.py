# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What whoever keeps the objects can read off them: sizes, names and times, and that they say nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from assist.crypto import seal
from assist.sync import names
from assist.sync.bundles import SMALLEST
from assist.sync.publish import A_DAY
from assist.sync.stores.folder import EVER_THE_SAME, FolderStore
from tests.syncing.model import Laptop, RoughStore, counting, examples, meet_until_quiet, team_of
from tests.totals import Totals

LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
SEALS = examples(20_000, "AMPARO_SEALS")
CHI_SQUARED = 61.1
"""With 31 degrees of freedom chance alone is above it once in a thousand times."""


@pytest.fixture
def pair() -> Iterator[tuple[RoughStore, Laptop, Laptop]]:
    """A store, Ana and Beto."""
    store = RoughStore()
    with counting(), team_of("Ana", "Beto", store=store) as (ana, beto):
        yield store, ana, beto


@pytest.mark.parametrize("edits", [1, 2, 5, 8, 12, 20, 35, 50])
def test_an_hour_of_one_edit_and_an_hour_of_fifty_look_alike(pair: tuple[RoughStore, Laptop, Laptop], edits: int):
    """Every object of either has the one size."""
    store, ana, beto = pair
    cases = sorted(ana.everything())
    cases += [ana.first_contact("Luz") for _ in range(10)]
    ana.round(store)
    before = set(store.objects)
    for number in range(edits):
        ana.save("F01", cases[number % len(cases)], chosen_name=f"Killa {number}")

    ana.round(store)

    made = [len(store.objects[name]) for name in set(store.objects) - before]
    assert set(made) == {SMALLEST}
    assert len(made) == 1 if edits <= 8 else len(made) <= 1 + edits // 6
    meet_until_quiet([ana, beto], store)
    assert ana.everything() == beto.everything()


def test_what_a_day_of_import_brings_goes_in_one_large_object(pair: tuple[RoughStore, Laptop, Laptop]):
    """It would be hundreds of small ones otherwise, which hide nothing."""
    store, ana, beto = pair
    before, case = set(store.objects), min(ana.everything())
    for number in range(A_DAY + 1):
        ana.save("F01", case, chosen_name=f"Killa {number}")

    ana.round(store)

    (name,) = set(store.objects) - before
    assert len(store.objects[name]) > SMALLEST
    assert len(store.objects[name]) == seal.padme(len(store.objects[name]))
    meet_until_quiet([ana, beto], store)
    assert ana.everything() == beto.everything()


def test_names_are_spread_evenly_over_all_letters_and_never_the_same_twice():
    """Forty thousand of one stream, one after the other: no letter at no place comes more often than chance has it."""
    key = names.name_key(bytes(range(32)))
    made = [names.bundle_name(key, bytes(16), seq) for seq in range(1, 40_001)]

    assert len(set(made)) == len(made)
    for place in (*range(25), slice(0, 25)):
        signs = Counter("".join(name[place] for name in made))
        expected = sum(signs.values()) / len(LETTERS)
        assert sum((signs[letter] - expected) ** 2 / expected for letter in LETTERS) < CHI_SQUARED


def test_files_of_a_folder_tell_no_time(pair: tuple[RoughStore, Laptop, Laptop], tmp_path: Path):
    """Objects and sub-folders carry one and the same time, whenever they came."""
    _store, ana, _beto = pair
    folder = FolderStore(tmp_path)
    for number in range(3):
        ana.save("F01", min(ana.everything()), chosen_name=f"Killa {number}")
        ana.round(folder)

    times = {path.stat().st_mtime for path in tmp_path.rglob("*")}
    assert times == {EVER_THE_SAME}


def test_no_salt_comes_twice_in_a_million():
    """Each object is sealed under a key that its salt made for it alone."""
    salts = {seal.seal(bytes(32), b"amparo/test/v1", b"", b"")[: seal.SALT_BYTES] for _ in range(SEALS)}

    assert len(salts) == SEALS
    Totals({"salts, each once": SEALS}).write("seals")

# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole way between two laptops over every kind of meeting place, behind its real server."""

from __future__ import annotations

from pathlib import Path

import pytest

from assist.sync.mirror import mirror
from assist.sync.stores.folder import FolderStore
from tests.syncing.stores_served import KINDS, Served
from tests.syncing.team import met, settle


@pytest.mark.parametrize("kind", KINDS)
def test_two_laptops_meet_over_it(place: Served, tmp_path: Path):
    """Straight over the store: both hold the same, and the place holds nothing readable."""
    ana, beto = met(tmp_path, "Ana", "Beto")
    with place.open() as store:
        case = ana.first_contact("Killa")
        settle([ana, beto], store)
        beto.save("F01", case, chosen_name="Killa Mar")
        settle([beto, ana], store)
        objects = [store.get(name) or b"" for name in store.list("")]

    assert ana.everything() == beto.everything() != {}
    assert ana.sync.troubles() == beto.sync.troubles() == []
    assert objects
    assert not any(b"Killa" in each for each in objects)
    ana.close()
    beto.close()


def test_two_relays_and_a_stick_carried_between_them_by_somebody_without_a_key(tmp_path: Path):
    """Each laptop knows its own folder only; whoever walks with the stick reads nothing and loses nothing."""
    ana, beto = met(tmp_path, "Ana", "Beto")
    places = {name: tmp_path / name for name in ("here", "there", "stick")}
    for folder in places.values():
        folder.mkdir()
    here, there, stick = (FolderStore(folder) for folder in places.values())

    def walk() -> None:
        for relay in (here, stick), (there, stick):
            mirror(relay[0], [("stick", relay[1])])

    case = ana.first_contact("Killa")
    ana.round(here)
    walk()
    beto.round(there)
    beto.save("F01", case, chosen_name="Killa Mar")
    beto.round(there)
    walk(), walk()
    ana.round(here)

    assert ana.everything() == beto.everything() != {}
    assert here.list("") == there.list("") == stick.list("")
    ana.close()
    beto.close()

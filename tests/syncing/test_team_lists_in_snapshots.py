# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A laptop that comes new finds the directory and the week where bundles have given way to snapshots."""

from __future__ import annotations

from tests.services.test_directory import put
from tests.syncing.compacting import compacted, four_laptops, is_new, rough_store
from tests.syncing.model import Laptop, RoughStore, meet_until_quiet

store, team = rough_store, four_laptops
WEEK = ("2026-11-30", "2026-12-06")


def test_a_new_laptop_has_the_whole_directory_and_every_appointment(team: list[Laptop], store: RoughStore):
    """Names, promises, the days one was on before; and it goes on from there."""
    ana, beto, carla, dora = team
    case = min(ana.everything())
    entry = put(ana.desk, kind="interpreter", name="Ramona", promise_until="2027-01-01")
    _case, record = beto.save("APPT", case, kind="health", on="2026-12-01", at="9:00")
    meet_until_quiet([ana, beto, carla], store)
    ana.desk.appointments.move(case, record, "2026-12-03")
    meet_until_quiet([ana, beto, carla], store)
    is_new(dora)
    for laptop in (ana, beto, carla):
        compacted(laptop, store)
    meet_until_quiet(team, store)

    for laptop in team:
        assert laptop.desk.directory.listed() == [entry]
        assert laptop.desk.directory.names(entry.ref) == ("Ramona",)
        (found,) = laptop.desk.appointments.between(*WEEK)
        assert (found.agreed.on, found.agreed.moved) == ("2026-12-03", (("2026-12-01", "09:00"),))
    put(dora.desk, entry.ref, vetted_on="2026-11-20")
    meet_until_quiet(team, store)
    assert {laptop.desk.directory.listed()[0].vetted_on for laptop in team} == {"2026-11-20"}
    assert dora.sync.troubles() == []

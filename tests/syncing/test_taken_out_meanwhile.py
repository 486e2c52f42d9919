# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A laptop was taken out, and a colleague who has not heard of it yet meets at the place: the list comes first."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from assist.errors import AssistError
from tests.syncing.at_place import at
from tests.syncing.team import Member


def test_what_was_written_before_hearing_of_it_is_not_read_by_who_was_taken_out(
    team: Callable[..., list[Member]], stick: Path
):
    """One round is enough: it asks who belongs here before it seals anything, on the own laptop's relay too."""
    members = ana, beto, carla = team("Ana", "Beto", "Carla")
    for _turn in range(2):
        for member in members:
            at(member, stick)
    ana.desk.leaving.laptop(carla.desk.bench.ring.identity.profile.hex())
    at(ana, stick)
    case = beto.first_contact("Killa")

    at(beto, stick)
    at(ana, stick)
    with suppress(AssistError):
        at(carla, stick)

    assert case in ana.everything()
    assert case not in carla.everything()

# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One server of each kind for all tests that may share it, and a fresh folder of it for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.syncing.stores_served import KINDS, Served, served
from tests.syncing.team import Member, MemoryStore, met


@pytest.fixture(scope="session")
def shared_servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Served]]:
    """Started when first asked for."""
    running: dict[str, Served] = {}
    with ExitStack() as ends:
        def of(kind: str) -> Served:
            if kind not in running:
                running[kind] = ends.enter_context(served(kind, tmp_path_factory.mktemp(kind)))
            return running[kind]

        yield of


@pytest.fixture
def place(kind: str, shared_servers: Callable[[str], Served], tmp_path: Path) -> Served:
    """An empty store of this kind."""
    return shared_servers(kind).at(f"{tmp_path.parent.name}-{tmp_path.name}")


@pytest.fixture(scope="session")
def shared_places(shared_servers: Callable[[str], Served], tmp_path_factory: pytest.TempPathFactory) -> (
        dict[str, Served]):
    """One place of each kind for tests that change nothing there."""
    return {kind: shared_servers(kind).at(tmp_path_factory.mktemp("shared").name) for kind in KINDS}


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Callable[..., list[Member]]]:
    """``team("Ana", "Beto")``: the first founded the organisation, the others joined it."""
    members: list[Member] = []

    def meet(*called: str) -> list[Member]:
        members.extend(met(tmp_path, *called))
        return members

    yield meet
    for member in members:
        member.close()


@pytest.fixture
def three(team: Callable[..., list[Member]]) -> list[Member]:
    """Ana the custodian, Beto the worker, Carla who is no reader of his cases."""
    return team("Ana", "Beto", "Carla")


@pytest.fixture
def store() -> MemoryStore:
    """Where they meet."""
    return MemoryStore()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """A folder everybody can get to."""
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder

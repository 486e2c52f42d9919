# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How far each number of a system of sums can go while all sums hold; exact, in whole numbers.

Cells, sums and totals are edges of a network in which what comes into a point also goes out of it. For such a network
the bounds of linear programming are whole numbers, and a longest push along other edges finds them.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator


class Network:
    """Edges with the number they hold and the least and most they may hold."""

    def __init__(self) -> None:
        self._edges: list[tuple[str, str, int, int]] = []
        self._held: list[int] = []
        self._at: dict[str, list[int]] = defaultdict(list)

    def add(self, start: str, end: str, held: int, least: int, most: int) -> int:
        """A number; returns its place. Raises ValueError where it lies outside its bounds."""
        if not least <= held <= most:
            raise ValueError("a number outside its bounds")
        place = len(self._edges)
        self._edges.append((start, end, least, most))
        self._held.append(held)
        self._at[start].append(place)
        self._at[end].append(place)
        return place

    def span(self, place: int) -> tuple[int, int]:
        """The least and the most this number can be."""
        start, end, least, most = self._edges[place]
        held = self._held[place]
        up = self._pushed(end, start, place, most - held)
        down = self._pushed(start, end, place, held - least)
        return held - down, held + up

    def _pushed(self, source: str, sink: str, without: int, wanted: int) -> int:
        """How much more can be brought from one point to another without this edge, at most ``wanted``."""
        held, done = self._held.copy(), 0
        while done < wanted and (path := self._path(source, sink, without, held)):
            step = min(wanted - done, *(self._room(edge, held, is_along) for edge, is_along in path))
            for edge, is_along in path:
                held[edge] += step if is_along else -step
            done += step
        return done

    def _path(self, source: str, sink: str, without: int, held: list[int]) -> list[tuple[int, bool]]:
        """The shortest way that has room; empty where there is none."""
        came: dict[str, tuple[str, int, bool]] = {}
        waiting = deque([source])
        while waiting and sink not in came:
            point = waiting.popleft()
            for edge, is_along, other in self._out_of(point, without, held):
                if other not in came and other != source:
                    came[other] = (point, edge, is_along)
                    waiting.append(other)
        path: list[tuple[int, bool]] = []
        point = sink
        while point in came:
            point, edge, is_along = came[point]
            path.append((edge, is_along))
        return path

    def _out_of(self, point: str, without: int, held: list[int]) -> Iterator[tuple[int, bool, str]]:
        for edge in self._at[point]:
            start, end, _least, _most = self._edges[edge]
            is_along = start == point
            if edge != without and self._room(edge, held, is_along) > 0:
                yield edge, is_along, end if is_along else start

    def _room(self, edge: int, held: list[int], is_along: bool) -> int:
        _start, _end, least, most = self._edges[edge]
        return most - held[edge] if is_along else held[edge] - least

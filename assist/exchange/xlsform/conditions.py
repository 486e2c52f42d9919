# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""When a question is shown: from ``relevant`` to our rules and back; pure.

Only what a rule of ours can say is read, and it means the same there: whatever else is in a condition, the whole of
it is left for a person to decide.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from forms.building import DEEPEST_RULE
from forms.model import Rule

LONGEST = 2_000
_TOKEN = re.compile(r"""\s*(?:
    (?P<field>\$\{\s*[^{}\s]{1,120}\s*\})|(?P<text>'[^']{0,200}'|"[^"]{0,200}")|(?P<number>-?\d{1,12}(?![\w.]))|
    (?P<sign>!=|=|>|\(|\)|,)|(?P<word>[A-Za-z][A-Za-z-]{0,30}))""", re.VERBOSE)
_LIMIT = re.compile(r"\.\s*(>=|<=|>|<|=)\s*(-?\d{1,9})")


class NotOurs(Exception):
    """A condition of which our rules cannot say all."""


def rule_of(condition: str) -> dict[str, Any]:
    """A rule, as a definition holds it. Raises NotOurs."""
    if len(condition) > LONGEST:
        raise NotOurs
    reader = _Reader(list(_tokens(condition)))
    rule = reader.either(0)
    if reader.rest or depth_of(rule) > DEEPEST_RULE:
        raise NotOurs
    return rule


def depth_of(rule: Mapping[str, Any]) -> int:
    """How many rules stand inside each other below this one."""
    inner = [*_listed(rule.get("all")), *_listed(rule.get("any")), *([rule["not"]] if "not" in rule else [])]
    return max((1 + depth_of(part) for part in inner), default=0)


def _tokens(condition: str) -> Iterator[tuple[str, str]]:
    at, end = 0, len(condition.rstrip())
    while at < end:
        found = _TOKEN.match(condition, at)
        if found is None or found.lastgroup is None:
            raise NotOurs
        at = found.end()
        said = found[found.lastgroup]
        yield found.lastgroup, said[2:-1].strip() if found.lastgroup == "field" else (
            said[1:-1] if found.lastgroup == "text" else said)


class _Reader:
    """Reads tokens from left to right: or, and, not, and what stands between them."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.rest = tokens[::-1]

    def either(self, depth: int) -> dict[str, Any]:
        """Parts parted by ``or``."""
        return self._many("or", "any", self._every, depth)

    def _every(self, depth: int) -> dict[str, Any]:
        return self._many("and", "all", self._one, depth)

    def _many(self, word: str, shape: str, part: Callable[[int], dict[str, Any]], depth: int) -> dict[str, Any]:
        found = [part(depth + 1)]
        while self._is_next("word", word):
            self.rest.pop()
            found.append(part(depth + 1))
        return found[0] if len(found) == 1 else {shape: found}

    def _one(self, depth: int) -> dict[str, Any]:
        if depth > 6 * DEEPEST_RULE:
            raise NotOurs
        kind, said = self._take()
        if (kind, said) == ("sign", "("):
            inner = self.either(depth + 1)
            self._need("sign", ")")
            return inner
        if (kind, said) == ("word", "not"):
            self._need("sign", "(")
            inner = self.either(depth + 1)
            self._need("sign", ")")
            return {"not": inner}
        if (kind, said) == ("word", "selected"):
            return self._selected()
        if (kind, said) == ("word", "string-length"):
            return self._long()
        if kind != "field":
            raise NotOurs
        return self._compared(said)

    def _selected(self) -> dict[str, Any]:
        self._need("sign", "(")
        field = self._need("field")
        self._need("sign", ",")
        code = self._need("text")
        self._need("sign", ")")
        return {"field": field, "in": [_code(code)]}

    def _long(self) -> dict[str, Any]:
        self._need("sign", "(")
        field = self._need("field")
        self._need("sign", ")")
        self._need("sign", ">")
        if self._need("number") != "0":
            raise NotOurs
        return {"answered": field}

    def _compared(self, field: str) -> dict[str, Any]:
        sign = self._need("sign")
        kind, said = self._take()
        if sign not in ("=", "!=") or kind not in ("text", "number"):
            raise NotOurs
        if not said:
            return {"answered": field} if sign == "!=" else {"not": {"answered": field}}
        is_so = {"field": field, "in": [_code(said)]}
        return is_so if sign == "=" else {"not": is_so}

    def _take(self) -> tuple[str, str]:
        if not self.rest:
            raise NotOurs
        return self.rest.pop()

    def _is_next(self, kind: str, said: str) -> bool:
        return bool(self.rest) and self.rest[-1] == (kind, said)

    def _need(self, kind: str, said: str = "") -> str:
        found = self._take()
        if found[0] != kind or (said and found[1] != said):
            raise NotOurs
        return found[1]


def _code(said: str) -> str:
    """The code of a choice, as it is read from the sheet of choices: without blanks around it."""
    if not said.strip():
        raise NotOurs
    return said.strip()


def limits_of(constraint: str) -> dict[str, str] | None:
    """``. >= 0 and . <= 20`` as a least and a most; None when there is anything else in it."""
    found: dict[str, str] = {}
    for part in " ".join(constraint.split()).split(" and "):
        limit = _LIMIT.fullmatch(part.strip().strip("()").strip())
        if limit is None or limit[1] == "=":
            return None
        value = int(limit[2]) + {">": 1, "<": -1}.get(limit[1], 0)
        name = "minimum" if limit[1].startswith(">") else "maximum"
        if name in found:
            return None
        found[name] = str(value)
    return found


def condition_of(rule: Rule, places: Mapping[str, tuple[str, ...]]) -> str:
    """A rule as ``relevant``. ``places``: the questions by which each field of ours is asked.

    Raises KeyError for a field that is not asked there, and NotOurs for a code that cannot stand in a condition.
    """
    if "field" in rule:
        return _chosen(rule, places)
    if "answered" in rule:
        return f"${{{places[str(rule['answered'])][0]}}} != ''"
    if "not" in rule:
        return f"not({condition_of(_rule(rule['not']), places)})"
    word = "all" if "all" in rule else "any"
    parts = [condition_of(_rule(part), places) for part in _listed(rule[word])]
    return "(" + (" and " if word == "all" else " or ").join(parts) + ")"


def _chosen(rule: Rule, places: Mapping[str, tuple[str, ...]]) -> str:
    fields = places[str(rule["field"])]
    codes = _listed(rule["in"] if "in" in rule else rule["not_in"])
    if any("'" in code for code in codes):
        raise NotOurs
    said = " or ".join(f"selected(${{{field}}}, '{code}')" for field in fields for code in codes)
    if "in" in rule:
        return f"({said})"
    return f"(${{{fields[0]}}} != '' and not({said}))"


def _rule(part: object) -> Rule:
    if not isinstance(part, Mapping):
        raise NotOurs
    return part


def _listed(parts: object) -> list[Any]:
    return list(parts) if isinstance(parts, list | tuple) else []

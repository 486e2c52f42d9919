# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""YAML in which everything is text."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import yaml

from forms.problems import DefinitionProblem

_TWICE = "the same line stands twice"
_KINDS = ("tag:yaml.org,2002:str", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map", None)


class _Strings(yaml.SafeLoader):
    """Reads every plain scalar as text: ``yes``, ``no`` and ``NO`` are codes, not truth (ruling 84).

    Knows strings, lists and mappings; any other tag is refused, whoever wrote it.
    """

    yaml_implicit_resolvers: dict[str, list[tuple[str, Any]]] = {}
    yaml_constructors = {kind: yaml.SafeLoader.yaml_constructors[kind] for kind in _KINDS}

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        """As before, but a line that stands twice is a mistake and not a change of mind."""
        seen: set[str] = set()
        for line in (key for key, _value in node.value if isinstance(key, yaml.ScalarNode)):
            if line.value in seen:
                raise yaml.constructor.ConstructorError(None, None, _TWICE, line.start_mark)
            seen.add(line.value)
        return super().construct_mapping(node, deep)


def read(text: str, name: str) -> Any:
    """Parse text with strings only; raises DefinitionProblem with the line."""
    try:
        return yaml.load(text, Loader=_Strings)  # noqa: S506 - a SafeLoader without even its resolvers
    except yaml.YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        sentence = _TWICE if getattr(problem, "problem", "") == _TWICE else "this is not valid YAML"
        raise DefinitionProblem(name, f"line {mark.line + 1}" if mark else "", sentence) from None
    except (ValueError, RecursionError):  # signs no file may hold, and nesting without end
        raise DefinitionProblem(name, "", "this is not valid YAML") from None

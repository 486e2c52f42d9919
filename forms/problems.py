# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What forms say when a value or a definition cannot be used: a stable code, never the value itself."""

from __future__ import annotations


class FieldProblem(ValueError):
    """A value that this question cannot hold; ``details`` hold limits and keys, no answer."""

    def __init__(self, code: str, **details: int | str) -> None:
        super().__init__(code)
        self.code = code
        self.details = details


class DefinitionProblem(ValueError):
    """A form definition that cannot be read: which file, where in it, and one plain sentence."""

    def __init__(self, file: str, place: str, sentence: str) -> None:
        super().__init__(f"{file}, {place}: {sentence}" if place else f"{file}: {sentence}")
        self.file = file
        self.place = place
        self.sentence = sentence

# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""``python -m forms.linter`` says what is to be mended; ``--freeze`` remembers the versions that ship."""

from __future__ import annotations

import sys

from forms.linter import lint_shipped
from forms.linter.frozen import freeze


def main(arguments: list[str]) -> int:
    """Print findings one a line; 1 when there are any."""
    if arguments == ["--freeze"]:
        print(f"{len(freeze())} versions frozen")
    found = lint_shipped()
    for finding in found:
        print(finding)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

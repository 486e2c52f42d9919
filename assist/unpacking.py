# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What unpacking bytes of unknown origin may raise; whoever unpacks turns it into one plain sentence."""

from __future__ import annotations

import msgspec

UNREADABLE = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
"""A wrong shape, a text that is no UTF-8 (which msgspec passes on as it is), a nesting too deep to follow."""

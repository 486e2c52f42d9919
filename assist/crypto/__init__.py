# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bytes in, bytes out: seals, wraps, slots, signatures and words."""

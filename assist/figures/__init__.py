# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Figures from which nobody can be recovered: counts go in, and what may be shown of them comes out; pure.

``shapes`` says what is counted and what is shown, ``editions.publish`` is the one way from the first to the second.
"""

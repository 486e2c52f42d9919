# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Figures about the work itself, R-01 to R-34, read from the books of cases one person at a time (practice.md d3)."""

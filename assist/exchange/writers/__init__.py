# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows of a profile as a file: comma-separated, JSON or a workbook; and read back from each."""

# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The wire: what is exchanged, and the places and the mirror it is exchanged by."""

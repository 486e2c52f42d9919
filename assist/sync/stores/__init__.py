# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Places that laptops meet over; nothing else in the house reaches a network."""

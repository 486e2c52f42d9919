# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What comes in from other tools, and what goes out to them: profiles, facts, columns and how they are written."""

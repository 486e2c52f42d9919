# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How people reach the application: the window and the command line."""

__version__ = "0.1.0"

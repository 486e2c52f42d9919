# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Forms as data: definitions and the engine that reads them; knows neither people nor cases."""

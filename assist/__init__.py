# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The application itself: domain, use cases, gate, crypto, reports and exchange; it knows neither screen nor disk."""

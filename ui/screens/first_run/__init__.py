# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The first minutes: a language, a way to begin, a passphrase on paper."""

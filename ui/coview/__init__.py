# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pages made to be looked at together: large, plain, and of one case alone.

They hold flat rows of that case and say what was wanted by signals; they know no service and no screen.
"""

# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""XLSForm, the workbook by which Kobo and ODK describe a form: in as a draft, out for partners who use a telephone."""

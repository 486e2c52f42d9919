# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every field that is written in, under one roof."""

from __future__ import annotations

from ui.widgets.date_field import DateField
from ui.widgets.line_edit import LineEdit, NumberField
from ui.widgets.money_field import MoneyField
from ui.widgets.searchable import SearchableChoice, SearchableMany
from ui.widgets.text_area import TextArea

__all__ = ["DateField", "LineEdit", "MoneyField", "NumberField", "SearchableChoice", "SearchableMany", "TextArea"]

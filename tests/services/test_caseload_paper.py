# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The caseload on paper says every stage and every duty in whole words."""

from __future__ import annotations

import pypdfium2
import pytest

from assist.domain.duties import RULES
from assist.domain.stages import STAGES
from assist.reports.caseload import render
from assist.reports.order import ReportOrder
from assist.views import CaseloadRow

BANDS = ("low", "moderate", "high", "extreme")


@pytest.mark.parametrize("language", ["en", "es", "pt", "fr"])
def test_no_stage_and_no_duty_is_cut(language: str):
    """Whoever reads it in a meeting sees what is to be done, with its day in the longest month."""
    rows = [
        CaseloadRow("7K3PQ9XM", STAGES[place % len(STAGES)], "2026-09-28", rule, 128, BANDS[place % 4], "")
        for place, rule in enumerate(sorted(RULES))]

    pdf = render(rows, ReportOrder(language=language, today="2026-11-25", print_id="7K3PQ9XM")).pdf

    with pypdfium2.PdfDocument(pdf) as document:
        words = "".join(page.get_textpage().get_text_range() for page in document)
    assert "…" not in words

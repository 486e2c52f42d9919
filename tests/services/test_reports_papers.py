# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The caseload and blank forms as files."""

from __future__ import annotations

import stat
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
import pytest

from assist.desk import Desk
from assist.services import paper as paper_service
from assist.services.paper import print_blank
from tests.services.reported_case import a_case, refused, words_of


@pytest.mark.rule("WP-02")
def test_the_caseload_on_paper_has_codes_and_no_name(desk: Desk, tmp_path: Path) -> None:
    case = a_case(desk)
    desk.clock.set(datetime(2026, 12, 1, 10, tzinfo=UTC))  # type: ignore[attr-defined]

    saved = desk.reports.caseloads.save(
        *desk.reports.caseload_paper(desk.cases.caseload(), "en"), tmp_path / "load.pdf")

    text = words_of(saved.file.read_bytes())
    code = desk.cases.header(case).code
    assert f"{code[:3]}-{code[3:6]}-{code[6:]}" in text
    assert " 6 " in text
    assert "Killa" not in text
    assert "Ana" not in text
    assert desk.reports.printed(saved.print_id) is not None


def test_a_blank_form_is_saved_without_a_line_about_anybody(desk: Desk, tmp_path: Path) -> None:
    before = len(desk.auditing.newest())

    pages = desk.paper.blank("F01", "pt", tmp_path / "f01.pdf")

    assert pages == len(pypdfium2.PdfDocument((tmp_path / "f01.pdf").read_bytes()))
    assert stat.S_IMODE((tmp_path / "f01.pdf").stat().st_mode) == 0o600
    assert len(desk.auditing.newest()) == before


def test_a_blank_form_needs_no_workspace_and_every_sheet_has_its_own_number(tmp_path: Path) -> None:
    print_blank("F01", "es", tmp_path / "one.pdf")
    print_blank("F01", "es", tmp_path / "two.pdf")

    assert words_of((tmp_path / "one.pdf").read_bytes()) != words_of((tmp_path / "two.pdf").read_bytes())
    assert len({paper_service.number() for _ in range(200)}) == 200


@pytest.mark.parametrize("form", ["F17", "F02", "F99", ""])
def test_a_form_without_a_paper_version_is_not_printed(form: str, tmp_path: Path) -> None:
    assert refused(lambda: print_blank(form, "es", tmp_path / "x.pdf")) == "form.no_paper"
    assert not (tmp_path / "x.pdf").exists()

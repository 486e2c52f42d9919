# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A remark that came with a spreadsheet says, once shown, where it seems to belong (ruling 37)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from assist.desk import Desk
from assist.views import CaseQuery


def test_each_remark_is_shown_with_where_it_seems_to_belong(desk: Desk, csv_file: Callable[..., Path]):
    """Avoid, contact, child, language; what says none of them stands alone."""
    desk.imports.bring(desk.imports.look(csv_file(
        "Nome social;Observações;Notas;Observaciones;Remarks;Obs.",
        "Iara;No preguntar por el hermano;Llamar de mañana;Tiene una hija;Habla quechua;Pedir sillas")))
    case = desk.cases.listed(CaseQuery())[0].case

    shown = desk.cases.reveal_remarks(case)

    assert sorted(shown) == [
        "About a child with her: Tiene una hija", "About language: Habla quechua",
        "About safe contact: Llamar de mañana", "About what to avoid here: No preguntar por el hermano", "Pedir sillas"]


def test_a_sorted_remark_takes_its_place_and_no_other(desk: Desk, csv_file: Callable[..., Path]):
    """The others keep theirs."""
    desk.imports.bring(desk.imports.look(csv_file(
        "Nome social;Observações;Notas", "Iara;No preguntar por el hermano;Llamar de mañana")))
    case = desk.cases.listed(CaseQuery())[0].case

    desk.care.sorted_out(case, "No preguntar por el hermano")

    assert desk.cases.reveal_remarks(case) == ("About safe contact: Llamar de mañana",)
    assert desk.cases.now(case).to_sort == ("Llamar de mañana",)

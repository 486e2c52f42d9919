# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bringing in a register and a sealed referral, for the pictures of all screens; taken back at the end."""

from __future__ import annotations

import tempfile
from pathlib import Path

from assist.crypto import age
from assist.exchange import packet
from assist.exchange.packet import Packet
from tests.screens.laptop import Laptop
from tests.screens.shown_attached import Takes
from ui.dialogs.sheet import Sheet

REGISTER = (
    "N°;Nombre y apellidos;Apodo;F. nac.;Nacionalidad;Fecha ingreso;Necesidades;Consent.;Meta laboral;Sala;Estado",
    "1;Ñusta Peña Güemes;Ñusta;13/03/1988;peruana;14/02/2025;comida; documentos;sí (verbal);panadería;B2;activo",
    "2;N.N.;Rosa;12/10/1990;Haití;03/04/2025;abogado;pendiente;;A1;seguimiento",
    "3;Conceição Ávila;;28/09/1993;brasileira;25/07/2023;alojamiento;sí;coser;;cerrado",
    "3;Lucía Sosa;Lucha;quizás 1991;boliviana;2024;comida;no;;;activo", ";;;;;;;;;;", "TOTAL;4;;;;;;;;;",
)


def brought(album: Takes, laptop: Laptop) -> None:
    """Every page of the assistant."""
    screen = laptop.go("bring")
    album.take(laptop, "bring-file")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "registro.csv"
        file.write_text("\n".join(row.replace("comida; documentos", "comida") for row in REGISTER), "utf-8")
        screen.take(file)
        album.take(laptop, "bring-columns")
        screen.columns.change.click()
        album.take(laptop, "bring-what-is-this-column")
        _sheet(laptop).close_sheet()
        screen.columns.go_on.click()
        album.take(laptop, "bring-every-row")
        screen.bring()
        album.take(laptop, "bring-is-in")
        screen._undo()
        laptop.settle()
        _secret, public = age.new_identity()
        sealed, key = Path(folder) / "derivacion.age", Path(folder) / "casa.key"
        key.write_text(_secret, "utf-8")
        sealed.write_bytes(age.encrypted(packet.encoded(Packet(
            "legal", {"called": ("Killa",), "language": ("quz",), "needs": ("documents", "work"),
                      "goals": ("Terminar la escuela", "Coser y vender")}, ("what_happened", "family"))), public))
        screen.take(sealed)
        laptop.settle()
        screen.sealed.take_key(key)
        screen.sealed.sender.setText("Centro Sur")
        album.take(laptop, "bring-sealed")
        screen.sealed.open.click()
        album.take(laptop, "bring-sealed-says")
        screen.start_again()


def _sheet(laptop: Laptop) -> Sheet:
    return next(each for each in laptop.window.findChildren(Sheet) if each.isVisible())

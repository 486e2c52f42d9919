# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Three files as shelters have them, invented, each row beside the fate it must have."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.exchanging.written import sheet, write

Fates = dict[int, str]
IMPORTED, FLAGGED, SKIPPED, EMPTY = "imported", "flagged", "skipped", "empty"

HEADINGS = ["N°", "Nombre y apellidos", "F. nac.", "Nacionalidad", "Sexo", "Fecha ingreso", "Necesidades",
            "Quién deriva", "Consent.", "Meta psicosocial", "Meta productiva", "Protección", "Observaciones", "Estado"]
_DOUBLE = [6, "Mirlande Toussaint", "aprox. 1993", "hondureña", "mujer trans", "aprox. 2025", "estudiar; documentos",
           "PNP", "Sí", "poner un negocito", "poner un negocito", "no", "-", "cerrado 2025"]

SHELTER: list[tuple[str, list[object]]] = [
    ("", ["ALBERGUE – REGISTRO (CONFIDENCIAL)"]), ("", []), ("", HEADINGS),
    (FLAGGED, [1, "Killa Condori", date(1988, 3, 13), "peruana", "M", "aprox. 2022", "comida; documentos", "otra ONG",
               "sí (verbal)", "terminar la secundaria", "trabajar en peluquería", "TESTIGO PROTEGIDA", "", "ACTIVO"]),
    (IMPORTED, [2, "Marisol Ajú", "", "Bolivia", "mujer trans", "", "comida", "otra ONG", "pendiente", "",
                "dormir mejor", "", "Prefiere psicóloga mujer", "ACTIVO"]),
    (IMPORTED, [3, "Ñasaindy Araújo", "12/10/1972", "Haití", "mujer trans", date(2026, 4, 16), "documentos", "Policía",
                "pendiente", "que su hijo vuelva a la escuela", "no depender de nadie", "reserva de identidad",
                "+51 9XX no es seguro", "se fue"]),
    (FLAGGED, [4, "Wayra Pop", "aprox. 1986", "peruana", "m", "", "trabajo; dinero; abogado", "Fiscalía", "NO",
               "curso de panadería", "sacar su DNI", "riesgo alto", "Llamar sólo de mañana", "se fue"]),
    (IMPORTED, [5, "(reservado)", "Feb 1998", "Guatemala", "femenino", "", "", "PNP", "", "aprender computación",
                "", "No aplica", "", "activo"]),
    (IMPORTED, _DOUBLE),
    (FLAGGED, [7, "Brígida Quispe", "1968", "paraguaya", "X", "20-06-22", "estudiar", "línea 1818", True, "",
               "hablar con su mamá", "TESTIGO PROTEGIDA", "", "seguimiento"]),
    (EMPTY, []),
    (IMPORTED, [8, "N.N.", "", "no dice", "femenino", "aprox. 2026", "documentos", "", "NO", "dormir mejor", "",
                "riesgo alto", "\u200bCaracteres raros\xa0.", "ACTIVO"]),
    (IMPORTED, [9, "Sra. L.", "16-03-79", "colombiana ", "Mujer", "22/09/2025", "abogado", "vino sola", "si", "", "",
                "", "Vino con su hija (4 a.)", "activo"]),
    (IMPORTED, [10, "  Xóchitl D'Ávila  ", "2007-01-16", "brasileira", "", "27-02-24", "", "otra ONG", "Sí", "", "", "",
                "@pendiente", "cerrado 2025"]),
    (SKIPPED, list(_DOUBLE)),
    (FLAGGED, [11, "Yeruti Güemes", date(1979, 7, 3), "VENEZUELA", "F", "2024", "un perro", "PNP", "Sí", "", "", "no",
               "Habla quechua, entiende castellano", "activo"]),
    (SKIPPED, list(HEADINGS)),
    (SKIPPED, ["AÑO 2026"]),
    (FLAGGED, [8, "Panambí Ríos", "14/12/1978", "R. Dominicana", "F", "12/07/2026", "", "Policía", "Sí", "", "", "",
               "", "activo"]),
    (EMPTY, [12]),
    (SKIPPED, ["TOTAL", 13]),
]

INTAKE: list[tuple[str, str]] = [
    ("", "Código;Nome social;Nascimento;Idioma;Chegada;Encaminhado por;Consentimento;Meta da pessoa"),
    (IMPORTED, "A000;Jandira;25/01/1980;espanhol;20/01/2024;Polícia Federal;N;abrir um salão"),
    (IMPORTED, "A001;Jandira;21/10/2003;espanhol;27/07/2026;;s;voltar a estudar"),
    (IMPORTED, "A002;Tainá;02/11/1989;português;23/08/2026;Disque 100;N;descansar"),
    (IMPORTED, "A003;Cauê;21/12/1975;guarani;08/03/2025;Polícia Federal;sim;"),
    (IMPORTED, "A004;Ámbar;23/12/1991;;09/01/2025;Disque 100;;tirar documentos"),
    (FLAGGED, "A005;Solèy;07/11/1988;tupi-guarani antigo;01/09/2024;Polícia Federal;não;abrir um salão"),
    (IMPORTED, "A006;Iara;13/04/1990;kreyòl;08/10/2025;CREAS;N;"),
    (FLAGGED, "A007;Bia;14/01/1970;português;19/13/2026;CREAS;sim, mas sem fotos;"),
]

_CODES = ["", "cas_CaseOwner", "prs_FirstName", "prs_SecondName", "con_Consent", "prs_Birthdate", "prs_Gender",
          "prs_Citizenship", "prs_MailingCity", "vic_MethodsOfControl", "vic_TypeOfExploitation",
          "vic_ForcedLabourIndustry", "cas_Status", "cas_IncomingReferralDate", ""]
_LABELS = ["", "Case Owner", "First Name", "Second Name", "Consent", "Birthdate", "Gender", "Citizenship",
           "Mailing Street", "Methods of Control", "Type of Exploitation", "Forced Labour Industry", "Status",
           "Incoming Referral Date", "Reason for Outgoing Referral"]
_HOME = ("Activities of households as employers; undifferentiated goods- and services-producing activities of "
         "households for own use")

STANDARD: list[tuple[str, list[object]]] = [
    ("", _CODES), (SKIPPED, _LABELS),
    (IMPORTED, [1, "caseworker 1", "", "", "TRUE", "1998-10-16", "Masculine", "Guatemala", "",
                "Takes earnings; Threats", "Forced labour", _HOME, "Follow up", "2026-09-08", ""]),
    (IMPORTED, [2, "caseworker 1", "", "", "TRUE", "2005-07-21", "NonSpecifiedUnknown",
                "Colombia; Venezuela (Bolivarian Republic of)", "", "Debt bondage ; Threats", "Forced labour",
                "Construction", "Closed", "2026-01-22", "Other"]),
    (IMPORTED, [3, "caseworker 2", "", "", "FALSE", "1996-01-26", "TransgenderFeminine", "Brazil", "",
                "Debt bondage ; Threats", "Sexual exploitation", "", "Closed Referred", "2026-03-02", ""]),
    *((EMPTY, [number]) for number in range(4, 1001)),
]


def shelter(folder: Path) -> tuple[Path, Fates, int]:
    """A workbook with a title, mixed dates, doubles, sums, and an empty second sheet."""
    path = write(folder / "registro.xlsx", {
        "REGISTRO 2022-26": sheet([row for _, row in SHELTER], ["A1:N1"]), "Hoja2": sheet([])})
    return path, _fates(fate for fate, _ in SHELTER), _empty(fate for fate, _ in SHELTER)


def intake(folder: Path) -> tuple[Path, Fates, int]:
    """A text file of an old spreadsheet program in Portuguese."""
    path = folder / "ficha.csv"
    path.write_bytes("\r\n".join(line for _, line in INTAKE).encode("cp1252") + b"\r\n")
    return path, _fates(fate for fate, _ in INTAKE), 0


def standard(folder: Path) -> tuple[Path, Fates, int]:
    """The template of the standard: codes, labels, a thousand numbered rows."""
    path = write(folder / "htcds.xlsx", {"Sheet1": sheet([row for _, row in STANDARD])})
    return path, _fates(fate for fate, _ in STANDARD), _empty(fate for fate, _ in STANDARD)


def _fates(every) -> Fates:
    return {number: fate for number, fate in enumerate(every, 1) if fate not in ("", EMPTY)}


def _empty(every) -> int:
    return sum(fate == EMPTY for fate in every)

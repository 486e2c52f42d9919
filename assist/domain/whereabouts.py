# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What reads like a place: addresses, landmarks and ways to reach somebody, in four languages at once (WP-03).

It is a hint for the person who writes or reads the line, and never decides by itself.
"""

from __future__ import annotations

import re

_SMALL = r"(?:de|del|da|das|do|dos|di|du|des|la|las|el|los|le|les|l['’]|the|of|san|santa|são)"
_STREETS = (
    r"calle|callej[oó]n|avenida|av\.?|jir[oó]n|jr\.?|pasaje|psje\.?|carrera|cra\.?|carretera|transversal|diagonal|"
    r"barrio|colonia|col\.|fraccionamiento|urbanizaci[oó]n|urb\.|vereda|caser[ií]o|plaza|parque|hotel|hostal|"
    r"terminal|rua|r\.|travessa|alameda|rodovia|estrada|pra[cç]a|bairro|vila|largo|"
    r"rue|avenue|boulevard|bd\.?|impasse|chemin|all[ée]e|quartier|place|cit[ée]|"
    r"villa|comuna|municipio|distrito|distrit|sector|ciudad|pueblo|cidade|ville"
)
_PARTS = (
    r"piso|apto\.?|apartamento|departamento|dpto\.?|depto\.?|casa|lote|lt\.|manzana|mz\.?|km\.?|kil[oó]metro|nro\.?|"
    r"quadra|qd\.|bloco|andar|conjunto|apt\.?|apartment|flat|floor|room|unit|block|building|house|bus|"
    r"appt\.?|appartement|[ée]tage|b[âa]timent|n[°º]|n\.º|#"
)
_MARKS = (
    r"mercado|iglesia|terminal|estaci[oó]n|hospital|escuela|colegio|parque|plaza|comisar[ií]a|puente|hotel|farmacia|"
    r"universidad|cancha|f[áa]brica|gasolinera|rodovi[áa]ria|igreja|feira|escola|pra[cç]a|ponte|esta[cç][ãa]o|delegacia|"
    r"mercearia|posto|gare|[ée]glise|march[ée]|[ée]cole|pont|mairie|h[ôo]pital|pharmacie|station|church|school|market|"
    r"park|bridge|mall|supermarket|supermercado|supermarch[ée]|bakery|panader[ií]a|padaria|boulangerie"
)
_BESIDE = (
    r"frente a|frente al|en frente de|enfrente de|detr[áa]s de|al lado de|cerca de|a la vuelta de|junto a|"
    r"esquina con|esquina de|(?:a )?\w+ cuadras? de|perto d[aeo]|atr[áa]s d[aeo]|ao lado d[aeo]|em frente|na esquina|"
    r"pr[èe]s d[eu']|derri[èe]re|[àa] c[ôo]t[ée] d[eu']|en face d[eu']|au coin d[eu']|near|next to|behind|opposite|"
    r"across from|corner of|\w+ blocks? from"
)
_CAPITAL = r"[A-ZÁÉÍÓÚÜÑÂÊÔÃÕÇÀÈÎÛ]"

_PLACE = tuple(re.compile(pattern) for pattern in (
    rf"(?i:\b(?:{_STREETS}))\s+(?:(?i:{_SMALL})\s*)*(?:{_CAPITAL}\w|\d)",
    r"(?i:\b(?:calle|rua|rue|av\.|avenida|avenue|jir[oó]n|carrera))\s+(?:\w+[\s,]+){1,4}\d",
    rf"(?:{_CAPITAL}\w+|\d+)\s+(?:{_CAPITAL}\w+\s+)?(?i:street|st\.|road|rd\.?|avenue|ave\.?|lane|drive|boulevard|"
    r"blvd\.?|square|alley|highway|court)\b",
    rf"(?i:(?:^|(?<=[\s,]))(?:{_PARTS}))\s*\.?\s*\d",
    r"(?i)\b\d+\s*(?:er|ro|do|to|º|°|o|ª|e|[èe]me|th|nd|rd|st)?\s+(?:piso|andar|floor|[ée]tage)\b",
    rf"(?i)\b(?:{_BESIDE})l?\s+(?:{_SMALL}\s*)?(?:{_MARKS})",
    r"(?i)\b(?:cep|c\.p\.|c[oó]digo postal|code postal|zip|postcode)\b",
    r"-?\d{1,3}\.\d{3,}\s*[,;]\s*-?\d{1,3}\.\d{3,}",
    r"\b\d{5}-\d{3}\b",
))
_REACH = re.compile(r"\+?\d(?:[\s().-]?\d){6,}|[\w.+-]+@[\w-]+|\bhttps?:|\bwww\.", re.IGNORECASE)


def names_a_place(text: str) -> bool:
    """True for what reads like an address, a landmark to be found by, or a way to reach somebody (WP-03)."""
    return any(pattern.search(text) for pattern in _PLACE) or bool(_REACH.search(text))

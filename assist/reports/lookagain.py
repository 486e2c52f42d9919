# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which of somebody's own words ask for a second look before they are printed (rulings 10, 40).

A place, a person, a number to call, or words of harm. It is a hint for the person who reads
the line, in four languages at once, and never decides by itself.
"""

from __future__ import annotations

import re

from forms.wording import BANNED

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

_NAME = re.compile(rf"(?<=[\w,;)] )(?<![.!?:…] ){_CAPITAL}[a-záéíóúüñâêôãõçàèîûï'’]{{2,}}")
_NOT_NAMES = frozenset({
    "dios", "deus", "dieu", "god", "navidad", "natal", "noël", "christmas", "monday", "tuesday", "wednesday",
    "thursday", "friday", "saturday", "sunday", "january", "february", "march", "april", "june", "july", "august",
    "september", "october", "november", "december", "english", "spanish", "french", "portuguese", "internet",
})
_PEOPLE = re.compile(
    r"(?i)\b(?:se[ñn]or(?:a|es)?|senhor(?:a|es)?|monsieur|madame|mme|mrs?\.|mister|"
    r"(?:mi|su|el|meu|seu|o|mon|son|le|my|his|the) (?:ex )?(?:marido|esposo|novio|jefe|patr[oó]n|patr[ãa]o|chefe|"
    r"namorado|mari|copain|conjoint|patron|chef|husband|boyfriend|boss|ex)(?! de\b)"
    r")(?!\w)"
)
_HARM = re.compile(
    r"(?i)\b(?:golpe|pegaba|me peg[oó]|viol(?![ií]n|et|onc|[ãõ]|ist)|abus|amenaz|obligaron|oblig[oó]|encerr|"
    r"me vend|vendid[ao]s? (?:a|por)\b|(?:la|de) trata\b|trata de personas|tr[áa]fic|explot|captad|captor|v[ií]ctima|"
    r"bateu|batia|estupr|amea[cç]|for[cç]aram|for[cç]ou|trancaram|explora(?:ram|va|ção)|explorou|v[ií]tima|"
    r"frapp|menac|forc[ée]|enfermée|m['’]a (?:enferm|vend)|la traite\b|traite des|exploit|victim|"
    r"beat(?:s|en|ing)?\b|raped?\b|threat|forced|locked me|sold me|traffick|mat(?:ar|aron|ou|ó)\b|kill|tuer\b)"
)
_STEMS = re.compile(
    "(?i)(?<![^\\W_])(?:" + "|".join(sorted({re.escape(stem) for stems in BANNED.values() for stem in stems})) + ")")


def look_again(text: str) -> bool:
    """True when somebody should read this line once more before it is printed."""
    return names_a_place(text) or names_a_person(text) or bool(_HARM.search(text) or _STEMS.search(text))


def names_a_place(text: str) -> bool:
    """True for what reads like an address, a landmark to be found by, or a way to reach somebody (WP-03)."""
    return any(pattern.search(text) for pattern in _PLACE) or bool(_REACH.search(text))


def names_a_person(text: str) -> bool:
    """True for a capital letter inside a sentence, a title, or a word for one particular person."""
    if text.isupper() and len(text.split()) > 2:
        return True
    found = (match.group().casefold() for match in _NAME.finditer(text))
    return any(name not in _NOT_NAMES for name in found) or bool(_PEOPLE.search(text))

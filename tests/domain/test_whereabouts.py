# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Places are protected data: a text that reads like one is noticed, others are left in peace."""

from __future__ import annotations

import pytest

from assist.domain.whereabouts import names_a_place

PLACES = (
    "Calle Los Pinos 245", "vive en Av. Grau 1020, piso 3", "Jr. Ayacucho 512", "barrio San Martín, casa 7",
    "mz. B lote 14", "frente al mercado central", "a dos cuadras de la iglesia", "Pasaje Unión 18",
    "km 12 de la carretera",
    "trabaja en el hotel Miramar", "Carrera 7 # 45-10", "colonia Roma, departamento 4", "detrás de la terminal",
    "Rua das Flores 88", "Av. Brasil, 1500, bloco C", "perto da rodoviária", "Travessa do Porto 9", "CEP 01310-100",
    "bairro Liberdade, quadra 3", "ao lado da igreja matriz", "Praça da Sé 20", "em frente à escola",
    "Rodovia BR 101 km 30",
    "12 Main Street", "apt 4B, 90 King Road", "next to the church", "near the bus station", "Flat 3, Mill Lane",
    "across from the market", "corner of the school", "15 rue de la Paix", "avenue Foch 22, appartement 6",
    "en face de la gare", "près de l'église", "boulevard Haussmann 40", "impasse des Lilas 3", "à côté du marché",
    "quartier Delmas 33", "+51 999 888 777", "-12.0464, -77.0428",
)
HARMLESS = (
    "Quiere estudiar costura", "Durmió seis horas", "Prefiere que la llamen por la mañana", "El martes tiene cita",
    "Su hijo va a la escuela", "Trajo la constancia del curso", "Le gusta cocinar", "Pidió ayuda con los papeles",
    "Quiere descansar esta semana", "Habla quechua y castellano", "Tiene dos hijas", "Le duele la espalda",
    "Quer voltar a estudar", "Dormiu bem", "Gosta do grupo de quinta", "Pediu ajuda com os documentos",
    "Prefere falar com uma mulher", "Tem três filhos", "Vai ao médico na terça", "Quer abrir um salão",
    "Wants to rest this week", "Likes the sewing class", "Slept six hours", "Has an appointment on Tuesday",
    "Prefers to speak with a woman", "Brought the certificate", "Her son goes to school", "Asked for help with papers",
    "Veut se reposer", "Aime le cours de couture", "A dormi six heures", "A un rendez-vous mardi",
    "Préfère parler avec une femme", "A apporté l'attestation", "Son fils va à l'école", "Demande de l'aide",
    "Llega a las 10 y se va a las 12", "Tomó 2 tazas de té", "Ahorra 50 soles al mes", "Terminó la clase 6",
)


@pytest.mark.rule("WP-03")
def test_most_places_are_noticed_and_almost_nothing_else():
    """Forty of each in four languages: at least 36 caught, at most four false."""
    caught = [text for text in PLACES if names_a_place(text)]
    false = [text for text in HARMLESS if names_a_place(text)]

    assert len(PLACES) == len(HARMLESS) == 40
    assert len(caught) >= 36, sorted(set(PLACES) - set(caught))
    assert len(false) <= 4, false

# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The forms of rights, justice and help given as practice lists them: key, source and level of every question."""

from __future__ import annotations

LISTED = {
    "F18": "justice_participation P4, compensation P4, lawyer P4, lawyer_talk P4, after_hearing P3,"
           " informed_rights W3, informed_on W3, informed_language W3,"
           " statement_exists W4, statement_holder W4, statement_ref W4,"
           " measures W4, measures.measure W4, measures.state W4, measures.authority W4, measures.review_on W4,"
           " hearings W4, hearings.on W4, hearings.mode W4, hearings.needs W4,"
           " demands W4, demands.on W4, demands.authority W4, demands.reference W4, demands.scope W4,"
           " demands.basis W4, demands.agreed_by W4, demands.legal_review W4, demands.released W4, demands.notice W4",
    "F19": "kind P1, her_words P2, items W2, how W1, decision W1, not_reason W1, told_how W2, told_on W1",
    "F22": "children W3, children.age_band W3, children.called W3, children.born W3, children.health_alert W3,"
           " children.school W4, children.may_collect W4, children.safety_line W4",
    "F23": "service W2, on W2, minutes W2, units W2, given W2, amount W2, receipt W2, funder W2, by W2, place W2,"
           " for_goal W2, goal W2",
    "F20": "exploitation P4, sector P4, sex_kind P4, control P4, recruitment P4, relation P4, age_when P4,"
           " comes_from W4",
    "F12": "already_told P2, accompany P2, to W2, need W2, payload W2, handover W1, answer_due W1, sent_on A1,"
           " sent_what A2, answer W1, answer_on W1, answer_by W2, experience P2, status W1, why_not W2, sent_hash A1,"
           " sent_consent A1",
}

RIGHTS = tuple(LISTED)
ON_PAPER = tuple(form for form in RIGHTS if form not in ("F12", "F20", "F23"))
"""A sheet of what is never asked would ask it; a referral and the ledger are made of what is known already."""

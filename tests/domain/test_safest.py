# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Of values written apart the careful one is believed, whoever wrote last, until a person settles it."""

from __future__ import annotations

from itertools import combinations, permutations

import pytest

from assist.changesets import pack_answer, pack_plain, unpack_answer, unpack_plain
from assist.domain import safest, wire
from assist.domain.safest import ANSWERS, CarefulFirst, Furthest, Neither, OnlyShared
from assist.rows import RegRow
from assist.weighing import last_words, shown, sides
from forms.answers import Answer, AnswerState
from forms.loader import forms
from forms.model import Field
from forms.registry import named_fields, number_of

ANA, BETO, CARLA = b"a" * 16, b"b" * 16, b"c" * 16
FIELDS: dict[str, Field] = {name: field for form in forms() for name, field in named_fields(form)}
ABOUT_SAFETY = ("ASSENT", "F03", "F04", "F05", "F17", "PROT", "LIMITS", "CLOSING")
SILENCES = (AnswerState.PREFERS_NOT_TO_SAY, AnswerState.DOES_NOT_KNOW, AnswerState.NOT_APPLICABLE)


def said(name: str, value: object, stream: bytes = ANA, hlc: int = 10) -> RegRow:
    """One answer as one laptop wrote it; a state stands for an answer without a value."""
    answer = Answer(None, value) if isinstance(value, AnswerState) else Answer(value)  # type: ignore[arg-type]
    return RegRow(b"e" * 16, wire.RECORD, number_of(name), (stream, 1, 0), hlc, pack_answer(answer))


def held(field: int, value: object, stream: bytes = ANA, hlc: int = 10) -> RegRow:
    """Something of the case itself."""
    return RegRow(b"e" * 16, wire.CASE, field, (stream, 1, 0), hlc, pack_plain(value))


def believed(name: str, one: object, other: object) -> object:
    """What is shown of two answers given apart; the same whichever is newer, or of a laptop that sorts later."""
    found = set()
    for first, second in permutations((one, other)):
        for stamps in ((10, 20), (20, 10), (10, 10)):
            rows = [said(name, first, ANA, stamps[0]), said(name, second, BETO, stamps[1])]
            answers = [unpack_answer(shown(number_of(name), order).value) for order in permutations(rows)]
            assert answers[0] == answers[1]
            found.add((_in_any_order(answers[0].value), answers[0].state))
    assert len(found) == 1, "what is believed hangs on who wrote last"
    value, state = found.pop()
    return value if state.carries_value else state


def _in_any_order(value: object) -> object:
    if isinstance(value, tuple):
        return tuple(sorted(value))
    return "; ".join(sorted(value.split("; "))) if isinstance(value, str) else value


def values_of(name: str) -> list[object]:
    """Some answers of each kind that a question may have, silence among them."""
    field = FIELDS[name]
    codes = tuple(choice.code for choice in field.choices)
    if field.type.value in ("multi", "checklist"):
        return [(codes[0],), (codes[0], codes[1]), (codes[-1],), SILENCES[0]]
    if codes:
        return [*(codes[-2:] if name == "F03/mode" else codes), SILENCES[0]]
    if field.type.value in ("date", "month"):
        return ["2026-01-01", "2026-02-01", SILENCES[0]]
    if field.type.value in ("int", "scale5"):
        return [0, 1, 4, SILENCES[1]]
    return ["one", "another", SILENCES[0]]


# -- the table is whole --------------------------------------------------------------------


def test_every_line_is_about_a_question_that_exists():
    """And every code in it is one that people can choose."""
    for name in [*ANSWERS, *safest.names_excused()]:
        assert name in FIELDS, name
    for name, care in ANSWERS.items():
        if isinstance(care.rule, CarefulFirst) and name != "F03/mode":
            codes = {choice.code for choice in FIELDS[name].choices}
            assert codes <= set(care.rule.order), f"{name}: an answer has no place in the order"
        if isinstance(care.rule, OnlyShared) and care.rule.never:
            assert care.rule.never in {choice.code for choice in FIELDS[name].choices}


def test_of_the_forms_about_safety_and_consent_no_question_was_forgotten():
    """Each has a rule, or a reason why the newest will do."""
    excused = set(safest.names_excused())
    forgotten = [
        name for form in forms() if form.id in ABOUT_SAFETY for name, _field in named_fields(form)
        if name not in ANSWERS and name not in excused]
    assert forgotten == []
    assert not excused & set(ANSWERS)


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_all_pairs_are_weighed_alike_whoever_wrote_last(name: str):
    """Every pair of answers of every question in the table, in both orders and with any stamps."""
    for one, other in combinations(values_of(name), 2):
        believed(name, one, other)


# -- what it says, question by question ------------------------------------------------------


@pytest.mark.parametrize(("name", "careful_first"), [
    ("F03/decision", ["no", "later", SILENCES[0], "yes"]),
    ("F01/may_keep_note", ["no", SILENCES[0], "yes"]),
    ("F03/accompany", ["no", SILENCES[1], "yes"]),
    ("F15/aftercare_consent", ["no", SILENCES[0], "yes"]),
    ("contact.may_say", ["nothing", SILENCES[0], "neutral", "first_name"]),
    ("contact.who_starts", ["in_person", "i", SILENCES[0], "we"]),
    ("contact.mail_allowed", ["no", SILENCES[0], "neutral"]),
    ("person.trusted.may_call", ["no", "not_sure", SILENCES[0], "yes"]),
    ("F05/danger_now", ["yes", "not_sure", SILENCES[1], "no"]),
    ("F05/own_band", ["in_danger", "worried", "careful", SILENCES[0], "calm"]),
    ("F05/own_view", [0, 1, 4]),
    ("F02/housing_now", ["not_safe", "temporary", SILENCES[0], "safe"]),
    ("F17/raise_level", ["3", "2", "1"]),
    ("PROT/level", ["3", "2", "1"]),
    ("PROT/review_on", ["2026-01-01", "2026-02-01"]),
    ("PROT/valid_until", ["2026-02-01", "2026-01-01"]),
    ("F03/expiry", [SILENCES[0], "2026-01-01", "2026-02-01"]),
    ("F03/capacity", ["child", "adolescent", "supported", SILENCES[0], "adult"]),
    ("F03/mode", ["consent_on_paper", SILENCES[0], "signature"]),
    ("person.age_group", ["12_14", "18_24", "60_plus"]),
    ("person.address_form", ["formal", SILENCES[0], "vos", "close"]),
    ("LIMITS/explained", ["no", SILENCES[0], "yes"]),
    ("F08/proposal_only", ["yes", SILENCES[0], "no"]),
    ("CLOSING/leave_out", ["yes_struck", SILENCES[0], "nothing"]),
    ("F03/copy", ["not_safe", "given", SILENCES[0], "read_out", "not_wanted"]),
])
def test_the_careful_answer_is_believed(name: str, careful_first: list[object]):
    """Of any two, the one further to the left."""
    for careful, other in combinations(careful_first, 2):
        assert believed(name, careful, other) == careful


@pytest.mark.parametrize(("name", "one", "other", "kept"), [
    ("F03/categories", ("name", "needs"), ("needs", "health"), ("needs",)),
    ("F03/categories", ("name",), ("health",), ()),
    ("F15/aftercare_months", ("1", "3"), ("3",), ("3",)),
    ("contact.channel", ("call", "text"), ("text",), ("text",)),
    ("contact.channel", ("call",), ("text",), ("none",)),
    ("contact.channel", ("call",), ("none",), ("none",)),
    ("contact.channel", ("call",), SILENCES[0], ("none",)),
])
def test_of_what_may_be_shared_or_used_only_what_both_named_is_left(name: str, one, other, kept: tuple[str, ...]):
    """And where nothing is left, nothing may be done."""
    assert believed(name, one, other) == kept


@pytest.mark.parametrize("name", ["safety.known_places", "F17/who_at_risk", "person.worker_pref", "person.mode"])
def test_of_what_is_to_be_minded_everything_is_kept(name: str):
    """What either of them named."""
    codes = [choice.code for choice in FIELDS[name].choices]

    def kept(at: int) -> object:
        rows = [said(name, (codes[0],), ANA, 10), said(name, (codes[1], codes[2]), BETO, at)]
        return unpack_answer(shown(number_of(name), rows).value).value

    assert {frozenset(kept(at)) for at in (5, 20)} == {frozenset(codes[:3])}


def test_none_is_left_out_once_somebody_named_one():
    """*Nothing was lost* and *a device was lost* are a device that was lost."""
    assert believed("F17/data_breach", ("none",), ("device_lost",)) == ("device_lost",)


@pytest.mark.parametrize("name", ["F03/withhold", "person.triggers_avoid", "contact.code_word_stop"])
def test_lines_that_warn_are_both_kept(name: str):
    """Each counts, in the order in which they were written."""
    rows = [said(name, "one", ANA, 10), said(name, "another", BETO, 20)]
    assert unpack_answer(shown(number_of(name), rows).value).value == "one; another"


@pytest.mark.parametrize("name", ["contact.value", "contact.neutral_line", "F03/recipient", "F15/data_choice"])
def test_what_must_be_right_is_not_used_while_there_are_two(name: str):
    """A number that may be the wrong one is called by nobody."""
    one, other = values_of(name)[:2]
    assert believed(name, one, other) is AnswerState.NOT_ASKED


def test_what_she_asked_to_leave_out_stays_out():
    """Also where the answer was written again elsewhere at the same time (NR-19)."""
    assert believed("F05/danger_now", AnswerState.WITHDRAWN, "yes") is AnswerState.WITHDRAWN
    assert believed("F02/hopes", AnswerState.WITHDRAWN, "a house") is AnswerState.WITHDRAWN


@pytest.mark.parametrize(("field", "careful", "other"), [
    (wire.LEVEL, 3, 0), (wire.LEVEL, 2, 1), (wire.HOLD, True, False), (wire.LEGAL_HOLD, True, False),
    (wire.BAND, "extreme", "high"), (wire.BAND, "high", "low"), (wire.BAND, "low", ""),
    (wire.OWN_BAND, "in_danger", "calm"), (wire.BAND_TREND, "more", "less"),
    (wire.REVIEW_DUE, "2026-01-01", "2026-02-01"), (wire.REVIEW_DUE, "2026-01-01", ""),
    (wire.BAND_ON, "2026-01-01", "2026-02-01"), (wire.NEXT_LOOK, "2026-01-01", "2026-02-01"),
    (wire.WITHDRAWN_ON, "2026-01-01", ""), (wire.WITHOUT_FILE, True, False), (wire.SLEEPING, False, True),
    (wire.STAGE, "contact", "closed"), (wire.STAGE, "implementing", "aftercare"), (wire.CLOSED_ON, "", "2026-01-01"),
])
def test_of_what_a_case_holds_the_more_protective_is_believed(field: int, careful: object, other: object):
    """Level, hold, band, a withdrawal, what falls due: whoever wrote last."""
    for stamps in ((10, 20), (20, 10)):
        rows = [held(field, careful, ANA, stamps[0]), held(field, other, BETO, stamps[1])]
        for order in permutations(rows):
            assert unpack_plain(shown(field, order).value) == careful


# -- everything else --------------------------------------------------------------------------


def test_where_nothing_hangs_on_it_the_newest_is_shown():
    """By stamp, then by stream: alike on every laptop."""
    rows = [said("F02/hopes", "older", BETO, 10), said("F02/hopes", "newer", ANA, 20)]
    assert unpack_answer(shown(number_of("F02/hopes"), rows).value).value == "newer"
    tied = [said("F02/hopes", "of Ana", ANA, 10), said("F02/hopes", "of Beto", BETO, 10)]
    assert {unpack_answer(shown(number_of("F02/hopes"), order).value).value for order in permutations(tied)} == {
        "of Beto"}


def test_three_values_are_weighed_together():
    """The most careful of all of them."""
    rows = [said("F03/decision", value, stream, at) for value, stream, at in (
        ("yes", ANA, 30), ("later", BETO, 20), ("no", CARLA, 10))]
    for order in permutations(rows):
        assert unpack_answer(shown(number_of("F03/decision"), order).value).value == "no"


def test_not_asked_is_no_answer():
    """It yields to any, and leaves nothing to settle."""
    rows = [said("F03/decision", AnswerState.NOT_ASKED, ANA, 20), said("F03/decision", "yes", BETO, 10)]
    assert unpack_answer(shown(number_of("F03/decision"), rows).value).value == "yes"
    assert sides(number_of("F03/decision"), rows) == []


def test_two_who_heard_the_same_agree():
    """Who asked and when is no difference; neither is the order in which boxes were ticked."""
    number = number_of("F03/decision")
    rows = [RegRow(b"e" * 16, wire.RECORD, number, (stream, 1, 0), at, pack_answer(
        Answer("yes", asked_on=day, asked_by=stream.hex()))) for stream, at, day in (
            (ANA, 10, "2026-01-01"), (BETO, 20, "2026-01-21"))]
    assert sides(number, rows) == []
    ticked = [said("person.mode", ("read", "listen"), ANA), said("person.mode", ("listen", "read"), BETO)]
    assert sides(number_of("person.mode"), ticked) == []
    ranked = [said("F01/needs_now", ("food", "rest"), ANA), said("F01/needs_now", ("rest", "food"), BETO)]
    assert len(sides(number_of("F01/needs_now"), ranked)) == 2


def test_who_writes_twice_means_the_second():
    """Also where the first could not be seen, because the protected work was shut."""
    number = number_of("contact.value")
    blind = [row._replace(dot=(ANA, n, 0)) for n, row in enumerate(
        [said("contact.value", "111", hlc=10), said("contact.value", "222", hlc=20)], 1)]
    assert last_words(blind) == blind[1:]
    assert unpack_answer(shown(number, blind).value).value == "222"
    assert sides(number, blind) == []


def test_remarks_that_wait_to_be_sorted_are_no_differences():
    """There are several on purpose."""
    rows = [RegRow(b"e" * 16, wire.CASE, wire.PINNED, (stream, 1, 0), 1, pack_answer(Answer(text)))
            for stream, text in ((ANA, "one"), (BETO, "other"))]
    assert sides(wire.PINNED, rows) == []


def test_rules_of_days_pass_over_what_holds_nothing():
    """Unless nothing is the careful answer."""
    blank, day = safest.Told(""), safest.Told("2026-01-01", (1,))
    assert Furthest().shown([blank, day]) is day
    assert Furthest(blank_first=True).shown([blank, day]) is blank
    assert Neither().shown([day, day]).value is None

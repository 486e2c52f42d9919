# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The one way out: nothing leaves without a clearance, and only the gate gives one."""

from __future__ import annotations

import ast
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist.consentbook import rows as consent_rows
from assist.consentbook import text_hash
from assist.desk import Desk
from assist.domain import wire
from assist.domain.consents import Consent, Need, check, standing
from assist.errors import BadInput, NotAllowed
from assist.gate import PARTICIPANT_COPY, SUPERVISION, Clearance, Outgoing, clear
from forms.loader import consent_texts, sentences

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 11, 25)
DAYS = st.integers(-400, 400).map(lambda days: (TODAY + timedelta(days=days)).isoformat())


def given_consent(**what_matters: object) -> Consent:
    """A live yes to one referral."""
    plain: dict[str, object] = {
        "purpose": "referral", "recipient": "Registro", "categories": frozenset({"name", "needs"}), "decision": "yes",
        "given_on": "2026-11-01", "expires_on": "2026-12-01", "mode": "spoken",
    }
    return Consent(**(plain | what_matters))  # type: ignore[arg-type]


NEED = Need("referral", "Registro", frozenset({"needs"}))


@pytest.mark.rule("CO-02")
@pytest.mark.parametrize(("why", "consent", "meaning"), [
    ("none", None, 1), ("none", given_consent(decision=""), 1), ("no", given_consent(decision="no"), 1),
    ("later", given_consent(decision="later"), 1), ("expired", given_consent(expires_on="2026-11-24"), 1),
    ("expired", given_consent(expires_on=""), 1), ("withdrawn", given_consent(withdrawn_on="2026-11-20"), 1),
    ("outdated", given_consent(), 2), ("wrong_recipient", given_consent(recipient="Otro"), 1),
    ("missing_category", given_consent(categories=frozenset({"name"})), 1),
    ("on_paper", given_consent(mode="consent_on_paper"), 1),
])
def test_everything_but_a_live_yes_means_no(why: str, consent: Consent | None, meaning: int):
    """Silence, expiry, doubt, an outdated text, another recipient, a missing category."""
    assert standing(consent, NEED, TODAY, meaning) == why


@given(
    decision=st.sampled_from(["yes", "no", "later", ""]), expires=DAYS | st.just(""), withdrawn=DAYS | st.just(""),
    recipient=st.sampled_from(["Registro", "Otro"]), categories=st.frozensets(st.sampled_from(["name", "needs"])),
    meaning=st.integers(1, 2),
)
def test_only_one_combination_opens(decision, expires, withdrawn, recipient, categories, meaning):
    """Whatever else is true, each condition alone keeps it shut."""
    consent = given_consent(decision=decision, expires_on=expires, withdrawn_on=withdrawn, recipient=recipient,
                            categories=categories)

    opens = standing(consent, NEED, TODAY, meaning) == "given"

    assert opens == (decision == "yes" and bool(expires) and expires >= TODAY.isoformat() and not withdrawn
                     and recipient == "Registro" and "needs" in categories and meaning == 1)


@pytest.mark.rule("CO-03")
def test_a_yes_without_an_end_is_not_kept(fill, desk: Desk, case: str):
    """Nor one for longer than a year; past its end it means no."""
    with pytest.raises(BadInput) as refused:
        fill("F03", case, kind="referral", recipient="Registro", categories=("needs",), decision="yes", mode="spoken")
    with pytest.raises(BadInput) as too_long:
        check(given_consent(expires_on="2028-01-01"))

    assert (refused.value.code, too_long.value.code) == ("consent.needs_end", "consent.too_long")


@pytest.mark.rule("CO-01")
def test_a_consent_has_exactly_one_recipient(fill, desk: Desk, case: str):
    """Two names in one form are refused; another form is added instead."""
    with pytest.raises(BadInput) as refused:
        fill("F03", case, kind="referral", recipient="Registro; Hospital", decision="yes", expiry="2026-12-20")

    assert refused.value.code == "consent.one_recipient"


@pytest.mark.rule("CO-04")
def test_the_text_that_was_explained_is_kept_with_the_answer(fill, desk: Desk, case: str):
    """Its number and its hash, as in the catalogue."""
    saved = fill("F03", case, kind="referral", recipient="Registro", categories=("needs",), decision="yes",
                 expiry="2026-12-20", mode="spoken")

    book = desk.bench.look_up(case)
    entity = book.entities[bytes.fromhex(saved.record)]

    assert entity.plain(wire.TEXT_VERSION) == [1, text_hash("referral")]


@pytest.mark.rule("CO-05")
def test_every_consent_text_says_that_no_changes_nothing(fill, desk: Desk):
    """The fixed sentence stands in each of them, in every language, and help never asks about sharing."""
    for kind, text in consent_texts().items():
        said = [sentence for step in text["steps"] for sentence in step.get("sentences", ())]
        assert "S07" in said, kind
        assert "S08" in said, kind
        for language in ("en", "es", "pt", "fr"):
            words = " ".join(step.get("text", {}).get(language, "") for step in text["steps"])
            fixed = " ".join(sentences()[each][language] for each in said)
            assert len(f"{words} {fixed}".split()) <= 120, (kind, language)


@pytest.mark.rule("CO-05", "CO-07")
def test_refusing_every_sharing_changes_no_service(fill, desk: Desk, case: str):
    """And agreeing to be accompanied shares nothing."""
    fill("F03", case, kind="referral", recipient="Registro", decision="no")
    fill("F03", case, kind="reporting_export", recipient="Sistema", decision="no")

    assert desk.records.open("F08", case)
    standings = {row.kind: row.standing for row in consent_rows(desk.bench.look_up(case), TODAY)}
    assert standings == {"accompaniment": "given", "referral": "no", "reporting_export": "no"}


@pytest.mark.rule("CO-06")
def test_stopping_takes_one_step_and_no_reason(fill, desk: Desk, case: str):
    """It holds at once."""
    saved = fill("F03", case, kind="referral", recipient="Registro", categories=("needs",), decision="yes",
                 expiry="2026-12-20", mode="spoken")
    book = desk.bench.look_up(case)
    order = Outgoing("referral", "Registro", frozenset({"needs"}))
    assert isinstance(clear(book, order, TODAY), Clearance)

    desk.care.withdraw(case, saved.record)

    with pytest.raises(NotAllowed) as refused:
        clear(desk.bench.look_up(case), order, TODAY)
    assert refused.value.code == "gate.consent_withdrawn"


@pytest.mark.rule("CO-10")
@pytest.mark.parametrize("mode", ["signature", "mark", "spoken", "signed_language"])
def test_a_spoken_yes_passes_the_same_gate_as_a_signed_one(mode: str, fill, desk: Desk, case: str):
    """However it was given."""
    fill("F03", case, kind="referral", recipient="Registro", categories=("needs",), decision="yes",
         expiry="2026-12-20", mode=mode)

    assert clear(desk.bench.look_up(case), Outgoing("referral", "Registro", frozenset({"needs"})), TODAY)


def test_a_hold_stops_what_leaves_and_not_the_report_of_the_house(fill, desk: Desk, case: str):
    """Marked to be handled with care; level three takes two people (ruling 1)."""
    fill("F03", case, kind="referral", recipient="Registro", categories=("needs",), decision="yes",
         expiry="2026-12-20", mode="spoken")
    fill("F17", case, what="call", when="now", who_at_risk=("person",))
    book = desk.bench.look_up(case)

    with pytest.raises(NotAllowed) as held:
        clear(book, Outgoing("referral", "Registro", frozenset({"needs"})), TODAY)
    inside = clear(book, Outgoing(SUPERVISION, confirmed=True), TODAY)
    desk.protection.set_level(case, 3)
    with pytest.raises(NotAllowed) as alone:
        clear(desk.bench.look_up(case), Outgoing(SUPERVISION, confirmed=True), TODAY)

    assert (held.value.code, alone.value.code) == ("gate.hold", "report.two_people")
    assert inside.handle_with_care


@pytest.mark.rule("PA-05")
def test_her_own_paper_leaves_only_when_she_says_it_is_safe(desk: Desk, case: str):
    """The question comes first; "not safe" is an answer."""
    book = desk.bench.look_up(case)

    with pytest.raises(NotAllowed) as refused:
        clear(book, Outgoing(PARTICIPANT_COPY), TODAY)

    assert refused.value.code == "report.not_safe"
    assert clear(book, Outgoing(PARTICIPANT_COPY, paper_safe=True), TODAY)


def test_nobody_else_can_make_a_clearance():
    """Not by accident and not on purpose."""
    with pytest.raises(TypeError):
        Clearance("referral", "", handle_with_care=False, seal=object())


WRITERS = {
    "write_private", "private_file", "write_bytes", "write_text", "open", "mkstemp", "NamedTemporaryFile", "QPrinter",
}
INSIDE = {
    "assist/places.py", "assist/device.py", "assist/services/profiles.py", "assist/services/paper.py",
    "assist/unsafe_places.py", "assist/exchange/readers.py", "assist/services/backups.py",
    "assist/services/practice_keys.py", "assist/services/signed_in.py", "assist/sync/stores/folder.py",
    "assist/services/ceremony.py", "assist/services/escrows.py", "assist/services/making.py",
    "assist/services/mirroring.py", "assist/sync/meeting_file.py", "assist/services/blob_files.py",
    "assist/sync/cleared.py", "assist/exchange/writers/shapes.py",
}
"""Where the workspace itself is kept, files are read, sealed objects are laid down, or a clearance is asked for by
the next test."""


@pytest.mark.rule("CO-11")
def test_no_other_module_opens_a_file_to_write():
    """Read off the syntax tree: a new writer must be put behind the gate before this passes again."""
    found = []
    for path in [*(ROOT / "assist").rglob("*.py")]:
        name = path.relative_to(ROOT).as_posix()
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                receiver = ast.unparse(node.func) if isinstance(node.func, ast.Attribute) else called
                if called in WRITERS and name not in INSIDE and called != "open":
                    found.append(f"{name}: {receiver}")
                if receiver == "open" and name not in INSIDE:
                    found.append(f"{name}: open")
    assert found == []


@pytest.mark.rule("CO-11")
@pytest.mark.parametrize(("module", "function"), [
    ("assist/services/paper.py", "put_out"), ("assist/services/paper.py", "putting_out"),
    ("assist/services/backups.py", "_outside"), ("assist/exchange/writers/shapes.py", "to_file"),
])
def test_every_function_that_puts_something_out_takes_a_clearance(module: str, function: str):
    """As an argument of that very type."""
    tree = ast.parse((ROOT / module).read_text("utf-8"))
    (found,) = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name == function]

    assert "Clearance" in [ast.unparse(arg.annotation) for arg in found.args.args if arg.annotation]

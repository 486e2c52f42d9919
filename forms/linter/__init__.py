# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a form definition must keep before anyone is asked anything (practice.md b2): the sixteen checks.

1 no question to a person is required · 2 label and why in every language, short and plain · 3 answer
states beside every choice · 4 asked once · 5 the story only volunteered and protected · 6 places and
other people sealed · 7 leaves only by the list · 8 free text never leaves · 9 protected never printed ·
10 few questions, gentle ones first · 11 how long it is kept · 12 looked at together only up to level 2 ·
13 no pictures, no places by satellite · 14 codes plain, stable, and pointing somewhere · 15 no word that
blames · 16 what people were asked changes only with the version. 0: it cannot be read.
"""

from __future__ import annotations

from pathlib import Path

from forms import loader
from forms.linter import frozen, pages, together, words
from forms.linter.finding import Finding
from forms.linter.questions import SHARED_VIEW, question_checks
from forms.linter.undecided import as_if_decided, undecided
from forms.linter.words import KeptWords, shipped_kept_words
from forms.model import Form
from forms.problems import DefinitionProblem

__all__ = ["SHARED_VIEW", "Finding", "KeptWords", "lint_file", "lint_form", "lint_shipped"]


def lint_form(form: Form, kept: KeptWords | None = None) -> list[Finding]:
    """Findings over one form by itself; ``kept`` are words that stay, else those that ship with reasons."""
    kept = shipped_kept_words() if kept is None else kept
    found = [*pages.form_checks(form, frozenset(loader.form_ids())), *words.page_words(form, kept)]
    found += together.asked_once([form])
    for field in form.fields():
        for asked, place in ((field, field.key), *((column, f"{field.key}.{column.key}") for column in field.columns)):
            said = [*question_checks(form, asked), *words.question_words(asked, f"{form.id}/{field.key}", kept)]
            found += [Finding(form.id, place, check, sentence) for check, sentence in said]
    return found


def lint_file(path: Path) -> list[Finding]:
    """Findings over one definition from outside; a file that cannot be read is one finding.

    Of a draft, whatever is undecided is a finding too.
    """
    try:
        raw = loader.read_definition(path)
        if found := list(pages.pictures(raw, path.name)):
            return found
        waits = list(undecided(raw))
        form = loader.build_definition(as_if_decided(raw) if waits else raw, path.name)
    except DefinitionProblem as problem:
        return [_unreadable(problem)]
    others = [other for other in loader.forms() if other.id != form.id]
    beside = [finding for finding in together.asked_once([*others, form]) if finding.file == form.id]
    return list(dict.fromkeys([*waits, *lint_form(form), *beside]))


def lint_shipped() -> list[Finding]:
    """All findings over what ships; an empty list is good news."""
    try:
        forms = loader.forms()
        kept = shipped_kept_words()
        found = [finding for form in forms for finding in lint_form(form, kept)]
        found += [*together.asked_once(forms), *together.numbers(), *together.lists(kept)]
        found += [*together.sentences(kept), *together.consents(kept), *together.kept_words(forms, kept)]
        found += [*together.sheets(frozenset(loader.form_ids())), *_frozen(forms)]
    except DefinitionProblem as problem:
        return [_unreadable(problem)]
    return list(dict.fromkeys(found))


def _frozen(forms: tuple[Form, ...]) -> list[Finding]:
    try:
        kept = frozen.read_frozen()
    except ValueError:
        return [Finding(frozen.FROZEN.name, "", 16, "the list of frozen versions cannot be read")]
    return [finding for form in forms for finding in frozen.changed_unseen(form, kept)]


def _unreadable(problem: DefinitionProblem) -> Finding:
    return Finding(problem.file, problem.place, 0, problem.sentence)

# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every rule of the rounds that is broken is noticed by the story told for it; ``run.py soak`` asks the model too."""

from __future__ import annotations

import pytest

from tests.syncing.mutants import MUTANTS, Mutant, applied_source, broken, notices


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda each: each.name)
def test_a_broken_rule_is_noticed(mutant: Mutant):
    """The same story passes where the rule holds: tests of the model tell it too."""
    with broken(mutant):
        assert notices(mutant.story)


def test_a_rule_that_has_moved_is_asked_for_again():
    """A mutant that no longer changes anything would count as noticed by nobody, or by chance."""
    gone = Mutant("gone", MUTANTS[0].owner, MUTANTS[0].function, "no such line", "", MUTANTS[0].story)

    with pytest.raises(LookupError):
        applied_source(gone)

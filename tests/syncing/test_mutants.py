# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every rule of the rounds that is broken is noticed by the story told for it; ``run.py soak`` asks the model too."""

from __future__ import annotations

import pytest

from tests.syncing.model import counting
from tests.syncing.mutants import ALL_MUTANTS, OF_SNAPSHOTS, Mutant, Story, applied_source, broken, notices
from tests.totals import Totals


@pytest.mark.parametrize("mutant", ALL_MUTANTS, ids=lambda each: each.name)
def test_a_broken_rule_is_noticed(mutant: Mutant):
    """By a wrong state, by steps without end, or because the database refuses."""
    with broken(mutant):
        assert notices(mutant.story)
    Totals({"mutants caught": 1}).write("mutants")


@pytest.mark.parametrize("story", dict.fromkeys(each.story for each in OF_SNAPSHOTS), ids=lambda each: each.__name__)
def test_the_same_story_passes_where_the_rule_holds(story: Story):
    """Else it would notice nothing but itself; the other stories are told by the model of rounds."""
    with counting():
        story()


def test_a_rule_that_has_moved_is_asked_for_again():
    """A mutant that no longer changes anything would count as noticed by nobody, or by chance."""
    gone = Mutant("gone", ALL_MUTANTS[0].owner, ALL_MUTANTS[0].function, "no such line", "", ALL_MUTANTS[0].story)

    with pytest.raises(LookupError):
        applied_source(gone)

# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Small forms for every test of this folder."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, settings

from forms.model import Field, Form
from tests.form_engine.small_forms import a_field, a_form

# A laptop that is busy with something else is no mistake of ours.
settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")


@pytest.fixture
def field() -> Callable[..., Field]:
    """Makes a field."""
    return a_field


@pytest.fixture
def form_of() -> Callable[..., Form]:
    """Makes a form."""
    return a_form

# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What every test shares: the table of rules, cheap keys, and a quiet screen."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests import totals

if TYPE_CHECKING:
    from assist.clock import FixedClock
    from assist.desk import Desk
    from ui.wiring import Door

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

settings.register_profile("promises", deadline=None)  # a slow machine breaks no promise; benchmarks look at time
settings.load_profile("promises")

PASSPHRASE = "casa lunes verde trigo nube farol"
NOON = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)

RULES = {"NR": 22, "PA": 17, "WP": 18, "CO": 18, "UX": 30}
RETIRED = {"UX-30"}
"""104 rules of practice; UX-30 was dropped and its id is never reused."""

_seen: dict[str, dict[str, str]] = {}


def rule_ids() -> list[str]:
    """Every rule in force, in order."""
    every = (f"{prefix}-{number:02}" for prefix, count in RULES.items() for number in range(1, count + 1))
    return [rule for rule in every if rule not in RETIRED]


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--rules``: run only tests that keep a rule, and print the table."""
    parser.addoption("--rules", action="store_true", help="run the tests that keep a rule and print which")


def pytest_configure(config: pytest.Config) -> None:
    """One file for what was tried and what came of it, for this process and all that it begins."""
    if totals.FILE not in os.environ:
        descriptor, os.environ[totals.FILE] = tempfile.mkstemp(prefix="amparo-totals-")
        os.close(descriptor)
        config.add_cleanup(lambda: Path(os.environ.pop(totals.FILE)).unlink(missing_ok=True))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Refuse unknown rule ids; with ``--rules`` leave the rest out."""
    known = set(rule_ids())
    for item in items:
        for mark in item.iter_markers("rule"):
            unknown = set(mark.args) - known
            if unknown:
                raise pytest.UsageError(f"{item.nodeid}: no such rule: {', '.join(sorted(unknown))}")
    if config.getoption("--rules"):
        items[:] = [item for item in items if any(item.iter_markers("rule"))]


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Let the ids travel with the report, also from another process."""
    outcome = yield
    report = outcome.get_result()  # type: ignore[attr-defined]
    for mark in item.iter_markers("rule"):
        for rule in mark.args:
            report.user_properties.append(("rule", rule))


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Remember the worst outcome of each test of each rule."""
    if report.when != "call" and report.passed:
        return
    for name, rule in report.user_properties:
        if name == "rule":
            kept = _seen.setdefault(str(rule), {})
            if kept.get(report.nodeid) != "failed":
                kept[report.nodeid] = report.outcome


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """What was tried and what came of it; with ``--rules`` the table rule → tests → result."""
    line = terminalreporter.write_line
    for what, counts in totals.added_up(Path(os.environ[totals.FILE])).items():
        line(f"{what}: {totals.told(counts)}")
    if not config.getoption("--rules"):
        return
    without = []
    for rule in rule_ids():
        tests = _seen.get(rule)
        if not tests:
            without.append(rule)
            continue
        result = "kept" if all(outcome == "passed" for outcome in tests.values()) else "BROKEN"
        line(f"{rule}  {result:6}  {len(tests):2} tests  {_short(next(iter(tests)))}")
    line(f"{len(rule_ids()) - len(without)} of {len(rule_ids())} rules have tests.")
    if without:
        line("Without a test yet: " + " ".join(without))


def _short(nodeid: str) -> str:
    return nodeid.removeprefix("tests/").split("[")[0]


@pytest.fixture(autouse=True)
def english() -> None:
    """Every test begins in English, whatever language the one before it spoke last in this process."""
    from assist import i18n

    i18n.use("en")


@pytest.fixture(scope="session", autouse=True)
def _each_key_is_derived_once() -> Iterator[None]:
    """A key comes of the same words as often as they are asked, and costs a fifth of a second: once is enough."""
    from assist.crypto import kdf

    real = kdf.derive
    once = cache(real)

    def derive(secret: bytes, salt: bytes, policy: kdf.KdfPolicy) -> bytes:
        is_measured = salt == b"amparo/measure/1"  # how fast the laptop is cannot be remembered
        return (real if is_measured else once)(secret, salt, policy)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kdf, "derive", derive)
        yield


@pytest.fixture(scope="session")
def settings_as_shipped() -> tuple[str, ...]:
    """What a database is opened with outside the tests."""
    from db import connection

    return connection._SETTINGS


@pytest.fixture(scope="session", autouse=True)
def _nobody_waits_for_the_disk(settings_as_shipped: tuple[str, ...]) -> Iterator[None]:
    """What a power cut leaves is for no test to say in a process that goes on: the system keeps what it was given.

    Programs that are killed (``tests/faults``) are processes of their own and flush as ever.
    """
    from db import connection

    quick = tuple("synchronous = OFF" if each.startswith("synchronous") else each for each in settings_as_shipped
                  if "fullfsync" not in each)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection, "_SETTINGS", quick)
        patch.setattr(os, "fsync", lambda _handle: None)
        yield


# -- a workspace to work in -------------------------------------------------------------


@pytest.fixture
def clock() -> FixedClock:
    """A clock that stands still until the test moves it."""
    from assist.clock import FixedClock

    return FixedClock(NOON)


@pytest.fixture
def passphrase() -> str:
    """What opens the workspace of ``desk``."""
    return PASSPHRASE


@pytest.fixture
def door(tmp_path: Path, clock: FixedClock) -> Iterator[Door]:
    """An empty folder where a workspace may be made, with keys that are cheap to derive."""
    from assist.crypto.kdf import FOR_TESTS
    from ui.wiring import Door

    made = Door(tmp_path / "workspace", clock, FOR_TESTS)
    yield made
    made.leave()


@pytest.fixture(scope="session")
def _founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workspace of ``desk`` as it was founded, once; everybody is gone home."""
    from assist.clock import FixedClock
    from assist.crypto.kdf import FOR_TESTS
    from assist.services.profiles import NewProfile
    from ui.wiring import Door

    folder = tmp_path_factory.mktemp("founded") / "workspace"
    door = Door(folder, FixedClock(NOON), FOR_TESTS)
    door.found(NewProfile("Casa Prueba", "Ana Ríos", PASSPHRASE)).close()
    door.leave()
    return folder


@pytest.fixture
def desk(door: Door, _founded: Path) -> Iterator[Desk]:
    """The first person of a small shelter, signed in, protected work open."""
    shutil.copytree(_founded, door.workspace.root, dirs_exist_ok=True)
    opened = door.sign_in("Ana Ríos", PASSPHRASE)
    opened.signed.open_vault(PASSPHRASE)
    yield opened
    opened.close()

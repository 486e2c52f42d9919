# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A house of two people with a laptop each, who meet at a folder; both speak the language of the story."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from assist import i18n
from assist.clock import FixedClock
from assist.device import Device, write_device
from forms.answers import Answer
from tests.screens.at_window import LARGE, AtWindow
from tests.story.worker import Worker
from tests.syncing.team import Member, met
from ui import theme

PICTURES, WIDTH = "AMPARO_STORY_PICTURES", "AMPARO_STORY_WIDTH"
"""Where pictures of every step go, and how wide the window is then; without the first none is made."""
ARRIVES = datetime(2026, 11, 25, 23, 10, tzinfo=UTC)


@dataclass
class Story:
    """Who works with her, when it is, and what one step leaves for the next."""

    ana: Worker
    """Her caseworker."""
    beto: Worker
    """Supervisor and custodian."""
    carla: Worker
    """A colleague of the same team, who reads nothing protected of her."""
    members: list[Member]
    pictures: Path | None
    folder: Path
    language: str = "en"
    case: str = ""
    kept: dict[str, object] = field(default_factory=dict)
    step: int = 0
    now: datetime = ARRIVES
    elsewhere: list[FixedClock] = field(default_factory=list)
    """Clocks of laptops that come into the story later."""

    def it_is(self, moment: datetime) -> None:
        """The clocks of all laptops."""
        self.now = moment
        for clock in (*(member.clock for member in self.members), *self.elsewhere):
            clock.set(moment)

    def meet(self, *workers: Worker) -> None:
        """One after the other, by the line at the foot of her window; the second sees what the first left."""
        for worker in workers:
            self.pass_(minutes=3)
            worker.take_turn()
            worker.at.click(worker.at.sitting.frame.rail.meeting)
            worker.at.settle()

    def day(self, days: int) -> str:
        """The date so many days from now."""
        return (self.now + timedelta(days=days)).date().isoformat()

    def morning(self, days: int) -> datetime:
        """Ten o'clock, so many days from now."""
        return (self.now + timedelta(days=days)).replace(hour=10, minute=0)

    @contextmanager
    def another_laptop(self, name: str) -> Iterator[Worker]:
        """On which nobody ever worked; the program is opened there for the first time."""
        with pytest.MonkeyPatch.context() as elsewhere:
            elsewhere.setenv("AMPARO_DEVICE_DIR", str(self.folder / name))
            write_device(Device(self.language))
            self.elsewhere.append(FixedClock(self.now))
            at = AtWindow(self.ana.at.qtbot, self.elsewhere[-1])
            at.start(size=_size())
            try:
                yield Worker(at, name, self.pictures)
            finally:
                at.close()

    def pass_(self, **spans: int) -> None:
        """So much later."""
        self.it_is(self.now + timedelta(**spans))

    def answers(self, worker: Worker, form: str) -> dict[str, Answer]:
        """What was kept on the newest sheet of a form."""
        record = next(row.record for row in worker.desk.cases.records(self.case) if row.form == form)
        return worker.desk.records.answers(self.case, record)[1]

    def saved_text(self, worker: Worker, name: str) -> str:
        """The report that is looked at is saved; every word of it."""
        out = self.folder / name
        preview = worker.screen.preview
        worker.at.until(preview.save.isEnabled)
        worker.file_dialog(preview.save, out)
        worker.at.until(out.exists)
        worker.at.settle()
        return text_of(out)

    def picture(self, worker: Worker, name: str) -> None:
        """Of what she sees in this step."""
        worker.picture(f"{self.step:02}-{name}")


@pytest.fixture
def story(
    request: pytest.FixtureRequest, qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Callable[[str], Story]]:
    """``story("es")``: before anybody has come."""
    made: list[Story] = []

    def begin(language: str) -> Story:
        monkeypatch.setenv("AMPARO_DEVICE_DIR", str(tmp_path / "laptop"))
        write_device(Device(language))
        i18n.use(language)
        theme.apply(qapp, theme.LIGHT)
        (tmp_path / "stick").mkdir()
        pictures = _pictures(language)
        members = met(tmp_path, "Beto", "Ana", "Carla")
        members[0].reopen()  # now that she knows the others
        workers = []
        for member in members:
            member.clock.set(ARRIVES)
            member.desk.meeting.set((tmp_path / "stick").as_uri())
            at = AtWindow(qtbot, member.clock)
            at.sit_down(member.desk, member.door, size=_size())
            workers.append(Worker(at, member.desk.me.display_name.lower(), pictures))
        made.append(Story(workers[1], workers[0], workers[2], members, pictures, tmp_path, language))
        return made[0]

    yield begin
    for each in made:
        for worker, member in zip((each.beto, each.ana, each.carla), each.members, strict=True):
            worker.at.close()
            member.close()
    i18n.use("en")


def text_of(paper: Path) -> str:
    """All pages, with the lines of a paragraph put together again."""
    pdf = pypdfium2.PdfDocument(paper)
    try:
        return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in pdf)
    finally:
        pdf.close()


def pages_of(paper: Path) -> int:
    """How many."""
    pdf = pypdfium2.PdfDocument(paper)
    try:
        return len(pdf)
    finally:
        pdf.close()


def _pictures(language: str) -> Path | None:
    where = os.environ.get(PICTURES, "")
    if not where:
        return None
    folder = Path(where) / language
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _size() -> tuple[int, int]:
    width = int(os.environ.get(WIDTH, LARGE[0]))
    return width, width * LARGE[1] // LARGE[0]

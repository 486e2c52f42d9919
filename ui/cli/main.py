# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""All commands of ``amparo`` but the window; Qt is never imported here."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import typer

from ui.cli import (
    appointments,
    attaching,
    bringing,
    casework,
    conflicts,
    devices,
    directory,
    emergency,
    erasing,
    exporting,
    formwork,
    handover,
    keeping,
    meeting,
    programme,
    receiving,
    recipients,
    recovery,
    supervision,
    teams,
    travel,
    walking,
    workload,
    workspaces,
)
from ui.cli.answers import DONE, Stop
from ui.cli.signing_in import Folder

OpenWindow = Callable[[Path], int]
"""Opens the window on a workspace and returns the exit status when it is closed."""

app = typer.Typer(
    name="amparo", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
    help="Amparo: case work that stays on this laptop, encrypted.",
)


@app.command("open")
def open_window(context: typer.Context, folder: Folder) -> None:
    """Open the window on a workspace; without any command it opens on the last one."""
    raise Stop(context.obj(folder))


app.command()(workspaces.init)
app.command()(workspaces.demo)
app.command()(workspaces.status)
app.command()(casework.cases)
app.command()(casework.case)
app.command()(casework.record)
app.command("import")(bringing.bring)
app.command("undo-import")(bringing.undo)
app.command()(casework.report)
app.command()(casework.caseload)
app.command()(workload.workload)
app.command()(programme.programme)
app.command()(keeping.protected)
app.command()(meeting.store)
app.command()(meeting.sync)
app.command()(workspaces.backup)
app.command()(workspaces.restore)
app.command()(workspaces.verify)
app.command()(recovery.recover)
app.command()(receiving.keygen)
app.command()(receiving.receive)
app.command(hidden=True)(walking.walkthrough)
app.add_typer(formwork.forms, name="forms")
app.add_typer(conflicts.conflicts, name="conflicts")
app.add_typer(devices.devices, name="device")
app.add_typer(teams.teams, name="team")
app.add_typer(teams.move, name="move")
app.add_typer(travel.travel, name="travel")
app.add_typer(attaching.attachment, name="attachment")
app.add_typer(recipients.recipient, name="recipient")
app.add_typer(supervision.supervision, name="supervision")
app.add_typer(handover.handover, name="handover")
app.add_typer(appointments.appointments, name="appointment")
app.add_typer(directory.directory, name="directory")
app.add_typer(emergency.emergency, name="emergency")
app.add_typer(erasing.erase, name="erase")
app.add_typer(exporting.export, name="export")
devices.devices.command("kit")(recovery.kit)
devices.devices.command("rehearse")(recovery.rehearse)


def main(words: list[str], window: OpenWindow) -> int:
    """Run one command and return its exit status; ``window`` is called for ``open`` only, and may import Qt."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        app(args=words, prog_name="amparo", obj=window)
    except Stop as stop:
        return stop.status
    except SystemExit as done:
        return int(done.code or DONE)
    return DONE

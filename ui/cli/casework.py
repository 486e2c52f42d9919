# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands about cases: list, look, record, import, report, caseload."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from assist import i18n
from assist.crypto.codes import shown
from assist.desk import Desk
from assist.errors import BadInput
from assist.i18n import _
from assist.services.drafting import FormOpening
from assist.views import CaseQuery
from forms.answers import AnswerState, Row
from forms.loader import form_ids
from forms.problems import FieldProblem
from forms.session import FormSession
from ui import wording
from ui.cli.answers import document, say, speaking, table
from ui.cli.signing_in import Folder, Json, Lang, PassphraseFile, User, Vault, at_desk

Code = Annotated[str, typer.Argument(metavar="CODE", help="The code of the case.")]
Reason = Annotated[str, typer.Option(help="Why you open a case of a colleague.")]
_LIMIT = 16 * 1024 * 1024


def on_a_terminal(shown_too: bool) -> None:
    """What is more than codes and level 1 goes to nobody but a person who looks (ruling 55). Raises BadInput."""
    if shown_too and not sys.stdout.isatty():
        raise BadInput("show.terminal_only")


def cases(
    folder: Folder, stage: Annotated[str, typer.Option(help="Only this stage.")] = "",
    due: Annotated[bool, typer.Option("--due", help="Only cases with something to do.")] = False,
    user: User = "", passphrase_file: PassphraseFile = None, vault: Vault = False, as_json: Json = False,
    lang: Lang = "",
) -> None:
    """List cases: code, stage, worker, next due; no names."""
    with speaking(lang, as_json=as_json), at_desk(folder, user, passphrase_file, vault=vault) as desk:
        rows = desk.cases.listed(CaseQuery(stage=stage, due_only=due), limit=1_000_000)
        if as_json:
            document({"cases": [
                {"code": shown(row.code), "stage": row.stage, "worker": row.worker_name,
                 "next_due": row.next_due or None} for row in rows]})
            return
        table([_("Code"), _("Stage"), _("Worker"), _("Next")], [
            [shown(row.code), wording.stage(row.stage), row.worker_name,
             f"{row.next_due} {wording.duty(row.next_duty)}" if row.next_due else ""] for row in rows])


def case(
    folder: Folder, code: Code, show: Annotated[bool, typer.Option("--show", help="More than codes, on a terminal.")] =
    False, reason: Reason = "",
    user: User = "", passphrase_file: PassphraseFile = None, vault: Vault = False, as_json: Json = False,
    lang: Lang = "",
) -> None:
    """What this user may see of one case: codes and dates, more with --show on a terminal."""
    with speaking(lang, as_json=as_json), at_desk(folder, user, passphrase_file, vault=vault) as desk:
        on_a_terminal(show)
        content = _case_content(desk, desk.cases.by_code(code), reason, show=show)
        if as_json:
            document(content)
            return
        for line in _case_lines(content):
            say(line)


def _case_content(desk: Desk, ident: str, reason: str, *, show: bool) -> dict[str, Any]:
    head = desk.cases.open(ident, reason)
    content: dict[str, Any] = {
        "code": shown(head.code), "stage": head.stage, "worker": head.worker_name, "opened_on": head.opened_on,
        "band": head.band or None, "level": head.level, "hold": head.hold,
        "due": [{"on": row.due, "rule": row.rule} for row in desk.cases.duties(ident)],
        "records": [{"form": row.form, "on": row.on} for row in desk.cases.records(ident)],
        "asked_early": list(desk.figures.early_repeats(ident)),
    }
    if show:
        content |= {"name": head.name, "languages": list(head.languages), "avoid": head.avoid}
    return content


def _case_lines(content: dict[str, Any]) -> Iterator[str]:
    """The same for people: what has no word yet is left out."""
    yield f"{content['code']} · {wording.stage(content['stage'])} · {content['worker']}"
    if content.get("name"):
        yield f"{_('Name')}: {content['name']}"
    if content.get("languages"):
        yield f"{_('Language')}: {wording.listed('language', content['languages'])}"
    if content.get("avoid"):
        yield _("Avoid here: {what}").format(what=content["avoid"])
    if content["band"]:
        yield f"{_('Risk level')}: {wording.band(content['band'])}"
    if content["level"]:
        yield f"{_('Protection level')}: {content['level']}"
    if content["hold"]:
        yield _("On hold: nothing leaves.")
    if content["asked_early"]:
        yield _("Asked again before its time: {days}").format(days=", ".join(map(i18n.day, content["asked_early"])))
    if content["due"]:
        yield f"{_('Next')}:"
        yield from (f"  {row['on']}  {wording.duty(row['rule'])}" for row in content["due"])
    if content["records"]:
        yield f"{_('Forms')}:"
        yield from (f"  {row['on']}  {row['form']}  {wording.form_title(row['form'])}" for row in content["records"])


def record(
    folder: Folder, code: Annotated[str, typer.Argument(metavar="CODE", help="The code, or NEW for a first contact.")],
    form: Annotated[str, typer.Argument(metavar="FORM", help="The form, such as F01.")],
    answers: Annotated[str, typer.Option("--answers", metavar="FILE", help="Answers as JSON; - reads them.")],
    user: User = "", passphrase_file: PassphraseFile = None, vault: Vault = False, as_json: Json = False,
    lang: Lang = "",
) -> None:
    """Fill in a form, with the same checks as on screen."""
    with speaking(lang, as_json=as_json), at_desk(folder, user, passphrase_file, vault=vault) as desk:
        given = read_answers(answers)
        if form not in form_ids():
            raise BadInput("form.unknown")
        opening = _opened(desk, code, form)
        fill(opening.session, given)
        refuse_not_asked(opening.session)
        saved = desk.records.save(opening)
        if as_json:
            document({"case": shown(saved.code), "record": saved.record, "without_file": saved.without_file})
        else:
            say(_("Saved: {code}").format(code=shown(saved.code)) if saved.code else _("Kept"))


def _opened(desk: Desk, code: str, form: str) -> FormOpening:
    """A threat is taken about anybody; whether there is such a case is not told (ruling 4)."""
    if form == "F17":
        return desk.drops.open(code)
    return desk.records.open(form, "" if code.upper() == "NEW" else desk.cases.by_code(code))


def read_answers(name: str) -> dict[str, Any]:
    """The answers a file or standard input holds: an object of field keys; raises BadInput."""
    try:
        content = sys.stdin.read(_LIMIT) if name == "-" else Path(name).read_text("utf-8")
        found = json.loads(content)
    except (OSError, ValueError, RecursionError):
        raise BadInput("answers.unreadable") from None
    if not isinstance(found, dict):
        raise BadInput("answers.unreadable")
    return found


def fill(session: FormSession, given: dict[str, Any]) -> None:
    """Put answers into a form: a value, ``{"state": …}``, or a list of objects for a table."""
    try:
        for key, value in given.items():
            if isinstance(value, dict) and set(value) == {"state"}:
                session.set_state(key, AnswerState(str(value["state"])))
            elif isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
                _fill_rows(session, key, value)
            else:
                session.answer(key, tuple(value) if isinstance(value, list) else value)
    except FieldProblem as problem:
        raise BadInput(problem.code, **problem.details) from None
    except ValueError:
        raise BadInput("answers.unreadable") from None


def refuse_not_asked(session: FormSession) -> None:
    """An answer to a question the form does not ask after the others is never dropped unseen; raises BadInput."""
    left = session.not_asked()
    if left:
        openers = dict.fromkeys(opener for named in left.values() for opener in named)
        raise BadInput("answers.not_asked", fields=", ".join(left), openers=", ".join(openers))


def _fill_rows(session: FormSession, key: str, rows: list[dict[str, Any]]) -> None:
    for cells in rows:
        row = session.add_row(key)
        for column, value in cells.items():
            session.answer_cell(key, row, column, tuple(value) if isinstance(value, list) else value)


def rows_of(value: object) -> list[Row]:
    """The rows of a table answer."""
    return [row for row in value if isinstance(row, Row)] if isinstance(value, tuple) else []


def report(
    folder: Folder, code: Code, out: Annotated[Path, typer.Option("--out", metavar="F.pdf", help="Where it goes.")],
    kind: Annotated[str, typer.Option("--kind", metavar="supervision|participant|safety_plan")] = "supervision",
    safe: Annotated[bool, typer.Option("--paper-is-safe", help="She was asked: a paper is safe today.")] = False,
    user: User = "", passphrase_file: PassphraseFile = None, vault: Vault = False, as_json: Json = False,
    lang: Lang = "",
) -> None:
    """The individual reintegration report as PDF."""
    with speaking(lang, as_json=as_json), at_desk(folder, user, passphrase_file, vault=vault) as desk:
        ident = desk.cases.by_code(code)
        saved = desk.reports.individual(ident, kind, i18n.language(), out, paper_safe=safe)
        if as_json:
            document({"file": str(saved.file), "pages": saved.pages, "print_id": saved.print_id})
        else:
            say(_("Saved, and not encrypted any more: {file}").format(file=saved.file))


def caseload(
    folder: Folder, out: Annotated[Path | None, typer.Option("--out", metavar="F.pdf")] = None,
    user: User = "", passphrase_file: PassphraseFile = None, vault: Vault = False, as_json: Json = False,
    lang: Lang = "",
) -> None:
    """The caseload: code, stage, next due, days since contact, band."""
    with speaking(lang, as_json=as_json), at_desk(folder, user, passphrase_file, vault=vault) as desk:
        rows = desk.cases.caseload()
        if out is not None:
            saved = desk.reports.caseloads.save(*desk.reports.caseload_paper(rows, i18n.language()), out)
            say_or_document(as_json, {"file": str(saved.file), "pages": saved.pages, "print_id": saved.print_id},
                            _("Saved: {file}").format(file=saved.file))
        elif as_json:
            document({"cases": [
                {"code": shown(row.code), "stage": row.stage, "next_due": row.next_due or None,
                 "days_since_contact": row.days_since_contact, "band": row.band or None} for row in rows]})
        else:
            table([_("Code"), _("Stage"), _("Next"), _("Days since contact"), _("Risk level")], [
                [shown(row.code), wording.stage(row.stage), row.next_due,
                 "" if row.days_since_contact is None else str(row.days_since_contact), wording.band(row.band)]
                for row in rows])


def say_or_document(as_json: bool, content: dict[str, Any], line: str) -> None:
    """The document with ``--json``, the line without."""
    if as_json:
        document(content)
    else:
        say(line)

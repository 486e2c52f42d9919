# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands that take an XLSForm in as a draft, and put a form out as one for partners who ask on a telephone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

from assist import i18n
from assist.exchange.xlsform import going
from assist.i18n import N_, _
from assist.services import xlsforms
from assist.services.xlsforms import DEFINITION, WORKBOOK
from forms.linter.finding import Finding
from ui.cli.answers import NEEDS_PERSON, Stop, document, say, speaking
from ui.cli.signing_in import Json, Lang

NAMED = 6
"""So many questions are named of which the same is to be said; `amparo forms check` names all."""

STAYS = {
    going.SEALED: N_("too sensitive for a telephone"), going.WORKERS: N_("for the team alone"),
    going.OFFERED: N_("only ever offered, never asked"), going.DEPENDS: N_("shown by a question that stays"),
    going.KIND: N_("cannot be asked there"),
}
_CHOICE = re.compile(r"^choice .*?: ")
_LONG = re.compile(r"'[^']*' is a long word in (\w+); say it")


def from_xlsform(
    source: Annotated[Path, typer.Argument(metavar="FILE.xlsx", help="A form of Kobo or ODK.")],
    out: Annotated[Path | None, typer.Option("--out", metavar="F.yaml", help="The draft; beside FILE otherwise.")] =
    None, words_in: Annotated[str, typer.Option(
        "--words-in", metavar="LANGUAGE", help="The language of texts that do not say theirs.")] = "",
    as_json: Json = False, lang: Lang = "",
) -> None:
    """Take an XLSForm in as a draft, and say what is to be decided before it is a form."""
    with speaking(lang, as_json=as_json):
        made = xlsforms.draft_from(source, out or source.with_suffix(DEFINITION), words_in)
        if as_json:
            document({"file": str(made.file), "questions": made.questions, "language": made.language,
                      "not_taken_over": list(made.remarks), "findings": [
                          {"file": each.file, "place": each.place, "check": each.check, "sentence": each.sentence}
                          for each in made.findings]})
        else:
            for line in _said(made.questions, made.language, made.remarks, made.findings):
                say(line)
            say(_("Saved: {file}").format(file=made.file))
        raise Stop(NEEDS_PERSON)


def to_xlsform(
    wanted: Annotated[str, typer.Argument(metavar="FORM", help="The form, such as F01, or a definition in a file.")],
    out: Annotated[Path | None, typer.Option("--out", metavar="F.xlsx")] = None,
    as_json: Json = False, lang: Lang = "",
) -> None:
    """A form for partners who ask on a telephone; what is sealed and what a worker writes stays here."""
    with speaking(lang, as_json=as_json):
        file = out or Path(Path(wanted).stem + WORKBOOK)
        made = xlsforms.put_xlsform(wanted, file, i18n.language())
        if as_json:
            document({"file": str(file), "questions": made.asked,
                      "stays": {why: list(keys) for why, keys in made.stays.items()}})
            return
        say(_("Questions that go: {count}.").format(count=made.asked))
        for why, keys in made.stays.items():
            say(_("Stay here, {why}: {questions}").format(why=_(STAYS[why]), questions=", ".join(keys)))
        say(_("Saved: {file}").format(file=file))


def _said(questions: int, language: str, remarks: Sequence[str], findings: Sequence[Finding]) -> Iterator[str]:
    yield _("Questions taken over as a draft: {count}.").format(count=questions)
    yield _("Texts that do not say their language were taken for {language}; --words-in says otherwise.").format(
        language=language)
    yield from remarks
    if findings:
        yield _("To decide or to write before it is a form:")
    by_sentence: dict[tuple[int, str], list[str]] = {}
    for each in findings:
        sentence = _LONG.sub(r"long words in \1; say each", _CHOICE.sub("choices: ", each.sentence))
        by_sentence.setdefault((each.check, sentence), []).append(each.place)
    for (check, sentence), found in by_sentence.items():
        places = list(dict.fromkeys(filter(None, found)))
        more = f" … ({len(places)})" if len(places) > NAMED else ""
        yield f"  [{check}] {sentence}" + (f": {', '.join(places[:NAMED])}{more}" if places else "")

# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands about forms: check definitions, print blank ones."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assist import i18n
from assist.errors import BadInput
from assist.i18n import _
from assist.services.paper import print_blank
from forms.linter import lint_file, lint_shipped
from forms.loader import form, form_ids
from forms.loader import forms as all_forms
from forms.model import LANGUAGES
from ui.cli.answers import NEEDS_PERSON, Stop, document, say, speaking
from ui.cli.signing_in import Json, Lang
from ui.cli.xlsforms import from_xlsform, to_xlsform

forms = typer.Typer(no_args_is_help=True, help="Form definitions.")


@forms.command()
def check(
    files: Annotated[list[Path] | None, typer.Argument(metavar="FILE…", help="Definitions; without any, ours.")] =
    None, as_json: Json = False, lang: Lang = "",
) -> None:
    """Say what is wrong with a form definition, line by line."""
    with speaking(lang, as_json=as_json):
        findings = [each for file in files for each in lint_file(file)] if files else lint_shipped()
        if as_json:
            document({"findings": [
                {"file": each.file, "place": each.place, "check": each.check, "sentence": each.sentence}
                for each in findings]})
        for each in () if as_json else findings:
            say(str(each))
        if findings:
            raise Stop(NEEDS_PERSON)
        if not as_json:
            say(_("Nothing to mend."))


@forms.command()
def reviews(as_json: Json = False, lang: Lang = "") -> None:
    """Name the forms whose words no group of survivors has read yet, language by language: look before a release."""
    with speaking(lang, as_json=as_json):
        waiting = {each: [form.id for form in all_forms() if not form.is_reviewed(each)] for each in LANGUAGES}
        if as_json:
            document({"not_reviewed": waiting})
        elif not any(waiting.values()):
            say(_("A group of survivors has read every form, in every language."))
        else:
            say(_("A group of survivors has not yet read these forms:"))
            for language, idents in waiting.items():
                say(f"{language}: {', '.join(idents) or '–'}")
        if any(waiting.values()):
            raise Stop(NEEDS_PERSON)


@forms.command("print")
def print_(
    ident: Annotated[str, typer.Argument(metavar="FORM", help="The form, such as F01.")],
    out: Annotated[Path, typer.Option("--out", metavar="F.pdf")],
    as_json: Json = False, lang: Lang = "",
) -> None:
    """A blank form on paper, to be typed in later."""
    with speaking(lang, as_json=as_json):
        if ident not in form_ids() or not form(ident).paper:
            raise BadInput("form.no_paper")
        pages = print_blank(ident, i18n.language(), out)
        if as_json:
            document({"file": str(out), "pages": pages})
        else:
            say(_("Saved: {file}").format(file=out))


forms.command("from-xlsform")(from_xlsform)
forms.command("to-xlsform")(to_xlsform)

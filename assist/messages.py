# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What people read when something could not be done: what was not done, what is safe, what to do.

The window and the command line say the same. A sentence speaks of the program, never
of a mistake of the person.
"""

from __future__ import annotations

from assist.errors import (
    AssistError,
    BadInput,
    Busy,
    DamagedFile,
    NewerFile,
    NoRoom,
    NotAllowed,
    NotFound,
    UnsafePlace,
    VaultShut,
    WrongPassphrase,
)
from assist.i18n import N_, _
from assist.messages_at_the_door import AT_THE_DOOR
from assist.messages_of_rounds import OF_ROUNDS
from assist.messages_of_teams import OF_TEAMS
from assist.messages_of_work import OF_WORK
from forms.problems import FieldProblem

Sentence = tuple[str, str, str]
"""What was not done · what is safe · what to do."""

BY_CODE: dict[str, Sentence] = {
    **AT_THE_DOOR,
    **OF_ROUNDS,
    **OF_TEAMS,
    **OF_WORK,
    "draft.other_form": (
        N_("The draft was not opened: it belongs to another form."),
        N_("It stays where it is."),
        N_("Open the form that it was begun in."),
    ),
    "draft.unreadable": (
        N_("The draft was not opened: it could not be read."),
        N_("What was saved before is safe."),
        N_("Begin the form again; known answers are still filled in."),
    ),
    "field.date_ambiguous": (
        N_("This date is not kept yet: day and month could be the other way round."),
        N_("The writing stays on the screen."),
        N_("Day and month could be the other way round: please write the year first, such as 2024-05-03."),
    ),
    "field.date_unreadable": (
        N_("This date is not kept yet: it could not be read."),
        N_("The writing stays on the screen."),
        N_("Please write it as 2024-05-12, 05/2024, 2024, or in words such as about 2019."),
    ),
    "field.money_unreadable": (
        N_("This amount is not kept yet: it could not be read."),
        N_("The writing stays on the screen."),
        N_("Please write the amount in figures, such as 125.50, and choose the currency."),
    ),
    "field.not_a_number": (
        N_("This number is not kept yet: it could not be read."),
        N_("The writing stays on the screen."),
        N_("Please write a whole number in figures, such as 3."),
    ),
    "field.not_from_others": (
        N_("This was not kept: only the person herself fills this question."),
        N_("Everything else is kept."),
        N_("Leave it open until it can be asked; what others say goes into a note."),
    ),
    "field.not_rows": (
        N_("These rows were not kept: they could not be read."),
        N_("Everything else is kept."),
        N_("Add the rows again, one by one."),
    ),
    "field.not_text": (
        N_("This was not kept: it could not be read as text."),
        N_("Everything else is kept."),
        N_("Please write it again."),
    ),
    "field.not_to_confirm": (
        N_("This was not confirmed: there is no earlier answer to confirm."),
        N_("Everything else is kept."),
        N_("Please write the answer instead."),
    ),
    "field.out_of_range": (
        N_("This number is not kept yet: it is larger or smaller than this question can hold."),
        N_("The writing stays on the screen."),
        N_("Please look at the number again: it is larger or smaller than this question can hold."),
    ),
    "field.row_id": (
        N_("This row was not changed: it is no longer there."),
        N_("The other rows are kept."),
        N_("Add it again."),
    ),
    "field.state_needs_value": (
        N_("This was not kept: it needs an answer beside it."),
        N_("Everything else is kept."),
        N_("Please write the answer."),
    ),
    "field.too_long": (
        N_("The end of this text is not kept yet: there is room for {limit} characters."),
        N_("The writing stays on the screen."),
        N_("There is room for {limit} characters here; the rest can go into a note."),
    ),
    "field.too_many": (
        N_("One more was not taken: up to {limit} can be chosen."),
        N_("What was chosen before is kept."),
        N_("Up to {limit} can be chosen; take one away to choose another."),
    ),
    "field.too_many_rows": (
        N_("One more row was not added: {limit} rows fit here."),
        N_("The rows written before are kept."),
        N_("{limit} rows fit here; please write the others in a new record."),
    ),
    "field.unknown": (
        N_("This was not kept: the form has no such question."),
        N_("Everything else is kept."),
        N_("Open the form again and answer there."),
    ),
    "field.unknown_choice": (
        N_("This was not kept: it is not one of the answers of this question."),
        N_("Everything else is kept."),
        N_("Please choose one of the answers shown."),
    ),
    "field.unknown_column": (
        N_("This was not kept: the table has no such column."),
        N_("Everything else is kept."),
        N_("Open the form again and answer there."),
    ),
    "gate.limits": (
        N_("This form stays closed for now."),
        N_("Everything written so far is kept."),
        N_("Explain the limits of secrecy first; it takes one short page."),
    ),
    "gate.consent": (
        N_("This form stays closed for now."),
        N_("Everything written so far is kept."),
        N_("It opens once the person has agreed to be accompanied and to a record being kept."),
    ),
    "form.no_paper": (
        N_("No paper was made: this form has no paper version."),
        N_("Nothing was changed."),
        N_("Choose a form that has one, such as F01."),
    ),
    "consent.needs_end": (
        N_("This consent was not saved: a yes needs an end."),
        N_("Every answer is still on the screen."),
        N_("Choose until when it holds; a year at most."),
    ),
    "consent.one_recipient": (
        N_("This consent was not saved: it has to name exactly one recipient."),
        N_("Every answer is still on the screen."),
        N_("Name one here, and fill in another form for the next."),
    ),
    "consent.too_long": (
        N_("This consent was not saved: it would hold for more than a year."),
        N_("Every answer is still on the screen."),
        N_("Choose an earlier end; it can be asked again."),
    ),
    "plan.her_words": (
        N_("This was not saved: her words from an earlier day are hers and stay."),
        N_("Every answer is still on the screen."),
        N_("Write after them, or begin a new goal."),
    ),
    "threat.three_fields": (
        N_("This was not saved yet: what, when and who is at risk are needed."),
        N_("Every answer is still on the screen."),
        N_("Three taps are enough; the rest can wait."),
    ),
    "case.no_such_step": (
        N_("This step does not follow from where the case is now."),
        N_("Nothing was changed."),
        N_("Look at the path of the case; perhaps it was done already."),
    ),
    "draft.not_found": (
        N_("This half-filled form is not there any more."),
        N_("What was saved before is safe."),
        N_("Perhaps it was saved or discarded; look at the forms of the case."),
    ),
    "print.failed": (
        N_("This was not printed: the printer did not take it."),
        N_("The report itself is unchanged."),
        N_("Look at the printer, or save the PDF and print it there."),
    ),
    "record.too_big": (
        N_("This was not saved: it is too long for one record."),
        N_("The text is still on the screen."),
        N_("Move part of it to a second note and save again."),
    ),
    "log.unreadable": (
        N_("A part of the history could not be read."),
        N_("The file was left as it is."),
        N_("Keep the file aside and restore the last backup."),
    ),
    "register.unreadable": (
        N_("A stored answer could not be read."),
        N_("The file was left as it is."),
        N_("Keep the file aside and restore the last backup."),
    ),
    "report.changed": (
        N_("The report was not saved: something was added to the case since it was looked at."),
        N_("Everything in the case is kept."),
        N_("Look at the report once more, then save it."),
    ),
    "report.confirm": (
        N_("The report was not saved: it needs the passphrase once more."),
        N_("Nothing has left."),
        N_("Type the passphrase and save again."),
    ),
    "report.kind": (
        N_("No report was made: there is no report of that name."),
        N_("Nothing has left."),
        N_("Choose supervision, participant or safety_plan."),
    ),
    "report.not_safe": (
        N_("No paper was made: nobody has said yet that a paper is safe today."),
        N_("Nothing has left."),
        N_("Ask first whether a paper can be kept without danger. It can also be read out instead."),
    ),
    "report.own_case": (
        N_("No report was made: this case is with another worker."),
        N_("Nothing has left."),
        N_("Ask that worker or the supervisor."),
    ),
    "report.purpose": (
        N_("The report was not saved: what it is for was not said."),
        N_("Nothing has left."),
        N_("Choose what the paper is for and save again."),
    ),
    "report.two_people": (
        N_("The report was not saved: at this level of protection two people decide together."),
        N_("Nothing has left."),
        N_("Ask the custodian or the supervisor to decide with you."),
    ),
    "backup.file_exists": (
        N_("The backup was not made: a file of that name is there already."),
        N_("That file was left as it is."),
        N_("Choose another name."),
    ),
    "backup.folder_not_empty": (
        N_("The backup was not brought back: other things lie in that folder."),
        N_("Nothing was changed there."),
        N_("Choose an empty folder."),
    ),
    "backup.no_folder": (
        N_("The backup was not made: that folder is not there."),
        N_("Nothing was changed."),
        N_("Choose a folder that is there, or put the stick in again."),
    ),
    "backup.unreadable": (
        N_("This backup cannot be read: it is damaged, or it is another kind of file."),
        N_("It was left as it is, and so was the work on this laptop."),
        N_("Take another backup, the one from the day before."),
    ),
    "passphrase.guessable": (
        N_("The passphrase was not taken: this one can be guessed."),
        N_("Nothing was changed."),
        N_("Add a few unusual words, or take the six that are offered."),
    ),
    "passphrase.name": (
        N_("The passphrase was not taken: it holds a name from around here."),
        N_("Nothing was changed."),
        N_("Put another word in place of the name."),
    ),
    "passphrase.short": (
        N_("The passphrase was not taken: it is too short."),
        N_("Nothing was changed."),
        N_("Fifteen letters or more make it strong."),
    ),
    "place.fat": (
        N_("The workspace was not put there: that disk cannot keep files private or survive a power cut."),
        N_("Nothing was written."),
        N_("Choose a folder on the disk of this laptop."),
    ),
    "place.is_file": (
        N_("The workspace was not put there: that is a file."),
        N_("The file was left as it is."),
        N_("Choose a folder."),
    ),
    "place.network": (
        N_("The workspace was not put there: that folder lies on another machine."),
        N_("Nothing was written."),
        N_("Choose a folder on the disk of this laptop."),
    ),
    "place.not_empty": (
        N_("The workspace was not put there: other things lie in that folder."),
        N_("They were left as they are."),
        N_("Choose an empty folder."),
    ),
    "profile.needs_name": (
        N_("The workspace was not made: it needs a name for the organisation and for you."),
        N_("Nothing was written."),
        N_("Write both and go on."),
    ),
    "profile.same": (
        N_("This was not made: somebody with that name and passphrase is on this laptop already."),
        N_("Nothing was changed."),
        N_("Sign in instead, or choose another passphrase."),
    ),
    "settings.bounds": (
        N_("This was not kept: the time lies outside what is safe."),
        N_("The setting is as it was."),
        N_("Choose one of the times that are offered."),
    ),
    "workspace.none": (
        N_("There is no workspace in that folder."),
        N_("Nothing was changed there."),
        N_("Choose the folder in which it was made, or begin a new one."),
    ),
}

BY_KIND: dict[type[AssistError], Sentence] = {
    NotAllowed: (
        N_("This was not done: the rules of this workspace keep it closed."),
        N_("Nothing was changed."),
        N_("Ask the coordinator whether it is needed."),
    ),
    NotFound: (
        N_("Nothing is there under that name or code."),
        N_("Nothing was changed."),
        N_("Check the code, or ask a colleague who works with it."),
    ),
    WrongPassphrase: (
        N_("Amparo did not open: name and passphrase do not match."),
        N_("Everything inside is safe and unchanged."),
        N_("Look at the keyboard language and Caps Lock, then try again."),
    ),
    VaultShut: (
        N_("This belongs to the protected work, which is closed."),
        N_("Nothing was shown or changed."),
        N_("Open the protected work with the passphrase and try again."),
    ),
    BadInput: (
        N_("This could not be read."),
        N_("Nothing was changed."),
        N_("Check the file or the value and try again."),
    ),
    Busy: (
        N_("This was not done: another window or command is using this workspace."),
        N_("Nothing was changed."),
        N_("Close the other one, then try again."),
    ),
    NoRoom: (
        N_("This was not saved: there is no room on the disk, or it cannot be written."),
        N_("What is on the screen stays there."),
        N_("Make room or choose another place, then save again."),
    ),
    UnsafePlace: (
        N_("The workspace was not put there: other programs copy that folder away."),
        N_("Nothing was written."),
        N_("Choose a folder on this laptop itself."),
    ),
    DamagedFile: (
        N_("This file was not opened: it is damaged."),
        N_("It was left exactly as it is."),
        N_("Keep it aside and restore the last backup."),
    ),
    NewerFile: (
        N_("This file was not opened: a newer Amparo made it."),
        N_("It was left exactly as it is."),
        N_("Install the newer Amparo on this laptop."),
    ),
}

OURS: Sentence = (
    N_("Something in Amparo went wrong, and this was not done."),
    N_("What was saved before is safe."),
    N_("Try again. If it comes back, save the report and send it to the people who care for Amparo."),
)


def sentence(error: BaseException) -> Sentence:
    """The three slots for an error, translated; anything not raised on purpose is our mistake."""
    said = _chosen(error)
    details = error.details if isinstance(error, AssistError | FieldProblem) else {}
    return tuple(_filled(_(slot), details) for slot in said)  # type: ignore[return-value]


def _chosen(error: BaseException) -> Sentence:
    if isinstance(error, FieldProblem):
        return BY_CODE.get(error.code, OURS)
    if not isinstance(error, AssistError):
        return OURS
    if error.code in BY_CODE:
        return BY_CODE[error.code]
    kinds = (BY_KIND[kind] for kind in type(error).__mro__ if kind in BY_KIND)
    return next(kinds, OURS)


def _filled(text: str, details: dict[str, int | str]) -> str:
    """Details a translator forgot, or a code that came without them, must not hide the sentence."""
    try:
        return text.format(**details)
    except (KeyError, IndexError):
        return text

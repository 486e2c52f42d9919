# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sentences for what comes in or goes out: files, doors, places, passphrases, backups, the gate and meeting places."""

from __future__ import annotations

from assist.i18n import N_

Sentence = tuple[str, str, str]

AT_THE_DOOR: dict[str, Sentence] = {
    "import.unreadable": (
        N_("This file was not brought in: it could not be read as a spreadsheet."),
        N_("The file was left as it is."),
        N_("Open it in the spreadsheet program, save it as .xlsx or .csv, and try that file."),
    ),
    "import.old_or_locked": (
        N_("This file was not brought in: it is an old kind, or locked with a password."),
        N_("The file was left as it is."),
        N_("Take the password away and save it as .xlsx or .csv, then try again."),
    ),
    "import.empty": (
        N_("Nothing was brought in: there is nothing in this file."),
        N_("The file was left as it is."),
        N_("Look whether it is the right file, or whether the rows are on another sheet."),
    ),
    "import.empty_so_far": (
        N_("Nothing was brought in: the first {limit} sheets of this file hold no rows, and no others were looked at."),
        N_("The file was left as it is."),
        N_("Name the sheet that holds them, with --sheet."),
    ),
    "import.no_headings": (
        N_("Nothing was brought in: no heading of this file was recognised."),
        N_("The file was left as it is."),
        N_("Say which heading is which with --map, such as --map \"Nombre=chosen_name\"."),
    ),
    "import.unknown_field": (
        N_("Nothing was brought in: a name given for a column is not a question of the forms."),
        N_("The file was left as it is."),
        N_("Write it as HEADING=QUESTION, such as Nombre=chosen_name."),
    ),
    "import.unknown_heading": (
        N_("Nothing was brought in: a heading you named does not stand in this file."),
        N_("The file was left as it is."),
        N_("Write the heading as it stands in the file, then try again."),
    ),
    "import.no_such_sheet": (
        N_("Nothing was brought in: this file has no rows on a sheet of that name."),
        N_("The file was left as it is."),
        N_("These sheets hold rows: {sheets}."),
    ),
    "import.no_sheets": (
        N_("Nothing was brought in: only a workbook has sheets, and this file is text."),
        N_("The file was left as it is."),
        N_("Try again without the name of a sheet."),
    ),
    "import.map_shape": (
        N_("Nothing was brought in: what was given with --map lacks its equals sign."),
        N_("The file was left as it is."),
        N_("Write it as HEADING=QUESTION, such as Nombre=chosen_name."),
    ),
    "import.open_quote": (
        N_("Nothing was brought in: a quotation mark was opened and never closed, so rows run into each other."),
        N_("The file was left as it is."),
        N_("Close or remove the quotation mark near row {row} in the spreadsheet program, then try again."),
    ),
    "import.too_big": (
        N_("This file was not brought in: it is larger than Amparo reads at once."),
        N_("The file was left as it is."),
        N_("Save it in smaller parts and bring them in one after the other."),
    ),
    "import.too_many_rows": (
        N_("This file was not brought in: it has more rows than Amparo reads at once."),
        N_("The file was left as it is."),
        N_("Save it in smaller parts and bring them in one after the other."),
    ),
    "import.nothing_to_undo": (
        N_("Nothing was taken back: this spreadsheet was taken back already, or was never brought in here."),
        N_("Nothing was changed."),
        N_("See Settings, Spreadsheets, for those that can be taken back."),
    ),
    "signin.needs_user": (
        N_("Amparo did not open: it does not know who is signing in."),
        N_("Nothing was changed."),
        N_("Say the user name with --user."),
    ),
    "signin.no_terminal": (
        N_("Amparo did not open: there is no terminal to type the passphrase in."),
        N_("Nothing was changed."),
        N_("Give a file that only you may read, with --passphrase-file."),
    ),
    "signin.file_open": (
        N_("Amparo did not open: other people on this system may read that passphrase file."),
        N_("Nothing was changed."),
        N_("Allow nobody but yourself to read it, then try again."),
    ),
    "signin.file_unreadable": (
        N_("Amparo did not open: the passphrase file could not be read."),
        N_("Nothing was changed."),
        N_("Look whether it is there, and try again."),
    ),
    "workspace.exists": (
        N_("No workspace was made: there is one in that folder already."),
        N_("It was left as it is."),
        N_("Open that one, or choose an empty folder."),
    ),
    "place.read_only": (
        N_("The workspace was not put there: nothing can be written in that folder."),
        N_("Nothing was written."),
        N_("Choose another folder."),
    ),
    "backup.missing": (
        N_("This was not done: there is no backup at that place."),
        N_("Nothing was changed."),
        N_("Look where the file is, and try again."),
    ),
    "backup.newer": (
        N_("This backup was not opened: a newer Amparo made it."),
        N_("The file was left as it is."),
        N_("Install the newer Amparo on this laptop."),
    ),
    "form.unknown": (
        N_("Nothing was done: there is no form of that name."),
        N_("Nothing was changed."),
        N_("Give its code, such as F01."),
    ),
    "terminal.missing": (
        N_("Something has to be typed in, and there is no terminal here to ask for it."),
        N_("Nothing was changed."),
        N_("Run it in a terminal, or give the answer as an option; --help names them."),
    ),
    "show.terminal_only": (
        N_("Nothing was shown: names are shown on a screen only, never written to a file."),
        N_("Nothing has left."),
        N_("Leave out --show, or run it in a terminal."),
    ),
    "answers.unreadable": (
        N_("Nothing was recorded: the file of answers could not be read."),
        N_("The file was left as it is."),
        N_("It is JSON: the name of each question, then its answer."),
    ),
    "answers.not_asked": (
        N_("Nothing was recorded: after the other answers the form does not ask {fields}."),
        N_("The file was left as it is."),
        N_("Take these out of the file, or give the answers that open them: {openers}."),
    ),
    "strike.not_today": (
        N_("This was not taken out: only what was written today can be."),
        N_("Nothing was changed."),
        N_("Write a correction; both stay readable."),
    ),
    "gate.hold": (
        N_("Nothing left: this case is on hold."),
        N_("Nothing was changed."),
        N_("Lifting the hold takes two people and a look at the risk."),
    ),
    "gate.protected": (
        N_("Nothing left: at this level of protection it needs a second look."),
        N_("Nothing was changed."),
        N_("Ask the custodian or the supervisor to decide with you."),
    ),
    "gate.no_case": (
        N_("Nothing left: there is no case of that code."),
        N_("Nothing was changed."),
        N_("Check the code, or ask a colleague who works with it."),
    ),
    "protection.two_people": (
        N_("This was not done: the same person cannot ask for it and decide it."),
        N_("The hold and the level stay as they are."),
        N_("Another custodian or supervisor signs in and decides."),
    ),
    "protection.no_hold": (
        N_("Nothing was lifted: this case is not on hold."),
        N_("Nothing was changed."),
        N_("Look at Safety in the file; perhaps it was done already."),
    ),
    "report.no_plan": (
        N_("No paper was made: there is no safety plan yet."),
        N_("Nothing has left."),
        N_("Write the plan together first; it stands under Safety."),
    ),
    "instrument.pause": (
        N_("These questions were not opened: she is resting."),
        N_("Nothing is lost, and nothing is due."),
        N_("They wait until she says that she is ready to go on."),
    ),
    "instrument.off": (
        N_("These questions were not opened: the organisation has not switched them on."),
        N_("Nothing was written down."),
        N_("Whoever manages people switches them on in the settings, for roles that were trained for it."),
    ),
    "instrument.role": (
        N_("These questions were not opened: they are for colleagues who were trained for them."),
        N_("Nothing was written down."),
        N_("Talk about how it goes, or ask such a colleague along."),
    ),
    "instrument.responder": (
        N_("These questions were not opened: nobody is named who can help the same day."),
        N_("Nothing was written down."),
        N_("Use the shorter sheet PHQ-8, which does not need it."),
    ),
    "instrument.two_today": (
        N_("This was not opened: two sheets of questions on one day are enough."),
        N_("The answers of today are kept."),
        N_("Leave it for another meeting."),
    ),
    "instrument.unknown": (
        N_("This was not done: there are no questions of that name."),
        N_("Nothing was changed."),
        N_("Look at the list in the settings."),
    ),
    "instrument.not_theirs": (
        N_("This was not switched on: these questions are not for that role."),
        N_("Nothing was changed."),
        N_("Choose among the roles that stand beside them."),
    ),
    "instrument.interval": (
        N_("This was not saved: these questions were asked a short while ago."),
        N_("The earlier answers are kept."),
        N_("Ask again in a few weeks."),
    ),
    "instrument.year": (
        N_("This was not saved: these questions were asked often enough this year."),
        N_("The earlier answers are kept."),
        N_("Talk about how it goes, without the questions."),
    ),
    "policy.reason": (
        N_("This was not opened: a reason in a few words is needed."),
        N_("Nothing was shown or changed."),
        N_("Write why it is needed; the person may ask who looked."),
    ),
    "disk.low": (
        N_("This was not begun: there is little room left on the disk."),
        N_("Nothing was changed."),
        N_("Make room, then try again."),
    ),
    "roster.broken": (
        N_("This workspace was not opened: its list of people does not hold together."),
        N_("The file was left as it is."),
        N_("Keep this laptop as it is and call your second person."),
    ),
    "invite.words": (
        N_("The invitation was not opened: these are not the twelve words that belong to it."),
        N_("Nothing was changed."),
        N_("Compare each word with what you were told; capitals and accents do not matter."),
    ),
    "invite.late": (
        N_("The invitation was not opened: it was good for a week, and that week is over."),
        N_("Nothing was changed."),
        N_("Ask whoever invited you for a new one."),
    ),
    "invite.damaged": (
        N_("The invitation was not opened: this file is none, or it did not arrive whole."),
        N_("Nothing was changed."),
        N_("Ask for the file once more, and take it as it is."),
    ),
    "invite.request": (
        N_("The request was not read: it does not belong to this invitation, or it did not arrive whole."),
        N_("Nobody was let in."),
        N_("Ask your new colleague to make the request once more from the file you sent."),
    ),
    "store.unreachable": (
        N_("Nothing was exchanged: the meeting place did not answer."),
        N_("What you wrote waits on this laptop."),
        N_("Look whether the line, the stick or the folder is there, then try again."),
    ),
    "store.slow": (
        N_("Nothing more was exchanged: the meeting place took too long to answer."),
        N_("What you wrote waits on this laptop."),
        N_("Try again later, or where the line is better."),
    ),
    "store.refused": (
        N_("Nothing was exchanged: the meeting place did not accept the name, password or key for it."),
        N_("What you wrote waits on this laptop."),
        N_("Ask whoever keeps the place, and enter them again."),
    ),
    "store.full": (
        N_("Not everything was put there: the meeting place is full."),
        N_("What you wrote waits on this laptop."),
        N_("Ask whoever keeps the place to make room."),
    ),
    "store.read_only": (
        N_("Nothing was put there: the meeting place can only be read."),
        N_("What you wrote waits on this laptop."),
        N_("Ask whoever keeps the place for the right to write."),
    ),
    "store.changed": (
        N_("Nothing was exchanged: the meeting place does not show the certificate or key that is known for it."),
        N_("No password was sent, and nothing left this laptop."),
        N_("Ask whoever keeps the place whether it was changed. Until then, do not use it."),
    ),
    "store.extra": (
        N_("The meeting place was not opened: a part of Amparo for it is not installed."),
        N_("Nothing was changed."),
        N_("Ask whoever set up this laptop to install: {libraries}."),
    ),
    "store.address": (
        N_("The meeting place was not opened: its address could not be read."),
        N_("Nothing was changed."),
        N_("Write it such as webdavs://cloud.example.org/folder, with no name or password in it."),
    ),
    "store.clock": (
        N_("Nothing was exchanged: the clock of this laptop and that of the meeting place are too far apart."),
        N_("What you wrote waits on this laptop."),
        N_("Set the date and time of this laptop, then try again."),
    ),
    "store.answer": (
        N_("Nothing more was exchanged: the meeting place gave an answer that Amparo does not know."),
        N_("What you wrote waits on this laptop."),
        N_("Check the address; if it is right, ask whoever keeps the place."),
    ),
    "store.taken": (
        N_("One update was not put there: something else lies there under the same name."),
        N_("Neither was written over."),
        N_("Perhaps a copy of this profile is used elsewhere. Call your second person before you go on."),
    ),
}

# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sentences about meeting the laptops of colleagues: what did not come, what does not fit, what to settle."""

from __future__ import annotations

from assist.i18n import N_, _

Sentence = tuple[str, str, str]

OF_ROUNDS: dict[str, Sentence] = {
    "appointment.day": (
        N_("The appointment was not kept yet: it needs its whole day."),
        N_("The writing stays on the screen."),
        N_("Please write day, month and year, such as 2026-12-04."),
    ),
    "appointment.rest": (
        N_("The appointment was not set: while she rests, nothing of justice is."),
        N_("Nothing was changed, and what was agreed before stays."),
        N_("Set it once she says that she is ready to go on."),
    ),
    "consent.interpreter_promise": (
        N_("The consent was not kept yet: no promise of confidentiality of this interpreter is on file."),
        N_("Every answer is still on the screen."),
        N_("Note the promise in the directory, or write below the interpreter why it went on all the same."),
    ),
    "directory.kind": (
        N_("The entry was not kept yet: it has no kind."),
        N_("The writing stays on the screen."),
        N_("Choose what it is, such as a service or an interpreter."),
    ),
    "directory.day": (
        N_("The entry was not kept yet: one of its days is not whole."),
        N_("The writing stays on the screen."),
        N_("Please write day, month and year, such as 2026-12-04."),
    ),
    "directory.not_found": (
        N_("There is no entry with this code in the directory."),
        N_("Nothing was changed."),
        N_("Look at the list; a code has a letter and three signs, such as S-7K3."),
    ),
    "field.time_unreadable": (
        N_("This hour is not kept yet: it could not be read."),
        N_("The writing stays on the screen."),
        N_("Please write it as 9:30 or 14:00."),
    ),
    "difference.gone": (
        N_("Nothing was settled: somebody settled this meanwhile."),
        N_("Everything that was written is kept."),
        N_("Look at it once more."),
    ),
    "difference.which": (
        N_("Nothing was settled: it was not said how."),
        N_("Everything that was written is kept."),
        N_("Give one of --take with a number that show prints, --both, or --answer."),
    ),
    "difference.choose": (
        N_("Nothing was settled: this can only be settled by choosing."),
        N_("Everything that was written is kept."),
        N_("Choose one of the two."),
    ),
    "attachment.too_big": (
        N_("This was not attached: it is larger than ten megabytes."),
        N_("The file was left as it is."),
        N_("Make a smaller copy of it and attach that."),
    ),
    "attachment.empty": (
        N_("This was not attached: there is nothing in it."),
        N_("The file was left as it is."),
        N_("Look at the file, then try again."),
    ),
    "field.strokes_unreadable": (
        N_("This was not taken: it is no drawing made here."),
        N_("What stood there before is kept."),
        N_("Draw it again, or choose spoken."),
    ),
    "attachment.off": (
        N_("This was not attached: the organisation has not switched attached files on."),
        N_("The file was left as it is."),
        N_("A coordinator can switch them on in Settings, Attached files."),
    ),
    "move.attached": (
        N_("The case was not offered: not all of its files have come to this laptop."),
        N_("It stays where it is, with its files."),
        N_("Exchange with the others until they have come, then offer it again. A file that is lost can be removed."),
    ),
    "attachment.kind": (
        N_("This was not attached: only JPEG, PNG, PDF and plain text are kept."),
        N_("The file was left as it is."),
        N_("Save it as a PDF or as a picture, and attach that."),
    ),
    "attachment.picture": (
        N_("This picture was not taken: it is damaged, or far too large to be shown."),
        N_("The file was left as it is."),
        N_("Save it once more from a program for pictures, and try that."),
    ),
    "attachment.level": (
        N_("This was not attached: it was not said how sensitive it is."),
        N_("The file was left as it is."),
        N_("Choose one of the four levels, then attach it."),
    ),
    "attachment.category": (
        N_("No copy was made: it was not said what kind of data it is."),
        N_("The file stays in the case, encrypted."),
        N_("Choose what her consent has to cover, then try again."),
    ),
    "attachment.unreadable": (
        N_("This was not shown: it is damaged, or locked with a password of its own."),
        N_("The file stays in the case, encrypted."),
        N_("Ask whoever attached it for a copy without a password."),
    ),
    "attachment.missing": (
        N_("This was not opened: not all of it has come from the other laptop yet."),
        N_("What has come is kept, and nothing else waits for it."),
        N_("Meet the others again, then try once more."),
    ),
    "attachment.damaged": (
        N_("This was not opened: it is not what was attached."),
        N_("The case itself is whole."),
        N_("Ask whoever attached it to attach it once more."),
    ),
    "round.no_place": (
        N_("Nothing was exchanged: this workspace has no meeting place yet."),
        N_("Everything is kept on this laptop."),
        N_("Choose one in Settings, or with: amparo store"),
    ),
    "round.no_place_while_locked": (
        N_("Nothing was carried: this laptop is not set to meet others while nobody is signed in."),
        N_("Everything is kept on this laptop."),
        N_("Give the place with --store, or sign in with --user. "
           "A coordinator may allow it in Settings, Meeting place."),
    ),
    "round.under_way": (
        N_("Nothing new was begun: this laptop is meeting the others just now."),
        N_("What you wrote is among what is shared."),
        N_("Wait until it is done."),
    ),
    "store.which": (
        N_("Nothing was changed: set needs an address, and the other words take none."),
        N_("The meeting place is as it was."),
        N_("Write for example: amparo store FOLDER set webdavs://cloud.example.org/folder"),
    ),
    "store.pin": (
        N_("The meeting place was not kept: nobody compared whom this laptop would talk to."),
        N_("Nothing was changed, and no password was sent."),
        N_("Give its host key with --pin, as whoever keeps the place told you."),
    ),
    "meeting.settings": (
        N_("Nothing was exchanged: what is kept about the meeting place could not be read."),
        N_("Everything is kept on this laptop."),
        N_("Choose the meeting place once more in Settings."),
    ),
    "erase.notice": (
        N_("Nothing was asked: it was not said whether a court or an authority wants these data."),
        N_("Everything is kept."),
        N_("Destroying what an authority has asked for may be a crime. Ask counsel first."),
    ),
    "erase.basis": (
        N_("Nothing was asked: this is no reason to erase."),
        N_("Everything is kept."),
        N_("One of these: own_request, by_law, mistake."),
    ),
    "erase.legal_hold": (
        N_("Nothing was erased: the law asks that this case is kept."),
        N_("Everything is kept."),
        N_("Tell her so, and ask counsel until when."),
    ),
    "erase.asked": (
        N_("Nothing was asked: somebody has asked for this already."),
        N_("Everything is kept."),
        N_("See Settings, Erasing."),
    ),
    "erase.own_case": (
        N_("Nothing was asked: another worker accompanies this case."),
        N_("Everything is kept."),
        N_("Ask her worker or a supervisor."),
    ),
    "erase.name_second": (
        N_("Nothing was asked: nobody who reads this case could agree."),
        N_("Everything is kept."),
        N_("First name a supervisor or a custodian who may read it."),
    ),
    "erase.same_person": (
        N_("Nothing was erased: the second signature must be somebody else's."),
        N_("The request waits."),
        N_("Ask a supervisor or a custodian."),
    ),
    "erase.stale": (
        N_("Nothing was erased: the case or the list of people changed since this was asked."),
        N_("Everything is kept."),
        N_("Do not agree, and let it be asked again."),
    ),
    "erase.none": (
        N_("This was not done: no such request waits."),
        N_("Nothing was changed."),
        N_("See Settings, Erasing."),
    ),
    "erase.not_due": (
        N_("Nothing was erased: this is not due yet."),
        N_("Everything is kept."),
        N_("She may ask for it herself at any time."),
    ),
    "keeping.none": (
        N_("Nothing was struck: choose what is no longer needed from the list."),
        N_("Everything is kept."),
        N_("Look at the list of protected notes again."),
    ),
    "erase.not_complete": (
        N_("There is no certificate yet: not every laptop has said that it is done."),
        N_("On this laptop it is gone."),
        N_("Wait until the other laptops have met this one."),
    ),
}
"""What was not done."""

OF_LAPTOPS: dict[str, Sentence] = {
    "missing": (
        N_("Updates from {laptop} ({person}) have not arrived: {count}."),
        N_("Everything that arrived is kept."),
        N_("Ask {person} to open Amparo there and press Meet now: what is missing is sent again."),
    ),
    "damaged": (
        N_("An update from {laptop} ({person}) did not arrive whole."),
        N_("It was not taken, and nothing before it was touched."),
        N_("Ask {person} to open Amparo there and press Meet now. If it stays, tell whoever keeps the meeting place."),
    ),
    "refused": (
        N_("{laptop} ({person}) sent something that it may not write: {count}."),
        N_("It was left out, and the rest was taken."),
        N_("Call {person} and ask who else uses that laptop. Tell your second person."),
    ),
    "out": (
        N_("This laptop or its person was taken out of the list: nothing new comes here, and nothing goes out."),
        N_("What was here before is still here."),
        N_("Ask a coordinator. If it was a mistake, you can be invited again."),
    ),
    "left": (
        N_("{laptop} ({person}) went on sending after it was shut out."),
        N_("None of it was taken."),
        N_("Ask whoever has that laptop. If nobody knows, change the password of the meeting place."),
    ),
    "list": (
        N_("A change to the list of people and laptops was not taken: its signature does not hold."),
        N_("The list is as it was."),
        N_("Ask a coordinator whether the list was changed. Until then, do not invite anybody."),
    ),
    "list_missing": (
        N_("A change to the list of people and laptops has not arrived here."),
        N_("The list is as it was, and everything that arrived is kept."),
        N_("Ask a coordinator to open Amparo and press Meet now. If it stays, tell whoever keeps the meeting place."),
    ),
    "newer": (
        N_("{laptop} ({person}) uses a newer Amparo."),
        N_("What it sends waits, and nothing is lost."),
        N_("Bring Amparo on this laptop up to date."),
    ),
    "fork": (
        N_("Two different histories come from {laptop} ({person})."),
        N_("What was read before is kept, and nothing more is taken from there."),
        N_("Ask {person} whether a backup was brought back or the profile was copied. "
           "One of the two must rest, and that laptop must be invited again."),
    ),
    "copied": (
        N_("A second copy of this profile is in use, or an older backup was brought back."),
        N_("Nothing was written over, and your work is kept on this laptop."),
        N_("Stop using the other copy. Make a backup here and bring it back: it goes on as a new laptop."),
    ),
    "rolled_back": (
        N_("The meeting place had lost updates of this laptop."),
        N_("They were put there again."),
        N_("Ask whoever keeps the place what happened to it."),
    ),
}
"""What is wrong with a laptop; ``{laptop}`` and ``{person}`` are filled in on the screen alone."""


def of_laptop(kind: str, laptop: str, person: str, count: int) -> Sentence:
    """The three slots about a laptop. Without names, for whatever may end up in a file, it is any laptop of anybody."""
    details = {"laptop": laptop or _("a laptop"), "person": person or _("a colleague"), "count": count}
    what, safe, todo = (_(slot).format(**details) for slot in OF_LAPTOPS[kind])
    if not laptop:  # no name of its own, so a sentence may begin with it
        what = what[:1].upper() + what[1:]
    return what, safe, todo

# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sentences about looking after work: what a supervisor reads, cases that go from one worker to another, exports."""

from __future__ import annotations

from assist.i18n import N_

Sentence = tuple[str, str, str]

OF_WORK: dict[str, Sentence] = {
    "undo.over": (
        N_("This was not undone: it was sent already, or something was written after it."),
        N_("Nothing was changed."),
        N_("Open it and correct it; both stay readable."),
    ),
    "case.step_to_relative": (
        N_("This was not kept yet: a step means contact with a relative, and there is no yes to it."),
        N_("What you wrote is still here, and nobody was contacted."),
        N_("Ask first, and note the answer on the safe contact card. If it is a step of hers, say so under who."),
    ),
    "supervision.own": (
        N_("This was not done: somebody else reads what is yours."),
        N_("Nothing was changed."),
        N_("Ask another supervisor of your team."),
    ),
    "supervision.gone": (
        N_("This was not done: it waits no more."),
        N_("Nothing was changed."),
        N_("Somebody answered it, or it changed since; the list shows it as it is now."),
    ),
    "supervision.question": (
        N_("This was not sent: there are no words in it yet."),
        N_("Nothing was changed."),
        N_("Write in a sentence what you ask, or what you answer."),
    ),
    "supervision.answer": (
        N_("This was not done: it cannot be answered so."),
        N_("Nothing was changed."),
        N_("An overdue request is answered on its own sheet; ask the worker about it."),
    ),
    "handover.offered": (
        N_("This was not offered: somebody else was asked already and has not answered."),
        N_("The case stays where it is."),
        N_("Take that offer back first, or wait for the answer."),
    ),
    "handover.gone": (
        N_("This was not done: no such offer waits any more."),
        N_("The case is with whoever accompanies it now."),
        N_("The list shows it as it is now."),
    ),
    "handover.until": (
        N_("This was not offered: the day on which it goes back is not ahead."),
        N_("Every case stays where it is."),
        N_("Choose a later day, or none for good."),
    ),
    "export.refused": (
        N_("This was not written: nobody here has read the lists of codes of this standard."),
        N_("Nothing left this laptop."),
        N_("Choose another profile, or ask the recipient which one it reads."),
    ),
    "export.profile": (
        N_("Nothing was written: there is no such profile."),
        N_("Nothing left this laptop."),
        N_("Choose one of the list."),
    ),
    "export.span": (
        N_("Nothing was looked at: one of the two days could not be read, or the second comes before the first."),
        N_("Nothing left this laptop."),
        N_("Write them as 2026-01-31, or leave them empty."),
    ),
    "export.folder": (
        N_("Nothing was written: there is no such folder, or nothing may be put there."),
        N_("Nothing left this laptop."),
        N_("Choose a folder that is there, or make it first."),
    ),
    "export.nobody": (
        N_("Nothing was written: nobody is in it."),
        N_("Nothing left this laptop."),
        N_("The list says why each person stays; a consent is asked for, never assumed."),
    ),
    "export.changed": (
        N_("Nothing was written: something changed since you looked."),
        N_("Nothing left this laptop."),
        N_("Look again at what would leave."),
    ),
    "export.year": (
        N_("Nothing was written: figures are made of whole years that are over."),
        N_("Nothing left this laptop."),
        N_("Name an earlier year, or leave it out for the last one."),
    ),
    "export.text": (
        N_("Nothing was written: this text does not fit the headings of the profile, or cannot be read."),
        N_("Nothing left this laptop."),
        N_("Write one part for each heading, each after a line that begins with #."),
    ),
    "export.few": (
        N_("Nothing was written: few people look alike in it, so that one could be recognised."),
        N_("Nothing left this laptop."),
        N_("Look at the rows, and say so if they may leave as they are."),
    ),
    "export.nothing_back": (
        N_("Nothing was written: nobody took back what this recipient has."),
        N_("Nothing left this laptop."),
        N_("The list says who still has to be told."),
    ),
    "export.none": (
        N_("This was not noted: no package of that number waits for an answer."),
        N_("Nothing was changed."),
        N_("The list says which ones do."),
    ),
    "keygen.exists": (
        N_("No key was made: there is a file of that name already."),
        N_("The file is as it was."),
        N_("Choose another name; a key that is in use must never be written over."),
    ),
    "receive.none": (
        N_("Nothing was received: there is no package there."),
        N_("Nothing was changed."),
        N_("Name files that end in .cmx, or a folder that holds some."),
    ),
    "receive.package": (
        N_("Nothing was received: a package is not whole, or it was not sealed to this key."),
        N_("Nothing was changed."),
        N_("Ask the sender for it again, and say which key they should use."),
    ),
    "receive.signature": (
        N_("Nothing was received: a package is not signed by anybody you named."),
        N_("Nothing was changed."),
        N_("Bring the .minisig file that belongs to it, or ask the sender for their public key."),
    ),
    "receive.signer": (
        N_("Nothing was received: what you named for senders is no public key of minisign."),
        N_("Nothing was changed."),
        N_("Ask the sender for the file that ends in .pub."),
    ),
    "receive.key": (
        N_("Nothing was received: the key file holds no secret key of age."),
        N_("Nothing was changed."),
        N_("Name the file that was written when the key was made."),
    ),
    "receive.folder": (
        N_("Nothing was received: the folder's list of what it holds cannot be read."),
        N_("Nothing was changed."),
        N_("Choose an empty folder and receive all packages again."),
    ),
    "receive.url": (
        N_("Nothing was received: this is no address of a PostgreSQL database."),
        N_("Nothing was changed."),
        N_("Write it as postgresql://name@host/database."),
    ),
    "receive.no_driver": (
        N_("Nothing was received: this installation has no library for PostgreSQL."),
        N_("Nothing was changed."),
        N_("Install Amparo with its part for PostgreSQL, or receive into a folder."),
    ),
    "receive.database": (
        N_("Nothing was received: the database did not take it."),
        N_("Everything in the database is as it was."),
        N_("Check that it is running and that you may make tables there, then try again."),
    ),
    "xlsform.none": (
        N_("No draft was made: this workbook has no sheet “survey” with questions."),
        N_("The file was left as it is."),
        N_("Download the form as XLSForm from Kobo or ODK, and try that file."),
    ),
    "xlsform.open": (
        N_("No draft was made: a group of questions in this workbook begins or ends alone."),
        N_("The file was left as it is."),
        N_("Each begin_group needs its end_group, and each begin_repeat its end_repeat. Mend it there and try again."),
    ),
    "xlsform.too_big": (
        N_("No draft was made: this form is larger than a form may be."),
        N_("The file was left as it is."),
        N_("Divide it into several forms, each in a workbook of its own."),
    ),
    "xlsform.exists": (
        N_("No draft was made: there is a file of that name already."),
        N_("The file is as it was."),
        N_("Choose another name with --out."),
    ),
    "xlsform.language": (
        N_("No draft was made: Amparo does not speak the language that was named."),
        N_("Nothing was changed."),
        N_("Name en, es, pt or fr with --words-in."),
    ),
    "xlsform.here_only": (
        N_("No workbook was made: this form is asked by your own team alone."),
        N_("Nothing was changed."),
        N_("Choose one that partners may ask, such as F01."),
    ),
    "xlsform.nothing": (
        N_("No workbook was made: no question of this form may be asked on a telephone."),
        N_("Nothing was changed."),
        N_("What is sensitive, and what a worker writes, is asked at your house."),
    ),
    "xlsform.definition": (
        N_("No workbook was made: this is no form of Amparo, and no whole definition in a file."),
        N_("Nothing was changed."),
        N_("amparo forms check says what is missing in a definition."),
    ),
    "programme.period": (
        N_("The figures were not worked out: this time cannot be read, is longer than two years, or is not over yet."),
        N_("Nothing was changed."),
        N_("Give a first and a last day, such as 2026-07-01; the last may be today."),
    ),
    "programme.whole": (
        N_("The figures were not worked out: what is handed out covers whole quarters or whole years."),
        N_("Nothing was changed."),
        N_("Choose a quarter or a year. Two reports that are nearly alike would tell of whoever came between."),
    ),
    "programme.overlap": (
        N_("The figures were not worked out: figures of a part of this time, or of more than it, were handed out."),
        N_("Nothing was changed."),
        N_("Stay with quarters or with years. One taken from the other would tell of whoever came between."),
    ),
    "programme.donor": (
        N_("The figures were not worked out: there is no such donor report."),
        N_("Nothing was changed."),
        N_("Choose one that ships with the program."),
    ),
    "programme.stopped": (
        N_("The figures were not worked out: counting was stopped."),
        N_("Nothing was changed, and nothing was kept."),
        N_("Begin again whenever you like."),
    ),
    "programme.which": (
        N_("This was not printed: no report that was made begins so, or several do."),
        N_("Nothing was changed."),
        N_("Look at the list, and give more signs of its reference."),
    ),
}
"""By code: what was not done, what is safe, what to do."""

# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sentences about people and laptops: joining, roles, leaving, second signatures, recovery, travelling."""

from __future__ import annotations

from assist.i18n import N_

Sentence = tuple[str, str, str]

_NO_CONSENT: Sentence = (
    N_("Nothing left: her consent does not allow this today."),
    N_("The referral is kept as it is, and nobody was told."),
    N_("Ask her again, or tick only what she agreed to."),
)

OF_TEAMS: dict[str, Sentence] = {
    "case.kept_away": (
        N_("This was not done: for this case it has to be somebody else."),
        N_("Nothing was changed, and nobody was told."),
        N_("Choose another person or service. The list is not shown; the custodian knows it."),
    ),
    "case.relative_no_contact": (
        N_("This contact with a relative was not kept: there is no yes to it."),
        N_("Nothing was changed, and nobody was contacted."),
        N_("Ask first, and write the answer on the safe contact card. Without a yes it stays a no."),
    ),
    **{f"gate.consent_{said}": _NO_CONSENT for said in (
        "none", "no", "later", "withdrawn", "expired", "on_paper", "outdated", "wrong_recipient", "missing_category",
        "child_said_no", "child_not_asked", "of_age", "guardian", "objects")},
    "consent.guardian": (
        N_("This yes was not saved: a yes of this guardian does not count."),
        N_("Every answer is still on the screen."),
        N_("Ask somebody else who may decide, or keep it as a no. Say there that this is another guardian."),
    ),
    "referral.not_sent": (
        N_("The answer was not kept: this referral has not left yet."),
        N_("Nothing was changed."),
        N_("Look at what leaves first, and hand it over."),
    ),
    "referral.too_long": (
        N_("This referral is longer than one page."), N_("Nothing left, and nothing was cut."),
        N_("Tick fewer parts, or tell the rest by voice.")),
    "referral.answer": (
        N_("The answer was not kept: it needs one of three answers and a whole day."),
        N_("Nothing was changed."),
        N_("Choose accepted, on a waiting list or not possible, and write the day."),
    ),
    "import.sealed": (
        N_("This file was not brought in: it is sealed, and was not opened."),
        N_("The file was left as it is."),
        N_("Name the key file of this house with --key, and who sent it with --source."),
    ),
    "import.no_packet": (
        N_("Nothing was brought in: this sealed file carries no referral that can be brought in."),
        N_("The file was left as it is."),
        N_("Open it with age and read it, or ask the sender for it again."),
    ),
    "import.no_sender": (
        N_("Nothing was brought in: nobody said who sent this referral."),
        N_("The file was left as it is."),
        N_("Write the name of the service that sent it."),
    ),
    "recipient.none": (
        N_("No file was sealed: no key of this service is known."),
        N_("Nothing left, and nothing was changed."),
        N_("Use paper, or ask a coordinator to add the key in Settings."),
    ),
    "recipient.key": (
        N_("The key was not taken: this is no whole public key of age."),
        N_("Nothing was changed."),
        N_("Ask the service for the line that begins with age1, and copy all of it."),
    ),
    "recipient.differs": (
        N_("The key was not taken: it does not end in what was read out."),
        N_("Nothing was changed."),
        N_("Call the service, have the last twelve signs read out again, and ask for the key anew if they differ."),
    ),
    "recipient.name": (
        N_("The key was not taken: the service needs a name."),
        N_("Nothing was changed."),
        N_("Write the name as it stands on the consents."),
    ),
    "recipient.no_age": (
        N_("No file was sealed: this laptop has no way to seal files for others."),
        N_("Nothing left, and nothing was changed."),
        N_("Use paper, or another laptop."),
    ),
    "gate.ranked": (
        N_("This form stays closed for now."),
        N_("Everything written so far is kept."),
        N_("It opens once the person has put in order what matters most, or preferred not to."),
    ),
    "gate.referral": (
        N_("This form stays closed for now."),
        N_("Everything written so far is kept."),
        N_("It opens once the person has agreed to one service being told, in a consent of its own."),
    ),
    "gate.apart": (
        N_("This form does not open in a case: its answers belong to nobody."),
        N_("Everything written so far is kept."),
        N_("It is handed over under Reports, without a name."),
    ),
    "demand.needs_review": (
        N_("This was not saved: handing data over takes a legal ground, two people, a legal look, a notice or a ban."),
        N_("Every answer is still on the screen."),
        N_("Fill these in on the line of that demand, or say that nothing was handed over."),
    ),
    "team.not_admin": (
        N_("This was not done: the list of people and laptops is kept by the coordinator."),
        N_("Nothing was changed."),
        N_("Ask a coordinator of your organisation."),
    ),
    "join.waiting": (
        N_("The profile was not opened: nobody has let you in yet."),
        N_("What you chose is kept on this laptop."),
        N_("Compare these six words with whoever invited you: {words}"),
    ),
    "join.answer": (
        N_("The answer was not taken: it does not belong to what you asked, or it did not arrive whole."),
        N_("Nothing was changed."),
        N_("Ask for the answer once more."),
    ),
    "join.asked": (
        N_("Nothing was asked: somebody else has used this invitation already."),
        N_("What you chose is kept on this laptop."),
        N_("Tell whoever invited you at once, and ask for a new one."),
    ),
    "join.words": (
        N_("Nobody was let in: these are not the six words of this request."),
        N_("Nothing was changed."),
        N_("Have them read out once more. If they stay different, let nobody in and make a new invitation."),
    ),
    "invite.gone": (
        N_("This was not done: no such invitation is open."),
        N_("Nothing was changed."),
        N_("It was used, taken back, or its week is over. Make a new one."),
    ),
    "invite.no_request": (
        N_("Nobody was let in: nobody has asked with this invitation yet."),
        N_("The invitation stays open."),
        N_("Look again later, or open the file with the request."),
    ),
    "invite.two_sign": (
        N_("The invitation was not made: making somebody a coordinator takes two coordinators."),
        N_("Nothing was changed."),
        N_("Invite this person with the other roles, and add this one later under People and roles."),
    ),
    "team.stale": (
        N_("Nothing was signed: the list of people changed since this was proposed."),
        N_("The list is as it was."),
        N_("Let it be proposed again."),
    ),
    "team.same_person": (
        N_("Nothing was signed: the second signature must be somebody else's."),
        N_("The proposal waits."),
        N_("Ask another coordinator to open it."),
    ),
    "team.not_here": (
        N_("This was not done: this person or laptop is not in the list now."),
        N_("Nothing was changed."),
        N_("Sync, and look at the list again."),
    ),
    "team.last_coordinator": (
        N_("This was not done: somebody must remain who can let others in."),
        N_("The list is as it was."),
        N_("Make somebody else a coordinator first."),
    ),
    "team.this_laptop": (
        N_("This was not done: it is the laptop you are working on."),
        N_("Nothing was changed."),
        N_("Do it from another laptop, or ask a coordinator."),
    ),
    "team.no_role": (
        N_("The roles were not changed: none was chosen that this program knows."),
        N_("The list is as it was."),
        N_("Choose at least one of the roles shown."),
    ),
    "team.no_proposal": (
        N_("Nothing was signed: this proposal is no longer here."),
        N_("The list is as it was."),
        N_("Sync, and look at what is proposed now."),
    ),
    "share.holders": (
        N_("The kit was not made: it has three holders or five."),
        N_("Nothing was changed."),
        N_("Choose one of the two."),
    ),
    "share.count": (
        N_("The paper was not read: {count} words are here, and a paper has {wanted}."),
        N_("Nothing was changed."),
        N_("Compare with the paper, number by number."),
    ),
    "share.unknown": (
        N_("The paper was not read: no such words are on the list at number {places}."),
        N_("Nothing was changed."),
        N_("Look at these numbers on the paper again; all words are English."),
    ),
    "share.mistyped": (
        N_("The paper was not read: each word is on the list, but together they do not fit."),
        N_("Nothing was changed."),
        N_("One is mistyped, or two have changed places: read it aloud, number by number."),
    ),
    "share.other_kit": (
        N_("This was not done: a paper belongs to another kit."),
        N_("Nothing was changed."),
        N_("All papers of a kit begin with the same two words. Look for those of the newest kit."),
    ),
    "share.same": (
        N_("This was not done: it is the same paper twice."),
        N_("Nothing was changed."),
        N_("Another holder must bring another paper."),
    ),
    "share.too_few": (
        N_("This was not done: {count} of the {wanted} papers that are needed are here."),
        N_("Nothing was changed."),
        N_("Ask another holder to come with a paper."),
    ),
    "recovery.no_profile": (
        N_("Nothing was opened: no profile of this laptop was left for this kit."),
        N_("Everything on this laptop is as it was."),
        N_("Use the papers of the newest kit that this laptop has heard of, or be invited again."),
    ),
    "recovery.whose": (
        N_("Nothing was opened: these papers open several profiles of this laptop, or none of that name."),
        N_("Everything on this laptop is as it was."),
        N_("Say whose it is: --user and the name that is signed in with."),
    ),
    "recovery.inside": (
        N_("The papers were not saved: this folder belongs to what they open."),
        N_("Nothing was changed."),
        N_("Choose a stick or another folder, and delete the files once they are printed."),
    ),
    "recovery.no_folder": (
        N_("The papers were not saved: there is no such folder."),
        N_("Nothing was changed."),
        N_("Choose a folder that is there."),
    ),
    "recovery.file_exists": (
        N_("The papers were not saved: files of the same name lie in this folder."),
        N_("Nothing was written over."),
        N_("Choose another folder, or take the earlier files away."),
    ),
    "travel.away": (
        N_("The protected work was not opened: its keys are not on this laptop."),
        N_("What is protected is kept, sealed, and ordinary work goes on."),
        N_("Once you are back, a colleague gives the keys back: Settings, Journeys."),
    ),
    "travel.at_home": (
        N_("Nothing was done: the keys of protected work are on this laptop."),
        N_("Nothing was changed."),
        N_("Open the protected work with your passphrase."),
    ),
    "travel.unsent": (
        N_("Nothing was done: no colleague has {count} of your protected changes yet."),
        N_("Nothing was changed."),
        N_("Sync with the protected work open first. If this laptop is lost on the way, they are lost."),
    ),
    "travel.nobody": (
        N_("Nothing was done: nobody could give the keys back to you."),
        N_("Nothing was changed."),
        N_("A custodian or coordinator is needed, or a recovery kit."),
    ),
    "travel.request": (
        N_("Nothing was given back: this is no request of a colleague, or it did not arrive whole."),
        N_("Nothing was changed."),
        N_("Ask for the file once more."),
    ),
    "travel.not_ours": (
        N_("Nothing was given back: these keys were not left with you."),
        N_("Nothing was changed."),
        N_("Ask a colleague who was custodian or coordinator when the journey began."),
    ),
    "travel.answer": (
        N_("The protected work was not opened: this answer does not belong to this journey, or it is not whole."),
        N_("What is protected is kept, sealed, and ordinary work goes on."),
        N_("Ask your colleague for the answer to your newest request."),
    ),
    "team.which": (
        N_("This was not done: there are several of that name."),
        N_("Nothing was changed."),
        N_("Use the first signs of the number: amparo device FOLDER list"),
    ),
    "invite.many": (
        N_("The invitation was not made: too many are open already."),
        N_("Those stay as they are."),
        N_("Take back those that nobody needs any more."),
    ),
    "join.unreadable": (
        N_("Nothing was read: this file could not be opened."),
        N_("Nothing was changed."),
        N_("Look whether the stick or the folder is there, and choose the file once more."),
    ),
    "assign.nobody": (
        N_("The case was not handed over: this person accompanies no cases."),
        N_("It stays with whom it is."),
        N_("Choose one of the colleagues shown."),
    ),
    "protection.two_named": (
        N_("This was not done: at level 3 two people at least must be able to read the case."),
        N_("The level stays as it is; at level 2 sensitive answers are protected too."),
        N_("Name one more colleague, then do it again."),
    ),
    "protection.not_lower": (
        N_("This was not asked: the protection is not higher than that."),
        N_("The level stays as it is."),
        N_("Choose a lower level."),
    ),
    "protection.no_request": (
        N_("This was not decided: nobody asks for it any more."),
        N_("The hold and the level stay as they are."),
        N_("Look at Safety in the file; whoever needs it can ask again."),
    ),
    "team.none": (
        N_("This was not done: there is no team of that name."),
        N_("Nothing was changed."),
        N_("Look at the teams under People and roles, and choose one of them."),
    ),
    "team.name": (
        N_("The team was not made or renamed: it needs a name that no other team has."),
        N_("Nothing was changed."),
        N_("Choose another name."),
    ),
    "team.many": (
        N_("The team was not made: there are as many as one organisation can have."),
        N_("Nothing was changed."),
        N_("Give a team that is not needed any more another name and use it."),
    ),
    "protection.raised_since": (
        N_("Nothing was lowered or lifted: protection was raised again since this was asked."),
        N_("The hold and the level stay as they are."),
        N_("Look at Safety in the file, and ask again if it still holds."),
    ),
    "glass.code": (
        N_("Nobody was asked: this is not a whole case code."),
        N_("Nothing was shown or changed."),
        N_("Write the eight characters as they stand on the papers; a mistyped one is noticed."),
    ),
    "glass.two_people": (
        N_("This was not done: the same person cannot ask for it and agree to it."),
        N_("The case stays closed."),
        N_("Another custodian or supervisor signs in and agrees."),
    ),
    "glass.no_request": (
        N_("This was not done: nobody waits for an answer to that any more."),
        N_("What was closed stays closed."),
        N_("Look at what waits now; whoever needs it can ask again."),
    ),
    "glass.only_reads": (
        N_("Nothing was written: a case opened in an emergency can be read and not changed."),
        N_("The case is as it was."),
        N_("Tell one of the people who work with her."),
    ),
    "move.on_hold": (
        N_("The case was not offered to another team: it is on hold, and nothing of it may leave."),
        N_("It stays where it is."),
        N_("Lift the hold first, with a second person, when it is safe."),
    ),
    "move.nobody": (
        N_("The case was not offered: nobody of another team was chosen who may take one over."),
        N_("It stays where it is."),
        N_("Choose a supervisor or custodian of the other team."),
    ),
    "move.asked": (
        N_("The case was not offered again: another team is asked already."),
        N_("It stays where it is."),
        N_("Wait for the answer, or call it back first."),
    ),
    "move.newer": (
        N_("The case was not offered: it holds something that only a newer version of the program reads."),
        N_("It stays where it is."),
        N_("Install the newer version on this laptop, then offer it again."),
    ),
    "move.not_asked": (
        N_("Nothing was called back: no other team is asked from this laptop."),
        N_("The case stays as it is."),
        N_("Look at the file again; it may have been taken over already."),
    ),
    "move.taken": (
        N_("The case was not taken over: it is with your team already."),
        N_("Nothing was changed."),
        N_("Look for it among the cases of your team."),
    ),
    "move.gone": (
        N_("The case was not taken over: it is not offered any more."),
        N_("Nothing was changed."),
        N_("It was called back or answered. Ask whoever offered it."),
    ),
}

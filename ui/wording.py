# SPDX-FileCopyrightText: The Amparo contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The words people read for codes of the practice: stages, bands, duties, forms, standings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from assist.domain.duties import RULES
from assist.i18n import N_, _, day, ngettext, relative, text_of, weekday
from forms.loader import choice_list
from forms.loader import form as load_form

STAGES = {
    "contact": N_("First contact"),
    "introduced": N_("Introduced"),
    "consented": N_("Agreed to be accompanied"),
    "pause": N_("Resting"),
    "assessing": N_("Getting to know"),
    "planning": N_("Making the plan"),
    "implementing": N_("On the way"),
    "reviewing": N_("Looking back and ahead"),
    "closing": N_("Closing"),
    "closed": N_("Closed"),
    "aftercare": N_("After closing"),
    "anonymised": N_("Anonymised"),
}
BANDS = {"low": N_("low"), "moderate": N_("moderate"), "high": N_("high"), "extreme": N_("extreme")}
OWN_BANDS = {
    "calm": N_("calm"), "careful": N_("careful"), "worried": N_("worried"), "in_danger": N_("in danger"),
}
SCALE_WORDS = (N_("not at all"), N_("a little"), N_("half and half"), N_("mostly"), N_("fully"))
GOAL_WORDS = (
    N_("much less than hoped"), N_("a little less than hoped"), N_("as hoped"), N_("a little more than hoped"),
    N_("much more than hoped"),
)  # fmt: skip
LOWEST_GOAL = -2
TRENDS = {"more": N_("more than last time"), "less": N_("less than last time"), "same": N_("as last time")}
AREAS = {"psychosocial": N_("Psychosocial"), "productive": N_("Productive")}
PLAN_STATES = {"none": N_("no goals yet"), "proposed": N_("proposed"), "agreed": N_("agreed")}
WHY_NOT = {
    "plan.empty": N_("There is no goal in it yet."),
    "plan.needs_own_words": N_("A goal still lacks her own words, or a mark that it is only a proposal."),
    "plan.only_proposals": N_("It holds only proposals of the team so far."),
    "plan.not_agreed_yet": N_("It was not agreed yet."),
    "plan.changed_since": N_("It changed since it was agreed."),
}
STANDINGS = {
    "given": N_("holds"),
    "none": N_("not asked"),
    "no": N_("said no"),
    "later": N_("wants to think"),
    "withdrawn": N_("stopped"),
    "expired": N_("has ended"),
    "grace": N_("has ended, work goes on while you ask again"),
    "on_paper": N_("on an earlier paper, opens nothing"),
    "outdated": N_("the text changed, ask again"),
    "wrong_recipient": N_("for someone else"),
    "missing_category": N_("not for all of it"),
    "child_said_no": N_("stop and think: said no"),
    "child_not_asked": N_("the child was not asked"),
    "of_age": N_("of age now: ask again"),
    "guardian": N_("this guardian's yes does not count"),
}
REFRESH = {
    "new_recipient": N_("it is for somebody else now"),
    "new_purpose": N_("it is for something else now"),
    "raised_risk": N_("the risk rose"),
    "threat": N_("there was a threat"),
    "reopened": N_("the case was opened again"),
    "age_of_majority": N_("of age now, and decides alone"),
    "age_of_assent": N_("old enough now to be asked too"),
    "language_change": N_("another language now"),
    "text_change": N_("the text changed"),
}
PATH = {
    "first_contact": N_("First contact"),
    "intake": N_("Intake"),
    "consent": N_("Consent talked about"),
    "safety_look": N_("Safety looked at together"),
    "conversation": N_("Psychosocial conversation"),
    "goal": N_("Goal written"),
    "plan_agreed": N_("Plan agreed"),
    "meeting": N_("Meeting"),
    "review": N_("Plan looked at together"),
    "closure": N_("Closing"),
    "limits_explained": N_("Limits of secrecy explained"),
    "wellbeing_asked": N_("Wellbeing asked"),
    "contact_card": N_("Safe contact agreed"),
    "safety_plan": N_("Safety plan written"),
    "work_conversation": N_("Work and study talked about"),
    "checkin": N_("Check-in"),
    "wish_about_data": N_("Asked something about her data"),
}
LOOKS = {
    "case.open": N_("opened the file"),
    "case.assign": N_("handed the case over"),
    "case.offer": N_("offered the case to a colleague"),
    "case.take": N_("took the case over from a colleague"),
    "case.declined": N_("did not take the case over"),
    "case.taken_back": N_("took the offer of the case back"),
    "supervision.read": N_("read it as supervisor"),
    "supervision.asked": N_("asked the worker something as supervisor"),
    "supervision.reply": N_("answered a supervisor"),
    "case.move_ask": N_("offered the case to another team"),
    "case.move_back": N_("called it back from another team"),
    "case.move_accept": N_("took the case over from another team"),
    "case.pause": N_("set a rest"),
    "case.ready": N_("went on after a rest"),
    "case.reopen": N_("opened the case again"),
    "case.wake": N_("opened it for the first time"),
    "form.open": N_("opened a form"),
    "form.view": N_("read a filled form"),
    "form.save": N_("saved a form"),
    "form.undo": N_("undid a save"),
    "reveal": N_("showed something hidden"),
    "search": N_("looked for a code or name"),
    "search.text": N_("looked for words"),
    "consent.withdraw": N_("wrote down that sharing stops"),
    "consent.told": N_("told a service that she stopped sharing"),
    "protection.raise": N_("raised protection"),
    "protection.lower": N_("asked to lower protection"),
    "protection.release": N_("asked to lift the hold"),
    "protection.ask_lower": N_("asked to lower protection"), "protection.ask_release": N_("asked to lift the hold"),
    "protection.ask_refer": N_("asked that a referral may leave"),
    "protection.refer": N_("decided whether a referral may leave"),
    "report.preview": N_("looked at a report"),
    "report.save": N_("saved a report"),
    "report.print": N_("printed a report"),
    "report.not_safe": N_("made no paper: she says none is safe today"),
    "report.not_wanted": N_("made no paper: she wants none"),
    "information.view": N_("looked with her at what is held"),
    "coview.open": N_("looked at it together with her"),
    "coview.told": N_("explained to her who sees what is looked at together"),
    "referral.look": N_("looked at what a referral says"),
    "referral.answer": N_("wrote down what a service answered"),
    "referral.send": N_("handed over a referral"),
    "export.look": N_("looked at what would leave for a reporting system"),
    "export.send": N_("sent a package to a reporting system"),
    "export.case": N_("let her row out to a reporting system"),
    "export.take_back": N_("took back what a reporting system has"),
    "export.heard": N_("noted that a recipient confirmed"),
    "attachment.add": N_("attached a file"),
    "attachment.read": N_("looked at an attached file"),
    "attachment.save": N_("saved a copy of an attached file"),
    "attachment.remove": N_("removed an attached file"),
    "keeping.needed": N_("looked again at protected notes"), "keeping.strike": N_("struck protected notes"),
    "import.sorted": N_("put a remark in its place"),
    "difference.view": N_("looked at what was written apart"),
    "difference.settle": N_("settled what was written apart"),
}
DAYS_BY_NAME = 6
_LIST_OF = {"language": "lk_lang", "mode": "lk_mode", "status": "lk_goal_status"}


def stage(code: str) -> str:
    """Where a case is on its path."""
    return _(STAGES[code]) if code in STAGES else code


def band(code: str) -> str:
    """The result of the last look at safety; empty when there was none."""
    return _(BANDS[code]) if code in BANDS else code


def own_band(code: str) -> str:
    """The word she chose for herself."""
    return _(OWN_BANDS[code]) if code in OWN_BANDS else code


def trend(code: str) -> str:
    """Compared with the look before."""
    return _(TRENDS[code]) if code in TRENDS else ""


def duty(rule: str) -> str:
    """What is to be done."""
    return _(RULES[rule]) if rule in RULES else rule


def standing(code: str) -> str:
    """What the gate would say of a consent today."""
    return _(STANDINGS[code]) if code in STANDINGS else code


def refresh(reasons: Iterable[str]) -> str:
    """Why a consent is asked again, in one line."""
    return ", ".join(_(REFRESH[why]) if why in REFRESH else why for why in reasons)


def why_not(code: str) -> str:
    """What still keeps a plan from being agreed; empty when nothing does."""
    return _(WHY_NOT[code]) if code in WHY_NOT else ""


def plan_state(code: str) -> str:
    """None, proposed, agreed."""
    return _(PLAN_STATES[code]) if code in PLAN_STATES else code


def plan(code: str) -> str:
    """Which of the two plans."""
    return _(AREAS[code]) if code in AREAS else code


def path(what: str) -> str:
    """A step on the path."""
    return _(PATH[what]) if what in PATH else what


def look(verb: str) -> str:
    """What somebody did with a file."""
    return _(LOOKS[verb]) if verb in LOOKS else verb


def form_title(ident: str) -> str:
    """The name of a form; a form that no longer ships keeps its id."""
    try:
        return text_of(load_form(ident).title)
    except KeyError:
        return ident


def chosen(form: str, key: str, codes: str | Iterable[str]) -> str:
    """The words of the codes picked in a field of a form; a code it no longer has stays as it is."""
    wanted = (codes,) if isinstance(codes, str) else tuple(codes)
    try:
        labels = {choice.code: text_of(choice.label) for choice in load_form(form).field(key).choices}
    except KeyError:
        labels = {}
    return ", ".join(labels.get(code, code) for code in wanted if code)


def chosen_in(form: str, table: str, column: str, codes: str | Iterable[str]) -> str:
    """The same for a column of a table."""
    columns = load_form(form).field(table).columns
    labels = {choice.code: text_of(choice.label) for each in columns if each.key == column for choice in each.choices}
    wanted = (codes,) if isinstance(codes, str) else tuple(codes)
    return ", ".join(labels.get(code, code) for code in wanted if code)


def listed(kind: str, codes: str | Iterable[str]) -> str:
    """The words of codes of a shared list: ``language``, ``mode`` or ``status``."""
    wanted = (codes,) if isinstance(codes, str) else tuple(codes)
    labels = {choice.code: text_of(choice.label) for choice in choice_list(_LIST_OF[kind])}
    return ", ".join(labels.get(code, code) for code in wanted if code)


def when(iso: str, today: date) -> str:
    """When something is due: near days by name, further ones by date, late ones by how late."""
    try:
        days = (date.fromisoformat(iso[:10]) - today).days
    except ValueError:
        return iso
    if days <= 1:
        return relative(iso, today)
    return weekday(iso) if days < DAYS_BY_NAME else day(iso, today=today)


def quoted(words: str) -> str:
    """Her own words, in the quotation marks of the language."""
    return _("“{words}”").format(words=words)


def taken_back(removed: int, kept: Sequence[str]) -> str:
    """What became of an import that was undone: how many cases went, and the codes of those that stay."""
    said = ngettext("{count} case was taken back.", "{count} cases were taken back.", removed).format(count=removed)
    if kept:
        said += " " + _("These stay, somebody has worked on them: {codes}").format(codes=", ".join(kept))
    return said

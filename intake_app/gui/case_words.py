"""A case in words: what was asked, when and by whom; where people are met; stages, paths, bodies."""

from collections.abc import Mapping, Sequence
from datetime import date

from intake_app import messages, workflow
from intake_app.gui.controls import Kind
from intake_app.gui.form_languages import spoken
from intake_app.gui.own_titles import TITLES
from intake_app.gui.states import form_title, when
from intake_app.gui.words import Words, listed, steady
from intake_app.i18n import msg
from intake_app.screening import is_doubted, taken_back
from intake_app.vault import AgeWord, CaseCourse, CaseEntry, Meeting
from intake_app.workflow import Apart, CaseSheet, Module, age_grounds, ages, asking, gate_passed

FIRST = "first_interview"

STAGES: Mapping[str, str] = {
    "contact": msg("Contact"),
    "evaluation": msg("Evaluation"),
    "taken_in_charge": msg("Taken in charge"),
    "inclusion": msg("Inclusion"),
    "follow_up": msg("Follow-up"),
}
PATHS: Mapping[str, str] = {
    "not_decided": msg("Not decided"),
    "social": msg("Social path"),
    "judicial": msg("Path through the courts"),
}
MEETINGS: Mapping[str, str] = {
    "landing": msg("at the landing"),
    "border": msg("at the border"),
    "reception": msg("in reception"),
    "office": msg("at an office"),
    "desk": msg("at the desk"),
    "phone": msg("on the telephone"),
}
"""Where people are met."""
PHASES: Mapping[str, str] = {"preliminary": msg("Preliminary"), "formal": msg("Formal")}
BODIES: Mapping[str, str] = {
    "ngo": msg("An organisation"),
    "police": msg("Police"),
    "court": msg("A court"),
    "government": msg("An office of the state"),
    "other": msg("Another body"),
}
AGE_GROUNDS: Mapping[str, str] = {
    "juvenile_court": msg("The juvenile court decided"),
    "judge": msg("Another judge decided"),
    "passport": msg("A passport was seen"),
    "identity_card": msg("An identity card with a photo was seen"),
    "birth_certificate": msg("A birth certificate was seen"),
    "other_document": msg("Another official document with the birth was seen"),
    "own_word": msg("The person says so themself"),
}
AGES: Mapping[str, str] = {
    "adult": msg("18 or older"),
    "minor": msg("Under 18"),
    "not_told": msg("Asked, and not told"),
}
_MAY_BE = msg("Under 18, or may be")
"""What a record tells whose answers say so, or have a birth that may mean it: which of them is not kept."""
_AGE_FROM = {
    "form": msg("{when} in {code}, noted by {name}"),
    "person": msg("{when}, the person said so to {name}"),
    "document": msg("{when}, a document shown to {name}"),
    "decision": msg("{when}, decided by {name}: {reason}"),
    "desk": msg("{when}, noted by {name} where they were said to be alone"),
    "doubt": msg("{when}, a doubt noted by {name}, not an age that was told"),
}
_AGE_ELSEWHERE = {"": msg("{when}, told to another agency"), "decision": msg("{when}, decided by another agency")}
_AGE_IN = msg("in {code}")
_AGE_STANDS = {
    "adult": msg("18 or older."),
    "minor": msg("Under 18: what is for a child holds for all that leaves. Another answer alone does not change it."),
    "not_told": msg("It is not known, so the person may be under 18. Ask when something is to leave."),
}
_MAY_BE_STANDS = msg(
    "Under 18, or may be: what is for a child holds for all that leaves. Another answer alone does not change it."
)
_DOUBTED = msg(
    "Somebody noted that the person is, or may be, under 18: what is for a child holds for all that leaves, until "
    "somebody decides the age."
)
_NOT_ASKED = {
    "asking_refused": msg(
        "The person said no to being asked, or to its being written down. No questionnaire begins or goes on."
    ),
    "asking_withdrawn": msg(
        "The person took back that they are asked and that it is written down. No questionnaire begins or goes on."
    ),
}
_NOT_YET = "asking_open"
_OPEN = msg("Nobody noted that the person agrees to the talk, and to its being written down. Both are asked first.")
_FIRST_AGAIN = msg(
    "The first interview stopped before it came to whether they agree to the talk, or there was none. Nothing else "
    "begins: it asks first whether they are safe now."
)
_TO_FIRST = msg("To the first interview…")
_BY_FIRST = msg("Begin “{first}”, or go on with it: it asks first whether they are safe now, then whether they agree.")
_ASK_FIRST, _ASK_ANEW = msg("Ask them first…"), msg("Ask them anew…")
_YES = msg(
    "A yes: begin “{first}”, or press “{begin}” beside another questionnaire and then “{ask}”. What it is for is read "
    "to them first, and they say yes or no."
)
_NEW_YES = msg(
    "A new yes: begin “{first}”, or press “{begin}” beside another questionnaire and then “{ask}”. What it is for is "
    "read to them first, and they say yes or no."
)
_OWED = msg(
    "For a child who is alone the law asks for this, whatever they agreed to. Note what is needed for it; the child "
    "leaves out what they do not want to say."
)
_WITHIN = msg(
    "Where they are alone, the talk is due within {days} days of their coming into the first-reception facility: "
    "begin, and note that day."
)
_BEGUN, _ASKED = msg("Begun {when} by {name}"), msg("Already asked {when} by {name}")


def title_of(module: Module, words: Words) -> str:
    """The name of a questionnaire, also before it is in the store."""
    return words(TITLES[module.name])


def asked(entry: CaseEntry | None, words: Words) -> str:
    """When and by whom a questionnaire was asked, so that it is not asked twice."""
    if entry is None:
        return words("Not asked yet")
    if entry.state == "draft":
        return words(_BEGUN).format(when=when(entry.created, words), name=entry.asked_by[0])
    return words(_ASKED).format(when=when(entry.at, words), name=listed(entry.asked_by, words.language))


def other_title(entry: CaseEntry, words: Words) -> str:
    """The name of a questionnaire that is not one of ours; to who is not told which it is, only that it is one."""
    return form_title(entry.form_title, words)


def not_asked(code: str, words: Words, *, slips: bool = False, first: bool = False) -> str:
    """Why the person is not asked, and what can be done instead, of which a slip only where one may be made (`slips`);
    "" where they may be asked. `first`: nothing but a first interview leads on.
    """
    if not code:
        return ""
    _papers, line = workflow.papers()
    yes, ask = (_YES, _ASK_FIRST) if code == _NOT_YET else (_NEW_YES, _ASK_ANEW)
    again = words(_BY_FIRST if first else yes).format(first=words(TITLES[FIRST]), begin=words("Begin"), ask=words(ask))
    danger = words("Somebody may be hurt now: call 112. Help line: {phone}.").format(phone=steady(line.phone))
    if slips:
        slip = words("No reason opens questions, but a slip may go on one: “{slip}”, then “{why}”.")
        told = slip.format(slip=words("Referral slip"), why=words("Somebody may be hurt now"))
        danger = f"{danger} {told}"
    everybody = words("Cards, leaflets and services are for everybody, whatever they say.")
    why = words(_NOT_ASKED.get(code, _FIRST_AGAIN if first else _OPEN))
    return "\n".join((why, *(f"· {one}" for one in (again, danger, everybody))))


def badge(module: Module, words: Words) -> tuple[str, Kind] | None:
    """What stands out about a questionnaire: that it comes next, is not for a child, or rests on a duty."""
    if module.shut:
        return None
    if module.owed:
        return words("Asked for by law"), Kind.WARN
    if module.unfit:
        return words("For adults"), Kind.WARN
    if module.advised:
        return words("Comes next"), Kind.OK
    return (words("Suggested"), Kind.NEUTRAL) if module.signs or module.for_child else None


def why(module: Module, words: Words) -> str:
    """What speaks for asking it: signs that were told, by their neutral names, or an age; "" where nothing does. Of
    who does not want to be asked, what is to be done with it. Of a child within how many days the law wants it.
    """
    soon = words(_WITHIN).format(days=module.within_days) if module.within_days else ""
    return "\n".join(filter(None, (_speaks(module, words), soon)))


def _speaks(module: Module, words: Words) -> str:
    if module.shut:
        return words("Stays as it is: it goes on after a new yes, or is deleted.") if module.mine else ""
    if module.owed:
        return words(_OWED)
    rules = workflow.assessment_rules()
    child = words("the person may be under 18") if module.in_doubt else words("the person is, or may be, under 18")
    reasons = [child] if module.for_child else []
    reasons += [words(rules.sign(code).label) or code for code in module.signs]
    return words("Speaks for it: {reasons}").format(reasons=listed(reasons, words.language)) if reasons else ""


def press(module: Module, words: Words) -> str:
    """What its button does."""
    if module.mine:
        return words("Go on")
    return words("Begin") if module.asked is None else words("Ask again")


def opened(sheet: CaseSheet, words: Words) -> str:
    """When the person was met first and by whom, for who is told of no meeting since when there is this case."""
    told = words("Met first {when} by {name}, {site}. The code is enough; no name is needed.")
    first = [(one.at, one.person, one.site) for one in sheet.meetings[:1]]
    at, name, site = first[0] if first else (sheet.case.opened, sheet.case.opened_by, sheet.case.site)
    return told.format(when=when(at, words), name=name, site=site)


def met(meeting: Meeting, words: Words) -> str:
    """One meeting in a line."""
    where = words(MEETINGS[meeting.kind]) if meeting.kind else ""
    told = (when(meeting.at, words), where, meeting.person, meeting.site)
    return " · ".join(part for part in (*told, spoken(meeting.language, words)) if part)


def path_noted(course: CaseCourse, words: Words) -> str:
    """Whose choice the path is, who noted it when, and how long the permit of a path lasts."""
    choice = words("It is the person’s choice, and can be changed at any time.")
    if course.path.path in ("social", "judicial"):
        papers, _line = workflow.papers()
        note = f" ({words(papers.draft_note)})" if papers.draft else ""
        choice = f"{choice} {words(papers.permit_term)}{note}"
    if not course.path.at:
        return choice
    noted = words("Noted {when} by {name}.").format(when=when(course.path.at, words), name=course.path.by)
    return f"{noted} {choice}"


def age_stands(age: str, told: Sequence[AgeWord], words: Words) -> str:
    """What counts of all that was `told` of the age: where records alone tell of a child, a birth may only mean it."""
    if age == "not_told" and is_doubted(told):
        return words(_DOUBTED)
    certain = any(one.age == "minor" and one.source != "form" and not one.weighed for one in told)
    return words(_MAY_BE_STANDS if age == "minor" and not certain else _AGE_STANDS[age or "not_told"])


def age_told(one: AgeWord, words: Words) -> str:
    """What was told once, where and when, or decided."""
    at_desk = ages.noted_from(one) == "desk"
    told = words(_AGE_FROM["desk" if at_desk else one.source if one.told_in or one.source != "form" else "person"])
    if not one.by:
        elsewhere = _AGE_ELSEWHERE["decision" if one.source == "decision" else ""]
        told = words(_AGE_IN if one.told_in else elsewhere)
    parts = {"when": when(one.at, words), "name": one.by, "code": one.told_in, "reason": on_ground(one.reason, words)}
    may_be = one.source == "doubt" or (one.age, one.source) == ("minor", "form")
    age = _MAY_BE if may_be else AGES[one.age]
    line = f"{words('Nobody told it') if at_desk else words(age)} · {told.format(**parts)}"
    return f"{line} · {words('corrected since then, and counts no more')}" if taken_back(one) else line


def on_ground(reason: str, words: Words) -> str:
    """The reason of a decision on an age, with its ground in words where it has one."""
    on = age_grounds.read(reason)
    if on.ground is None:
        return on.words
    return " · ".join(each for each in (words(AGE_GROUNDS[on.ground.kind]), on.ground.name, on.words) if each)


def unread(codes: Sequence[str], words: Words) -> str:
    """That there are records that can not be read, by their codes; "" where there are none."""
    told = words("Records of this person that can not be read; what they tell is missing here: {codes}")
    return told.format(codes=" · ".join(codes)) if codes else ""


def ask_first(code: str, words: Words) -> tuple[str, str]:
    """Why a questionnaire does not begin, and the words of what leads to where they are asked."""
    if code == gate_passed.CODE:
        return words(_FIRST_AGAIN), words(_TO_FIRST)
    if code == asking.OPEN:
        return words(_OPEN), words(_ASK_FIRST)
    return refused(("interview", "record"), words), words(_ASK_ANEW)


def refused(purposes: Sequence[str], words: Words) -> str:
    """That the person would not talk, or not have it written down; "" where they said no such thing."""
    told = words("They said no to the talk, or to its being written down. Ask them first, without insisting.")
    return told if purposes else ""


def reflection(sheet: CaseSheet, words: Words) -> str:
    """How many days are left to reflect."""
    if sheet.course is None or sheet.course.reflection is None or sheet.days_left is None:
        return words("No days to reflect are noted.")
    until = _date(sheet.course.reflection.planned_end)
    if not sheet.days_left:
        return words("The days to reflect ended on {day}.").format(day=until)
    told = words.plural(
        "{n} day left, until {day}. Nobody asks for a decision before.",
        "{n} days left, until {day}. Nobody asks for a decision before.",
        sheet.days_left,
    )
    return told.format(n=sheet.days_left, day=until)


def reflections_before(course: CaseCourse, words: Words) -> str:
    """The days to reflect in whose place others came, a line for each; "" where there are none."""
    told = words("Before: from {began} until {until}, noted by {name}.")
    return "\n".join(
        told.format(began=_date(one.began), until=_date(one.planned_end), name=one.by)
        for one in course.reflections_before
    )


def in_place_of(course: CaseCourse, words: Words) -> str:
    """That new days to reflect would come in the place of those that are noted; "" where none are."""
    if course.reflection is None:
        return ""
    told = words("They would come in the place of those from {began} until {until}. Press again to note them.")
    return told.format(began=_date(course.reflection.began), until=_date(course.reflection.planned_end))


def _date(text: str) -> str:
    return f"{date.fromisoformat(text):%d/%m/%Y}"


def identified(course: CaseCourse, words: Words) -> str:
    """Which body identified the person, for now or formally."""
    noted = course.identification
    if noted is None:
        return words("No body has identified the person yet.")
    told = words("Identified by {body}, {when}: {phase}.")
    return told.format(body=noted.body, when=when(noted.at, words), phase=words(PHASES[noted.phase]).lower())


def apart(known: Apart, words: Words) -> list[str]:
    """What whoever took two persons apart has to know of both."""
    told = messages.ended(known.as_ended(), words.translator)
    if known.goes:
        told.append(words("These records wait to be sent again: {codes}.").format(codes=" · ".join(known.goes)))
    if known.late:
        late = words("These records stay here, for a server came after it was agreed to: {codes}.")
        told.append(late.format(codes=" · ".join(known.late)))
    if known.stopped:
        codes = " · ".join(sorted({code for code, _recipient in known.stopped if code}))
        stopped = words("What went on a reason and was stopped stays stopped, and needs a new reason: {codes}")
        told.append(f"{stopped.format(codes=codes)}.")
    if known.undecided:
        told.append(words("That this is an adult has to be decided again: it may have been the other person."))
    if known.unidentified:
        told.append(words("Who identified the person has to be noted again: it may have been the other person."))
    if known.named:
        stays = words("The name is kept under {codes}. If it is the other person's, take it out and note it there.")
        told.append(stays.format(codes=" · ".join(known.named)))
    return told

"""One sentence and one piece of advice for each code of trouble, for windows and command line alike."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from intake_app.errors import Fact, IntakeError
from intake_app.i18n import Translator, msg
from intake_app.messages import cautions, engine, form_reports, opening, persons, rows, sheets, store, wire, work
from intake_app.messages.facts import PLACES, WORDS

_LONGEST_FACT = 300
_DECEIVING = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Facts can come from a hostile form: no line breaks, nothing that turns the order of the letters."""

_UNKNOWN = msg("Something went wrong that this version has no words for ({code}).")
ENDED: Mapping[str, str] = {
    "age_noted": msg("It is noted all the same that the person is, or may be, under 18."),
    "age_not_noted": msg("That the person is, or may be, under 18 is not noted here: tell the agency whose record it "
                         "is."),
    "slips_ended": msg("These slips do not hold any more since it was told that the person is, or may be, under 18: "
                       "{slips_ended}. Nobody took anything back. Make a new slip with the guardian, or once it is "
                       "decided that they are an adult."),
    "sights_ended": msg("These people do not see any more what was handed over to them: {sights_ended}. Whoever wrote "
                        "the record can hand it over anew, with the yes of the person, and of the guardian as long as "
                        "it is not decided that they are an adult."),
    "sending_ended": msg("These records do not wait to be sent any more: {sending_ended}. They are sent once the "
                         "person is asked anew and agrees to it."),
    "sending_again": msg("These records wait to be sent again, for the age that had stopped them does not count any "
                         "more: {sending_again}."),
    "sending_late": msg("These records stay here, for a server came after it was agreed to: {sending_late}. Ask about "
                        "each, and release it on a yes to that."),
    "sending_taken_back": msg("These records do not wait to be sent any more, for what was taken back under one code "
                              "holds for both: {sending_taken_back}. They are sent once the person agrees again."),
    "slips_taken_back": msg("These slips do not hold any more, for what was taken back under one code holds for both: "
                            "{slips_taken_back}. Make a new slip if the person agrees again."),
    "sending_refused": msg("These records do not wait to be sent any more, for what was refused under one code holds "
                           "for both: {sending_refused}. They are sent only if whoever refused it, the person or their "
                           "guardian, agrees to it."),
    "slips_refused": msg("These slips do not hold any more, for what was refused under one code holds for both: "
                         "{slips_refused}. Make a new slip only if whoever refused it, the person or their guardian, "
                         "agrees to it."),
    "sending_stopped": msg("These records do not wait to be sent any more, by what is known under both codes: "
                           "{sending_stopped}. Look at each: it says why it stays."),
    "slips_stopped": msg("These slips do not hold any more, by what is known under both codes: {slips_stopped}. Make a "
                         "new slip where one is still wanted."),
    "others_held": msg("Records of colleagues that do not wait to be sent any more by this: {others_held}."),
    "others_again": msg("Records of colleagues that wait to be sent again by this: {others_again}."),
    "others_late": msg("Records of colleagues that stay here, for a server came after it was agreed to: "
                       "{others_late}."),
    "sights_taken_back": msg("These people do not see any more what was handed over to them, for what was taken back "
                             "under one code holds for both: {sights_taken_back}."),
    "sights_refused": msg("These people do not see any more what was handed over to them, for what was refused under "
                          "one code holds for both: {sights_refused}."),
    "slips_stay": msg("Nothing is written, for these slips stay here: {slips_stay}."),
    "slips_stay_else": msg("Others stay here for another reason. {slips_stay_else}"),
    "sights_stopped": msg("These people do not see any more what was handed over to them, by what is known under both "
                          "codes: {sights_stopped}."),
}  # fmt: skip
"""That an age or a doubt of it was noted, or not, and what of what went before ended by it, or as two codes were found
to be of one person, by the fact that tells; and which of several slips stay here."""
_UNKNOWN_ADVICE = msg("Your saved work is kept. Note the code in brackets and tell whoever looks after the program.")

TABLE: Mapping[str, tuple[str, str]] = {
    **cautions.TABLE,
    **engine.TABLE,
    **form_reports.TABLE,
    **opening.TABLE,
    **persons.TABLE,
    **rows.TABLE,
    **sheets.TABLE,
    **store.TABLE,
    **wire.TABLE,
    **work.TABLE,
}


@dataclass(frozen=True, slots=True)
class Explanation:
    """What happened, in one sentence, and what to do now."""

    sentence: str
    advice: str


def sentence(code: str, facts: Mapping[str, Fact], tr: Translator) -> str:
    """What happened. A code without an entry gives an honest sentence that shows the code."""
    told = _fill(TABLE[code][0] if code in TABLE else _UNKNOWN, code, facts, tr)
    return " ".join((told, *ended(facts, tr)))


def ended(facts: Mapping[str, Fact], tr: Translator) -> list[str]:
    """What else the facts tell: what of what went before has ended for an age."""
    return [_fill(text, "", facts, tr) for name, text in ENDED.items() if facts.get(name)]


def not_in_it(code: str, by: str, why: str, tr: Translator) -> str:
    """Which record of the person a file does not tell, whose it is, and why: "draft", "colleague" or an error's code.
    """
    whys = {"draft": tr("It is a draft."), "colleague": tr("Whoever holds it may let it out.")}
    told = whys.get(why) or sentence(why, {}, tr)
    return tr("{code} of {name} is not in it. {why}").format(code=code, name=by, why=told)


def mapping_draft(version: str, tr: Translator) -> list[str]:
    """What whoever passes a file in the shared data format on is to know of it; nothing where its mapping is confirmed.
    """
    told = tr("How our signs and answers are told in this format is a draft ({version}), to be confirmed by a domain "
              "person. Say so to who gets it.")  # fmt: skip
    return [told.format(version=version)] if version else []


def advice(code: str, facts: Mapping[str, Fact], tr: Translator) -> str:
    """What to do now."""
    return _fill(TABLE[code][1] if code in TABLE else _UNKNOWN_ADVICE, code, facts, tr)


def explain(error: IntakeError, tr: Translator) -> Explanation:
    """Sentence and advice for an error."""
    return Explanation(sentence(error.code, error.facts, tr), advice(error.code, error.facts, tr))


class _Facts(dict[str, str]):
    """A fact that was not told is shown as an ellipsis: trouble must never hide behind trouble."""

    def __missing__(self, key: str) -> str:
        return "…"


def _fill(text: str, code: str, facts: Mapping[str, Fact], tr: Translator) -> str:
    told = {name: _told(name, value, facts, tr) for name, value in facts.items()}
    if facts.get("sheet"):
        told["at"] = _at(facts, tr).format_map(told)
        if told.get("place", "").startswith("/"):
            # A path in the record tells an author of a spreadsheet little.
            told["place"] += f" ({told['at']})"
    return tr(text).format_map(_Facts({"code": code, **told}))


def _at(facts: Mapping[str, Fact], tr: Translator) -> str:
    """The place in a spreadsheet, as far as it is known: sheet, row, column."""
    return tr(PLACES[bool(facts.get("row")), bool(facts.get("column"))])


def _told(name: str, value: Fact, facts: Mapping[str, Fact], tr: Translator) -> str:
    """The fact in words: a code of a closed list, or the code of the trouble behind this one, has some of its own."""
    if (name, value) in WORDS:
        return tr(WORDS[name, str(value)])
    if value is None or value == "":
        return "…"
    text = _DECEIVING.sub("\ufffd", str(value))
    if len(text) > _LONGEST_FACT:
        text = text[:_LONGEST_FACT] + "…"
    if text in TABLE:
        return sentence(text, {key: fact for key, fact in facts.items() if key != name}, tr)
    return tr.apart(text) if name == "file" else text

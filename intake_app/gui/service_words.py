"""What an entry of the directory of services says of itself, in words."""

from intake_app.gui.form_languages import our_name
from intake_app.gui.words import Words, listed, steady
from intake_app.i18n import msg
from intake_app.referral import ANOTHER_LANGUAGE, Recipient
from intake_app.slips import wording

_ACCEPTS = {
    "women": msg("women"),
    "men": msg("men"),
    "minors": msg("children and young people"),
    "families": msg("families"),
}
_CHANNELS = {
    "phone": msg("telephone"),
    "encrypted_email": msg("encrypted e-mail"),
    "by_hand": msg("paper, by hand"),
    "in_person": msg("going there"),
}
_WHO = {
    "man": msg("Accepts only: {people}. This person is a man. You can choose it all the same; ask there first."),
    "woman": msg("Accepts only: {people}. This person is a woman. You can choose it all the same; ask there first."),
    "minor": msg("Accepts only: {people}. This person is under 18. You can choose it all the same; ask there first."),
    "adult": msg("Accepts only: {people}. This person is an adult. You can choose it all the same; ask there first."),
}


def need_name(code: str, tr: Words) -> str:
    """A kind of help in a list, with a capital."""
    return capital("services", code, tr)


def capital(field: str, code: str, tr: Words) -> str:
    """What a slip says for a code, as a list of choices says it."""
    told = wording.label(field, code, tr)
    return told[:1].upper() + told[1:]


def own_lines(one: Recipient, tr: Words) -> list[str]:
    """Whom it accepts, what it may be asked for and how it is reached, each in a line."""
    return [f"{text.partition('{')[0]}{told}{text.partition('}')[2]}" for text, told in own_facts(one, tr)]


def own_facts(one: Recipient, tr: Words) -> list[tuple[str, str]]:
    """The same as texts, each with what stands in its place; what nobody said is told as not known."""
    people, unknown = _people(one, tr), tr("not known")
    needs = listed((wording.label("services", code, tr) for code in one.needs), tr.language)
    ways = listed((tr(_CHANNELS[code]) for code in one.channels), tr.language)
    return [
        (tr("Accepts: {people}"), people or unknown),
        (tr("Helps with: {help}"), needs or unknown),
        (tr("Reached by: {ways}"), ways or unknown),
    ]


def only_for(one: Recipient, tr: Words) -> str:
    """In a list of names: whom alone it accepts."""
    return tr("accepts only: {people}").format(people=_people(one, tr))


def unfit(one: Recipient, gender: str, age_band: str, tr: Words) -> str:
    """Why it may not take the person of a slip, "" where nothing in its entry speaks against that."""
    why = one.declines(gender, age_band)
    return steady(tr(_WHO[why]).format(people=_people(one, tr))) if why else ""


def unspoken(one: Recipient, language: str, tr: Words) -> str:
    """That it is not known to speak the language of the person, and which it does; "" where it is, or none is told."""
    if not one.may_not_speak(language):
        return ""
    name = tr("the language of the person") if language == ANOTHER_LANGUAGE else our_name(language, tr)
    if not one.tells_languages():
        told = tr("It is not known which languages this service speaks: ask whether it speaks {language}.")
        return steady(told.format(language=name))
    known = listed((our_name(code, tr) for code in one.languages), tr.language)
    told = tr("This service is not known to speak {language}. It is known to speak: {languages}.")
    return steady(told.format(language=name, languages=known))


def _people(one: Recipient, tr: Words) -> str:
    return listed((tr(_ACCEPTS[code]) for code in one.accepts), tr.language)

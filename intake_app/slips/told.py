"""What a slip tells the person of itself: who is asked, what travels and what does not. No more than is so."""

from typing import Final

from intake_app.i18n import msg
from intake_app.referral import SlipContent
from intake_app.slips.voice import Said, Voice
from intake_app.slips.wording import seen_within

CONSENT: Final = "consent"
DUTY: Final = "duty"


def presumed(content: SlipContent) -> bool:
    """Whether it goes on the duty for a child whose age nobody told."""
    return content.release.basis == DUTY and content.sheet.age_band == "not_stated"


def passed_on(content: SlipContent, voice: Voice) -> list[Said]:
    """What travels, under its heading."""
    told = [voice.say(msg("We pass on:"), bold=True), voice.listed(_passed(content))]
    if content.sheet.phone:
        told.append(voice.say(msg("We also pass on the telephone number that you gave us for this.")))
    return told


def _passed(content: SlipContent) -> list[str]:
    """The English keys of what is on the copy for the service."""
    sheet = content.sheet
    found = (
        (msg("a code"), True),
        (msg("the age group"), sheet.age_band != "not_stated" or presumed(content)),
        (msg("the gender"), sheet.gender != "not_stated"),
        (msg("the language"), bool(sheet.language or content.spoken)),
        (msg("the help asked for"), bool(sheet.services)),
        (msg("why it is sent"), bool(sheet.reason)),
        (msg("how to make contact"), True),
        (msg("what you told about work"), content.work is not None),
    )
    return [key for key, there in found if there]


def kept_back(content: SlipContent, voice: Voice) -> list[Said]:
    """What does not travel, under its heading."""
    if content.work is None:
        told = msg("name, story.") if content.sheet.phone else msg("name, story, telephone number.")
    elif content.sheet.phone:
        told = msg("name, anything else that you told.")
    else:
        told = msg("name, anything else that you told, telephone number.")
    return [voice.say(msg("We do not pass on:"), bold=True), voice.say(told)]


def explained(content: SlipContent, voice: Voice) -> list[Said]:
    """What was explained and what travels, as sentences; the last only where consent can be withdrawn."""
    soon = seen_within(content.sheet.priority, content.recipient.recipient_kind)
    told = [voice.say(soon), *passed_on(content, voice)]
    if content.calls:
        told.append(voice.say(msg("We also pass on when the freephone was called, and what came of it.")))
    told += kept_back(content, voice)
    if content.release.basis == CONSENT:
        told.append(voice.say(msg("You can change your mind at any time.")))
    return told

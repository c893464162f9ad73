"""Titles of our questionnaires in the language of the windows."""

from collections.abc import Mapping

from intake_app.i18n import msg

TITLES: Mapping[str, str] = {
    "first_interview": msg("First interview"),
    "needs": msg("What you need now"),
    "labour": msg("Work and journey"),
    "sexual": msg("How you were treated"),
    "begging_crime": msg("In the street"),
    "domestic": msg("Work in a house"),
    "marriage_family": msg("Marriage, children, family"),
    "transit": msg("The way here"),
    "minor": msg("Talk with a child who came alone"),
    "observations": msg("Observations"),
}
"""By the name of the file."""
_DRAFT = " (draft)"
BY_TITLE: Mapping[str, str] = {
    title: words for words in TITLES.values() for title in (words, f"{words}{_DRAFT}")
}
"""By the title that is in the form, which says of a draft that it is one."""
def about(title: str) -> str:
    """What a questionnaire of ours is for, to be translated; "" for any other."""
    if BY_TITLE.get(title) == TITLES["first_interview"]:
        return msg(
            "Safety (2 minutes), consent (5), the quick screen of eight short questions (3), what comes next (2): "
            "ten to fifteen minutes when all is read aloud."
        )
    return msg("After the first interview, on the same consent.") if title in BY_TITLE else ""


def draft_note(title: str) -> str:
    """What is said of a questionnaire of ours that is a draft, to be translated; "" for any other."""
    return msg("A draft, to be confirmed by a domain person.") if title in BY_TITLE and title.endswith(_DRAFT) else ""

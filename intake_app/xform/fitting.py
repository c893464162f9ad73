"""What of an answer fits its question: the lexical form of the type, and the choices that are written in the form.

Choices of a list that follows other answers are another matter: they narrow, and then answers go (engine decision 13).
"""

from intake_app.xform.choosing import MANY
from intake_app.xform.completing import points
from intake_app.xform.definition import NodeSpec
from intake_app.xform.lexical import allowed, entered, has_form, is_short_whole


def as_stored(text: str, spec: NodeSpec) -> str:
    """An answer as its place keeps it: several choices with one blank between them, else as its type has it."""
    if spec.question is not None and spec.question.control in MANY:
        return " ".join(text.split())
    if is_short_whole(text):
        return text
    typed = entered(text, spec.bind.type)
    whole = points(typed, spec.bind.type)
    return whole if allowed(whole, spec.bind.type) else typed  # what does not fit is shown as it was typed


def as_set(text: str, spec: NodeSpec) -> str:
    """What an action puts into a place: as an answer, but a text is kept as it was worked out."""
    plain = spec.bind.type == "string" and (spec.question is None or spec.question.control not in MANY)
    return text if plain else as_stored(text, spec)


def is_checked(spec: NodeSpec) -> bool:
    """Whether an answer can fail to fit."""
    return spec.offers is not None or has_form(spec.bind.type)


def fitting(text: str, spec: NodeSpec) -> str:
    """The part of an answer that fits: all of it, some values of several, or nothing."""
    if not text or not allowed(text, spec.bind.type):
        return ""
    offers = spec.offers
    if offers is None or text in offers:
        return text
    if spec.question is None or spec.question.control == "select1":
        return ""
    values = text.split()
    fit = [value for value in values if value in offers]
    return text if len(fit) == len(values) else " ".join(fit)

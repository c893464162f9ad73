"""Why an answer is blank, told in the record itself: a server gets the same blank text, date or number for each reason.

A form of ours has one node tagged `unsaid`. It holds `/data/page/birthplace=prefers_not_to_say`, with a blank between
several. Other programs leave it blank. A choice that says it is its own answer and is not told again.
"""

from collections.abc import Mapping

from intake_app.xform import AnswerState, Session


def note(session: Session) -> None:
    """Write the node anew, where the form has one. A question that is neither answered nor in it was not asked."""
    values = session.values()
    for path, _ in session.definition.tagged("unsaid"):
        session.answer(path, told(values, session.states()))


def told(values: Mapping[str, str], states: Mapping[str, AnswerState]) -> str:
    """The reasons of the relevant questions that are blank in the record, in the order of the form."""
    return " ".join(f"{ref}={states[ref]}" for ref, value in values.items() if not value and ref in states)

"""Which pages are there only because some questions were answered as they were."""

from collections.abc import Iterable

from intake_app.xform.definition import generic
from intake_app.xform.session import Session
from intake_app.xform.starting import resume
from intake_app.xform.views import AnswerState, Page

_UNSAID = (AnswerState.DECLINED, AnswerState.DOES_NOT_KNOW)


def only_then(session: Session, paths: Iterable[str]) -> frozenset[str]:
    """The refs and groups of pages that would not be there had these generic paths no answer, nor if it were all the
    same which of the two the person said, that they prefer not to say or do not know.

    Found in a record of its own: this one stays as it is.
    """
    definition, wanted = session.definition, {path for path in paths if not session.definition.calculated(path)}
    record = resume(definition, session.serialise_draft(), session.states(), session.surroundings, session.language)
    told = [ref for ref in record.leaves() if generic(ref) in wanted]
    record.restore((ref, "") for ref in told)
    there, unsaid = _places(record.pages()), list[set[str]]()
    for state in _UNSAID:
        for ref in told:
            if record.exists(ref) and definition.question(ref) is not None:
                record.mark(ref, state)
        unsaid.append(_places(record.pages()))
    return frozenset(_places(session.pages()) - there - (unsaid[0] & unsaid[1]))


def _places(pages: Iterable[Page]) -> set[str]:
    return {place for page in pages for place in (page.ref, *page.refs, *page.groups)}

"""What is done with a hostile file: imported as a person would, or opened and filled in as far as it goes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from intake_app import workflow
from intake_app.workflow import ImportedForm
from intake_app.xform import FormDefinition, Question, Session, load, new_session
from tests.hostile.trial import Case
from tests.xform.forms import NOW
from tests.xform.replay import surroundings

Files = Callable[[], Mapping[str, bytes]]


@dataclass(frozen=True)
class Opened:
    """A form that was opened: its definition, a new record, and the record as a draft and as it would be sent."""

    form: FormDefinition
    session: Session
    draft: bytes
    sent: bytes

    @property
    def codes(self) -> set[str]:
        """What the import report says."""
        return {notice.code for notice in self.form.notices}

    def noted(self, code: str) -> list[tuple[str, Mapping[str, object]]]:
        """Place and facts of each notice of a code."""
        return [(notice.place, notice.facts) for notice in self.form.notices if notice.code == code]


def check(data: bytes) -> ImportedForm:
    """Import without storing."""
    return workflow.check_form("form.xml", data)


def no_files() -> Mapping[str, bytes]:
    """For a form that needs none."""
    return {}


def opened(data: bytes, files: Mapping[str, bytes]) -> Opened:
    """Load a form, begin a record, look at every page and text of it, write it out."""
    form = load(data, files)
    session = new_session(form, surroundings(NOW))
    for page in session.pages():
        for ref in page.refs:
            session.question(ref)
            session.text(ref, "label")
            session.choices(ref)
    session.outline()
    session.violations()
    return Opened(form, session, session.serialise_draft(), session.serialise())


def refused(code: str, make: Callable[[], bytes], *told: str, seconds: float = 2.0) -> Case:
    """A form that must be refused with a code, in a sentence that names the file (or what is told here)."""
    return Case(check, make, refused=code, told=told or ("form.xml",), seconds=seconds)


def loads(
    make: Callable[[], bytes],
    judge: Callable[[Opened], None] | None = None,
    files: Files = no_files,
    seconds: float = 2.0,
    megabytes: float = 256.0,
) -> Case:
    """A form that must load and do no harm."""
    return Case(lambda data: opened(data, files()), make, judge, seconds=seconds, megabytes=megabytes)


def questions(form: FormDefinition) -> list[Question]:
    """All questions of a form."""
    return list(form.controls())

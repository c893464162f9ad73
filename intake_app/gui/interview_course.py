"""The course of an interview: its pages, where it stands, its sections and what they count. Pure reading."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from intake_app.gui.answers.kinds import is_heading
from intake_app.gui.interview_sensitive import Sensitive
from intake_app.xform import AnswerState, Page, QuestionView, Session, generic

FINISH = "*finish"
"""The place of an interview that stands on its last page."""

_NOT_COUNTED = {"note"}


Headed = tuple[Page, str | None]
"""A page with the group whose name stands above it."""


@dataclass(frozen=True)
class Section:
    """A part of the form as the outline shows it. `key` is a group, None for pages outside any group.

    `asked` counts questions, `answered` those with an answer or a state; `faults` those that break a rule. `copied` are
    those whose answer came from an earlier record and that nobody asked since: they do not count as answered.
    """

    key: str | None
    pages: tuple[int, ...]
    refs: tuple[str, ...]
    answered: int
    faults: int
    copied: tuple[str, ...] = ()

    @property
    def asked(self) -> int:
        """How many questions the section holds now."""
        return len(self.refs)


@dataclass(frozen=True)
class Progress:
    """Questions `first` to `last` of `total` in a section; `first` is 0 on a page without a question."""

    section: str | None
    first: int
    last: int
    total: int


class Course:
    """Pages now and the index of the one in front; `at == len(pages)` is the finish."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.discreet = False
        """While somebody listens: pages that ask sensitive things wait."""
        self.sensitive = Sensitive(session)
        self.earlier: Callable[[str], object] = _nothing
        """See `Reading.earlier`."""
        self.pages: tuple[Page, ...] = session.pages()
        self.at = 0

    @property
    def page(self) -> Page | None:
        """The page in front; None at the finish."""
        return self.pages[self.at] if self.at < len(self.pages) else None

    @property
    def place(self) -> str:
        """Where the interview stands, to come back to."""
        return self.page.ref if self.page else FINISH

    def refresh(self) -> None:
        """Ask for the pages again and stay where one was, or at the nearest page that is left."""
        place, page, before = self.place, self.page, self.at
        if self.discreet:
            self.sensitive.look()
        self.pages = tuple(page for page in map(self._open, self._session.pages()) if page is not None)
        if not self.go(place):
            at = self._nearest(page) if page is not None else None
            self.at = min(before, max(0, len(self.pages) - 1)) if at is None else at

    def _nearest(self, gone: Page) -> int | None:
        """The page that stands nearest in the form to one that is gone, behind it rather than before it, and in the
        same entry of a list; None where the form does not tell, or that entry is gone.
        """
        ref = (*gone.refs, gone.ref)[0]
        entry, number, _ = ref.rpartition("]")
        order = {each.path: place for place, each in enumerate(self._session.definition.controls())}
        stood = order.get(generic(ref))
        if stood is None:
            return None
        near = ((at, page.refs[0]) for at, page in enumerate(self.pages) if page.refs)
        far = ((at, order.get(generic(one), -1) - stood) for at, one in near if one.startswith(f"{entry}{number}"))
        return min(far, key=lambda one: (abs(one[1]), -one[1]), default=(None, 0))[0]

    def _open(self, page: Page) -> Page | None:
        """A page without what has to wait; None when nothing is left of it."""
        if not self.discreet:
            return page
        if page.kind == "repeat-prompt":
            return None if self.sensitive.waits(page.ref) else page
        refs = tuple(ref for ref in page.refs if not self.sensitive.waits(ref))
        return page if refs == page.refs else replace(page, refs=refs) if refs else None

    def waiting(self) -> tuple[str, ...]:
        """Sensitive questions of the form as it is now that nobody answered."""
        views = [self._session.question(ref) for page in self._session.pages() for ref in page.refs]
        return tuple(view.ref for view in views if asks(view) and self.sensitive.waits(view.ref) and not told(view))

    def go(self, place: str | None) -> bool:
        """Go to a page, a question, a group or the finish; False when there is no such place now."""
        if place == FINISH:
            self.at = len(self.pages)
            return True
        found = next((at for at, page in enumerate(self.pages) if place is not None and _holds(page, place)), None)
        if found is None and place:
            below = f"{place}/"
            found = next((at for at, page in enumerate(self.pages) if _reaches(page, below)), None)
        if found is not None:
            self.at = found
        return found is not None

    def step(self, by: int) -> bool:
        """Go on or back; False at the ends."""
        target = self.at + by
        if not 0 <= target <= len(self.pages):
            return False
        self.at = target
        return True

    def headed(self, at: int) -> Headed:
        """A page and its inner group, which the outline does not name."""
        page = self.pages[at]
        inner = page.groups[-1] if page.groups else None
        return page, inner if inner != self.section_key(at) else None

    def beside(self) -> tuple[Headed, ...]:
        """The pages of questions after and before the one in front."""
        near = (at for at in (self.at + 1, self.at - 1) if 0 <= at < len(self.pages))
        return tuple(self.headed(at) for at in near if self.pages[at].kind != "repeat-prompt")

    def section_key(self, at: int) -> str | None:
        """The group that a page belongs to in the outline."""
        depth = self._shared_depth()
        groups = self.pages[at].groups
        return groups[depth] if len(groups) > depth else None

    def sections(self) -> tuple[Section, ...]:
        """The sections in order with their counts; pages of one group that are apart are one section."""
        found: dict[str | None, list[int]] = {}
        for at in range(len(self.pages)):
            found.setdefault(self.section_key(at), []).append(at)
        return tuple(self._section(key, pages) for key, pages in found.items())

    def progress(self) -> Progress:
        """Which questions of its section the page in front holds."""
        if self.page is None:
            return Progress(None, 0, 0, 0)
        key = self.section_key(self.at)
        pages = [at for at in range(len(self.pages)) if self.section_key(at) == key]
        before = sum(len(self.questions(at)) for at in pages if at < self.at)
        here = len(self.questions(self.at))
        total = before + here + sum(len(self.questions(at)) for at in pages if at > self.at)
        return Progress(key, before + 1 if here else 0, before + here, total)

    def questions(self, at: int) -> tuple[str, ...]:
        """The refs of a page that ask something."""
        return tuple(view.ref for view in self._asked(at))

    def _asked(self, at: int) -> list[QuestionView]:
        page = self.pages[at]
        if page.kind == "repeat-prompt":
            return []
        return [view for view in map(self._session.question, page.refs) if asks(view)]

    def unanswered_before(self) -> dict[str | None, tuple[str, ...]]:
        """Questions passed over without an answer, by section, before the page in front."""
        passed: dict[str | None, tuple[str, ...]] = {}
        for at in range(min(self.at, len(self.pages))):
            blank = tuple(view.ref for view in self._asked(at) if not told(view))
            if blank:
                key = self.section_key(at)
                passed[key] = passed.get(key, ()) + blank
        return passed

    def _section(self, key: str | None, pages: list[int]) -> Section:
        views = [view for at in pages for view in self._asked(at)]
        copied = tuple(view.ref for view in views if self.earlier(view.ref))
        return Section(
            key=key,
            pages=tuple(pages),
            refs=tuple(view.ref for view in views),
            answered=sum(told(view) for view in views) - len(copied),
            faults=sum(view.valid in ("constraint", "type") for view in views),
            copied=copied,
        )

    def _shared_depth(self) -> int:
        """How many outer groups all pages share: a form wrapped in one group is not one section."""
        paths = [page.groups for page in self.pages]
        depth = 0
        while paths and all(len(path) > depth + 1 and path[depth] == paths[0][depth] for path in paths):
            depth += 1
        return depth


def _nothing(_ref: str) -> None:
    return None


def asks(view: QuestionView) -> bool:
    """Whether a question wants an answer: no note, nothing that is only shown, no heading of a table."""
    return view.control not in _NOT_COUNTED and not view.readonly and not is_heading(view)


def told(view: QuestionView) -> bool:
    """Whether there is an answer, or a state instead of one."""
    return bool(view.value) or view.state in (AnswerState.DOES_NOT_KNOW, AnswerState.DECLINED)


def _reaches(page: Page, below: str) -> bool:
    """Whether something of a place is on a page: an entry of a list may be on one with other questions."""
    return page.ref.startswith(below) or any(ref.startswith(below) for ref in page.refs)


def _holds(page: Page, place: str) -> bool:
    return place == page.ref or place in page.refs

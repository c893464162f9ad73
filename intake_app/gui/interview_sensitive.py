"""What waits while somebody listens: sensitive questions, and all that would give an answer to one of them away."""

from functools import cached_property

from intake_app.screening import is_sensitive
from intake_app.xform import Changes, FormDefinition, Session, generic, given_away, only_then, shaping


def lists(definition: FormDefinition) -> tuple[str, ...]:
    """The paths of all lists that ask something."""
    return tuple(
        path for path, spec in definition.specs.items() if spec.repeat is not None and asked_in(definition, path)
    )


def asked_in(definition: FormDefinition, path: str) -> tuple[str, ...]:
    """What a list asks of each of its entries; what the lists in it ask, or what it notes, where that is all."""
    below = {one: spec for one, spec in definition.specs.items() if one.startswith(f"{path}/")}
    within = tuple(f"{one}/" for one, spec in below.items() if spec.repeat is not None)
    shown = {one: spec.question for one, spec in below.items() if spec.question is not None}
    asked = tuple(one for one, question in shown.items() if question.control != "note")
    return tuple(one for one in asked if not one.startswith(within)) or asked or tuple(shown)


class Sensitive:
    """Of one record: which of its places wait. A text that is shown meanwhile has a mask for such an answer."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.paths, self._places = frozenset[str](), frozenset[str]()
        """The generic paths that wait, and are covered in texts; and places among the pages that wait too."""
        self._lists = frozenset[str]()
        """The lists in which nothing is left to ask."""
        self._idle = frozenset[str]()
        """Lists whose entries, as they are now, have nothing left to ask."""
        self._covered = False

    @property
    def known(self) -> bool:
        """Whether the form says of anything that it is sensitive."""
        return bool(self._own)

    def waits(self, ref: str) -> bool:
        """Whether a question, group or repeat gives away what is sensitive, as the record was at the last look."""
        path = generic(ref)
        return path in self.paths or path in self._lists or ref in self._places or _series(ref) in self._idle

    def look(self) -> None:
        """Find what gives something away as the record is now, and cover it."""
        self._idle = frozenset[str]()
        self._cover()
        pages = self._session.pages()
        prompts = (page.ref for page in pages if page.kind == "repeat-prompt")
        shown = [ref for page in pages for ref in page.refs]
        self._idle = frozenset(one for one in prompts if self._is_idle(one, shown))

    def _is_idle(self, series: str, shown: list[str]) -> bool:
        asked = asked_in(self._session.definition, generic(series))
        now = [ref for ref in shown if ref.startswith(f"{series}[") and generic(ref) in asked]
        return bool(now) and all(map(self.waits, now))

    def _cover(self) -> None:
        places = only_then(self._session, self._own) if self._hangs else frozenset()
        if self._covered and places == self._places:
            return
        definition = self._session.definition
        own = (*self._own, *(path for path in map(generic, places) if path in definition.specs))
        self.paths, self._places, self._covered = given_away(definition, own), places, True
        self._lists = frozenset(one for one in lists(definition) if self.paths.issuperset(asked_in(definition, one)))
        self._session.shown.cover(self.paths)

    def rests_on(self, changes: Changes) -> bool:
        """Whether values are among these changes with which other places may wait."""
        return self._hangs and any(generic(ref) in self._shaping for ref in changes.value)

    def show(self) -> None:
        """Nothing is covered any longer."""
        self._session.shown.cover(frozenset())
        self._covered = False

    @cached_property
    def _own(self) -> tuple[str, ...]:
        definition = self._session.definition
        return tuple(path for path in definition.specs if is_sensitive(definition, path))

    @cached_property
    def _shaping(self) -> frozenset[str]:
        return shaping(self._session.definition, self._own)

    @cached_property
    def _hangs(self) -> bool:
        """Whether the form has pages that are there or not because of a sensitive answer."""
        definition = self._session.definition
        return given_away(definition, self._own) != given_away(definition, self._own, asked=True)


def _series(ref: str) -> str:
    """The list of an entry; any other place as it is."""
    return ref.rpartition("[")[0] if ref.endswith("]") else ref

"""Who asked what must not be asked twice, in which language the person was asked for consent, and what nobody asked in
this talk, for it came from an earlier record: kept with a draft.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from intake_app import screening
from intake_app.screening import Consent
from intake_app.workflow.births import told_births
from intake_app.workflow.numbering import joined, parted
from intake_app.xform import AnswerState, Session, generic

Asked = Mapping[str, tuple[str, ...]]
"""By the place of a question that is answered: the name of who asked it, and when (ISO 8601, UTC).

Of sensitive questions, and of those about consent, which have the language that was spoken then as a third; where they
were answered otherwise than they stood when the record was opened, the newest word of the store until then as a fourth.
What a correction has from the version before it has 0 there, and after that how a yes was given and before whom.
"""

_Copied = tuple[str, str, tuple[str, AnswerState]]
_Hidden = tuple[tuple[str, AnswerState], tuple[str, ...]]
"""What was said, and what is known of it."""


class Marks(NamedTuple):
    """What is known of the answers in one entry of a repeat, by what follows its ref."""

    copied: Mapping[str, _Copied]
    kept: Asked
    answers: Mapping[str, tuple[str, AnswerState]]


def all_of(session: Session, at: str, code: str, earlier: Iterable[str]) -> tuple[str, ...]:
    """All that a session tells of what is asked, as answers of the record of this code that was begun at this time, and
    of what that has from an `earlier` one.
    """
    known = {each.split(" ", 2)[2]: each for each in earlier}
    asked = [ref for ref in session.leaves() if session.definition.question(generic(ref)) is not None]
    told = [ref for ref in asked if session.value(ref) or session.state(ref) is not AnswerState.NOT_ASKED]
    return tuple(known.get(ref, f"{at} {code} {ref}") for ref in told if not session.question(ref).readonly)


def as_given(consents: Iterable[Consent], by: str, at: str) -> Asked:
    """What a finished record heard, as the draft that corrects it keeps it, whoever finishes that: asked `by` somebody,
    and `at` this time where nobody noted another.
    """
    heard = (each for each in consents if each.given != "not_asked")
    return {each.ref: (by, each.at or at, each.language, "0", each.how, each.witness) for each in heard}


def is_of_before(asked: tuple[str, ...]) -> bool:
    """Whether this stands as in the version that a draft corrects."""
    return len(asked) > 5


def after_word(asked: tuple[str, ...], last: int) -> int:
    """After which word a consent got its present form in a draft; `last` where it was not asked in it."""
    return last if not asked or is_of_before(asked) else int(asked[3]) if len(asked) > 3 else 0


class AskedBy:
    """The sensitive answers of a session, and those about consent; `me` is who asks from now on.

    An answer counts as asked by who gave it its present form. What an older program saved has nobody's name. `said_to`:
    the number of the newest word of the person that stood when the record was opened. A consent that comes back as it
    stood then, for it was put out of sight and in again, is not said anew. `copied`: as `copied` gave it. `ending`:
    what was chosen at the end of the record when it was opened.
    """

    def __init__(
        self, session: Session, me: str, kept: Asked, said_to: int = 0, copied: Iterable[str] = (),
        ending: tuple[str, ...] = (),
    ) -> None:  # fmt: skip
        self._session, self._me, self._said_to = session, me, said_to
        self.spoken_with: Callable[[], str] = lambda: session.language
        """The language in which the person is asked, by the form's name."""
        self._sensitive: dict[str, bool] = {}
        self._consents = dict(session.definition.tagged("consent"))
        self._opened = {ref: value for ref, (value, _) in session.leaves().items() if self._is_consent(ref)}
        self._answers, self._marks = self._present(), self._marked()
        self._kept = {ref: kept[ref] for ref in self._answers if ref in kept}
        hidden = (ref for ref in kept if ref not in self._answers and self._opened.get(ref))
        self._out_of_sight: dict[str, _Hidden] = {}
        self._out_of_sight |= {ref: ((self._opened[ref], session.state(ref)), kept[ref]) for ref in hidden}
        self._copied = dict(self._as_copied(copied))
        self._ending, self._looked = ending, True
        self._found = self._all_said()

    def note(self) -> Asked:
        """What is to be kept with the draft now: answers that were given or changed since are one's own."""
        present = self._present()
        mine = (self._me, datetime.now(UTC).isoformat(timespec="seconds"))
        new = (ref for ref, told in present.items() if self._answers.get(ref) != told)
        changed = {
            ref: self._carried(ref, present[ref]) or self._spoken(mine, ref, present[ref][0])
            if self._is_consent(ref) else mine for ref in new
        }  # fmt: skip
        gone = {ref: asked for ref, asked in self._kept.items() if ref not in present and self._is_consent(ref)}
        self._out_of_sight |= {ref: (self._answers[ref], asked) for ref, asked in gone.items() if ref in self._answers}
        self._kept = {ref: asked for ref, asked in self._kept.items() if ref in present} | changed
        self._answers, self._out_of_sight, self._marks = present, self._still_hidden(), self._marked()
        return {**{ref: asked for ref, (_told, asked) in self._out_of_sight.items()}, **self._kept}

    def looked(self, ending: tuple[str, ...]) -> bool:
        """Whether nothing was said since the record was opened, also at its end.  What the form works out is not said,
        nor how a birth is understood in another language.
        """
        self._looked = self._looked and ending in ((), self._ending) and self._all_said() == self._found
        return self._looked

    def _all_said(self) -> dict[str, object]:
        session, definition = self._session, self._session.definition
        asked = {ref: value for ref, (value, _) in session.leaves().items() if definition.question(generic(ref))}
        said = {ref: (value, session.state(ref)) for ref, value in asked.items() if not definition.calculated(ref)}
        return {**said, **told_births(session)}

    def earlier(self, ref: str) -> tuple[str, str] | None:
        """When the record was begun from which an answer came that stands as it did there, asked by nobody since, and
        its code; None for any other.
        """
        found = self._copied.get(ref)
        if found is None or not self._session.exists(ref):
            return None
        return found[:2] if found[2] == self._now(ref, self._session.value(ref)) else None

    def confirm(self, ref: str) -> None:
        """It was asked now, and is as it was."""
        if self._copied.pop(ref, None) is None:
            return
        self._looked = False
        if self._is_kept(ref):
            self._kept = {**self._kept, ref: (self._me, datetime.now(UTC).isoformat(timespec="seconds"))}

    def take(self, ref: str) -> Marks:
        """An entry of a repeat is taken away, and those behind it move up: what is known of its answers."""
        self._copied, copied = parted(self._copied, ref)
        self._kept, kept = parted(self._kept, ref)
        self._answers, answers = parted(self._answers, ref)
        return Marks(copied, kept, answers)

    def put_back(self, ref: str, marks: Marks) -> None:
        """It is back, and those behind it move down."""
        self._copied = joined(self._copied, ref, marks.copied)
        self._kept = joined(self._kept, ref, marks.kept)
        self._answers = joined(self._answers, ref, marks.answers)

    @property
    def copied_refs(self) -> frozenset[str]:
        """What stands as it was copied, and nobody asked since."""
        leaves = self._session.leaves() if self._copied else {}
        stood = ((ref, told) for ref, (_at, _code, told) in self._copied.items() if ref in leaves)
        return frozenset(ref for ref, told in stood if told == self._now(ref, leaves[ref][0]))

    def copied(self) -> tuple[str, ...]:
        """What is to be kept of it: what stands as it did, out of sight too."""
        stand = self.copied_refs
        return tuple(f"{at} {code} {ref}" for ref, (at, code, _told) in self._copied.items() if ref in stand)

    def _as_copied(self, kept: Iterable[str]) -> Iterator[tuple[str, _Copied]]:
        kept = tuple(kept)
        leaves = self._session.leaves() if kept else {}
        for at, code, ref in (each.split(" ", 2) for each in kept):
            if ref in leaves:
                yield ref, (at, code, self._now(ref, leaves[ref][0]))

    def _now(self, ref: str, value: str) -> tuple[str, AnswerState]:
        return value, AnswerState.ANSWERED if value else self._session.state(ref)

    def language_of(self, ref: str) -> str:
        """The language, by the form's name, in which a consent was asked for; "" where it was never noted."""
        found = self._kept.get(ref, ())
        return found[2] if len(found) > 2 else ""

    def at(self, ref: str) -> str:
        """When a consent got its present form; "" where that was never noted."""
        found = self._kept.get(ref, ())
        return found[1] if len(found) > 1 else ""

    def way_of(self, ref: str) -> tuple[str, str]:
        """How a consent was given, and before whom, that stands as in the version before; aloud for any other."""
        found = self._kept.get(ref, ())
        return (found[4], found[5]) if is_of_before(found) else ("spoken", "")

    def after(self, ref: str) -> int:
        """The newest word that stood when a consent got its present form; 0 where that was never noted."""
        found = self._kept.get(ref, ())
        return int(found[3]) if len(found) > 3 else 0

    def _spoken(self, mine: tuple[str, str], ref: str, value: str) -> tuple[str, ...]:
        changed = self._said_to and self._opened.get(ref, "") != value
        return (*mine, self.spoken_with(), *([str(self._said_to)] if changed else []))

    def _still_hidden(self) -> dict[str, _Hidden]:
        """Of what is known of consents that are out of sight what comes back as it was."""
        leaves = self._session.leaves() if self._out_of_sight else {}
        hidden = self._out_of_sight.items()
        return {ref: (told, asked) for ref, (told, asked) in hidden if leaves.get(ref) == (told[0], False)}

    def _carried(self, ref: str, told: tuple[str, AnswerState]) -> tuple[str, ...]:
        """What is known of a consent that nobody said anew: it stands where the form asks the same of a child, or of an
        adult, since another age is known; or is in sight again as it was. No yes of an adult does for a child, only
        one that the form marks still as it did, for they had said it as a child.
        """
        path = generic(ref)
        tags = self._session.definition.tags(path)
        same = (one for one in self._answers if one != ref and self._consents.get(generic(one)) == tags["consent"])
        twin = next((one for one in same if self._session.exists(one) and not self._session.relevant(one)), None)
        agrees = tags.get("audience") == "child" and told[0] in tags.get("when", "yes").split()
        if twin is not None and (not agrees or self._is_marked_as_before(path)):
            return self._kept.get(twin, ()) if self._answers[twin] == told else ()
        stood, asked = self._out_of_sight.get(ref, (None, ()))
        return asked if stood == told else ()

    def _marked(self) -> dict[str, str]:
        """What the form keeps of the answers to consents in places that nobody answers, such as whose they are."""
        definition = self._session.definition
        set_by = {action.target for path in self._consents for action in definition.specs[path].on_change}
        hidden = {path for path in set_by if definition.question(path) is None}
        return {ref: value for ref, (value, _) in self._session.leaves().items() if ref in hidden} if hidden else {}

    def _is_marked_as_before(self, path: str) -> bool:
        targets = {action.target for action in self._session.definition.specs[path].on_change} & self._marks.keys()
        now = self._marked() if targets else {}
        return bool(targets) and all(self._marks[each] == now.get(each) for each in targets)

    def before_me(self, ref: str) -> tuple[str, str] | None:
        """The name of a colleague who asked this, and when; None for what one asked oneself, or nobody did."""
        found = self._kept.get(ref)
        if found is None or found[0] == self._me or not self._session.exists(ref) or not self._is_sensitive(ref):
            return None
        now = self._session.value(ref), self._session.state(ref)
        return (found[0], found[1]) if self._answers.get(ref) == now else None

    def _present(self) -> dict[str, tuple[str, AnswerState]]:
        values = {ref: value for ref, value in self._session.values().items() if self._is_kept(ref)}
        told = {ref: (value, self._session.state(ref)) for ref, value in values.items()}
        return {ref: each for ref, each in told.items() if each[1] is not AnswerState.NOT_ASKED}

    def _is_kept(self, ref: str) -> bool:
        return self._is_sensitive(ref) or self._is_consent(ref)

    def _is_consent(self, ref: str) -> bool:
        return generic(ref) in self._consents

    def _is_sensitive(self, ref: str) -> bool:
        path, definition = generic(ref), self._session.definition
        if path not in self._sensitive:
            asked = definition.question(path) is not None
            self._sensitive[path] = asked and screening.is_sensitive(definition, path)
        return self._sensitive[path]

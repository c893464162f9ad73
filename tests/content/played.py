"""Somebody who plays a questionnaire of ours without a window: any answer to any question that is shown."""

import random
from collections import defaultdict
from datetime import UTC, datetime

from intake_app import languages
from intake_app.xform import AnswerState, FormDefinition, Session, Surroundings, new_session

STATES = {"does_not_know": AnswerState.DOES_NOT_KNOW, "prefers_not_to_say": AnswerState.DECLINED}


def begun(definition: FormDefinition, seed: int = 7) -> Session:
    """A talk on 6 March 2026."""
    numbers = random.Random(seed)
    surroundings = Surroundings(
        now=lambda: datetime(2026, 3, 6, 10, 30, tzinfo=UTC),
        random=numbers,
        uuid=lambda: f"{numbers.getrandbits(128):032x}",
        properties={},
        month_names=lambda code, short, month: f"{month}",
    )
    return new_session(definition, surroundings)


def shown(session: Session) -> list[str]:
    return [ref for page in session.pages() for ref in page.refs]


class Walk:
    """A random walk through a questionnaire: what was answered, by question."""

    def __init__(self, session: Session, seed: int) -> None:
        self.session, self.given = session, defaultdict[str, set[str]](set)
        self._chance = random.Random(seed)

    def go(self, steps: int) -> None:
        for _ in range(steps):
            asked = [ref for ref in shown(self.session) if self.session.question(ref).control in ("select1", "select")]
            self._answer(max(self._chance.sample(asked, min(4, len(asked))), key=self._new))

    def _new(self, ref: str) -> int:
        """How many of its answers nobody gave yet."""
        return len(set(self.session.choice_values(ref)) - self.given[ref])

    def _answer(self, ref: str) -> None:
        """What was not said yet comes first."""
        values = list(self.session.choice_values(ref))
        new = [value for value in values if value not in self.given[ref]]
        value = self._chance.choice(new or values)
        self.given[ref].add(value)
        if value in STATES:
            self.session.mark(ref, STATES[value])
            assert self.session.state(ref) is STATES[value]
            return
        self.session.answer(ref, value)
        assert self.session.question(ref).valid is True
        assert self.session.value(ref) == value

    def unsaid(self) -> dict[str, set[str]]:
        """The answers of questions seen so far that nobody gave."""
        return {ref: set(self.session.choice_values(ref)) - said for ref, said in self.given.items() if self._new(ref)}

    def read(self, code: str) -> None:
        """Each word that is shown now is there in a language, and nobody is said to have read it."""
        name = languages.form_name(code)
        for ref in shown(self.session):
            texts = [self.session.text(ref, "label", name)]
            if self.session.question(ref).control in ("select1", "select"):
                texts += [one.label for one in self.session.choices(ref, name)]
            for text in texts:
                assert text.text and not text.fallback, (ref, code)
                assert text.review == (None if code == "en" else "unreviewed"), (ref, code)

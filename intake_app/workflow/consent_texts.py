"""The text of consent as our first interview has it, to be read out where somebody agrees anew, outside of one."""

from collections.abc import Sequence
from dataclasses import dataclass

from intake_app import languages, prose, screening, xform
from intake_app.vault import Vault
from intake_app.workflow import consenting, entity_lists, forms, gate_passed, mediating, own_words
from intake_app.workflow import store as stores
from intake_app.workflow.own_words import Passage
from intake_app.xform import FormDefinition, Question, Session


@dataclass(frozen=True)
class Plain:
    """The same without marks."""

    person: str
    mediator: str
    person_hint: str
    mediator_hint: str


class ConsentScript:
    """The texts of one version of the form. Reads only; for one thread at a time.

    `name` is kept with a yes, to say which text was read. `spoken`: the languages of the person and of the mediator, as
    this form names them; `asked_in`: the code of the person's, also where this form has it not. `child`: the person is
    under 18, or may be: what the form says to a child is read out, too.
    """

    def __init__(self, session: Session, spoken: tuple[str, str], asked_in: str, *, child: bool) -> None:
        self._session, self.spoken, self.asked_in, self._child = session, spoken, asked_in, child
        self._form = session.definition
        self.name = consenting.script_of(self._form.form_id, self._form.version)
        self._asked = self._for_them()

    def language(self, code: str) -> str:
        """The name that the form has for a language (BCP 47); "" where it has none."""
        return mediating.as_named((languages.form_name(code),), _names(self._form), "") if code else ""

    def beginning(self, person: str = "") -> tuple[Passage, ...]:
        """What the form says before it asks for any consent: what the talk is for, what becomes of the answers."""
        first = next(iter(self._asked), "")
        return self._read(self._said_before(first), person)

    def now(self, person: str = "") -> dict[str, tuple[Passage, ...]]:
        """The questions about this moment, by name, as `gate_passed.NOW` has them."""
        questions = {each.path.rpartition("/")[2]: each for each in self._form.controls()}
        return {name: self._read([questions[name]], person) for name in gate_passed.NOW if name in questions}

    def question(self, purpose: str, person: str = "") -> tuple[Passage, ...]:
        """What the form asks for one purpose, after what it says right before that; () where it does not ask.

        `person`: the language of the person, as the form names it; "" for the one of `spoken`.
        """
        wanted = consenting.as_forms_know(purpose)
        path = next((path for path, asked in self._asked.items() if asked == wanted), "")
        asked = self._form.question(path) if path else None
        before = self._said_before(path) if path != next(iter(self._asked), "") else []
        return self._read([*before, asked], person) if asked is not None else ()

    def plain(self, purposes: Sequence[str], person: str = "") -> tuple[Plain, ...]:
        """All that is read out before somebody agrees to these, in its order."""
        said = [*self.beginning(person), *(each for purpose in purposes for each in self.question(purpose, person))]
        return tuple(map(_plain, said))

    def plain_now(self, person: str = "") -> dict[str, Plain]:
        """The questions about this moment, by name."""
        return {name: _plain(each) for name, (each,) in self.now(person).items()}

    def _said_before(self, path: str) -> list[Question]:
        """The notes in the group of a question, since the question about consent before it."""
        notes: list[Question] = []
        for each in self._form.controls():
            if each.path == path:
                break
            if each.path in self._asked:
                notes = []
            elif each.control == "note" and _group(each.path) == _group(path) and self._is_for_them(each.path):
                notes.append(each)
        return notes

    def _for_them(self) -> dict[str, str]:
        """The consents, without what is asked of a child alone where they are none, or was asked of an adult before
        the same is asked of a child.
        """
        asked = dict(self._form.tagged("consent"))
        of_child = {path for path in asked if self._form.tags(path).get("audience") == "child"}
        twice = {asked[path] for path in of_child}
        left = {path for path in asked if asked[path] in twice} - of_child if self._child else of_child
        return {path: purpose for path, purpose in asked.items() if path not in left}

    def _is_for_them(self, path: str) -> bool:
        """What stands under a condition before the last consent is for a child, but what is the mediator’s alone."""
        if self._form.tags(path).get("audience") == "mediator":
            return False
        spec = self._form.spec(path)
        return self._child or (spec is not None and spec.bind.relevant is True)

    def _read(self, questions: Sequence[Question], person: str) -> tuple[Passage, ...]:
        first, second = person or self.spoken[0], self.spoken[1]

        def passage(path: str) -> Passage:
            says = self._session.text
            below = says(path, "hint", first), says(path, "hint", second)
            return Passage(says(path, "label", first), says(path, "label", second), below)

        return tuple(passage(each.path) for each in questions)


def _plain(each: Passage) -> Plain:
    return Plain(*(prose.plain(text.text) for text in (each.person, each.mediator, *each.below)))


def _group(path: str) -> str:
    return path.rpartition("/")[0]


def _names(form: FormDefinition) -> tuple[str, ...]:
    return tuple(each.name for each in form.languages)


def of_case(store: Vault, case_id: str) -> ConsentScript:
    """The text for the person of a case, in the language of their last meeting, else of the newest record one reads.

    Raises IntakeError as `Vault.case_outline` does.
    """
    read = [entry for entry in store.case_outline(case_id) if entry.readable]
    met = store.meetings(case_id) if store.case(case_id).known else ()
    spoken = [one.language for one in reversed(met) if one.language]
    spoken += [store.record(entry.record_id).language or "" for entry in reversed(read)]
    age = screening.age_in_doubt(store.case_ages(case_id))
    return _script(store, spoken, case_id, child=age != "adult")


def of_record(store: Vault, record_id: str) -> ConsentScript:
    """The same for the person of a record."""
    case = store.case_of(record_id)
    age = screening.age_in_doubt(store.ages(record_id))
    return _script(store, [store.record(record_id).language or ""], case.id if case else "", child=age != "adult")


def _script(store: Vault, spoken: Sequence[str], case_id: str, *, child: bool) -> ConsentScript:
    package = entity_lists.form_for(store, forms.own_form(store, forms.OWN_FORMS[0]))
    form = xform.load(package.xml, package.files)
    names, default = _names(form), form.default_language
    person = mediating.as_named([each for each in spoken if each][:1], names, default)
    mediator = mediating.as_named(mediating.mediator_spoke(store, case_id), names, default)
    session = xform.new_session(form, stores.surroundings(store), person or None)
    asked_in = own_words.of_form(next(filter(None, spoken), "")) or own_words.of_form(person)
    return ConsentScript(session, (person, mediator), asked_in, child=child)

"""Scenes of consent, and what may go of each, worked out by hand: purpose by recipient by path by age by what was said.

Each interface brings its `Hands`; `walk` lets out with them whatever there is, says no to one way over what stands,
goes on without a word, says yes to it again, takes all of it back, and tries it all once more.
"""

import itertools
import random
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from intake_app import vault, workflow
from intake_app.referral.own_rules import FITTING
from intake_app.screening import RECIPIENT_KINDS
from intake_app.vault import ConsentWord, Role, Vault
from intake_app.workflow import ConsentSheet, GuardianYes

PASSPHRASE = "quiet harbour lantern seven"
NAME, OTHER = "Ada", "Far"
"""Who holds the interviews, and somebody of another agency at the same site."""
PURPOSES = ("interview", "record", "sync", "referral", "export")
SPECIAL = {"police": "judicial", "judicial_authority": "judicial", "abroad": "cross_border", "consulate": "consular"}
WHOLE = ("anti_trafficking", "freephone", "police", "judicial_authority", "abroad")
"""To whom a whole case may go, which tells of trafficking."""
DUTY = ("juvenile_court", "social_services")
PERSON_ALONE = ("judicial_authority", "abroad", "consulate", "return_advice", "transfer_body")
BY_NAME = ("transfer_body", "asylum_body", "prefecture")
"""To whom no general yes to slips goes."""
GUARDIAN = GuardianYes(language="ur")
"""How a guardian agrees in these scenes: aloud, in a language of their own."""
ALL = len(RECIPIENT_KINDS) * 4 * 3
"""Recipients with ages and paths."""
WAYS = ("slip", "dossier", "sight", "page", "report", "export", "table")
"""A slip; one that what was told of the work goes along with; the sight of the record for somebody of another agency;
the page beside the form of art. 17; the report on the talk with a child; the case in the shared data format, as objects
and as a table."""
SLIPS, FILES = ("slip", "dossier"), ("export", "table")
REFUSABLE = ("slip", "page", "export")
"""Ways to which they say no over what stands, one in each scene."""
TO = {"page": "screening_authority", "report": "social_services", "dossier": "labour_desk"}
"""What is for one kind of body alone."""
REASON = "he was hurt"
REFUSED = {
    **dict.fromkeys(WAYS, ("screening.",)),
    "sight": ("screening.", "workflow.tells_whole"),
    "report": ("exports.not_a_minor", "exports.not_alone"),
    **dict.fromkeys(FILES, ("screening.", "exports.not_for_recipient")),
}
"""What is said where something does not go."""
_HEAD = """| survey |
| | type | name | label | bind::intake:consent | bind::intake:slip | bind::intake:report | bind::intake:indicator |
"""
_AGE = "| | select_one age | age | Age? | | age_band | | |\n| | select_one yn | pay | Paid? | | | | pay_below |\n"
_TAIL = """| choices |
| | list_name | name | label |
| | yn | yes | Yes |
| | yn | no | No |
| | age | adult | Adult |
| | age | minor | Minor |
| | age | prefers_not_to_say | No |
| settings |
| | form_title | form_id | version | namespaces |
| | Small | {name} | 1 | intake="urn:intake:form:1" |
"""


@dataclass(frozen=True)
class Scene:
    """What was said and by whom, where it is to go, and what the desk notes.

    `refuses`: to which way they say no after all; `no`: they say it now; `shut`: they said it, which is kept.
    """

    asks: bool
    said: dict[str, str]
    age: str
    guardian: bool
    path: str
    recipient: str
    special: str
    given: bool
    reason: str
    danger: bool
    asylum: bool
    alone: bool
    age_here: str
    work: bool = False
    refuses: str = "slip"
    no: bool = False
    shut: bool = False

    @property
    def sheet(self) -> ConsentSheet:
        return ConsentSheet(
            self.given, "spoken", False, self.reason, guardian=GUARDIAN if self.guardian else None,
            danger=self.danger, asylum=self.asylum,
            age=self.age_here, age_from="person", alone=self.alone, work=self.work, language="bn",
            refused=self.no,
        )  # fmt: skip

    @property
    def sent(self) -> bool:
        """Whether it may go to the servers of the organisation: a child's own yes is enough."""
        return replace(self, given=self.given and not self.asks, age_here="").agreed("record", "sync")

    def agreed(self, *purposes: str) -> bool:
        """By the person: where the form asked and they passed a question over, what is noted at the desk counts; and
        where they agreed as an adult who is found to be a child, but to what is written down."""
        if not self.asks:
            return self.given
        heard, as_adult = self.said["interview"] == "yes", {"sync", "referral", "export"} if self.grown else set()
        told = [self.said[each] if self.said[each] != "yes" or each not in as_adult else "" for each in purposes]
        return heard and all(word == "yes" or (self.given and not word) for word in told)

    @property
    def grown(self) -> bool:
        """Whether all that they agreed to before they said as an adult, and they are told to be a child now."""
        return self.age == "adult" and self.age_here == "minor"

    def basis(self, way: str, back: bool = False) -> str:
        """On what it goes to the recipient, "" when it must not; `back`: after all was taken back."""
        return "" if self.in_vain and way != "report" else self._goes(way, back)

    @property
    def in_vain(self) -> bool:
        """Whether a guardian agrees for an adult for whom none ever spoke: none is asked, and no window asks for one.
        """
        adult = "minor" not in (self.age, self.age_here) and "adult" in (self.age, self.age_here)
        return self.guardian and adult and ("guardian" not in {whose for _, whose in own_words(self)})

    def _goes(self, way: str, back: bool) -> str:
        if way == "dossier":
            return self._with_work(replace(self, recipient=TO[way])._goes("slip", back))
        child, to = "minor" in (self.age, self.age_here), TO.get(way, self.recipient)
        owed = child or "adult" not in (self.age, self.age_here)  # it is presumed
        if way == "report":
            return "duty" if owed and self.alone else ""
        minor, own = child or "adult" not in (self.age, self.age_here), SPECIAL.get(to)
        if (to == "consulate" and self.asylum) or (way in FILES and to not in WHOLE):
            return ""
        if way in ("slip", "sight") and to == "juvenile_court" and not minor:
            return ""
        if way in ("slip", "sight") and owed and self.alone and to in DUTY:
            return "" if self.guardian else "duty"
        if way in ("slip", "sight") and to == "return_advice":  # in no scene somebody looked at the risks with them
            return ""
        if way == "sight" and to not in WHOLE:  # these forms ask about a sign of trafficking
            return ""
        kept = not self.asks or self.said["record"] != "no"  # a slip tells what was written down
        asked = (kept and self.agreed("referral")) if way == "slip" else self.agreed("record", "export")
        by_itself = self.given or way in FILES or (way == "slip" and to not in BY_NAME)
        refused = self.no or (self.shut and not self.given)
        by_name = own is None or (self.special in ("person", "both") and not self.grown)
        whole = asked and by_itself and not refused and by_name
        beside = not minor or (self.guardian and (own is None or self.special == "both"))
        if whole and beside and not back:
            return "consent"
        alone = to in PERSON_ALONE or (to == "police" and not (self.danger and self.path == "judicial"))
        return "override" if self.reason and not alone and (self.danger or not back) else ""

    def _with_work(self, slip: str) -> str:
        """What was told of the work goes along on a word to that alone; a slip for a reason goes without it."""
        refused = self.asks and "no" in (self.said["record"], self.said["export"])
        return slip if slip != "consent" or (self.work and not refused) else ""

    @property
    def may_end(self) -> bool:
        """Whether a duty of a second before may end, of whom it is only presumed that they are a child: for a guardian
        agrees for them, or at another window it is told that they are an adult.
        """
        return (self.guardian or self.age_here == "adult") and "minor" not in (self.age, self.age_here)

    @property
    def over(self) -> dict[str, "Scene"]:
        """They say no over what stands; the next who lets it out hears nothing; then they say yes to it again."""
        silent = replace(self, given=False, guardian=False, reason="", danger=False, shut=True)
        again = replace(self, given=True, reason="", danger=False, shut=True)
        return {"no": replace(self, given=False, no=True), "kept": silent, "again": again}

    @property
    def later(self) -> "Scene":
        """The same once all was taken back: nobody agrees any more."""
        return replace(self, given=False, guardian=False, work=False)


YES = Scene(
    True, dict.fromkeys(PURPOSES, "yes"), "adult", False, "social", "health", "", False, "", False, True, False, ""
)  # fmt: skip
"""An adult who agreed to all that a form asks."""
Ground = tuple[str, bool | str, str]
"""A way, whether all was taken back, and on what it went, "" where it did not; or a way, what alone kept it from going
on consent, and on what it went without."""
CLOSED: dict[str, tuple[Any, Any]] = {
    "special": ("person", "both"), "given": (False, True), "guardian": (False, True), "asylum": (True, False),
    "work": (False, True), "age_here": ("", "adult"),
}  # fmt: skip
"""What may alone keep something in besides a no of the person: as it does, and as it does not."""


def met_over(scene: Scene) -> set[Ground]:
    """What they meet who say no over a standing yes."""
    if scene.basis(scene.refuses) != "consent":
        return set()
    return {(scene.refuses, when, one.basis(scene.refuses)) for when, one in scene.over.items()}


def met_by(scene: Scene, way: str) -> set[Ground]:
    """What a way meets before anything is taken back."""
    basis = _outcome(scene, way)
    loose = _loosened(scene) if basis in ("", "override") else ()
    found: set[Ground] = {(way, name, basis) for name, other in loose if _outcome(other, way) == "consent"}
    return (found & KEPT) | {(way, False, basis)}


def _outcome(scene: Scene, way: str) -> str:
    return scene.basis(way) if way != "sync" else "consent" if scene.sent else ""


def _loosened(scene: Scene) -> Iterator[tuple[str, Scene]]:
    """What may keep something in, by name, each with the scene in which that alone is otherwise."""
    for purpose in PURPOSES if scene.asks else ():
        if scene.said[purpose] == "no":
            yield purpose, replace(scene, said={**scene.said, purpose: "yes"})
    if scene.recipient in SPECIAL and not scene.special:
        yield "own", replace(scene, special="both")
    for name, (closed, opened) in CLOSED.items():
        if getattr(scene, name) == closed:
            yield name, replace(scene, **{name: opened})


def grounds_of(scene: Scene) -> set[Ground]:
    """All that a scene meets."""
    before = set().union(*(met_by(scene, way) for way in ("sync", *WAYS)))
    return before | met_over(scene) | {(way, True, scene.later.basis(way, back=True)) for way in WAYS}


GROUNDS: set[Ground] = {
    *(("sync", False, each) for each in ("", "consent")),
    *((way, False, each) for way in ("slip", "sight") for each in ("", "consent", "duty", "override")),
    *((way, True, each) for way in ("slip", "sight") for each in ("", "duty", "override")),
    *((way, False, each) for way in ("dossier", "page", *FILES) for each in ("", "consent", "override")),
    *((way, True, each) for way in ("dossier", "page", *FILES) for each in ("", "override")),
    *(("report", back, each) for back in (False, True) for each in ("", "duty")),
    *((way, when, "") for way in REFUSABLE for when in ("no", "kept")),
    *((way, "again", "consent") for way in REFUSABLE),
}
"""On what each way goes."""
NEEDED = {
    "sync": ("interview", "record", "sync"),
    **dict.fromkeys(SLIPS, ("interview", "record", "referral")),
    **dict.fromkeys(("sight", "page", *FILES), ("interview", "record", "export")),
}
"""A no to which of the purposes keeps a way shut, or has it go on a reason alone."""
REFUSALS: set[Ground] = {
    (way, purpose, basis)
    for way, purposes in NEEDED.items()
    for purpose in purposes
    for basis in (("",) if way == "sync" else ("", "override"))
} | {("dossier", "export", "")}
KEPT: set[Ground] = {
    *REFUSALS,
    ("sync", "given", ""),
    ("dossier", "work", ""),
    *((way, each, "") for way in (*SLIPS, "sight", "page", *FILES) for each in ("given", "guardian", "age_here")),
    *((way, each, "") for way in ("slip", "sight", *FILES) for each in ("own", "special")),
    ("slip", "asylum", ""),
}
"""What alone keeps each way shut."""


def scenes(seed: int, size: int) -> list[Scene]:
    """Recipients with ages and paths, of which 180 are all that there are; half said yes to all, a quarter to all but
    one purpose."""
    rng = random.Random(seed)
    ages, paths = ("adult", "minor", "prefers_not_to_say", ""), ("not_decided", "social", "judicial")
    grid = list(itertools.product(RECIPIENT_KINDS, ages, paths))
    rng.shuffle(grid)
    picked = []
    for number, (recipient, age, path) in enumerate(grid[:size]):
        special = rng.choice(["", "person", "both"])
        odds = [rng.random() for _ in range(9)]
        picked.append(
            Scene(
                asks=odds[0] < 0.7,
                said=_said(rng),
                age=age,
                guardian=odds[1] < 0.6,
                path=path,
                recipient=recipient,
                special=special,
                given=odds[2] < 0.6,
                reason=REASON if odds[3] < 0.4 else "",
                danger=odds[4] < 0.3,
                asylum=odds[5] < 0.5,
                alone=odds[6] < 0.7,
                age_here="adult" if odds[7] < 0.3 else "minor" if odds[7] < 0.4 else "",
                work=odds[8] < 0.5,
                refuses=REFUSABLE[number % len(REFUSABLE)],
            )
        )
    return picked


def _said(rng: random.Random) -> dict[str, str]:
    willing, said = rng.random(), dict.fromkeys(PURPOSES, "yes")
    if willing < 0.5:
        return said
    if willing < 0.75:
        return {**said, rng.choice(PURPOSES): rng.choice(["no", ""])}
    return {each: rng.choice(["yes", "no", ""]) for each in PURPOSES}


def one_of_each(seed: int) -> list[Scene]:
    """A scene for each kind of recipient: of those that there are the one that meets most that no other has met; and as
    many beside as meet the rest of the grounds."""
    found, left = [], [(one, _told(one)) for one in scenes(seed, ALL)]
    met: set[object] = set()
    for kind in RECIPIENT_KINDS:
        best, told = max((each for each in left if each[0].recipient == kind), key=lambda each: len(each[1] - met))
        met |= told
        found.append(best)
    return [*found, *fewest(seed, GROUNDS - met)]


def fewest(seed: int, wanted: Set[Ground]) -> list[Scene]:
    """Few scenes that together meet what is wanted; where two meet as much, to a kind of recipient that none has. Who
    comes for help is no service, see `Hands.NOWHERE`."""
    every = list[tuple[Scene, set[Ground]]]()
    for drawn in range(seed, seed + 2000, 100):
        here = (one for one in scenes(drawn, ALL) if one.recipient != "person" and not one.in_vain)
        here = (one for one in here if not (one.guardian and one.alone and one.recipient in DUTY))
        every += [(one, grounds_of(one)) for one in here]
        if wanted <= set().union(*(told for _one, told in every)):
            break
    found, left = list[Scene](), set(wanted)
    while left:
        kinds = {one.recipient for one in found}
        best, told = max(every, key=lambda each: (len(each[1] & left), each[0].recipient not in kinds))
        assert told & left, left
        left -= told
        found.append(best)
    return found


def _told(scene: Scene) -> set[object]:
    return {*grounds_of(scene), ("age", scene.age), ("path", scene.path), ("asks", scene.asks)}


def make(path: Path) -> Vault:
    """A workplace with a form that asks for every purpose and one that asks for none, a service of each kind, and
    somebody of another agency."""
    setup = workflow.Setup("Example", "Quay", "0", NAME, Role.MEDIATOR, PASSPHRASE)
    store = workflow.create_store(path, setup, vault.FLOOR)
    workflow.add_person(store, OTHER, Role.MEDIATOR, PASSPHRASE, agency="Prefettura")
    asked = "".join(f"| | select_one yn | c_{each} | May I? | {each} | | | |\n" for each in PURPOSES)
    parts = "".join(f"| | text | part_{each} | And then? | | | {each} | |\n" for each in "abcdef")
    for name, questions in (("asks", asked), ("silent", "")):
        source = _HEAD + questions + _AGE + parts + _TAIL.format(name=name)
        assert workflow.import_form(store, f"{name}.md", source.encode(), {}).form_key is not None
    workflow.import_services(store, services().encode())
    return store


def services() -> str:
    """A table with a service of each kind; nobody who comes for help is one."""
    kinds = {kind: sort for sort, fitting in FITTING.items() for kind in fitting}
    rows = (f"{service(kind)};{sort};{kind};Servizio {kind};aiuto" for kind, sort in sorted(kinds.items()))
    return "\n".join(["code;kind;recipient_kind;names:it;mandate:it", *rows])


def service(kind: str) -> str:
    """The code of the service of a kind."""
    return f"service_{kind}"


def met(store: Vault, scene: Scene) -> str:
    """A finished record of a person in a case."""
    name = "asks" if scene.asks else "silent"
    key = next(form.key for form in workflow.form_list(store) if form.form_id == name)
    opened = workflow.start_record(store, key, "", "")
    record = opened.row.id
    case = store.put_in_case(record, store.open_case().id).id
    store.note_path(case, scene.path)
    session = workflow.session_for(opened, workflow.load_definition(opened.package.xml, opened.package.files))
    session.answer("/data/age", scene.age)
    session.answer("/data/pay", "yes")
    for purpose in PURPOSES if scene.asks else ():
        session.answer(f"/data/c_{purpose}", scene.said[purpose])
    workflow.finalise(store, session, record, ConsentSheet(scene.given and not scene.asks))
    store.put_words(record, untold(scene))
    for purpose, whose in own_words(scene):
        workflow.consent_given(store, record, purpose, scene.recipient, whose=whose, how="signed", language="bn")
    return record


def untold(scene: Scene) -> list[ConsentWord]:
    """What an older program kept as a word by name, without the kind of body or the language: it opens nothing."""
    own = SPECIAL.get(scene.recipient)
    if own is None or scene.special:
        return []
    return [ConsentWord(own, "", "yes", language="bn"), ConsentWord(own, scene.recipient, "yes")]


def own_words(scene: Scene) -> list[tuple[str, str]]:
    """The words by name that some recipients need, and whose they are: of an adult the guardian is not asked."""
    own = SPECIAL.get(scene.recipient)
    if own is None:
        return []
    whose = {"": (), "person": ("person",), "both": ("person", "guardian")}[scene.special]
    return [(own, each) for each in whose if each == "person" or scene.age != "adult"]


def basis_of(before: Iterable[Any], after: Iterable[Any], way: str, scene: Scene) -> str:
    """On what something went: the release that came of it, or the one that stood there for the same decision."""
    known = {one["id"] for one in before}
    kind, purpose = TO.get(way, scene.recipient), "slip" if way in SLIPS else "export"
    to = service(kind) if way in SLIPS else kind
    standing = [one for one in after if one["recipient"] == to and one["purpose"] == purpose]
    return str(([one for one in standing if one["id"] not in known] or standing)[-1]["basis"])


class Hands(Protocol):
    """What somebody does at an interface, and what they are told there.

    `NOWHERE`: ways with kinds of recipients that there are none of: who comes for help is no agency and no service.
    """

    NOWHERE: frozenset[tuple[str, str]]

    def waits(self, record: str) -> bool:
        """Whether it would be sent."""

    def out(self, way: str, record: str, scene: Scene) -> tuple[str, Scene]:
        """On what it went, "" for not at all; and the scene, as far as the interface lets it be noted."""

    def take_back(self, record: str) -> set[str]:
        """All of it, by the person; the grounds that are left."""

    def slips(self, record: str) -> dict[str, str]:
        """Slips that were issued, by reference, with their ground."""

    def prints(self, record: str, reference: str) -> bool:
        """Whether a slip is printed once more."""

    def seen_beyond(self, record: str) -> bool:
        """Whether who is of another agency sees the record."""

    def release_later(self, record: str) -> str:
        """The code with which a record does not wait again for a reason that somebody noted."""


def walk(hands: Hands, record: str, scene: Scene, wanted: Set[Ground] | None = None, always: str = "") -> set[Ground]:
    """All ways out, then all is taken back, then all of them again; what was met.

    `wanted`: all else is not walked, but for the way that is `always`.
    """
    assert hands.waits(record) is scene.sent, scene
    before = [way for way in WAYS if wanted is None or way == always or met_by(scene, way) & wanted]
    after = [way for way in WAYS if wanted is None or (way, True, scene.later.basis(way, back=True)) in wanted]
    seen = met_by(scene, "sync").union(*(_goes(hands, way, record, scene, False) for way in before))
    issued, sight = hands.slips(record), next((basis for way, _, basis in seen if way == "sight"), "")
    if after:
        may_end = {each for each, basis in issued.items() if basis == "duty" and scene.may_end}
        assert all(hands.prints(record, each) or each in may_end for each in issued), scene
        assert hands.seen_beyond(record) is bool(sight) or (sight == "duty" and scene.may_end), scene
    if wanted is None or met_over(scene) & wanted:
        seen |= _refused(hands, record, scene)
    if not after:
        return seen
    assert hands.take_back(record) <= {"duty"}, scene
    assert not hands.waits(record), scene
    prints = {each: hands.prints(record, each) for each in issued}
    ended = {each for each, basis in issued.items() if basis == "duty" and not prints[each]}
    assert prints == {each: basis == "duty" and each not in ended for each, basis in issued.items()}, scene
    assert scene.may_end or not ended, scene
    assert hands.seen_beyond(record) is (sight == "duty") or (sight == "duty" and scene.may_end), scene
    seen = seen.union(*(_goes(hands, way, record, scene.later, True) for way in after))
    assert hands.release_later(record) == "screening.consent_withdrawn"
    assert not hands.waits(record), scene
    return seen


def _refused(hands: Hands, record: str, scene: Scene) -> set[Ground]:
    """They say no over what stands, which is kept, and yes again."""
    way = scene.refuses
    if (way, scene.recipient) in hands.NOWHERE:
        return set()
    for when, one in scene.over.items():
        basis, noted = hands.out(way, record, one)
        assert basis == noted.basis(way), (way, when, basis, one, noted)
    return met_over(scene)


def _goes(hands: Hands, way: str, record: str, scene: Scene, back: bool) -> set[Ground]:
    if (way, scene.recipient) in hands.NOWHERE:
        return {(way, back, "")}
    basis, noted = hands.out(way, record, scene)
    assert basis == noted.basis(way, back), (way, basis, back, scene, noted)
    return {(way, True, basis)} if back else met_by(noted, way)

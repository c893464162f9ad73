"""The values of cases that go into the vault and come out of it; see `intake_app.vault.types`."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One person under a code: when and by whom (a name) the case was opened, and whether there is a name apart.

    For who looks: ``known``, whether they may know how it stands; ``by_name``, whether the name is theirs to read;
    ``whole``: whether they are told what others wrote, and may write how the person stands; ``own``: whether their
    agency opened it, and all that was put together with it.
    """

    id: str
    code: str
    opened: str
    opened_by: str
    agency: str
    site: str
    named: bool
    known: bool
    by_name: bool
    whole: bool
    own: bool


@dataclass(frozen=True, slots=True)
class CaseEntry:
    """A record of a case as its outline tells of it: which questionnaire, how far, by whom (a name), since when.

    ``at``: when it was finished, or last changed as a draft.  ``mine``: one's own.  ``readable``: its content is.
    ``may_release``: one may let it out: one reads it, and not by hand-over alone.  ``finished``: the newest version of
    it that is finished and that one may let out, "" for none: a correction that is begun keeps nothing back.
    ``known``: the newest finished one whose content one reads, "" for none.  ``asked_by``: the names of all who asked,
    the first first: who handed the draft over, and the author.
    """

    record_id: str
    code: str
    form_id: str
    form_title: str
    state: str
    author: str
    agency: str
    site: str
    created: str
    at: str
    mine: bool
    readable: bool
    may_release: bool
    finished: str = ""
    known: str = ""
    asked_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Meeting:
    """That the person of a case was met: in which stage, where, by whom (a name), in which language, when."""

    stage: str
    kind: str
    person: str
    agency: str
    site: str
    language: str
    at: str


@dataclass(frozen=True, slots=True)
class Episode:
    """A stretch of a case with one agency; ``ended`` is None while it goes on."""

    stage: str
    agency: str
    site: str
    began: str
    ended: str | None
    reason: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class OpenWay:
    """What records are released for: purpose, recipient, and the basis, consent or override."""

    purpose: str
    recipient: str
    basis: str


@dataclass(frozen=True, slots=True)
class CaseMerge:
    """A case that was merged into another: its code, why, by whom (a name), when (ISO 8601).

    ``stopped``: record, recipient and how of what waited to be sent until then.
    """

    number: int
    code: str
    reason: str = field(repr=False)
    by: str
    at: str
    stopped: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class PathChoice:
    """The path of art. 18 that the person chose, noted by whom (a name) and when; "" where nobody noted any."""

    path: str
    by: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Reflection:
    """Days to reflect: the first and the planned last one as ISO dates."""

    began: str
    planned_end: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Identification:
    """By which body, and whether for now or formally."""

    phase: str
    body_kind: str
    body: str = field(repr=False)
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class AgeWord:
    """What was told of a person's age: adult, minor or not_told, by whom it was noted (a name) and when.

    ``source``: the ``form`` of the record with the code ``told_in``, where the last of a record stands; the ``person``
    or a ``document`` at the desk, or a ``doubt`` there of what was told; or a ``decision`` on what was known then, with
    its ``reason``.  ``weighed``: a later decision that counts was on this too.  ``put_right``: that record says
    something else now.  ``former``: there is a newer finished version of that record.
    """

    age: str
    source: str = "form"
    reason: str = field(default="", repr=False)
    told_in: str = ""
    at: str = ""
    by: str = ""
    former: bool = False
    weighed: bool = False
    put_right: bool = False


@dataclass(frozen=True, slots=True)
class CaseCourse:
    """How a case stands: its episodes, the oldest first, and of the rest what was noted last.

    `reflections_before`: the days to reflect in whose place others came, the newest first.
    """

    episodes: tuple[Episode, ...]
    path: PathChoice
    reflection: Reflection | None
    identification: Identification | None
    reflections_before: tuple[Reflection, ...] = ()

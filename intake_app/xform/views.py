"""The values a session hands to a view: frozen, free of the live tree."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, NamedTuple

Ref = str
"""Absolute path by local names, ``[n]`` (from 1) on repeat instances and nowhere else: ``/data/grp/rep[2]/q``."""

MASK = "••••"
"""Stands for a masked answer wherever answers are listed; it does not tell how long the answer is."""

TextKind = Literal["label", "short", "hint", "guidance", "constraint", "required"]
Fault = Literal["constraint", "required", "type"]
EntityAction = Literal["create", "update", "upsert"]
EntityFault = Literal["dataset", "id", "label"]


class AnswerState(StrEnum):
    """What is known about an answer; kept beside the instance for questions that offer no own choice for it."""

    ANSWERED = "answered"
    DOES_NOT_KNOW = "does_not_know"
    DECLINED = "prefers_not_to_say"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True)
class Text:
    """A text as it is shown.

    `language` is the BCP 47 code (None: unknown) of the language the text is really in, `fallback` is true when that
    is not the language asked for, `review` the review state of the translation (``unreviewed``, ``reviewed`` or
    None), `media` the file names by kind: image, big-image, audio, video, `quotes` whether values of the record may
    stand in the text.
    """

    text: str
    language: str | None = None
    fallback: bool = False
    review: str | None = None
    media: Mapping[str, str] = field(default_factory=dict)
    quotes: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice: the value that is stored and the label that is shown."""

    value: str
    label: Text

    @property
    def media(self) -> Mapping[str, str]:
        """File names of the label by kind: image, audio, video."""
        return self.label.media


@dataclass(frozen=True, slots=True)
class QuestionView:
    """One question now.

    value: the answer as it was given, also one that does not fit the question and is blank in the record.
    control: input, select1, select, upload, trigger, range, rank, note. type: the bind's type (string, int, decimal,
    date, time, dateTime, boolean, geopoint, binary, barcode, …). valid: True, or which rule the answer breaks.
    parameters: attributes of the control (start, end, step, rows, max-pixels, …). save_incomplete: the form wants the
    draft saved as soon as this question is left.
    """

    ref: Ref
    control: str
    type: str
    appearance: tuple[str, ...]
    value: str = field(repr=False)
    state: AnswerState
    required: bool
    readonly: bool
    relevant: bool
    valid: Literal[True] | Fault
    mediatype: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)
    save_incomplete: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """One screen. `ref` of a repeat-prompt is the repeat without its last index (what `add_repeat` takes).

    `groups`: the groups around it from the outside in, each a key for `Session.group_label`. `across`: columns that its
    questions stand in, each as many wide as its look (``w2``) says, else all; 0 where they stand one under the other.
    """

    ref: Ref
    kind: Literal["question", "field-list", "repeat-prompt"]
    refs: tuple[Ref, ...]
    groups: tuple[str, ...] = ()
    across: int = 0


@dataclass(frozen=True, slots=True)
class OutlineRow:
    """One row of the jump list: a group, a repeat instance, a question or a repeat-prompt at its depth (from 0)."""

    ref: Ref
    level: int
    kind: Literal["group", "repeat", "question", "repeat-prompt"]
    label: Text
    state: AnswerState
    value_text: str


@dataclass(frozen=True, slots=True)
class Violation:
    """A relevant question whose answer breaks a rule."""

    ref: Ref
    kind: Fault


class Changes(NamedTuple):
    """What one call changed, by ref; the view repaints these and nothing else.

    `cleared`: answers that a narrowed list of choices no longer offers, or that an action of the form emptied, with the
    value they had (so that the view can say so and offer to undo with `Session.restore`). `structure`: pages came,
    went or moved.
    """

    value: frozenset[Ref] = frozenset()
    relevance: frozenset[Ref] = frozenset()
    required: frozenset[Ref] = frozenset()
    readonly: frozenset[Ref] = frozenset()
    validity: frozenset[Ref] = frozenset()
    choices: frozenset[Ref] = frozenset()
    label: frozenset[Ref] = frozenset()
    cleared: tuple[tuple[Ref, str], ...] = ()
    structure: bool = False

    def then(self, other: "Changes") -> "Changes":
        """What this call and the one after it changed together."""
        return Changes(
            self.value | other.value,
            self.relevance | other.relevance,
            self.required | other.required,
            self.readonly | other.readonly,
            self.validity | other.validity,
            self.choices | other.choices,
            self.label | other.label,
            self.cleared + other.cleared,
            self.structure or other.structure,
        )

    def __repr__(self) -> str:
        """Without answers."""
        return f"<Changes of {len(self.value)} values>"


@dataclass(frozen=True, slots=True)
class EntityChange:
    """What a record asks of one entry of a shared list.

    ref: the block. base_version, trunk_version, branch_id: as the list had them when the record was filled in, blank
    where the form does not say. properties: relevant answers by name; blank ones empty the property. faults: what
    makes a server leave the change out: no list, an id that is no random uuid, a new entry without a label.
    """

    ref: Ref
    dataset: str
    action: EntityAction
    id: str
    label: str
    properties: Mapping[str, str]
    base_version: str = ""
    trunk_version: str = ""
    branch_id: str = ""
    faults: tuple[EntityFault, ...] = ()


@dataclass(frozen=True, slots=True)
class Submission:
    """A finalised record: the bytes that are sent, unchanged, until a server has them.

    attachments: names of its files. entities: what it asks of shared lists. audit: the bytes of ``audit.csv``, which is
    among the attachments when there are any.
    """

    xml: bytes = field(repr=False)
    instance_id: str
    instance_name: str = field(repr=False)
    form_id: str
    version: str
    attachments: tuple[str, ...]
    entities: tuple[EntityChange, ...] = field(default=(), repr=False)
    audit: bytes = field(default=b"", repr=False)

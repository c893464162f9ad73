"""Labels, hints, messages and choices as they read now: in a language, with outputs filled in, and fallback told."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from intake_app.errors import IntakeError
from intake_app.xform.choosing import offered
from intake_app.xform.covering import Covers, covers
from intake_app.xform.definition import (
    Entry,
    FormDefinition,
    FormLanguage,
    Item,
    NodeSpec,
    Phrase,
    Question,
    Wording,
    shared_spec,
)
from intake_app.xform.instance import Instance, cell_of, climb, placed
from intake_app.xform.model import plain_path
from intake_app.xform.secondary import file_name
from intake_app.xform.views import MASK, Choice, Text
from intake_app.xform.wordings import language_code
from intake_app.xpath.context import Context, Environment
from intake_app.xpath.expression import Compiled
from intake_app.xpath.tree import Node

MEDIA = ("image", "big-image", "audio", "video")
_SPOKEN = ("audio", "video")
"""Media that speak a language: none that a text is not near to stands in for a missing one."""
_EMPTY = Text("")


UNNAMED = "default"
"""What an XLSForm calls the language of the texts for which it names none."""


def has_words(phrase: Phrase) -> bool:
    """Whether words of a language stand in it, and no more than signs or what the record holds."""
    return any(isinstance(piece, str) and any(map(str.isalpha, piece)) for piece in phrase.pieces)
LONGEST_TEXT = 10_000
"""Characters of one label, hint or message, five printed pages; what is longer is cut, it would hold up a window."""
_FORMS: Mapping[str, tuple[str, ...]] = {"": ("", "long", "short"), "short": ("short", "", "long")}

_MOST_TEXTS = 500
"""How many texts one text may show inside it, and they inside them."""


class Speaker:
    """Puts the words of a form into one language after another for one session."""

    def __init__(
        self,
        definition: FormDefinition,
        instance: Instance,
        env: Environment,
        codes: Callable[[str], tuple[str, ...]],
        within: "Speaker | None" = None,
    ) -> None:
        """``codes``: those whose texts may stand in for a missing one, by the code of a language, itself first;
        ``within``: who says the texts inside those of this one.
        """
        self._definition = definition
        self._instance = instance
        self._env = env
        self._saying: set[str] = within._saying if within is not None else set()
        self._said = 0
        self._chains: dict[str, tuple[tuple[FormLanguage, ...], tuple[FormLanguage, ...]]] = {}
        self._codes = codes
        self._files: dict[tuple[str, str], dict[str, str]] = {}
        self._lasting: dict[tuple[str, str, str], Text] = {}
        """Texts that follow from the form alone, by itext id, language and form."""
        self._covers: Covers = _open

    def cover(self, paths: frozenset[str]) -> None:
        """Show a mask from now on in place of all that is worked out from what these generic paths hold."""
        self._covers = covers(self._definition, paths) if paths else _open

    def without_values(self, say: Callable[[], Text]) -> Text:
        """A text with a mask in place of all that is worked out for it."""
        before, self._covers = self._covers, _all
        try:
            return say()
        finally:
            self._covers = before

    def code(self, language: str) -> str | None:
        """The code of a language of the form, or that a name tells; ValueError for a name that is neither."""
        code = self._code(language)
        if code is None and language != "" and self._definition.language(language) is None:
            raise ValueError(f"the form has no language {language!r}, and its name tells no code")
        return code

    def _code(self, language: str) -> str | None:
        own = self._definition.language(language)
        return own.code if own is not None else language_code(language)

    def context(self, node: Node) -> Context:
        """The context of an expression that belongs to a node."""
        return Context(node, self._env)

    def render(self, phrase: Phrase, node: Node) -> str:
        """A phrase with its outputs worked out for a node."""
        context = self.context(node)
        text = ""
        try:
            for piece in phrase.pieces:
                text += piece if isinstance(piece, str) else self._worked_out(piece, context)
                if len(text) > LONGEST_TEXT:  # what follows would not be seen
                    return text[:LONGEST_TEXT] + "…"
        except IntakeError as error:
            raise placed(error, node) from error
        return text

    def _worked_out(self, piece: Compiled, context: Context) -> str:
        return MASK if self._covers(piece, cell_of(context.node).spec) else piece.string(context)

    def say(self, wording: Wording | None, node: Node, language: str, form: str = "") -> Text:
        """A wording in a language (itext name); `form` picks another form than the plain text: guidance, short."""
        if wording is None:
            return _EMPTY
        if wording.itext_expression is not None and self._covers(wording.itext_expression, cell_of(node).spec):
            return Text(MASK, quotes=True)
        name = self._itext_id(wording, node)
        if name is not None:
            text = self.entry(name, node, language, form)
            if text is not None:
                return text
        if form not in _FORMS:
            return _EMPTY
        told = self._as_it_stands(self.render(wording.inline, node), language, wording.inline.quotes)
        astray = language not in ("", UNNAMED) and bool(self._definition.languages) and has_words(wording.inline)
        return replace(told, fallback=True) if astray else told

    def _as_it_stands(self, text: str, language: str, quotes: bool) -> Text:
        """A text that the form has once for all its languages, and names none for it."""
        return Text(text, fallback=bool(language) and self._definition.language(language) is None, quotes=quotes)

    def _itext_id(self, wording: Wording, node: Node) -> str | None:
        if wording.itext_expression is not None:
            return wording.itext_expression.string(self.context(node))
        return wording.itext

    def entry(self, name: str, node: Node, language: str, form: str = "") -> Text | None:
        """The text of an itext id: in the language, else the default, else any; None where no language has it."""
        if not self._saying:
            self._said = 0
        self._said += 1
        if name in self._saying or self._said > _MOST_TEXTS:
            return _EMPTY  # a text that shows itself inside, or others without end
        self._saying.add(name)
        try:
            return self._entry(name, node, language, form)
        finally:
            self._saying.discard(name)

    def _entry(self, name: str, node: Node, language: str, form: str) -> Text | None:
        lasting = self._lasting.get((name, language, form))
        if lasting is not None:
            return lasting
        media = self._media(name, language) if form in _FORMS else {}
        found = self._found(name, language, form)
        if found is None:
            return Text("", media=media) if media else None
        each, phrase = found
        code = phrase.fallback or each.code
        astray = each.name != language or phrase.fallback is not None
        review = None if phrase.fallback else ("reviewed" if phrase.reviewer else each.review)
        text = Text(self.render(phrase, node), code, astray, review, media, phrase.quotes)
        if not text.quotes:
            self._lasting[name, language, form] = text
        return text

    def _found(self, name: str, language: str, form: str) -> tuple[FormLanguage, Phrase] | None:
        """The first text along the chain; what a translation borrowed from the source waits for a nearer language."""
        near, far = self._chain(language)
        borrowed = None
        for each in near:
            phrase = _phrase(self._definition.itext[each.name].get(name), form)
            if phrase is not None and phrase.fallback in (None, each.code):
                return each, phrase
            borrowed = borrowed or (phrase and (each, phrase))
        if borrowed:
            return borrowed
        texts = ((each, _phrase(self._definition.itext[each.name].get(name), form)) for each in far)
        return next(((each, phrase) for each, phrase in texts if phrase is not None), None)

    def _chain(self, language: str) -> tuple[tuple[FormLanguage, ...], tuple[FormLanguage, ...]]:
        """A language and those near it in turn; then the default and all others. Found once."""
        chain = self._chains.get(language)
        if chain is None:
            own, code = self._definition.language(language), self._code(language)
            default = self._definition.language(self._definition.default_language)
            every = self._definition.languages
            codes = self._codes(code) if code else ()
            near = [each for code in codes for each in every if (each.code or "").casefold() == code.casefold()]
            first = tuple(dict.fromkeys(each for each in (own, *near) if each))
            rest = tuple(dict.fromkeys(each for each in (default, *every) if each and each not in first))
            chain = self._chains[language] = (first, rest)
        return chain

    def _media(self, name: str, language: str) -> Mapping[str, str]:
        """The files of a text by kind, found once: they follow from the form alone.

        A recording is in the language of the words that are shown, or in one near to the language asked for.
        """
        known = self._files.get((name, language))
        if known is not None:
            return known
        found = self._files[name, language] = {}
        near, far = self._chain(language)
        shown = self._found(name, language, "")
        for each in (*near, *far):
            speaks = each in near or shown is None or each is shown[0]
            for kind, phrase in self._definition.itext[each.name].get(name, {}).items():
                if kind in MEDIA and not phrase.missing and (speaks or kind not in _SPOKEN):
                    found.setdefault(kind, file_name("".join(str(piece) for piece in phrase.pieces)))
        return found

    def choices(self, question: Question, node: Node, language: str) -> tuple[Choice, ...]:
        """The choices a question offers now."""
        return tuple(
            Choice(value, self._choice_label(question, source, node, language))
            for value, source in offered(question, self.context(node))
        )

    def _choice_label(self, question: Question, source: Item | Node, node: Node, language: str) -> Text:
        if isinstance(source, Item):
            return self.say(source.label, node, language)
        itemset = question.itemset
        if itemset is None or itemset.label is None:
            return _EMPTY
        label = itemset.label.string(Context(source, self._env, current=node))
        if not itemset.label_is_itext:
            return self._as_it_stands(label[:LONGEST_TEXT], language, quotes=True)  # a list may be one of answers
        return self.entry(label, node, language) or _EMPTY

    def choice_label(self, value: str, path: str, node: Node, language: str) -> str:
        """What `jr:choice-name(value, 'path')` gives: the label of a value among the choices of a question."""
        here = cell_of(node).spec
        spec = self._definition.specs.get(plain_path(path, here.path))
        if spec is None or spec.question is None:
            return ""
        shared = shared_spec(here, spec)
        asked = next(iter(self._instance.below(climb(node, shared.depth), spec)), None)
        if asked is None:
            return ""
        for offer, source in offered(spec.question, self.context(asked)):
            if offer == value:
                return self._choice_label(spec.question, source, asked, language).text
        return ""


def _open(_rule: Compiled, _spec: NodeSpec) -> bool:
    return False


def _all(_rule: Compiled, _spec: NodeSpec) -> bool:
    return True


def _phrase(entry: Entry | None, form: str) -> Phrase | None:
    """The phrase of a form that is not missing; the plain text may also be marked long, and a short one stands in."""
    if entry is None:
        return None
    for each in _FORMS.get(form, (form,)):
        phrase = entry.get(each)
        if phrase is not None and not phrase.missing:
            return phrase
    return None

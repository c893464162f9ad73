"""Loading a form: bytes and the files beside it in, an immutable definition or a refusal out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from lxml import etree

from intake_app.errors import IntakeError
from intake_app.xform.actions import read_action
from intake_app.xform.advice import advise, unknown_lists
from intake_app.xform.audit_settings import audit_notices, audit_settings
from intake_app.xform.body import BodyReader
from intake_app.xform.caution import never_fetched, plain_name, submission_notices
from intake_app.xform.definition import (
    AuditSettings,
    Element,
    EntityBlock,
    FinishedSpec,
    FormDefinition,
    FormLanguage,
    Group,
    NodeSpec,
    Notice,
    Repeat,
    SetValue,
    SubmissionTarget,
    Task,
    Wording,
)
from intake_app.xform.entities import entities_version, entity_blocks, entity_notices
from intake_app.xform.expressions import Compiler
from intake_app.xform.graph import GraphBuilder, choice_outputs, itext_outputs
from intake_app.xform.memory import collector_at_rest
from intake_app.xform.model import Specs, read_binds
from intake_app.xform.namespaces import (
    OPENROSA,
    STANDARD_PREFIXES,
    XFORMS,
    XHTML,
    local_name,
    named,
)
from intake_app.xform.preloads import unanswered
from intake_app.xform.primary import ensure_instance_id, fit_defaults, take_templates
from intake_app.xform.reading import default_node, elements_of, parse_xml
from intake_app.xform.secondary import (
    document,
    empty_instance,
    external_instance,
    file_name,
    internal_instance,
    twin_titles,
)
from intake_app.xform.speaking import MEDIA
from intake_app.xform.spoken import Spoken
from intake_app.xform.unsaid import unsaid
from intake_app.xform.wordings import Itext, read_itext, refuse_outputs
from intake_app.xpath.tree import Node

_NO_FILES: Mapping[str, bytes] = {}


def load(xml: bytes, files: Mapping[str, bytes] = _NO_FILES) -> FormDefinition:
    """Load a form. `files`: contents of the files beside it by name (the last part of a ``jr://`` address).

    IntakeError ``xform.*`` names the question and, for an expression, the position.
    """
    with collector_at_rest():
        html = parse_xml(xml, "form")
        model = _model(html)
        refuse_outputs(html)
        return _Loader(html, model, files).load()


def _model(html: etree._Element) -> etree._Element:
    head = html.find(named(XHTML, "head"))
    model = head.find(named(XFORMS, "model")) if head is not None else None
    if model is None or html.find(named(XHTML, "body")) is None:
        raise IntakeError("xform.not_a_form", place="form", root=local_name(str(html.tag)))
    return model


class _Loader:
    """One loading: keeps what the steps hand on to each other."""

    def __init__(self, html: etree._Element, model: etree._Element, files: Mapping[str, bytes]) -> None:
        self._html = html
        self._model = model
        self._files = files
        self._notices: list[Notice] = []
        self._missing: list[str] = []
        self._last_saved: list[str] = []
        self._prefixes = {**STANDARD_PREFIXES, **{str(k): str(v) for k, v in model.nsmap.items() if k}}
        self._compiler = Compiler(self._prefixes, self._notices)

    def load(self) -> FormDefinition:
        written = self._primary_element()
        root = default_node(written)
        if ensure_instance_id(root):
            self._notices.append(Notice("warning", f"/{root.name}/meta/instanceID", "xform.instance_id_added"))
        specs = Specs(root)
        bind_ids = read_binds(self._model, specs, self._compiler, self._notices)
        languages, itext = read_itext(self._model, self._compiler)
        reader = BodyReader(specs, self._compiler, bind_ids, self._notices)
        body = reader.read(self._body())
        primary = self._primary(root, specs)
        actions = (*self._model_actions(specs, bind_ids), *reader.form_actions)
        submission = self._submission()
        instances = dict(self._instances())
        tasks = _tasks(body, specs, itext, instances.values())
        self._notices.extend(_advice(tasks, specs, instances))
        self._notices.extend(unsaid(body, specs.by_path.values(), instances, itext))
        entities = self._entities(specs, root)
        audit = audit_settings(self._model, specs.by_path)
        media = tuple(self._media(itext, root))
        self._report(languages, audit)
        return FormDefinition(
            form_id=self._form_id(root),
            version=_version(root),
            title=self._title(root),
            root_name=root.name,
            languages=languages,
            default_language=next((each.name for each in languages if each.default), ""),
            questions=body,
            notices=tuple(self._notices),
            media=media,
            missing_files=tuple(self._missing),
            submission=submission,
            style=tuple((self._body().get("class") or "").split()),
            root=specs.root,
            primary=primary,
            namespaces=self._prefixes,
            declared=_declared(written),
            specs=MappingProxyType(specs.by_path),
            groups=MappingProxyType(reader.groups),
            instances=MappingProxyType(instances),
            itext=MappingProxyType(itext),
            tasks=tasks,
            ordered=tuple(sorted((task for task in tasks if task.rank >= 0), key=lambda task: task.rank)),
            form_actions=actions,
            entities_version=entities_version(self._model),
            last_saved=tuple(self._last_saved),
            entities=entities,
            audit=audit,
        )

    def _body(self) -> etree._Element:
        body = self._html.find(named(XHTML, "body"))
        assert body is not None
        return body

    def _primary_element(self) -> etree._Element:
        instance = next(elements_of(self._model, named(XFORMS, "instance")), None)
        child = next(elements_of(instance), None) if instance is not None else None
        if child is None:
            raise IntakeError("xform.no_instance")
        return child

    def _primary(self, root: Node, specs: Specs) -> Node:
        """The document a new record begins as: defaults that fit, patterns of repeats taken out."""
        self._notices.extend(fit_defaults(root, specs.by_path))
        primary = document(root)
        take_templates(root, specs.root)
        return primary

    def _form_id(self, root: Node) -> str:
        attribute = root.attribute("id")
        found = attribute.value if attribute is not None else root.namespace
        if not found or found == XFORMS:
            raise IntakeError("xform.no_form_id", place=f"/{root.name}/@id")
        return plain_name(found, f"/{root.name}/@id")

    def _title(self, root: Node) -> str:
        title = self._html.find(f"{named(XHTML, 'head')}/{named(XHTML, 'title')}")
        text = "".join(str(part) for part in title.itertext()).strip() if title is not None else ""
        return text or root.name

    def _model_actions(self, specs: Specs, bind_ids: Mapping[str, str]) -> Iterator[tuple[NodeSpec, SetValue]]:
        for element in elements_of(self._model):
            if local_name(str(element.tag)) in ("setvalue", "setgeopoint", "recordaudio"):
                action = read_action(element, specs.root.path, bind_ids, self._compiler, self._notices)
                if action is not None:
                    yield specs.root, action

    def _instances(self) -> Iterator[tuple[str, Node]]:
        elements = list(elements_of(self._model, named(XFORMS, "instance")))
        for element in elements[1:]:
            name = element.get("id") or ""
            source = element.get("src")
            if source == "jr://instance/last-saved":
                self._take_last_saved(name)
            yield name, self._external(source) if source else internal_instance(element)

    def _take_last_saved(self, name: str) -> None:
        """A form that encrypts its records gets none of them back, as in ODK Collect."""
        encrypts = any(element.get("base64RsaPublicKey") for element in self._model.iter(named(XFORMS, "submission")))
        code = "xform.last_saved_ignored" if encrypts else "xform.last_saved_used"
        self._notices.append(Notice("info", name, code))
        if not encrypts:
            self._last_saved.append(name)

    def _external(self, source: str) -> Node:
        if source == "jr://instance/last-saved":
            return empty_instance()
        found = external_instance(source, self._files)
        if found is not None:
            twins = ({"file": file_name(source), "found": title} for title in twin_titles(source, self._files))
            self._notices.extend(Notice("warning", source, "xform.twin_column", facts) for facts in twins)
            return found
        self._missing.append(file_name(source))
        self._notices.append(Notice("error", source, "xform.file_missing", {"file": file_name(source)}))
        return empty_instance()

    def _submission(self) -> SubmissionTarget:
        elements = self._model.findall(named(XFORMS, "submission"))
        if not elements:
            return SubmissionTarget()
        keyed = (one for one in elements if (one.get("base64RsaPublicKey") or "").strip())
        element = next(keyed, elements[0])  # records leave encrypted wherever one of them asks for it
        key = element.get("base64RsaPublicKey") or None
        target = SubmissionTarget(
            action=element.get("action") or "",
            method=element.get("method") or "",
            public_key="".join(key.split()) if key is not None else None,
            client_editable=_is_true(_any_namespace(element, "client-editable")),
            auto_send=(element.get(named(OPENROSA, "auto-send")) or "").strip(),
            auto_delete=(element.get(named(OPENROSA, "auto-delete")) or "").strip(),
        )
        self._notices.extend(submission_notices(target))
        return target

    def _entities(self, specs: Specs, root: Node) -> tuple[EntityBlock, ...]:
        blocks = entity_blocks(self._model, specs.by_path)
        self._notices.extend(entity_notices(entities_version(self._model), blocks, root))
        return blocks

    def _media(self, itext: Itext, root: Node) -> list[str]:
        """Addresses of all files the form asks for; what is shown or heard is reported when it is missing."""
        found = dict.fromkeys([*_shown_media(itext), *_default_media(root)])
        for source in found:
            if file_name(source) not in self._files:
                self._missing.append(file_name(source))
                self._notices.append(Notice("warning", source, "xform.file_missing", {"file": file_name(source)}))
        lists = (element.get("src") or "" for element in elements_of(self._model, named(XFORMS, "instance")))
        return [*found, *(source for source in lists if source and not source.startswith("jr://instance/"))]

    def _report(self, languages: tuple[FormLanguage, ...], audit: AuditSettings | None) -> None:
        self._notices.extend(never_fetched(self._html))
        self._notices.extend(audit_notices(self._model, audit))
        for language in languages:
            if language.code is None and len(languages) > 1:
                self._notices.append(Notice("info", language.name, "xform.language_without_code"))


def _finish(specs: Specs) -> None:
    """What the form says of its paths is said; from now on it is read by many and changed by none."""
    for spec in specs.by_path.values():
        spec.__class__ = FinishedSpec


def _tasks(body: tuple[Element, ...], specs: Specs, itext: Itext, instances: Iterable[Node]) -> tuple[Task, ...]:
    outputs = itext_outputs(itext)
    of_choices = choice_outputs(outputs, instances)
    graph = GraphBuilder(specs.root, Spoken(specs.root, specs.by_path, outputs, of_choices), of_choices)
    tasks = graph.build(specs.by_path.values(), _group_labels(body, specs, specs.root))
    _finish(specs)
    return tasks


def _advice(tasks: Sequence[Task], specs: Specs, instances: Mapping[str, Node]) -> Iterator[Notice]:
    yield from advise(tasks, specs.root)
    yield from unknown_lists(tasks, instances)
    for path, spec in specs.by_path.items():
        if unanswered(spec.bind):
            yield Notice("info", path, "xform.preload_ignored")


def _shown_media(itext: Itext) -> Iterator[str]:
    for entries in itext.values():
        for entry in entries.values():
            for form, phrase in entry.items():
                if form in MEDIA and not phrase.missing:
                    yield "".join(str(piece) for piece in phrase.pieces)


def _default_media(node: Node) -> Iterator[str]:
    """Files that stand in the form as default answers."""
    if node.value.startswith(("jr://images/", "jr://audio/", "jr://video/")):
        yield node.value
    for child in node.elements():
        yield from _default_media(child)


def _version(root: Node) -> str:
    for attribute in root.attributes:
        if attribute.name == "version" and attribute.namespace in ("", OPENROSA):
            return plain_name(attribute.value, f"/{root.name}/@version")
    return ""


def _any_namespace(element: etree._Element, name: str) -> str:
    return next((str(value) for key, value in element.attrib.items() if local_name(str(key)) == name), "")


def _is_true(text: str) -> bool:
    return text.strip() in ("true", "true()", "1", "yes")


def _declared(element: etree._Element) -> Mapping[str, str]:
    """Prefixes declared on the instance's own root element, which a submission keeps."""
    parent = element.getparent()
    inherited = parent.nsmap if parent is not None else {}
    return {str(k or ""): str(v) for k, v in element.nsmap.items() if inherited.get(k) != v}


def _group_labels(
    elements: tuple[Element, ...], specs: Specs, around: NodeSpec
) -> Iterator[tuple[NodeSpec, Wording | None]]:
    for element in elements:
        if isinstance(element, Group | Repeat):
            spec = specs.by_path[element.path] if element.path is not None else around
            yield spec, element.label
            yield from _group_labels(element.children, specs, spec)

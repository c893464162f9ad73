"""Every verb of the workflow that opens the store, tried as other people against a mediator's records."""

import inspect
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from intake_app import referral, screening, workflow, xform
from intake_app.errors import IntakeError
from intake_app.openrosa import Settings, parse_address
from intake_app.practice import PracticeServer
from intake_app.referral import Sender, SlipSheet
from intake_app.screening import Known
from intake_app.vault import Checked, Draft, Profile, Role, ServerRow, Vault, roles
from intake_app.vault.roles import Condition
from intake_app.vault.types import Person
from intake_app.workflow import ConsentSheet
from tests.vault import test_role_matrix as matrix
from tests.vault import world
from tests.vault.world import CANARY, STATES, Actor, record_id

pytestmark = pytest.mark.always

ACTORS = (
    *world.COLLEAGUES[:4],
    Actor("desk agency", Role.DESK, "agency"),
    Actor("coordinator agency", Role.COORDINATOR, "agency"),
    Actor(world.KEEPER, Role.MEDIATOR, keeper=True),
)
Allowed = Callable[[Actor, str], bool]
OnRecord = tuple[Allowed, Callable[[Vault, str], object]]


def _render(content: object, language: str) -> bytes:
    return f"%PDF {content} {language}".encode()


def _released(state: str, purpose: screening.Purpose = "export") -> screening.Release:
    given = world.release(state, purpose)
    return screening.Release(
        given.id, given.record_id, purpose, given.recipient, given.basis, given.detail, given.by, given.at
    )


def _content(state: str) -> referral.SlipContent:
    given, release = world.release(state, "slip"), _released(state, "slip")
    return referral.slip_content(
        release,
        record_id=given.record_id,
        reference=referral.new_reference(random.Random(state)),
        issued_at=given.at,
        sender=Sender("Help Desk Trust", "Harbour", "desk", "000"),
        recipient=workflow.directory().get(world.RECIPIENT),
        sheet=SlipSheet(person_code="KARO-27-4"),
    )


def _session(store: Vault) -> xform.Session:
    package = store.form(1)
    return xform.new_session(xform.load(package.xml, package.files), workflow.surroundings(store), None, None)


def _prepared(store: Vault) -> workflow.Prepared:
    return workflow.prepare(_session(store))


def _reads(actor: Actor, state: str) -> bool:
    return matrix.reads(actor, state)


def _looks(actor: Actor, state: str) -> bool:
    """That a record is a draft still may know who sees it; how one was closed, who reads it."""
    return matrix.sees(actor, state) if state == "draft" else matrix.reads(actor, state)


def _gone(verb: Callable[[Vault], object]) -> Callable[[Vault], object]:
    """A verb on an update that is there no more: who may not is refused before anybody looks."""

    def on_what_is_gone(store: Vault) -> object:
        try:
            return verb(store)
        except IntakeError as error:
            if error.code != "vault.no_such_offer":
                raise
        return None

    return on_what_is_gone


def _not_copied(store: Vault, state: str) -> None:
    """The records here were refused for no reason that a copy would help; who sees them is told so."""
    with pytest.raises(IntakeError) as caught:
        workflow.send_as_new(store, record_id(state))
    if caught.value.code != "workflow.not_to_be_copied":
        raise caught.value


def _settings() -> Settings:
    """What a settings code tells."""
    return Settings(parse_address(f"https://code.example/v1/key/{'k' * 64}/projects/1"), "P", ())


def _profile() -> workflow.OpenedProfile:
    """A profile with a server, from another laptop."""
    row = ServerRow("elsewhere", "https://elsewhere.example")
    profile = Profile("Org", "Pier", "", "00" * 32, (row,), {"elsewhere": "elsewhere.example"}, (), (), "", None)
    return workflow.OpenedProfile(profile, (row,))


def _outlined(store: Vault, state: str) -> object:
    """The sheet of a case, without the body that identified the person: colleagues may know it."""
    sheet = workflow.case_sheet(store, matrix.case_id(store, state))
    return sheet.entries, sheet.modules, sheet.meetings


def _module(store: Vault, state: str) -> object:
    return workflow.begin_module(store, matrix.case_id(store, state), "transit", again=True).row


def _merged(store: Vault, state: str) -> object:
    """Whoever may put cases together is told that this is one already."""
    case = matrix.case_id(store, state)
    return _told(lambda: workflow.merge_cases(store, case, case, matrix.REASON), "vault.same_case")


def _parted(store: Vault, state: str) -> object:
    return _told(
        lambda: workflow.part_cases(store, matrix.case_id(store, state), "none", matrix.REASON), "vault.no_such_case"
    )


def _apart(store: Vault, state: str) -> object:
    case = matrix.case_id(store, state)
    return _told(
        lambda: workflow.taken_apart(store, case, lambda: workflow.part_cases(store, case, "none", matrix.REASON)),
        "vault.no_such_case",
    )


def _taken_out(store: Vault, state: str) -> object:
    return workflow.take_from_case(store, matrix.case_id(store, state), record_id(state))


def _told(call: Callable[[], object], code: str) -> None:
    """It came as far as this error, which has nothing to do with roles."""
    try:
        call()
    except IntakeError as error:
        if error.code != code:
            raise


GIVEN = ConsentSheet(given=True, language="bn", age="adult", age_from="person")
CHILD = ConsentSheet(age="minor", age_from="person", alone=True)
ON_RECORD: dict[str, OnRecord] = {
    "open_record": (matrix.nobody, lambda store, state: workflow.open_record(store, record_id(state))),
    "save": (matrix.nobody, lambda store, state: workflow.save(store, record_id(state), Draft(b"<data/>"))),
    "attach": (matrix.nobody, lambda store, state: workflow.attach(store, record_id(state), b"x", "text/plain")),
    "attachment": (_reads, lambda store, state: workflow.attachment(store, record_id(state), "one.jpg")),
    "detach": (matrix.nobody, lambda store, state: workflow.detach(store, record_id(state), "one.jpg")),
    "discard": (matrix.nobody, lambda store, state: workflow.discard(store, record_id(state))),
    "restore": (matrix.nobody, lambda store, state: workflow.restore(store, record_id(state))),
    "finalise": (
        matrix.nobody,
        lambda store, state: workflow.finalise(store, _session(store), record_id(state), GIVEN),
    ),
    "finalise_draft": (matrix.nobody, lambda store, state: workflow.finalise_draft(store, record_id(state), GIVEN)),
    "freeze": (matrix.nobody, lambda store, state: workflow.freeze(store, record_id(state), _prepared(store), GIVEN)),
    "found_closed": (_looks, lambda store, state: workflow.found_closed(store, record_id(state))),
    "release_later": (_reads, lambda store, state: workflow.release_later(store, record_id(state), GIVEN)),
    "hand_over": (matrix.nobody, lambda store, state: workflow.hand_over(store, record_id(state), world.AUTHOR)),
    "hand_back": (matrix.sees, lambda store, state: workflow.hand_back(store, record_id(state))),
    "withdraw": (matrix.nobody, lambda store, state: workflow.withdraw(store, record_id(state), world.AUTHOR)),
    "colleagues": (matrix.sees, lambda store, state: workflow.colleagues(store, store.record(record_id(state)))),
    "screening_page": (
        _reads,
        lambda store, state: workflow.screening_page(store, record_id(state), "it", GIVEN),
    ),
    "minor_report": (_reads, lambda store, state: workflow.minor_report(store, record_id(state), CHILD)),
    "propose_slip": (_reads, lambda store, state: workflow.propose_slip(store, record_id(state))),
    "on_reason": (
        _reads,
        lambda store, state: workflow.on_reason(store, record_id(state), world.RECIPIENT, SlipSheet(), None),
    ),
    "draft_slip": (
        _reads,
        lambda store, state: workflow.draft_slip(store, record_id(state), world.RECIPIENT, SlipSheet()),
    ),
    "slip_for": (
        _reads,
        lambda store, state: workflow.slip_for(
            store, record_id(state), workflow.directory().get(world.RECIPIENT), SlipSheet(), GIVEN
        ),
    ),
    "issue_slip": (
        _reads,
        lambda store, state: workflow.issue_slip(
            store, record_id(state), world.RECIPIENT, SlipSheet(), "it", _render, GIVEN
        ),
    ),
    "keep_slip": (_reads, lambda store, state: workflow.keep_slip(store, _content(state), b"%PDF")),
    "read_record": (_reads, lambda store, state: workflow.read_record(store, record_id(state), "en")),
    "slip_left": (_reads, lambda store, state: workflow.slip_left(store, world.SLIPS[state], "saved")),
    "slips_of": (_reads, lambda store, state: workflow.slips_of(store, record_id(state))),
    "paper_head": (matrix.sees, lambda store, state: workflow.paper_head(store, record_id(state), "health")),
    "answers_of": (_reads, lambda store, state: workflow.answers_of(store, world.SLIPS[state])),
    "note_answer": (_reads, lambda store, state: workflow.note_answer(store, world.SLIPS[state], "received")),
    "reprint_several": (_reads, lambda store, state: workflow.reprint_several(store, [world.SLIPS[state]])),
    "reprint": (_reads, lambda store, state: workflow.reprint(store, world.SLIPS[state])),
    "let_any_server": (matrix.sends, lambda store, state: workflow.let_any_server(store, record_id(state))),
    "retry": (matrix.sends, lambda store, state: workflow.retry(store, record_id(state))),
    "choices": (matrix.sees, lambda store, state: workflow.choices(store, record_id(state))),
    "send_as_new": (matrix.sees, lambda store, state: _not_copied(store, state)),
    "keep_server": (matrix.sends, lambda store, state: workflow.keep_server(store, record_id(state))),
    "may_edit": (matrix.sees, lambda store, state: workflow.may_edit(store, record_id(state))),
    "possible_contacts": (
        matrix.nobody,
        lambda store, state: workflow.possible_contacts(store, record_id(state), Known("Zarafshan sent")),
    ),
    "tell_apart": (
        matrix.nobody,
        lambda store, state: workflow.tell_apart(
            store, record_id(state), record_id("sent" if state == "draft" else "draft")
        ),
    ),
    "copy_record": (matrix.nobody, lambda store, state: workflow.copy_record(store, record_id(state))),
    "edit_record": (matrix.nobody, lambda store, state: workflow.edit_record(store, record_id(state))),
    "versions": (matrix.sees, lambda store, state: workflow.versions(store, record_id(state), "en")),
    "reader_of": (matrix.sees, lambda store, state: workflow.reader_of(store, record_id(state))),
    "server_version": (
        _reads,
        lambda store, state: workflow.server_version(lambda do: do(store), record_id(state)),
    ),
    "take_out": (
        matrix.sends,
        lambda store, state: workflow.take_out(store, record_id(state), store.info().path.parent / "out"),
    ),
    "case_for": (matrix.sees, lambda store, state: workflow.case_for(store, record_id(state))),
    "put_in_case": (
        matrix.nobody,
        lambda store, state: workflow.put_in_case(store, record_id(state), matrix.case_id(store, state)),
    ),
    "same_person": (
        matrix.nobody,
        lambda store, state: workflow.same_person(
            store, record_id(state), record_id("sent" if state == "draft" else "draft")
        ),
    ),
    "find_case": (matrix.sees, lambda store, state: workflow.find_case(store, matrix.code(store, state))),
    "case_sheet": (matrix.in_agency, lambda store, state: _outlined(store, state)),
    "merge_cases": (matrix.goes_on, lambda store, state: _merged(store, state)),
    "part_cases": (matrix.knows, lambda store, state: _parted(store, state)),
    "taken_apart": (matrix.knows, lambda store, state: _apart(store, state)),
    "take_from_case": (matrix.nobody, lambda store, state: _taken_out(store, state)),
    "begin_module": (matrix.goes_on, lambda store, state: _module(store, state)),
    "meet": (matrix.goes_on, lambda store, state: workflow.meet(store, matrix.case_id(store, state), "phone")),
    "enter_stage": (
        matrix.goes_on,
        lambda store, state: workflow.enter_stage(store, matrix.case_id(store, state), "inclusion").path,
    ),
    "note_path": (
        matrix.goes_on,
        lambda store, state: workflow.note_path(store, matrix.case_id(store, state), "social").path,
    ),
    "decide_age": (
        matrix.goes_on,
        lambda store, state: workflow.decide_age(store, matrix.case_id(store, state), "minor", matrix.REASON),
    ),
    "begin_reflection": (
        matrix.goes_on,
        lambda store, state: workflow.begin_reflection(store, matrix.case_id(store, state)).path,
    ),
    "note_identified": (
        matrix.goes_on,
        lambda store, state: (
            workflow.note_identified(store, matrix.case_id(store, state), "preliminary", "police", "Questura").path
        ),
    ),
    "case_name": (matrix.reads, lambda store, state: workflow.case_name(store, matrix.case_id(store, state))),
    "put_case_name": (
        matrix.nobody,
        lambda store, state: workflow.put_case_name(store, matrix.case_id(store, state), "Another"),
    ),
    "consent_given": (
        _reads,
        lambda store, state: workflow.consent_given(store, record_id(state), "sync", language="bn"),
    ),
    "own_word_given": (
        _reads,
        lambda store, state: workflow.own_word_given(store, record_id(state), "police", "yes", language="bn"),
    ),
    "file_written": (
        _reads,
        lambda store, state: workflow.file_written(store, "json", [_released(state)]),
    ),
    "agree_again": (
        _reads,
        lambda store, state: workflow.agree_again(store, record_id(state), [("slip", "health")], language="bn"),
    ),
    "export_record": (
        _reads,
        lambda store, state: workflow.export_record(store, record_id(state), "freephone", "json", GIVEN),
    ),
    "agreement": (matrix.sees, lambda store, state: workflow.agreement(store, record_id(state))),
    "calls_of": (_reads, lambda store, state: workflow.calls_of(store, record_id(state))),
    "note_call": (_reads, lambda store, state: workflow.note_call(store, record_id(state), "advised")),
    "ways_out": (matrix.sees, lambda store, state: workflow.ways_out(store, record_id(state))),
    "withdraw_consent": (
        matrix.sees,
        lambda store, state: workflow.withdraw_consent(store, record_id(state), "export", "health"),
    ),
    "break_glass": (matrix.breaks, lambda store, state: workflow.break_glass(store, record_id(state), matrix.REASON)),
}
GIVES = {
    *("case_name", "release_later", "found_closed", "read_record", "attachment", "propose_slip"),
    *("reprint", "reprint_several"),
}
"""What gives content to who may read it."""
HIDES = {"restore", "reprint", "reprint_several", "slip_left", "find_case", "answers_of", "note_answer"}
"""By a code or reference that could be guessed: a refusal says that there is none."""
LISTS = {"versions"}
"""What shows that there is a record to who sees it, and content to who reads it."""
SERVICES = b"code,kind,recipient_kind,names:it,mandate:it\na,legal,labour_desk,A,B\n"
ON_STORE: dict[str, tuple[Callable[[Actor], bool], Callable[[Vault], object]]] = {
    "add_person": (matrix.lets_in, lambda store: workflow.add_person(store, world.AUTHOR, Role.DESK, world.PASSPHRASE)),
    "add_server": (matrix.looks_after, lambda store: workflow.add_server(store, "x", "https://example.org")),
    "back_up": (matrix.looks_after, lambda store: workflow.back_up(store, store.info().path.parent / "copy")),
    "put_back": (matrix.everybody, workflow.put_back),
    "confirm_put_back": (
        matrix.looks_after,
        lambda store: matrix.nothing_to_confirm(lambda: workflow.confirm_put_back(store, [])),
    ),
    "change_passphrase": (
        matrix.everybody,
        lambda store: workflow.change_passphrase(store, "no", "blue boat far hill"),
    ),
    "device_id": (matrix.everybody, workflow.device_id),
    "directory": (matrix.everybody, workflow.directory),
    "own_directory": (matrix.everybody, workflow.own_directory),
    "export_services": (matrix.everybody, lambda store: workflow.export_services(store, "csv")),
    "import_services": (matrix.looks_after, lambda store: workflow.import_services(store, SERVICES)),
    "mediator_spoke": (matrix.everybody, workflow.mediator_spoke),
    "form_list": (matrix.everybody, workflow.form_list),
    "import_form": (matrix.looks_after, lambda store: workflow.import_form(store, "f.xml", store.form(1).xml, {})),
    "install_own_forms": (matrix.looks_after, workflow.install_own_forms),
    "keep_report": (matrix.everybody, lambda store: workflow.keep_report(store, "KeyError in x.py")),
    "form_updates": (matrix.everybody, workflow.form_updates),
    "update_sets": (matrix.everybody, _gone(lambda store: workflow.update_sets(store, 99))),
    "accept_update": (matrix.looks_after, _gone(lambda store: workflow.accept_update(store, 99))),
    "leave_update": (matrix.looks_after, _gone(lambda store: workflow.leave_update(store, 99))),
    "add_server_by_settings": (
        matrix.looks_after,
        lambda store: workflow.add_server_by_settings(store, _settings()),
    ),
    "change_server": (matrix.looks_after, lambda store: workflow.change_server(store, "central", project="P")),
    "change_sign_in": (matrix.looks_after, lambda store: workflow.change_sign_in(store, "central", secret="s")),
    "server_facts": (matrix.everybody, workflow.server_facts),
    "reach": (matrix.everybody, lambda store: workflow.reach(lambda do: do(store), "central", _never)),
    "cover_server": (matrix.looks_after, lambda store: matrix.covered(lambda: workflow.cover_server(store, "x"))),
    "drop_server": (matrix.looks_after, lambda store: workflow.drop_server(store, "x")),
    "own_forms_server": (matrix.everybody, workflow.own_forms_server),
    "choose_own_forms_server": (matrix.looks_after, lambda store: workflow.choose_own_forms_server(store, "")),
    "outlook": (matrix.everybody, lambda store: workflow.outlook(store, metered=False)),
    "certificates_of": (
        matrix.everybody,
        lambda store: workflow.certificates_of(lambda do: do(store), "central"),
    ),
    "openers": (matrix.everybody, workflow.openers),
    "day_facts": (matrix.everybody, workflow.day_facts),
    "queue_page": (matrix.everybody, workflow.queue_page),
    "profile_file": (matrix.looks_after, workflow.profile_file),
    "profile_plan": (matrix.everybody, lambda store: workflow.profile_plan(store, _profile())),
    "import_profile": (matrix.looks_after, lambda store: workflow.import_profile(store, _profile())),
    "paper_left": (matrix.everybody, lambda store: workflow.paper_left(store, "central", 1, "saved")),
    "ledger_file": (matrix.everybody, workflow.ledger_file),
    "log_has": (matrix.everybody, lambda store: workflow.log_has(store, store.audit_head().code)),
    "log_holds": (matrix.everybody, workflow.log_holds),
    "log_page": (matrix.looks_after, workflow.log_page),
    "find_records": (matrix.everybody, lambda store: workflow.find_records(store, "muhamed")),
    "record_list": (matrix.everybody, lambda store: workflow.record_list(store, workflow.FINISHED)),
    "keep_view": (matrix.everybody, lambda store: workflow.keep_view(store, "draft", "muhamed")),
    "kept_view": (matrix.everybody, workflow.kept_view),
    "follow_up": (matrix.refers, workflow.follow_up),
    "information": (matrix.informs, workflow.information),
    "information_figures": (matrix.informs, lambda store: workflow.information_figures(store, 2026, 1)),
    "note_information": (matrix.informs, lambda store: workflow.note_information(store, "paths", "card", "bn", 3)),
    "readings": (matrix.everybody, workflow.readings),
    "readings_seen": (matrix.everybody, workflow.readings_seen),
    "reports": (matrix.everybody, workflow.reports),
    "servers": (matrix.everybody, workflow.servers),
    "start_record": (matrix.interviews, lambda store: workflow.start_record(store, 1)),
    "surroundings": (matrix.everybody, workflow.surroundings),
    "verify_further": (matrix.everybody, lambda store: workflow.verify_further(store, Checked())),
    "verify_store": (matrix.everybody, workflow.verify_store),
    "fetch_forms": (
        matrix.looks_after,
        lambda store: workflow.fetch_forms(lambda do: do(store), "central", _quiet, _never),
    ),
    "sync_round": (
        matrix.everybody,
        lambda store: workflow.sync_round(lambda do: do(store), "central", _quiet, _never),
    ),
    "automatic_round": (
        matrix.everybody,
        lambda store: workflow.automatic_round(lambda do: do(store), "central", _quiet, _never, _never),
    ),
}


def _quiet(_progress: object) -> None:
    """Nobody watches."""


def _never() -> bool:
    """Nobody cancels."""
    return False


def test_every_verb_of_the_workflow_that_opens_the_store_has_a_row() -> None:
    verbs = {name: getattr(workflow, name) for name in workflow.__all__}
    with_store = {
        name
        for name, verb in verbs.items()
        if inspect.isfunction(verb) and {"store", "on_vault"} & set(inspect.signature(verb).parameters)
    }
    assert with_store == {*ON_RECORD, *ON_STORE}


@pytest.fixture(scope="module")
def server() -> Iterator[PracticeServer]:
    """Where rounds go."""
    with PracticeServer() as running:
        running.add_form(world.XFORM, {})
        yield running


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, server: PracticeServer) -> Path:
    """The workplace, with a server that answers."""
    others = tuple(actor for actor in ACTORS if not actor.keeper)
    path = world.build(tmp_path_factory.mktemp("place"), Role.MEDIATOR, others)
    with world.enter(path, world.KEEPER) as store:
        store.put_server(ServerRow("central", server.url))
    return path


def violations(store: Vault, actor: Actor) -> list[str]:
    """What the table does not allow, or what it allows and did not happen."""
    wrong = []
    for name, (right, on_store) in ON_STORE.items():
        through, text = world.tried(lambda call=on_store: call(store))  # type: ignore[misc]
        if through != right(actor):
            wrong.append(f"{name}: {'let through' if through else 'refused'}")
        titled = name in ("record_list", "queue_page") and matrix.reads(actor, "sent")
        if (CANARY in text) != titled:
            wrong.append(f"{name}: content")
    for name, (may, on_record) in ON_RECORD.items():
        for state in STATES:
            hides = name in HIDES
            through, text = world.tried(lambda call=on_record, at=state: call(store, at), hides)  # type: ignore[misc]
            if through != may(actor, state):
                wrong.append(f"{name} of {state}: {'let through' if through else 'refused'}")
            nothing = name == "found_closed" and state == "draft"  # but that it is one
            gives = matrix.reads(actor, state) if name in LISTS else name in GIVES and may(actor, state)
            if (CANARY in text) != (gives and not nothing):
                wrong.append(f"{name} of {state}: content")
    return wrong


@pytest.mark.parametrize("actor", ACTORS, ids=lambda actor: actor.label)
def test_only_what_the_table_allows(place: Path, server: PracticeServer, actor: Actor, tmp_path: Path) -> None:
    before = len(server.received)
    with world.enter(world.copied(place, tmp_path), actor.name) as store:
        assert violations(store, actor) == []
        assert store.check() == ()
    assert (len(server.received) > before) == matrix.sends(actor, "out")


def _all(_person: Person, handed: bool = False, held: bool = False) -> Condition:
    return "1", ()


def test_a_rule_that_lets_everything_through_is_noticed(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control of the matrix."""
    monkeypatch.setattr(roles, "visible", _all)
    monkeypatch.setattr(roles, "readable", _all)
    with world.enter(world.copied(place, tmp_path), ACTORS[0].name) as store:
        found = set(violations(store, ACTORS[0]))
    assert {"propose_slip of sent: content", "reprint of held: content", "record_list: content"} <= found

"""People, passphrases and roles."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from intake_app import vault
from intake_app.errors import IntakeError
from intake_app.vault import AttemptResult, Role, ServerRow, SlipRow, Vault, header, refusals
from tests.vault import scene

PEOPLE = {
    "Second": Role.MEDIATOR,
    "Dario": Role.DESK,
    "Carla": Role.COORDINATOR,
    "Ada": Role.ADMINISTRATOR,
}


@pytest.fixture(scope="module")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with five people, a draft, a held record and a released one of the first mediator."""
    folder = tmp_path_factory.mktemp("workplace")
    with scene.new_store(folder) as store:
        for name, role in PEOPLE.items():
            store.add_person(name, role, scene.OTHER)
        scene.started(store, "uuid:draft")
        store.save_draft("uuid:draft", scene.answer(2))
        scene.finalised(store, "uuid:held")
        scene.queued(store, "uuid:out")
        store.put_server(ServerRow("central", "https://example.org"))
    return folder


@pytest.fixture(params=PEOPLE, ids=[role.value + " " + name for name, role in PEOPLE.items()])
def opened(workplace: Path, request: pytest.FixtureRequest) -> Iterator[Vault]:
    """The store as one of the other people sees it."""
    with scene.reopened(workplace, request.param, scene.OTHER) as store:
        yield store


ALLOWED: dict[str, set[str]] = {
    "Second": {"interview", "send"},
    "Dario": {"content", "send", "slips"},
    "Carla": {"send", "forms", "servers", "audit", "rows"},
    "Ada": {"send", "forms", "servers", "audit", "people"},
}


def _tries(store: Vault) -> dict[str, object]:
    slip = SlipRow("7K4M-29QX", "uuid:held", "r1", "none", "now", "me", "{}", b"%PDF")
    return {
        "interview": lambda: scene.started(store, f"uuid:of {store.me.name}"),
        "own draft of another": lambda: store.draft("uuid:draft"),
        "change of another's draft": lambda: store.save_draft("uuid:draft", scene.answer(9)),
        "discard of another's draft": lambda: store.discard("uuid:draft"),
        "content": lambda: store.submission("uuid:held"),
        "rows": lambda: store.record("uuid:draft"),
        "send": lambda: store.next_due("central", None),
        "slips": lambda: store.put_slip(slip),
        "forms": lambda: scene.put_form(store),
        "servers": lambda: store.put_server(ServerRow("central", "https://example.org")),
        "audit": lambda: store.audit_rows(limit=1),
        "people": lambda: store.add_person("Amal", Role.DESK, scene.OTHER),
        "removal": lambda: store.remove_person("Amal"),
    }


def test_the_role_table(opened: Vault) -> None:
    """Each verb either works, or fails for another reason than the role, or is refused for the role."""
    allowed = ALLOWED[opened.me.name]
    for what, attempt in _tries(opened).items():
        try:
            attempt()  # type: ignore[operator]
            refused = False
        except IntakeError as error:
            refused = error.code == "vault.not_allowed"
            assert refused or error.code in {"vault.no_release", "vault.name_taken"}, error.code
        assert refused == (what not in allowed), what


def test_what_each_role_sees(opened: Vault) -> None:
    theirs = {row.id: row for row in opened.records() if not row.id.startswith("uuid:of")}
    expected = {
        "Second": set(),
        "Dario": {"uuid:held", "uuid:out"},
        "Carla": {"uuid:draft", "uuid:held", "uuid:out"},
        "Ada": set(),
    }
    assert set(theirs) == expected[opened.me.name]
    if opened.me.role is Role.COORDINATOR:
        assert {(row.title, row.place) for row in theirs.values()} == {("", None)}


def test_of_a_record_one_does_not_read_one_learns_no_language_no_length_and_no_reason(tmp_path: Path) -> None:
    reason = "Her brother waits outside"
    with scene.new_store(tmp_path, Role.COORDINATOR) as store:
        scene.put_form(store)
        store.add_person("Sara", Role.MEDIATOR, scene.OTHER)
        store.add_person("Luca", Role.DESK, scene.OTHER)
    with scene.reopened(tmp_path, "Sara", scene.OTHER) as store:
        given = replace(scene.release(scene.finalised(store)), basis="override", detail=reason)
        store.put_release(given)
    with scene.reopened(tmp_path) as store:
        row, (release,) = store.record("uuid:1"), store.releases("uuid:1")
        assert (row.language, row.mediator_language, row.size) == ("", "", 0)
        assert release == replace(given, detail="")
        store.break_glass("uuid:1", "The person asked for a copy of it.")
        assert store.record("uuid:1").language == "Français (fr)"
        assert store.releases("uuid:1") == (given,)
    with scene.reopened(tmp_path, "Luca", scene.OTHER) as store:
        assert store.record("uuid:1").size > 0
        assert store.releases("uuid:1") == (given,)


def test_a_coordinator_sends_released_files_and_no_others(workplace: Path) -> None:
    with scene.reopened(workplace, "Carla", scene.OTHER) as store:
        outgoing = store.next_due("central", None)
        assert outgoing is not None and outgoing.record_id == "uuid:out"
        for name in ("uuid:out", "uuid:held"):
            with pytest.raises(IntakeError, match=r"vault\.not_allowed"):
                store.media_bytes(name, "one.jpg")
        attempt = store.attempt_started("uuid:out", "central")
        assert store.media_bytes("uuid:out", "one.jpg") == b"picture" * 10
        store.attempt_ended(attempt, AttemptResult("retry", "x"))
        with pytest.raises(IntakeError, match=r"vault\.not_allowed"):
            store.media_bytes("uuid:out", "one.jpg")
        with pytest.raises(IntakeError, match=r"vault\.not_allowed"):
            store.submission("uuid:out")

        done = [row.action for row in store.audit_rows(12)]
        assert {"record.taken_to_send", "send.started", "refused"} <= set(done)


@pytest.mark.parametrize("name", ["Ada", "Dario", "Second"])
def test_others_send_their_own_only(workplace: Path, name: str) -> None:
    with scene.reopened(workplace, name, scene.OTHER) as store:
        assert store.next_due("central", None) is None
        assert store.waiting("central") == 0
        with pytest.raises(IntakeError, match=r"vault\.not_allowed"):
            store.attempt_started("uuid:out", "central")


def test_who_does_not_look_after_servers_sees_no_key(tmp_path: Path) -> None:
    url = "https://anna:word@central.example:8443/v1/key/SECRET/projects/7"
    with scene.new_store(tmp_path) as store:
        store.add_person("Second", Role.MEDIATOR, scene.OTHER)
        store.put_server(ServerRow("central", url, "basic", "anna", "SECRET"))
        assert store.servers()[0].secret == "SECRET"
    with scene.reopened(tmp_path, "Second", scene.OTHER) as store:
        assert store.servers() == (ServerRow("central", "https://central.example:8443", "basic"),)
        assert store.server("central").secret == "SECRET"


def test_settings_are_for_who_looks_after_the_store(workplace: Path) -> None:
    with scene.reopened(workplace, "Second", scene.OTHER) as store:
        store.set_setting("reports", "[]")
        with pytest.raises(IntakeError, match=r"vault\.not_allowed"):
            store.set_setting("device_id", "x")


def test_a_code_of_another_is_answered_like_one_that_nobody_has(workplace: Path) -> None:
    with scene.reopened(workplace, "Carla", scene.OTHER) as store:
        code = store.record("uuid:draft").code
    with scene.reopened(workplace, "Second", scene.OTHER) as store, pytest.raises(IntakeError) as caught:
        store.find(code)
    assert (caught.value.code, dict(caught.value.facts)) == ("vault.no_such_record", {})
    with scene.reopened(workplace, "Carla", scene.OTHER) as store:
        refused = next(entry for entry in store.log(limit=20) if entry.action == "refused")
    assert (refused.actor, refused.detail) == ("Second", {"verb": "find", "what": "record"})


def test_names_are_found_however_they_are_typed(tmp_path: Path) -> None:
    vault.create(tmp_path / "place.intake", scene.SITE, "José  Ñandú", Role.DESK, scene.PASSPHRASE, vault.FLOOR).close()
    decomposed = "  jose\u0301 n\u0303andu\u0301 "
    with scene.reopened(tmp_path, decomposed, f" {scene.PASSPHRASE} ") as store:
        assert store.me.name == "José Ñandú"


def test_changing_a_passphrase(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        record = scene.started(store)
        with pytest.raises(IntakeError, match=r"vault\.wrong_passphrase"):
            store.change_passphrase("not the right one at all", scene.OTHER)
        store.change_passphrase(scene.PASSPHRASE, scene.OTHER)
    with pytest.raises(IntakeError, match=r"vault\.wrong_passphrase"):
        scene.reopened(tmp_path)
    with scene.reopened(tmp_path, passphrase=scene.OTHER) as store:
        assert store.record(record).state == "draft"


def test_a_person_whose_slot_is_gone_changes_no_passphrase(tmp_path: Path) -> None:
    """Somebody else took it away while the store was open here, with a copy of the files."""
    with scene.new_store(tmp_path) as store:
        desk = store._opening.header
        desk.current = replace(desk.current, slots=())
        with pytest.raises(IntakeError, match=r"vault\.wrong_passphrase"):
            store.change_passphrase(scene.PASSPHRASE, scene.OTHER)
        assert not store.uses_keyring()


def test_the_store_has_room_for_so_many_people(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        desk = store._opening.header
        spare = desk.current.slots[0]
        others = tuple(replace(spare, id=str(number)) for number in range(header.MOST_SLOTS - 1))
        desk.current = replace(desk.current, slots=(spare, *others))
        with pytest.raises(IntakeError) as caught:
            store.add_person("One more", Role.DESK, scene.OTHER)
        assert (caught.value.code, caught.value.facts["most"]) == ("vault.too_many_people", 64)


def test_an_older_header_does_not_bring_an_old_passphrase_back(tmp_path: Path) -> None:
    headers = [tmp_path / "place.intake.header-a", tmp_path / "place.intake.header-b"]
    with scene.new_store(tmp_path) as store:
        old = [path.read_bytes() for path in headers]
        store.change_passphrase(scene.PASSPHRASE, scene.OTHER)
    for path, data in zip(headers, old, strict=True):
        path.write_bytes(data)
    with pytest.raises(IntakeError, match=r"vault\.old_header"):
        scene.reopened(tmp_path)


def test_a_person_removed_does_not_open_the_store_and_the_name_is_free_again(tmp_path: Path) -> None:
    with scene.new_store(tmp_path, Role.ADMINISTRATOR) as store:
        first = store.add_person("Omar", Role.MEDIATOR, scene.OTHER)
        with pytest.raises(IntakeError, match=r"vault\.name_taken"):
            store.add_person("OMAR", Role.MEDIATOR, scene.OTHER)
        store.remove_person("omar")
        with pytest.raises(IntakeError, match=r"vault\.no_such_person"):
            store.remove_person("omar")
        assert [person.name for person in store.people()] == [scene.NAME]
        second = store.add_person("Omar", Role.DESK, scene.PASSPHRASE)
        assert second.id != first.id
    with pytest.raises(IntakeError, match=r"vault\.wrong_passphrase"):
        scene.reopened(tmp_path, "Omar", scene.OTHER)
    with scene.reopened(tmp_path, "Omar") as store:
        assert store.me.role is Role.DESK


def test_the_header_holds_no_name_and_no_role(workplace: Path) -> None:
    for end in ("a", "b"):
        text = (workplace / f"place.intake.header-{end}").read_text().casefold()
        assert not any(word in text for word in (scene.NAME.casefold(), "dario", "carla", "coordinator", "mediator"))


@pytest.mark.parametrize(
    ("passphrase", "reason"),
    [
        ("", "short"),
        ("short one", "short"),
        ("aaaaaaaaaaaaaaaa", "repeated"),
        ("abcabcabcabcabc", "repeated"),
        ("passwordpassword", "repeated"),
        ("123456789012345", "repeated"),
        ("abcdefghijklmnop", "repeated"),
        ("x" * 2000, "long"),
        ("one one one one", "repeated"),
        ("at it is on", "short"),
        ("il mio no da", "short"),
        ("gdmx kqrt wplz", "short"),
        ("9f3kd82hsl1p", "short"),
        ("aa bb cc dd", "short"),
        ("Password1234!", "common"),
        ("P@$$w0rd 2024 abcd", "common"),
        ("qwertyuiopasd", "common"),
        ("poiuytrewq 4321", "common"),
        ("password password1", "common"),
        ("amore amore mio amore", "common"),
        ("harbour harbour harbour x", "common"),
        ("il mio no domani", "common"),
    ],
)
def test_weak_passphrases_are_refused(passphrase: str, reason: str) -> None:
    with pytest.raises(IntakeError) as caught:
        vault.check_passphrase(passphrase)
    assert (caught.value.code, caught.value.facts["reason"]) == ("vault.weak_passphrase", reason)


@pytest.mark.parametrize(
    "passphrase",
    [
        "gdmx kqrt wplz b",
        "il mio fiume non dorme",
        "一只黑猫坐在窗边看月亮升起",
        "тихий берег лодка",
        "9f3kd82hslmpq",
        scene.OTHER,
    ],
)
def test_fair_passphrases_pass(passphrase: str) -> None:
    vault.check_passphrase(passphrase)


HIDDEN = ["\u200b", "\ufeff", "...", "\u202eevil", "x\u200by", "a\x1b[31mred", "a\x00b", "\ud800", "a\ue000b"]
NAMES = [
    *(
        "Li",
        "محمد عبد الله",
        "ሰላም ተስፋይ",
        "王小明",
        "D'Angelo-O’Neil",
        "Zoë 👩\u200d👩\u200d👧",
        "Null",
        "<b>",
        "=1+1",
        "%s",
    ),
    "آزیتا رضا\u200cزاده",
]


@pytest.mark.parametrize("name", HIDDEN)
def test_85_a_name_that_hides_or_turns_signs_is_refused(store: Vault, name: str) -> None:
    with pytest.raises(IntakeError, match=r"vault\.bad_name"):
        store.add_person(name, Role.MEDIATOR, scene.OTHER)


def test_85_names_of_any_script_and_two_that_look_alike(store: Vault, tmp_path: Path) -> None:
    for name in NAMES:
        assert store.add_person(name, Role.MEDIATOR, scene.OTHER).name == name
    for twin in ("L\u200di", "آزیتا رضازاده", f"{scene.NAME}\u200c", "ＬＩ"):
        with pytest.raises(IntakeError, match=r"vault\.name_taken"):
            store.add_person(twin, Role.MEDIATOR, scene.OTHER)
    store.close()
    with scene.reopened(tmp_path, NAMES[-1], scene.OTHER) as theirs:
        assert theirs.me.name == NAMES[-1]


def test_words_that_everybody_there_knows_do_not_count(tmp_path: Path) -> None:
    """The person's name, the organisation and the place, whoever sets the passphrase and whenever."""
    guessed = ("Tsegay Kidanemhret 9", "trust desk harbour zk")
    for fair in guessed:
        vault.check_passphrase(fair)
    with scene.new_store(tmp_path, Role.ADMINISTRATOR) as store:
        for weak in guessed:
            with pytest.raises(IntakeError, match="weak_passphrase"):
                store.add_person("Tsegay Kidanemhret", Role.MEDIATOR, weak)
        store.add_person("Tsegay Kidanemhret", Role.MEDIATOR, f"{guessed[0]} copper lantern")
        key = vault.new_recovery_key()
        store.put_recovery(key)
    with vault.open_store(tmp_path / "place.intake", "Tsegay Kidanemhret", f"{guessed[0]} copper lantern") as store:
        for weak in guessed:
            with pytest.raises(IntakeError, match="weak_passphrase"):
                store.change_passphrase(f"{guessed[0]} copper lantern", weak)
    with pytest.raises(IntakeError, match="weak_passphrase"):
        vault.recover(tmp_path / "place.intake", key, vault.Return("Tsegay Kidanemhret", guessed[0]))
    with pytest.raises(IntakeError, match="weak_passphrase"):
        vault.create(tmp_path / "new", scene.SITE, "Tsegay Kidanemhret", Role.MEDIATOR, guessed[0], vault.FLOOR)


def test_after_some_wrong_tries_the_next_one_waits_and_the_right_one_clears(tmp_path: Path) -> None:
    scene.new_store(tmp_path).close()
    codes = []
    for _ in range(5):
        with pytest.raises(IntakeError) as caught:
            scene.reopened(tmp_path, passphrase="a wrong passphrase")
        codes.append(caught.value.code)
    assert codes == ["vault.wrong_passphrase"] * 4 + ["vault.wait"]
    for end in ("a", "b"):  # the wait passes
        path = tmp_path / f"place.intake.header-{end}"
        path.write_text(path.read_text().split('"until":')[0] + '"until":1.0}}')
    with scene.reopened(tmp_path) as store:
        opened = store.audit_rows(1)[0]
        assert (opened.action, opened.detail) == ("store.opened", '{"wrong":4}')
    with pytest.raises(IntakeError, match=r"vault\.wrong_passphrase"):
        scene.reopened(tmp_path, passphrase="a wrong passphrase")


def test_an_unknown_name_is_refused_like_a_wrong_passphrase(tmp_path: Path) -> None:
    scene.new_store(tmp_path).close()
    with pytest.raises(IntakeError) as caught:
        scene.reopened(tmp_path, "Nobody")
    assert (caught.value.code, dict(caught.value.facts)) == ("vault.wrong_passphrase", {})


def test_only_a_refusal_is_told_as_if_nothing_were_there(store: Vault) -> None:
    def damaged() -> None:
        raise IntakeError("vault.damaged", part="seal")

    with pytest.raises(IntakeError, match=r"vault\.damaged"):
        refusals.as_if_missing(store._opening, "find", "vault.no_such_record", damaged)


def test_settings(store: Vault) -> None:
    assert store.setting("scale") is None
    store.set_setting("scale", "1.5")
    store.set_setting("scale", "2")
    assert store.setting("scale") == "2"


def test_what_somebody_looks_at_is_theirs_and_wiped_by_who_comes_after(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        assert store.kept_view() == ""
        store.add_person("Noor", Role.MEDIATOR, scene.OTHER)
        store.keep_view("drafts, Amina")
        store.keep_view("drafts, Diallo")
        assert store.setting("view") is None
    with scene.reopened(tmp_path) as store:
        assert store.kept_view() == "drafts, Diallo"
    with scene.reopened(tmp_path, "Noor", scene.OTHER) as store:
        assert store.kept_view() == ""
        assert store._opening.database.all("SELECT * FROM setting WHERE key = 'view'") == []
    with scene.reopened(tmp_path) as store:
        assert store.kept_view() == ""
        assert store.check() == ()

"""A second laptop gets what the first one knows, after somebody has seen what that is and who signed it."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from intake_app import cli, vault, workflow
from intake_app.vault import Role
from tests.cli.conftest import PASSPHRASE, Line
from tests.cli.test_form_updates import NEWER
from tests.cli.test_ledger import FORM

WORDS = "silver lantern seven harbour"
SERVICES = b"code,kind,recipient_kind,names:it,mandate:it\nclinic,health,health,Clinica,visite\n"
URL = f"https://central.example/v1/key/{'k' * 64}/projects/1"


def _line(store: Path, capfd: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    """A command that asks for the passphrase of a profile too."""
    ends = [os.pipe(), os.pipe()]
    for (_, writing), text in zip(ends, (PASSPHRASE, WORDS), strict=True):
        os.write(writing, text.encode() + b"\n")
        os.close(writing)
    capfd.readouterr()
    line = [*words, "--store", str(store), "--user", "Ada", "--passphrase-fd", str(ends[0][0])]
    cli.run([*line, "--secrets", "--profile-passphrase-fd", str(ends[1][0])])
    for reading, _ in ends:
        os.close(reading)
    told: dict[str, Any] = json.loads(capfd.readouterr().out)
    return told


def _steps(told: dict[str, Any]) -> list[tuple[str, str]]:
    return [(step["kind"], step["action"]) for step in told["steps"]]


def test_a_second_laptop(line: Line, store: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    file, second = str(tmp_path / "profile.json"), tmp_path / "second.intake"
    with workflow.open_store(store, "Ada", PASSPHRASE) as opened:
        workflow.add_server(opened, "central", URL)
        workflow.import_form(opened, "landing.xml", FORM)
        form = opened.form(next(row.key for row in opened.forms() if row.form_id == "landing"))
        opened.put_form(_served(form.xml), {})
        opened.put_escrow(vault.keys.public_of(bytes(range(32))))
        workflow.choose_own_forms_server(opened, "central")
        workflow.import_services(opened, SERVICES)
    made = _line(store, capfd, "profile", "export", file)
    assert (made["secrets"], [one["host"] for one in made["servers"]]) == (True, ["central.example"])
    assert Path(file).stat().st_mode & 0o077 == 0 and "k" * 64 not in Path(file).read_text()
    capfd.readouterr()
    assert cli.run(["profile", "show", file]) == 0
    assert json.loads(capfd.readouterr().out)["fingerprint"] == made["fingerprint"]
    setup = workflow.Setup("Example", "Pier", "000", "Ada", Role.COORDINATOR, PASSPHRASE)
    workflow.create_store(second, setup, vault.FLOOR).close()
    plan = _line(second, capfd, "profile", "import", file)
    assert not plan["applied"]
    assert _steps(plan) == [
        ("site", "differs"),
        ("server", "add"),
        ("form", "add"),
        ("form", "add"),
        ("organisation_key", "add"),
        ("own_forms_server", "change"),
        ("services", "add"),
    ]
    wrong = _line(second, capfd, "profile", "import", file, "--apply", "--fingerprint", "0000 0000")
    assert wrong["error"] == "profile.other_signer"
    with workflow.open_store(second, "Ada", PASSPHRASE) as opened:
        assert opened.servers() == ()
    done = _line(second, capfd, "profile", "import", file, "--apply", "--fingerprint", made["fingerprint"])
    assert done["applied"]
    again = _line(second, capfd, "profile", "import", file)
    assert {action for kind, action in _steps(again) if kind not in ("site", "own_forms_server")} == {"same"}
    with workflow.open_store(second, "Ada", PASSPHRASE) as opened:
        assert opened.server("central").url == URL
        assert workflow.own_forms_server(opened) == "central"
        assert {row.server for row in opened.forms() if row.form_id in ("landing", "served")} == {None, "central"}
        assert len(opened.safeguards().organisations) == 1 and opened.records() == ()
        assert opened.check() == () and workflow.directory(opened).get("clinic").name("it") == "Clinica"
        _told_what_is_another(opened, Path(file).read_bytes())


def _told_what_is_another(opened: vault.Vault, profile_file: bytes) -> None:
    """What is here already and differs is told: an older form, a server of the same name, another key."""
    opened.put_form(_served(FORM.replace(b"What?", b"Older?").replace(b'id="landing"', b'id="served"')), {})
    workflow.import_form(opened, "landing.xml", NEWER)
    opened.put_server(vault.ServerRow("central", "https://elsewhere.example"))
    profile = workflow.read_profile_file(profile_file, WORDS)
    bare = workflow.read_profile_file(profile_file)
    workflow.choose_own_forms_server(opened, "")
    workflow.import_services(opened, SERVICES.replace(b"Clinica", b"Altra"))

    def steps(of: workflow.OpenedProfile) -> set[tuple[str, str]]:
        return {(step.kind, step.action) for step in workflow.profile_plan(opened, of)}

    for brought in (profile, bare):
        assert {(step.kind, step.action) for step in workflow.import_profile(opened, brought)} >= {
            ("server", "name_taken"), ("form", "name_taken"), ("form", "change"), ("own_forms_server", "name_taken"),
            ("services", "change" if brought is profile else "same"),
        }  # fmt: skip
        assert (opened.offers(), workflow.own_forms_server(opened)) == ((), ""), "its records would go to the other one"
        assert opened.server("central").url == "https://elsewhere.example"
        workflow.import_form(opened, "landing.xml", NEWER)
    assert workflow.directory(opened).get("clinic").name("it") == "Clinica", "it took the place of the one here"
    opened.set_setting(vault.SERVICES, '{"recipients": [], "kinds": {"clinic": "police"}}')
    assert ("services", "refused") in steps(profile) and ("services", "refused") in {
        (step.kind, step.action) for step in workflow.import_profile(opened, profile)
    }
    assert workflow.own_directory(opened).recipients == ()
    opened.put_server(vault.ServerRow("central", URL.replace("projects/1", "projects/2")))
    assert ("server", "name_taken") in steps(profile)
    opened.put_server(vault.ServerRow("central", URL.replace("k" * 64, "n" * 64)))
    assert ("server", "needs_secret") in steps(bare)
    done = {(step.kind, step.action) for step in workflow.import_profile(opened, profile)}
    assert {("server", "change"), ("form", "offer")} <= done
    assert [row.form_id for row in opened.offers()] == ["served"]


def _served(xml: bytes) -> vault.FormFile:
    return vault.FormFile("served", "1", "Served", xml.replace(b'id="landing"', b'id="served"'), "server", "central")

"""A mistake of the program is kept in the store, without what was said in any interview."""

from pathlib import Path

from intake_app import vault, workflow
from intake_app.gui.mishap import report_of
from intake_app.vault import Role

PASSPHRASE = "quiet harbour lantern seven"
CANARY = "Zirkonvogel-7719"


def test_reports_are_kept_without_answers(tmp_path: Path) -> None:
    setup = workflow.Setup("Example", "Quay", "0", "Ada", Role.MEDIATOR, PASSPHRASE)
    try:
        raise ValueError(f"an answer in a message: {CANARY}")
    except ValueError as error:
        report = report_of(error)
    assert CANARY not in report and "ValueError" in report
    with workflow.create_store(tmp_path / "work.intake", setup, vault.FLOOR) as store:
        for number in range(25):
            workflow.keep_report(store, f"{number} {report}")
    with workflow.open_store(tmp_path / "work.intake", "Ada", PASSPHRASE) as store:
        kept = workflow.reports(store)
    assert len(kept) == 20 and kept[-1]["report"].startswith("24 ") and kept[0]["report"].startswith("5 ")

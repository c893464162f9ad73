"""Write the table of rights from the code into docs/roles.md.

Usage: python packaging/roles_table.py [--check]   (--check writes nothing and fails when something would change)
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from intake_app.vault.roles import DUTIES, KEEPER, Reach, Right  # noqa: E402 - the checkout itself is described

PAGE = ROOT / "docs" / "roles.md"
START, END = "<!-- table -->\n", "<!-- end of table -->"
LINES = {
    Right.INTERVIEW: "Hold interviews, finish records",
    Right.HAND_OVER: "Hand own records over to a colleague",
    Right.SLIPS: "Make and print referral slips of records one reads",
    Right.SEND: "Send",
    Right.INFORM: "Note and count information that was given",
    Right.BREAK_GLASS: "Read a record for a reason",
    Right.FORMS: "Add and change questionnaires",
    Right.SERVERS: "Add and change servers, see their keys",
    Right.SETTINGS: "Change settings of the workplace",
    Right.PEOPLE: "Add and remove people, replace the recovery key",
    Right.ESCROW: "Add and remove keys of organisations",
    Right.AUDIT: "Read the log of actions",
    Right.BACKUP: "Copy the store",
}


def table() -> str:
    """The table as Markdown."""
    roles = list(DUTIES)
    heads = ["", *(role.value for role in roles), "keeper"]
    rows = [
        ["Sees that there are", *(DUTIES[role].sees.value for role in roles), Reach.OWN.value],
        ["Reads", *(DUTIES[role].reads.value for role in roles), Reach.OWN.value],
        ["Sends, when released", *(DUTIES[role].sends.value for role in roles), Reach.OWN.value],
    ]
    for right, told in LINES.items():
        marks = ["yes" if right in DUTIES[role].rights else "–" for role in roles]
        rows.append([told, *marks, "yes" if right in KEEPER else "–"])
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def main() -> int:
    """Write the page, or say that it is old."""
    text = PAGE.read_text(encoding="utf-8")
    before, rest = text.split(START)
    fresh = f"{before}{START}{table()}{END}{rest.split(END)[1]}"
    if "--check" in sys.argv:
        return int(fresh != text)
    PAGE.write_text(fresh, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""What a server's line says of records whose form leaves it to a person to send them."""

from datetime import UTC, datetime

import pytest

from intake_app.gui.automatic_words import server_line
from intake_app.gui.words import Words
from intake_app.workflow import Outlook, Turn


@pytest.mark.parametrize(
    ("language", "count", "told"),
    [
        ("en", 0, "What waits is sent by itself when the server answers."),
        (
            "en", 1, "What waits is sent by itself when the server answers. "
            "1 record waits for “Send now”: its form asks for that.",
        ),
        (
            "it", 3, "Quello che è in attesa parte da solo quando il server risponde. "
            "3 registrazioni aspettano «Invia ora»: lo chiedono i loro moduli.",
        ),
    ],
)  # fmt: skip
def test_what_waits_for_a_person_is_told_apart(language: str, count: int, told: str) -> None:
    outlook = Outlook(waiting=count, turns=(Turn("quay", datetime.now(UTC), by_hand=count),))
    assert server_line("quay", outlook, None, Words(language)) == told

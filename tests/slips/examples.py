"""A slip to look at: content for any service, language and ground."""

import random
from pathlib import Path
from typing import Any

from intake_app.referral import (
    Directory,
    Sender,
    SlipContent,
    SlipSheet,
    load_directory,
    new_reference,
    slip_content,
)
from intake_app.screening import Release


def sample_directory() -> Directory:
    """Services with numbers and hours, all invented, for pages to be looked at."""
    return load_directory(Path(__file__).with_name("sample_directory.json").read_bytes())


def make_content(
    recipient: str = "health",
    basis: str = "consent",
    sender: Sender | None = None,
    **chosen: Any,
) -> SlipContent:
    """Content on a matching release; `chosen` changes the sheet."""
    sheet = {
        "services": ("medical_visit", "psychological_support"),
        "priority": "24h",
        "language": "ar",
        "interpreter": True,
        "interpreter_gender": "woman",
        "age_band": "adult",
        "safe_contact": "ask_information_point",
        "person_code": "PINO-44-1",
    }
    release = Release("r-1", "uuid:1", "slip", recipient, basis, "CANARY-DETAIL", "CANARY-BY", "2026-11-21T14:30+01:00")
    return slip_content(
        release,
        record_id="uuid:1",
        reference=new_reference(random.Random(3)),
        issued_at="2026-11-21T14:32:00+01:00",
        sender=sender or Sender("Mediazione, punto di sbarco", "Favaloro, Lampedusa", "mediatrice", "000 000 0000"),
        recipient=sample_directory().get(recipient),
        sheet=SlipSheet(**{**sheet, **chosen}),
    )

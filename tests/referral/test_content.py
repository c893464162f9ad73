"""Nothing leaves without a release for this record, this recipient and this purpose."""

import random
from dataclasses import replace

import pytest

from intake_app.errors import IntakeError
from intake_app.referral import Recipient, Sender, SlipContent, SlipSheet, new_reference, slip_content
from intake_app.screening import Release

RELEASE = Release("r1", "uuid:1", "slip", "health", "consent", "spoken", "desk", "2026-11-21T14:30:00+01:00")
HEALTH = Recipient("health", "health", {"it": "Ambulatorio"}, {"it": "visite"})


def content(release: Release | None) -> SlipContent:
    return slip_content(
        release,
        record_id="uuid:1",
        reference=new_reference(random.Random(1)),
        issued_at="2026-11-21T14:32:00+01:00",
        sender=Sender("Mediazione", "Favaloro", "mediatrice", "000 000 0000"),
        recipient=HEALTH,
        sheet=SlipSheet(),
    )


def test_a_matching_release_gives_the_content() -> None:
    assert content(RELEASE).release is RELEASE


@pytest.mark.parametrize(
    ("release", "reason"),
    [
        (None, "none"),
        (replace(RELEASE, purpose="sync"), "purpose"),
        (replace(RELEASE, record_id="uuid:2"), "record"),
        (replace(RELEASE, recipient="freephone"), "recipient"),
        (replace(RELEASE, recipient=""), "recipient"),
    ],
)
def test_any_other_release_is_refused(release: Release | None, reason: str) -> None:
    with pytest.raises(IntakeError) as caught:
        content(release)
    assert caught.value.code == "referral.no_release"
    assert caught.value.facts == {"reason": reason}

"""Whether an interpreter is needed: as it was told, and where nobody said, for every language but Italian."""

import pytest

from intake_app.referral import propose_sheet


@pytest.mark.parametrize(
    ("told", "language", "needed"),
    [
        ("yes", "bn", True),
        ("woman", "bn", True),
        ("no", "bn", False),
        ("", "bn", True),
        ("does_not_know", "bn-BD", True),
        ("", "it", False),
        ("", "it-CH", False),
        ("yes", "it", True),
        ("", "", False),
    ],
)
def test_not_asked_is_no_no(told: str, language: str, needed: bool) -> None:
    assert propose_sheet({"interpreter": told, "language": language}).interpreter is needed

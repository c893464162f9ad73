"""The kinds of bodies that something may go to: consent, slips and offers name them by these codes."""

from typing import Final

RECIPIENT_KINDS: Final = (
    "anti_trafficking",
    "freephone",
    "health",
    "labour_desk",
    "prefecture",
    "juvenile_court",
    "social_services",
    "asylum_body",
    "police",
    "judicial_authority",
    "consulate",
    "abroad",
    "training",
    "return_advice",
    "transfer_body",
    "person",
)
PAPER_KINDS: Final = ("screening_authority",)
"""Bodies to which a paper of their own goes, and neither a slip nor a case: who does the screening of art. 17 is not
who decides on asylum."""
CONSENT_KINDS: Final = (*RECIPIENT_KINDS, *PAPER_KINDS)
"""All that a word to consent may name."""

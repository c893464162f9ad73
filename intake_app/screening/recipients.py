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

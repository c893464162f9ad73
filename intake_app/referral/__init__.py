"""Referral: who can be asked for help, what a slip may say, and on which release it may be written."""

from intake_app.referral.content import CallTold, Sender, SlipContent, WorkTold, slip_content
from intake_app.referral.directory import KINDS, Directory, Recipient, load_directory
from intake_app.referral.own_directory import LARGEST_TABLE, added, as_json, as_table, merged, read_own
from intake_app.referral.papers import CardWords, LeafletWords, Papers, PaperSection, load_papers
from intake_app.referral.reference import check_reference, new_reference
from intake_app.referral.sheet import (
    AGE_BANDS,
    CONSENT_HOW,
    GENDERS,
    INTERPRETER_GENDERS,
    PRIORITIES,
    REASONS,
    SAFE_CONTACTS,
    SERVICES,
    SlipSheet,
    propose_recipient,
    propose_sheet,
    sheet_from_json,
    sheet_to_json,
)
from intake_app.referral.variants import Variant, Variants, load_variants

__all__ = [
    "AGE_BANDS",
    "CONSENT_HOW",
    "GENDERS",
    "INTERPRETER_GENDERS",
    "KINDS",
    "LARGEST_TABLE",
    "PRIORITIES",
    "REASONS",
    "SAFE_CONTACTS",
    "SERVICES",
    "CallTold",
    "CardWords",
    "Directory",
    "LeafletWords",
    "PaperSection",
    "Papers",
    "Recipient",
    "Sender",
    "SlipContent",
    "SlipSheet",
    "Variant",
    "Variants",
    "WorkTold",
    "added",
    "as_json",
    "as_table",
    "check_reference",
    "load_directory",
    "load_papers",
    "load_variants",
    "merged",
    "new_reference",
    "propose_recipient",
    "propose_sheet",
    "read_own",
    "sheet_from_json",
    "sheet_to_json",
    "slip_content",
]

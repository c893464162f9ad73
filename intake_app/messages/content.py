"""Sentences for trouble with XLSForm files, consent, slips and referral."""

TABLE: dict[str, tuple[str, str]] = {}

"""Sentences for trouble with servers and sending."""

TABLE: dict[str, tuple[str, str]] = {}

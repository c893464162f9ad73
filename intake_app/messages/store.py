"""Sentences for trouble with the encrypted store and the verbs."""

TABLE: dict[str, tuple[str, str]] = {}

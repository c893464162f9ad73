"""Sentences for trouble with expressions, forms and questionnaires."""

TABLE: dict[str, tuple[str, str]] = {}

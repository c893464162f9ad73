"""How far the languages of our questionnaires are, before one is begun: from their catalogues, without compiling."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache

from intake_app import languages, paths


@dataclass(frozen=True)
class Translated:
    """A language of a questionnaire: texts that are there of all, and whether it was reviewed ("" for the source)."""

    name: str
    there: int
    of: int
    review: str = ""


def translated(names: Collection[str]) -> Mapping[str, tuple[Translated, ...]]:
    """By questionnaire its languages, the source first; pure, for the work lane. Raises IntakeError `xlsform.*`."""
    return {name: _of(name) for name in names}


@cache
def _of(name: str) -> tuple[Translated, ...]:
    from intake_app import xlsform  # slow to import, and the page that asks is seen before it

    source = paths.forms() / f"{name}.md"
    texts = {one.text for one in xlsform.source_texts(source.read_bytes(), source.name)}
    found = [Translated(languages.form_name("en"), len(texts), len(texts))]
    for language, catalogue in xlsform.own_catalogues(paths.translations() / "forms" / name).items():
        there = len(texts & catalogue.keys())
        review = "reviewed" if "X-Review: reviewed" in catalogue[""] else "unreviewed"
        found.append(Translated(language, there, len(texts), review))
    return tuple(found)

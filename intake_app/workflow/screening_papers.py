"""The page beside the form of art. 17 of the Screening Regulation: what one person told and agreed to pass on."""

from dataclasses import replace
from typing import Literal

from intake_app import exports
from intake_app.errors import IntakeError
from intake_app.exports import AgeTold, ScreeningPage
from intake_app.exports.heard import Heard
from intake_app.screening import Basis, Release
from intake_app.screening.tags import bare
from intake_app.vault import Vault
from intake_app.workflow import ages, both_agree, leaving, refusing, releasing, told_here
from intake_app.workflow import store as stores
from intake_app.workflow.consent_sheet import ConsentSheet
from intake_app.workflow.leaving import Ground
from intake_app.workflow.minor_papers import age_on_paper
from intake_app.workflow.paper_answers import answers_on_paper
from intake_app.workflow.told_last import Told, newest_words
from intake_app.xform import FormDefinition

RECIPIENT = "screening_authority"
"""The authority that does the screening, to the rules of consent."""


def screening_page(store: Vault, record_id: str, language: str, noted: ConsentSheet | None = None) -> ScreeningPage:
    """The page of the person of a finished record: of that record and of those of the same case that one reads.

    Raises IntakeError `screening.*` where the person has not agreed to the export of this record, `vault.*`. What they
    have not agreed to of another record is left out, one that can not be read, and one that is here by hand-over alone.
    Whoever counts as a child does so on it, whatever age they told; of who was decided to be an adult it is told apart
    that they had answered otherwise. Of each question the newest word stands alone, and none that a record which is
    left out has taken off.
    """
    record_id = leaving.newest(store, record_id)
    refusing.keep_no(store, record_id, "export", RECIPIENT, noted)
    both_agree.before_it_goes(
        store, record_id, RECIPIENT, noted, lambda each: leaving.export_ground(store, record_id, RECIPIENT, each)
    )
    with told_here.kept_if_shut(store, record_id, noted):
        parts = [_weighed(store, record_id, language, noted)]
    by_word = noted is not None and parts[0][2].basis is Basis.CONSENT
    agreed = replace(noted, override_reason="") if noted is not None and by_word else None
    kept_back: list[str] = []
    for other in filter(None, (each.finished for each in leaving.beside(store, record_id))):
        try:
            told, release, ground = _weighed(store, other, language, agreed, asked=False)
            parts.append((told, release, replace(ground, words=(), alone=(), noted=None)))  # said once, with the first
        except IntakeError as refused:
            if not (refused.code.startswith("screening.") or stores.is_unreadable(refused)):
                raise
            kept_back += [other] * refused.code.startswith("screening.")
    told_last = newest_words(
        store, {release.record_id: told for told, release, _ in parts}, "art17", language, kept_back
    )
    exports.screening_page([(*told, release.record_id, release) for told, release, _ in parts])
    kept = leaving.prepare_file(store, "screening", [(release, ground) for _, release, ground in parts])
    known, decided = ages.age_of_person(store, record_id), _decided(store, record_id)
    child: Literal["", "minor", "not_told"] = known if known in ("minor", "not_told") else ""
    other = "adult" if child else "minor" if decided else ""
    shown = {each: _without_age(one, other) for each, one in told_last.items()}
    page = exports.screening_page([(*shown[each.record_id], each.record_id, each) for each in kept])
    told_child = other == "minor" and any(shown[each] != one for each, one in told_last.items())
    return replace(page, child=child, decided=decided, told_child=told_child)


def _decided(store: Vault, record_id: str) -> tuple[AgeTold, ...]:
    """The last decision on the age of the person, where it counts: nothing was told or doubted otherwise since."""
    known = ages.age_of_person(store, record_id)
    words = ages.told(store, record_id)
    standing = [word for word in words if word.source == "decision" and not word.weighed and word.age == known]
    return tuple(map(age_on_paper, standing[-1:]))


def _without_age(told: Told, age: str) -> Told:
    """Without the answer that somebody is of an `age`, of whom another counts."""
    definition, heard = told
    own = {path for path, part in definition.tagged("slip") if part == "age_band"} if age else set()
    return definition, tuple(each for each in heard if bare(each.ref) not in own or each.value != age)


def _weighed(
    store: Vault, record_id: str, language: str, noted: ConsentSheet | None, asked: bool = True
) -> tuple[tuple[FormDefinition, tuple[Heard, ...]], Release, Ground]:
    """What a record says, and on what it may go. Raises IntakeError `screening.*` where it may not."""
    ground = leaving.export_ground(store, record_id, RECIPIENT, noted, asked)
    told = answers_on_paper(store, record_id, language)
    decision = releasing.new_release(
        store, record_id, "export", RECIPIENT, ground.basis, ground.detail, "", ground.lawful
    )
    return told, decision, ground

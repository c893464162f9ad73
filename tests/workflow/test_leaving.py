"""A slip goes on what the person said, on a duty, or on a reason that is kept: through the verbs that issue one."""

import json
from dataclasses import replace

import pytest

from intake_app import i18n, screening, slips, workflow
from intake_app.errors import IntakeError
from intake_app.referral import SlipContent
from intake_app.vault import ConsentWord, Vault
from intake_app.workflow import ConsentSheet, own_words
from tests.slips.test_pdf import extracted
from tests.workflow.consent_scenes import GUARDIAN

HEAD = "| survey |\n| | type | name | label | bind::intake:consent | bind::intake:slip |\n"
ASKED = "| | select_one yn | agree | May I? | referral | |\n"
AGE = "| | select_one age | age | Age? | | age_band |\n"
HURT = ConsentSheet(override_reason="he was hurt")
TAIL = """| choices |
| | list_name | name | label |
| | yn | yes | Yes |
| | yn | no | No |
| | age | adult | Adult |
| | age | minor | Minor |
| settings |
| | form_title | form_id | version | namespaces |
| | Small | small | 1 | intake="urn:intake:form:1" |
"""


def record(store: Vault, asks: bool, **answers: str) -> str:
    source = HEAD + (ASKED if asks else "") + AGE + TAIL
    key = workflow.import_form(store, "small.md", source.encode(), {}).form_key
    assert key is not None
    opened = workflow.start_record(store, key, "", "")
    session = workflow.session_for(opened, workflow.load_definition(opened.package.xml, opened.package.files))
    for name, value in answers.items():
        session.answer(f"/data/{name}", value)
    workflow.finalise(store, session, opened.row.id, None if asks else ConsentSheet())
    return opened.row.id


def _page(content: SlipContent, _language: str) -> bytes:
    return f"%PDF {content.release.basis}".encode()


def issued(store: Vault, record_id: str, recipient: str, noted: ConsentSheet | None = None, age: str = "") -> str:
    """Basis of the slip that came of it, or the code that said why there is none."""
    sheet = workflow.propose_slip(store, record_id).sheet
    sheet = replace(sheet, age_band=age) if age else sheet
    try:
        slip = workflow.issue_slip(store, record_id, recipient, sheet, "en", _page, noted)
    except IntakeError as refused:
        assert store.slips(record_id) == () and store.releases(record_id) == ()
        return refused.code
    (release,) = store.releases(record_id)
    here = noted is not None and noted.danger
    grounds = {"consent": "consent", "duty": "legal_duty", "override": "vital_interest" if here else "public_interest"}
    assert release.lawful == grounds[release.basis]
    assert release.id == slip.release_id and slip.pdf == f"%PDF {release.basis}".encode()
    return f"{release.basis}: {release.detail}"


@pytest.mark.parametrize(
    ("answers", "recipient", "noted", "told"),
    [
        ({"agree": "yes", "age": "adult"}, "health", None, "consent: spoken"),
        ({"agree": "no", "age": "adult"}, "health", None, "screening.consent_refused"),
        (
            {"agree": "no", "age": "adult"},
            "health",
            ConsentSheet(given=True, language="bn"),
            "screening.consent_refused",
        ),
        ({"agree": "no"}, "health", ConsentSheet(override_reason="unconscious"), "override: unconscious"),
        ({"age": "adult"}, "health", None, "screening.consent_missing"),
        ({"age": "adult"}, "health", ConsentSheet(given=True, language="bn"), "consent: spoken"),
        ({"agree": "yes", "age": "minor"}, "social_service", ConsentSheet(alone=True), "duty: minor"),
        ({"agree": "no", "age": "minor"}, "social_service", ConsentSheet(alone=True), "duty: minor"),
        ({"agree": "yes", "age": "minor"}, "health", None, "screening.guardian_missing"),
        ({"agree": "yes", "age": "minor"}, "health", ConsentSheet(guardian=GUARDIAN), "consent: spoken"),
        ({"agree": "no", "age": "minor"}, "health", ConsentSheet(guardian=GUARDIAN), "screening.consent_refused"),
        ({"agree": "yes", "age": "minor"}, "health", HURT, "override: he was hurt"),
    ],
)
def test_a_form_that_asks(
    store: Vault, answers: dict[str, str], recipient: str, noted: ConsentSheet | None, told: str
) -> None:
    assert issued(store, record(store, True, **answers), recipient, noted) == told


@pytest.mark.parametrize(
    ("noted", "age", "told"),
    [
        (None, "adult", "screening.consent_missing"),
        (ConsentSheet(), "adult", "screening.consent_missing"),
        (ConsentSheet(refused=True), "adult", "screening.said_no"),
        (
            ConsentSheet(given=True, how="signed", age="adult", age_from="person", language="bn"),
            "adult",
            "consent: signed",
        ),
        (ConsentSheet(given=True, language="bn"), "minor", "screening.age_not_told"),
        (ConsentSheet(given=True, guardian=GUARDIAN, language="bn"), "minor", "consent: spoken"),
    ],
)
def test_a_form_that_asks_nothing(store: Vault, noted: ConsentSheet | None, age: str, told: str) -> None:
    assert issued(store, record(store, False), "health", noted, age) == told


def test_nobody_makes_a_child_older_at_the_desk(store: Vault) -> None:
    told = record(store, True, agree="yes", age="minor")
    assert issued(store, told, "health", age="adult") == "screening.guardian_missing"
    assert workflow.propose_slip(store, told).minor


def test_the_age_of_the_case_counts_for_a_slip_as_it_does_for_everything_else(store: Vault) -> None:
    told = record(store, True, agree="yes", age="adult")
    assert not workflow.propose_slip(store, told).minor
    workflow.case_for(store, told)
    assert store.put_age(told, "minor")
    proposal = workflow.propose_slip(store, told)
    assert (proposal.minor, proposal.sheet.age_band) == (True, "minor")


def test_where_the_form_left_the_question_blank_the_desk_asks_it(store: Vault) -> None:
    told = record(store, True, age="adult")
    proposal = workflow.propose_slip(store, told)
    assert (proposal.blocked, proposal.sheet_needs_consent, proposal.recipient) == ("", True, "")
    assert (
        issued(store, told, "health", ConsentSheet(given=True, how="witness", witness="other", language="bn"))
        == "consent: witness"
    )
    for age, blocked in (("adult", "screening.consent_refused"), ("minor", ""), ("", "")):
        answers = {"agree": "no", "age": age} if age else {"agree": "no"}
        proposal = workflow.propose_slip(store, record(store, True, **answers))
        assert (proposal.blocked, proposal.refused) == (blocked, True), "who told no age may be owed what a child is"


def test_a_preview_has_no_reference(store: Vault) -> None:
    told = record(store, True, agree="yes", age="adult")
    sheet = workflow.propose_slip(store, told).sheet
    assert {workflow.draft_slip(store, told, "health", sheet).reference for _ in range(2)} == {"····-····"}


def test_what_was_taken_back_is_asked_again(store: Vault) -> None:
    told = record(store, False)
    assert (
        issued(store, told, "health", ConsentSheet(given=True, age="adult", age_from="person", language="bn"))
        == "consent: spoken"
    )
    (slip,) = store.slips(told)
    store.withdraw_consent(told, "slip", "health")
    with pytest.raises(IntakeError, match=r"vault\.withdrawn"):
        workflow.reprint(store, slip.reference)


WORK = """| survey |
| | type | name | label | bind::intake:consent | bind::intake:indicator | bind::intake:slip |
| | select_one yn | agree | May I? | referral | | |
| | select_one yn | kept | May I? | record | | |
| | select_one yn | passed | May I? | export | | |
| | select_one yn | below | Less pay? | | pay_below | |
| | select_one yn | place | Bad place? | | unsafe_work | |
| | text | tongue | Language? | | | language |
| | select_one age | age | Age? | | | age_band |
| choices |
| | list_name | name | label |
| | yn | yes | Yes |
| | yn | no | No |
| | age | adult | Adult |
| settings |
| | form_title | form_id | version | namespaces |
| | Work | work | 1 | intake="urn:intake:form:1" |
"""


def at_work(store: Vault, tongue: str = "bn") -> str:
    key = workflow.import_form(store, "work.md", WORK.encode(), {}).form_key
    assert key is not None
    opened = workflow.start_record(store, key, "", "")
    session = workflow.session_for(opened, workflow.load_definition(opened.package.xml, opened.package.files))
    for name in ("agree", "kept", "passed", "below", "place"):
        session.answer(f"/data/{name}", "yes")
    session.answer("/data/tongue", tongue)
    session.answer("/data/age", "adult")
    workflow.finalise(store, session, opened.row.id)
    return opened.row.id


def test_what_was_told_of_the_work_goes_on_a_word_to_that_alone(store: Vault) -> None:
    """The yes to a slip was told that nothing else is on it."""
    told, desk = at_work(store), workflow.directory(store).get("labour_desk")
    sheet = replace(workflow.propose_slip(store, told).sheet, dossier=True)
    assert workflow.propose_slip(store, told).work_told
    for noted in (None, ConsentSheet(given=True, language="bn")):
        with pytest.raises(IntakeError, match=r"screening\.work_not_asked"):
            workflow.slip_for(store, told, desk, sheet, noted)
    assert store.releases(told) == ()
    assert workflow.slip_for(store, told, desk, replace(sheet, dossier=False)).work is None
    made = workflow.slip_for(store, told, desk, sheet, ConsentSheet(work=True, language="bn"))
    assert made.work is not None
    word = next(each for each in store.said(told) if each.recipient == ".labour_desk")
    assert (word.purpose, word.word, word.language, word.script) == ("export", "yes", "bn", own_words.texts().name)
    carried = slips.lay_out(made, "en", i18n.load).pages[1]
    assert "what you told about work" in " ".join(text.text for text in carried.texts), "they know what is passed on"


@pytest.mark.parametrize("service", ["asylum_commission", "prefecture"])
def test_a_yes_to_a_service_that_helps_is_none_to_an_authority_that_decides_about_them(
    store: Vault, service: str
) -> None:
    told, general = record(store, True, age="adult", agree="yes"), None
    assert slip_to(store, told, "health", general) == "consent"
    assert slip_to(store, told, service, general) == "screening.authority_not_asked"
    assert slip_to(store, told, service, ConsentSheet(given=True)) == "screening.no_language"
    assert slip_to(store, told, service, HURT) == "override"
    assert slip_to(store, told, service, ConsentSheet(given=True, language="bn")) == "consent"
    (word,) = [one for one in store.said(told) if one.recipient.lstrip(".") == service]
    assert (word.word, word.language, word.script) == ("yes", "bn", own_words.texts().name)
    assert slip_to(store, told, service, general) == "consent", "it is kept"
    other = {"asylum_commission": "prefecture", "prefecture": "asylum_commission"}[service]
    assert slip_to(store, told, other, general) == "screening.authority_not_asked", "each by itself"


def test_the_page_for_the_authority_needs_a_word_to_it_by_name(store: Vault) -> None:
    """A yes to codes for an organisation that works with ours is none to answers in words for an authority."""
    told = at_work(store)
    with pytest.raises(IntakeError, match=r"screening\.page_not_asked"):
        workflow.screening_page(store, told, "it")
    assert store.releases(told) == ()
    workflow.screening_page(store, told, "it", ConsentSheet(given=True, language="bn"))
    assert [one.basis for one in store.releases(told)] == ["consent"]
    assert [(word.purpose, word.recipient) for word in store.said(told)] == [("export", "screening_authority")]


def test_a_page_for_the_authority_that_was_taken_back_under_its_former_name_stays_so(store: Vault) -> None:
    told, reason = at_work(store), ConsentSheet(override_reason="he was hurt")
    workflow.withdraw_consent(store, told, "export", "asylum_body")
    with pytest.raises(IntakeError, match=r"screening\.consent_withdrawn"):
        workflow.screening_page(store, told, "it", reason)
    assert [one.way for one in workflow.agreement(store, told).returning] == []
    workflow.screening_page(store, told, "it", ConsentSheet(given=True, language="bn"))
    assert [one.basis for one in store.releases(told)] == ["consent"]


@pytest.mark.parametrize("tongue", ["VICTIM of trafficking Zarafshan +39333", "zz-victim-traffick-Omar"])
def test_no_sentence_travels_in_the_place_of_a_language(store: Vault, tongue: str) -> None:
    told, desk = at_work(store, tongue), workflow.directory(store).get("health")
    sheet = workflow.propose_slip(store, told).sheet
    assert sheet.language == ""
    with pytest.raises(IntakeError, match=r"referral\.unknown_language"):
        workflow.slip_for(store, told, desk, replace(sheet, language=tongue))
    with pytest.raises(IntakeError, match=r"referral\.unknown_language"):
        workflow.issue_slip(store, told, "health", sheet, tongue, _page)
    assert store.releases(told) == ()
    assert workflow.slip_for(store, told, desk, replace(sheet, language="bn-victim")).sheet.language == "bn"
    with pytest.raises(ValueError, match="yes or no"):
        replace(sheet, interpreter=tongue)


@pytest.mark.parametrize("reason", [".", "x y z", "\u200b", "\u2060 \u202e", "he was\u202e hurt", "\0", "fever"])
def test_a_reason_says_something_that_can_be_read(store: Vault, reason: str) -> None:
    told = record(store, True, agree="no", age="adult")
    noted = ConsentSheet(override_reason=reason, danger=True)
    unseen = any(not sign.isprintable() for sign in reason)
    code = "vault.unseen_signs" if unseen else "vault.no_reason"
    assert issued(store, told, "health", noted) == code
    with pytest.raises(IntakeError, match=code.replace(".", r"\.")):
        workflow.release_later(store, told, noted)
    with pytest.raises(IntakeError, match=code.replace(".", r"\.")):
        workflow.export_record(store, told, "freephone", "json", noted)
    assert store.releases(told) == ()


def test_a_reason_in_any_script_is_one(store: Vault) -> None:
    told = record(store, True, agree="no", age="adult")
    noted = ConsentSheet(override_reason=" حالته خطيرة جدا ")
    assert issued(store, told, "health", noted) == "override: حالته خطيرة جدا"


BEFORE_ONE = ConsentSheet(how="witness", witness="interpreter", language="bn")


def test_a_slip_that_says_before_a_witness_says_who_that_was(store: Vault) -> None:
    told = record(store, True, agree="yes", age="adult")
    sheet = replace(workflow.propose_slip(store, told).sheet, consent_how="witness")
    assert workflow.draft_slip(store, told, "health", sheet).sheet == replace(sheet, reason="agreed")
    for noted in (None, replace(BEFORE_ONE, witness="")):
        with pytest.raises(IntakeError, match=r"screening\.no_witness"):
            workflow.issue_slip(store, told, "health", sheet, "en", _page, noted)
    assert store.releases(told) == ()
    workflow.issue_slip(store, told, "health", sheet, "en", _page, BEFORE_ONE)
    assert [(word.purpose, word.recipient, word.word, word.how, word.witness) for word in store.said(told)] == [
        ("slip", ".health", "yes", "witness", "interpreter")
    ]
    case = workflow.case_for(store, told).id
    other = workflow.put_in_case(store, record(store, False, age="adult"), case)
    assert other.id == case and all(word.witness == "" for word in store.case_words(case)), "to this record alone"
    child = record(store, True, agree="yes", age="minor")
    workflow.issue_slip(store, child, "social_service", sheet, "en", _page, ConsentSheet(alone=True))


def test_what_is_noted_at_the_desk_has_its_language_and_who_was_there(store: Vault) -> None:
    told = record(store, False)
    before = ConsentSheet(given=True, how="witness", language="bn", age="adult", age_from="person")
    assert issued(store, told, "health", before, "adult") == "screening.no_witness"
    with pytest.raises(IntakeError, match=r"screening\.no_witness"):
        workflow.consent_given(store, told, "slip", "health", how="witness", language="bn")
    assert store.said(told) == ()
    assert issued(store, told, "health", replace(before, witness="interpreter"), "adult") == "consent: witness"
    (word,) = store.said(told)
    assert (word.language, word.witness, word.script) == ("bn", "interpreter", ""), "its form asks for no consent"
    asks = record(store, True, age="adult")
    assert issued(store, asks, "health", replace(before, witness="interpreter")) == "consent: witness"
    assert [(word.recipient, word.script) for word in store.said(asks)] == [(".health", "small 1")]


def test_no_guardian_agrees_for_an_adult_to_a_body_by_name(store: Vault) -> None:
    told, theirs = record(store, True, age="adult"), workflow.GuardianYes(language="ur")
    with pytest.raises(IntakeError, match=r"screening\.guardian_for_adult"):
        workflow.own_word_given(store, told, "police", "yes", language="bn", guardian=theirs)
    assert store.said(told) == ()
    child = record(store, True, age="minor")
    workflow.own_word_given(store, child, "police", "yes", language="bn", guardian=theirs)
    assert {word.whose for word in store.said(child)} == {"person", "guardian"}


@pytest.mark.parametrize("asks", [True, False])
def test_a_word_beside_a_record_names_the_text_that_was_read_and_no_other(store: Vault, asks: bool) -> None:
    own = own_words.texts().name
    told = record(store, asks, age="adult", **({"agree": "yes"} if asks else {}))
    workflow.own_word_given(store, told, "police", "yes", language="bn")
    workflow.own_word_given(store, told, "abroad", "no")
    for purpose, kind in (("slip", "transfer_body"), ("judicial", "police"), ("cross_border", "abroad")):
        with pytest.raises(IntakeError, match=r"screening\.no_language"):
            workflow.consent_given(store, told, purpose, kind)
    with pytest.raises(IntakeError, match=r"screening\.no_language"):
        workflow.own_word_given(store, told, "police", "yes")
    workflow.consent_given(store, told, "slip", "transfer_body", language="bn")
    workflow.consent_given(store, told, "judicial", "police", language="bn")
    workflow.consent_given(store, told, "slip", "health", language="bn")
    texts = [(word.recipient, word.script) for word in store.said(told) if word.recipient]
    assert texts == [
        ("police", own), ("abroad", ""), ("transfer_body", own), ("police", own), ("health", "small 1" if asks else ""),
    ]  # fmt: skip


@pytest.mark.parametrize("whose", ["person", "guardian"])
@pytest.mark.parametrize("kind", ["", "health", "abroad"])
def test_a_yes_that_has_to_be_of_its_own_names_one_kind_that_needs_it(store: Vault, whose: str, kind: str) -> None:
    told = record(store, False)
    with pytest.raises(IntakeError, match=r"screening\.name_recipient") as refused:
        workflow.consent_given(store, told, "judicial", kind, whose=whose, language="bn")
    assert refused.value.facts["kinds"] == "police, judicial_authority"
    assert store.said(told) == ()
    for word in ("no", "yes"):
        to = "police" if word == "yes" else ""
        workflow.consent_given(store, told, "judicial", to, word=word, whose=whose, language="bn" if to else "")
    with pytest.raises(IntakeError, match=r"screening\.name_recipient"):
        workflow.consent_given(store, told, "judicial", "questura", whose=whose, language="bn")
    assert [(each.recipient, each.word) for each in store.said(told)] == [("", "no"), ("police", "yes")]


@pytest.mark.parametrize(("word", "purpose", "kind"), [("no", "judicial", "police"), ("yes", "export", "health")])
def test_of_what_is_said_to_a_kind_of_body_a_service_is_answered_with_its_kind(
    store: Vault, word: str, purpose: str, kind: str
) -> None:
    told, code = record(store, False), {"police": "questura", "health": ".health"}[kind]
    with pytest.raises(IntakeError, match=r"referral\.kind_and_no_service") as refused:
        workflow.consent_given(store, told, purpose, code, word=word, language="bn")
    assert refused.value.facts == {"recipient": code, "kind": kind} and store.said(told) == ()
    with pytest.raises(IntakeError, match=r"referral\.unknown_recipient"):
        workflow.consent_given(store, told, purpose, "nobody", word=word, language="bn")


def test_a_yes_of_its_own_that_an_older_program_kept_without_body_or_language_opens_nothing(store: Vault) -> None:
    told = record(store, True, age="adult", agree="yes")
    workflow.consent_given(store, told, "export", language="bn")
    workflow.consent_given(store, told, "slip", language="bn")
    store.put_words(told, [ConsentWord("judicial", "", "yes", language="bn"), ConsentWord("judicial", "police", "yes")])
    assert slip_to(store, told, "questura") == "screening.own_word_untold"
    for kind in ("police", "judicial_authority"):
        with pytest.raises(IntakeError, match=r"screening\.own_word_untold"):
            workflow.export_record(store, told, kind, "json", ConsentSheet(given=True, language="bn"))
    assert workflow.agreement(store, told).own_words == ()
    workflow.own_word_given(store, told, "police", "yes", language="bn")
    assert slip_to(store, told, "questura") == "consent"
    assert slip_to(store, told, "prosecutor") == "screening.own_word_untold", "to one kind by name"


def test_a_slip_to_who_needs_a_word_of_its_own_shows_how_that_was_given(store: Vault) -> None:
    told = record(store, True, age="adult", agree="yes")
    workflow.consent_given(store, told, "slip", language="fr")
    workflow.own_word_given(store, told, "police", "yes", "witness", language="ti", witness="interpreter")
    sheet = workflow.propose_slip(store, told).sheet
    content = workflow.slip_for(store, told, workflow.directory(store).get("questura"), sheet)
    drawn = workflow.draft_slip(store, told, "questura", sheet)
    for one in (content, drawn):
        assert (one.spoken, one.sheet.consent_how, one.sheet.consent_witness) == ("ti", "witness", "interpreter")
    assert "interprete" in extracted(slips.render(content, "ti"))
    health = workflow.slip_for(store, told, workflow.directory(store).get("health"), sheet)
    assert (health.spoken, health.sheet.consent_how) == ("fr", "spoken")


def test_what_a_guardian_agrees_to_at_the_desk_is_not_as_the_child_said_it(store: Vault) -> None:
    child = record(store, False)
    noted = ConsentSheet(given=True, how="witness", language="bn", witness="interpreter", guardian=GUARDIAN)
    assert issued(store, child, "health", noted, "minor") == "consent: witness"
    said = [(word.whose, word.how, word.language, word.witness) for word in store.said(child)]
    assert said == [("person", "witness", "bn", "interpreter"), ("guardian", "spoken", "ur", "")]


@pytest.mark.parametrize("kind", ["anti_trafficking", "police"])
def test_a_yes_for_one_service_is_none_for_the_next_of_its_kind(store: Vault, kind: str) -> None:
    rows = (f"{code};legal;{kind};Servizio {code};aiuto" for code in ("one", "two"))
    workflow.import_services(store, "\n".join(["code;kind;recipient_kind;names:it;mandate:it", *rows]).encode())
    told = record(store, True, age="adult")
    case = workflow.case_for(store, told).id
    if kind == "police":
        store.note_path(case, "judicial")
        workflow.own_word_given(store, told, "police", "yes", language="bn")

    def goes(code: str, noted: ConsentSheet | None = None) -> str:
        sheet, service = workflow.propose_slip(store, told).sheet, workflow.directory(store).get(code)
        try:
            return str(workflow.slip_for(store, told, service, sheet, noted).release.basis)
        except IntakeError as refused:
            return refused.code

    assert goes("one") == goes("two") == "screening.consent_missing"
    assert goes("one", ConsentSheet(given=True, language="bn")) == "consent"
    assert [(word.recipient, word.word) for word in store.said(told) if word.purpose == "slip"] == [("one", "yes")]
    assert (goes("one"), goes("two")) == ("consent", "screening.consent_missing")
    workflow.consent_given(store, told, "slip", kind, language="bn")
    assert goes("two") == "consent", "a word to the kind opens all of it"


BUILT_IN = ("freephone", "health", "labour_desk", "prefecture")
"""Services whose code is the kind of body that they are."""


def slip_to(store: Vault, told: str, code: str, noted: ConsentSheet | None = None) -> str:
    sheet, service = workflow.propose_slip(store, told).sheet, workflow.directory(store).get(code)
    try:
        return str(workflow.slip_for(store, told, service, sheet, noted).release.basis)
    except IntakeError as refused:
        return refused.code


@pytest.mark.parametrize("code", BUILT_IN)
def test_a_yes_for_a_service_whose_code_is_its_kind_is_for_that_service_alone(store: Vault, code: str) -> None:
    own = next(one for one in workflow.directory() if one.code == code)
    assert own.recipient_kind == code
    row = f"next;{own.kind};{code};Servizio;aiuto"
    workflow.import_services(store, f"code;kind;recipient_kind;names:it;mandate:it\n{row}".encode())
    told, agreed = record(store, True, age="adult"), ConsentSheet(given=True, language="bn")
    missing = "authority_not_asked" if screening.asked_by_name("slip", code) else "consent_missing"
    assert slip_to(store, told, code, agreed) == "consent"
    assert (slip_to(store, told, code), slip_to(store, told, "next")) == ("consent", f"screening.{missing}")
    open_now = {way for way in workflow.agreement(store, told).offered if way[0] == "slip"}
    assert open_now == {("slip", f".{code}")}, "what goes out and what was agreed to is offered once"
    assert slip_to(store, told, "next", agreed) == "consent"
    workflow.withdraw_consent(store, told, "slip", f".{code}")
    assert (slip_to(store, told, code), slip_to(store, told, "next")) == ("screening.consent_withdrawn", "consent")
    assert workflow.propose_slip(store, told).taken_back_from(code, code)
    assert not workflow.propose_slip(store, told).taken_back_from("next", code)
    workflow.withdraw_consent(store, told, "slip", code)
    assert slip_to(store, told, "next") == "screening.consent_withdrawn", "a kind of body is all of it"
    workflow.agree_again(store, told, [("slip", code)], language="bn")
    assert (slip_to(store, told, code), slip_to(store, told, "next")) == ("consent", "screening.consent_withdrawn")
    workflow.consent_given(store, told, "slip", code, language="bn")
    assert slip_to(store, told, "next") == "consent", "as a form that asks about the kind, or its agency"


def test_a_service_kept_under_what_is_no_code_is_agreed_to_again_and_holds_up_no_other(store: Vault) -> None:
    names = {"kind": "health", "names": {"it": "ASP"}, "mandate": {"it": "m"}}
    kept = [{"code": code, **names} for code in ("ASP Agrigento", "asl")]
    store.set_setting("directory", json.dumps({"format": 1, "recipients": kept}))
    told = record(store, True, age="adult")
    for code in ("ASP Agrigento", "asl"):
        assert slip_to(store, told, code, ConsentSheet(given=True, language="bn")) == "consent"
    workflow.withdraw_consent(store, told)
    back = {one.way for one in workflow.agreement(store, told).returning}
    assert {("slip", "ASP Agrigento"), ("slip", "asl")} <= back
    workflow.agree_again(store, told, [("slip", "ASP Agrigento")], language="bn")
    assert (slip_to(store, told, "ASP Agrigento"), slip_to(store, told, "asl")) == (
        "consent", "screening.consent_withdrawn"
    )  # fmt: skip
    workflow.agree_again(store, told, [("slip", "ASP Agrigento"), ("slip", "asl")], language="bn")
    assert slip_to(store, told, "asl") == "consent"


def test_a_word_keeps_the_language_in_which_it_was_said(store: Vault) -> None:
    """The interview goes on in Italian for what the mediator fills in; consent was asked for in Bengali."""
    key = next(form.key for form in workflow.form_list(store) if form.form_id == "intake_first_interview")
    opened = workflow.start_record(store, key, "বাংলা (bn)", "Italiano (it)")
    session = workflow.session_for(opened, workflow.load_definition(opened.package.xml, opened.package.files))
    asked = workflow.AskedBy(session, store.me.name, opened.draft.asked)
    session.answer("/data/information/age_band", "adult")
    for ref in (path for path, _ in session.definition.tagged("consent")):
        session.answer(ref, "yes")
    workflow.save(store, opened.row.id, workflow.snapshot(session, None, opened.languages, asked))
    session.set_language("Italiano (it)")
    again = next(path for path, purpose in session.definition.tagged("consent") if purpose == "sync")
    session.answer(again, "no")
    session.answer("/data/next_steps/outcome", "possible_refer")
    store.put_in_case(opened.row.id, store.open_case().id)
    workflow.freeze(store, opened.row.id, workflow.prepare(session, asked))
    spoken = {word.purpose: word.language for word in store.said(opened.row.id)}
    assert (spoken["slip"], spoken["record"], spoken["sync"]) == ("bn", "bn", "it")
    desk = workflow.directory(store).get("health")
    sheet = replace(workflow.propose_slip(store, opened.row.id).sheet, age_band="adult")
    assert workflow.slip_for(store, opened.row.id, desk, sheet, ConsentSheet()).spoken == "bn"


def test_what_was_told_of_the_work_is_printed_again_as_long_as_the_word_to_that_holds(store: Vault) -> None:
    told, desk = at_work(store), workflow.directory(store).get("labour_desk")
    sheet = replace(workflow.propose_slip(store, told).sheet, dossier=True)
    sheets = (sheet, replace(sheet, dossier=False))
    noted = ConsentSheet(work=True, language="bn")
    slips_made = [
        workflow.keep_slip(store, workflow.slip_for(store, told, desk, each, noted), b"%PDF").reference
        for each in sheets
    ]
    assert len(workflow.reprint_several(store, slips_made)) == 2
    for to in ("", "labour_desk", ".labour_desk"):
        stops = workflow.agreement(store, told).stops(("export", to), workflow.directory(store))
        assert stops == (("slip", "labour_desk"),), "what the page of what was said names before they take it back"
    assert workflow.agreement(store, told).stops(("export", "police"), workflow.directory(store)) == ()
    workflow.withdraw_consent(store, told, "export", "labour_desk")
    assert workflow.reprint(store, slips_made[1]), "the slip itself was not taken back"
    for call in (lambda: workflow.reprint(store, slips_made[0]), lambda: workflow.reprint_several(store, slips_made)):
        with pytest.raises(IntakeError, match=r"vault\.withdrawn"):
            call()


def test_a_preview_names_no_language_where_nobody_told_one(store: Vault) -> None:
    told, noted = record(store, asks=True, age="adult"), ConsentSheet(given=True)
    proposal = workflow.propose_slip(store, told)
    assert (proposal.spoken, proposal.person_language) == ("", "it"), "the paper is in some language; nothing is told"
    content = workflow.draft_slip(store, told, "freephone", proposal.sheet, noted)
    assert (content.agreed_in, content.spoken) == ("", "")


@pytest.mark.parametrize("said", ["yes", ""])
def test_a_preview_names_the_language_that_the_slip_will_name(store: Vault, said: str) -> None:
    told = record(store, asks=True, age="adult", **({"agree": said} if said else {}))
    noted = ConsentSheet(given=True, how="signed", language="bn")
    sheet = workflow.propose_slip(store, told).sheet
    shown = workflow.draft_slip(store, told, "freephone", sheet, noted).spoken
    service = workflow.directory(store).get("freephone")
    assert shown == workflow.slip_for(store, told, service, sheet, noted).spoken == "bn"

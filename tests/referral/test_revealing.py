"""Words that tell of trafficking in every language of a slip: no name with one stands where it must not be told."""

import json

import pytest

from intake_app import paths, workflow
from intake_app.errors import IntakeError
from intake_app.referral import load_variants

NAMED_BY_IT = (
    "Sportello contro il traffico di esseri umani", "Contro il traffico di persone",
    "Lotta al TRAFFICO internazionale di donne", "Servitù domestica, ascolto", "Compravendita di esseri umani",
    "anti\u00adtratta", "Lavoro sessuale, diritti", "Stop traffic in human beings", "Victims' fund",
    "Domestic servitude desk", "Sex work support", "Trade in human beings", "Trafic de femmes, non",
    "Contre la traite", "Asservissement et exploitation", "Trata de personas", "Tráfico de pessoas",
    "منع تجارة البشر", "مكافحة الإتجار بالأشخاص", "الاتـجار", "ضد العبودية", "السخرة والعمل القسري",
    "মানব পাচার প্রতিরোধ", "নারী ও শিশু কেনাবেচা বন্ধ", "দাসত্ব নয়", "যৌনকর্মী সহায়তা", "انسانی اسمگلنگ",
    "انساني تجارت کے خلاف", "جبری مشقت", "قاچاق انسان", "بهره‌كشي", "خرید و فروش زنان", "Ka hortagga tahriibka",
    "Ka-ganacsiga dadka", "Dhibbaneyaasha", "Addoonsi la'aan", "ንግዲ ሰብ", "ምስግጋር ሰባት", "ግዳያት", "የሰዎች ዝውውር",
    "ሕገ ወጥ የሰው ዝውውር", "የሠዎች ዝውውር", "ባርነት", "ብዝበዛ",
)  # fmt: skip
NAMED_OTHERWISE = (
    "Centro vittoria", "Trattamento del dolore", "Ufficio traffico e viabilità",
    "Contrattazione e diritti umani", "Centro donna", "Persone con disabilità", "Consultorio familiare",
    "Servizio per persone migranti", "Commercio equo, bottega", "Human rights clinic",
    "Women and children's health", "Office du commerce", "Santé des femmes", "Aide aux personnes",
    "غرفة التجارة", "صحة المرأة والطفل", "مركز الاتجاه الجديد", "মানবাধিকার কেন্দ্র", "নারী ও শিশু স্বাস্থ্য",
    "انسانی حقوق مرکز", "ایوان تجارت", "سلامت زنان و کودکان", "Rugta Ganacsiga", "Caafimaadka dadka",
    "ጥዕና ደቂ ኣንስትዮ", "ቤት ንግዲ", "የሰዎች ጤና", "የንግድ ምክር ቤት",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMED_BY_IT)
def test_a_name_that_tells_of_trafficking_in_any_language_stands_on_no_slip_to_who_is_not_told(name: str) -> None:
    variants = workflow.variants()
    assert variants.reveals("health", name) and variants.reveals("prefecture", f"Centro: {name.upper()} 2")
    assert not variants.reveals("anti_trafficking", name)


@pytest.mark.parametrize("name", NAMED_OTHERWISE)
def test_a_name_that_only_sounds_like_it_stands_where_it_is(name: str) -> None:
    assert not workflow.variants().reveals("health", name)


def test_of_the_services_that_are_built_in_no_name_is_left_out_of_a_slip() -> None:
    variants = workflow.variants()
    assert [one.code for one in workflow.directory() if variants.neutral(one) != one] == []


@pytest.mark.parametrize(
    "wrong", ["each", ["each"], [{"each": ["a"]}], [{"each": ["a"], "with": [""]}], [{"each": "a", "with": ["b"]}]]
)
def test_pairs_of_words_that_are_none_are_refused(wrong: object) -> None:
    told = json.loads((paths.resources() / "slip_variants.json").read_bytes())
    with pytest.raises(IntakeError, match=r"referral\.bad_variants"):
        load_variants(json.dumps({**told, "revealing_beside": wrong}).encode())

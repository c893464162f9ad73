"""A form with every control and appearance, in six languages, for pictures: each page shows another look.

The texts are for looking at, of the length and shape of real ones; nobody is asked them.
"""

from collections.abc import Mapping
from datetime import date
from io import BytesIO

from PIL import Image

from tests.gui_interview.film import film
from tests.gui_interview.loudspeaker import tone

LANGUAGES: Mapping[str, str] = {
    "en": "English (en)",
    "it": "Italiano (it)",
    "ar": "العربية (ar)",
    "bn": "বাংলা (bn)",
    "ti": "ትግርኛ (ti)",
    "ur": "اردو (ur)",
}
CODES = tuple(LANGUAGES)
TEXTS: Mapping[str, tuple[str, ...]] = {
    "name": (
        "What shall I call you?", "Come posso chiamarla?", "بماذا أناديك؟", "আপনাকে কী নামে ডাকব?", "ብምንታይ ክጽውዓኩም?",
        "میں آپ کو کس نام سے پکاروں؟"),
    "journey": (
        "Tell me about the journey, in your own words and as much as you like.",
        "Mi racconti del viaggio, con parole sue e quanto vuole.",
        "حدثني عن الرحلة، بكلماتك أنت وبقدر ما تريد.",
        "আপনার যাত্রার কথা নিজের ভাষায়, যতটুকু ইচ্ছা, বলুন।",
        "ብዛዕባ ጉዕዞኹም ብናይ ገዛእ ርእስኹም ቃላት፡ ክንድቲ ትደልይዎ ንገሩኒ።",
        "اپنے سفر کے بارے میں اپنے الفاظ میں، جتنا آپ چاہیں، بتائیے۔"),
    "days": (
        "How many days were you at sea?", "Quanti giorni è rimasto in mare?", "كم يومًا بقيت في البحر؟",
        "আপনি কত দিন সমুদ্রে ছিলেন?", "ክንደይ መዓልትታት ኣብ ባሕሪ ጸኒሕኩም?", "آپ کتنے دن سمندر میں رہے؟"),
    "when": (
        "When did you leave home?", "Quando è partito da casa?", "متى غادرت بيتك؟", "আপনি কবে বাড়ি ছেড়েছেন?",
        "ካብ ገዛኹም መዓስ ወጺእኩም?", "آپ گھر سے کب نکلے؟"),
    "born": (
        "When were you born, or how old are you?", "Quando è nato o nata, o quanti anni ha?", "متى وُلدت، أو كم عمرك؟",
        "আপনার জন্ম কবে, অথবা আপনার বয়স কত?", "መዓስ ተወሊድኩም፣ ወይ ዕድመኹም ክንደይ እዩ?",
        "آپ کی پیدائش کب کی ہے، یا آپ کی عمر کتنی ہے؟"),
    "where": (
        "Where did you sleep last night?", "Dove ha dormito la notte scorsa?", "أين نمت الليلة الماضية؟",
        "গত রাতে আপনি কোথায় ঘুমিয়েছেন?", "ትማሊ ለይቲ ኣበይ ደቂስኩም?", "آپ کل رات کہاں سوئے تھے؟"),
    "papers": (
        "Who has your papers now?", "Chi ha adesso i suoi documenti?", "مع من أوراقك الآن؟",
        "আপনার কাগজপত্র এখন কার কাছে আছে?", "ወረቓቕትኹም ሕጂ ኣብ መን ኣለዉ?", "آپ کے کاغذات اب کس کے پاس ہیں؟"),
    "needs": (
        "What do you need today? You may choose several.", "Di che cosa ha bisogno oggi? Può scegliere più cose.",
        "ماذا تحتاج اليوم؟ يمكنك اختيار أكثر من شيء.", "আজ আপনার কী কী দরকার? একাধিক বেছে নিতে পারেন।",
        "ሎሚ እንታይ የድልየኩም? ካብ ሓደ ንላዕሊ ክትመርጹ ትኽእሉ ኢኹም።", "آج آپ کو کیا چاہیے؟ آپ ایک سے زیادہ چن سکتے ہیں۔"),
    "how": (
        "How do you feel now?", "Come si sente adesso?", "كيف تشعر الآن؟", "এখন আপনার কেমন লাগছে?", "ሕጂ ከመይ ይስምዓኩም?",
        "آپ اب کیسا محسوس کر رہے ہیں؟"),
    "order": (
        "What comes first for you? Put it at the top.", "Che cosa viene prima per lei? La metta in alto.",
        "ما الأهم بالنسبة إليك؟ ضعه في الأعلى.", "আপনার কাছে কোনটি আগে? সেটি সবার উপরে রাখুন।",
        "ንዓኹም ቀዳማይ እንታይ እዩ? ኣብ ላዕሊ ኣቐምጥዎ።", "آپ کے لیے پہلے کیا ہے؟ اسے سب سے اوپر رکھیں۔"),
    "paper": (
        "A picture of the paper, if you want to show it.", "Una foto del foglio, se vuole mostrarlo.",
        "صورة للورقة، إن أردت أن تعرضها.", "কাগজটির ছবি, যদি দেখাতে চান।", "ስእሊ ናይቲ ወረቐት፡ ከተርእዩ ምስ እትደልዩ።",
        "کاغذ کی تصویر، اگر آپ دکھانا چاہیں۔"),
    "told": (
        "I have told the person that every answer is free.", "Ho detto alla persona che ogni risposta è libera.",
        "أخبرتُ الشخص أن كل جواب حرّ.", "আমি ব্যক্তিকে বলেছি যে প্রতিটি উত্তর তাঁর ইচ্ছা।",
        "ነቲ ሰብ ነፍሲ ወከፍ መልሲ ብድሌቱ ምዃኑ ነጊረዮ።", "میں نے بتا دیا ہے کہ ہر جواب مرضی پر ہے۔"),
    "free": (
        "You do not have to answer. You may stop whenever you want.",
        "Non è obbligato a rispondere. Può fermarsi quando vuole.",
        "لست ملزمًا بالإجابة. يمكنك التوقف متى شئت.",
        "উত্তর দেওয়া বাধ্যতামূলক নয়। যখন ইচ্ছা থামতে পারেন।",
        "ክትምልሱ ኣይትግደዱን። ኣብ ዝደለኹምዎ እዋን ደው ከተብሉ ትኽእሉ ኢኹም።",
        "جواب دینا لازمی نہیں۔ آپ جب چاہیں رک سکتے ہیں۔"),
    "long": (
        "That is more than anybody has told so far. Is the number right?",
        "È più di quanto abbia detto chiunque finora. Il numero è giusto?",
        "هذا أكثر مما قاله أي شخص حتى الآن. هل الرقم صحيح؟",
        "এ পর্যন্ত কেউ এত বেশি বলেননি। সংখ্যাটি কি ঠিক?",
        "እዚ ክሳብ ሕጂ ካብ ዝነገሩ ኩሎም ይበዝሕ። እቲ ቁጽሪ ቅኑዕ ድዩ?",
        "یہ اب تک سب سے زیادہ ہے۔ کیا عدد درست ہے؟"),
    "travel": ("Journey", "Viaggio", "الرحلة", "যাত্রা", "ጉዕዞ", "سفر"),
    "people": ("People who came along", "Persone che erano con lei", "أشخاص كانوا معك", "সঙ্গে যাঁরা ছিলেন",
               "ምሳኹም ዝነበሩ ሰባት", "ساتھ آنے والے لوگ"),
    "me": ("I have them", "Li ho io", "معي أنا", "আমার কাছে", "ኣባይ ኣለዉ", "میرے پاس"),
    "family": ("Somebody of my family", "Qualcuno della mia famiglia", "شخص من عائلتي", "আমার পরিবারের কেউ",
               "ካብ ስድራቤተይ ሓደ ሰብ", "میرے خاندان کا کوئی فرد"),
    "boss": ("The one I was to work for", "Quello per cui dovevo lavorare", "من كنت سأعمل لديه",
             "যার কাছে কাজ করার কথা ছিল",
             "እቲ ክሰርሓሉ ዝነበረኒ ሰብ", "جس کے لیے مجھے کام کرنا تھا"),
    "lost": ("They are lost", "Sono andati persi", "ضاعت", "হারিয়ে গেছে", "ጠፊኦም", "گم ہو گئے"),
    "water": ("Water and food", "Acqua e cibo", "ماء وطعام", "পানি ও খাবার", "ማይን መግብን", "پانی اور کھانا"),
    "doctor": ("A doctor", "Un medico", "طبيب", "একজন ডাক্তার", "ሓኪም", "ڈاکٹر"),
    "sleep": ("A quiet place to sleep", "Un posto tranquillo per dormire", "مكان هادئ للنوم", "ঘুমানোর নিরিবিলি জায়গা",
              "ህዱእ መደቀሲ ቦታ", "سونے کے لیے پرسکون جگہ"),
    "call": ("To call home", "Telefonare a casa", "الاتصال بالبيت", "বাড়িতে ফোন করা", "ናብ ገዛ ምድዋል", "گھر فون کرنا"),
    "well": ("Well", "Bene", "بخير", "ভালো", "ጽቡቕ", "اچھا"),
    "so": ("So so", "Così così", "لا بأس", "মোটামুটি", "ማእከላይ", "ٹھیک ٹھاک"),
    "bad": ("Not well", "Male", "لست بخير", "ভালো না", "ጽቡቕ ኣይኮነን", "اچھا نہیں"),
}  # fmt: skip
LISTS = {
    "who": ("me", "family", "boss", "lost"),
    "need": ("water", "doctor", "sleep", "call"),
    "feel": ("well", "so", "bad"),
}

# type, name, label, appearance, parameters
_ROWS = (
    ("text", "name", "name", "", ""),
    ("text", "journey", "journey", "multiline", ""),
    ("text", "digits", "days", "numbers", ""),
    ("text", "hidden", "name", "masked", ""),
    ("text", "site", "paper", "url", ""),
    ("integer", "days", "days", "", ""),
    ("integer", "counted", "days", "counter", ""),
    ("integer", "thousands", "days", "thousands-sep", ""),
    ("decimal", "share", "days", "", ""),
    ("date", "left", "when", "", ""),
    ("date", "left_typed", "when", "no-calendar", ""),
    ("date", "left_month", "when", "month-year", ""),
    ("date", "left_year", "when", "year", ""),
    ("date", "left_ethiopian", "when", "ethiopian", ""),
    ("date", "left_persian", "when", "persian", ""),
    ("date", "left_islamic", "when", "islamic", ""),
    ("time", "hour", "when", "", ""),
    ("dateTime", "moment", "when", "", ""),
    ("geopoint", "place", "where", "", ""),
    ("geotrace", "way", "where", "", ""),
    ("barcode", "code", "paper", "", ""),
    ("select_one who", "papers", "papers", "", ""),
    ("select_one who", "papers_folded", "papers", "minimal", ""),
    ("select_one who", "papers_typed", "papers", "autocomplete", ""),
    ("select_one who", "papers_columns", "papers", "columns-2", ""),
    ("select_one who", "papers_packed", "papers", "columns-pack", ""),
    ("select_one who", "papers_row", "papers", "horizontal", ""),
    ("select_one who", "papers_quick", "papers", "quick", ""),
    ("select_one feel", "feel", "how", "likert", ""),
    ("select_one feel", "feel_bare", "how", "columns no-buttons", ""),
    ("select_one need_seen", "needs_seen", "needs", "", ""),
    ("select_one need", "body", "where", "image-map", ""),
    ("select_multiple need", "needs", "needs", "", ""),
    ("select_multiple need", "needs_folded", "needs", "minimal", ""),
    ("select_multiple need", "needs_columns", "needs", "columns", ""),
    ("rank need", "first", "order", "", ""),
    ("range", "level", "how", "", "start=0 end=10 step=1"),
    ("range", "level_wide", "how", "", "start=0 end=50000 step=1"),
    ("range", "level_worded", "how", "", "start=0 end=4 step=1 tick_labelset=mood"),
    ("range", "level_upright", "how", "vertical", "start=0 end=4 step=1"),
    ("range", "level_wheel", "how", "picker", "start=0 end=4 step=1"),
    ("range", "level_stars", "how", "rating", "start=1 end=5 step=1"),
    ("image", "photo", "paper", "", ""),
    ("image", "selfie", "paper", "new-front", ""),
    ("image", "sign", "name", "signature", ""),
    ("image", "sketch", "where", "draw", ""),
    ("image", "marked", "paper", "annotate", ""),
    ("audio", "sound", "journey", "", ""),
    ("video", "film", "journey", "", ""),
    ("file", "document", "paper", "", ""),
    ("acknowledge", "told", "told", "", ""),
    ("note", "free", "free", "", ""),
    ("note", "filmed", "free", "", ""),
)  # fmt: skip
BIRTHS: Mapping[str, str] = {
    "born": "",
    "born_gregorian": "gregorian 2008-5-12",
    "born_ethiopian": "ethiopian 2002-1-13",
    "born_persian": "persian 1387-5-24",
    "born_hijri": "hijri 1430-9-1",
    "born_year": "? 2002--",
    "born_season": "gregorian 2007-- rains",
    "born_no_day": "gregorian 2007-2-30",
    "born_age": f"age 17 at {date.today().isoformat()}",
    "born_about": f"about age 19 at {date.today().isoformat()}",
    "born_event": "event sidr_2007 age 1",
}
"""Questions for a birth, and how each is told before anybody looks: every way there is."""
_BIRTHS = tuple(
    row
    for name in BIRTHS
    for row in (
        ("begin_group", f"{name}_told", "born", "", ""),
        ("date", name, "born", "", ""),
        ("hidden", f"{name}_said", "", "", ""),
        ("end_group", "", "", "", ""),
    )
)
_TOGETHER = (
    ("begin_group", "together", "travel", "field-list", ""),
    ("text", "together_name", "name", "", ""),
    ("select_one who", "together_papers", "papers", "", ""),
    ("integer", "together_days", "days", "", ""),
    ("end_group", "", "", "", ""),
)
_SHEET = (
    ("begin_group", "grid", "travel", "field-list", ""),
    ("select_one feel", "grid_head", "how", "label", ""),
    ("select_one feel", "grid_a", "where", "list-nolabel", ""),
    ("select_one feel", "grid_b", "papers", "list-nolabel", ""),
    ("end_group", "", "", "", ""),
    *_TOGETHER,
    ("begin_repeat", "person", "people", "", ""),
    ("text", "person_name", "name", "", ""),
    ("end_repeat", "", "", "", ""),
)  # fmt: skip
CHART = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 160">'
    '<circle id="water" cx="60" cy="24" r="20" fill="#c8d6dc"/>'
    '<rect id="doctor" x="36" y="48" width="48" height="52" rx="8" fill="#c8d6dc"/>'
    '<rect id="sleep" x="38" y="104" width="20" height="52" rx="6" fill="#c8d6dc"/>'
    '<rect id="call" x="62" y="104" width="20" height="52" rx="6" fill="#c8d6dc"/></svg>'
)
"""A figure in four parts, each of which is a choice of the list `need`."""
_SPOKEN = ("papers", "together_papers")


def _picture() -> bytes:
    made = BytesIO()
    Image.new("RGB", (120, 90), "#c8d6dc").save(made, "PNG")
    return made.getvalue()


FILES: Mapping[str, bytes] = {
    "figure.svg": CHART.encode(),
    "voice.wav": tone(440, 0.2),
    "seen.png": _picture(),
    "told.avi": film(["gray"] * 3),
}


def source() -> bytes:
    """The form as a Markdown XLSForm."""
    return _form((*_ROWS, *_BIRTHS, *_SHEET), ("Every control", "every_control", ""))


def side_by_side() -> bytes:
    """A form whose questions stand in columns."""
    return _form(_TOGETHER, ("Side by side", "side_by_side", "theme-grid"))


def _form(rows: tuple[tuple[str, ...], ...], named: tuple[str, str, str]) -> bytes:
    parts = ("label", "hint", "constraint_message", "media::image", "media::audio", "media::video")
    translated = [f"{part}::{LANGUAGES[code]}" for part in parts for code in CODES]
    fixed = ["type", "name", "appearance", "parameters", "required", "constraint", "bind::intake:birth"]
    none = ("",) * len(CODES)
    lines = ["| survey |", _line([*fixed, *translated])]
    for kind, name, label, look, parameters in rows:
        rule, asked = ". < 60" if name == "days" else "", "yes" if name in ("name", "papers") else ""
        told = TEXTS[label] if label else none
        hint, message = TEXTS["free"] if name in ("days", "papers") else none, TEXTS["long"] if rule else none
        pictured, voice, shown = _files(name, look)
        birth = "date" if kind == "date" and label == "born" else "said" if kind == "hidden" else ""
        beside = [*told, *hint, *message, *pictured, *voice, *shown]
        lines.append(_line([kind, name, look, parameters, asked, rule, birth, *beside]))
    images = [f"media::image::{LANGUAGES[code]}" for code in CODES]
    labels = [f"label::{LANGUAGES[code]}" for code in CODES]
    lines += ["| choices |", _line(["list_name", "name", *labels, *images])]
    lines += [_line([listed, name, *TEXTS[name], *none]) for listed, names in LISTS.items() for name in names]
    lines += [_line(["need_seen", name, *TEXTS[name], *["seen.png"] * len(CODES)]) for name in LISTS["need"]]
    lines += [_line(["mood", value, *TEXTS[name], *none]) for value, name in (("0", "bad"), ("2", "so"), ("4", "well"))]
    title, form_id, style = named
    settings = ["form_title", "form_id", "version", "default_language", "namespaces", "style"]
    lines += ["| settings |", _line(settings)]
    lines += [_line([title, form_id, "1", LANGUAGES["en"], 'intake="urn:intake:form:1"', style])]
    return ("\n".join(lines) + "\n").encode()


def _files(name: str, look: str) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """The picture, the sound and the film of a question, in each language."""
    found = (
        "figure.svg" if look == "image-map" else "",
        "voice.wav" if name in _SPOKEN else "",
        "told.avi" if name == "filmed" else "",
    )
    pictured, voice, shown = ((one,) * len(CODES) for one in found)
    return pictured, voice, shown


def _line(cells: list[str]) -> str:
    return "| | " + " | ".join(cells) + " |"

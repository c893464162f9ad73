"""A form as long as they come: pages of sixty questions of every common kind, in four languages."""

_WHOLE = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
 xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>Long</h:title>
<model><itext>{texts}</itext><instance><data id="long" version="1">{nodes}<meta><instanceID/></meta></data></instance>
{binds}<bind nodeset="/data/meta/instanceID" type="string" jr:preload="uid"/></model></h:head>
<h:body>{body}</h:body></h:html>"""
PAGES, QUESTIONS = 5, 60
LANGUAGES = {
    "English (en)": "Question {n}: what happened on the way, and who was there with you?",
    "العربية (ar)": "السؤال {n}: ماذا حدث في الطريق، ومن كان معك هناك؟",
    "বাংলা (bn)": "প্রশ্ন {n}: পথে কী হয়েছিল, আর কে তোমার সঙ্গে ছিল?",
    "ትግርኛ (ti)": "ሕቶ {n}: ኣብ መንገዲ እንታይ ኣጋጢሙ፡ መንከ ምሳኻ ነይሩ?",
}
"""The languages by the form's names for them, and a question in each."""
_CHOICES = {
    "English (en)": ("Yes", "No", "Sometimes", "Only at the beginning"),
    "العربية (ar)": ("نعم", "لا", "أحيانا", "في البداية فقط"),
    "বাংলা (bn)": ("হ্যাঁ", "না", "কখনও কখনও", "শুধু শুরুতে"),
    "ትግርኛ (ti)": ("እወ", "ኣይፋል", "ሓድሓደ ግዜ", "ኣብ መጀመርታ ጥራይ"),
}
_KINDS = ("string", "select1", "int", "select", "date", "select1")
"""By turns; of sixty questions ten of each."""


def refs(page: int) -> tuple[str, ...]:
    """The questions of a page, in order."""
    return tuple(f"/data/g{page}/q{page * QUESTIONS + at}" for at in range(QUESTIONS))


def xml(pages: int = PAGES, questions: int = QUESTIONS) -> bytes:
    """The form: groups that are pages each, every third question of a page shown only if the first of it is answered
    with something but "never", and the last of each page required.
    """
    nodes, binds, body = "", "", ""
    for page in range(pages):
        names = [f"q{page * QUESTIONS + at}" for at in range(questions)]
        nodes += f"<g{page}>" + "".join(f"<{name}/>" for name in names) + f"</g{page}>"
        group = f"/data/g{page}"
        for at, name in enumerate(names):
            shown = f" relevant=\"{group}/{names[0]} != 'never'\"" if at % 3 == 1 else ""
            needed = ' required="true()"' if at == questions - 1 else ""
            kind = _KINDS[at % len(_KINDS)]
            binds += f'<bind nodeset="{group}/{name}" type="{"string" if "select" in kind else kind}"{shown}{needed}/>'
        controls = "".join(_control(f"{group}/{name}", name, _KINDS[at % 6]) for at, name in enumerate(names))
        body += f'<group ref="{group}" appearance="field-list"><label>Part {page + 1}</label>{controls}</group>'
    texts = "".join(
        f'<translation lang="{language}">{_texts(language, asked, pages, questions)}</translation>'
        for language, asked in LANGUAGES.items()
    )
    return _WHOLE.format(texts=texts, nodes=nodes, binds=binds, body=body).encode()


def _texts(language: str, asked: str, pages: int, questions: int) -> str:
    numbers = [page * QUESTIONS + at for page in range(pages) for at in range(questions)]
    texts = {f"q{n}": asked.format(n=n + 1) for n in numbers} | dict(zip("abcd", _CHOICES[language], strict=True))
    return "".join(f'<text id="{key}"><value>{text}</value></text>' for key, text in texts.items())


def _label(key: str) -> str:
    return f"<label ref=\"jr:itext('{key}')\"/>"


def _control(ref: str, name: str, kind: str) -> str:
    if "select" not in kind:
        return f'<input ref="{ref}">{_label(name)}</input>'
    items = "".join(f"<item>{_label(key)}<value>{key}</value></item>" for key in "abcd")
    return f'<{kind} ref="{ref}">{_label(name)}{items}</{kind}>'

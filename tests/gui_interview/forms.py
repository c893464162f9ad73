"""Small forms with one of each kind of question."""

# ruff: noqa: E501 - XML reads better unbroken

_HEAD = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
 xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms"><h:head><h:title>{title}</h:title>
<model><itext>{itext}</itext><instance><data id="{id}" version="1">{nodes}
<meta><instanceID/></meta></data></instance>{binds}
<bind nodeset="/data/meta/instanceID" type="string" jr:preload="uid"/></model></h:head><h:body>{body}</h:body></h:html>"""


def _texts(language: str, texts: dict[str, str], default: bool) -> str:
    values = "".join(f'<text id="{key}"><value>{text}</value></text>' for key, text in texts.items())
    first = ' default="true()"' if default else ""
    return f'<translation lang="{language}"{first}>{values}</translation>'


def _label(key: str) -> str:
    return f"<label ref=\"jr:itext('{key}')\"/>"


def kinds() -> bytes:
    """One question of each kind, in English, Arabic and Bengali."""
    typed = {
        "name": "string",
        "story": "string",
        "age": "int",
        "height": "decimal",
        "born": "date",
        "at": "time",
        "seen": "dateTime",
        "where": "geopoint",
        "photo": "binary",
    }
    english = {
        "name": "Your name?",
        "story": "Tell me",
        "age": "How old?",
        "height": "How tall?",
        "born": "Born when?",
        "at": "What time?",
        "seen": "Seen when?",
        "where": "Where?",
        "photo": "A picture",
        "one": "Choose one",
        "many": "Choose some",
        "level": "How much?",
        "order": "In which order?",
        "read": "I read this",
        "note": "Listen now",
        "a": "Apple",
        "b": "Bread",
        "c": "Corn",
        "bad": "Between 1 and 120",
    }
    arabic = {
        **{key: "سؤال " + key for key in english},
        "name": "ما اسمك؟",
        "age": "كم عمرك؟",
        "a": "تفاح",
        "b": "خبز",
        "c": "ذرة",
        "bad": "بين 1 و120",
    }
    bengali = {key: "প্রশ্ন " + key for key in english}
    bengali["story"] = "-"
    items = "".join(f"<item>{_label(key)}<value>{key}</value></item>" for key in "abc")
    wide = {"story": ' appearance="multiline"'}
    controls = [f'<input ref="/data/{key}"{wide.get(key, "")}>{_label(key)}</input>' for key in typed if key != "photo"]
    controls += [
        f'<upload ref="/data/photo" mediatype="image/*">{_label("photo")}</upload>',
        f'<select1 ref="/data/one">{_label("one")}{items}</select1>',
        f'<select ref="/data/many">{_label("many")}{items}</select>',
        f'<range ref="/data/level" start="1" end="5" step="1">{_label("level")}</range>',
        f'<odk:rank xmlns:odk="http://www.opendatakit.org/xforms" ref="/data/order">{_label("order")}{items}</odk:rank>',
        f'<trigger ref="/data/read">{_label("read")}</trigger>',
        f'<input ref="/data/note">{_label("note")}</input>',
    ]
    rest = ("one", "many", "order", "read")
    binds = "".join(
        f'<bind nodeset="/data/{key}" type="{kind}"'
        + (' constraint=". &gt; 0 and . &lt;= 120" jr:constraintMsg="jr:itext(\'bad\')"' if key == "age" else "")
        + "/>"
        for key, kind in typed.items()
    )
    binds += "".join(f'<bind nodeset="/data/{key}" type="string"/>' for key in rest)
    binds += '<bind nodeset="/data/level" type="int"/><bind nodeset="/data/note" type="string" readonly="true()"/>'
    nodes = "".join(f"<{key}/>" for key in (*typed, *rest, "level", "note"))
    itext = (
        _texts("English (en)", english, True)
        + _texts("العربية (ar)", arabic, False)
        + _texts("বাংলা (bn)", bengali, False)
    )
    return _HEAD.format(
        title="Kinds", id="kinds", itext=itext, nodes=nodes, binds=binds, body="".join(controls)
    ).encode()


def family() -> bytes:
    """A group with two questions on one page, a repeat, and a list that another answer narrows."""
    body = """<group ref="/data/home" appearance="field-list"><label>Home</label>
<select1 ref="/data/home/land"><label>Land</label><item><label>North</label><value>n</value></item>
<item><label>South</label><value>s</value></item></select1>
<select1 ref="/data/home/town"><label>Town</label><itemset nodeset="instance('t')/root/item[land = /data/home/land]">
<value ref="name"/><label ref="label"/></itemset></select1></group>
<group ref="/data/child"><label>Children</label><repeat nodeset="/data/child">
<input ref="/data/child/first"><label>First name</label></input></repeat></group>
<input ref="/data/end"><label>Last words</label></input>"""
    towns = "".join(
        f"<item><name>{name}</name><label>{name.title()}</label><land>{land}</land></item>"
        for name, land in (("alba", "n"), ("bari", "s"), ("capua", "s"))
    )
    binds = f"""<instance id="t"><root>{towns}</root></instance><bind nodeset="/data/home/land" type="string"/>
<bind nodeset="/data/home/town" type="string" relevant="/data/home/land != ''"/>
<bind nodeset="/data/end" type="string" required="true()"/>"""
    nodes = "<home><land/><town/></home><child jr:template=''><first/></child><end/>"
    made = _HEAD.format(title="Family", id="family", itext="", nodes=nodes, binds=binds, body=body)
    return made.replace("<itext></itext>", "").encode()


def narrowed() -> bytes:
    """A repeat in which one list narrows another, and a last question."""
    body = """<group ref="/data/child"><label>Children</label><repeat nodeset="/data/child">
<group ref="/data/child/g" appearance="field-list"><label>Where from</label>
<select1 ref="/data/child/g/land"><label>Land</label><item><label>North</label><value>n</value></item>
<item><label>South</label><value>s</value></item></select1>
<select1 ref="/data/child/g/town"><label>Town</label><itemset nodeset="instance('t')/root/item[land = current()/../land]">
<value ref="name"/><label ref="label"/></itemset></select1></group></repeat></group>
<input ref="/data/end"><label>Last words</label></input>"""
    towns = "".join(
        f"<item><name>{name}</name><label>{name.title()}</label><land>{land}</land></item>"
        for name, land in (("alba", "n"), ("bari", "s"), ("capua", "s"))
    )
    paths = ("child/g/land", "child/g/town", "end")
    binds = "".join(f'<bind nodeset="/data/{path}" type="string"/>' for path in paths)
    binds = f'<instance id="t"><root>{towns}</root></instance>{binds}'
    nodes = '<child jr:template=""><g><land/><town/></g></child><end/>'
    made = _HEAD.format(title="Narrowed", id="narrowed", itext="", nodes=nodes, binds=binds, body=body)
    return made.replace("<itext></itext>", "").encode()


def nested() -> bytes:
    """Children, each with a list of toys, and a last question."""
    body = """<group ref="/data/child"><label>Child</label><repeat nodeset="/data/child">
<input ref="/data/child/name"><label>Name</label></input>
<group ref="/data/child/toy"><label>Toy</label><repeat nodeset="/data/child/toy">
<input ref="/data/child/toy/what"><label>What</label></input></repeat></group></repeat></group>
<input ref="/data/end"><label>End</label></input>"""
    paths = ("child/name", "child/toy/what", "end")
    binds = "".join(f'<bind nodeset="/data/{path}" type="string"/>' for path in paths)
    nodes = '<child jr:template=""><name/><toy jr:template=""><what/></toy></child><end/>'
    made = _HEAD.format(title="Nested", id="nested", itext="", nodes=nodes, binds=binds, body=body)
    return made.replace("<itext></itext>", "").encode()


def looks() -> bytes:
    """Questions that differ in their appearance, named by what they ask for."""
    typed = {
        "lines": ("input", "string", "multiline"),
        "figures": ("input", "string", "numbers"),
        "hidden": ("input", "string", "masked"),
        "old": ("secret", "string", ""),
        "sum": ("input", "int", "thousands-sep"),
        "counted": ("input", "int", "counter"),
        "plain_day": ("input", "date", "no-calendar"),
        "month": ("input", "date", "month-year"),
        "year": ("input", "date", "year"),
        "day": ("input", "date", ""),
        "upright": ("range", "int", "vertical"),
        "stars": ("range", "int", "rating"),
        "long": ("range", "decimal", ""),
    }
    chosen = {
        "few": ("select1", "", 5),
        "found": ("select1", "autocomplete", 5),
        "searched": ("select", "search", 5),
        "folded": ("select1", "minimal", 10),
        "many": ("select1", "", 10),
        "quick": ("select1", "quick", 5),
        "columns": ("select1", "columns-4", 8),
        "packed": ("select", "columns-pack", 8),
        "compact": ("select1", "compact-3", 6),
        "level": ("select", "horizontal", 6),
        "scale": ("select1", "likert", 5),
        "listed": ("select1", "list", 5),
    }
    ends = {
        "upright": ' start="1" end="5" step="1"',
        "stars": ' start="1" end="5" step="1"',
        "long": ' start="0" end="2" step="0.1"',
    }
    controls = [
        f'<{control} ref="/data/{key}" appearance="{look}"{ends.get(key, "")}><label>{key}</label></{control}>'
        for key, (control, _, look) in typed.items()
    ]
    controls += [
        f'<{control} ref="/data/{key}" appearance="{look}"><label>{key}</label>{_choices(count)}</{control}>'
        for key, (control, look, count) in chosen.items()
    ]
    controls.append(
        '<group ref="/data/table" appearance="field-list"><label>Table</label>'
        + f'<select1 ref="/data/table/head" appearance="label"><label>Heading</label>{_choices(3)}</select1>'
        + "".join(
            f'<select1 ref="/data/table/{row}" appearance="list-nolabel"><label>{row}</label>{_choices(3)}</select1>'
            for row in ("first", "second")
        )
        + "</group>"
    )
    binds = "".join(f'<bind nodeset="/data/{key}" type="{kind}"/>' for key, (_, kind, _) in typed.items())
    nodes = "".join(f"<{key}/>" for key in (*typed, *chosen)) + "<table><head/><first/><second/></table>"
    made = _HEAD.format(title="Looks", id="looks", itext="", nodes=nodes, binds=binds, body="".join(controls))
    return made.replace("<itext></itext>", "").encode()


def _choices(count: int) -> str:
    return "".join(f"<item><label>Choice {at}</label><value>c{at}</value></item>" for at in range(1, count + 1))


def listed(towns: list[list[str]]) -> bytes:
    """Lists of towns in Italian and Arabic: twelve, twelve in Arabic alone, three, folded, searched; and a scale."""
    looks = {
        "towns": ("select1", "", towns), "arabic": ("select1", "", towns), "three": ("select1", "", towns[:3]),
        "folded": ("select1", "minimal", towns[:3]), "folded_many": ("select", "minimal", towns[:3]),
        "folded_long": ("select1", "minimal", towns * 2), "searched": ("select1", "autocomplete", towns[:3]),
        "level": ("select1", "likert", towns[:7]), "end": ("input", "", []),
    }  # fmt: skip
    first, second, body = {}, {}, ""
    for name, (control, look, choices) in looks.items():
        first[name], second[name] = f"{name}?", f"{name}؟"
        items = ""
        for at, (italian, arabic) in enumerate(choices):
            key = f"{name}-{at}"
            first[key], second[key] = arabic if name == "arabic" else italian, arabic
            again = "1" * (at // len(towns))
            items += f"<item>{_label(key)}<value>{italian.lower()}{again}</value></item>"
        body += f'<{control} ref="/data/{name}" appearance="{look}">{_label(name)}{items}</{control}>'
    itext = _texts("Italiano (it)", first, True) + _texts("العربية (ar)", second, False)
    nodes = "".join(f"<{name}/>" for name in looks)
    return _HEAD.format(title="Lists", id="lists", itext=itext, nodes=nodes, binds="", body=body).encode()


def tabled(lines: int = 4) -> bytes:
    """A table of questions with the same three choices, in Italian and Arabic, between two other questions."""
    choices = (("never", "Mai", "أبدا"), ("often", "Spesso", "غالبا"), ("always", "Sempre", "دائما"))
    first = {"head": "Quanto spesso?", **{key: italian for key, italian, _ in choices}}
    second = {"head": "كم مرة؟", **{key: arabic for key, _, arabic in choices}}
    items = "".join(f"<item>{_label(key)}<value>{key}</value></item>" for key, _, _ in choices)
    body = f'<select1 ref="/data/table/head" appearance="label">{_label("head")}{items}</select1>'
    for at in range(lines):
        first[f"line{at}"], second[f"line{at}"] = f"Ha paura, numero {at}", f"هل تخاف {at}"
        body += f'<select1 ref="/data/table/line{at}" appearance="list-nolabel">{_label(f"line{at}")}{items}</select1>'
    itext = _texts("Italiano (it)", first, True) + _texts("العربية (ar)", second, False)
    nodes = "<table><head/>" + "".join(f"<line{at}/>" for at in range(lines)) + "</table>"
    body = f'<group ref="/data/table" appearance="field-list">{body}</group>'
    return _HEAD.format(title="Table", id="table", itext=itext, nodes=nodes, binds="", body=body).encode()


def guided() -> bytes:
    """One question with a hint and guidance, in English and Arabic."""
    texts = ""
    for language, hint, guide in (
        ("English (en)", "As written", "Ask twice"),
        ("العربية (ar)", "كما هو مكتوب", "اسأل مرتين"),
    ):
        texts += (
            f'<translation lang="{language}"><text id="h"><value>{hint}</value><value form="guidance">{guide}</value>'
            "</text></translation>"
        )
    body = "<input ref='/data/a'><label>Name</label><hint ref=\"jr:itext('h')\"/></input>"
    bind = '<bind nodeset="/data/a" type="string"/>'
    return _HEAD.format(title="Guided", id="guided", itext=texts, nodes="<a/>", binds=bind, body=body).encode()


def pictured() -> bytes:
    """A question and choices with pictures, and a picture that stands in the form as the answer."""
    texts = "".join(
        f'<text id="{key}"><value>{key}</value><value form="image">jr://images/{name}</value></text>'
        for key, name in (("ask", "ask.png"), ("a", "a.png"), ("b", "drawing.svg"), ("c", "gone.png"))
    )
    items = "".join(f"<item>{_label(key)}<value>{key}</value></item>" for key in "abc")
    body = (
        f'<select1 ref="/data/one">{_label("ask")}{items}</select1>'
        '<upload ref="/data/photo" mediatype="image/*"><label>Photo</label></upload>'
    )
    binds = '<bind nodeset="/data/one" type="string"/><bind nodeset="/data/photo" type="binary"/>'
    nodes = "<one/><photo>jr://images/ask.png</photo>"
    itext = f'<translation lang="English (en)">{texts}</translation>'
    return _HEAD.format(title="Pictured", id="pictured", itext=itext, nodes=nodes, binds=binds, body=body).encode()


def births() -> bytes:
    """A person and their children, each with a birth and what belongs beside it, in English, Tigrinya and Dari."""
    parts = ("said", "calendar", "precision", "earliest", "latest", "majority")
    nodes, binds = "<born/>" + "".join(f"<{part}/>" for part in parts), ""
    for group in ("/data/who", "/data/child"):
        binds += f'<bind nodeset="{group}/born" type="date" intake:birth="date"/>'
        binds += "".join(f'<bind nodeset="{group}/{part}" type="string" intake:birth="{part}"/>' for part in parts)
    binds += "<bind nodeset=\"/data/help\" relevant=\"/data/who/majority != '' and /data/who/majority != 'over_18'\"/>"
    binds += '<bind nodeset="/data/plain" type="date"/><bind nodeset="/data/met" type="date"/>'
    body = f"""<input ref="/data/met" appearance="ethiopian">{_label("plain")}</input><group ref="/data/who"><input ref="/data/who/born">{_label("born")}</input></group>
<input ref="/data/help">{_label("help")}</input><input ref="/data/plain">{_label("plain")}</input>
<group ref="/data/child"><repeat nodeset="/data/child"><input ref="/data/child/born">{_label("born")}</input>
</repeat></group>"""
    texts = {"born": "Born when?", "help": "Who looks after you?", "plain": "Came when?"}
    itext = (
        _texts("English (en)", texts, True)
        + _texts("ትግርኛ (ti)", {"born": "መዓስ ተወሊድካ?", "help": "መን ይከናኸነካ?", "plain": "መዓስ መጺእካ?"}, False)
        + _texts("دری (fa-AF)", {"born": "چه وقت تولد شدی؟", "help": "-", "plain": "-"}, False)
    )
    whole = f"<who>{nodes}</who><help/><plain/><met/><child jr:template=''>{nodes}</child>"
    made = _HEAD.format(title="Births", id="births", itext=itext, nodes=whole, binds=binds, body=body)
    return made.replace("xmlns:orx=", 'xmlns:intake="urn:intake:form:1" xmlns:orx=', 1).encode()


def named() -> bytes:
    """A form that names its records by an answer."""
    binds = """<bind nodeset="/data/name" type="string"/>
<bind nodeset="/data/meta/instanceName" calculate="/data/name"/>"""
    body = '<input ref="/data/name"><label>Name</label></input>'
    made = _HEAD.format(title="Named", id="named", itext="", nodes="<name/>", binds=binds, body=body)
    return made.replace("<itext></itext>", "").replace("<instanceID/>", "<instanceID/><instanceName/>").encode()


def figured() -> bytes:
    """Numbers to call, codes, a story, steps from minus five on, and a note that says the number again."""
    arabic = {
        "phone": "هاتف",
        "said": "رقم الهاتف",
        "code": "رمز",
        "story": "قصة",
        "steps": "سلم",
        "picked": "قائمة",
        "rated": "نجوم",
    }
    italian = {"phone": "Telefono", "said": "Il numero", "code": "Codice", "story": "Storia"}
    italian |= {"steps": "Passi", "picked": "Elenco", "rated": "Stelle"}
    again = "{} <output value='/data/phone'/>"
    itext = _texts("Italiano (it)", {**italian, "again": again.format("Il numero è")}, True)
    itext += _texts("العربية (ar)", {**arabic, "again": again.format("رقمك هو")}, False)
    fields = {"phone": 'appearance="numbers"', "said": "", "code": "", "story": 'appearance="multiline"'}
    body = "".join(f'<input ref="/data/{key}" {look}>{_label(key)}</input>' for key, look in fields.items())
    body += f'<range ref="/data/steps" start="-5" end="5" step="1">{_label("steps")}</range>'
    body += f'<range ref="/data/picked" appearance="picker" start="-5" end="5" step="1">{_label("picked")}</range>'
    body += f'<range ref="/data/rated" appearance="rating" start="0" end="10" step="1">{_label("rated")}</range>'
    body += f'<input ref="/data/again">{_label("again")}</input>'
    kinds = {"code": "barcode", "steps": "int", "picked": "int", "rated": "int"}
    keys = (*fields, "steps", "picked", "rated", "again")
    binds = "".join(f'<bind nodeset="/data/{key}" type="{kinds.get(key, "string")}"/>' for key in keys)
    nodes = "".join(f"<{key}/>" for key in keys)
    return _HEAD.format(title="Figures", id="figured", itext=itext, nodes=nodes, binds=binds, body=body).encode()


def repeated() -> bytes:
    """A second question that says the answer to the first, and is answered by it."""
    body = """<input ref="/data/town"><label>Town</label></input>
<input ref="/data/home"><label>How is <output value="/data/town"/>?</label></input>
<input ref="/data/end"><label>End</label></input>"""
    binds = """<bind nodeset="/data/town" type="string"/><bind nodeset="/data/end" type="string"/>
<bind nodeset="/data/home" type="string" calculate="/data/town"/>"""
    made = _HEAD.format(title="Repeated", id="repeated", itext="", nodes="<town/><home/><end/>", binds=binds, body=body)
    return made.replace("<itext></itext>", "").encode()


def sounded() -> bytes:
    """A question and its choices with recordings, one that can not be played, one that did not come, one in Italian."""
    spoken = {
        "en": {"ask": "ask-en.wav", "a": "a-en.wav", "broken": "broken.mp3", "gone": "gone.mp3"},
        "it": {"ask": "ask-it.wav", "far": "far-it.wav"},
    }
    words = {
        "ask": "Ask",
        "a": "Apple",
        "b": "Bread",
        "broken": "Broken",
        "gone": "Gone",
        "far": "Far",
        "still": "Still",
    }

    def text(language: str, key: str) -> str:
        name = spoken[language].get(key)
        told = f'<value form="audio">jr://audio/{name}</value>' if name else ""
        return f'<text id="{key}"><value>{words[key]} {language}</value>{told}</text>'

    itext = "".join(
        f'<translation lang="{name}">{"".join(text(code, key) for key in words)}</translation>'
        for name, code in (("English (en)", "en"), ("Italiano (it)", "it"))
    )
    items = "".join(f"<item>{_label(key)}<value>{key}</value></item>" for key in "ab")
    asked = ("broken", "gone", "far", "still")
    body = f'<select1 ref="/data/one">{_label("ask")}{items}</select1>'
    body += "".join(f'<input ref="/data/{key}">{_label(key)}</input>' for key in asked)
    body += f"""<group ref="/data/home" appearance="field-list"><label>Home</label>
<input ref="/data/home/quiet">{_label("still")}</input><input ref="/data/home/loud">{_label("ask")}</input></group>"""
    binds = "".join(
        f'<bind nodeset="/data/{key}" type="string"/>' for key in ("one", *asked, "home/quiet", "home/loud")
    )
    nodes = "<one/>" + "".join(f"<{key}/>" for key in asked) + "<home><quiet/><loud/></home>"
    return _HEAD.format(title="Sounded", id="sounded", itext=itext, nodes=nodes, binds=binds, body=body).encode()


def landed() -> bytes:
    """A form that tells who somebody is, by tags; its records are named by a number."""
    told = {"given": "name", "family": "name", "sex": "sex", "phone": "phone", "port": "place", "landed": "day"}
    labels = {"given": "First name?", "family": "Family name?", "sex": "Sex?", "phone": "Telephone?",
              "port": "Landed where?", "landed": "Landed when?", "f": "Woman", "m": "Man"}  # fmt: skip
    italian = {**labels, "given": "Nome?", "family": "Cognome?", "sex": "Sesso?", "f": "Donna", "m": "Uomo"}
    arabic = {**labels, "given": "ما اسمك؟", "family": "ما اسم عائلتك؟"}
    binds = "".join(
        f'<bind nodeset="/data/{name}" type="{"date" if name == "landed" else "string"}" intake:person="{part}"/>'
        for name, part in told.items()
    )
    binds += '<bind nodeset="/data/who/born" type="date" intake:birth="date"/>'
    binds += "".join(
        f'<bind nodeset="/data/who/{part}" type="string" intake:birth="{part}"/>'
        for part in ("said", "calendar", "precision", "earliest", "latest", "majority")
    )
    items = "".join(f"<item>{_label(one)}<value>{one}</value></item>" for one in "fm")
    body = "".join(
        f'<select1 ref="/data/{name}">{_label(name)}{items}</select1>'
        if name == "sex"
        else f'<input ref="/data/{name}">{_label(name)}</input>'
        for name in told
    )
    labels["born"] = italian["born"] = arabic["born"] = "Born when?"
    body += f'<group ref="/data/who"><input ref="/data/who/born">{_label("born")}</input></group>'
    nodes = "".join(f"<{name}/>" for name in told) + "<who><born/><said/><calendar/><precision/><earliest/><latest/>"
    itext = _texts("Italiano (it)", italian, True) + _texts("العربية (ar)", arabic, False)
    made = _HEAD.format(
        title="Landing", id="landed", itext=itext, nodes=f"{nodes}<majority/></who>", binds=binds, body=body
    )
    return made.replace("xmlns:orx=", 'xmlns:intake="urn:intake:form:1" xmlns:orx=', 1).encode()


def secrets() -> bytes:
    """A plain question, one that is sensitive, and one in a sensitive group."""
    binds = """<bind nodeset="/data/plain" type="string"/><bind nodeset="/data/hurt" type="string" intake:sensitive="yes"/>
<bind nodeset="/data/owed" type="string" intake:indicator="fee_debt"/>"""
    body = "".join(f'<input ref="/data/{name}"><label>{name}?</label></input>' for name in ("plain", "hurt", "owed"))
    made = _HEAD.format(title="Secrets", id="secrets", itext="", nodes="<plain/><hurt/><owed/>", binds=binds, body=body)
    made = made.replace("<itext></itext>", "")
    return made.replace("xmlns:orx=", 'xmlns:intake="urn:intake:form:1" xmlns:orx=', 1).encode()


def filmed() -> bytes:
    """A question with a film, in Italian another one, with one for each of two choices, and a page without."""
    texts, translated = (
        "".join(
            f'<text id="{key}"><value>{key}</value><value form="video">jr://video/{name}</value></text>'
            for key, name in (("ask", asked), ("a", "a.avi"), ("b", "broken.mp4"))
        )
        for asked in ("ask.avi", "chiesto.avi")
    )
    items = "".join(f"<item>{_label(key)}<value>{key}</value></item>" for key in "ab")
    body = (
        f'<select1 ref="/data/one">{_label("ask")}{items}</select1><input ref="/data/two"><label>Two?</label></input>'
    )
    binds = '<bind nodeset="/data/one" type="string"/><bind nodeset="/data/two" type="string"/>'
    itext = f'<translation lang="English (en)">{texts}</translation>'
    itext += f'<translation lang="Italiano (it)">{translated}</translation>'
    return _HEAD.format(title="Filmed", id="filmed", itext=itext, nodes="<one/><two/>", binds=binds, body=body).encode()


def chosen_of_repeat() -> bytes:
    """Children, and a choice among their names."""
    body = """<group ref="/data/child"><label>Children</label><repeat nodeset="/data/child">
<input ref="/data/child/name"><label>Name</label></input></repeat></group>
<select1 ref="/data/who"><label>Who is ill</label><itemset nodeset="/data/child[name != '']">
<value ref="name"/><label ref="name"/></itemset></select1><input ref="/data/end"><label>End</label></input>"""
    binds = "".join(f'<bind nodeset="/data/{path}" type="string"/>' for path in ("child/name", "who", "end"))
    nodes = '<child jr:template=""><name/></child><who/><end/>'
    made = _HEAD.format(title="Ill", id="ill", itext="", nodes=nodes, binds=binds, body=body)
    return made.replace("<itext></itext>", "").encode()


def lands() -> bytes:
    """A land, and the towns of it; all towns where no land is told."""
    body = """<select1 ref="/data/land"><label>Land</label><item><label>North</label><value>n</value></item>
<item><label>South</label><value>s</value></item></select1>
<select1 ref="/data/town"><label>Town</label>
<itemset nodeset="instance('t')/root/item[/data/land = '' or land = /data/land]"><value ref="name"/><label ref="name"/>
</itemset></select1>"""
    towns = "".join(
        f"<item><name>{name}</name><land>{land}</land></item>" for name, land in (("alba", "n"), ("bari", "s"))
    )
    binds = f'<instance id="t"><root>{towns}</root></instance><bind nodeset="/data/land" type="string"/>'
    binds += '<bind nodeset="/data/town" type="string"/>'
    made = _HEAD.format(title="Lands", id="lands", itext="", nodes="<land/><town/>", binds=binds, body=body)
    return made.replace("<itext></itext>", "").encode()

"""Small forms with questions that are answered by drawing, or on a picture."""

# ruff: noqa: E501 - XML reads better unbroken

from tests.gui_interview.forms import _HEAD, _label, _texts

LANGUAGES = ("English (en)", "Italiano (it)", "العربية (ar)")


def _itext(words: dict[str, tuple[str, str, str]]) -> str:
    return "".join(
        _texts(name, {key: told[at] for key, told in words.items()}, at == 0) for at, name in enumerate(LANGUAGES)
    )


def drawn() -> bytes:
    """A signature, a drawing, marks on a picture that is chosen, and marks on one that the form brings along."""
    asked = {
        "sign": ("Please sign here", "Firma qui, per favore", "من فضلك وقّع هنا"),
        "sketch": ("Draw the place", "Disegna il luogo", "ارسم المكان"),
        "mark": ("Mark it on a photograph", "Segnalo su una fotografia", "ضع علامة على صورة"),
        "plan": ("Mark it on the plan", "Segnalo sulla pianta", "ضع علامة على المخطط"),
    }
    looks = {"sign": "signature", "sketch": "draw", "mark": "annotate", "plan": "annotate"}
    body = "".join(
        f'<upload ref="/data/{key}" mediatype="image/*" appearance="{look}">{_label(key)}</upload>'
        for key, look in looks.items()
    )
    binds = "".join(f'<bind nodeset="/data/{key}" type="binary"/>' for key in looks)
    nodes = "<sign/><sketch/><mark/><plan>jr://images/plan.png</plan>"
    return _HEAD.format(title="Drawn", id="drawn", itext=_itext(asked), nodes=nodes, binds=binds, body=body).encode()


PARTS = {
    "head": ("Head", "Testa", "الرأس"),
    "chest": ("Chest", "Petto", "الصدر"),
    "belly": ("Belly", "Pancia", "البطن"),
    "left_arm": ("Left arm", "Braccio sinistro", "الذراع اليسرى"),
    "right_arm": ("Right arm", "Braccio destro", "الذراع اليمنى"),
    "left_leg": ("Left leg", "Gamba sinistra", "الساق اليسرى"),
    "right_leg": ("Right leg", "Gamba destra", "الساق اليمنى"),
    "everywhere": ("Everywhere", "Dappertutto", "في كل مكان"),
}
"""All but the last are on the picture."""

BODY = b"""<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 200 400">
<style>.skin{fill:#e7d3c2;stroke:#5b4636;stroke-width:2}</style><script>alert(1)</script>
<image xlink:href="file:///etc/passwd" width="9" height="9"/>
<g id="body" class="skin">
<ellipse id="head" cx="100" cy="45" rx="28" ry="35"/>
<path id="chest" d="M65 85 H135 L130 150 H70 Z"/>
<path id="belly" d="M70 150h60l5 60H65z"/>
<g id="right_arm"><path d="M65 85 C40 90 35 130 30 190 l15 4 C50 150 60 130 68 115z"/><circle cx="36" cy="203" r="11"/></g>
<g id="left_arm" transform="translate(200,0) scale(-1,1)"><path d="M65 85 C40 90 35 130 30 190 l15 4 C50 150 60 130 68 115z"/>
<circle cx="36" cy="203" r="11"/></g>
<polygon id="right_leg" points="65,210 98,210 95,380 70,380"/>
<polygon id="left_leg" points="102,210 135,210 130,380 105,380"/>
</g><path id="navel" d="M98 190a2 2 0 104 0a2 2 0 10-4 0" fill="none" stroke="#5b4636"/></svg>"""


def mapped() -> bytes:
    """Where it hurts, several places and one, on the picture of a body."""
    asked = {
        "many": ("Where does it hurt?", "Dove fa male?", "أين يؤلمك؟"),
        "one": ("Where most?", "Dove di più?", "أين أكثر؟"),
        **PARTS,
    }
    texts = _itext(asked)
    picture = '<value form="image">jr://images/body.svg</value></text>'
    for key in ("many", "one"):
        for told in asked[key]:
            texts = texts.replace(f'<text id="{key}"><value>{told}</value></text>', f'<text id="{key}"><value>{told}</value>{picture}')
    items = "".join(f"<item>{_label(key)}<value>{key}</value></item>" for key in PARTS)
    body = f"""<select ref="/data/many" appearance="image-map">{_label("many")}{items}</select>
<select1 ref="/data/one" appearance="image-map">{_label("one")}{items}</select1>"""
    binds = '<bind nodeset="/data/many" type="string"/><bind nodeset="/data/one" type="string"/>'
    return _HEAD.format(title="Mapped", id="mapped", itext=texts, nodes="<many/><one/>", binds=binds, body=body).encode()


def ranged() -> bytes:
    """Ranges of every look, with words for some values."""
    words = {"0": ("nothing", "niente", "لا شيء"), "5": ("something", "qualcosa", "شيء"), "10": ("all", "tutto", "كل شيء")}
    looks = {
        "steps": ("", "10", "1"),
        "slide": ("", "10", "0.5"),
        "upright": ("vertical", "10", "1"),
        "bare": ("vertical no-ticks", "10", "1"),
        "picked": ("picker", "10", "1"),
        "plain": ("picker", "10", "1"),
        "rated": ("rating", "5", "1"),
    }
    texts = _itext({**{key: (key, key, key) for key in looks}, **{f"v{key}": told for key, told in words.items()}})
    rows = "".join(f"<item><name>{key}</name><itextId>v{key}</itextId></item>" for key in words)
    labels = "<itemset nodeset=\"instance('l')/root/item\"><value ref='name'/><label ref='jr:itext(itextId)'/></itemset>"
    body = "".join(
        f'<range ref="/data/{key}" appearance="{look}" start="{int(key == "rated")}" end="{end}" step="{step}" '
        f'xmlns:odk="http://www.opendatakit.org/xforms" odk:tick-interval="{"5" if key != "rated" else "1"}" '
        f'odk:placeholder="4">{_label(key)}{labels if key not in ("rated", "plain") else ""}</range>'
        for key, (look, end, step) in looks.items()
    )
    binds = f"<instance id='l'><root>{rows}</root></instance>" + "".join(
        f'<bind nodeset="/data/{key}" type="{"decimal" if key == "slide" else "int"}"/>' for key in looks
    )
    nodes = "".join(f"<{key}/>" for key in looks)
    return _HEAD.format(title="Ranged", id="ranged", itext=texts, nodes=nodes, binds=binds, body=body).encode()


def dated() -> bytes:
    """Dates in other calendars: a day, a month, a year; an address of the web; choices that want no buttons."""
    looks = {
        "coptic": "coptic",
        "buddhist": "buddhist",
        "nepali": "bikram-sambat",
        "month": "month-year ethiopian",
        "year": "year persian",
        "plain": "year",
    }
    controls = [f'<input ref="/data/{key}" appearance="{look}"><label>{key}</label></input>' for key, look in looks.items()]
    items = "".join(f"<item><label>{name}</label><value>{name}</value></item>" for name in ("one", "two"))
    controls += [
        '<input ref="/data/link" appearance="url"><label>Link</label></input>',
        f'<select1 ref="/data/bare" appearance="no-buttons"><label>Bare</label>{items}</select1>',
    ]
    binds = "".join(f'<bind nodeset="/data/{key}" type="date"/>' for key in looks)
    binds += '<bind nodeset="/data/link" type="string"/><bind nodeset="/data/bare" type="string"/>'
    nodes = "".join(f"<{key}/>" for key in looks) + "<link>http://example.org/a?b=c</link><bare/>"
    made = _HEAD.format(title="Dated", id="dated", itext="", nodes=nodes, binds=binds, body="".join(controls))
    return made.replace("<itext></itext>", "").encode()

"""Small forms with questions that are answered by drawing, or on a picture."""

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

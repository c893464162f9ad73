"""Small forms with one expression each: arguments at the edges, and what a rule is about (see `explained`)."""

import re
from random import Random
from xml.sax.saxutils import quoteattr

from tests.xform.forms import inputs, xform

ZONES = ("America/New_York", "Europe/Rome", "Asia/Kolkata", "Pacific/Kiritimati", "Africa/Cairo")

EDGES = (
    "1 div 0", "-1 div 0", "0 div 0", "1 div -0", "-5 mod 3", "5 mod -3", "5.5 mod 2", "5 mod 0", "- -5", "--5",
    "-'5'", "round(2.5)", "round(-2.5)", "round(-0.5)", "round(1.005, 2)", "round(2.345, 2)", "round(1234.5, -2)",
    "round('')", "round(12.5, 'x')", "round(1 div 0)", "int(-2.7)", "int('abc')", "int(12345678901)", "int(1 div 0)",
    "int('')", "number('')", "number(' 5 ')", "number('.5')", "number('5.')", "number('-')", "number('- 5')",
    "number('+5')", "number('0x10')", "number('Infinity')", "number('true')", "number(true())", "pow(2, 0.5)",
    "pow(-8, 1 div 3)", "pow('a', 2)", "log(0)", "log10(1000)", "sqrt(-1)", "abs('x')", "exp(1)", "exp10(2)",
    "atan2(1, -1)", "sin(1)", "cos(1)", "tan(1)", "asin(1)", "acos(1)", "atan(1)", "pi()", "string(1.0)",
    "string(-0)", "string(number('x'))", "0 * -1", "5.00000000009", "concat('a', 1.50, true())", "concat(/data/r/x)",
    "join('-', /data/r/x)", "join('-', 'x', /data/e, /data/e)", "join('-', /data/hidden, 'x')", "join('-')",
    "substr('hello', 1, 3)", "substr('hello', -3)", "substr('hello', 3, 1)", "substr('hello', 10)",
    "substr('hello', -10, 3)", "substr('hello', 1.7)", "substring-before('a-b', '-')", "substring-before('ab', '')",
    "substring-after('ab', '')", "substring-after('ab', 'c')", "translate('abc', 'ab', 'x')",
    "translate('aabb', 'ab', 'xyz')", "normalize-space('  a  b ')", "string-length('été')", "contains('abc', '')",
    "starts-with('abc', '')", "ends-with('abc', 'bc')", "string-length(uuid())", "string-length(uuid(5))",
    "digest('a', 'MD5')", "digest('a', 'sha-1', 'hex')", "digest('', 'MD5', 'hex')", "digest('é', 'SHA-384')",
    "base64-decode('aGVsbG8=')", "base64-decode('!!')", "extract-signed('x', 'y')", "if(/data/e, 1, 2)",
    "if('', 1, 2)", "coalesce(/data/e, 'z')", "coalesce('', '')", "once('x')", "once(/data/i)", "boolean('false')",
    "boolean(/data/e)", "boolean-from-string('TRUE')", "boolean-from-string(1)", "boolean(number('x'))",
    "not(/data/i)", "regex('abc', '[a-c]+')", "regex('', '')", "regex('ab', 'a')", "regex('A1', '(?i)[a-z]\\d')",
    "checklist(-1, -1)", "checklist(1.5, 2, true(), true())", "checklist(1, -1, /data/i)",
    "weighted-checklist(5, -1, true(), 10)", "weighted-checklist(0, -2, true(), -1, false(), 5)", "sum(/data/r/x)",
    "sum(/data/m)", "sum(/data/zz)", "max(/data/r/x)", "min(/data/r/x)", "max('')", "min(3, number('x'))",
    "max(/data/m, 4)", "count(/data/r)", "count(/data/zz)", "count(/data/hidden)", "count-non-empty(/data/r/x)",
    "position(/data/r)", "position(/data/zz)", "position(/data/r[x = 2])", "sum(/data/r[x > 0]/x)",
    "count(/data/r[x = ''])", "selected(/data/m, 'a')", "selected('', '')", "selected('a', '')",
    "selected(/data/zz, 'a')", "is-selected(/data/m, 'c')", "selected-at(/data/m, 0)", "selected-at(/data/m, -1)",
    "selected-at('a b', 1.5)", "count-selected('')", "count-selected(' a  b ')",
    "indexed-repeat(/data/r/x, /data/r, 2)", "indexed-repeat(/data/r/x, /data/r, 9) = ''",
    "indexed-repeat(/data/r/x, /data/r, 0)", "instance('l')/root/item[name = 'zz']/label = ''",
    "instance('l')/root/item[name = 'zz']/label != 'x'", "/data/zz = /data/e",
    "instance('l')/root/item[name = /data/m]/label", "count(instance('l')/root/item[n > 1 and n < 3])",
    "/data/hidden != 5", "join(',', instance('l')/root/item[selected(/data/m, name)]/label)",
    "join(' ', randomize(instance('l')/root/item/name, 42))",
    "join(' ', randomize(instance('l')/root/item/name, -7))",
    "join(' ', randomize(instance('l')/root/item/name, 1.5))", "format-date(/data/d, '%Y-%m-%d %e %y %n')",
    "format-date('2024-02-29', '%d/%m')", "format-date('', '%d')", "format-date(/data/e, '%d')",
    "format-date-time(/data/t, '%H:%M:%S.%3')", "format-date-time(/data/dt, '%Y-%m-%d %H:%h:%M')", "number(/data/d)",
    "/data/d + 1", "format-date-time('2024-07-01T10:00:00.123+05:30', '%Y-%m-%d %H:%M:%S.%3')",
    "decimal-date-time('2024-02-29T10:00:00Z')", "decimal-time(/data/t)", "int(now()) - int(today())",
    "/data/d - date('2024-02-01')", "date('2024-03-31') - date('2024-03-30')",
    "date-time('2024-07-01T10:00:00.000+05:30') > /data/d", "/data/d = '2024-02-29'", "selected(/data/m, 'a b')",
    "1 < 2 < 3", "1 = 1 = 1", "'' = 0", "/data/e < 1", "'5' < '10'", "'abc' < 'abd'", "true() = 'true'",
    "false() = ''", "true() = 2", "'1' = '1.0'", "1 = '1.0'", "'a' or ''", "'false' and 'x'",
    "3 > 2 and not(1 > 2) or false()", "5 - 3 - 1", "5 div 2 * 2", "jr:choice-name('a', '/data/m')",
    "jr:choice-name('zz', '/data/m')", "jr:choice-name(/data/m, '/data/m')", "jr:itext('word')", "depend(/data/i, 5)",
    "version()", "area(/data/line)", "area(/data/e)", "distance(/data/line)", "distance(/data/e)",
    "boolean(/data/box)", "if(/data/box, 1, 2)", "not(/data/box)", "/data/box or false()", "/data/box = ''",
    "count-non-empty(/data/box)", "count-non-empty(/data/box/*)", "boolean(/data/box/y)", "coalesce(/data/box, 'z')",
    "if(/data/i[. = 5], 1, 2)", "not(/data/e[. = ''])", "count(/data/box[y = 3])",
    "distance('0 0', '0 1')", "random() < 1", "geofence(/data/g, /data/shape)",
    "geofence('0.5 0.6 0 0', /data/shape)", "round(area(/data/shape), -3)", "current()/../i",
)  # fmt: skip

REFUSED = "refused at load"
LARGE = "12345678901"
"""A whole number that does not fit into 32 bits."""

BY_RULE = {
    "2": {
        "concat(/data/r/x, 'z')": "12z", "instance('l')/root/item[n > 1]/label": "B", "/data/r/x + 1": "2",
        "min(/data/r/x, 0)": "0", "/data/r/x = 2": "1",
    },
    "3": {
        "/data/r[2]/x": "2", "/data/r[position() = 2]/x": "2", "/data/r[last() - 1]/x": "2",
        "instance('l')/root/item[2]/label": "B",
    },
    "7": {
        "boolean(/data/zero)": "0", "if(/data/zero, 1, 2)": "2", "not(/data/zero)": "1", "/data/zero or false()": "0",
        "boolean(/data/zero[. = 0])": "0",
    },
    "9": {
        "today() < '2130-01-01'": "1", "/data/d < '2025-01-01'": "1", "'2024-01-01' < '2024-01-02'": "1",
        "/data/d >= '2024-02-29'": "1",
    },
    "9c": {
        "date('2024-03-11') - date('2024-03-10')": "1", "date(date('2024-03-10') + 1) = date('2024-03-11')": "1",
        "number(/data/d) + 1": "19783",
    },
    "10": {
        "number('1,000')": "", "number('2024-02-29')": "19782", "'2024-02-29' + 1": "19783",
    },
    "20": {
        "12345678.5": "12345678.5", "0.000001": "0.000001", "area(/data/shape)": "5576348365.609355",
        "1234567890.25 * 3": "3703703670.75",
    },
    "21": {"min()": REFUSED, "digest('a', 'nope')": "", "sum('a')": REFUSED},
    "9b": {
        "/data/d": "2024-02-29", "date('2024-02-29')": "2024-02-29", "date(/data/d + 1)": "2024-03-01",
        "if(true(), /data/d, 'x')": "2024-02-29", "coalesce(/data/e, /data/d)": "2024-02-29",
        "once(/data/d)": "2024-02-29",
    },
    "moment": {
        "string(/data/dt)": "2024-03-31T01:30:00.000{z}", "number(/data/dt)": "19813.0625", "number(/data/t)": "",
        "concat(/data/t, '/', /data/dt)": "10:30:00.000{z}/2024-03-31T01:30:00.000{z}",
        "max(/data/dt, 1)": "19813.0625",
        "/data/dt - /data/d": "31.0625", "/data/dt > date('2024-03-31')": "1",
        "string-length(string(date-time('2024-07-01T10:00:00Z')))": "29",
    },
    "round": {"round(-148, -2)": "-100", "round(-648, -2)": "-600", "round(-160, -1)": "-160"},
    "max": {"max(-3, -2)": "-2", "max(/data/e, -2)": "-2", "max(number('x'), -2)": "-2"},
    "point": {"distance(/data/e, '10 20')": "0", "distance('0 0 0 0; 0 1 0 0')": "111318.84502143922"},
    "nan date": {
        "date(/data/e + 1) != ''": "0", "string(date(/data/e + 1))": "", "date(/data/e + 1) = date(/data/e + 1)": "1",
    },
    "utf-16": {"string-length('😀')": "2", "substr('😀b', 0, 1)": ""},
    "type": {
        "area('0 0 0 0; 0 1 0 0; 1 1 0 0')": "6195942628.45484", "distance('x')": "0", "date('abc')": "",
        "date('2024-02-30')": "", "decimal-time('x')": "", "format-date('x', '%d')": "", "selected(/data/i, 5)": "1",
        "selected(/data/d, '2024-02-29')": "1", "intersects('0 0; 1 1; 0 1; 1 0')": "1", "selected-at(/data/i, 0)": "5",
        "property('x')": "", "decimal-time('10:30')": "0.4375", "starts-with(selected-at(/data/i, 0), 'b')": "0",
    },
    "18 blanks": {},
    "18 large": {},
}  # fmt: skip
"""Expressions a rule is about, and what they are here by that rule, whatever JavaRosa gives."""

_INSTANCE = (
    "<i>5</i><e/><d>2024-02-29</d><t>10:30:00.000{z}</t><dt>{m}</dt><s>a b</s><m>a c</m><g>41.9 12.5 0 0</g>"
    "<hidden>9</hidden><zero>0</zero><box><y>3</y></box>"
    "<line>0.1 0 0 0; 0 1 0 0</line><shape>0 0.1 0 0; 0 1 0 0; 1 1 0 0; 0 0.1 0 0</shape>"
    "<r><x>1</x></r><r><x>2</x></r><r><x/></r><big/><c/>"
)
_TYPES = {"i": "int", "d": "date", "t": "time", "dt": "dateTime", "m": "select", "g": "geopoint", "line": "geotrace",
          "shape": "geoshape", "r/x": "int", "big": "int"}  # fmt: skip
_MOMENT = re.compile(r"<dt>2024-03-31T01:30:00\.000([^<]+)</dt>")
_ITEMS = "".join(
    f"<item><name>{name}</name><label>{name.upper()}</label><n>{at}</n></item>" for at, name in enumerate("abc", 1)
)
_MODEL = (
    '<itext><translation lang="en"><text id="word"><value>Word</value></text></translation></itext>'
    f'<instance id="l"><root>{_ITEMS}</root></instance>'
)
_BODY = (
    inputs("i", "e", "d", "t", "dt", "s", "g", "line", "shape", "big")
    + '<select ref="/data/m"><label>M</label><itemset nodeset="instance(\'l\')/root/item"><value ref="name"/>'
    '<label ref="label"/></itemset></select>'
    '<group ref="/data/r"><label>R</label><repeat nodeset="/data/r"><input ref="/data/r/x"><label>X</label></input>'
    '</repeat></group><group ref="/data/box"><label>B</label><input ref="/data/box/y"><label>Y</label></input></group>'
)


def choose(number: int, dice: Random) -> tuple[str, str]:
    """(rule, expression) of the probe of a running number: each edge in turn, and for every second one a rule.

    The rule is "" for what both engines must give alike.
    """
    if number % 3 < 2:
        return "", EDGES[(number // 3 * 2 + number % 3) % len(EDGES)]
    mark = dice.choice(sorted(BY_RULE))
    return mark, dice.choice(tuple(BY_RULE[mark]) or ("/data/i + 1",))


def due(mark: str, expression: str, xml: bytes) -> str:
    """What an expression of a rule has to be here at the start of a record of its form."""
    told = _MOMENT.search(xml.decode())
    return BY_RULE[mark][expression].replace("{z}", told[1] if told else "")


def make_form(expression: str, kind: str, moment: str) -> bytes:
    """A form that calculates one expression; `moment` is a local date-time with its offset."""
    binds = "".join(f'<bind nodeset="/data/{name}" type="{kind}"/>' for name, kind in _TYPES.items())
    binds += '<bind nodeset="/data/hidden" relevant="/data/i = 77"/>'
    binds += f'<bind nodeset="/data/c" type="{kind}" calculate={quoteattr(expression)}/>'
    clock = moment[len("2024-03-31T01:30:00.000") :]
    return xform(_INSTANCE.replace("{m}", moment).replace("{z}", clock), binds, _BODY, _MODEL)


def make_steps(mark: str, dice: Random) -> list[dict[str, str]]:
    """The value at the start; after an answer or two, if no rule is about it."""
    get = {"op": "get", "path": "/data/c"}
    if mark and not mark.startswith("18"):
        return [get]
    if mark:
        path, value = ("/data/s", "  two  ") if mark == "18 blanks" else ("/data/big", LARGE)
        return [{"op": "set", "path": path, "value": value}, {"op": "get", "path": path}]
    answers = [("/data/i", "12"), ("/data/m", "b"), ("/data/r[2]/x", "7"), ("/data/d", "2023-10-29"), ("/data/i", "")]
    steps = [get]
    for path, value in dice.sample(answers, 2):
        steps += [{"op": "set", "path": path, "value": value}, get]
    return steps

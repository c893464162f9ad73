"""Indexes answer what a scan would; shuffles are those of other engines; signed codes."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from intake_app.xpath.context import Context, Environment
from intake_app.xpath.expression import compile_expression
from intake_app.xpath.functions.chance import number_seed, park_miller, shuffled, text_seed
from intake_app.xpath.functions.digest import extract_signed
from intake_app.xpath.tree import Node, Row, element, new_root
from tests.xpath.forms import at, environment, leaf, text

CELLS = st.sampled_from(["", "1", "2", "10", "-1", "x", "1.0", "2024-01-02", " 2"])
ROWS = st.lists(st.lists(CELLS, min_size=0, max_size=2), max_size=8)
SIDES = st.sampled_from(["'1'", "1", "2", "'x'", "/data/a", "/data/b", "current()/../b", "date('2024-01-02')", "''"])
CONDITIONS = st.builds(
    lambda key, op, side, turn: f"{side} {op} {key}" if turn else f"{key} {op} {side}",
    st.sampled_from(["k", ".", "@c"]),
    st.sampled_from(["=", "!=", "<", "<=", ">", ">="]),
    SIDES,
    st.booleans(),
)


def listing(rows: list[list[str]]) -> Node:
    root = new_root()
    top = root.append(element("root"))
    for row in rows:
        item = top.append(element("item"))
        for cell in row:
            item.append(element("k", cell))
            item.set_attribute("c", cell)
    return root


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("instance('rows')/root/item[name = 'b']/code", "2"),
        ("instance('rows')/root/item[code = 2]/name", "b"),
        ("instance('rows')/root/item[code > 2]/name", "c"),
        ("count(instance('rows')/root/item[none = ''])", "3"),
        ("count(instance('rows')/root/item[none > 1])", "0"),
        ("count(instance('rows')/root/item)", "3"),
        ("pulldata('rows', 'name', 'code', 2)", "b"),
        ("pulldata('rows', 'name', 'none', '')", ""),
    ],
)
def test_rows_are_found_by_what_is_in_their_cells(source: str, told: str) -> None:
    env = environment()
    root = env.instances["rows"] = new_root()
    top = leaf(root, "root")
    rows = [top.append(Row("item", {"code": 0, "name": 1}, [str(at), name])) for at, name in enumerate("abc", 1)]
    assert text(source, env) == told
    assert text(source, env) == told
    assert [type(row) for row in rows] == [Row] * 3


@pytest.mark.parametrize(
    ("condition", "names"),
    [
        ("code >= 2 and string-length(name)", "b c"),
        ("2 and code != 1", "b c"),
        ("code >= 2 and if(code = 3, 1, '')", "c"),
        ("0 and code = 1", ""),
        ("code >= 2 and /data/blank", ""),
        ("/data/zero and code = 1", ""),
        ("code >= 2 and name", "b c"),
        ("none and code = 1", ""),
        ("/data/blank", ""),
        ("name", "a b c"),
    ],
)
def test_beside_and_a_number_is_no_position_and_a_blank_path_not_true(condition: str, names: str) -> None:
    env = environment()
    env.instances["rows"] = root = new_root()
    top = leaf(root, "root")
    for number, name in enumerate("abc", 1):
        top.append(Row("item", {"code": 0, "name": 1}, [str(number), name]))
    assert text(f"join(' ', instance('rows')/root/item[{condition}]/name)", env) == names


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("count(instance('nested')/root/item[. = ''])", "2"),
        ("count(instance('nested')/root/item[. = 2])", "0"),
        ("count(instance('nested')/root/item[who = '2'])", "0"),
        ("count(instance('nested')/root/item[who/name = '2'])", "1"),
        ("pulldata('nested', 'code', 'who', '2')", ""),
        ("pulldata('nested', 'code', 'code', 'x')", "x"),
    ],
)
def test_in_a_record_an_index_sees_no_text_in_a_group(source: str, told: str) -> None:
    env = environment()
    env.steady = True
    env.instances["nested"] = root = new_root()
    top = leaf(root, "root")
    leaf(leaf(leaf(top, "item"), "who"), "name", "2")
    leaf(leaf(top, "item"), "code", "x")
    assert text(source, env) == text(source.replace("/root", "/self::node()/root"), env) == told


@settings(max_examples=150, deadline=None)
@given(ROWS, st.lists(CONDITIONS, min_size=1, max_size=3), CELLS, CELLS, st.booleans())
def test_an_index_finds_what_a_scan_finds(
    rows: list[list[str]], conditions: list[str], a: str, b: str, numeric: bool
) -> None:
    root = new_root()
    data = root.append(element("data"))
    here = data.append(element("a", a))
    here.numeric = numeric
    data.append(element("b", b))
    env = Environment(root)
    env.instances["list"] = listing(rows)
    wanted = " and ".join(conditions)
    quick = compile_expression(f"instance('list')/root/item[{wanted}]").nodes(Context(here, env))
    slow = compile_expression(f"instance(concat('li', 'st'))/root/item[{wanted}]").nodes(Context(here, env))
    assert quick == slow


@pytest.mark.feature(107)
def test_an_index_is_made_once_and_dropped_on_demand() -> None:
    env = environment()
    source = "instance('villages')/root/item[name = /data/chosen]/district"
    assert text(source, env) == ""
    made = dict(env.indexes)
    assert text(source, env) == ""
    assert env.indexes == made
    next(env.instances["villages"].elements()).children[4].children[0].value = "food work"
    env.forget_indexes()
    assert text(source, env) == "d4"


def test_positions_count_for_each_parent_of_a_list() -> None:
    env = environment()
    top = next(env.instances["villages"].elements())
    env.instances["villages"].append(top.copy())
    assert text("count(instance('villages')/root/item[district = 'd3'][1])", env) == "2"


@pytest.mark.feature(149)
@pytest.mark.parametrize(
    ("seed", "wanted"),
    [
        ("42", "1752"),
        ("1", "2751"),
        ("11.1", "7125"),
        ("0", "5271"),
        ("-5", "7512"),
        ("3000000000", "2517"),
        ("2147483648", "2751"),
        ("123456789012345", "5721"),
    ],
)
def test_shuffles_are_those_of_javarosa(seed: str, wanted: str) -> None:
    env = environment()
    days = [item.named("days")[0] for number in range(3) for item in at(env, "person", number).named("visit")]
    for node, value in zip(days, "1257", strict=False):
        node.value = value
    assert text(f"join('', randomize((//days)[position() < 5], {seed}))", env) == wanted


def test_seeds() -> None:
    letters = [element("z", letter) for letter in "ABCDEF"]
    assert "".join(node.value for node in shuffled(letters, park_miller(42))) == "AFCBDE"
    assert text_seed("") == 0
    assert text_seed("foo") == 0x2C26B46B68FFC68F
    assert number_seed(float("-inf")) == -(2**63 - 1)
    assert number_seed(float("inf")) == 2**63 - 1
    assert text("count(randomize(//days, 'Kisumu'))") == "5"
    assert text("count(randomize(//days))") == "5"


def test_an_order_without_a_seed_stays_within_a_session_and_differs_between_places() -> None:
    def orders(env: Environment) -> list[str]:
        places = [at(env), at(env, "age"), at(env, "person", 1, "name")]
        return [text("join(',', randomize(instance('villages')/root/item/name))", env, node) for node in places]

    env, other = environment(), environment()
    first = orders(env)
    assert orders(env) == first
    assert len({*first, *orders(other)}) == 6
    assert sorted(first[0].split(",")) == sorted(text("join(',', instance('villages')/root/item/name)", env).split(","))


@pytest.mark.feature(135)
@pytest.mark.feature(135)
def test_signed_codes() -> None:
    key = Ed25519PrivateKey.generate()
    public = base64.b64encode(key.public_key().public_bytes_raw()).decode()
    message = b"Amina 27"
    signed = base64.b64encode(key.sign(message) + message).decode()
    forged = base64.b64encode(key.sign(message) + b"Amina 28").decode()
    assert extract_signed(signed, public) == "Amina 27"
    assert extract_signed(forged, public) == ""
    assert extract_signed("AAAA", public) == ""
    assert extract_signed(signed, "AAAA") == ""

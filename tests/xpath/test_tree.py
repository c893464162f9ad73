"""The instance tree: names, text, relevance, copies, paths."""

from intake_app.xpath.tree import Node, Row, element, new_root
from tests.xpath.forms import at, environment, text


def test_the_name_index_follows_every_change() -> None:
    above = element("above")
    first, third = above.append(element("q", "1")), above.append(element("q", "3"))
    assert above.named("q") == [first, third]
    second = above.insert(1, element("q", "2"))
    assert above.named("q") == [first, second, third]
    above.remove(first)
    assert (above.named("q"), first.parent) == ([second, third], None)
    other = above.append(element("other"))
    assert (above.named("other"), above.named("none")) == ([other], [])


def test_positions_follow_every_change() -> None:
    above = element("above")
    same = [above.append(element("q")) for _ in range(6)]
    assert [node.position() for node in above.named("q")] == [1, 2, 3, 4, 5, 6]
    other = above.append(element("other"))
    seventh = above.insert(6, element("q"))
    listed = above.named("q")
    assert (seventh.position(), listed[-1], other.position()) == (7, seventh, 1)
    above.insert(0, element("q"))
    above.remove(same[0])
    assert [node.position() for node in (same[1], same[5], seventh)] == [2, 6, 7]
    aside = element("q")
    aside.parent = above
    assert aside.position() == 1
    assert len(listed) == 7


def test_the_text_of_a_node_is_what_lies_in_it_and_is_relevant() -> None:
    above = element("above")
    leaves = [above.append(element("q", text)) for text in "abc"]
    leaves[1].relevant = False
    assert [node.text() for node in (above, *leaves)] == ["ac", "a", "", "c"]


def test_the_name_index_follows_what_is_taken_out() -> None:
    above = element("above")
    same = [above.append(element("q", str(at))) for at in range(7)]
    pattern = element("q", "pattern")
    pattern.template = True
    above.append(pattern)
    only = above.append(element("only"))
    listed = above.named("q")
    above.remove(pattern)
    above.remove(same[2])
    above.remove(only)
    assert (above.named("q"), above.named("only")) == ([*same[:2], *same[3:]], [])
    assert [node.position() for node in above.named("q")] == [1, 2, 3, 4, 5, 6]
    assert len(listed) == 7
    again = above.insert(0, only)
    assert (above.named("only"), above.named("q")[-1]) == ([again], same[6])


def test_the_cells_of_a_row_become_nodes_when_they_are_looked_at() -> None:
    row = Row("item", {"name": 1, "code": 0}, ["7", "Ada", "beyond"])
    assert (row.cell("name"), row.cell("code"), row.cell("none"), row._cells) == ("Ada", "7", None, None)
    assert [(node.name, node.value, node.parent) for node in row.children] == [("name", "Ada", row), ("code", "7", row)]
    assert row.children is row.children
    assert (row.named("code")[0].value, row.text(), row.copy().text()) == ("7", "Ada7", "Ada7")
    assert row._made() is row.children  # another thread was first
    row.append(element("more", "x"))
    assert row.text() == "Ada7x"


def test_templates_are_not_seen() -> None:
    above = new_root().append(element("data"))
    pattern = element("rep", "pattern")
    pattern.template = True
    above.append(pattern)
    above.append(element("rep", "real"))
    assert [node.value for node in above.named("rep")] == ["real"]
    assert above.text() == "real"


def test_text_is_blank_where_it_is_not_relevant() -> None:
    env = environment()
    assert at(env, "person", 0).text() == "Ada1012"
    at(env, "person", 0, "amount").relevant = False
    assert at(env, "person", 0).text() == "Ada12"
    assert text("string(/data/person[1])", env) == "Ada12"
    assert text("sum(/data/person/amount)", env) == "30"


def test_a_leaf_has_its_text_as_a_node() -> None:
    env = environment()
    assert text("/data/age/text()", env) == "25"
    assert text("count(/data/blank/text())", env) == "0"
    assert text("name(/data/age/text()/..)", env) == "age"


def test_paths_name_the_instance_of_a_repeat() -> None:
    env = environment()
    assert at(env, "person", 2, "visit", 1, "days").path() == "/data/person[3]/visit[2]/days"
    assert at(env, "age").path() == "/data/age"
    assert at(env, "age").set_attribute("id", "x").path() == "/data/age/@id"
    assert new_root().path() == "/"


def test_a_copy_shares_nothing_but_data() -> None:
    env = environment()
    person = at(env, "person", 0)
    person.data = object()
    person.set_attribute("id", "a")
    twin = person.copy()
    twin.named("name")[0].value = "Bea"
    twin.set_attribute("id", "b")
    assert (twin.parent, twin.repeated, twin.data) == (None, True, person.data)
    assert (person.named("name")[0].value, person.attributes[0].value) == ("Ada", "a")
    assert isinstance(twin, Node)

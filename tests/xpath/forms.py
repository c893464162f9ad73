"""A small form's instance for tests: plain questions, a repeat with a repeat inside, a list of villages."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from intake_app.xpath.context import Context, Environment
from intake_app.xpath.expression import compile_expression
from intake_app.xpath.tree import Node, element, new_root
from intake_app.xpath.values import Value

ROME = ZoneInfo("Europe/Rome")
NOON = datetime(2026, 3, 28, 11, 30, tzinfo=UTC)


def leaf(above: Node, name: str, value: str = "") -> Node:
    return above.append(element(name, value))


def environment() -> Environment:
    """`/data` with two blank-ish answers, one that is not relevant, three people and their visits; 300 villages."""
    root = new_root()
    data = leaf(root, "data")
    for name, value in (("age", "25"), ("blank", ""), ("zero", "0"), ("born", "2001-05-17"), ("chosen", "food work")):
        leaf(data, name, value)
    leaf(data, "hidden", "9").relevant = False
    for name, amount, visits in (("Ada", "10", "12"), ("", "", "3"), ("Cy", "30", "45")):
        person = leaf(data, "person")
        person.repeated = True
        leaf(person, "name", name)
        leaf(person, "amount", amount)
        for visit in visits:
            inner = leaf(person, "visit")
            inner.repeated = True
            leaf(inner, "days", visit)
    env = Environment(root)
    env.instances["villages"] = villages(300)
    env.zone, env.now = ROME, lambda: NOON
    return env


def villages(count: int) -> Node:
    root = new_root()
    top = leaf(root, "root")
    for at in range(count):
        item = leaf(top, "item")
        for name, value in (("name", f"v{at}"), ("district", f"d{at % 10}"), ("people", str(at * 7 % 100))):
            leaf(item, name, value)
        item.set_attribute("code", str(at % 3))
    return root


def at(env: Environment, *names: str | int) -> Node:
    """The node reached by child names, with 0-based numbers for the instances of a repeat."""
    node = next(env.main.elements())
    for name in names:
        node = node.parent.named(node.name)[name] if isinstance(name, int) and node.parent else node.named(str(name))[0]
    return node


def value(source: str, env: Environment | None = None, node: Node | None = None) -> Value:
    env = environment() if env is None else env
    return compile_expression(source).evaluate(Context(node if node is not None else at(env), env))


def text(source: str, env: Environment | None = None, node: Node | None = None) -> str:
    env = environment() if env is None else env
    return compile_expression(source).string(Context(node if node is not None else at(env), env))

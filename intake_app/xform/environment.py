"""The environment of a session's expressions: what the form and its surroundings hand to them."""

from intake_app.xform.definition import FormDefinition
from intake_app.xform.instance import groups, keeps
from intake_app.xform.surroundings import Surroundings
from intake_app.xpath.context import Environment
from intake_app.xpath.tree import Node


def environment(definition: FormDefinition, document: Node, surroundings: Surroundings) -> Environment:
    """What expressions of one record are worked out with; its tree is changed by the session alone."""
    env = Environment(document)
    env.instances = dict(definition.instances)
    env.now = surroundings.now
    env.random = surroundings.random.random
    env.uuid = surroundings.uuid
    env.properties = surroundings.properties
    env.month_names = surroundings.month_names
    env.day_names = surroundings.day_names
    env.version = definition.version
    env.zone = surroundings.now().tzinfo
    env.keeps = keeps
    env.groups = groups
    env.steady = True
    return env

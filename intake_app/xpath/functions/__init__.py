"""The functions of XPath 1.0 and of ODK XForms, by name."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from intake_app.xpath.functions import (
    chance,
    dates,
    digest,
    flow,
    forms,
    geo,
    nodesets,
    numbers,
    repeats,
    selection,
    strings,
)
from intake_app.xpath.signatures import Function

FUNCTIONS: Final[Mapping[str, Function]] = MappingProxyType(
    {
        **strings.FUNCTIONS,
        **numbers.FUNCTIONS,
        **nodesets.FUNCTIONS,
        **flow.FUNCTIONS,
        **dates.FUNCTIONS,
        **selection.FUNCTIONS,
        **digest.FUNCTIONS,
        **geo.FUNCTIONS,
        **chance.FUNCTIONS,
        **forms.FUNCTIONS,
        **repeats.FUNCTIONS,
    }
)

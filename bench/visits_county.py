"""The demonstration county's own items and bundles in their flat form: real definitions to time."""

from functools import cache
from typing import Any

from demo import content, enabling
from onevisit.catalogue.rules.composition import Offer, compose_bundle, compose_item
from onevisit.catalogue.rules.parsing import parse_bundle, parse_item
from onevisit.journeys.rules.expanding import Scope, expand
from onevisit.journeys.rules.writing import written

Flat = dict[str, Any]


@cache
def offers() -> tuple[tuple[Offer, ...], tuple[Offer, ...]]:
    """The items and the bundles of the county, each from its document."""
    found = [parse_item(each.document) for each in content.items()]
    items = {each.catalogue_code: each for each in reversed(found)}
    bundles = [parse_bundle(each) for each in content.bundles().values()]
    return tuple(compose_item(each) for each in found), tuple(
        compose_bundle(each, {part.key: items[part.catalogue_code] for part in each.parts})
        for each in bundles
    )


@cache
def _works() -> frozenset[str]:
    return enabling.works()


def flat_of(offer: Offer) -> Flat:
    """From application to result, with what works in the county."""
    found = expand(offer, Scope.OFFICIAL, lambda _: None, on=_works())
    assert found.flat is not None, found.gaps
    return written(found.flat)

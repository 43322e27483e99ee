"""到现场次数: the number is there, is explained, and agrees with how far one gets online."""

import re
from collections.abc import Iterator

from onevisit.catalogue.rules.definition import BundleDefinition, ItemDefinition
from onevisit.catalogue.rules.publishing.model import Hit, Items, Kind, Rule, Severity, Subject
from onevisit.catalogue.rules.vocabulary import OnlineDepth, PartyRole

Either = ItemDefinition | BundleDefinition

_OFFLINE = (OnlineDepth.INFORM, OnlineDepth.PRE_REVIEW)
_NO_TRIP = re.compile(r"零跑|不用跑|一次(?:都)?(?:不用跑|不跑)|无需到场")
_TRIPS = re.compile(r"(?:只|最多|仅)(?:需|要)?跑\s*([0-9]+|[一二两三])\s*[次趟]")
_DIGITS = {"一": 1, "二": 2, "两": 2, "三": 3}


def _missing(one: Either, _: Items | None = None) -> Iterator[Hit]:
    if one.declared_visits is None:
        yield Hit("/declared_visits")


def _reason_missing(one: Either, _: Items | None = None) -> Iterator[Hit]:
    if (one.declared_visits or 0) > 0 and not one.presence_reason.strip():
        yield Hit("/presence_reason", str(one.declared_visits))


def _reason_without_visit(one: Either, _: Items | None = None) -> Iterator[Hit]:
    if one.declared_visits == 0 and one.presence_reason.strip():
        yield Hit("/presence_reason", one.presence_reason[:80])


def _full_online_with_visits(one: Either, _: Items | None = None) -> Iterator[Hit]:
    if one.online_depth is OnlineDepth.FULL and (one.declared_visits or 0) > 0:
        yield Hit("/declared_visits", str(one.declared_visits))


def _offline_without_way(item: ItemDefinition) -> Iterator[Hit]:
    """Nobody comes, nothing is online and nothing may be sent: so how does one apply?"""
    if _remote_only(item) and item.postal_application is False:
        yield Hit("/declared_visits", "0")


def _postal_unknown(item: ItemDefinition) -> Iterator[Hit]:
    if _remote_only(item) and item.postal_application is None:
        yield Hit("/postal_application")


def _remote_only(item: ItemDefinition) -> bool:
    return item.declared_visits == 0 and item.online_depth in _OFFLINE


def _full_online_step_on_site(item: ItemDefinition) -> Iterator[Hit]:
    if item.online_depth is not OnlineDepth.FULL:
        return
    for index, step in enumerate(item.steps):
        own = step.party is PartyRole.APPLICANT
        if own and step.modes and not any(mode.remote for mode in step.modes):
            yield Hit(f"/steps/{index}/modes", step.name)


def _claim_contradicts(one: Either, _: Items | None = None) -> Iterator[Hit]:
    """What the summary promises in words is what is declared as a number."""
    if one.declared_visits is None:
        return
    told = _TRIPS.search(one.texts.summary)
    if told is not None:
        trips = _DIGITS.get(told[1]) or int(told[1][:4])
        if trips < one.declared_visits:
            yield Hit("/texts/summary", told[0])
    elif one.declared_visits > 0 and (free := _NO_TRIP.search(one.texts.summary)):
        yield Hit("/texts/summary", free[0])


_WRONG = (Subject.VISITS, Severity.BLOCK, Kind.WRONG)
_SILENT = (Subject.VISITS, Severity.BLOCK, Kind.MISSING)
RULES = (
    Rule("visits_missing", *_SILENT, _missing, _missing),
    Rule("presence_reason_missing", *_SILENT, _reason_missing, _reason_missing),
    Rule(
        "presence_reason_without_visit",
        Subject.VISITS,
        Severity.WARN,
        Kind.WRONG,
        _reason_without_visit,
        _reason_without_visit,
    ),
    Rule("full_online_with_visits", *_WRONG, _full_online_with_visits, _full_online_with_visits),
    Rule("full_online_step_on_site", *_WRONG, _full_online_step_on_site),
    Rule("offline_without_way", *_WRONG, _offline_without_way),
    Rule("postal_unknown", Subject.VISITS, Severity.WARN, Kind.MISSING, _postal_unknown),
    Rule("visits_claim_contradicts", *_WRONG, _claim_contradicts, _claim_contradicts),
)

"""Reads of journeys: what is published, expanded and solved, and held against what is declared."""

from onevisit.journeys.queries.against import (
    RULES,
    begin_check,
    begin_compute,
    told_gap,
    told_kind,
    told_place,
)
from onevisit.journeys.queries.expecting import begin_expect
from onevisit.journeys.queries.figures import Kept, kept_figure, unknown_count
from onevisit.journeys.queries.listing import (
    Audience,
    ByVisits,
    Group,
    Wanted,
    all_by_visits,
    by_visits,
    departments_listed,
    group_counts,
    missing_counts,
)
from onevisit.journeys.queries.plans import PlanLine, PlanView, openable, plan_view, plans
from onevisit.journeys.queries.visits import (
    Repair,
    Visits,
    issuers,
    visits_of,
    visits_of_offer,
)
from onevisit.journeys.queries.why import Why, told_party, why

__all__ = [
    "RULES",
    "Audience",
    "ByVisits",
    "Group",
    "Kept",
    "PlanLine",
    "PlanView",
    "Repair",
    "Visits",
    "Wanted",
    "Why",
    "all_by_visits",
    "begin_check",
    "begin_compute",
    "begin_expect",
    "by_visits",
    "departments_listed",
    "group_counts",
    "issuers",
    "kept_figure",
    "missing_counts",
    "openable",
    "plan_view",
    "plans",
    "told_gap",
    "told_kind",
    "told_party",
    "told_place",
    "unknown_count",
    "visits_of",
    "visits_of_offer",
    "why",
]

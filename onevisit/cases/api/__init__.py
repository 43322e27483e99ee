"""Applications and cases for programs."""

from ninja import Router

from onevisit.cases.api import (
    applications,
    bags,
    correction,
    desk,
    drawings,
    following,
    four_eyes,
    handling,
    handout,
    letters,
    lockers,
    mandates,
    obligations,
    parcels,
    visits,
)
from onevisit.cases.api.routing import applications as applied

MODULES = (applications, correction, following)  # what they offer stands on the one router

router = Router()
for each in (
    applied,
    desk.router,
    handling.router,
    four_eyes.router,
    visits.router,
    drawings.router,
    letters.router,
    handout.router,
    obligations.router,
    mandates.router,
    parcels.router,
    bags.router,
    lockers.router,
):
    router.add_router("", each)

__all__ = ["MODULES", "router"]

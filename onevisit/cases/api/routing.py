"""One router for all that is under /applications: a path with two methods needs a single one."""

from ninja import Router

applications = Router(tags=["applications"])

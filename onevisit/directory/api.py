"""Departments and places for programs."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from onevisit.directory import queries
from onevisit.directory.rules import DepartmentInfo, ServicePointInfo

router = Router(tags=["directory"])


class Department(Schema):
    """An authority; `code` is its short name in addresses."""

    id: UUID
    code: str
    name: str
    short_name: str
    region: str
    phone: str


class Place(Schema):
    """A place one can go to, where results can be had."""

    id: UUID
    code: str
    name: str
    kind: str
    region: str
    address: str
    phone: str


@router.get("/departments", response=list[Department], url_name="departments", auth=None)
def departments(request: HttpRequest) -> list[DepartmentInfo]:
    """Every authority of the area."""
    return list(queries.departments())


@router.get("/service-points", response=list[Place], url_name="service-points", auth=None)
def service_points(request: HttpRequest) -> list[ServicePointInfo]:
    """Every place, with the id that collecting at a window asks for."""
    return list(queries.service_points())

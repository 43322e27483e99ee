"""Refusals of the directory room."""

from onevisit.kernel.errors import Invalid, NotFound, Refused


def no_such_department() -> NotFound:
    """No department has this id or code."""
    return NotFound("directory.no_such_department")


def no_such_service_point() -> NotFound:
    """No service point has this id or code."""
    return NotFound("directory.no_such_service_point")


def bad_region_code(code: str) -> Invalid:
    """A region code is twelve digits."""
    return Invalid("directory.bad_region_code", region=code)


def unknown_region(code: str) -> Invalid:
    """A department or service point names a region that is not registered."""
    return Invalid("directory.unknown_region", region=code)


def bad_hours(position: int) -> Invalid:
    """Opening hours cannot be read; `position` counts the entries from 1."""
    return Invalid("directory.bad_hours", position=position)


def bad_cell(what: str, **facts: str | int) -> Invalid:
    """A cell of the directory's workbook cannot be read; `what` is one of `CELLS`."""
    return Invalid(CELLS[what], field=None, **facts)


CELLS = {
    "missing": "directory.cell_missing",
    "broken": "directory.cell_broken",
    "long": "directory.cell_long",
    "slug": "directory.cell_slug",
    "yes": "directory.cell_yes",
    "kind": "directory.cell_kind",
    "degrees": "directory.cell_degrees",
    "hours": "directory.cell_hours",
}
"""What may be wrong with a cell → the code it is told by."""


def system_only() -> Refused:
    """The directory is kept by commands run on the server, not by people at pages."""
    return Refused("directory.system_only")

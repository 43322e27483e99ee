"""The public lists 政务清单: what each is called, what a page and a spreadsheet of it show."""

from onevisit.guidance.web.lists.kinds import KINDS
from onevisit.guidance.web.lists.page import (
    Asked,
    list_page,
    lists_page,
    read_asked,
    spreadsheet,
)
from onevisit.guidance.web.lists.power import power_page

__all__ = [
    "KINDS",
    "Asked",
    "list_page",
    "lists_page",
    "power_page",
    "read_asked",
    "spreadsheet",
]

"""What is joined, and the form that joins another: systems and offices alike."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from onevisit.directory import queries as directory
from onevisit.ui.posted import text_of


def joining(
    request: HttpRequest, template: str, lines: object, *, problem: str = "", status: int = 200
) -> HttpResponse:
    """The page of one such list, as it was typed where it was refused."""
    context = {
        "lines": lines,
        "departments": directory.departments(),
        "problem": problem,
        "typed": request.POST,
        "chosen": text_of(request, "department"),
    }
    return render(request, template, context, status=status)

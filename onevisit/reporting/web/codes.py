"""省里的代码: what stands for our values there, what is not confirmed, what was not sent."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from onevisit.accounts.queries import actor_of
from onevisit.reporting import queries
from onevisit.reporting.rules.codes import SETS
from onevisit.reporting.web.batches import keepers
from onevisit.reporting.web.code_wordings import CODE_SETS, value_text


@require_safe
@keepers
def codes(request: HttpRequest) -> HttpResponse:
    """Every code, those that the province has not confirmed marked."""
    view = queries.codes_view(actor_of(request))
    grouped = groupby(view.lines, key=lambda line: line.coded.code_set)
    context = {
        "view": view,
        "sets": [
            {
                "key": key,
                "title": CODE_SETS[key],
                "columns": SETS[key].columns,
                "lines": (lines := [(value_text(each.coded), each) for each in found]),
                "open": sum(not each.confirmed for _words, each in lines),
            }
            for key, found in grouped
        ],
        "withheld": [
            (CODE_SETS[each.coded.code_set], value_text(each.coded), each) for each in view.withheld
        ],
    }
    return render(request, "reporting/codes.html", context)

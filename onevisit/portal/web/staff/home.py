"""From one door to the page where each role's work begins."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from onevisit.accounts.guards import staff_required
from onevisit.accounts.queries import actor_of
from onevisit.accounts.rules import Permission

BEGINNINGS: tuple[tuple[Permission, str], ...] = (
    (Permission.CASES_INTAKE, "portal:window"),
    (Permission.HALL_QUEUE, "portal:queue"),
    (Permission.CASES_REVIEW, "portal:desk"),
    (Permission.CASES_EXTEND_JOINT, "portal:extensions"),
    (Permission.OVERSIGHT_READ, "oversight:home"),
    (Permission.CATALOGUE_PUBLISH, "catalogue:findings"),
    (Permission.ENABLERS_KEEP, "catalogue:enablers"),
    (Permission.PAYMENTS_RECONCILE, "payments:comparisons"),
    (Permission.ARCHIVE_READ, "archive:desk"),
    (Permission.PEOPLE_HELP, "portal:helper"),
    (Permission.AUDIT_READ, "audit:trail"),
)


@require_safe
@staff_required()
def home(request: HttpRequest) -> HttpResponse:
    """Clerks to the window, greeters to the queue, approvers to the desk, supervisors to their
    page, keepers of the catalogue to its findings, of enablers to these, cashiers to the day's
    comparison, archivists to their finds, helpers to their people, admins to audit.
    """
    actor = actor_of(request)
    for permission, url_name in BEGINNINGS:
        if actor.may(permission):
            return HttpResponseRedirect(reverse(url_name))
    return HttpResponseRedirect("/")

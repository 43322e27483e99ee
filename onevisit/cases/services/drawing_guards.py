"""What the review of its drawings asks of those who decide a case."""

from onevisit.cases.errors import drawings as refused
from onevisit.cases.models import Case, DrawingReview
from onevisit.cases.rules.drawings import ReviewState


def require_drawings_agreed(case: Case) -> None:
    """No approval of drawings that are under review or were not agreed to. Raises Conflict
    `cases.drawings_not_agreed`.
    """
    newest = DrawingReview.objects.filter(case=case).order_by("-opened_at").first()
    if newest is not None and newest.state != ReviewState.AGREED:
        raise refused.not_agreed()

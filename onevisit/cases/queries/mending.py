"""What of reviewed drawings was never mended."""

from onevisit.cases.models import Case, DrawingReview
from onevisit.cases.rules.drawings import read


def unmended(case: Case) -> list[str]:
    """What still stood when the limit of the applicant ran out: department, sheet, words."""
    row = DrawingReview.objects.filter(case=case).order_by("-opened_at").first()
    if row is None:
        return []
    return [
        f"{seat.department.name}：{each.sheet}，{each.words}"
        for seat in row.seats.select_related("department").order_by("department__code")
        for each in read(seat.comments)
        if each.stands
    ]

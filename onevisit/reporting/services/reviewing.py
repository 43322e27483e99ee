"""联合审图 for systems of departments that review along without a case of their own.

The department that leads hears of its case as of any other. The others have no event in its history
to hear of; what concerns them is written down in the act itself, which holds the review, so that
each hears it in its order and once, by call and in the feed alike.
"""

from onevisit.cases.queries.reported import departments_of
from onevisit.cases.rules.events import DrawingsMoved
from onevisit.kernel import rows
from onevisit.reporting.models import FeedEntry, Happened


def on_drawings(event: DrawingsMoved) -> None:
    """Those among the departments that do not lead are told; what a department takes back and says
    again is told once.
    """
    lead = departments_of([event.case_id])[event.case_id]
    news = f"drawings:{event.review_id}:{event.move}:{event.nth}"
    others = {each for each in event.departments if each != lead}
    for told in (FeedEntry, Happened):
        same = told.objects.filter(news=news, department_id__in=others)
        others -= set(same.values_list("department_id", flat=True))
    rows.insert(
        Happened(
            case_id=event.case_id,
            at=event.at,
            department_id=each,
            news=news,
            facts={
                "review": str(event.review_id),
                "action": f"drawings_{event.move}",
                "at": event.at.isoformat(),
                "limit_on": event.due_on.isoformat(),
            },
        )
        for each in sorted(others)
    )

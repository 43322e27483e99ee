"""联合审图 for systems of departments that review along without a case of their own.

The department that leads hears of its case as of any other. The others have no event in its history
to hear of; what concerns them is written down in the act itself, which holds the review, so that
each system hears it in its order and once.
"""

from uuid import UUID

from django.db.models import Max

from onevisit.cases.queries.reported import departments_of
from onevisit.cases.rules.events import DrawingsMoved
from onevisit.kernel import rows
from onevisit.reporting.models import Call, Subscription


def on_drawings(event: DrawingsMoved) -> None:
    """Systems of those among the departments that do not lead are told; two queries where nobody
    listens. What a department takes back and says again is told once.
    """
    lead = departments_of([event.case_id])[event.case_id]
    others = [each for each in event.departments if each != lead]
    listening = Subscription.objects.filter(ended_at=None, department_id__in=others)
    news = f"drawings:{event.review_id}:{event.move}:{event.nth}"
    rows.insert(
        _call(each, event, news)
        for each in listening.values_list("id", flat=True)
        if not Call.objects.filter(subscription_id=each, news=news).exists()
    )


def _call(subscription_id: UUID, event: DrawingsMoved, news: str) -> Call:
    heard = Call.objects.filter(subscription_id=subscription_id, case_id=event.case_id)
    return Call(
        subscription_id=subscription_id,
        case_id=event.case_id,
        seq=(heard.aggregate(last=Max("seq"))["last"] or 0) + 1,
        news=news,
        facts={
            "review": str(event.review_id),
            "action": f"drawings_{event.move}",
            "at": event.at.isoformat(),
            "limit_on": event.due_on.isoformat(),
        },
        made_at=event.at,
        due_at=event.at,
    )

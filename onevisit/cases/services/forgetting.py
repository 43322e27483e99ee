"""Addresses of parcels are deleted when nobody needs them any more."""

from datetime import timedelta
from uuid import UUID

from django.db import connection, transaction

from onevisit.accounts.rules import SYSTEM
from onevisit.audit import services as audit
from onevisit.delivery import queries as parcels
from onevisit.delivery import services as delivery
from onevisit.kernel import clock

_OVER = """
SELECT d.id FROM delivery_destination AS d
WHERE d.address_sealed IS NOT NULL AND d.kept_at < %(until)s AND NOT EXISTS (
    SELECT 1 FROM cases_application AS a
    WHERE a.destination_id = d.id AND a.state IN ('draft', 'submitted')
) AND NOT EXISTS (
    SELECT 1 FROM delivery_parcel AS p
    JOIN cases_posted AS i ON i.parcel_id = p.id
    JOIN cases_case AS c ON c.id = i.case_id
    JOIN cases_application AS a ON a.id = c.application_id
    WHERE p.destination_id = d.id AND (a.ended_at IS NULL OR a.ended_at >= %(until)s)
) AND NOT EXISTS (
    SELECT 1 FROM cases_application AS a
    WHERE a.destination_id = d.id AND a.ended_at >= %(until)s
) LIMIT %(most)s
"""


def forget_addresses(*, most: int = 1_000) -> int:
    """Delete the addresses of applications that ended longer ago than `settings.COURIER_TERMS`
    keeps them, and of drafts that were given up. Safe at any time; returns how many.
    """
    until = clock.now() - timedelta(days=parcels.terms(clock.today()).keep_days)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_OVER, {"until": until, "most": most})
            over: list[UUID] = [row[0] for row in cursor.fetchall()]
        forgotten = delivery.forget(over) if over else 0
        if forgotten:
            audit.record(
                action="cases.forget_addresses",
                target_type="cases.application",
                target_id="",
                actor=SYSTEM,
                facts={"addresses": forgotten},
            )
    return forgotten

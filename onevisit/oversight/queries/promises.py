"""The SQL of what was promised and not kept, for the figures and the lists behind them."""

from collections.abc import Mapping

from onevisit.oversight.rules.comparing import Cause

CONTACT_SHOWS: Mapping[Cause, str] = {
    Cause.CORRECTION: "k.kind = 'correction'",
    Cause.MATERIALS: "k.reason = 'materials'",
    Cause.ELSEWHERE: "k.reason = 'elsewhere'",
    Cause.CONDITIONS: "k.reason = 'conditions'",
    Cause.SYSTEM: "k.reason = 'system'",
    Cause.UNSAID: "k.kind = 'sent_home' AND k.reason = ''",
    Cause.COLLECTED: "k.kind = 'hand_out' AND x.sent_out",
    Cause.APPLIED: "k.kind = 'intake' AND x.applied_remotely",
}
"""By what a contact `k` of an ended application `x` shows the cause."""

ANY_CAUSE = " OR ".join(f"({shown})" for shown in CONTACT_SHOWS.values())

PROMISED = """LEFT JOIN catalogue_itemversion AS iv ON iv.id = a.item_version_id
    LEFT JOIN catalogue_bundleversion AS bv ON bv.id = a.bundle_version_id
    LEFT JOIN catalogue_item AS ci ON ci.code = a.offer_code
    LEFT JOIN catalogue_bundle AS cb ON cb.code = a.offer_code
    LEFT JOIN journeys_figure AS ji ON ji.item_version_id = ci.current_id
    LEFT JOIN journeys_figure AS jb ON jb.bundle_version_id = cb.current_id"""
"""What an application `a` was promised when it was made, and what its thing comes to now. Two joins
and not one with `OR`, which would try every figure for every application.
"""

PROMISED_FACTS = """(coalesce(bv.document, iv.document)->>'declared_visits')::int AS declared,
    coalesce(ji.applied_remotely, jb.applied_remotely, false) AS applied_remotely,
    coalesce(ji.sent_out, jb.sent_out, false) AS sent_out"""


def over_for(cause: Cause) -> str:
    """That a closed application `f` took more visits than promised, and for this cause."""
    shown = CONTACT_SHOWS.get(cause, ANY_CAUSE)
    none = "NOT " if cause is Cause.OTHER else ""
    return (
        f"f.visits > f.declared AND {none}EXISTS (SELECT 1 FROM hall_contact AS k"  # noqa: S608 - constants
        f" JOIN closed AS x ON x.id = k.application_id WHERE x.id = f.id AND ({shown}))"
    )

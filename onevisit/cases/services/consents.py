"""What a change of an application does to the consents others gave to it."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from onevisit.accounts import services as people
from onevisit.accounts.rules import SYSTEM
from onevisit.audit.rules import Act
from onevisit.audit.services import record_many
from onevisit.cases import errors
from onevisit.cases.models import Application, Evidence, Invitation, Party
from onevisit.cases.queries.consents import digests_of, need_of, open_invitations
from onevisit.cases.queries.pinning import pinned
from onevisit.cases.queries.signing import evidence_of
from onevisit.cases.rules.lifecycle import ApplicationState
from onevisit.cases.rules.parties import Answering, Standing, demands, lacking, moved, others
from onevisit.kernel import rows


def after_change(application: Application, *, form: bool = True) -> tuple[str, ...]:
    """Void the consents to what is no longer so, and let go whom the answers need no more. Returns
    the columns of the application it changed, for the save that follows.

    The application is locked. Once it is handed in only a correction of the `form` asks anew, not a
    better picture of a paper. No query where the offer has no other parties; one where it has, one
    more while somebody has agreed.
    """
    offer = pinned(application).offer
    corrected = form and application.state == ApplicationState.SUBMITTED
    if not offer.parties or not (application.state == ApplicationState.DRAFT or corrected):
        return ()
    wanted = demands(offer, application.answers)
    application.others = others(offer, application.answers)
    if application._state.adding:
        return ("others",)
    held = open_invitations(application)
    roles = {demand.need.key for demand in wanted}
    gone = [row for row in held if row.role not in roles]
    agreed = [row for row in held if row.role in roles and row.standing is Standing.AGREED]
    _answer(gone, Answering.REMOVE, "cases.release_party")
    if agreed:
        now = digests_of(application, agreed, evidence_of(application))
        void = [row for row in agreed if now[row.id] != row.agreed_digest]
        _answer(void, Answering.CHANGE, "cases.void_consent")
        for row in void:
            _tell_changed(row, application)
    return ("others",)


def _answer(rows: Iterable[Invitation], answering: Answering, action: str) -> None:
    changed = list(rows)
    for row in changed:
        row.state = moved(row.standing, answering)
    if changed:
        Invitation.objects.bulk_update(changed, ["state"])
        record_many([Act(action, "cases.invitation", row.id) for row in changed], actor=SYSTEM)


def _tell_changed(row: Invitation, application: Application) -> None:
    text = _("您同意过的“%(thing)s”内容有变化，原来的同意不算数了。请登录后重新看一遍。")
    people.tell_phone(phone=row.named().phone, text=text % {"thing": application.offer_name})


def require_consents(application: Application, evidence: Iterable[Evidence]) -> list[Invitation]:
    """Everybody who must agree, agreed to what stands now; the application is locked.

    One query where others must agree, none else. Raises Conflict `cases.consents_missing`.
    """
    offer = pinned(application).offer
    wanted = demands(offer, application.answers)
    if not wanted:
        return []
    held = open_invitations(application)
    now = digests_of(application, held, evidence)
    short = lacking(wanted, [(row.role, _standing(row, now[row.id])) for row in held])
    if short:
        raise errors.consents_missing(demand.need.name for demand in short)
    return held


def _standing(row: Invitation, digest: str) -> Standing:
    """A consent to something else than what stands now is none."""
    if row.standing is Standing.AGREED and row.agreed_digest != digest:
        return Standing.VOID
    return row.standing


def sign_for_others(application: Application, agreed: Iterable[Invitation]) -> None:
    """What others agreed to stands beside the applicant's signature from now on."""
    rows.insert(
        Party(
            application=application,
            role=each.role,
            index=each.index,
            person_id=each.person_id or "",
            signed_at=each.answered_at,
            signed_digest=each.agreed_digest,
            signed_assurance=each.agreed_assurance,
            authority_id=each.authority_id,
            signed_by_id=each.answered_by_id,
        )
        for each in agreed
    )


def require_still_agreed(application: Application) -> None:
    """What was corrected, and had been agreed to, was agreed to anew. One query where others had to
    agree. Raises Conflict `cases.consents_missing`.
    """
    if application.others:
        open_ones = [
            row for row in open_invitations(application) if row.standing is not Standing.AGREED
        ]
        if open_ones:
            roles = dict.fromkeys(row.role for row in open_ones)
            needs = (need_of(application, role) for role in roles)
            raise errors.consents_missing(need.name for need in needs if need)

"""补正: the applicant mends what the notice or the pre-review told, online or at any window."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from onevisit.accounts.rules import Actor, AssuranceLevel, Deed
from onevisit.audit.rules import Act, Facts
from onevisit.cases import errors
from onevisit.cases.access import is_applicant
from onevisit.cases.models import Application, Case, Gap, Party
from onevisit.cases.queries.pinning import pinned
from onevisit.cases.queries.signing import digest_over, evidence_of
from onevisit.cases.rules.events import ContactKind
from onevisit.cases.rules.gaps import GapKind
from onevisit.cases.rules.lifecycle import Action, ApplicationState, CaseState
from onevisit.cases.rules.pre_review import PreReview
from onevisit.cases.rules.submission import SIGNING_ASSURANCE, contradictions
from onevisit.cases.services.consents import require_still_agreed
from onevisit.cases.services.contacts import publish_contact, publish_help
from onevisit.cases.services.filling import change_form, form_values
from onevisit.cases.services.helping import under_authority
from onevisit.cases.services.holding import Held, hold_cases
from onevisit.cases.services.locks import lock_application
from onevisit.cases.services.notices import answer_without_gaps
from onevisit.cases.services.standing_by import standing_here
from onevisit.cases.services.trail import record
from onevisit.guidance.rules.form import signed_form
from onevisit.kernel import clock


def open_gaps(application: Application, *, by_staff: bool) -> QuerySet[Gap]:
    """What is to be mended now, by notice or by pre-review. A clerk also sees what is still being
    gathered: what is mended on the spot need not be told at all (当场更正).
    """
    told = Q(notice__state="sent", case__state=CaseState.CORRECTION_REQUESTED)
    told |= Q(notice__isnull=True, case__pre_review=PreReview.RETURNED)
    if by_staff:
        told |= Q(notice__state="gathering", case__state=CaseState.SUBMITTED)
    newest = Gap.objects.filter(told, case__application=application)
    return newest.order_by("case_id", "kind", "id")


def mend(application: Application, kind: GapKind, keys: Collection[str]) -> None:
    """Papers came, or fields were changed: their gaps are mended. The application is locked."""
    if application.was_told:
        rows = open_gaps(application, by_staff=True).filter(kind=kind, key__in=keys)
        ids = list(rows.values_list("id", flat=True))
        Gap.objects.filter(id__in=ids).update(mended_at=clock.now())


def correct_fields(
    *, application_id: UUID, values: Mapping[str, object], actor: Actor
) -> tuple[str, ...]:
    """Change fields of the form that a gap is about; others are left as they are. Returns what
    changed.

    Raises NotFound, Refused as `attach_file`; Conflict `cases.nothing_to_correct`; Invalid
    `guidance.form_problems`, `cases.contradicts_answers` – then nothing is changed.
    """
    with transaction.atomic():
        application = lock_application(application_id, actor, Deed.FILL)
        asked = open_gaps(application, by_staff=actor.is_staff).filter(kind=GapKind.FIELD)
        keys = set(asked.values_list("key", flat=True))
        if application.state != ApplicationState.SUBMITTED or not keys:
            raise errors.nothing_to_correct()
        before = form_values(application)
        given = {key: value for key, value in values.items() if key in keys}
        change_form(application, pinned(application).offer, given)
        _require_right(application)
        after = form_values(application)
        changed = tuple(sorted(key for key in keys if before.get(key) != after.get(key)))
        mend(application, GapKind.FIELD, changed)
        if changed:
            record("cases.change_fields", application, actor, fields=list(changed))
        return changed


def _require_right(application: Application) -> None:
    offer = pinned(application).offer
    form = signed_form(offer, application.answers, form_values(application))
    differing = contradictions(offer, application.answers, form.all())
    if differing:
        raise errors.contradicts_answers(differing)


@dataclass(frozen=True, slots=True)
class StandsThere:
    """Who stands at the window in the applicant's place: under which authority, and whether their
    identity card was looked at.
    """

    authority_id: UUID
    seen: bool


def correct(
    *, application_id: UUID, signed_digest: str, actor: Actor, stands: StandsThere | None = None
) -> tuple[str, ...]:
    """Sign and hand in the correction: each case whose gaps are all mended waits for acceptance
    anew, the others go on waiting for the applicant. Returns the names of those cases.

    After a notice the intake limit begins anew; what a pre-review sent back goes on under the one
    that runs.
    At a window it is a contact like any other; what is mended there before the notice went out
    needs no notice; whoever `stands` there for the applicant is named with it. Raises Conflict
    `cases.nothing_to_correct`, `cases.changed_since_shown`, `cases.consents_missing`, Invalid
    `cases.gaps_open` when no case is complete, Refused `cases.assurance_too_low`,
    `cases.window_needed`; and what `standing_here` raises.
    """
    with transaction.atomic():
        application = lock_application(application_id, actor, Deed.SIGN)
        by_clerk = not is_applicant(actor, application)
        assurance = _assurance(actor, by_clerk=by_clerk)
        held = hold_cases(application, actor)
        if by_clerk and stands is not None:
            held.stood = standing_here(application, stands.authority_id, seen=stands.seen)
        mended = _mended(held, by_staff=by_clerk)
        if signed_digest != digest_over(application, evidence_of(application)):
            raise errors.changed_since_shown()
        require_still_agreed(application)
        for case in mended:
            if case.state == CaseState.CORRECTION_REQUESTED:
                held.move(case, Action.CORRECT)
                continue
            if case.pre_review == PreReview.RETURNED:
                held.move(case, Action.RESUPPLY)
            if by_clerk or _nothing_left(held, case):
                answer_without_gaps(held, case)
        _sign(held, signed_digest, assurance)
        held.write()
        if by_clerk:
            came = held.stood.agent_id if held.stood else None
            publish_contact(application, actor, ContactKind.CORRECTION, came)
        publish_help(application, actor)
        return tuple(case.name for case in mended)


def _nothing_left(held: Held, case: Case) -> bool:
    """Whether what was being gathered for a case came before it was told."""
    gathered = Gap.objects.filter(case=case, notice__state="gathering", mended_at__isnull=True)
    return held.application.gathering and not gathered.exists()


def _assurance(actor: Actor, *, by_clerk: bool) -> AssuranceLevel:
    if by_clerk:
        if actor.service_point_id is None:
            raise errors.window_needed()
        return AssuranceLevel.IN_PERSON
    if actor.assurance < SIGNING_ASSURANCE:
        raise errors.assurance_too_low()
    return actor.assurance


def _mended(held: Held, *, by_staff: bool) -> list[Case]:
    """The cases whose gaps are all mended. Raises when there is none."""
    gaps = list(open_gaps(held.application, by_staff=by_staff))
    if not gaps:
        raise errors.nothing_to_correct()
    left = {gap.case_id for gap in gaps if gap.mended_at is None}
    mended = {gap.case_id for gap in gaps} - left
    if not mended:
        raise errors.gaps_open(gap.name for gap in gaps if gap.mended_at is None)
    return [case for case in held.cases if case.id in mended]


def _sign(held: Held, digest: str, assurance: AssuranceLevel) -> None:
    """The signature now stands under the corrected application."""
    stood = {"authority_id": held.stood.id} if held.stood else {}
    number = held.stood.number if held.stood else held.actor.authority
    if number:
        facts: Facts = {"number": held.application.number, "authority": number}
        held.acts.append(Act("cases.sign", "cases.application", held.application.id, facts))
    Party.objects.filter(application=held.application, role="applicant").update(
        signed_at=held.at,
        signed_digest=digest,
        signed_assurance=assurance,
        **under_authority(held.actor) | stood,
    )

"""Drafts go over to the newest version by themselves; what was submitted stays on its own."""

from collections.abc import Iterator
from uuid import UUID

from django.db import transaction

from onevisit.accounts.rules import SYSTEM, Actor
from onevisit.cases.models import Application, SealedForm
from onevisit.cases.queries.pinning import pinned
from onevisit.cases.rules.lifecycle import ApplicationState
from onevisit.cases.rules.rolling import carry
from onevisit.cases.rules.submission import fitting_collection
from onevisit.cases.services.consents import after_change
from onevisit.cases.services.locks import lock_draft, touch
from onevisit.cases.services.trail import record
from onevisit.catalogue import queries as catalogue
from onevisit.catalogue.queries import PinnedOffer
from onevisit.kernel import clock, rows
from onevisit.kernel.errors import NotFound

MOST = 500
"""Drafts moved in one run; the next run takes the rest."""
_WHAT = (
    "offer_name",
    "item_version",
    "bundle_version",
    "pins",
    "region",
    "answers",
    "collection",
    "form_open",
    "form_sealed",
    "rolled",
)


def roll_drafts(*, most: int = MOST) -> int:
    """Move drafts whose offer has a newer version to it; how many. Safe at any time, by several at
    once, and again.

    What no longer fits is named to the applicant on the draft's page. A draft of something that is
    offered no more stays as it is.
    """
    moved = 0
    for offer, stale in _outdated():
        for application_id in stale:
            if moved >= most:
                return moved
            moved += _roll(application_id, offer)
    return moved


def _outdated() -> Iterator[tuple[PinnedOffer, list[UUID]]]:
    """What is offered now, and the drafts that were begun under something else."""
    drafts = Application.objects.filter(state=ApplicationState.DRAFT)
    codes = drafts.order_by("offer_code").values_list("offer_code", flat=True).distinct()
    for code in list(codes):
        try:
            offer = catalogue.pinned_offer(code)
        except NotFound:
            continue
        fresh: dict[str, object] = {
            "item_version_id": offer.item_version_id,
            "bundle_version_id": offer.bundle_version_id,
            "pins": _pins(offer),
        }
        same = drafts.filter(offer_code=code).order_by("id")
        yield offer, list(same.exclude(**_held(fresh)).values_list("id", flat=True))


def _held(fresh: dict[str, object]) -> dict[str, object]:
    """Only what is given: to SQL, nothing equals null."""
    return {name: value for name, value in fresh.items() if value is not None}


def _pins(offer: PinnedOffer) -> dict[str, str]:
    return {key: str(pin.version_id) for key, pin in offer.pins.items()}


@transaction.atomic
def _roll(application_id: UUID, offer: PinnedOffer) -> bool:
    application = (
        Application.objects.select_for_update()
        .filter(id=application_id, state=ApplicationState.DRAFT)
        .first()
    )
    if application is None or _same(application, offer):
        return False
    old, new = pinned(application).offer, offer.offer
    sealed = application.unsealed()
    carried = carry(
        old,
        new,
        answers=application.answers,
        values={**application.form_open, **sealed.values},
        at=clock.now(),
    )
    personal = {use.field.key for use in new.fields if use.field.sensitivity != "open"}
    values = carried.values
    application.form_open = {key: each for key, each in values.items() if key not in personal}
    kept = {key: each for key, each in values.items() if key in personal}
    application.answers = carried.answers
    application.offer_name = new.name
    application.item_version_id = offer.item_version_id
    application.bundle_version_id = offer.bundle_version_id
    application.pins = _pins(offer)
    application.region_id = next(iter(offer.pins.values())).region
    application.collection = fitting_collection(new, carried.answers, application.collection)
    application.rolled = [*application.rolled, carried.told.stored()]
    application.seal_form(SealedForm(kept, sealed.trail, sealed.notes))
    application.version += 1
    rows.update(application, ("version", *_WHAT, *after_change(application)))
    lost = len(carried.told.answers) + len(carried.told.fields)
    record("cases.roll_forward", application, SYSTEM, offer=new.code, lost=lost)
    return True


def _same(application: Application, offer: PinnedOffer) -> bool:
    held = (application.item_version_id, application.bundle_version_id, application.pins)
    return held == (offer.item_version_id, offer.bundle_version_id, _pins(offer))


def note_rolled(*, application_id: UUID, actor: Actor) -> None:
    """The applicant has read what changed: it is shown no more. Raises NotFound
    `cases.no_such_application`, Conflict `cases.not_a_draft`.
    """
    with transaction.atomic():
        application = lock_draft(application_id, actor)
        if application.rolled:
            application.rolled = []
            touch(application, "rolled")

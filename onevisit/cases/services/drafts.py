"""Drafts: started once, saved from any tab or device without losing anything."""

from collections.abc import Mapping
from uuid import UUID

from django.db import IntegrityError, transaction

from onevisit.accounts import queries as accounts
from onevisit.accounts.errors import not_citizen, not_representing
from onevisit.accounts.rules import Acting, Actor, Deed, Permission, Scope, require
from onevisit.cases import errors
from onevisit.cases.access import require_here
from onevisit.cases.errors.lodging import locker_needed
from onevisit.cases.models import Application, Channel, SealedForm
from onevisit.cases.queries.pinning import pinned
from onevisit.cases.queries.registers import registered
from onevisit.cases.rules.events import ContactKind
from onevisit.cases.rules.lifecycle import ApplicationState
from onevisit.cases.rules.submission import (
    SentHome,
    collections_of,
    fitting_collection,
)
from onevisit.cases.services.consents import after_change
from onevisit.cases.services.contacts import publish_contact
from onevisit.cases.services.filling import change_answers
from onevisit.cases.services.helping import take_hand
from onevisit.cases.services.locks import WHO_SAVED, lock_draft, sign_in_book, touch
from onevisit.cases.services.trail import record
from onevisit.catalogue import queries as catalogue
from onevisit.catalogue.queries import PinnedOffer
from onevisit.catalogue.rules.composition import Offer
from onevisit.catalogue.rules.points import PointAct
from onevisit.catalogue.rules.vocabulary import Collection, Served
from onevisit.delivery import services as delivery
from onevisit.delivery.queries.lockers import locker_points
from onevisit.delivery.rules import Address
from onevisit.kernel import clock, rows

_DRAFT = (
    f"SELECT {rows.columns(Application)} FROM cases_application WHERE state = 'draft'"  # noqa: S608
    " AND applicant_id = %s AND offer_code = %s"
    " AND organisation_id IS NOT DISTINCT FROM %s FOR UPDATE"
)


def start_application(
    *,
    offer_code: str,
    actor: Actor,
    answers: Mapping[str, object] | None = None,
    organisation_id: UUID | None = None,
    applicant_id: UUID | None = None,
    channel: str = Channel.ONLINE,
) -> UUID:
    """Begin an application, or go on with the draft there is, whatever device or window made it.

    A citizen applies for themselves (or for `organisation_id`, which they must act for); a clerk
    gives `applicant_id`. What the platform knows is filled in. Raises NotFound
    `catalogue.no_such_offer`, Refused `cases.not_applicable`, `cases.organisation_needed`,
    `cases.outside_authority`, `accounts.not_representing`, `accounts.not_permitted`, Invalid of
    the answers.
    """
    offer = catalogue.pinned_offer(offer_code)
    if not all(part.item.applicable for part in offer.offer.parts):
        raise errors.not_applicable(offer.offer.name)
    person_id = _applicant(actor, applicant_id, channel, offer)
    organisation_id = _organisation(offer.offer, actor, organisation_id, person_id)
    try:
        return _go_on(offer, actor, person_id, organisation_id, channel, answers)
    except IntegrityError:  # another tab was quicker: now there is a draft to go on with
        return _go_on(offer, actor, person_id, organisation_id, channel, answers)


def _go_on(
    offer: PinnedOffer,
    actor: Actor,
    person_id: UUID,
    organisation_id: UUID | None,
    channel: str,
    answers: Mapping[str, object] | None,
) -> UUID:
    with transaction.atomic():
        application = _draft(offer.offer.code, person_id, organisation_id)
        if application is None:
            return _begin(offer, actor, person_id, organisation_id, channel, answers).id
        _take_up(application, actor, channel, answers)
        return application.id


def _applicant(actor: Actor, applicant_id: UUID | None, channel: str, offer: PinnedOffer) -> UUID:
    """Whose application it is; only a clerk at a window names somebody else."""
    if channel == Channel.WINDOW:
        if not actor.may(Permission.POINT_SERVE):
            require(actor, Permission.CASES_INTAKE, Scope(None, _region(offer)))
        require(actor, Permission.CASES_INTAKE)
        if actor.service_point_id is None or applicant_id is None:
            raise errors.window_needed()
        catalogue.require_able(offer, PointAct.TAKE, actor.service_point_id)
        return applicant_id
    if actor.person_id is None or applicant_id not in (None, actor.person_id):
        raise not_citizen()
    if actor.acting is not None and not actor.acting.covers(offer.offer.code):
        raise errors.outside_authority(offer.offer.name)
    return actor.person_id


def _organisation(
    offer: Offer, actor: Actor, organisation_id: UUID | None, person_id: UUID
) -> UUID | None:
    if actor.acting is not None:
        return _organisation_under(offer, actor.acting, organisation_id)
    if offer.served == (Served.PERSON,):
        return None
    chosen = organisation_id or actor.organisation_id
    if chosen is None:
        if offer.for_organisations:
            raise errors.organisation_needed(offer.name)
        return None
    if not accounts.represents(person_id, chosen):
        raise not_representing()
    return chosen


def _organisation_under(offer: Offer, acting: Acting, wished: UUID | None) -> UUID | None:
    """Under an authority it is in the giver's name and nobody else's."""
    own = acting.organisation_id
    fits = offer.served != (Served.PERSON,) if own else not offer.for_organisations
    if wished not in (None, own) or not fits:
        raise errors.outside_authority(offer.name)
    return own


def _draft(offer_code: str, person_id: UUID, organisation_id: UUID | None) -> Application | None:
    """The draft of this person for this offer, locked."""
    found = rows.fetch(Application, _DRAFT, [person_id, offer_code, organisation_id])
    return next(iter(found), None)


def _begin(
    offer: PinnedOffer,
    actor: Actor,
    person_id: UUID,
    organisation_id: UUID | None,
    channel: str,
    answers: Mapping[str, object] | None,
) -> Application:
    """A draft with what is known and answered; IntegrityError when there is one already."""
    now = clock.now()
    application = Application(
        offer_code=offer.offer.code,
        offer_name=offer.offer.name,
        item_version_id=offer.item_version_id,
        bundle_version_id=offer.bundle_version_id,
        pins={key: str(pin.version_id) for key, pin in offer.pins.items()},
        applicant_id=person_id,
        organisation_id=organisation_id,
        filed_by_id=actor.user_id,
        channel=channel,
        region_id=_region(offer),
        collection=fitting_collection(offer.offer, {}),
        created_at=now,
        saved_at=now,
    )
    sign_in_book(application, actor)
    take_hand(application, actor, Deed.FILL)
    known = registered(offer.offer, person_id, organisation_id)
    application.form_open = known.open
    application.seal_form(SealedForm(dict(known.personal), {}))
    if answers:
        change_answers(application, answers)
    after_change(application)
    rows.insert([application])
    record("cases.begin", application, actor, offer=offer.offer.code, channel=channel)
    return application


def _region(offer: PinnedOffer) -> str:
    return next(iter(offer.pins.values())).region


def _take_up(
    application: Application, actor: Actor, channel: str, answers: Mapping[str, object] | None
) -> None:
    """Go on with a draft here: at the window if at a window, with the answers just given."""
    before = (application.channel, application.saved_by_id)
    take_hand(application, actor, Deed.FILL)
    if channel == Channel.WINDOW:
        sign_in_book(application, actor)
    application.channel = channel
    if before != (channel, application.saved_by_id):
        application.save(update_fields=["channel", *WHO_SAVED])
        record("cases.take_up", application, actor, channel=channel)
    if answers:
        change_answers(application, answers)


def choose_collection(
    *,
    application_id: UUID,
    collection: str,
    service_point_id: UUID | None,
    actor: Actor,
    address: Address | None = None,
) -> None:
    """How and where the results are to be had; by courier the address given before holds when none
    is given.

    Raises Invalid `cases.collection_not_offered`, `cases.collection_point_needed`,
    `cases.locker_needed`,
    `cases.address_needed` and those of the address, NotFound `directory.no_such_service_point`,
    Conflict as `catalogue.queries.require_able` where that point hands nothing out.
    """
    with transaction.atomic():
        application = lock_draft(application_id, actor)
        offer = pinned(application).offer
        if collection not in collections_of(offer, application.answers):
            raise errors.collection_not_offered()
        set_collection(application, collection, service_point_id, address)
        touch(application, "collection", "collection_point", "destination")


def set_collection(
    application: Application, collection: str, point_id: UUID | None, address: Address | None
) -> None:
    """Write down how the results are had; saved by the caller. An address that no longer holds is
    deleted. Raises Conflict as `catalogue.queries.require_able` for a point that hands nothing out.
    """
    point, before = None, application.destination_id
    destination = None
    if collection == Collection.LOCKER and (point_id is None or point_id not in locker_points()):
        raise locker_needed()
    if collection in (Collection.WINDOW, Collection.LOCKER):
        if point_id is None:
            raise errors.collection_point_needed()
        catalogue.require_able(pinned(application), PointAct.HAND_OUT, point_id)
        point = point_id
    if collection == Collection.COURIER:
        destination = delivery.keep_destination(address) if address else before
        if destination is None:
            raise errors.address_needed()
    application.collection, application.collection_point_id = collection, point
    application.destination_id = destination
    if before is not None and before != destination:
        delivery.forget([before])


def discard_draft(*, application_id: UUID, actor: Actor) -> None:
    """Give a draft up. It is kept, but nobody goes on with it."""
    with transaction.atomic():
        application = lock_draft(application_id, actor)
        application.state = ApplicationState.DISCARDED
        application.save(update_fields=["state"])
        record("cases.discard", application, actor)


def send_home(
    *, application_id: UUID, reason: str, actor: Actor, materials: tuple[str, ...] = ()
) -> None:
    """The person stood at the window with this draft and had to leave without handing it in.

    `reason` is a code of `rules.submission.SentHome`, `materials` the keys of what was missing:
    both go to the trail, and the trip to the ledger of visits. Raises Invalid
    `cases.unknown_reason`, Refused `cases.window_needed`.
    """
    if reason not in set(SentHome):
        raise errors.unknown_reason()
    with transaction.atomic():
        application = lock_draft(application_id, actor)
        require_here(actor, Permission.CASES_INTAKE, application)
        record("cases.send_home", application, actor, reason=str(reason), materials=list(materials))
        publish_contact(application, actor, ContactKind.SENT_HOME, reason=str(reason))

"""Which ways a message takes outside: what its reader chose, at addresses that are proven."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from onevisit.accounts import queries as accounts
from onevisit.accounts.rules import Deed
from onevisit.kernel import clock, masks, rows
from onevisit.notifications.models import Delivery, Message, Preference
from onevisit.notifications.queries.reaching import reachable_by
from onevisit.notifications.rules.channels import Channel, Wishes, channels_for, not_before
from onevisit.notifications.rules.kinds import Kind
from onevisit.notifications.rules.sending import DeliveryState

AT_ONCE = 100


def plan(limit: int = AT_ONCE) -> int:
    """Decide which ways the newest messages take outside; returns how many were decided."""
    with transaction.atomic():
        waiting = list(
            Message.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("application__organisation")
            .filter(planned_at__isnull=True)
            .order_by("id")[:limit]
        )
        if not waiting:
            return 0
        now, people = clock.now(), {each.person_id for each in waiting if each.person_id}
        wishes = {
            row.person_id: row.wishes for row in Preference.objects.filter(person_id__in=people)
        }
        reachable = reachable_by(people)
        rows.insert(
            way
            for each in waiting
            for way in _ways(each, wishes, reachable.get(each.person_id or each.id, _NOWHERE), now)
        )
        _copy(waiting, wishes, now)
        _told_along(waiting)
        Message.objects.filter(id__in=[each.id for each in waiting]).update(planned_at=now)
        return len(waiting)


_NOWHERE: frozenset[Channel] = frozenset()


def _ways(
    message: Message,
    wishes: Mapping[UUID, Wishes],
    reachable: frozenset[Channel],
    now: datetime,
) -> list[Delivery]:
    held = wishes.get(message.person_id, Wishes()) if message.person_id else Wishes()
    return [
        Delivery(
            message=message,
            channel=channel,
            state=DeliveryState.WAITING,
            due_at=not_before(channel, held, now, clock.SHANGHAI),
            planned_at=now,
        )
        for channel in channels_for(Kind(message.kind), held, reachable)
    ]


def _copy(waiting: Iterable[Message], wishes: Mapping[UUID, Wishes], now: datetime) -> None:
    """Helpers who may act in the matter read along, where the applicant said so."""
    willing = [each for each in waiting if _copies(each, wishes)]
    if not willing:
        return
    people = {each.application.applicant_id for each in willing}
    helpers, names = accounts.helpers_of(people), accounts.person_names(people)
    for message in willing:
        applicant = message.application.applicant_id
        for helper_id, offers in helpers.get(applicant, ()):
            if not offers or message.application.offer_code in offers:
                name = masks.mask_name(names[applicant])
                rows.insert_unless_there(_uncoded(_copied(message, helper_id, name, now)))


def _uncoded(message: Message) -> Message:
    """Without the code of a locker: who does not collect for another has none."""
    message.facts.pop("stay", None)
    return message


def _told_along(waiting: Iterable[Message]) -> None:
    """Agents and guardians whose mandate says that they receive notices are told the same, of what
    it reaches; of an organisation its legal representative too, who wished for it.
    """
    about = [each for each in waiting if _to_the_giver(each)]
    held = accounts.told_with({_giver(each) for each in about}) if about else {}
    for message in about:
        app = message.application
        for line in held.get(_giver(message), ()):
            if line.agent_id and line.reaches(app.id, app.offer_code, Deed.NOTICES):
                name = line.giver if line.organisation_id else masks.mask_name(line.giver)
                fetches = line.reaches(app.id, app.offer_code, Deed.COLLECT)
                told = _told(message, line.agent_id, name)
                rows.insert_unless_there(told if fetches else _uncoded(told))
    _tell_leaders([each for each in about if each.application.organisation_id])


def _tell_leaders(about: Iterable[Message]) -> None:
    """What somebody else sees to for an organisation, to the one who answers for it."""
    leaders = accounts.leaders_of(
        each.application.organisation_id for each in about if each.application.organisation_id
    )
    every = {person_id for found in leaders.values() for person_id in found}
    asked = Preference.objects.filter(person_id__in=every, firms=True) if every else ()
    wishing = {row.person_id for row in asked}
    for message in about:
        firm = message.application.organisation
        for person_id in leaders.get(firm.id, set()) & wishing if firm else ():
            rows.insert_unless_there(_told(message, person_id, firm.name if firm else ""))


def _to_the_giver(message: Message) -> bool:
    """Whether it is to the applicant's own side, and no secret between two."""
    app, person_id = message.application, message.person_id
    if person_id is None or message.kind in (Kind.CONSENT, Kind.PUT_RIGHT):
        return False
    return app.organisation_id is not None or app.applicant_id == person_id


def _giver(message: Message) -> UUID:
    """In whose name the application is: what a mandate is found by."""
    return message.application.organisation_id or message.application.applicant_id


def _told(message: Message, person_id: UUID, name: str) -> Message:
    """The same message for who acts; it is planned by itself."""
    return Message(
        event=message.event,
        kind=message.kind,
        person_id=person_id,
        application_id=message.application_id,
        facts={**message.facts, "name": name},
        at=message.at,
    )


def _copies(message: Message, wishes: Mapping[UUID, Wishes]) -> bool:
    """What somebody applied for in their own name, and what they rated is nobody else's."""
    application, person_id = message.application, message.person_id
    if person_id is None or message.kind in (Kind.CONSENT, Kind.PUT_RIGHT):
        return False
    own = application.applicant_id == person_id and application.organisation_id is None
    return own and wishes.get(person_id, Wishes()).copies


def _copied(message: Message, helper_id: UUID, name: str, now: datetime) -> Message:
    return Message(
        event=message.event,
        kind=message.kind,
        user_id=helper_id,
        application_id=message.application_id,
        facts={**message.facts, "name": name},
        at=message.at,
        planned_at=now,
    )

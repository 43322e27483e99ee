"""What can happen to a yellow or red card."""

from datetime import date
from typing import BinaryIO
from uuid import UUID

from django.conf import settings
from django.db import transaction

from onevisit.accounts.rules import SYSTEM, Actor, require
from onevisit.audit import services as audit
from onevisit.kernel import clock, rows
from onevisit.kernel.alone import alone
from onevisit.kernel.queries import load_calendar
from onevisit.oversight import errors
from onevisit.oversight.access import CARD_RIGHTS, card_of, get_card_for
from onevisit.oversight.models import Card, CardEvent
from onevisit.oversight.queries.marks import Mark, marks
from onevisit.oversight.rules.cards import (
    YELLOW,
    CardAct,
    CardKind,
    CardRule,
    CardState,
    step_of,
)
from onevisit.oversight.rules.orders import rule_on
from onevisit.oversight.services.telling import tell_cards
from onevisit.vault import services as vault
from onevisit.vault.rules import ObjectContent, Owner, OwnerKind

BATCH = 500
_LONGEST = 2000


def card_rule(day: date) -> CardRule:
    """The dated rule of `settings.CARD_MARKS` in force on a day."""
    rules = (
        CardRule(date.fromisoformat(since), near, contest)
        for since, near, contest in settings.CARD_MARKS
    )
    return rule_on(rules, day)


def show_cards() -> int:
    """A card for each case whose clock passed a mark, each once; how many are new.

    Safe at any time and from several processes: who comes second finds them shown.
    """
    shown = 0
    with alone("showing of cards") as mine:
        near = card_rule(clock.today()).near
        while mine and (found := marks(near=near, batch=BATCH)):
            shown += _show(found)
    return shown


def _show(found: list[Mark]) -> int:
    """Yellow ones need no answer, so they are not in the trail; their row says all."""
    today = clock.today()
    until = load_calendar().add_working_days(today, card_rule(today).contest).day
    made = [_card(mark, until) for mark in found]
    with transaction.atomic():
        rows.insert(made)
        rows.insert([_event(card, CardAct.SHOW, SYSTEM, "") for card in made])
        for card in made:
            if card.red:
                _record(card, CardAct.SHOW, SYSTEM)
        tell_cards(made, CardAct.SHOW)
    return len(made)


def _card(mark: Mark, until: date) -> Card:
    case, department, region, officer, kind, due = mark
    red = CardKind(kind) not in YELLOW
    return Card(
        case_id=case,
        department_id=department,
        region_id=region,
        officer_id=officer,
        kind=kind,
        red=red,
        due_on=due,
        shown_at=clock.now(),
        contest_until=until if red else None,
    )


def contest_card(
    *,
    card_id: UUID,
    words: str,
    actor: Actor,
    upload: BinaryIO | None = None,
    name: str = "",
    last_seq: int | None = None,
) -> None:
    """The department says why the card is wrong, with a file that proves it if there is one.

    Raises NotFound `oversight.no_such_card`; Refused `accounts.not_permitted`; Conflict
    `oversight.card_not_possible`, `oversight.card_moved_on`, `oversight.card_too_late`; Invalid
    `oversight.order_words`, `vault.*`.
    """
    department = get_card_for(actor, card_id).department_id
    stored = None
    if upload is not None:
        owner = Owner(OwnerKind.DEPARTMENT, department)
        stored = vault.put(owner=owner, upload=upload, name=name, actor=actor).id
    _act(card_id, CardAct.CONTEST, actor, words, last_seq, stored)


def rule_on_card(
    *, card_id: UUID, uphold: bool, words: str, actor: Actor, last_seq: int | None = None
) -> None:
    """Who supervises upholds a contested card, or takes it back; with the reason.

    Raises what `contest_card` raises, and Conflict `oversight.card_own` for whoever contested it.
    """
    act = CardAct.UPHOLD if uphold else CardAct.WITHDRAW
    _act(card_id, act, actor, words, last_seq, None)


def card_paper(*, card_id: UUID, seq: int, actor: Actor) -> ObjectContent:
    """The file that came with an objection, on record.

    Raises NotFound `oversight.no_such_card`.
    """
    found = get_card_for(actor, card_id).events.filter(seq=seq, stored_object__isnull=False)
    stored = found.values_list("stored_object_id", flat=True).first()
    if stored is None:
        raise errors.no_such_card()
    return vault.open_object(stored, actor=actor, purpose="oversight.card")


def _act(
    card_id: UUID,
    act: CardAct,
    actor: Actor,
    words: str,
    last_seq: int | None,
    stored: UUID | None,
) -> None:
    with transaction.atomic():
        get_card_for(actor, card_id)
        card = Card.objects.select_for_update().get(id=card_id)
        step = step_of(CardState(card.state), act, red=card.red)
        require(actor, CARD_RIGHTS[step.doer], card_of(card))
        if last_seq is not None and last_seq != card.last_seq:
            raise errors.card_moved_on()
        said = words.strip()
        if not said or len(said) > _LONGEST:
            raise errors.order_words(_LONGEST)
        if act is CardAct.CONTEST:
            _contest(card, actor)
        elif actor.user_id == card.contested_by:
            raise errors.card_own()
        else:
            card.ruled_by = actor.user_id
        card.state, card.last_seq = step.after.value, card.last_seq + 1
        card.save(update_fields=["state", "last_seq", "contested_by", "ruled_by"])
        _event(card, act, actor, said, stored).save(force_insert=True)
        _record(card, act, actor)
        tell_cards([card], act)


def _contest(card: Card, actor: Actor) -> None:
    if card.contest_until is not None and clock.today() > card.contest_until:
        raise errors.card_too_late(card.contest_until)
    card.contested_by = actor.user_id


def _event(
    card: Card, act: CardAct, actor: Actor, words: str, stored: UUID | None = None
) -> CardEvent:
    event = CardEvent(
        card=card,
        seq=card.last_seq,
        act=act,
        after=card.state,
        at=clock.now(),
        actor_id=actor.user_id,
        actor_name="system" if actor.is_system else actor.name,
        stored_object_id=stored,
    )
    event.words = words
    return event


def _record(card: Card, act: CardAct, actor: Actor) -> None:
    audit.record(
        action=f"oversight.card_{act}",
        target_type="cases.case",
        target_id=card.case_id,
        actor=actor,
        facts={"kind": card.kind, "on": card.due_on.isoformat()},
        department_id=card.department_id,
    )

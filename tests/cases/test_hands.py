"""Every act that somebody else may do for an applicant: let through or refused with its reason, and
named on the record; whatever is refused the applicant does themself, and the matter goes on.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

import pytest

from onevisit.accounts.rules import Actor, Deed
from onevisit.audit.models import AccessEntry
from onevisit.audit.queries import under_authority
from onevisit.cases import queries, services
from onevisit.cases.models import Application, CaseEvent, HandOut, Invitation, Party
from onevisit.cases.queries.signing import signing_digest
from onevisit.delivery.models import Stay
from onevisit.kernel import clock
from onevisit.kernel.errors import DomainError
from onevisit.notifications.models import Message
from onevisit.notifications.queries.wording import said
from onevisit.notifications.rules.channels import Language
from onevisit.notifications.services import plan
from onevisit.payments import queries as money
from onevisit.payments import services as payments
from onevisit.payments.models import Order, Payment
from onevisit.payments.rules.payers import PaidBy
from onevisit.payments.sandbox.serving import Sandbox
from tests.cases import lodging, posting
from tests.cases.corrections import NAME, ask
from tests.factories import cases as make
from tests.factories import helping, mandates, parties
from tests.factories.cases import County
from tests.payments import world
from tests.payments.conftest import costly, sandbox

__all__ = ["costly", "sandbox"]


@dataclass
class Matter:
    """One giver's affairs and the hand that works in them, `under` nothing for a mere spouse."""

    here: County
    hand: Actor
    under: UUID | None
    acting: Actor
    sandbox: Sandbox
    food: Application = field(init=False)
    locker: UUID = field(init=False)
    stay: Stay = field(init=False)
    order: Order = field(init=False)
    sale: Application = field(init=False)
    row: Invitation = field(init=False)

    @property
    def number(self) -> str:
        return self.acting.authority


def fill(at: Matter, who: Actor) -> None:
    if not hasattr(at, "food"):
        at.food, at.locker = make.filled_draft(at.here, area=100), lodging.locker(at.here)
    values = {"shop.name": "好再来"}
    services.save_form(application_id=at.food.id, values=values, actor=who)


def papers(at: Matter, who: Actor) -> None:
    services.attach_file(
        application_id=at.food.id, material="plan", upload=make.upload(3), name="图.png", actor=who
    )


def choose(at: Matter, who: Actor) -> None:
    services.choose_collection(
        application_id=at.food.id,
        collection="locker",
        service_point_id=at.here.centre,
        actor=who,
    )


def sign(at: Matter, who: Actor) -> None:
    posting.hand_in(at.food, who)
    ask(at.here, make.case_of(at.food, "sign"), NAME)
    for case in at.food.cases.exclude(part="sign"):
        services.accept(case_id=case.id, actor=at.here.officer(case))


def correct(at: Matter, who: Actor) -> None:
    services.correct_fields(
        application_id=at.food.id, values={"shop.name": "吉祥饭店"}, actor=at.here.citizen
    )
    at.food.refresh_from_db()
    services.correct(application_id=at.food.id, signed_digest=signing_digest(at.food), actor=who)


def withdraw(at: Matter, who: Actor) -> None:
    services.withdraw(case_id=make.case_of(at.food, "sign").id, actor=who)


def code(at: Matter, who: Actor) -> None:
    if not hasattr(at, "stay"):
        for part in ("licence", "food", "drain"):
            for case in at.food.cases.filter(part=part, decided_at=None):
                make.decide(at.here, case)
        stay_id = services.reserve_door(
            application_id=at.food.id, locker_id=at.locker, door="A01", actor=at.here.clerk
        )
        services.lay_in(stay_id=stay_id, actor=at.here.clerk)
        at.stay = Stay.objects.get(id=stay_id)
    services.renew_code(stay_id=at.stay.id, actor=who)
    assert queries.status_view(application_id=at.food.id, actor=who).fetches


def collect(at: Matter, who: Actor) -> None:
    """At the out-window, once nobody came to the locker."""
    if who is at.here.citizen and HandOut.objects.exists():
        return
    if Stay.objects.filter(id=at.stay.id, state="laid").exists():
        services.fetch_back(stay_id=at.stay.id, actor=at.here.clerk)
    own = who if who is at.here.citizen else at.here.other_citizen
    services.hand_out(
        case_ids=list(at.food.cases.filter(state="issued").values_list("id", flat=True)),
        receiver_id=helping._id(own.person_id),
        identified_by="id_card",
        actor=at.here.clerk,
    )


def download(at: Matter, who: Actor) -> None:
    services.result_document(case_id=make.case_of(at.food, "food").id, actor=who)


def again(at: Matter, who: Actor) -> None:
    services.apply_again(case_id=make.case_of(at.food, "sign").id, actor=who)


def pay_online(at: Matter, who: Actor) -> None:
    if not hasattr(at, "order"):
        _case, at.order = world.billed(at.here)
    world.begin(at.order, who)


def pay_at_counter(at: Matter, who: Actor) -> None:
    if Payment.objects.filter(order=at.order, state="succeeded").exists():
        return
    by = PaidBy(at.under) if who is at.acting else PaidBy()
    payments.collect(
        order_id=at.order.id, way="cash", amount=2000, voucher="", actor=at.here.clerk, by=by
    )


def consent(at: Matter, who: Actor) -> None:
    """The giver sells; somebody else buys."""
    if not hasattr(at, "sale"):
        here = at.here
        sale = {**parties.document(), "code": "SALE", "catalogue_code": "330430101000"}
        at.sale = parties.begin(parties.publish(here.departments["market"], sale), here.boss)
        named = parties.named(here.citizen, "陈小岚")
        row = services.name_party(
            application_id=at.sale.id, role="seller", named=named, actor=here.boss
        )
        at.row = Invitation.objects.get(id=row)
    parties.give(who, at.row)
    parties.agree(who, at.row)


OK, ELSEWHERE = "", "cases.no_such_application"
DEED, WRONG = "accounts.outside_deeds", "cases.wrong_receiver"
HANDS = ("agent", "preparer", "guardian", "helper", "spouse")
ACTS: tuple[tuple[Callable[[Matter, Actor], None], tuple[str, ...], str], ...] = (
    (fill, (OK, OK, OK, OK, ELSEWHERE), "cases.take_hand"),
    (papers, (OK, OK, OK, OK, ELSEWHERE), "cases.attach"),
    (choose, (OK, OK, OK, OK, ELSEWHERE), "cases.take_hand"),
    (sign, (OK, DEED, OK, OK, ELSEWHERE), "cases.sign"),
    (correct, (OK, DEED, OK, OK, ELSEWHERE), "cases.correct"),
    (withdraw, (OK, DEED, OK, OK, "cases.no_such_case"), "cases.withdraw"),
    (code, (OK, DEED, OK, WRONG, "delivery.no_such_stay"), "delivery.new_code"),
    (collect, (OK, WRONG, OK, WRONG, WRONG), "cases.deliver"),
    (download, (OK, DEED, OK, OK, "cases.no_such_case"), ""),
    (again, (OK, OK, OK, OK, "cases.no_such_case"), "cases.apply_again"),
    (pay_online, (OK, DEED, OK, OK, "payments.no_such_order"), "payments.open"),
    (pay_at_counter, (OK, "payments.no_such_hand", OK, "payments.no_such_hand", OK), ""),
    (
        consent,
        ("cases.consent_is_own", "cases.consent_is_own", OK, "cases.consent_is_own",
         "cases.no_such_invitation"),
        "cases.agree",
    ),
)  # fmt: skip
"""What is done, what each of `HANDS` is answered, and as what it stands in the list of what was
done under the authority ("" where that says nothing: looks are logged).
"""


def made(who: str, here: County) -> tuple[Actor, UUID | None, Actor]:
    """Whose hand it is, under what, and as a request makes them."""
    giver, hand = here.citizen, here.other_citizen
    if who == "spouse":
        return hand, None, hand
    if who == "helper":
        hand = helping.helper()
        under = helping.signed(giver, hand)
        return hand, under, helping.standing_in(hand, under)
    if who == "guardian":
        ward_id = helping._id(giver.person_id)
        under = mandates.ward(here.clerk, hand, ward_id, clock.today() + timedelta(days=90))
    else:
        only = [Deed.FILL, Deed.PAPERS, Deed.NOTICES] if who == "preparer" else []
        under = mandates.given(here.clerk, giver, hand, deeds=only)
    return hand, under, mandates.standing_in(hand, under)


@pytest.mark.parametrize("who", HANDS)
def test_whoever_does_it_for_another_may_or_is_told_why_not_and_is_named(
    costly: County, sandbox: Sandbox, who: str
) -> None:
    at = Matter(costly, *made(who, costly), sandbox)
    fill(at, costly.citizen)
    for act, answers, written in ACTS:
        expected = answers[HANDS.index(who)]
        try:
            act(at, at.acting)
            found = OK
        except DomainError as error:
            found = error.code
        assert found == expected, (act.__name__, found)
        if expected:
            act(at, costly.citizen)
        elif at.number and written:
            assert written in {each.what for each in under_authority(at.number)}, act.__name__
    _is_named(at, who)


def _is_named(at: Matter, who: str) -> None:
    """Events, signatures, proofs, receipts: each names who acted, or nobody else."""
    signed = dict(Party.objects.filter(application=at.food).values_list("role", "authority_id"))
    acts = CaseEvent.objects.filter(case__application=at.food, facts__authority=at.number)
    done = set(acts.values_list("action", flat=True)) if at.number else set()
    does = who in ("agent", "guardian", "helper")
    assert signed["applicant"] == (at.under if does else None)
    wanted = {"submit", "correct", "withdraw"} | ({"deliver"} if who != "helper" else set())
    assert done == (wanted if does else set())
    (paid,) = money.own_view(order_id=at.order.id, actor=at.here.citizen).payments
    assert (at.number in paid.by if who in ("agent", "guardian") else not paid.by) or not at.number
    looked = AccessEntry.objects.filter(what="case.result", reason=at.number or "-")
    assert looked.exists() == does
    agreed = who == "guardian"
    view = queries.party_view(invitation_id=at.row.id, actor=at.here.citizen)
    assert (at.number in view.acted and bool(view.acted)) == agreed
    plan()
    told = Message.objects.filter(kind="locker_ready").order_by("id")
    right = lodging.code(at.stay)
    coded = {m.person_id: right in said(m, Language.ZH, ()).body for m in told}
    assert coded[at.here.citizen.person_id]
    if who == "preparer":
        assert coded[at.hand.person_id] is False

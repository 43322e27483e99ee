"""Helpers 代办员 and who lets them act."""

from datetime import timedelta
from uuid import UUID

from onevisit.accounts import queries as accounts
from onevisit.accounts import services as people
from onevisit.accounts.rules import SYSTEM, Actor, AuthorityDraft, Met
from onevisit.directory import services as directory
from onevisit.directory.rules import PlaceKind, ServicePointDraft
from onevisit.kernel import clock
from tests.factories import cases

HALF_A_YEAR = timedelta(days=180)


def place(code: str = "village") -> UUID:
    """Where helpers sit: a point in a village."""
    draft = ServicePointDraft(
        code, f"石桥村便民服务点{code}", PlaceKind.VILLAGE, cases.REGION, "石桥村 3 号"
    )
    return directory.register_service_point(draft, actor=SYSTEM)


def helper(username: str = "helper-1", point: UUID | None = None) -> Actor:
    """A helper at a village's point, in their own name."""
    return cases.staff(username, "helper", point=point or place(username))


def draft(
    principal: Actor, by: Actor, *offers: str, days: timedelta = HALF_A_YEAR
) -> AuthorityDraft:
    """What the person agrees to."""
    until = clock.today() + days
    return AuthorityDraft(_id(principal.person_id), _id(by.user_id), until, offers)


def signed(principal: Actor, by: Actor, *offers: str, days: timedelta = HALF_A_YEAR) -> UUID:
    """An authority that the person signed on their own account."""
    wanted = draft(principal, by, *offers, days=days)
    return people.sign_authority(wanted, agreed=True, actor=principal)


def standing_in(by: Actor, authority_id: UUID, met: Met = Met.HOME) -> Actor:
    """The helper in the name of who gave the authority, as a request makes them."""
    people.begin_helping(authority_id=authority_id, met=met, actor=by)
    found = again(by, authority_id, met)
    assert found is not None
    return found


def again(by: Actor, authority_id: UUID, met: Met = Met.HOME) -> Actor | None:
    """The same at the next request; None when the authority does not hold any more."""
    chosen = accounts.StandingIn(authority_id, met, clock.now())
    return accounts.helper_for(accounts.user_by_id(_id(by.user_id)), chosen)


def _id(value: UUID | None) -> UUID:
    assert value is not None
    return value

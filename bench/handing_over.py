"""Results laid into a locker and fetched by their code; an original sent between two offices.

Through the services, against plain inserts of the very rows that came of it. What the locker says
is signed as the locker signs it.
"""

import json
from collections.abc import Callable
from functools import partial
from statistics import median
from typing import TYPE_CHECKING
from uuid import UUID

import psycopg

from bench import plain_rows, profiling
from bench.bundle_cycle import books, founded, tell, took
from bench.table import Report, Row

if TYPE_CHECKING:
    from demo.founding import County
    from demo.stories import Story

ROUNDS = 7
_PAPER = "premises_proof"
_RENTED = {"trader_kind": "one", "shop_premises": "rent"}


def report(dsn: str) -> Report:
    """Medians of the rounds' own ratios; in each the peer runs right after the services."""
    county, days = founded()
    rows = []
    with books(), psycopg.connect(dsn, prepare_threshold=1) as plain:
        for what, act, story in (
            ("a result laid into a locker and fetched by its code", _fetched, _for_the_locker()),
            ("an original kept, bagged, sent and received", _sent, _at_the_town()),
        ):
            ready: list[UUID] = []
            for _ in range(ROUNDS + 2):
                known = _applications()
                tell(county, days, story)
                ready += _applications() - known
            rows.append(_row(what, partial(act, county), ready, plain))
    return Report(tuple(rows))


def _row(
    what: str, act: Callable[[UUID], None], ready: list[UUID], plain: psycopg.Connection
) -> Row:
    from django.db import connection

    first, second, *others = ready
    act(first)
    sent: list[str] = []

    def counted() -> None:
        with profiling.statements() as found:
            act(second)
        sent.extend(found)

    written = plain_rows.written_by(counted)
    commits = sum(each == "COMMIT" for each in sent)
    peer = plain_rows.Peer(plain, written, commits)
    ours, theirs = [], []
    connection.close()
    for each in others:
        ours.append(took(partial(act, each)))
        theirs.append(peer.took())
    ratio = median(their / own for own, their in zip(ours, theirs, strict=True))
    return Row(
        f"{what}, 1 client",
        f"median {1000 * median(ours):.0f} ms, {len(sent)} statements, {commits} commits",
        f"plain inserts of the same {peer.count} rows: {1000 * median(theirs):.1f} ms",
        f"{ratio:.0%}",
    )


def _applications() -> set[UUID]:
    from onevisit.accounts.rules import SYSTEM
    from onevisit.cases.access import applications_visible_to

    return set(applications_visible_to(SYSTEM).values_list("id", flat=True))


# -- the locker ----------------------------------------------------------------------------------


def _for_the_locker() -> "Story":
    from demo.stories import Fate, Lodge, Story

    return Story(
        "sole_trader",
        "heqiusheng",
        20,
        _RENTED,
        shop="秋生修车铺",
        fate=Fate(accept=1, work=1),
        lodge=Lodge.WAITING,
        pickup="centre",
    )


def _fetched(county: "County", application: UUID) -> None:
    """A door taken, the result laid in, the code typed, the door opened."""
    from onevisit.cases import services
    from onevisit.delivery.queries.lockers import lockers, stay_by_id

    clerk = county.actors["clerk3"]
    (locker,) = lockers([county.points["centre"]])
    stay_id = services.reserve_door(
        application_id=application, locker_id=locker.id, door=locker.free[0].number, actor=clerk
    )
    services.lay_in(stay_id=stay_id, actor=clerk)
    stay = stay_by_id(stay_id)
    said = {"device": locker.device, "door": stay.door, "number": stay.number}
    typed = _hear({**said, "news": "code", "code": stay.code})
    opened = _hear({**said, "news": "opened"})
    if (typed, opened) != ("open", "applied"):
        raise RuntimeError(f"the locker was answered {typed}, {opened}")


def _hear(said: dict[str, str]) -> str:
    from django.conf import settings

    from onevisit.cases import services
    from onevisit.kernel import clock
    from onevisit.kernel.signing import sign

    body = json.dumps(said).encode()
    headers = sign(body, settings.LOCKER_SECRET, at=clock.now(), prefix="X-Locker")
    return services.hear_locker(body=body, headers=headers)["answer"]


# -- the bag -------------------------------------------------------------------------------------


def _at_the_town() -> "Story":
    from demo.stories import End, Fate, Story, Way

    return Story(
        "sole_trader",
        "luoting",
        20,
        _RENTED,
        shop="婷婷花店",
        way=Way.WINDOW,
        clerk="clerk-shuangtang",
        township="shuangtang",
        waiting=True,
        pickup="shuangtang",
        fate=Fate(End.ACCEPTED, accept=1),
    )


def _sent(county: "County", application: UUID) -> None:
    """Kept in the town, and from there to the centre in a bag of its own."""
    from onevisit.cases import services
    from onevisit.delivery import services as delivery
    from onevisit.delivery.rules.consignments import CarriedBy, Found

    town, centre = county.actors["clerk-shuangtang"], county.actors["clerk3"]
    paper = services.keep_original(application_id=application, material=_PAPER, actor=town)
    bag = delivery.pack_bag(
        paper_ids=[paper],
        receiver_id=county.points["centre"],
        seal=f"ST{str(application)[-8:]}",
        actor=town,
    )
    delivery.send_bag(bag_id=bag, carried_by=CarriedBy.MESSENGER, carrier="交通员", actor=town)
    delivery.receive_bag(
        bag_id=bag, seal_whole=True, found={paper: Found.WHOLE.value}, actor=centre
    )

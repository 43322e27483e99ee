"""The publish rules over everything, kept: what each row breaks now, and the day's counts."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from typing import TypeVar
from uuid import UUID

from django.db import transaction

from onevisit.catalogue import queries
from onevisit.catalogue.models import Bundle, Item, LintCount, LintRun
from onevisit.catalogue.queries import Checked
from onevisit.kernel import clock

_CHUNK = 500

T = TypeVar("T", Item, Bundle)


def lint_everything(tell: Callable[[Checked], None] | None = None) -> int:
    """Check all that is published, keep the findings with it and the counts of today; `tell` hears
    of each. How many were checked.

    The last run of a day is the one that counts; one that does not come to its end counts nothing.
    Findings are written in pieces, and only where the version is still the one that was checked.
    """
    waived = queries.live_waivers()
    found: Counter[tuple[UUID, str]] = Counter()
    let_go: Counter[tuple[UUID, str]] = Counter()
    stale: list[Checked] = []
    number = 0
    for one in queries.checked():
        if tell is not None:
            tell(one)
        number += 1
        for rule in one.rules:
            found[one.department_id, rule] += 1
            let_go[one.department_id, rule] += (one.id, rule) in waived
        if one.kept != list(one.rules):
            stale.append(one)
        if len(stale) >= _CHUNK:
            _keep(stale)
            stale.clear()
    _keep(stale)
    _count(number, found, let_go)
    return number


def lint_some(version_ids: Collection[UUID]) -> int:
    """Check these published versions anew and keep the findings with them, where what a rule asks
    beyond the definition is another than before; how many findings changed. The counts of the day
    are those of the run over everything.
    """
    stale = [one for one in queries.checked(versions=version_ids) if one.kept != list(one.rules)]
    _keep(stale)
    return len(stale)


@transaction.atomic
def _count(
    number: int, found: Counter[tuple[UUID, str]], let_go: Counter[tuple[UUID, str]]
) -> None:
    run, _ = LintRun.objects.select_for_update().update_or_create(
        on=clock.today(), defaults={"at": clock.now(), "checked": number}
    )
    run.counts.all().delete()
    LintCount.objects.bulk_create(
        [
            LintCount(
                run=run,
                department_id=department,
                rule=rule,
                found=n,
                waived=let_go[department, rule],
            )
            for (department, rule), n in found.items()
        ],
        batch_size=_CHUNK,
    )


@transaction.atomic
def _keep(stale: list[Checked]) -> None:
    now = {one.version_id: list(one.rules) for one in stale}
    items = Item.objects.select_for_update().filter(current_id__in=now).order_by("id")
    bundles = Bundle.objects.select_for_update().filter(current_id__in=now).order_by("id")
    Item.objects.bulk_update(_filled(items, now), ["findings"])
    Bundle.objects.bulk_update(_filled(bundles, now), ["findings"])


def _filled(rows: Iterable[T], now: dict[UUID, list[str]]) -> list[T]:
    filled = []
    for row in rows:
        if row.current_id is not None:
            row.findings = now[row.current_id]
            filled.append(row)
    return filled

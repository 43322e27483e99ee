"""Killed in the middle, or two at once: one whole package or none."""

from datetime import timedelta
from pathlib import Path

import pytest

from onevisit.archive.models import Due, Kept, Package, PieceSeries
from onevisit.archive.services import keeping, packing
from onevisit.kernel import clock
from onevisit.vault import services as vault
from tests.archive.conftest import swept
from tests.archive.test_packages import content
from tests.factories import cases as make
from tests.factories.parallel import at_once

pytestmark = pytest.mark.django_db(transaction=True)


class Killed(BaseException):
    """The process ends here."""


def die(*_args: object, **_facts: object) -> None:
    raise Killed


@pytest.mark.parametrize("step", ["files_of", "put_package", "record"])
def test_killed_at_any_step_nothing_is_half_done_and_the_next_run_makes_one(
    monday: None,
    transactional_db: None,
    step: str,
    monkeypatch: pytest.MonkeyPatch,
    vault_root: Path,
) -> None:
    here = make.county()
    make.decide(here, make.case_of(make.submitted(here, area=80), "licence"), "refuse")
    with clock.travel(make.MONDAY + timedelta(days=20)):
        with monkeypatch.context() as patched:
            owner = {"put_package": keeping.vault, "record": packing.audit}.get(step, packing)
            patched.setattr(owner, step, die)
            with pytest.raises(Killed):
                swept()
        assert (Package.objects.count(), Kept.objects.count(), Due.objects.count()) == (0, 0, 1)
        vault.sweep(older_than_seconds=0)
        assert swept() == 1
    (package,) = Package.objects.all()
    assert content(package)
    assert PieceSeries.objects.get(last=1)


def test_two_workers_make_one_package(monday: None, transactional_db: None) -> None:
    here = make.county()
    application = make.submitted(here, area=80)
    for part in ("sign", "licence"):
        make.decide(here, make.case_of(application, part), "refuse")

    def work() -> int:
        with clock.travel(make.MONDAY + timedelta(days=20)):
            return swept()

    done = at_once(work, work)
    assert sum(each for each in done if isinstance(each, int)) == 2
    assert Package.objects.count() == 2 and not Due.objects.exists()
    with clock.travel(make.MONDAY + timedelta(days=20)):
        assert swept() == 0

"""Copies of the county's applications, as the figures are measured over, are as true as these."""

from bench import filling
from onevisit.cases.models import Application, Case, CaseEvent
from onevisit.config import wholeness
from onevisit.kernel import clock
from tests.demo.conftest import Built


def test_copies_fold_true_and_open_under_their_new_rows(county: Built) -> None:
    before = set(Case.objects.values_list("id", flat=True))
    filled = filling.fill(len(before) + 60)
    copies = Case.objects.exclude(id__in=before)
    assert filled.cases == Case.objects.count() == len(before) + copies.count()
    assert 60 <= copies.count() < 72  # the last one may have a dozen parts
    assert list(wholeness.of_cases(copies)) == []
    newest = CaseEvent.objects.filter(case__in=copies).latest("recorded_at")
    assert newest.recorded_at <= clock.now()
    originals = Application.objects.filter(cases__in=before).values("applicant_id")
    assert not copies.filter(application__applicant_id__in=originals).exists()
    for application in Application.objects.filter(cases__in=copies).distinct():
        assert application.unsealed().values

"""销毁: what cases say of people goes for good, where an approved list of the archive says so.

Words are emptied, files lose their keys; what was counted stays: states, events, clocks, tasks,
which materials there were, which verdicts, whose number it was. What the cases of an application
share (form, papers, whom it named) goes with the last of them.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import models, transaction
from django.db.models import Q

from onevisit.accounts.rules import Actor
from onevisit.audit import services as audit
from onevisit.audit.rules import Act
from onevisit.cases.models import (
    Application,
    Case,
    Consultation,
    DrawingReview,
    DrawingSeat,
    Evidence,
    Gap,
    Invitation,
    JointAct,
    JointEvent,
    JointFinding,
    JointPhoto,
    ObligationEvent,
    Opinion,
    Result,
)
from onevisit.cases.models.invitations import Named
from onevisit.kernel import clock
from onevisit.kernel.erasing import erase
from onevisit.vault import services as vault

_GONE = "—"


@dataclass(frozen=True, slots=True)
class Destroyed:
    """`applications` are those of which no case is left; `words` and `files` how many went."""

    applications: tuple[UUID, ...]
    words: int
    files: int


def destroy(*, case_ids: Collection[UUID], order: UUID, actor: Actor) -> Destroyed:
    """Destroy what these cases, which have ended, say of people. Those destroyed before are passed
    over. The caller answers for the order and checked the right to give it.
    """
    with transaction.atomic():
        of = Case.objects.filter(id__in=list(case_ids)).values("application_id")
        list(Application.objects.select_for_update().filter(id__in=of).order_by("id"))
        cases = list(
            Case.objects.select_for_update()
            .filter(id__in=list(case_ids), destroyed_at=None)
            .select_related("application")
            .order_by("id")
        )
        at = clock.now()
        Case.objects.filter(id__in=[each.id for each in cases]).update(destroyed_at=at)
        left = set(
            Case.objects.filter(
                application_id__in={each.application_id for each in cases}, destroyed_at=None
            ).values_list("application_id", flat=True)
        )
        whole = [each for each in {c.application_id: c.application for c in cases}.values()
                 if each.id not in left]  # fmt: skip
        for each in whole:
            each.destroyed_at = at
        words = _empty_cases(cases, order) + _empty_applications(whole)
        files = vault.destroy(_files(cases, whole), actor=actor)
        audit.record_many(
            [Act("cases.destroy", "cases.case", c.id, {}, c.department_id) for c in cases],
            actor=actor,
        )
    return Destroyed(tuple(each.id for each in whole), words, files)


def _empty_cases(cases: list[Case], order: UUID) -> int:
    history: tuple[tuple[type[models.Model], str, str], ...] = (
        (Opinion, "text", "case"),
        (JointEvent, "reason", "case"),
        (JointFinding, "note", "case"),
        (JointFinding, "points", "case"),
        (ObligationEvent, "words", "obligation__case"),
    )
    done = sum(
        erase(list(of._default_manager.filter(**{f"{path}__in": cases})), name, order=order)
        for of, name, path in history
    )
    gaps, results = list(Gap.objects.filter(case__in=cases)), _results(cases)
    asked = list(Consultation.objects.filter(case__in=cases))
    for each in asked:
        each.question, each.answer = "", ""
    Consultation.objects.bulk_update(asked, ["question_sealed", "answer_sealed"])
    done += _empty_drawings(cases)
    for gap in gaps:
        gap.told = {"reason": "", "remedy": ""}
    for result in results:
        result.facts = {}
    Gap.objects.bulk_update(gaps, ["words_sealed"])
    Result.objects.bulk_update(results, ["facts_sealed"])
    return done + len(asked) + len(gaps) + len(results)


def _empty_drawings(cases: list[Case]) -> int:
    reviews = list(DrawingReview.objects.filter(case__in=cases))
    seats = list(DrawingSeat.objects.filter(review__in=reviews))
    for review in reviews:
        review.told, review.reason = {}, ""
    for seat in seats:
        seat.comments = {}
    DrawingReview.objects.bulk_update(reviews, ["told_sealed", "reason_sealed"])
    DrawingSeat.objects.bulk_update(seats, ["comments_sealed"])
    return len(reviews) + len(seats)


def _empty_applications(whole: list[Application]) -> int:
    for each in whole:
        each.form_open, each.form_sealed, each.rolled = {}, None, []
    Application.objects.bulk_update(whole, ["form_open", "form_sealed", "rolled", "destroyed_at"])
    acts = list(JointAct.objects.filter(application__in=whole))
    for act in acts:
        act.words = {"place": "", "prepare": "", "phone": ""}
    JointAct.objects.bulk_update(acts, ["words_sealed"])
    named = list(Invitation.objects.filter(application__in=whole))
    for one in named:
        one.seal_named(Named("", ""))
        one.reason = _GONE if one.reason else ""
    Invitation.objects.bulk_update(named, ["named_sealed", "reason"])
    return len(whole) + len(acts) + len(named)


def _results(cases: Iterable[Case]) -> list[Result]:
    return list(Result.objects.filter(case__in=list(cases)))


def _files(cases: list[Case], whole: list[Application]) -> set[UUID]:
    """What stood for their papers, results and photographs, but for what another case still has:
    the same paper of the same person is kept once.
    """
    going = _referred(Q(application__in=whole), Q(case__in=cases), Q(finding__case__in=cases))
    among = Q(stored_object__in=going)
    return going - _referred(
        among & Q(application__destroyed_at=None),
        among & Q(case__destroyed_at=None),
        among & Q(finding__case__destroyed_at=None),
    )


def _referred(evidence: Q, result: Q, photo: Q) -> set[UUID]:
    asked: tuple[tuple[type[models.Model], Q], ...] = (
        (Evidence, evidence),
        (Result, result),
        (JointPhoto, photo),
    )
    return {
        object_id
        for of, which in asked
        for object_id in of._default_manager.filter(which, stored_object__isnull=False).values_list(
            "stored_object_id", flat=True
        )
    }

"""联合踏勘 for the departments that take part: one time for all, one finding each."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import BinaryIO, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from onevisit.accounts.guards import staff_required
from onevisit.accounts.queries import actor_of
from onevisit.accounts.rules import Actor, Permission
from onevisit.cases import queries as cases
from onevisit.cases import services
from onevisit.cases.access import get_case_for
from onevisit.cases.queries import CaseView
from onevisit.cases.queries.joint import CaseVisit
from onevisit.cases.rules.joint import MOST_PHOTOS, Half, Slot, Verdict
from onevisit.cases.rules.points import Given
from onevisit.catalogue.rules.vocabulary import Sensitivity
from onevisit.directory import queries as directory
from onevisit.kernel import clock
from onevisit.kernel.errors import Conflict, DomainError, Invalid, Refused
from onevisit.portal.web.staff.answering import acceptance_response, file_response, status_of, told
from onevisit.portal.web.staff.visit_card import HALVES, MARKS, VERDICTS, visit_card
from onevisit.ui.fields import FieldView, Option
from onevisit.ui.formatting import local_date
from onevisit.ui.posted import number_of, text_of, written

officers = staff_required(Permission.CASES_REVIEW)

HOURS = tuple(
    time(hour, minute)
    for hour in (8, 9, 10, 11, 13, 14, 15, 16, 17)
    for minute in (0, 30)
    if (hour, minute) not in ((8, 0), (13, 0), (17, 30))
)
"""What is offered: every half hour of an office's day."""


@require_http_methods(["GET", "HEAD", "POST"])
@officers
def visit(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The appointment of a case: plan, move, cancel, say that one comes, write the finding."""
    if request.method != "POST":
        return _page(request, case_id)
    doing = DOINGS.get(text_of(request, "action"))
    if doing is None:
        get_case_for(actor_of(request), case_id)
        raise Invalid("portal.unknown_action")
    try:
        message = doing(request, case_id, actor_of(request))
    except (Conflict, Invalid, Refused) as error:
        return _page(request, case_id, error)
    messages.success(request, message)
    return HttpResponseRedirect(reverse("portal:desk-visit", args=[case_id]))


@require_safe
@officers
def photo(request: HttpRequest, case_id: UUID, photo_id: UUID) -> HttpResponse:
    """A photograph the department took."""
    content = services.visit_photo(case_id=case_id, photo_id=photo_id, actor=actor_of(request))
    return file_response(content)


@require_safe
@officers
def acceptance(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """联合验收意见书 of a site visit that everybody has passed."""
    return acceptance_response(request, case_id, actor_of(request))


def _page(request: HttpRequest, case_id: UUID, error: DomainError | None = None) -> HttpResponse:
    """The page; with an `error` it keeps what was typed."""
    view = cases.case_view(case_id=case_id, actor=actor_of(request))
    seen = view.visit
    form = Typed(request, error)
    context = {
        "case": view,
        "seen": seen,
        "may": seen.may if seen else frozenset(),
        "card": visit_card(seen.act, seen.seat) if seen and seen.act else None,
        "problem": told(error) if error else "",
        "plan": _plan_fields(view, form) if seen else (),
        "move": slot_fields(form) if seen else (),
        "finding": finding_fields(form),
        "points": point_fields(_points(seen), form),
        "most": MOST_PHOTOS,
        "marks": MARKS.items(),
        "latest": local_date(seen.latest) if seen else "",
        "doing": form.action,
        "reason": form.of("reason"),
    }
    status = status_of(error) if error else 200
    return render(request, "portal/staff/visit.html", context, status=status)


@dataclass(frozen=True)
class Typed:
    """What was typed in vain, and what was wrong with which field; nothing without an error."""

    request: HttpRequest
    error: DomainError | None

    @property
    def action(self) -> str:
        """Which form it was."""
        return text_of(self.request, "action") if self.error else ""

    def of(self, name: str, usual: str = "") -> str:
        """The value of a field."""
        if self.error is None or name not in self.request.POST:
            return usual
        return self.request.POST[name]

    def wrong(self, name: str) -> str:
        """What is wrong with it."""
        bad = isinstance(self.error, Invalid) and self.error.field == name
        return told(self.error) if bad and self.error else ""


def _points(seen: CaseVisit | None) -> Sequence[str]:
    return seen.seat.points if seen and seen.seat else ()


def slot_fields(form: Typed) -> Sequence[FieldView]:
    """A day, a half of it, an hour."""
    today = clock.today()
    half, hour = form.of("half"), form.of("hour")
    return (
        FieldView(
            "on",
            _("哪一天"),
            "date",
            form.of("on"),
            min=today.isoformat(),
            max=(today + timedelta(days=90)).isoformat(),
            error=form.wrong("on"),
        ),
        FieldView(
            "half",
            _("上午还是下午"),
            "radio",
            values=(half,) if half else (),
            options=[Option(each.value, label) for each, label in HALVES.items()],
            error=form.wrong("half"),
        ),
        FieldView(
            "hour",
            _("几点"),
            "select",
            values=(hour,) if hour else (),
            options=[Option(f"{each:%H:%M}", f"{each:%H:%M}") for each in HOURS],
            required=False,
            help=_("定得下来就写，申请人好安排。"),
            error=form.wrong("hour"),
        ),
    )


def _plan_fields(view: CaseView, form: Typed) -> Sequence[FieldView]:
    phone = directory.department_by_id(view.department_id).phone
    return (
        *slot_fields(form),
        FieldView(
            "place", _("到哪里"), "text", form.of("place", _address(view)), maxlength=200,
            error=form.wrong("place"),
        ),
        FieldView(
            "prepare", _("请申请人准备什么"), "textarea", form.of("prepare"), required=False,
            maxlength=500, help=_("例如打开厨房、仓库和配电箱，备好图纸。"),
            error=form.wrong("prepare"),
        ),
        FieldView(
            "phone", _("联系电话"), "tel", form.of("phone", phone), maxlength=30,
            error=form.wrong("phone"),
        ),
    )  # fmt: skip


def _address(view: CaseView) -> str:
    """Where the shop is, as the form says."""
    return next(
        (
            line.shown
            for group in view.groups
            for line in group.fields
            if line.field.key.endswith("address") and line.shown
            if line.field.sensitivity is not Sensitivity.SENSITIVE
        ),
        "",
    )


def finding_fields(form: Typed, apart: str = "") -> Sequence[FieldView]:
    """The form of a finding; `apart` where several stand on one page."""
    chosen = form.of("verdict")
    notes = {
        Verdict.PASSED: _("符合要求"),
        Verdict.FAILED: _("不符合要求，写明哪里不行"),
        Verdict.MEND: _("改好了再看，写明怎么改、到哪天"),
    }
    return (
        FieldView(
            "verdict", _("结论"), "radio", values=(chosen,) if chosen else (),
            options=[Option(each.value, label, notes[each]) for each, label in VERDICTS.items()],
            error=form.wrong("verdict"), apart=apart,
        ),
        FieldView(
            "mend_by", _("整改到哪一天"), "date", form.of("mend_by"), required=False,
            min=(clock.today() + timedelta(days=1)).isoformat(),
            help=_("选“限期整改”时必填。"), error=form.wrong("mend_by"), apart=apart,
        ),
        FieldView(
            "note", _("看到什么"), "textarea", form.of("note"), required=False, maxlength=2000,
            help=_("申请人会看到原文。通过的可以不写。"), error=form.wrong("note"), apart=apart,
        ),
    )  # fmt: skip


@dataclass(frozen=True)
class PointField:
    """One point to tick: what was ticked in vain, and what was wrong with it."""

    n: int
    text: str
    mark: str
    note: str
    error: str
    apart: str

    @property
    def id(self) -> str:
        """The id of its group."""
        return f"f-{self.apart}mark-{self.n}"


def point_fields(points: Sequence[str], form: Typed, apart: str = "") -> Sequence[PointField]:
    """The list of an item, to be ticked; `apart` where several stand on one page."""
    return [
        PointField(
            n,
            text,
            form.of(f"mark-{n}"),
            form.of(f"mark_note-{n}"),
            form.wrong(f"mark-{n}") or form.wrong(f"mark_note-{n}"),
            apart,
        )
        for n, text in enumerate(points)
    ]


def points_in(request: HttpRequest) -> list[Given]:
    """What was ticked, point for point; the note of each is always sent."""
    count = sum(name.startswith("mark_note-") for name in request.POST)
    return [
        Given(text_of(request, f"mark-{n}"), written(request, f"mark_note-{n}"))
        for n in range(count)
    ]


def _plan(request: HttpRequest, case_id: UUID, actor: Actor) -> str:
    services.plan_visit(
        case_id=case_id,
        slot=slot_in(request),
        place=text_of(request, "place", 400),
        prepare=written(request, "prepare"),
        phone=text_of(request, "phone"),
        actor=actor,
    )
    return _("约好了，参加的部门和申请人都能看到。")


def _move(request: HttpRequest, case_id: UUID, actor: Actor) -> str:
    services.move_visit(
        case_id=case_id,
        slot=slot_in(request),
        reason=written(request, "reason"),
        actor=actor,
        version=number_of(request, "version"),
    )
    return _("已改期，各部门和申请人都能看到理由。")


def _cancel(request: HttpRequest, case_id: UUID, actor: Actor) -> str:
    services.cancel_visit(
        case_id=case_id,
        reason=written(request, "reason"),
        actor=actor,
        version=number_of(request, "version"),
    )
    return _("已取消，各部门和申请人都能看到理由。")


def _keep(request: HttpRequest, case_id: UUID, actor: Actor) -> str:
    services.keep_visit(case_id=case_id, reason=written(request, "reason"), actor=actor)
    return _("已答复，申请人能看到理由。")


def _go(_request: HttpRequest, case_id: UUID, actor: Actor) -> str:
    services.join_visit(case_id=case_id, going=True, actor=actor)
    return _("记下了，申请人会看到您的名字。")


def _stay(_request: HttpRequest, case_id: UUID, actor: Actor) -> str:
    services.join_visit(case_id=case_id, going=False, actor=actor)
    return _("已取消报名。")


def _find(request: HttpRequest, case_id: UUID, actor: Actor) -> str:
    services.write_finding(
        case_id=case_id,
        verdict=verdict_in(request),
        note=written(request, "note"),
        mend_by=day_in(request, "mend_by"),
        photos=photos_in(request),
        nth=number_of(request, "written"),
        points=points_in(request),
        actor=actor,
    )
    return _("结论已写入，这个办件接着往下办。")


Doing = Callable[[HttpRequest, UUID, Actor], str]
DOINGS: Mapping[str, Doing] = {
    "plan": _plan,
    "move": _move,
    "cancel": _cancel,
    "keep": _keep,
    "go": _go,
    "stay": _stay,
    "find": _find,
}


def slot_in(request: HttpRequest) -> Slot:
    """The time that was chosen. Raises Invalid `portal.bad_day`, `portal.choose_half`."""
    on = day_in(request, "on")
    if on is None:
        raise Invalid("portal.bad_day", field="on")
    try:
        half = Half(text_of(request, "half"))
    except ValueError:
        raise Invalid("portal.choose_half", field="half") from None
    return Slot(on, half, _hour(text_of(request, "hour")))


def _hour(text: str) -> time | None:
    return next((each for each in HOURS if f"{each:%H:%M}" == text), None)


def day_in(request: HttpRequest, field: str) -> date | None:
    """A day that was filled in. Raises Invalid `portal.bad_day` for what is none."""
    text = text_of(request, field)
    found = clock.parse_day(text)
    if text and found is None:
        raise Invalid("portal.bad_day", field=field)
    return found


def photos_in(request: HttpRequest) -> list[tuple[BinaryIO, str]]:
    """The photographs that came along."""
    return [
        (cast(BinaryIO, each.file), each.name or "") for each in request.FILES.getlist("photos")
    ]


def verdict_in(request: HttpRequest) -> Verdict:
    """What was chosen. Raises Invalid `portal.choose_verdict`."""
    try:
        return Verdict(text_of(request, "verdict"))
    except ValueError:
        raise Invalid("portal.choose_verdict", field="verdict") from None

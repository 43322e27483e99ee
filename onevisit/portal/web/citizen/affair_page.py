"""From the status of an application to what its applicant reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from heapq import merge

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from onevisit.cases.queries import CaseStatus, Following, StatusView
from onevisit.cases.queries.status import NextStep
from onevisit.cases.rules.again import FAILED
from onevisit.cases.rules.letters import LetterKind, letter_number
from onevisit.cases.rules.lifecycle import SETTLED, Action, CaseState, ClockKind
from onevisit.cases.rules.obligations import ANSWERABLE
from onevisit.cases.rules.pre_review import PreReview
from onevisit.delivery.rules.lockers import StayState
from onevisit.directory import queries as directory
from onevisit.hall.queries import ContactLine, VisitCount, merge_rules
from onevisit.hall.rules import within_on
from onevisit.kernel import clock
from onevisit.kernel.calendar import DayUnit
from onevisit.kernel.queries import load_calendar
from onevisit.portal.web.citizen import labels
from onevisit.portal.web.citizen.documents import Letter, demands, letters
from onevisit.portal.web.citizen.owing import Owed, owed_line
from onevisit.portal.web.citizen.parcels import NOT_POSTED, Posting
from onevisit.portal.web.citizen.places import Place, place
from onevisit.portal.web.citizen.promising import Promised, promised, promises_to_mend
from onevisit.portal.web.citizen.rails import Step, promise_words, rail, standing
from onevisit.portal.web.citizen.telling import Told, history
from onevisit.portal.web.citizen.visiting import (
    CitizenVisit,
    citizen_visits,
    to_mend,
    to_receive,
    visit_history,
)
from onevisit.portal.web.lockers import Lodged
from onevisit.portal.web.posting import Sent
from onevisit.portal.web.staff import labels as offices
from onevisit.ui.formatting import joined, local_date

_CONTESTED = frozenset(
    {
        *(CaseState.REFUSED, CaseState.NOT_ACCEPTED, CaseState.RETURNED),
        *(CaseState.TERMINATED, CaseState.VOID),
    }
)
REVIEW_DAYS = 60
"""Natural days in which one may ask for 行政复议 (行政复议法 2023, art. 20)."""


@dataclass(frozen=True)
class CasePart:
    """One department's case: who holds it, what comes next, what was decided."""

    case: CaseStatus
    state: labels.Text
    tag: str
    holder: str
    next: str
    clock_url: str
    took: str
    reasons: Sequence[str]
    remedy_until: date | None
    result_url: str
    extended: str = ""
    first_look: str = ""
    commitment_url: str = ""
    pledged: Sequence[str] = ()
    obligations: Sequence[Promised] = ()
    again_url: str = ""

    @property
    def running(self) -> bool:
        """Whether an office works against the clock; what waits to be collected does not."""
        reading = self.case.reading
        stopped = reading is None or reading.clock.stopped_on is not None
        return not stopped and self.case.state is not CaseState.ISSUED


@dataclass(frozen=True)
class AffairPage:
    """All the template draws. `needs` are what the applicant must do now, `owed` what is still to
    be handed in, `later` what can wait.
    """

    view: StatusView
    tag: str
    tag_class: str
    rail: Sequence[Step]
    needs: Sequence[str]
    owed: Sequence[Owed]
    later: str
    promise: str
    parts: Sequence[CasePart]
    collect_at: Place | None
    visits: VisitCount
    contacts: Sequence[tuple[ContactLine, labels.Text]]
    together: int
    events: Sequence[Told]
    letters: Sequence[Letter]
    may_withdraw: bool
    parcels: Sequence[Sent]
    lodged: Sequence[Lodged]
    may_choose: bool
    trail: Sequence[tuple[str, str]]
    comings: Sequence[CitizenVisit] = ()

    @property
    def only_pre_review(self) -> bool:
        """Whether what is to be changed was said in a first look, so that no clock stands still."""
        asked = self.view.to_correct
        return bool(asked) and all(each.pre_review for each in asked)

    @property
    def refused(self) -> bool:
        """Whether something was refused, so that the ways against it are told."""
        return any(part.remedy_until for part in self.parts)


def affair_page(
    view: StatusView,
    visits: VisitCount,
    owed: Sequence[Following] = (),
    posting: Posting = NOT_POSTED,
    lodged: Sequence[Lodged] = (),
) -> AffairPage:
    """Arrange the status; one query for the window where results wait."""
    states = [case.standing for case in view.cases if not case.superseded]
    asked = posting.asked
    looked = any(each.pre_review for each in view.to_correct)
    turn = next((o.state for o in view.obligations if o.state in ANSWERABLE), None)
    has = {"owes": bool(owed), "sent": view.by_courier, "asked": asked, "pre_returned": looked}
    parts = [_part(case, view, posting, lodged) for case in view.cases]
    tag, tag_class = standing(states, **has, turn=turn, lodged=view.by_locker)
    return AffairPage(
        view=view,
        tag=tag,
        tag_class=tag_class,
        rail=rail(
            states,
            {**{stop.key: stop.at for stop in view.rail}, "delivered": view.ended_at},
            owes=bool(owed) or asked or looked,
            sent=view.by_courier,
        ),
        needs=_needs(view, lodged),
        owed=[owed_line(each) for each in owed],
        later="" if _all_ready(view) else _collect_later(view),
        promise=promise_words(view.promised_on, states),
        parts=parts,
        collect_at=_collect_at(view),
        visits=visits,
        contacts=[(each, labels.CONTACTS[each.kind]) for each in visits.contacts],
        together=int(within_on(merge_rules(), clock.today()).total_seconds() // 60),
        events=list(
            merge(history(view), visit_history(view.visits), key=lambda told: told.at, reverse=True)
        ),
        letters=_documents(view, parts),
        may_withdraw=any(case.may_withdraw for case in view.cases),
        parcels=posting.sent,
        lodged=lodged,
        may_choose=posting.may_choose,
        trail=[(_("我的办件"), reverse("portal:affairs")), (view.offer_name, "")],
        comings=citizen_visits(view.visits),
    )


def _needs(view: StatusView, lodged: Sequence[Lodged]) -> list[str]:
    return [
        *([_collect(view)] if _all_ready(view) else []),
        *_fetch(lodged, view.fetches),
        *to_receive(view.visits),
        *to_mend(view),
        *promises_to_mend(view),
    ]


def _documents(view: StatusView, parts: Sequence[CasePart]) -> list[Letter]:
    """Letters, results and what was promised, the newest first."""
    found = []
    for part in parts:
        case, result = part.case, part.case.result
        name = case.name if len(view.cases) > 1 else ""
        if result:
            told = (result.name, name, result.number, result.made_at)
            found.append(Letter(part.result_url, *told, ended=result.revoked_on is not None))
        if part.commitment_url and part.pledged:
            number = letter_number(LetterKind.COMMITMENT, case.number, 1)
            label = offices.LETTERS[LetterKind.COMMITMENT]
            found.append(Letter(part.commitment_url, label, name, number, view.submitted_at))
    return sorted([*found, *letters(view), *demands(view)], key=lambda each: each.at, reverse=True)


def _collect_at(view: StatusView) -> Place | None:
    """Where results are had, while there may still be some."""
    open_still = view.ended_at is None and view.collection == "window"
    if not open_still or view.collection_point_id is None:
        return None
    point = directory.service_point_by_id(view.collection_point_id)
    return place(point, clock.now(), load_calendar())


def _all_ready(view: StatusView) -> bool:
    """Whether one visit now fetches everything there will ever be to fetch."""
    return bool(view.to_collect) and all(case.state in SETTLED for case in view.cases)


def _collect(view: StatusView) -> str:
    return _("“%(names)s”做好了。带身份证到%(where)s领，一次领完。") % _results(view)


def _collect_later(view: StatusView) -> str:
    """Results lie ready while others are being decided: nobody should come twice."""
    if not view.to_collect:
        return ""
    text = _(
        "“%(names)s”做好了，放在%(where)s。还有 %(left)s 件在办，等都办好了一次来领，少跑一趟。"
    )
    return text % _results(view)


def _results(view: StatusView) -> dict[str, object]:
    names = [case.result.name if case.result else case.name for case in view.to_collect]
    return {
        "names": joined(names),
        "where": view.collection_point or _("窗口"),
        "left": sum(case.state not in SETTLED for case in view.cases),
    }


def _part(
    case: CaseStatus, view: StatusView, posting: Posting, lodged: Sequence[Lodged]
) -> CasePart:
    if case.standing is CaseState.REVOKED and case.result and case.result.revoked_on:
        return _revoked(case, view, case.result.revoked_on)
    refused = case.state in _CONTESTED
    early = case.state is CaseState.ISSUED and not _all_ready(view)
    if case.state is CaseState.ISSUED and view.by_courier:
        return _on_its_way(case, view, posting)
    if case.state is CaseState.ISSUED and view.by_locker:
        return _in_locker(case, view, lodged)
    return CasePart(
        case=case,
        state=_("办好了，在窗口")
        if early
        else _pre_reviewed(case) or labels.WHYS.get(case.why, labels.STATES[case.state]),
        tag="ok"
        if early
        else labels.PRE_REVIEW_TAGS.get(case.pre_review, "now")
        if _pre_reviewed(case)
        else labels.TAGS[case.state],
        holder=_holder(case, view),
        next=_("等别的都办好，一次来领。") if early else _next(case),
        clock_url=_clock_url(case, view),
        took=_took(case),
        reasons=[_("要补的到期没有补齐。备齐了可以重新申请。")]
        if case.state is CaseState.RETURNED
        else case.reasons,
        remedy_until=_remedy_until(case, view) if refused else None,
        result_url=_result_url(case, view),
        commitment_url=_commitment_url(case, view),
        pledged=view.pledged.get(case.id, ()),
        obligations=_promises(case, view),
        extended=_extended(case),
        first_look=_first_look(case),
        again_url=_again_url(case, view),
    )


def _pre_reviewed(case: CaseStatus) -> labels.Text:
    """What a first look came to, until the case is accepted."""
    submitted = case.state is CaseState.SUBMITTED
    return labels.PRE_REVIEWS.get(case.pre_review, "") if submitted else ""


def _first_look(case: CaseStatus) -> str:
    """What a passed pre-review tells, in one sentence."""
    if not _pre_reviewed(case) or case.pre_review is not PreReview.PASSED:
        return ""
    if case.originals:
        text = _("材料看过了，没有要改的。领结果时带上原件：%(names)s。")
        return text % {"names": joined(case.originals)}
    return _("材料看过了，没有要改的，不用您再做什么。")


def _revoked(case: CaseStatus, view: StatusView, on: date) -> CasePart:
    """A result that no longer holds, and until when one may object."""
    return CasePart(
        case=case,
        state=labels.STATES[CaseState.REVOKED],
        tag="bad",
        holder=case.department,
        next="",
        clock_url=_clock_url(case, view),
        took=_took(case),
        reasons=(),
        remedy_until=on + timedelta(days=REVIEW_DAYS),
        result_url="",
        commitment_url=_commitment_url(case, view),
        pledged=view.pledged.get(case.id, ()),
        obligations=_promises(case, view),
    )


def _again_url(case: CaseStatus, view: StatusView) -> str:
    """Where the one part that failed is applied for again."""
    if not view.own or case.superseded or case.state not in FAILED:
        return ""
    return reverse("portal:affair_again", args=[view.number, case.id])


def _commitment_url(case: CaseStatus, view: StatusView) -> str:
    if case.id not in view.pledged:
        return ""
    return reverse("portal:affair_commitment", args=[view.number, case.id])


def _promises(case: CaseStatus, view: StatusView) -> list[Promised]:
    return [promised(each) for each in view.obligations if each.case_id == case.id]


def _extended(case: CaseStatus) -> str:
    """That the limit was extended, by law and once."""
    found = case.extended
    if found is None:
        return ""
    if found.unit is DayUnit.WORKING:
        text = _("%(day)s经负责人批准，办理期限依法延长 %(n)s 个工作日，只延这一次。")
    else:
        text = _("%(day)s经负责人批准，办理期限依法延长 %(n)s 天，只延这一次。")
    return text % {"day": local_date(found.on), "n": found.days}


def _on_its_way(case: CaseStatus, view: StatusView, posting: Posting) -> CasePart:
    """A result that is sent: who has it, and what comes next."""
    sent = posting.of_result(case.result.number if case.result else "")
    return CasePart(
        case=case,
        state=sent.state if sent else _("办好了，等着寄"),
        tag="wait" if posting.asked else "now",
        holder=sent.holder if sent else _("统一出件窗口"),
        next=posting.next_of(sent, waiting=any(c.state not in SETTLED for c in view.cases)),
        clock_url=_clock_url(case, view),
        took=_took(case),
        reasons=case.reasons,
        remedy_until=None,
        result_url="",
    )


def _in_locker(case: CaseStatus, view: StatusView, lodged: Sequence[Lodged]) -> CasePart:
    """A result that is fetched from a locker: where it is, and what comes next."""
    number = case.result.number if case.result else ""
    held = [each for each in lodged if number in {n for _name, n in each.line.papers}]
    found = held[0] if held and held[0].stay.state is StayState.LAID else None
    return CasePart(
        case=case,
        state=str(found.state) if found else _("办好了，等着放进智能柜"),
        tag="wait" if found else "now",
        holder=f"{found.stay.locker.point} {found.stay.locker.name}"
        if found
        else _holder(case, view),
        next=_("您凭取件码去取。") if found else _("窗口放进智能柜，取件码发给您。"),
        clock_url=_clock_url(case, view),
        took=_took(case),
        reasons=case.reasons,
        remedy_until=None,
        result_url="",
    )


def _fetch(found: Sequence[Lodged], own: bool) -> list[str]:
    """What to do with what lies in a locker; the code is for its own applicant."""
    return [_fetch_one(each, own) for each in found if each.stay.state is StayState.LAID]


def _fetch_one(lodged: Lodged, own: bool) -> str:
    locker, stay = lodged.stay.locker, lodged.stay
    facts = {
        "where": f"{locker.point}{locker.where}",
        "door": f"{locker.name} {stay.door}",
        "day": local_date(lodged.last_day),
        "code": lodged.code if own else "******",
    }
    if not lodged.code:
        return _("结果在%(where)s的%(door)s，取件码输错太多，请在下面换一个。") % facts
    return _("结果在%(where)s的%(door)s，取件码 %(code)s，最晚%(day)s去取。") % facts


def _holder(case: CaseStatus, view: StatusView) -> str:
    if case.state is CaseState.ISSUED:
        return view.collection_point or _("窗口")
    return case.department


def _next(case: CaseStatus) -> str:
    if case.waits_for:
        return _("等“%(names)s”办完就开始审查，不用您催。") % {"names": joined(case.waits_for)}
    until = local_date(case.suspended_until)
    return {
        NextStep.ACCEPT: _("部门看材料，决定是否受理。"),
        NextStep.CORRECT: _("您按告知补正，补好了部门重新看。"),
        NextStep.WAIT: _("马上开始审查。"),
        NextStep.REVIEW: _("部门审查，然后作出决定。"),
        NextStep.RESUME: _("特别程序预计 %(day)s结束，之后接着审查。") % {"day": until}
        if until
        else _("特别程序结束后接着审查。"),
        NextStep.PAY: _("您缴费，缴清就接着办。"),
        NextStep.COLLECT: _("您来领结果。"),
        NextStep.NOTHING: "",
    }[case.next_step]


def _clock_url(case: CaseStatus, view: StatusView) -> str:
    if case.reading is None:
        return ""
    kind = case.reading.clock.kind
    return reverse("portal:affair_clock", args=[view.number, case.id, kind.value])


def _took(case: CaseStatus) -> str:
    """How many days a decision took, once it is there."""
    reading = case.reading
    if reading is None or reading.clock.stopped_on is None or case.state is CaseState.WITHDRAWN:
        return ""
    if reading.clock.kind is not ClockKind.PROMISED:
        return ""
    if reading.used == 0:
        return _("当天办结")
    if reading.clock.unit is DayUnit.WORKING:
        text = ngettext("用了 %(n)s 个工作日", "用了 %(n)s 个工作日", reading.used)
    else:
        text = ngettext("用了 %(n)s 天", "用了 %(n)s 天", reading.used)
    return text % {"n": reading.used}


def _remedy_until(case: CaseStatus, view: StatusView) -> date:
    """The last day for 行政复议 for who learns of the refusal on the day it is made."""
    ends = (Action.REFUSE, Action.NOT_ACCEPT, Action.RETURN, Action.TERMINATE, Action.VOID)
    told: datetime = next(
        (e.at for e in view.events if e.action in ends and e.case_name == case.name),
        view.ended_at or clock.now(),
    )
    return clock.local_date(told) + timedelta(days=REVIEW_DAYS)


def _result_url(case: CaseStatus, view: StatusView) -> str:
    """The electronic result once it is delivered; what waits at a window is had there."""
    if case.result is None or case.state is not CaseState.DELIVERED or case.result.revoked_on:
        return ""
    return reverse("portal:affair_result", args=[view.number, case.id])

"""What a letter says, read from what never changes: its event, what was written at it, the gaps it
told, and the definition the case is pinned to.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import translation

from onevisit.accounts import queries as accounts
from onevisit.accounts.rules import Actor
from onevisit.cases.access import sees_case
from onevisit.cases.errors import no_such_letter
from onevisit.cases.models import (
    Application,
    Case,
    CaseEvent,
    CaseMaterial,
    Evidence,
    EvidenceKind,
    Extension,
    Gap,
    Notice,
    Result,
)
from onevisit.cases.queries.clocks import clocks_of
from onevisit.cases.queries.commitments import pledged
from onevisit.cases.queries.delivered import delivered
from onevisit.cases.queries.hands import acted_in, hand_of, said
from onevisit.cases.queries.mending import unmended
from onevisit.cases.queries.parties import guarded
from onevisit.cases.queries.pinning import pinned
from onevisit.cases.rules.clocks import due_day
from onevisit.cases.rules.extension import approver_name
from onevisit.cases.rules.letters import (
    SHARED,
    LetterKind,
    LetterLine,
    Told,
    letter_kind,
    letter_number,
    letter_title,
    letters,
)
from onevisit.cases.rules.lifecycle import Action, CaseState, ClockKind
from onevisit.cases.rules.rulings import RULINGS, Ruling, Way
from onevisit.cases.rules.stopping import WORDS, Stop
from onevisit.catalogue.rules.definition import ItemDefinition
from onevisit.catalogue.rules.vocabulary import Collection, ExtensionBy, OnSilence, TaskType
from onevisit.guidance.rules.checklist import How
from onevisit.kernel.clock import local_date
from onevisit.kernel.queries import calendar_at
from onevisit.ui.site import site

Facts = dict[str, Any]


def letter_lines(
    events: Iterable[CaseEvent], cases: Iterable[Case], *, whole: bool = False
) -> tuple[LetterLine, ...]:
    """The letters of these events, newest first, of these `cases` with their application; `whole`:
    as `letters`.
    """
    by_id = {case.id: case for case in cases}
    told = (_told(event, by_id[event.case_id]) for event in events)
    return tuple(reversed(letters(told, whole=whole)))


def _told(event: CaseEvent, case: Case) -> Told:
    action, application = Action(event.action), case.application.number or ""
    return Told(
        *(case.id, event.seq, action, case.name, event.recorded_at, case.number, application)
    )


@dataclass(frozen=True)
class LetterEvent:
    """An event with all around it. `history` ends with the event; `shown` are the cases of a
    letter that speaks of several.
    """

    kind: LetterKind
    case: Case
    event: CaseEvent
    history: list[CaseEvent]
    shown: list[Case]
    all_shown: bool

    @property
    def application(self) -> Application:
        return self.case.application

    @property
    def item(self) -> ItemDefinition:
        return self.item_of(self.case)

    def item_of(self, case: Case) -> ItemDefinition:
        """What the case is pinned to."""
        return pinned(self.application).offer.part(case.part).item


def letter_facts(case: Case, seq: int, actor: Actor) -> tuple[LetterKind, Facts]:
    """All that the letter of that event says. Of a letter to several departments an officer who
    sees only one case has the part about that.

    Raises NotFound `cases.no_such_letter`.
    """
    history = list(case.events.filter(seq__lte=seq).order_by("seq"))
    kind = letter_kind(history[-1].action) if history and history[-1].seq == seq else None
    if kind is None:
        raise no_such_letter()
    every = [case]
    if kind in SHARED:
        rows = Case.objects.filter(application_id=case.application_id).select_related("department")
        every = list(rows.order_by("id"))
    shown = [each for each in every if sees_case(actor, each, case.application)]
    letter = LetterEvent(kind, case, history[-1], history, shown, len(shown) == len(every))
    with translation.override("zh-hans"):
        facts = common_facts(letter)
        facts.update(_OWN[kind](letter))
    return kind, {**facts, "excerpt": facts["excerpt"] and kind in SHARED}


def common_facts(letter: LetterEvent) -> Facts:
    application, case, item = letter.application, letter.case, letter.item
    permits = [letter.item_of(each).task_type is TaskType.PERMIT for each in letter.shown]
    offices = list(dict.fromkeys(each.department.name for each in letter.shown))
    bases = [basis for each in letter.shown for basis in letter.item_of(each).texts.legal_basis]
    return {
        "title": letter_title(letter.kind, item.task_type),
        "number": letter_number(letter.kind, case.number, letter.event.seq),
        "issuer": offices[0] if len(offices) == 1 else centre(),
        "signers": offices,
        "permit": all(permits),
        **_addressee(application),
        "item": case.name,
        "case_number": case.number,
        "application_number": application.number or "",
        "offer": application.offer_name,
        "received": day_text(case.submitted_at),
        "date": day_text(letter.event.recorded_at),
        "basis": list(dict.fromkeys(bases)),
        "county": str(site().county),
        "phone": item.texts.consult_phone or site().hotline,
        "reasons": [
            row.text
            for row in case.opinions.filter(
                event_seq=letter.event.seq, kind__in=["reason", "decision"]
            ).order_by("at", "id")
        ],
        "delegated": letter.event.facts.get("delegated_by", ""),
        "excerpt": not letter.all_shown,
        "wording": letter.event.facts.get("wording", {}),
        "hand": said(hand_of(letter.event), application),
        "acted": acted_in(letter.history, application),
        "guarded": list(guarded(application)),
    }


def _addressee(application: Application) -> Facts:
    """Whom it is to, with an identifier that may be shown to others."""
    if application.organisation is not None:
        organisation = application.organisation
        name, label, number = organisation.name, "统一社会信用代码", organisation.uscc
    else:
        person = accounts.masked_person(application.applicant)
        name, label, number = person.name, "证件号码", person.masked_id_number
    return {"addressee": name, "addressee_id_label": label, "addressee_id": number}


def centre() -> str:
    """The centre that takes in for all departments, by its full name."""
    county, hall = str(site().county), str(site().hall)
    return county + hall.removeprefix(county[-1:])


def day_text(at: datetime) -> str:
    return local_date(at).isoformat()


def _receipt(letter: LetterEvent) -> Facts:
    application = letter.application
    regime = letter.item.regime
    rows = CaseMaterial.objects.filter(case__in=letter.shown).order_by("id")
    came, promised = _came(letter), _promised(letter)
    hows: dict[str, tuple[str, str]] = {}
    for row in rows:
        how = "supplied" if row.material in came and row.how == How.MAY_FOLLOW else row.how
        how = "pledged" if row.material in promised else how
        hows.setdefault(row.material, (row.name, how))
    return {
        "number": letter_number(letter.kind, application.number or "", 1),
        "issuer": centre(),
        "signers": [centre()],
        "channel": "在窗口" if application.channel == "window" else "在网上",
        "intake_limit": f" {regime.intake} 个{regime.unit}",
        "deems": regime.on_silence is OnSilence.DEEMED_ACCEPTED,
        "items": [
            {"name": each.name, "number": each.number, "department": each.department.name}
            for each in letter.shown
        ],
        "materials": [{"name": name, "how": _HOWS[how]} for name, how in hows.values()],
        "follow": any(how == How.MAY_FOLLOW for _, how in hows.values()),
        "basis": [],
    }


_HOWS = {
    How.BRING: "已提交",
    "supplied": "已提交",
    How.MAY_FOLLOW: "可以后补，还没有提交",
    How.FETCHED: "由部门核验，不用提交",
    How.GENERATED: "由申请表生成，不用提交",
    How.PRODUCED: "由前一件手续产生，不用提交",
    "pledged": "签承诺书代替",
}


def _promised(letter: LetterEvent) -> set[str]:
    """Materials for which a commitment stood when it happened."""
    rows = Evidence.objects.filter(
        application=letter.application, supplied_at__lte=letter.event.recorded_at
    ).values_list("material", "kind")
    other = {material for material, kind in rows if kind != EvidenceKind.PROMISE}
    return {material for material, kind in rows if kind == EvidenceKind.PROMISE} - other


def _came(letter: LetterEvent) -> set[str]:
    """Materials that had been handed in when it happened; papers are never taken back."""
    return set(
        Evidence.objects.filter(
            application=letter.application, supplied_at__lte=letter.event.recorded_at
        ).values_list("material", flat=True)
    )


def _missing(letter: LetterEvent) -> list[str]:
    """What was allowed to follow and had not come, nor been confirmed by the department."""
    seen = Q(verdict="ok", verdict_at__lte=letter.event.recorded_at)
    rows = CaseMaterial.objects.filter(case=letter.case, how=How.MAY_FOLLOW).exclude(seen)
    came = _came(letter)
    return [row.name for row in rows.order_by("id") if row.material not in came]


def _acceptance(letter: LetterEvent) -> Facts:
    limits = []
    for kind, label in ((ClockKind.PROMISED, "承诺办结"), (ClockKind.LEGAL, "法定办结")):
        days, due = _limit(letter, kind)
        if days:
            limits.append({"label": label, "limit": days, "due": due})
    deferred = letter.event.action == Action.ACCEPT_DEFERRED
    return {
        "how": letter.event.action,
        "accepted": day_text(letter.event.effective_at),
        "limits": limits,
        "follow_materials": _missing(letter) if deferred else [],
        "pledged": [line.name for line, _ in pledged(letter.application, letter.case.part)],
        "until": iso_text(letter.event.limit_on),
    }


def _limit(letter: LetterEvent, kind: ClockKind) -> tuple[str, str]:
    """A limit in days, and its last day as it stood with the event. No day is named in a year
    after the event's, whose working days may not have been published then: a letter stays as it is.
    """
    clock = clocks_of(letter.application, letter.case, letter.history).get(kind)
    if clock is None or clock.limit is None:
        return "", ""
    due, _ = due_day(clock, calendar_at(letter.event.calendar_revision))
    same_year = due is not None and due.year == local_date(letter.event.recorded_at).year
    words = f"{clock.limit} 个{clock.unit}" if clock.limit else "当天"
    return words, iso_text(due) if same_year else ""


def iso_text(day: date | None) -> str:
    return day.isoformat() if day else ""


def _notice(letter: LetterEvent) -> Facts:
    application = letter.application
    sent = Notice.objects.filter(
        application=application, state="sent", sent_at__lte=letter.event.recorded_at
    ).order_by("sent_at")
    notices = list(sent)
    if not notices:
        raise no_such_letter()
    gaps = _gaps(letter, notices[-1])
    told = [each for each in letter.shown if any(gap["case_id"] == each.id for gap in gaps)]
    offices = list(dict.fromkeys(each.department.name for each in told))
    return {
        "number": letter_number(letter.kind, application.number or "", len(notices)),
        "issuer": offices[0] if len(offices) == 1 else centre(),
        "signers": offices,
        "gaps": [{key: gap[key] for key in gap if key != "case_id"} for gap in gaps],
        "count": f" {sum(len(gap['rows']) for gap in gaps)} ",
        "basis": list(
            dict.fromkeys(b for each in told for b in letter.item_of(each).texts.legal_basis)
        ),
        "excerpt": len(told) < len(_cases_told(notices[-1])),
    }


def _cases_told(notice: Notice) -> set[UUID]:
    return set(Gap.objects.filter(notice=notice).values_list("case_id", flat=True))


def _gaps(letter: LetterEvent, notice: Notice) -> list[Facts]:
    """The gaps of the cases shown, by case."""
    found = []
    for case in letter.shown:
        rows = Gap.objects.filter(notice=notice, case=case).order_by("kind", "recorded_at", "id")
        words = [(row.name, row.told["reason"], row.told["remedy"]) for row in rows]
        if not words:
            continue
        limit, until = _correction_limit(letter, case)
        found.append(
            {
                "case_id": case.id,
                "item": case.name,
                "department": case.department.name,
                "limit": limit,
                "until": until,
                "rows": [{"name": n, "reason": reason, "remedy": to} for n, reason, to in words],
            }
        )
    return found


def _correction_limit(letter: LetterEvent, case: Case) -> tuple[str, str]:
    """The applicant's limit in a case that the same notice told of."""
    history = list(case.events.filter(recorded_at__lte=letter.event.recorded_at).order_by("seq"))
    kept = [each for each in history if each.seq <= _asked(history)]
    same = LetterEvent(letter.kind, case, letter.event, kept, [case], all_shown=True)
    words, until = _limit(same, ClockKind.CORRECTION)
    return f" {words}", until


def _asked(history: list[CaseEvent]) -> int:
    """The newest request for a correction among the events."""
    asked = [each.seq for each in history if each.action == Action.REQUEST_CORRECTION]
    return max(asked, default=0)


def _corrected(letter: LetterEvent) -> Facts:
    regime = letter.item.regime
    notice = (
        Notice.objects.filter(gaps__case=letter.case, sent_at__lte=letter.event.recorded_at)
        .order_by("-sent_at")
        .first()
    )
    rows = Gap.objects.filter(notice=notice, case=letter.case).order_by("kind", "recorded_at", "id")
    return {
        "received": day_text(letter.event.effective_at),
        "intake_limit": f" {regime.intake} 个{regime.unit}",
        "gaps": [{"rows": [{"name": row.name} for row in rows]}] if notice else [],
        "basis": [],
    }


def _suspension(letter: LetterEvent) -> Facts:
    return {"until": iso_text(letter.event.limit_on)}


def _extension(letter: LetterEvent) -> Facts:
    """A promise that had been missed before is not spoken of: it is not extended."""
    regime = letter.item.regime
    granted = Extension.objects.select_related("reason").get(case=letter.case, state="granted")
    kinds = [(ClockKind.PROMISED, "承诺办结")] if letter.event.action == Action.EXTEND else []
    limits = []
    for kind, label in [*kinds, (ClockKind.LEGAL, "法定办结")]:
        days, due = _limit(letter, kind)
        if days:
            limits.append({"label": label, "limit": days, "due": due})
    return {
        "reasons": [granted.reason.text],
        "days": f" {granted.days} 个{regime.unit}",
        "legal_limit": f" {regime.legal} 个{regime.unit}",
        "joint": regime.extension_by is ExtensionBy.GOVERNMENT,
        "approver": approver_name(regime),
        "accepted": day_text(letter.case.accepted_at or letter.case.submitted_at),
        "limits": limits,
    }


_COLLECTED = {
    Collection.ONLINE: "电子件在您的办件里下载，与纸质件具有同等效力。",
    Collection.WINDOW: "请到政务服务窗口领取，领取的日期以通知为准。",
    Collection.LOCKER: "证件放进您选的智能柜，凭取件码自取；取件码和期限在您的办件里查看。",
    Collection.COURIER: "证件按您留的地址邮寄，寄出和签收的日期在您的办件里查看。",
}


def _approval(letter: LetterEvent) -> Facts:
    result = Result.objects.filter(case=letter.case).first()
    return {
        "result": result.name if result else "",
        "result_number": result.number if result else "",
        "collection": _COLLECTED[Collection(letter.application.collection)],
    }


def _return(letter: LetterEvent) -> Facts:
    why = str(letter.event.facts.get("why", ""))
    if why == "not_mended":
        return {"why": why, "reasons": unmended(letter.case)}
    if why != "not_corrected":
        return {"why": why, "reasons": _missing(letter)}
    rows = Gap.objects.filter(case=letter.case, notice__state="sent").order_by(
        "-notice__sent_at", "kind", "recorded_at", "id"
    )
    newest = [row for row in rows if row.notice_id == rows[0].notice_id]
    return {"why": why, "reasons": [row.name for row in newest if row.mended_at is None]}


def _stopped(letter: LetterEvent) -> Facts:
    return {"why": WORDS[Stop(str(letter.event.facts["kind"]))]}


_RULED = {
    Ruling.UPHELD: "维持本机关原来的决定。",
    Ruling.UNLAWFUL: "确认本机关原来的决定违法，但是不撤销，已经给您的结果继续有效。",
    Ruling.CHANGED: "变更了本机关原来的决定，以该决定书、判决书为准。",
    Ruling.ANNULLED: "撤销本机关原来的决定。",
    Ruling.AGAIN: "撤销本机关原来的决定，责令本机关重新作出决定。",
}


def _ruling(letter: LetterEvent) -> Facts:
    facts, ruling = letter.event.facts, RULINGS[Action(letter.event.action)]
    result = Result.objects.filter(case=letter.case).first()
    again = Case.objects.filter(follows=letter.case, number=facts.get("successor", "")).first()
    days, until = "", ""
    if again is not None:
        history = list(
            again.events.filter(recorded_at__lte=letter.event.recorded_at).order_by("seq")
        )
        same = LetterEvent(letter.kind, again, letter.event, history, [again], all_shown=True)
        days, until = _limit(same, ClockKind.LEGAL)
    suit = facts["way"] == Way.SUIT
    return {
        **{key: facts[key] for key in ("way", "by", "paper", "ruled_on")},
        "paper_kind": "行政判决" if suit else "行政复议决定",
        "outcome": _RULED[ruling],
        "revoked": result is not None and letter.event.after == CaseState.OVERTURNED,
        "result": result.name if result else "",
        "result_number": result.number if result else "",
        "successor": again.number if again else "",
        "days": days,
        "until": until,
    }


def _passing(letter: LetterEvent) -> Facts:
    facts = letter.event.facts
    above = Case.objects.get(follows=letter.case)
    history = list(above.events.filter(recorded_at__lte=letter.event.recorded_at).order_by("seq"))
    same = LetterEvent(letter.kind, above, letter.event, history, [above], all_shown=True)
    days, until = _limit(same, ClockKind.LEGAL)
    named = {"to": facts["to"], "successor": above.number, "route": facts["basis"]}
    return {**named, "days": days, "until": until}


def _delivery(letter: LetterEvent) -> Facts:
    return delivered(letter.event, letter.case)


def _nothing(_letter: LetterEvent) -> Facts:
    return {}


_OWN: Mapping[LetterKind, Callable[[LetterEvent], Facts]] = {
    LetterKind.RECEIPT: _receipt,
    LetterKind.CORRECTED: _corrected,
    LetterKind.ACCEPTANCE: _acceptance,
    LetterKind.NOTICE: _notice,
    LetterKind.NON_ACCEPTANCE: _nothing,
    LetterKind.SUSPENSION: _suspension,
    LetterKind.EXTENSION: _extension,
    LetterKind.APPROVAL: _approval,
    LetterKind.REFUSAL: _nothing,
    LetterKind.RETURN: _return,
    LetterKind.TERMINATION: _stopped,
    LetterKind.VOIDING: _stopped,
    LetterKind.WITHDRAWAL: _nothing,
    LetterKind.PASSING: _passing,
    LetterKind.RULING: _ruling,
    LetterKind.DELIVERY: _delivery,
}

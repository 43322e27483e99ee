"""联合验收意见书、踏勘意见书: one result made of what each department found at the site visit."""

from collections.abc import Mapping

from django.utils import translation

from onevisit.cases.errors import no_such_letter
from onevisit.cases.models import Case, JointAct, JointFinding
from onevisit.cases.queries.letters import Facts, LetterEvent, common_facts
from onevisit.cases.queries.pinning import pinned
from onevisit.cases.rules.joint import ActState, Verdict
from onevisit.cases.rules.joint_papers import paper_number
from onevisit.cases.rules.letter_forms import LetterForm
from onevisit.cases.rules.letters import LetterKind
from onevisit.cases.rules.points import Mark, read
from onevisit.kernel.clock import local_date

_MARKS: Mapping[Mark, str] = {Mark.OK: "符合", Mark.BAD: "不符合", Mark.NONE: "不适用"}


def acceptance_on_paper(case: Case) -> tuple[LetterForm, Facts]:
    """What the opinion of all says that took part with this case: an acceptance where the bundle
    makes the visit one. It is drawn from the newest findings, which never change once all passed.

    Raises NotFound `cases.no_such_letter` until every department has passed it.
    """
    application = case.application
    acts = JointAct.objects.filter(
        application=application, state=ActState.DONE, findings__case=case
    )
    act = acts.order_by("-planned_at").first()
    found = _newest(act) if act else {}
    if act is None or any(each.verdict != Verdict.PASSED for each in found.values()):
        raise no_such_letter()
    history = list(case.events.order_by("seq"))
    cases = [each.case for each in found.values()]
    letter = LetterEvent(LetterKind.NOTICE, case, history[0], history, cases, all_shown=True)
    with translation.override("zh-hans"):
        facts = common_facts(letter)
        joint = {each.key for each in pinned(application).offer.joint_visits if each.opinion}
        paper = LetterForm.ACCEPTANCE_TOGETHER if act.key in joint else LetterForm.VISIT_TOGETHER
        facts.update(
            number=paper_number(paper, application.number or ""),
            date=max(local_date(each.at) for each in found.values()).isoformat(),
            visited=act.on.isoformat(),
            place=act.words["place"],
            findings=[_told(each) for each in found.values()],
        )
    return paper, facts


def _newest(act: JointAct) -> dict[object, JointFinding]:
    rows = act.findings.select_related("case__department").order_by("case_id", "seq")
    return {row.case_id: row for row in rows}


def _told(row: JointFinding) -> Facts:
    return {
        "department": row.case.department.name,
        "department_id": str(row.case.department_id),
        "name": row.case.name,
        "who": row.author_name,
        "on": local_date(row.at).isoformat(),
        "points": [
            {"point": each.point, "mark": _MARKS[each.mark], "note": each.note}
            for each in read(row.points)
        ],
    }

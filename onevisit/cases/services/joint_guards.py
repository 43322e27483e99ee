"""What the appointment of a site visit asks of those who handle its cases otherwise."""

from uuid import UUID

from onevisit.accounts.rules import Actor
from onevisit.cases.models import Case, JointAct, JointFinding
from onevisit.cases.queries.joint import standing
from onevisit.cases.rules.joint import ActState, Noted, Standing, Verdict, group_of, is_due
from onevisit.cases.rules.points import points_of
from onevisit.cases.services.holding import Held
from onevisit.catalogue.rules.vocabulary import StepKind
from onevisit.kernel.errors import Conflict


def standing_act(held: Held, case: Case) -> JointAct | None:
    """The appointment that stands for the parts this case is visited with; there is one at most."""
    key = group_of(held.offer.offer, case.part).key
    acts = JointAct.objects.filter(application=held.application, key=key, state=ActState.PLANNED)
    return acts.first()


def read_case(held: Held, case: Case, act: JointAct | None = None) -> Standing:
    """What the rules read of a held case, with regard to one appointment."""
    done = {task.step for task in held.tasks.get(case.id, []) if task.state == "done"}
    found = act is not None and JointFinding.objects.filter(act=act, case=case).exists()
    return standing(case, held.application, done, found=found)


def points_to_tick(held: Held, case: Case) -> tuple[str, ...]:
    """What the officer ticks at the site visit of a held case."""
    done = {task.step for task in held.tasks.get(case.id, []) if task.state == "done"}
    return points_of(held.item(case), held.application.answers, done)


def written_before(case_id: UUID, noted: Noted | None, actor: Actor) -> bool:
    """Whether this finding of a device arrived before, say because the answer was lost. Raises
    Conflict `cases.visit_entry_taken` when somebody else's, or another case's, bears its id.
    """
    row = JointFinding.objects.filter(entry=noted.entry).first() if noted else None
    if row is not None and (row.case_id, row.author_id) != (case_id, actor.user_id):
        raise Conflict("cases.visit_entry_taken")
    return row is not None


def require_no_appointment(held: Held, case: Case, kind: str) -> None:
    """A site visit for which an appointment stands is done by the finding. No query for another
    kind of step. Raises Conflict `cases.visit_planned`.
    """
    if kind != StepKind.SITE_VISIT:
        return
    act = standing_act(held, case)
    if act is not None and is_due(read_case(held, case, act), act.on):
        raise Conflict("cases.visit_planned", on=act.on)


def require_visit_passed(held: Held, case: Case) -> None:
    """No approval over what the department itself found wrong on the spot. No query for a case
    that was not visited. Raises Conflict `cases.visit_not_passed`.
    """
    if not any(task.kind == StepKind.SITE_VISIT for task in held.tasks.get(case.id, [])):
        return
    newest = JointFinding.objects.filter(case=case).order_by("-at", "-seq").first()
    if newest is not None and newest.verdict != Verdict.PASSED:
        raise Conflict("cases.visit_not_passed")

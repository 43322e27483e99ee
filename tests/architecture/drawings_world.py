"""Drawings that two departments reviewed together, for the table of who may open what."""

from typing import TYPE_CHECKING

from onevisit.cases.models import Case, DrawingReview, DrawingSeat, Evidence, JointAct
from onevisit.kernel import clock

if TYPE_CHECKING:
    from tests.architecture.world import World


def add_drawings(world: "World", case: Case, paper: Evidence) -> None:
    """The same two departments agreed to it as a drawing."""
    row = DrawingReview(
        case=case,
        state="agreed",
        special=False,
        materials=[paper.material],
        versions=[[str(paper.id)]],
        days=3,
        mend_days=5,
        due_on=clock.today(),
        opened_at=clock.now(),
        closed_at=clock.now(),
        more_state="refused",
        more_days=2,
    )
    day = f"{clock.today()}"
    row.more = {"was": day, "until": day, "why": "放样。", "answer": "不用。", "by": "周审"}
    row.more |= {"at": clock.now().isoformat()}
    row.save()
    for department in (case.department_id, world.departments["health"]):
        DrawingSeat(review=row, department_id=department, ready_at=clock.now()).save()
    review: dict[str, object] = {"review_id": row.id}
    number = {"number": case.application.number}
    world.args["drawing"], world.args["affair_drawing"] = review, {**review, **number}
    world.args["drawing_file"] = {**review, "evidence_id": paper.id}
    world.args["affair_drawing_file"] = {**world.args["drawing_file"], **number}
    world.args["drawing_letter"] = {**review, "n": 0}
    world.args["affair_drawing_letter"] = {**world.args["drawing_letter"], **number}
    act = JointAct.objects.get(application=case.application)
    world.args["appointment"] = {"act_id": act.id}
    world.args["affair_visit_ask"] = {"act_id": act.id, **number}
    world.args["affair_acceptance"] = {"case_id": case.id, **number}

"""What tests of one-time notices say again and again."""

from onevisit.cases import services
from onevisit.cases.models import Application, Case
from onevisit.cases.queries.signing import signing_digest
from onevisit.cases.rules.gaps import GapDraft, GapKind
from tests.factories import cases as make
from tests.factories.cases import County

PLAN = GapDraft(GapKind.MATERIAL, "plan", "图上没有厨房。", "补一张标出厨房的平面图。")
NAME = GapDraft(GapKind.FIELD, "shop.name", "与招牌不一致。", "改成招牌上的店名。")
NOTE = GapDraft(GapKind.FIELD, "shop.note", "没写经营时间。", "写明几点到几点。")


def ask(here: County, case: Case, *gaps: GapDraft) -> bool:
    """The department of the case tells what is missing."""
    return services.ask_correction(
        case_id=case.id, gaps=gaps or (PLAN, NAME), actor=here.officer(case)
    )


def notified(here: County, *gaps: GapDraft) -> Application:
    """An application of four parts in which one notice has gone out, for the sign."""
    application = make.submitted(here, area=80)
    ask(here, make.case_of(application, "sign"), *gaps)
    for part in ("licence", "food", "drain"):
        case = make.case_of(application, part)
        services.accept(case_id=case.id, actor=here.officer(case))
    application.refresh_from_db()
    return application


def mend(here: County, application: Application, seed: int = 7) -> None:
    """The applicant mends what `PLAN` and `NAME` ask for."""
    services.attach_file(
        application_id=application.id,
        material="plan",
        upload=make.upload(seed),
        name="新图.png",
        actor=here.citizen,
    )
    services.correct_fields(
        application_id=application.id, values={"shop.name": "吉祥饭店"}, actor=here.citizen
    )


def hand_in(here: County, application: Application) -> tuple[str, ...]:
    """Sign the correction."""
    application.refresh_from_db()
    return services.correct(
        application_id=application.id,
        signed_digest=signing_digest(application),
        actor=here.citizen,
    )

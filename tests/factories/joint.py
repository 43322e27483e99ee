"""A shop that four departments look at together: food, fire and sign at once, drainage only once
the licence is decided.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from onevisit.accounts.rules import Actor
from onevisit.cases import services
from onevisit.cases.models import Application, Case, JointAct
from onevisit.cases.queries.signing import signing_digest
from onevisit.cases.rules.joint import Half, Slot, Verdict
from onevisit.catalogue.models import Bundle, BundleVersion
from onevisit.catalogue.rules.parsing import definition_digest, parse_bundle, to_json
from onevisit.kernel import clock
from onevisit.kernel.types import JsonObject
from tests.factories import cases as make
from tests.factories.cases import County
from tests.factories.publishing import stands

BUNDLE = "bundle-visited"
TOGETHER = ("kitchen", "flame", "board", "pipe")
_DEPARTMENTS = {"kitchen": "market", "flame": "fire", "board": "urban", "pipe": "housing"}
WEDNESDAY = Slot(date(2026, 11, 18), Half.MORNING)
THURSDAY = Slot(date(2026, 11, 19), Half.AFTERNOON)


def _item(part: str, number: int, points: Sequence[str] = ()) -> JsonObject:
    """accept → site visit, at which these points are ticked → review → decide → issue."""
    document = make.item_document(part, number)
    steps = {str(step["key"]): step for step in document["steps"]}
    visit: JsonObject = {
        "key": "visit",
        "name": "现场核查",
        "kind": "site_visit",
        "party": "department",
        "limit": 1,
        "after": [{"step": "accept"}],
        "points": list(points),
    }
    review: JsonObject = {**steps["review"], "after": [{"step": "visit"}]}
    ordered = [steps["apply"], steps["accept"], visit, review, steps["decide"], steps["issue"]]
    return {**document, "steps": ordered, "form": [*document["form"], _ADDRESS]}


_ADDRESS: JsonObject = {"key": "shop.address", "label": "店铺地址", "required": False}


def _bundle() -> JsonObject:
    parts: list[JsonObject] = [
        {"key": part, "name": f"{part}许可", "catalogue_code": f"330131{number:03d}000"}
        for number, part in enumerate(TOGETHER, 21)
    ]
    parts[-1]["after"] = ["licence"]
    licence: JsonObject = {
        "key": "licence",
        "name": "licence许可",
        "catalogue_code": "330131001000",
    }
    return {
        "code": BUNDLE,
        "name": "开办餐饮店",
        "lead": "market",
        "served": ["1", "2"],
        "promise": 15,
        "questions": [
            {"key": "shop.area", "label": "店面有多大？", "kind": "number", "minimum": 1,
             "maximum": 5000},
        ],
        "parts": [licence, *parts],
        "joint_visits": [{"key": "shop", "name": "一次上门", "parts": list(TOGETHER)}],
    }  # fmt: skip


def publish(here: County, *points: str) -> None:
    """Put the bundle beside what the county offers; `points` are ticked in the kitchen."""
    for number, part in enumerate(TOGETHER, 21):
        item = _item(part, number, points if part == "kitchen" else ())
        stands(item, here.departments[_DEPARTMENTS[part]], region=make.REGION)
    _publish_bundle(here)


def _publish_bundle(here: County) -> None:
    now = clock.now()
    bundle = parse_bundle(_bundle())
    row = Bundle.objects.create(
        code=BUNDLE,
        name=bundle.name,
        region_id=make.REGION,
        lead_id=here.departments["market"],
        applicable=True,
        served=[str(each) for each in bundle.served],
        promise=bundle.promise,
    )
    row.current = BundleVersion.objects.create(
        bundle=row,
        number=1,
        state="published",
        schema=1,
        document=to_json(bundle),
        digest=definition_digest(bundle),
        made_at=now,
        published_at=now,
    )
    row.save()


def submitted(here: County, actor: Actor | None = None) -> Application:
    """Handed in, nobody has looked."""
    actor = actor or here.citizen
    draft = services.start_application(offer_code=BUNDLE, actor=actor, answers={"shop.area": 90})
    services.save_form(
        application_id=draft,
        values={"shop.name": "吉祥小馆", "shop.area": 90, "shop.address": "云溪镇人民路 86 号"},
        actor=actor,
    )
    services.attach_file(
        application_id=draft, material="plan", upload=make.upload(), name="图.png", actor=actor
    )
    application = Application.objects.get(id=draft)
    services.submit(
        application_id=draft,
        actor=actor,
        signed_digest=signing_digest(application),
        version=application.version,
    )
    application.refresh_from_db()
    return application


def accepted(here: County, *parts: str) -> Application:
    """Handed in; the licence and these parts (all, when none is named) are accepted."""
    application = submitted(here)
    for part in ("licence", *(parts or TOGETHER)):
        accept(here, make.case_of(application, part))
    return application


def accept(here: County, case: Case) -> None:
    """受理."""
    services.accept(case_id=case.id, actor=here.officer(case))


def plan(
    here: County, application: Application, part: str = "kitchen", slot: Slot = WEDNESDAY
) -> JointAct:
    """Make the appointment, by the officer of that part."""
    case = make.case_of(application, part)
    services.plan_visit(
        case_id=case.id,
        slot=slot,
        place="云溪镇人民路 86 号",
        phone="0580-5550111",
        prepare="请打开厨房和仓库。",
        actor=here.officer(case),
    )
    return JointAct.objects.get(application=application, state="planned")


def find(
    here: County,
    application: Application,
    part: str,
    verdict: Verdict = Verdict.PASSED,
    note: str = "布局与图纸一致。",
) -> None:
    """Write the finding of that part."""
    case = make.case_of(application, part)
    services.write_finding(
        case_id=case.id,
        verdict=verdict,
        note=note,
        mend_by=clock.today() + timedelta(days=7) if verdict is Verdict.MEND else None,
        actor=here.officer(case),
    )

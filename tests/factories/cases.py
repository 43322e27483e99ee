"""A small county in which applications are made: departments, a window, officers, people, five-part
bundle.
"""

import io
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from uuid import UUID

from onevisit.accounts import queries as accounts
from onevisit.accounts import services as people
from onevisit.accounts.rules import (
    SYSTEM,
    Actor,
    AssuranceLevel,
    CitizenLoginDraft,
    OrganisationDraft,
    PersonDraft,
    RepresentationRole,
    StaffDraft,
)
from onevisit.cases import services
from onevisit.cases.models import Application, Case
from onevisit.cases.queries.signing import signing_digest
from onevisit.catalogue.models import Bundle, BundleVersion
from onevisit.catalogue.rules.parsing import definition_digest, parse_bundle, parse_item, to_json
from onevisit.directory import services as directory
from onevisit.directory.rules import (
    DepartmentDraft,
    PlaceKind,
    RegionDraft,
    ServicePointDraft,
)
from onevisit.kernel import clock
from onevisit.kernel.codes import make_resident_id, make_uscc
from onevisit.kernel.services import seed_calendar
from onevisit.kernel.types import JsonObject
from tests.factories import files
from tests.factories.kept import kept
from tests.factories.publishing import stands

REGION = "339921000000"
MONDAY = datetime(2026, 11, 16, 1, 30, tzinfo=UTC)
"""Monday 16 November 2026, 9:30 in Shanghai."""

BUNDLE = "bundle-restaurant"
REPORT: JsonObject = {
    "key": "report",
    "name": "检测报告",
    "need": "3",
    "defer_days": 10,
    "commitment": {
        "conditions": ["出水达到标准。"],
        "consequences": ["不属实的责令限期改正，不改的依法撤销。"],
        "check_days": 15,
    },
}
"""May follow, or be replaced by a commitment."""

CARD = "card"
"""Code of the 即办件 is `county().card_code`; this is its part's short name."""

TWO = "two"
"""Short name of the item whose decision takes two signers; its code is `county().two_code`."""

PARTS = ("licence", "food", "fire", "sign", "drain")
_DEPARTMENTS = {
    "licence": "market",
    "food": "market",
    "fire": "fire",
    "sign": "urban",
    "drain": "housing",
    CARD: "hrss",
    TWO: "fire",
}


@dataclass(frozen=True)
class County:
    """Who and what there is."""

    departments: dict[str, UUID]
    centre: UUID
    clerk: Actor
    citizen: Actor
    boss: Actor
    other_citizen: Actor
    phone_only: Actor
    organisation: UUID
    officers: dict[str, Actor]
    second_officers: dict[str, Actor]
    heads: dict[str, Actor]
    supervisor: Actor
    card_code: str
    two_code: str

    def officer(self, case: Case) -> Actor:
        """The first approver of the case's department."""
        return next(
            self.officers[code]
            for code, department in self.departments.items()
            if department == case.department_id
        )


_REGIONS = (
    RegionDraft("330000000000", "浙江省"),
    RegionDraft("339900000000", "安澜市"),
    RegionDraft(REGION, "安澜县"),
)


@kept
def county() -> County:
    """Build it in an empty database. The clock should stand at MONDAY or later."""
    seed_calendar()
    directory.register_regions(_REGIONS, actor=SYSTEM)
    codes = sorted(set(_DEPARTMENTS.values()))
    departments = directory.register_departments(
        [DepartmentDraft(code, f"安澜县{code}局", f"{code}局", REGION) for code in codes],
        actor=SYSTEM,
    )
    centre = directory.register_service_point(
        ServicePointDraft("centre", "安澜县政务服务中心", PlaceKind.CENTRE, REGION, "人民路 1 号"),
        actor=SYSTEM,
    )
    card_code, two_code = _catalogue(departments)
    persons = [_person(n, name) for n, name in enumerate(("陈小岚", "王大山", "李四", "赵五"), 1)]
    organisation = people.register_organisation(
        OrganisationDraft("𠮷祥餐饮有限公司", make_uscc("91", "339921", 77), "安澜县人民路 86 号"),
        actor=SYSTEM,
    )
    people.appoint(
        person_id=persons[1],
        organisation_id=organisation,
        role=RepresentationRole.LEGAL_REPRESENTATIVE,
        actor=SYSTEM,
    )
    ranks = {"a": "approver", "b": "approver", "h": "head"}
    drafts = [_staff(f"{k}-{c}", rank, departments[c]) for k, rank in ranks.items() for c in codes]
    drafts += [_staff("clerk-1", "clerk", None, centre), _staff("super-1", "supervisor")]
    hired = _hired(drafts)
    return County(
        departments=departments,
        centre=centre,
        clerk=hired["clerk-1"],
        citizen=_citizen("citizen-1", persons[0]),
        boss=_citizen("citizen-2", persons[1], acting_for=organisation),
        other_citizen=_citizen("citizen-3", persons[2]),
        phone_only=_citizen("citizen-4", persons[3], AssuranceLevel.CONTACT),
        organisation=organisation,
        officers={c: hired[f"a-{c}"] for c in codes},
        second_officers={c: hired[f"b-{c}"] for c in codes},
        heads={c: hired[f"h-{c}"] for c in codes},
        supervisor=hired["super-1"],
        card_code=card_code,
        two_code=two_code,
    )


def _person(number: int, name: str) -> UUID:
    draft = PersonDraft(name, resident_id(number), phone=f"1380000{number:04d}")
    return people.register_person(draft, actor=SYSTEM)


def resident_id(number: int) -> str:
    """A valid number, a different one for each `number`."""
    return make_resident_id("339921", datetime(1985, 3, 7, tzinfo=UTC).date(), number)


def _citizen(
    username: str,
    person_id: UUID,
    assurance: AssuranceLevel = AssuranceLevel.REAL_NAME,
    acting_for: UUID | None = None,
) -> Actor:
    draft = CitizenLoginDraft(username, person_id, assurance)
    user_id = people.create_citizen_login(draft, password=None, actor=SYSTEM)
    return accounts.actor_for(accounts.user_by_id(user_id), acting_for=acting_for)


def staff(
    username: str, role: str, department: UUID | None = None, point: UUID | None = None
) -> Actor:
    """One more member of staff."""
    return _hired([_staff(username, role, department, point)])[username]


def _hired(drafts: list[StaffDraft]) -> dict[str, Actor]:
    ids = people.create_staff_logins(drafts, password=None, actor=SYSTEM)
    users = (accounts.user_by_id(user_id) for user_id in ids)
    return {user.username: accounts.actor_for(user) for user in users}


def _staff(
    username: str, role: str, department: UUID | None = None, point: UUID | None = None
) -> StaffDraft:
    return StaffDraft(
        username,
        f"员工{username}",
        role,
        department_id=department,
        region=REGION,
        service_point_id=point,
        window="A03" if point else "",
    )


def item_document(part: str, number: int) -> JsonObject:
    """The definition of one item: accept → review (→ site visit for food) → decide → issue."""
    steps: list[JsonObject] = [
        {"key": "apply", "name": "申请", "kind": "apply", "party": "applicant"},
        _step("accept", "accept", "apply", limit=0),
        _step("review", "review", "accept", limit=3),
    ]
    if part == "food":
        steps.append(_step("visit", "site_visit", "accept", limit=5))
    steps += [_step("decide", "decide", "review", limit=2), _step("issue", "issue", "decide")]
    materials: list[JsonObject] = [
        {"key": "form", "name": "申请书", "source": {"kind": "generated"}},
        {"key": "id_card", "name": "身份证", "source": {"kind": "fetched", "provider": "police"}},
        {"key": "plan", "name": "平面图", "max_pages": 2, "points": ["标了尺寸"]},
    ]
    if part == "food":
        materials.append(
            {"key": "health", "name": "健康证", "source": {"kind": "fetched", "provider": "wsj"}}
        )
    if part == "drain":
        materials.append(dict(REPORT))
    code = f"11339921MB{number:07d}X4330131{number:03d}000"
    return {
        "code": code[:31],
        "catalogue_code": f"330131{number:03d}000",
        "name": f"{part}许可",
        "task_type": "01",
        "served": ["1", "2"],
        "regime": {"legal": 20, "promise": 10},
        "delegation": {"accept": part != "fire", "document": "安政〔2026〕7 号"},
        "materials": materials,
        "steps": steps,
        "form": [
            {"key": "person.name", "label": "姓名", "prefill": "person.name",
             "sensitivity": "personal"},
            {"key": "person.id", "label": "证件号码", "prefill": "person.id_number",
             "sensitivity": "sensitive"},
            {"key": "shop.name", "label": "店名"},
            {"key": "shop.area", "label": "面积", "kind": "number", "unit": "平方米",
             "prefill": "answer"},
            {"key": "shop.note", "label": "说明", "required": False},
        ],
        "results": [
            {"key": f"{part}_result", "name": f"{part}许可证", "kind": "证",
             "collections": ["online", "window", "courier", "locker"]}
        ],
    }  # fmt: skip


def _step(key: str, kind: str, after: str, limit: int = 1) -> JsonObject:
    return {
        "key": key,
        "name": f"{key}环节",
        "kind": kind,
        "party": "department",
        "limit": limit,
        "after": [{"step": after}],
    }


def bundle_document() -> JsonObject:
    """Five parts: food waits for the licence; fire only from 300 square metres."""
    parts: list[JsonObject] = [
        {"key": part, "name": f"{part}许可", "catalogue_code": f"330131{number:03d}000"}
        for number, part in enumerate(PARTS, 1)
    ]
    parts[1]["after"] = ["licence"]
    parts[1]["promise"] = 5
    parts[2]["when"] = {">=": [{"var": "shop.area"}, 300]}
    parts[2]["why_not"] = "不到 300 平方米"
    return {
        "code": BUNDLE,
        "name": "开办餐饮店",
        "lead": "market",
        "served": ["1", "2"],
        "life_events": ["创业"],
        "promise": 15,
        "questions": [
            {"key": "shop.area", "label": "店面有多大？", "kind": "number", "minimum": 1,
             "maximum": 5000},
        ],
        "parts": parts,
    }  # fmt: skip


def card_document() -> JsonObject:
    """A 即办件 that the window finishes by itself."""
    document = item_document(CARD, 9)
    return {
        **document,
        "name": "社会保障卡补领",
        "kind": "1",
        "served": ["1"],
        "regime": {"legal": 5, "promise": 0},
        "delegation": {"accept": True, "decide": True, "document": "安政〔2026〕8 号"},
        "materials": [
            {"key": "id_card", "name": "身份证", "source": {"kind": "fetched"}},
            {"key": "old_card", "name": "旧卡"},
        ],
    }


def two_document() -> JsonObject:
    """An item that one officer proposes and another confirms."""
    return {**item_document(TWO, 8), "name": "双签许可", "cosign": True}


@cache
def _parsed() -> tuple[dict[str, JsonObject], JsonObject]:
    documents = {part: item_document(part, n) for n, part in enumerate(PARTS, 1)}
    documents[CARD] = card_document()
    documents[TWO] = two_document()
    return (
        {part: to_json(parse_item(each)) for part, each in documents.items()},
        to_json(parse_bundle(bundle_document())),
    )


def _catalogue(departments: dict[str, UUID]) -> tuple[str, str]:
    items, bundle = _parsed()
    for part, document in items.items():
        stands(document, departments[_DEPARTMENTS[part]], region=REGION)
    _publish_bundle(bundle, departments["market"])
    return str(items[CARD]["code"]), str(items[TWO]["code"])


def _publish_bundle(bundle: JsonObject, lead: UUID) -> None:
    now = clock.now()
    definition_of_bundle = parse_bundle(bundle)
    row = Bundle.objects.create(
        code=BUNDLE,
        name="开办餐饮店",
        region_id=REGION,
        lead_id=lead,
        applicable=True,
        served=[str(each) for each in definition_of_bundle.served],
        life_events=list(definition_of_bundle.life_events),
        promise=definition_of_bundle.promise,
    )
    row.current = BundleVersion.objects.create(
        bundle=row,
        number=1,
        state="published",
        schema=1,
        document=bundle,
        digest=definition_digest(definition_of_bundle),
        made_at=now,
        published_at=now,
    )
    row.save()


def upload(seed: int = 1) -> io.BytesIO:
    """A small picture; another seed is another content."""
    return io.BytesIO(files.png(seed=seed))


def filled_draft(
    here: County, actor: Actor | None = None, *, area: int = 400, code: str = BUNDLE
) -> Application:
    """A draft with everything that submitting asks for."""
    actor = actor or here.citizen
    application_id = services.start_application(
        offer_code=code, actor=actor, answers={"shop.area": area} if code == BUNDLE else None
    )
    services.save_form(
        application_id=application_id,
        values={"shop.name": "吉祥小馆", "shop.area": area},
        actor=actor,
    )
    material = "old_card" if code == card_document()["code"] else "plan"
    services.attach_file(
        application_id=application_id,
        material=material,
        upload=upload(),
        name="图.png",
        actor=actor,
    )
    return Application.objects.get(id=application_id)


def submitted(
    here: County, actor: Actor | None = None, *, area: int = 400, code: str = BUNDLE
) -> Application:
    """An application with its cases, fresh from submission."""
    application = filled_draft(here, actor, area=area, code=code)
    services.submit(
        application_id=application.id,
        actor=actor or here.citizen,
        signed_digest=signing_digest(application),
        version=application.version,
    )
    application.refresh_from_db()
    return application


def case_of(application: Application, part: str) -> Case:
    """The case of that part, as the row stands now."""
    return Case.objects.get(application=application, part=part)


def review(here: County, case: Case) -> None:
    """Take a case through acceptance and its reviews, up to the decision."""
    officer = here.officer(case)
    case.refresh_from_db()
    if case.state == "submitted":
        services.accept(case_id=case.id, actor=officer)
    while True:
        task = case.tasks.filter(state="open", kind__in=["review", "site_visit"]).first()
        if task is None:
            break
        services.give_opinion(case_id=case.id, step=task.step, text="符合要求。", actor=officer)
    for row in case.materials.exclude(verdict="ok"):
        services.set_verdict(case_id=case.id, material=row.material, verdict="ok", actor=officer)
    case.refresh_from_db()


def decide(here: County, case: Case, outcome: str = "approve", reason: str = "") -> None:
    """Review a case and decide it."""
    review(here, case)
    services.decide(
        case_id=case.id,
        outcome=outcome,
        reason=reason or ("" if outcome == "approve" else "不符合条件。"),
        actor=here.officer(case),
    )
    case.refresh_from_db()

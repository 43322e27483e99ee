"""The small world the URL table is tried in: eighteen visitors and one thing of each kind."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from django.test.client import ClientHandler
from django.urls import reverse

from onevisit.accounts import services as accounts
from onevisit.accounts.queries import actor_for, own_person, user_by_id
from onevisit.accounts.rules import (
    SYSTEM,
    AuthorityDraft,
    CitizenLoginDraft,
    GrantFact,
    MandateDraft,
    PersonDraft,
    Scope,
    StaffDraft,
)
from onevisit.archive import queries as archived
from onevisit.archive import services as archive
from onevisit.cases import services as cases
from onevisit.cases.queries.letter_texts import standing_on
from onevisit.cases.rules.letter_forms import LetterForm
from onevisit.catalogue import services as catalogue
from onevisit.catalogue.models import BundleVersion, Waiver
from onevisit.catalogue.queries import draft_view
from onevisit.catalogue.rules.parsing import parse_item
from onevisit.catalogue.services import NewItem, exchange
from onevisit.directory import services as directory
from onevisit.directory.rules import DepartmentDraft, RegionDraft
from onevisit.guidance.web.carrying import token_for
from onevisit.journeys import services as journeys
from onevisit.journeys.rules.planning.wishes import Wish
from onevisit.kernel import clock
from onevisit.kernel.services import seed_calendar
from onevisit.kernel.sheets import Column, Page, as_book
from onevisit.reporting import services as reporting
from onevisit.reporting.models import Call, Entry, Row
from tests.api.programs import held_by, issue
from tests.architecture.staff_world import (
    add_cases,
    add_elsewhere,
    add_project,
    add_supervision,
    service_point,
)
from tests.architecture.visitors import Who
from tests.factories import offers, standards
from tests.factories.activities import CAFE
from tests.factories.notices import DATED, NUMBER, feasts_2027
from tests.factories.old_archives import LISTED, packed
from tests.factories.publishing import OFFICER

PROVINCE, CITY, COUNTY = "330000000000", "339900000000", "339921000000"
# Valid in form (GB 11643), invented, in a county that does not exist.
ID_NUMBERS = ("339921199003071231", "339921198811020024")
ROLES = {
    Who.CLERK: "clerk",
    Who.GREETER: "greeter",
    Who.APPROVER: "approver",
    Who.OTHER_APPROVER: "approver",
    Who.HEAD: "head",
    Who.GOVERNMENT_HEAD: "government_head",
    Who.SUPERVISOR: "supervisor",
    Who.ADMIN: "admin",
    Who.CURATOR: "catalogue_officer",
    Who.CASHIER: "cashier",
    Who.STEWARD: "data_steward",
    Who.ARCHIVIST: "archivist",
    Who.ARCHIVE_HEAD: "archive_head",
    Who.HELPER: "helper",
}


@dataclass
class World:
    """Logins, departments, URL arguments and POST data by name."""

    users: dict[Who, UUID] = field(default_factory=dict)
    persons: dict[Who, UUID] = field(default_factory=dict)
    departments: dict[str, UUID] = field(default_factory=dict)
    args: dict[str, dict[str, object]] = field(default_factory=lambda: {"": {}})
    data: dict[str, dict[str, object]] = field(default_factory=dict)
    tokens: dict[Who, str] = field(default_factory=dict)
    cookies: dict[Who, str] = field(default_factory=dict)
    handler: ClientHandler = field(default_factory=lambda: ClientHandler(enforce_csrf_checks=False))

    def token(self, who: Who) -> dict[str, str]:
        """The header with a token of ``who`` that has every scope they can have; for a guest, and
        for whom no scope fits, none.
        """
        if who not in self.users:
            return {}
        if who not in self.tokens:
            scopes = held_by(self.users[who])
            self.tokens[who] = issue(self.users[who], scopes).text if scopes else ""
        text = self.tokens[who]
        return {"Authorization": f"Bearer {text}"} if text else {}

    def client(self, who: Who) -> Client:
        """A browser in which ``who`` is signed in; what it is told is lost with it."""
        client = Client(raise_request_exception=False)
        client.handler = self.handler  # one chain of middleware for all
        if who in self.cookies:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.cookies[who]
        return client

    def sign_in(self, who: Who) -> None:
        """Keep a session for every later browser of ``who``."""
        client = Client()
        client.force_login(get_user_model().objects.get(pk=self.users[who]))
        if who is Who.ACTING:
            client.post(reverse("accounts:helper-begin"), self.data["authority"])
        self.cookies[who] = client.cookies[settings.SESSION_COOKIE_NAME].value


def build() -> World:
    """Everything through the services, as the demonstration does."""
    world = World()
    seed_calendar()
    directory.register_regions(
        [
            RegionDraft(PROVINCE, "浙江省"),
            RegionDraft(CITY, "安澜市"),
            RegionDraft(COUNTY, "安澜县"),
        ],
        actor=SYSTEM,
    )
    world.departments = directory.register_departments(
        [
            DepartmentDraft("market", "安澜县市场监督管理局", "市监局", COUNTY),
            DepartmentDraft("health", "安澜县卫生健康局", "卫健局", COUNTY),
        ],
        actor=SYSTEM,
    )
    add_citizens(world)
    add_staff(world)
    add_offers(world)
    add_export(world)
    add_cases(world)
    add_project(world)
    add_elsewhere(world)
    add_supervision(world)
    add_archive(world)
    add_reports(world)
    add_calendar(world)
    add_letter_text(world)
    add_helper(world)
    for who in world.users:
        world.token(who)
        world.sign_in(who)
    return world


def add_archive(world: World) -> None:
    """One case archived and handed over, on a list of what is to be destroyed in a far year."""
    archivist = actor_for(user_by_id(world.users[Who.ARCHIVIST]))
    with clock.travel(clock.now() + timedelta(days=20)):
        archive.sweep(at_once=1)
    (line,) = archived.search(wanted=archived.Wanted(), actor=archivist).lines
    world.args["package"] = {"package_id": line.id}
    world.args["package_file"] = {**world.args["package"], "place": 0}
    archive.take_over(content=packed(LISTED), source="旧审批系统", actor=archivist)
    made = archive.make_transfer(to_office="安澜县档案馆", actor=archivist)
    world.args["transfer"] = {"transfer_id": made}
    with clock.travel(clock.now() + timedelta(days=365 * 35)):
        listed = archive.propose(package_ids=[line.id], reason="期满。", actor=archivist)
    world.args["destruction"] = {"destruction_id": listed}


def add_reports(world: World) -> None:
    """One batch, and of it a row that was refused."""
    reporting.plan()
    reporting.collect()
    entry = Entry.objects.order_by("place")[0]
    Row.objects.filter(id=entry.row_id).update(refused=entry.digest)
    world.args["batch"] = {"number": 1}
    made, _secret = reporting.subscribe(
        department_id=world.departments["market"], address="http://127.0.0.1:9/", actor=SYSTEM
    )
    office = reporting.join_office(
        department_id=world.departments["market"],
        username=user_by_id(world.users[Who.APPROVER]).username,
        actor=SYSTEM,
    )
    world.args["file_office"] = {"office_id": office}
    world.args["hook"] = {"subscription_id": made}
    call = Call.objects.create(
        subscription_id=made, case=entry.row.case, seq=1, made_at=clock.now(), due_at=clock.now()
    )
    world.args["hook_call"] = {**world.args["hook"], "call_id": call.id}
    world.args["refused_row"] = {"row_id": entry.row_id}


def add_calendar(world: World) -> None:
    """A year in use, and a notice that waits."""
    world.args["calendar_year"] = {"year": 2026}
    keeper = replace(OFFICER, grants=(GrantFact("admin", Scope()),))
    notice = cases.enter_notice(
        year=2027, number=NUMBER, dated=DATED, feasts=feasts_2027(), actor=keeper
    )
    world.args["calendar_notice"] = {"notice_id": notice}


def add_letter_text(world: World) -> None:
    """A text of the market office that waits."""
    world.args["letter_form"] = {"form": "refusal"}
    office = world.departments["market"]
    sections = standing_on(LetterForm.REFUSAL, clock.today()).text.sections
    written = cases.write_text(
        form="refusal",
        department_id=office,
        sections={**sections, "title": "不予{{permission}}通知书"},
        why="示例",
        actor=actor_for(user_by_id(world.users[Who.HEAD])),
    )
    world.args["letter_version"] = {"version_id": written}


def add_export(world: World) -> None:
    """The catalogue of the county, written out."""
    wish = exchange.ExportWish(form="jsonl", region=COUNTY)
    world.args["exchange_run"] = {"run_id": exchange.request_export(wish, actor=SYSTEM)}
    exchange.work_exchange()


def add_standards(world: World) -> None:
    """A standard, its next version being written, and its adoption."""
    entry = "330131001000"
    given, made = standards.adopted(str(offers.LICENCE_ITEM["code"]), entry, offers.LICENCE_ITEM)
    world.args["deviations"] = {"form": "csv"}
    world.args["entry"] = {"code": entry}
    world.args["standard"] = {"standard_id": given}
    written = standards.drafted(entry, offers.LICENCE_ITEM)
    world.args["standard_draft"] = {"draft_id": written}
    world.args["standard_section"] = {"draft_id": written, "section": "materials"}
    world.args["adoption"] = {"adoption_id": made}


def add_offers(world: World) -> None:
    """Something to apply for, and a question about it."""
    offers.publish_everything()
    world.args["offer_kind"] = {"kind": "item"}
    world.args["finding"] = {"code": offers.RESTAURANT["code"]}
    drafted = catalogue.new_item(
        NewItem("11339921000000115X4330131009000", "草稿里的事项", "market"), actor=SYSTEM
    )
    world.args["drafted"] = {"code": drafted}
    catalogue.change_draft(
        code=drafted,
        section="questions",
        seen=draft_view(drafted, actor=SYSTEM).digest("questions"),
        change=lambda _item: parse_item(offers.FOOD_ITEM),
        actor=SYSTEM,
    )
    world.args["drafted_question"] = {"code": drafted, "key": "shop.area"}
    world.args["draft_section"] = {"code": drafted, "section": "basics"}
    world.args["waiver"] = {"waiver_id": Waiver.objects.values_list("id", flat=True)[:1].get()}
    world.data["finding"] = {"rule": "nonsense", "reason": "已核实。"}
    standing = {"code": offers.RESTAURANT["code"]}
    plan = catalogue.propose_retirement(
        **standing, on=clock.today() + timedelta(days=9), reason="示例", actor=OFFICER
    )
    world.args["retirement"] = {**standing, "plan_id": plan}
    current = BundleVersion.objects.values_list("id", flat=True)
    world.args["version"] = {"version_id": current.get(bundle__code=standing["code"])}
    world.args["oversight_list"] = {"what": "late"}
    world.args["office"] = {"code": "market"}
    world.args["offer"] = {"code": offers.RESTAURANT["code"]}
    world.args["problem"] = {"code": "cases.already_decided"}
    add_standards(world)
    row = standards.power("330131001000")
    world.args["power"] = {"power_id": row}
    cells = {"code": "courier", "name": "邮寄", "kind": "courier", "department": "market"}
    kept = catalogue.save_enabler(cells=cells | {"state": "open", "why": "示例"}, actor=SYSTEM)
    world.args["enabler"] = {"enabler_id": kept}
    world.args["plan"] = {"plan_id": _planned()}
    world.args["register"] = {"register": "powers"}
    world.args["register_row"] = {"register": "powers", "row_id": row}
    world.args["public_list"] = {"which": "once"}
    world.args["kept_list"] = {"kept": "powers"}
    catalogue.set_activities([CAFE], region=COUNTY, actor=SYSTEM)
    world.args["activity"] = {"code": CAFE["code"]}
    world.args["life_event"] = {"slug": "venture"}
    world.args["list_file"] = {"which": "once", "form": "csv"}
    world.args["carried"] = {"token": token_for(offers.RESTAURANT["code"], {"shop.area": 86})}
    world.args["specimen"] = {**world.args["offer"], "part": "licence"}
    world.args["question"] = {**world.args["offer"], "key": "shop.area"}


def _planned() -> UUID:
    asked = journeys.begin_plan(wish=Wish(most=1), actor=SYSTEM)
    journeys.work_plans()
    return asked


def add_citizens(world: World) -> None:
    """Two persons with logins."""
    for who, number in zip((Who.CITIZEN, Who.OTHER_CITIZEN), ID_NUMBERS, strict=True):
        person = accounts.register_person(PersonDraft("王小明", number), actor=SYSTEM)
        login = CitizenLoginDraft(who.name.lower(), person)
        world.persons[who] = person
        world.users[who] = accounts.create_citizen_login(login, password=None, actor=SYSTEM)


def add_staff(world: World) -> None:
    """One login for each role; the second approver belongs to another department."""
    hall = service_point()
    world.args["point"] = {"point_id": hall}
    for who, role in ROLES.items():
        code = "health" if who is Who.OTHER_APPROVER else "market"
        department = world.departments[code] if role in ("approver", "head") else None
        draft = StaffDraft(
            who.name.lower(),
            "李四",
            role,
            department_id=department,
            region=COUNTY,
            service_point_id=hall if role in ("clerk", "greeter", "helper") else None,
        )
        world.users[who] = accounts.create_staff(draft, password=None, actor=SYSTEM)
    book = as_book([Page("事项", [Column("事项编码")], [["NOWHERE"]])])
    keeper = actor_for(user_by_id(world.users[Who.CURATOR]))
    waiting = catalogue.put_book(title="示例", content=b"".join(book), actor=keeper)
    world.args["rewriting"] = {"rewriting_id": waiting}


def add_helper(world: World) -> None:
    """The helper has the authority of the citizen, and acts under it in a session of its own."""
    helper, citizen = world.users[Who.HELPER], world.persons[Who.CITIZEN]
    draft = AuthorityDraft(citizen, helper, clock.today() + timedelta(days=30))
    giver = actor_for(user_by_id(world.users[Who.CITIZEN]))
    given = accounts.sign_authority(draft, agreed=True, actor=giver)
    world.users[Who.ACTING] = helper
    world.args["authority"] = {}
    world.args["person_authority"] = {"person_id": citizen}
    world.data["authority"] = {"authority": str(given), "met": "home"}
    world.data["person_authority"] = world.data["authority"]
    other = own_person(world.persons[Who.OTHER_CITIZEN])
    mandate = accounts.record_mandate(
        MandateDraft(other.name, other.id_number, clock.today(), draft.until, principal_id=citizen),
        seen=True,
        agent_there=False,
        by_id=citizen,
        actor=actor_for(user_by_id(world.users[Who.CLERK])),
    )
    world.args["person_mandate"] = {"person_id": citizen}
    world.data["person_mandate"] = {"authority": str(mandate)}
    world.args["mandate"] = {"authority_id": mandate}
    world.args["mandate_asked"] = {}
    world.args["offered"] = {"mandate_id": mandate}
    world.data["mandate_asked"] = {"authority": str(mandate), "answer": "no"}

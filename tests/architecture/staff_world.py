"""Applications in the world of the URL table: a draft at the window, one taken in, one granted, one
handed out.
"""

import io
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from onevisit.accounts import services as people
from onevisit.accounts.queries import actor_for, user_by_id
from onevisit.accounts.rules import (
    ANONYMOUS,
    SYSTEM,
    Actor,
    OrganisationDraft,
    RepresentationRole,
)
from onevisit.accounts.services import change_phone
from onevisit.cases import services
from onevisit.cases.models import (
    Application,
    Case,
    Consultation,
    Evidence,
    HandOver,
    Invitation,
    JointAct,
    JointFinding,
    JointPhoto,
    Obligation,
    RedCard,
)
from onevisit.cases.queries import draft_view
from onevisit.cases.queries.pinning import pinned
from onevisit.cases.rules.obligations import Check
from onevisit.cases.rules.routes import RouteDraft, RouteKind
from onevisit.delivery import services as delivery
from onevisit.delivery.rules import Address
from onevisit.directory import services as directory
from onevisit.directory.rules import PlaceKind, RegionDraft, ServicePointDraft
from onevisit.hall.queries import board
from onevisit.hall.services import take_errand, take_ticket
from onevisit.kernel import clock
from onevisit.kernel.codes import make_uscc
from onevisit.notifications import queries
from onevisit.notifications import services as notifications
from onevisit.notifications.rules.channels import Language
from onevisit.oversight.models import Card
from onevisit.oversight.services import OrderDraft, contest_card, issue_order, show_cards
from onevisit.payments import services as payments
from onevisit.payments.queries import compared, orders_of
from onevisit.payments.rules.charges import Charge, ChargeKind
from onevisit.projects import services as projects
from onevisit.ratings import queries as ratings
from onevisit.ratings import services as rating
from tests.architecture.drawings_world import add_drawings
from tests.architecture.visitors import Who
from tests.factories import elsewhere, files, offers
from tests.factories import parties as sale
from tests.projects.world import in_force, written

if TYPE_CHECKING:
    from tests.architecture.world import World


def service_point() -> UUID:
    """Where the clerk sits."""
    draft = ServicePointDraft(
        "hall", "安澜县政务服务中心", PlaceKind.CENTRE, "339921000000", "人民路 1 号"
    )
    return directory.register_service_point(draft, actor=SYSTEM)


def add_cases(world: "World") -> None:
    """Of the citizen, at the department of the approver."""
    clerk = actor_for(user_by_id(world.users[Who.CLERK]))
    officer = actor_for(user_by_id(world.users[Who.APPROVER]))
    world.args["person"] = {"person_id": world.persons[Who.CITIZEN]}
    granted = _taken_in(world, clerk, seed=1)
    _grant_and_hand_over(world, granted, officer)
    world.args["granted"] = {"case_id": granted.id}
    taken = _taken_in(world, clerk, seed=2)
    paper = Evidence.objects.get(application=taken.application, material="lease")
    case: dict[str, object] = {"case_id": taken.id}
    world.args["taken_in"] = {"application_id": taken.application_id}
    world.args["window_case"] = {**world.args["taken_in"], **case}
    world.args["case"] = case
    world.args["case_clock"] = {**case, "kind": "A"}
    world.args["case_letter"] = {**case, "seq": 1}
    world.args["case_file"] = {**case, "evidence_id": paper.id}
    world.args["case_page"] = {**case, "evidence_id": paper.id, "number": 1}
    world.args["visit_photo"] = {**case, "photo_id": _photographed(taken, paper)}
    _add_paper(world, taken, paper)
    world.args["affair"] = {"number": taken.application.number}
    world.args["api_affair"] = {"ref": taken.application.number}
    world.args["api_clock"] = {"ref": taken.number, "kind": "A"}
    world.args["api_verdict"] = {**case, "material": "lease"}
    world.args["affair_letter"] = {**world.args["affair"], **case, "seq": 1}
    world.args["affair_clock"] = {**world.args["affair"], **case, "kind": "A"}
    handed = _taken_in(world, clerk, seed=3)
    _grant(handed, officer)
    services.hand_out(
        case_ids=[handed.id],
        receiver_id=world.persons[Who.CITIZEN],
        identified_by="id_card",
        actor=clerk,
        originals_seen=True,
    )
    world.args["affair_result"] = {"number": handed.application.number, "case_id": handed.id}
    _ask_extension(world, clerk, officer)
    _add_parcels(world, clerk, officer)
    _add_stay(world, clerk, officer)
    _add_rating(world, taken)
    _add_commitment(world, clerk, officer)
    draft = _begun(world, clerk)
    world.args["window_draft"] = world.args["draft"] = {"application_id": draft}
    paper_id = _with_file(world, draft)
    world.args["draft_file"] = {"application_id": draft, "evidence_id": paper_id}
    world.args["api_draft_paper"] = {"evidence_id": paper_id}
    world.args["draft_material"] = {"application_id": draft, "material": "lease"}
    world.args["ticket"] = {"ticket_id": _waiting(clerk)}
    _add_sale(world, officer)
    world.data["case"] = {"action": "claim", "field": "phone", "reason": "contact"}


def _add_paper(world: "World", case: Case, paper: Evidence) -> None:
    """A paper of the case, which the department of the other approver was asked about."""
    world.args["paper"] = {"evidence_id": paper.id}
    world.args["paper_page"] = {"evidence_id": paper.id, "number": 1}
    _add_consultation(world, case, paper)
    add_drawings(world, case, paper)


def _add_consultation(world: "World", case: Case, paper: Evidence) -> None:
    """The department of the other approver was asked about it, with that paper."""
    row = Consultation(
        case=case,
        department_id=world.departments["health"],
        state="open",
        materials=[paper.material],
        asked_at=clock.now(),
        due_on=clock.today(),
    )
    row.question = "这样布置可以吗？"
    row.save()
    world.args["consultation"] = {"consultation_id": row.id}
    world.args["consulted_file"] = {"consultation_id": row.id, "evidence_id": paper.id}


def add_project(world: "World") -> None:
    """A project of the citizen's company, led by the department of the approver."""
    owner = actor_for(user_by_id(world.users[Who.CITIZEN]))
    company = people.register_organisation(
        OrganisationDraft("安澜县示例轴承厂", make_uscc("91", "339921", 41)), actor=SYSTEM
    )
    people.appoint(
        person_id=world.persons[Who.CITIZEN],
        organisation_id=company,
        role=RepresentationRole.LEGAL_REPRESENTATIVE,
        actor=SYSTEM,
    )
    phase = {
        "key": "only", "name": "立项", "lead": "market", "limit": 9,
        "items": ["330131001000"], "offers": [str(offers.RESTAURANT["code"])],
    }  # fmt: skip
    in_force([phase], code="factory")
    written([{**phase, "limit": 8}], code="factory")
    world.args["kind"] = {"kind": "factory"}
    draft = projects.ProjectDraft("示例项目", "示例地块", "factory", "01", company)
    code = projects.register(draft=draft, actor=owner)
    row = projects.note_engagement(
        code=code,
        kind="survey",
        agency="测绘院",
        begun_on=clock.today(),
        ended_on=None,
        actor=owner,
    )
    world.args["project"] = {"code": code}
    world.args["project_case"] = {"code": code, **world.args["case"]}
    world.args["engagement"] = {"code": code, "engagement_id": row}


def _grant_and_hand_over(world: "World", case: Case, officer: Actor) -> None:
    """What is granted goes over to the other department."""
    item = pinned(case.application).offer.part(case.part).item
    draft = RouteDraft(RouteKind.REGULATION, item.catalogue_code, 5, "示例", clock.today())
    world.args["route"] = {}
    world.data["route"] = {
        "route": str(services.set_route(draft=draft, office="market", to="health", actor=SYSTEM))
    }
    _grant(case, officer)
    world.args["hand_over"] = {"hand_over_id": HandOver.objects.get(case=case).id}


def _add_sale(world: "World", officer: Actor) -> None:
    """Another citizen bought something of the citizen, who agreed to it; it is granted."""
    buyer, seller = (
        actor_for(user_by_id(world.users[who])) for who in (Who.OTHER_CITIZEN, Who.CITIZEN)
    )
    draft = sale.begin(sale.publish(world.departments["market"]), buyer)
    row = Invitation.objects.get(
        id=services.name_party(
            application_id=draft.id,
            role="seller",
            named=sale.named(seller, "王小明"),
            actor=buyer,
        )
    )
    sale.give(seller, row)
    deed = Evidence.objects.get(application=draft, material="deed")
    sale.agree(seller, row)
    sale.submit(buyer, draft)
    case = draft.cases.get()
    services.accept(case_id=case.id, actor=officer)
    services.give_opinion(case_id=case.id, step="review", text="符合要求。", actor=officer)
    services.decide(case_id=case.id, outcome="approve", reason="", actor=officer)
    asked: dict[str, object] = {"invitation_id": row.id}
    world.args["asked_to_agree"] = asked
    world.args["agreed_paper"] = {**asked, "evidence_id": deed.id}
    world.args["agreed_result"] = {**asked, "case_id": case.id}


def _ask_extension(world: "World", clerk: Actor, officer: Actor) -> None:
    """A case whose limit somebody wants extended."""
    asked = _taken_in(world, clerk, seed=4)
    services.accept(case_id=asked.id, actor=officer)
    services.ask_extension(case_id=asked.id, reason="等报告。", actor=officer)
    world.args["asked"] = {"case_id": asked.id}
    world.data["asked"] = {"action": "grant_extension"}


def _add_messages(world: "World", clerk: Actor) -> None:
    """What the citizen was told, and a short message that is to go out."""
    citizen = actor_for(user_by_id(world.users[Who.CITIZEN]))
    told = queries.messages(actor=citizen, language=Language.ZH, size=1).lines
    world.args["message"] = {"message_id": told[0].id}
    change_phone(person_id=world.persons[Who.CITIZEN], phone="13800000001", actor=SYSTEM)
    notifications.plan(limit=500)
    sending = queries.deliveries(actor=clerk, state=None).lines[0]
    world.args["sending"] = {"delivery_id": sending.id}
    world.args["channel"] = {"channel": "email"}
    world.args["message_kind"] = {"kind": "received"}


def _add_rating(world: "World", case: Case) -> None:
    """A contact rated badly, and something to be paid."""
    _add_order(world, case)
    application_id = case.application_id
    token = ratings.occasions_of(application_id)[0].token
    rating.rate(token=token, level="5", actor=ANONYMOUS)
    world.args["occasion"] = {"token": token}
    supervisor = actor_for(user_by_id(world.users[Who.SUPERVISOR]))
    line = ratings.rectifications(actor=supervisor)[0]
    world.args["rectification"] = {"rectification_id": line.id}


def _add_parcels(world: "World", clerk: Actor, officer: Actor) -> None:
    """One to be packed, one packed."""
    for seed in (4, 5):
        case = _taken_in(world, clerk, seed=seed)
        _grant(case, officer)
        home = Address("王小明", "13800000001", "浙江省安澜市安澜县人民路 1 号")
        Application.objects.filter(id=case.application_id).update(
            collection="courier", destination_id=delivery.keep_destination(home)
        )
        world.args["to_pack"] = {"application_id": case.application_id}
        if seed == 4:
            parcel = services.pack(application_id=case.application_id, actor=clerk)
            world.args["parcel"] = {"parcel_id": parcel}


def _add_stay(world: "World", clerk: Actor, officer: Actor) -> None:
    """Something in a locker at the hall."""
    case, point = _taken_in(world, clerk, seed=6), clerk.service_point_id
    assert point is not None
    _grant(case, officer)
    words = delivery.LockerWords("1 号柜", "AL-01", "东门外", "全天", 5, "A01 s")
    kept = delivery.keep_locker(point_id=point, words=words, actor=SYSTEM)
    Application.objects.filter(id=case.application_id).update(collection="locker")
    door = {"application_id": case.application_id, "locker_id": kept, "door": "A01"}
    stay = services.reserve_door(**door, actor=clerk)
    services.lay_in(stay_id=stay, actor=clerk)
    world.args["stay"] = {"stay_id": stay}
    world.args["own_stay"] = {"stay_id": stay, "number": case.application.number}


def _add_order(world: "World", case: Case) -> None:
    """Something to be paid for a case."""
    application = case.application
    bill = payments.Bill(
        application_id=application.id,
        application_number=application.number or "",
        offer_code=application.offer_code,
        offer_name=application.offer_name,
        person_id=application.applicant_id,
        organisation_id=None,
        region=case.region_id,
        payee_id=case.department_id,
        case_id=case.id,
        case_name=case.name,
    )
    charge = Charge("fee", ChargeKind.FEE, "工本费", 1000, 1000)
    payments.bill(bill, [charge], actor=SYSTEM)
    payments.tell_payer(application.id, actor=SYSTEM)
    order = orders_of(application.id)[0]
    world.args["order"] = {"order_id": order.id}
    world.args["demand"] = {"order_id": order.id, "seq": 2}
    content = b"kind,number,reference,amount,at\npay,ZF1,R1,10.00,\ntotal,1,10.00,0.00\n"
    payments.compare_file(day=clock.today() - timedelta(days=1), content=content)
    cashier = actor_for(user_by_id(world.users[Who.CASHIER]))
    _days, (found,) = compared(actor=cashier)
    world.args["difference"] = {"difference_id": found.id}


def _waiting(clerk: Actor) -> UUID:
    """Somebody who waits where the clerk sits."""
    take_ticket(actor=clerk, called_as="红衣女士")
    return board(actor=clerk).waiting[0].id


def _add_commitment(world: "World", clerk: Actor, officer: Actor) -> None:
    """Granted on a commitment, to be checked."""
    pledged = _taken_in(world, clerk, seed=0)
    _grant(pledged, officer)
    obligation = Obligation.objects.get(case=pledged)
    world.args["obligation"] = {"obligation_id": obligation.id}
    services.check_obligation(
        obligation_id=obligation.id,
        check=Check.ORDER,
        words="没有属实。",
        limit_on=clock.today() + timedelta(days=10),
        actor=officer,
    )
    world.args["ordered"] = {"obligation_id": obligation.id, "seq": 1}
    world.args["affair_ordered"] = {
        "number": pledged.application.number,
        "obligation_id": obligation.id,
        "seq": 1,
    }
    world.args["pledged"] = {"case_id": pledged.id}
    world.args["affair_pledged"] = {"number": pledged.application.number, "case_id": pledged.id}
    _add_messages(world, clerk)


def _begun(world: "World", clerk: Actor) -> UUID:
    return services.start_application(
        offer_code=str(offers.LICENCE_ITEM["code"]),
        actor=clerk,
        applicant_id=world.persons[Who.CITIZEN],
        channel="window",
        answers={"premises": "rented"},
    )


def _with_file(world: "World", draft: UUID) -> UUID:
    """The lease, sent by the citizen."""
    return services.attach_file(
        application_id=draft,
        material="lease",
        upload=io.BytesIO(files.png(seed=3)),
        name="合同.png",
        actor=actor_for(user_by_id(world.users[Who.CITIZEN])),
    )


def _photographed(case: Case, paper: Evidence) -> UUID:
    """A visit of the department, with a photograph in it."""
    act = JointAct(
        application=case.application,
        key="part:item",
        name="现场核查",
        department=case.department,
        state="done",
        last_seq=1,
        on=clock.today(),
        half="am",
        planned_at=clock.now(),
    )
    act.words = {"place": "店里", "prepare": "", "phone": "0580-5550111"}
    act.save()
    finding = JointFinding(act=act, case=case, seq=1, verdict="passed", at=clock.now())
    finding.note = ""
    finding.save()
    photo = JointPhoto(finding=finding, index=0, stored_object=paper.stored_object)
    photo.save()
    return photo.id


def _taken_in(world: "World", clerk: Actor, *, seed: int) -> Case:
    """Received at the window, with a scan of the lease; without `seed` with a commitment."""
    application_id = _begun(world, clerk)
    values = {"shop.name": "吉祥小馆", "lease.until": date(2030, 1, 1).isoformat()}
    services.save_form(application_id=application_id, values=values, actor=clerk)
    if seed:
        services.attach_file(
            application_id=application_id,
            material="lease",
            upload=io.BytesIO(files.png(seed=seed)),
            name="合同.png",
            actor=clerk,
        )
    else:
        services.promise_instead(application_id=application_id, material="lease", actor=clerk)
    services.choose_collection(
        application_id=application_id,
        collection="window",
        service_point_id=clerk.service_point_id,
        actor=clerk,
    )
    view = draft_view(application_id=application_id, actor=clerk)
    services.submit(
        application_id=application_id,
        actor=clerk,
        signed_digest=view.digest,
        version=view.version,
        commitments=[line.key for line in view.pledged],
    )
    return Application.objects.get(id=application_id).cases.get()


def _grant(case: Case, officer: Actor) -> None:
    services.accept(case_id=case.id, actor=officer)
    for row in case.materials.all():
        services.set_verdict(case_id=case.id, material=row.material, verdict="ok", actor=officer)
    services.decide(case_id=case.id, outcome="approve", reason="", actor=officer)


def add_elsewhere(world: "World") -> None:
    """Papers between offices, and what was taken in for another county."""
    clerk = actor_for(user_by_id(world.users[Who.CLERK]))
    add_papers(world, Case.objects.get(id=world.args["case"]["case_id"]), clerk)
    add_errand(world, clerk)


def add_papers(world: "World", case: Case, clerk: Actor) -> None:
    """An original kept at the hall, and another in a bag for the next town."""
    keep = {"application_id": case.application_id, "material": "lease", "actor": clerk}
    paper = services.keep_original(**keep)
    world.args["person_paper"] = {"person_id": case.application.applicant_id, "paper_id": paper}
    other = directory.register_service_point(
        ServicePointDraft(
            "elsewhere", "清溪镇便民服务中心", PlaceKind.TOWNSHIP, "339921000000", "清溪路 2 号"
        ),
        actor=SYSTEM,
    )
    bag = delivery.pack_bag(paper_ids=[paper], receiver_id=other, seal="A0001", actor=clerk)
    world.args["bag"] = {"bag_id": bag}


def add_errand(world: "World", clerk: Actor) -> None:
    """Taken in for the neighbouring county."""
    directory.register_regions([RegionDraft("339922000000", "海屿县")], actor=SYSTEM)
    guest = directory.register_service_point(
        ServicePointDraft(
            "guest", "海屿县通办窗口", PlaceKind.GUEST, "339922000000", "海屿大道 1 号"
        ),
        actor=SYSTEM,
    )
    elsewhere.listed(guest, errands=["住房公积金转移：身份证、转移申请表"])
    errand = take_errand(
        target_id=guest,
        thing="住房公积金转移",
        person_id=world.persons[Who.CITIZEN],
        seen=["身份证", "转移申请表"],
        actor=clerk,
    )
    world.args["errand"] = {"errand_id": errand}


def add_supervision(world: "World") -> None:
    """The supervisor asks the department about what it took in."""
    supervisor = actor_for(user_by_id(world.users[Who.SUPERVISOR]))
    case = Case.objects.get(id=world.args["case"]["case_id"])
    draft = OrderDraft((case.number,), "为什么还没有受理？")
    world.args["supervision"] = {"order_id": issue_order(draft, actor=supervisor)}
    RedCard.objects.create(
        case=case, event_seq=1, kind="not_checked", due_on=clock.today(), shown_at=clock.now()
    )
    show_cards()
    card = Card.objects.get(case=case, kind="not_checked")
    contest_card(
        card_id=card.id,
        words="系统停机。",
        upload=io.BytesIO(files.png()),
        name="停机通知.png",
        actor=actor_for(user_by_id(world.users[Who.APPROVER])),
    )
    world.args["card"] = {"card_id": card.id}
    world.args["card_paper"] = {"card_id": card.id, "seq": 2}

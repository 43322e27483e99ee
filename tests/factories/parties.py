"""A sale that others must agree to: seller, spouse where the answers say so."""

from uuid import UUID

from onevisit.accounts import queries as accounts
from onevisit.accounts.rules import Actor
from onevisit.cases import queries, services
from onevisit.cases.models import Application, Invitation
from onevisit.cases.queries.signing import signing_digest
from onevisit.cases.services import Named
from onevisit.kernel.types import JsonObject
from tests.factories import cases as make
from tests.factories.cases import County
from tests.factories.publishing import stands

WHEN_MARRIED: JsonObject = {"==": [{"var": "married"}, "yes"]}


def document() -> JsonObject:
    """Buyer applies; the seller fills in the day and brings the deed, the spouse only agrees."""
    base = make.item_document("licence", 31)
    return {
        **base,
        "name": "房屋转移",
        "served": ["1"],
        "questions": [
            {"key": "married", "label": "卖方结婚了吗？", "kind": "choice",
             "options": [{"value": "yes", "label": "是"}, {"value": "no", "label": "不是"}]},
        ],
        "materials": [
            {"key": "form", "name": "申请书", "source": {"kind": "generated"}},
            {"key": "deed", "name": "房产证"},
            {"key": "plan", "name": "平面图"},
        ],
        "form": [
            {"key": "person.name", "label": "姓名", "prefill": "person.name",
             "sensitivity": "personal"},
            {"key": "house.price", "label": "成交价", "kind": "number", "sensitivity": "personal"},
            {"key": "house.note", "label": "备注", "required": False},
            {"key": "seller.name", "label": "卖方", "sensitivity": "personal"},
            {"key": "seller.number", "label": "卖方号码", "sensitivity": "sensitive"},
            {"key": "house.handover", "label": "哪天交房", "kind": "date"},
        ],
        "parties": [
            {"key": "seller", "name": "卖方", "agrees": "按下面的价钱卖房。",
             "sees": ["married", "house.price"], "fills": ["house.handover"], "brings": ["deed"],
             "gets": ["licence_result"],
             "name_field": "seller.name", "number_field": "seller.number"},
            {"key": "spouse", "name": "卖方配偶", "agrees": "同意卖房。", "when": WHEN_MARRIED,
             "sees": ["house.price"]},
        ],
    }  # fmt: skip


def publish(department_id: UUID, found: JsonObject | None = None) -> str:
    """Publish it, or another document, for a department; its code."""
    return stands(found or document(), department_id, region=make.REGION).code


def begun(here: County, *, married: str = "no") -> Application:
    """The buyer's draft with everything that is the buyer's to give."""
    return begin(publish(here.departments["market"]), here.citizen, married=married)


def begin(code: str, buyer: Actor, *, married: str = "no") -> Application:
    """The same of any buyer."""
    draft = services.start_application(offer_code=code, actor=buyer, answers={"married": married})
    services.save_form(application_id=draft, values={"house.price": 100}, actor=buyer)
    services.attach_file(
        application_id=draft, material="plan", upload=make.upload(), name="图.png", actor=buyer
    )
    return Application.objects.get(id=draft)


def named(actor: Actor, name: str) -> Named:
    """Somebody as the applicant names them."""
    assert actor.person_id is not None
    return Named(name, accounts.own_person(actor.person_id).id_number, "13800009999")


def invite(here: County, draft: Application, role: str = "seller") -> Invitation:
    """The other citizen is the seller, the boss the spouse."""
    who, name = (here.other_citizen, "李四") if role == "seller" else (here.boss, "王大山")
    row = services.name_party(
        application_id=draft.id, role=role, named=named(who, name), actor=here.citizen
    )
    return Invitation.objects.get(id=row)


def give(seller: Actor, row: Invitation) -> None:
    """The seller gives what is theirs to give."""
    services.fill_as_party(
        invitation_id=row.id, values={"house.handover": "2026-12-20"}, actor=seller
    )
    services.attach_as_party(
        invitation_id=row.id, material="deed", upload=make.upload(7), name="证.png", actor=seller
    )


def agree(who: Actor, row: Invitation) -> None:
    """As the page would."""
    view = queries.party_view(invitation_id=row.id, actor=who)
    services.agree(invitation_id=row.id, shown_digest=view.digest, actor=who)
    row.refresh_from_db()


def submit(buyer: Actor, draft: Application) -> Application:
    """Sign and hand in what stands now."""
    draft.refresh_from_db()
    services.submit(
        application_id=draft.id,
        actor=buyer,
        signed_digest=signing_digest(draft),
        version=draft.version,
    )
    draft.refresh_from_db()
    return draft

"""The catalogue for programs: what there is, and each definition as published."""

import json
from dataclasses import asdict
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from ninja.responses import NinjaJSONEncoder

from onevisit.catalogue import queries
from onevisit.catalogue.rules.definition import BundleDefinition, ItemDefinition
from onevisit.catalogue.rules.events import OfferKind
from onevisit.catalogue.rules.points import PointAct
from onevisit.catalogue.rules.registers import Register
from onevisit.catalogue.rules.schemas import document_schema, form_schema
from onevisit.directory import queries as directory
from onevisit.kernel.canonical import digest
from onevisit.kernel.types import JsonObject
from onevisit.ui.api.cursors import Cursor, Limit, Page, cursor_after, key_of
from onevisit.ui.api.etags import unless_known

router = Router(tags=["catalogue"])

_JSON = "application/json; charset=utf-8"


class Listed(Schema):
    """One published item or bundle (`kind`) in a list.

    `served` holds codes of who is served (1 persons, 2 legal persons …), `promise` is in days of
    `promise_unit`; where `applicable` is false one can read about it, but not apply here.
    """

    kind: OfferKind
    code: str
    name: str
    short_name: str
    department: str
    region: str
    served: list[str]
    life_events: list[str]
    applicable: bool
    online_depth: str
    declared_visits: int | None
    promise: int | None
    promise_unit: str


class OfferPart(Schema):
    """One item inside an offer: who decides it, and what it waits for."""

    key: str
    name: str
    code: str
    department: str
    after: list[str]
    promise: int | None
    promise_unit: str
    legal: int | None
    basis: str


class Offer(Schema):
    """What one applies for, unfolded into its parts."""

    code: str
    name: str
    is_bundle: bool
    served: list[str]
    promise: int | None
    online_depth: str
    declared_visits: int | None
    consult_phone: str
    questions: int
    materials: int
    fields: int
    parts: list[OfferPart]


class Definition(Schema):
    """A definition as published. `digest` (SHA-256 of the canonical document) identifies it."""

    kind: OfferKind
    code: str
    number: int
    digest: str
    published_at: datetime
    document: dict[str, Any]
    parts: dict[str, str]


Kind = Annotated[OfferKind, Query(OfferKind.BUNDLE, description="Bundles 一件事, or single items.")]


@router.get("/catalogue/offers", response=Page[Listed], url_name="offers", auth=None)
def offers(request: HttpRequest, kind: Kind, cursor: Cursor, limit: Limit) -> dict[str, Any]:
    """Everything published, by code."""
    name = f"offers.{kind}"
    found = queries.listed(kind=kind, after=key_of(name, cursor) or "", limit=limit + 1)
    names = directory.department_names({each.department_id for each in found})
    rows = [_listed(each, names[each.department_id]) for each in found[:limit]]
    last = found[limit - 1].code if len(found) > limit else None
    return {"items": rows, "next": cursor_after(name, last)}


def _listed(row: queries.Listing, department: str) -> dict[str, Any]:
    told = {name: getattr(row, name) for name in Listed.model_fields if name != "department"}
    return {**told, "department": department}


@router.get("/catalogue/offers/{code}", response=Offer, url_name="offer", auth=None)
def offer(request: HttpRequest, code: str) -> dict[str, Any]:
    """One offer with its parts."""
    pinned = queries.pinned_offer(code)
    found = pinned.offer
    names = directory.department_names({pin.department_id for pin in pinned.pins.values()})
    return {
        "code": found.code,
        "name": found.name,
        "is_bundle": found.is_bundle,
        "served": [str(each) for each in found.served],
        "promise": found.promise,
        "online_depth": str(found.online_depth),
        "declared_visits": found.declared_visits,
        "consult_phone": found.texts.consult_phone,
        "questions": len(found.questions),
        "materials": len(found.materials),
        "fields": len(found.fields),
        "parts": [
            {
                "key": part.key,
                "name": part.name,
                "code": pinned.pins[part.key].code,
                "department": names[pinned.pins[part.key].department_id],
                "after": list(part.after),
                "promise": part.promise,
                "promise_unit": str(part.item.regime.unit),
                "legal": part.item.regime.legal,
                "basis": part.item.regime.basis,
            }
            for part in found.parts
        ],
    }


@router.get(
    "/catalogue/offers/{code}/definition", response=Definition, url_name="definition", auth=None
)
def definition(request: HttpRequest, code: str) -> HttpResponse:
    """The published document itself; its digest is the ETag, so asking again costs little."""
    found = queries.published(code)
    told = {name: getattr(found, name) for name in Definition.model_fields}
    return unless_known(
        request,
        found.digest,
        lambda: HttpResponse(
            json.dumps(told, cls=NinjaJSONEncoder, ensure_ascii=False),
            content_type=_JSON,
        ),
    )


@router.get(
    "/catalogue/offers/{code}/schema",
    response=dict[str, Any],
    url_name="form-schema",
    auth=None,
)
def form(request: HttpRequest, code: str) -> HttpResponse:
    """The form as a JSON Schema 2020-12 of `{"answers": {…}, "form": {…}}`: the values as they are
    kept, and under which answers each is asked for. What is signed is held to it.
    """
    return _schema(request, form_schema(queries.pinned_offer(code).offer))


@router.get(
    "/catalogue/schemas/{kind}", response=dict[str, Any], url_name="document-schema", auth=None
)
def documents(request: HttpRequest, kind: OfferKind) -> HttpResponse:
    """The documents of items or of bundles as a JSON Schema 2020-12."""
    of = ItemDefinition if kind is OfferKind.ITEM else BundleDefinition
    return _schema(request, document_schema(of))


def _schema(request: HttpRequest, schema: JsonObject) -> HttpResponse:
    return unless_known(
        request,
        digest(schema),
        lambda: HttpResponse(json.dumps(schema, ensure_ascii=False), content_type=_JSON),
    )


class ListedFee(Schema):
    """One fee; only `standard` where the item says it in words alone. `ways` are codes of how it is
    paid.
    """

    name: str
    standard: str
    basis: str
    ways: list[str]


class ListedPaper(Schema):
    """One material; `need` and `source` are codes, `depends`: not asked in every situation."""

    name: str
    need: str
    source: str
    depends: bool


class PublicListRow(Schema):
    """An item in a public list; `visits` as declared, `promise` in days of `promise_unit`. `fees`
    are told in the list of fees, `papers` in that of what is told at once.
    """

    code: str
    name: str
    department: str
    region: str
    visits: int | None
    promise: int | None
    promise_unit: str
    fees: list[ListedFee]
    papers: list[ListedPaper]


class PowerDutyRow(Schema):
    """A duty that comes with a power."""

    name: str
    content: str
    basis: str
    accountability: str


class RegisterListRow(Schema):
    """A row of a list that is kept; `values` by the columns of its list, `duties` of a power."""

    id: UUID
    code: str
    name: str
    department: str
    region: str
    values: dict[str, Any]
    duties: list[PowerDutyRow]
    changed_at: datetime


Words = Annotated[str, Query("", max_length=100, description="Words that stand in the name.")]
Office = Annotated[
    str, Query("", max_length=80, description="The code of one department; empty for all.")
]


@router.get(
    "/catalogue/lists/{which}", response=Page[PublicListRow], url_name="public-list", auth=None
)
def public_list(
    request: HttpRequest,
    which: queries.Derived,
    cursor: Cursor,
    limit: Limit,
    q: Words,
    department: Office,
) -> dict[str, Any]:
    """A list that follows from what is published: fees, what is told at once, at most one visit, no
    visit, done at once; by code.
    """
    name = f"lists.{which}"
    found = queries.derived_list(
        which,
        words=q,
        department_id=_department(department),
        after=key_of(name, cursor) or "",
        limit=limit + 1,
    )
    names = directory.department_names({each.department_id for each in found})
    rows = [{**asdict(each), "department": names[each.department_id]} for each in found[:limit]]
    last = found[limit - 1].code if len(found) > limit else None
    return {"items": rows, "next": cursor_after(name, last)}


@router.get(
    "/catalogue/registers/{kept}",
    response=Page[RegisterListRow],
    url_name="register-list",
    auth=None,
)
def register_list(
    request: HttpRequest,
    kept: Register,
    cursor: Cursor,
    limit: Limit,
    q: Words,
    department: Office,
) -> dict[str, Any]:
    """A list that is kept: powers with their duties, the negative list, special funds; by code."""
    name = f"registers.{kept}"
    found = queries.register_list(
        kept,
        words=q,
        department_id=_department(department),
        after=key_of(name, cursor) or "",
        limit=limit + 1,
    )
    names = directory.department_names({each.department_id for each in found})
    rows = [{**asdict(each), "department": names[each.department_id]} for each in found[:limit]]
    last = found[limit - 1] if len(found) > limit else None
    return {"items": rows, "next": cursor_after(name, f"{last.code}|{last.id}" if last else None)}


def _department(code: str) -> UUID | None:
    """Raises NotFound `directory.no_such_department`."""
    return directory.department_by_code(code).id if code else None


class Ability(Schema):
    """What a service point does today: codes of offers, `*` for all within range. `since` is the
    day its list holds from, null where its kind speaks for it. `errands`: what other points may
    take in for it. `bags`: originals and results travel between it and the centre.
    """

    id: UUID
    code: str
    name: str
    since: date | None
    take: list[str]
    identify: list[str]
    hand_out: list[str]
    errands: list[str]
    bags: bool


@router.get("/service-points/abilities", response=list[Ability], url_name="abilities", auth=None)
def abilities(request: HttpRequest) -> list[dict[str, Any]]:
    """What each place takes in, checks and hands out: its list in force."""
    return [
        {
            **{name: getattr(each.point, name) for name in ("id", "code", "name")},
            "since": each.since,
            **{str(act): sorted(each.abilities.of(act)) for act in PointAct},
            "errands": [kind.name for kind in each.abilities.errands],
            "bags": each.sends_bags,
        }
        for each in queries.abilities()
    ]

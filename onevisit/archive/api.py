"""The archive for programs: finding packages, fetching them, transfers, holds.

What is taken over and what is destroyed is decided by people on pages.
"""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from ninja import Query, Router, Schema
from pydantic import Field

from onevisit.accounts.bearer import actor, creating, needs, repeatable
from onevisit.accounts.rules.tokens import ApiScope
from onevisit.archive import queries, services
from onevisit.archive.queries import Found, Origin, Wanted
from onevisit.archive.rules.retention import Retention
from onevisit.ui.api.cursors import Cursor, Page, cursor_after, key_of
from onevisit.ui.api.schemas import Given

router = Router(tags=["archive"])
READS = needs(ApiScope.ARCHIVE_READ)
KEEPS = needs(ApiScope.ARCHIVE_KEEP)
LIFTS = needs(ApiScope.ARCHIVE_KEEP, ApiScope.ARCHIVE_DESTROY)

NOTHING: dict[int, Any] = {204: None}
_Line = Annotated[str, Field(min_length=1, max_length=300)]
_Holder = Annotated[str, Field(min_length=1, max_length=120)]
Asked = Annotated[str, Query("", max_length=120)]


class PackageOut(Schema):
    """A package of the archive, names of persons masked. `source`: the system before that handed it
    over, "" for a case that ended here; paper of it may lie at `place`. `kept`: false once it was
    destroyed. `root`: SHA-256 of its manifest, which is what is signed.
    """

    id: UUID
    number: str
    title: str
    case_number: str
    department: str
    year: int
    retention: Retention
    keep_until: date | None
    supplement: int
    files: int
    size: int
    made_at: datetime
    root: str
    kept: bool
    source: str
    place: str


class ArchivedFile(Schema):
    """A file of a package as its manifest lists it; `size` in bytes."""

    path: str
    size: int
    sha256: str


class HoldOut(Schema):
    """What stands, or stood, in the way of destroying a package."""

    reason: str
    placed_at: datetime
    placed_by: str
    lifted_at: datetime | None
    lifted_by: str
    lifted_why: str


class PackageFull(PackageOut):
    """A package with its files. `before`: the root of the one it supplements; `key`: the public key
    (Ed25519) under which it is signed.
    """

    application_number: str
    item_code: str
    ended_on: date
    contents: list[ArchivedFile]
    before: str
    key: str
    others: list[UUID]
    transfer: str
    destroyed_on: date | None
    destruction: str
    holds: list[HoldOut]


class HolderWanted(Given):
    """Whose packages: a whole name, a resident ID number or a USCC. `cursor`: `next` of the page
    before.
    """

    holder: _Holder
    cursor: Annotated[str, Field(max_length=500)] = ""


class ReasonGiven(Given):
    """Why; one line."""

    reason: _Line


class TransferOut(Schema):
    """A batch handed to an archive office; `receipt`: under which number it was signed for."""

    id: UUID
    number: str
    to_office: str
    made_at: datetime
    made_by: str
    received_at: datetime | None
    receipt: str


class TransferEventOut(Schema):
    """What happened to a batch."""

    mark: str
    words: str
    at: datetime
    by: str


class TransferFull(TransferOut):
    """A batch with its packages, in the order of its list."""

    packages: list[PackageOut]
    events: list[TransferEventOut]


class TransferGiven(Given):
    """To whom, and of what: nothing given narrows nothing."""

    to_office: Annotated[str, Field(min_length=1, max_length=120)]
    department_id: UUID | None = None
    year: Annotated[int, Field(ge=1900, le=9999)] | None = None
    retention: Retention | None = None


class Made(Schema):
    """The new batch."""

    id: UUID


class TransferReceipt(Given):
    """The number under which the other side signed for it."""

    receipt: Annotated[str, Field(min_length=1, max_length=60)]


@router.get("/archive/packages", response=Page[PackageOut], url_name="archive-packages", **READS)
def packages(
    request: HttpRequest,
    cursor: Cursor,
    q: Asked,
    item: Asked,
    department_id: UUID | None = None,
    year: int | None = None,
    retention: Retention | None = None,
    origin: Origin | None = None,
    held: bool = False,
) -> dict[str, Any]:
    """Packages of one's regions, the newest first. `q`: a number of the archive, the case or the
    application, or else words of a title; `held`: only what must not be destroyed. On record.
    """
    wanted = Wanted(
        text=q.strip(),
        item=item,
        department_id=department_id,
        year=year,
        retention=retention or "",
        origin=origin,
        held=held,
    )
    after = key_of("archive", cursor) or ""
    return _page(queries.search(wanted=wanted, actor=actor(request), after=after))


@router.post(
    "/archive/packages/search", response=Page[PackageOut], url_name="archive-search", **READS
)
@repeatable
def search(request: HttpRequest, given: HolderWanted) -> dict[str, Any]:
    """The packages of a person or an organisation; neither ever stands in an address. On record."""
    after = key_of("archive", given.cursor) or ""
    wanted = Wanted(holder=given.holder)
    return _page(queries.search(wanted=wanted, actor=actor(request), after=after))


@router.get(
    "/archive/packages/{uuid:package_id}",
    response=PackageFull,
    url_name="archive-package",
    **READS,
)
def package(request: HttpRequest, package_id: UUID) -> dict[str, Any]:
    """One package; the look is on record under whose it is."""
    view = queries.package_view(package_id=package_id, actor=actor(request))
    same = ("application_number", "item_code", "ended_on", "before", "key", "transfer")
    return {
        **asdict(view.line),
        **{name: getattr(view, name) for name in (*same, "destroyed_on", "destruction")},
        "contents": _as(ArchivedFile, view.files),
        "others": [line.id for line in view.others],
        "holds": _as(HoldOut, view.holds),
    }


@router.get("/archive/packages/{uuid:package_id}/content", url_name="archive-content", **READS)
def content(request: HttpRequest, package_id: UUID) -> HttpResponse:
    """The package as it was signed, a ZIP that `verify.py` verifies; on record."""
    found = services.download(package_id=package_id, actor=actor(request))
    return HttpResponse(found.content, headers=found.headers())


@router.post(
    "/archive/packages/{uuid:package_id}/hold",
    response=NOTHING,
    url_name="archive-hold",
    **KEEPS,
)
@repeatable
def hold(request: HttpRequest, package_id: UUID, given: ReasonGiven) -> None:
    """Nothing of this case, or of this piece taken over, is destroyed until it is released."""
    services.hold(package_id=package_id, reason=given.reason, actor=actor(request))


@router.post(
    "/archive/packages/{uuid:package_id}/release",
    response=NOTHING,
    url_name="archive-release",
    **LIFTS,
)
@repeatable
def release(request: HttpRequest, package_id: UUID, given: ReasonGiven) -> None:
    """What was pending is over; another says so than who placed the hold."""
    services.lift(package_id=package_id, reason=given.reason, actor=actor(request))


@router.get("/archive/transfers", response=Page[TransferOut], url_name="archive-transfers", **READS)
def transfers(request: HttpRequest, cursor: Cursor) -> dict[str, Any]:
    """The batches of one's regions, the newest first; fifty at a time."""
    after = key_of("transfers", cursor) or ""
    page = queries.transfers(actor=actor(request), after=after)
    return {"items": _as(TransferOut, page.rows), "next": cursor_after("transfers", page.after)}


@router.post("/archive/transfers", response={201: Made}, url_name="archive-transfer-new", **KEEPS)
@creating
def make(request: HttpRequest, given: TransferGiven, response: HttpResponse) -> dict[str, UUID]:
    """A batch of what was never handed over, at most 200 in the order of lists."""
    made = services.make_transfer(
        to_office=given.to_office,
        department_id=given.department_id,
        year=given.year,
        retention=given.retention or "",
        actor=actor(request),
    )
    response["Location"] = reverse("api:archive-transfer", args=[made])
    return {"id": made}


@router.get(
    "/archive/transfers/{uuid:transfer_id}",
    response=TransferFull,
    url_name="archive-transfer",
    **READS,
)
def transfer(request: HttpRequest, transfer_id: UUID) -> dict[str, Any]:
    """One batch with its list."""
    view = queries.transfer_view(transfer_id=transfer_id, actor=actor(request))
    return {
        **{name: getattr(view, name) for name in TransferOut.model_fields},
        "packages": [asdict(line) for line in view.lines],
        "events": [asdict(event) for event in view.events],
    }


@router.get("/archive/transfers/{uuid:transfer_id}/content", url_name="archive-export", **KEEPS)
def export(request: HttpRequest, transfer_id: UUID) -> StreamingHttpResponse:
    """The batch with its list, its signature and `verify.py`; the same bytes every time. On
    record.
    """
    name, pieces = services.export(transfer_id=transfer_id, actor=actor(request))
    answer = StreamingHttpResponse(pieces, content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@router.post(
    "/archive/transfers/{uuid:transfer_id}/receipt",
    response=NOTHING,
    url_name="archive-receive",
    **KEEPS,
)
@repeatable
def receive(request: HttpRequest, transfer_id: UUID, given: TransferReceipt) -> None:
    """The other side has verified it and signed for it."""
    services.receive(transfer_id=transfer_id, receipt=given.receipt, actor=actor(request))


@router.post(
    "/archive/transfers/{uuid:transfer_id}/return",
    response=NOTHING,
    url_name="archive-return",
    **KEEPS,
)
@repeatable
def sent_back(request: HttpRequest, transfer_id: UUID, given: ReasonGiven) -> None:
    """The other side did not take it, and why; it is sent anew."""
    services.returned(transfer_id=transfer_id, reason=given.reason, actor=actor(request))


def _page(found: Found) -> dict[str, Any]:
    items = [asdict(line) for line in found.lines]
    return {"items": items, "next": cursor_after("archive", found.after or None)}


def _as(shape: type[Schema], rows: Iterable[object]) -> list[dict[str, Any]]:
    return [{name: getattr(row, name) for name in shape.model_fields} for row in rows]

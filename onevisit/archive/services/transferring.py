"""移交: what was archived goes to an archive office in batches, each package once.

A batch written out again is the same bytes, so that sending it anew changes nothing.
"""

import hashlib
import io
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, cast
from uuid import UUID

from django.db import transaction

from onevisit.accounts.rules import Actor, Permission
from onevisit.archive import errors
from onevisit.archive.access import get_transfer_for, visible_to
from onevisit.archive.models import Transfer, TransferEvent, TransferPiece
from onevisit.archive.queries.finding import log_look
from onevisit.archive.queries.lists import PLACE, TRANSFER_HEAD, ready_for_transfer, transfer_rows
from onevisit.archive.rules import verify
from onevisit.archive.rules.packing import FORMAT, entry, fit, signature_of
from onevisit.archive.rules.retention import WORDS, Retention
from onevisit.archive.rules.words import one_line
from onevisit.archive.services.numbers import next_number
from onevisit.archive.services.opening import content_of
from onevisit.archive.services.signing import present_key, sign_root
from onevisit.audit import services as audit
from onevisit.kernel import clock, rows
from onevisit.kernel.alone import in_turn
from onevisit.kernel.canonical import canonical_json
from onevisit.kernel.sheets import Cell, as_xlsx

MOST = 200
"""Packages of one batch: what fits on a disc, and into one sitting."""
_PIECE = 1 << 20


def make_transfer(
    *,
    to_office: str,
    actor: Actor,
    department_id: UUID | None = None,
    year: int | None = None,
    retention: str = "",
) -> UUID:
    """Put what was never handed over into a batch, in the order of lists; at most `MOST`, all of
    the region of the first.

    Raises Refused `accounts.not_permitted`, Invalid `archive.text_needed`, `archive.text_too_long`,
    Conflict `archive.nothing_to_transfer`.
    """
    office = one_line(to_office, "to_office", most=120)
    with transaction.atomic():
        in_turn("archive transfer")  # of two who press at once: nothing is in both batches
        found = ready_for_transfer(
            visible_to(actor, Permission.ARCHIVE_KEEP),
            department_id=department_id,
            year=year,
            retention=retention,
        )
        packages = list(found[:MOST])
        if not packages:
            raise errors.nothing_to_transfer()
        packages = [each for each in packages if each.region_id == packages[0].region_id]
        batch = Transfer(
            number=next_number("YJ"),
            to_office=office,
            region_id=packages[0].region_id,
            made_at=clock.now(),
            made_by=actor.user_id,
            made_by_name=actor.name,
        )
        rows.insert([batch])
        rows.insert(
            TransferPiece(transfer=batch, package=each, place=place)
            for place, each in enumerate(packages, 1)
        )
        _tell(batch, "made", actor, packages=len(packages))
    return batch.id


def export(*, transfer_id: UUID, actor: Actor) -> tuple[str, Iterator[bytes]]:
    """A batch as one ZIP in pieces, on record: the packages, their list as a workbook, the verifier
    and a signed list of all files. The name comes with it.

    Raises NotFound `archive.no_such_transfer`, Refused `accounts.not_permitted`, and as
    `content_of`.
    """
    with transaction.atomic():
        batch = get_transfer_for(actor, transfer_id, Permission.ARCHIVE_KEEP)
        pieces = transfer_rows(batch)
        held = tempfile.TemporaryFile()  # noqa: SIM115 - read on after we are gone
        try:
            _write(cast(IO[bytes], held), batch, pieces, actor)
        except BaseException:
            held.close()
            raise
        _tell(batch, "exported", actor)
    for piece in pieces:
        log_look("archive.export", piece.package, actor, reason=batch.number)
    return f"{batch.number}.zip", _read(cast(IO[bytes], held))


def _read(held: IO[bytes]) -> Iterator[bytes]:
    with held:
        held.seek(0)
        while piece := held.read(_PIECE):
            yield piece


def _write(to: IO[bytes], batch: Transfer, pieces: list[TransferPiece], actor: Actor) -> None:
    script = Path(verify.__file__).read_bytes()
    small = {"list.xlsx": _sheet(pieces), "verify.py": script}
    listed = [_listed(path, content) for path, content in sorted(small.items())]
    with zipfile.ZipFile(to, "w", zipfile.ZIP_STORED) as packed:
        for piece in pieces:
            content = content_of(piece.package, actor, "archive.export")
            path = path_of(piece)
            packed.writestr(entry(path), content)
            listed.append(_listed(path, content))
        told: dict[str, Any] = {
            "format": FORMAT,
            "number": batch.number,
            "to": batch.to_office,
            "files": listed,
        }
        listing = canonical_json(told)
        root, key = hashlib.sha256(listing).hexdigest(), present_key()
        signed = signature_of(root, bytes.fromhex(key.public), sign_root(root, key))
        small |= {verify.TRANSFER: listing, verify.TRANSFER_SIGNATURE: signed}
        for path, content in sorted(small.items()):
            packed.writestr(entry(path), content)


def path_of(piece: TransferPiece) -> str:
    """Where a package lies in a batch; numbers of other systems may look alike on a disc."""
    name = fit(piece.package.number)
    return f"packages/{f'{piece.place:03d}-{name}' if piece.package.old_id else name}.zip"


def _listed(path: str, content: bytes) -> dict[str, Any]:
    return {"path": path, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def _sheet(pieces: list[TransferPiece]) -> bytes:
    """The list of the batch 移交清单; the same batch gives the same bytes. Where paper lies is told
    of what was taken over.
    """
    places = any(piece.package.old_id for piece in pieces)
    lines: list[list[Cell]] = [
        [
            piece.place,
            piece.package.number,
            piece.package.piece or "",
            piece.package.supplement or "",
            piece.package.title,
            piece.package.case_number,
            piece.package.department.name,
            f"{piece.package.ended_on:%Y%m%d}",
            piece.package.year,
            WORDS[Retention(piece.package.retention)],
            len(piece.package.manifest),
            piece.package.size,
            piece.package.root,
            path_of(piece),
            *([piece.package.old.place if piece.package.old else ""] if places else []),
        ]
        for piece in pieces
    ]
    head = (*TRANSFER_HEAD, PLACE) if places else TRANSFER_HEAD
    made, again = io.BytesIO(b"".join(as_xlsx(head, lines))), io.BytesIO()
    with zipfile.ZipFile(made) as book, zipfile.ZipFile(again, "w", zipfile.ZIP_STORED) as plain:
        for name in book.namelist():
            plain.writestr(entry(name), book.read(name))
    return again.getvalue()


def receive(*, transfer_id: UUID, receipt: str, actor: Actor) -> None:
    """The other side has verified the batch and signed for it, under a number of theirs.

    Raises NotFound `archive.no_such_transfer`, Refused, Conflict `archive.already_received`,
    Invalid `archive.text_needed`, `archive.text_too_long`.
    """
    number = one_line(receipt, "receipt", most=60)
    with transaction.atomic():
        batch = _locked(transfer_id, actor)
        batch.received_at, batch.receipt = clock.now(), number
        batch.save(update_fields=["received_at", "receipt"])
        _tell(batch, "received", actor, words=number)


def returned(*, transfer_id: UUID, reason: str, actor: Actor) -> None:
    """The other side did not take it: why. The same batch is written out again and sent anew.

    Raises as `receive`.
    """
    why = one_line(reason, "reason")
    with transaction.atomic():
        _tell(_locked(transfer_id, actor), "returned", actor, words=why)


def _locked(transfer_id: UUID, actor: Actor) -> Transfer:
    get_transfer_for(actor, transfer_id, Permission.ARCHIVE_KEEP)
    batch = Transfer.objects.select_for_update().get(id=transfer_id)
    if batch.received_at is not None:
        raise errors.already_received()
    return batch


def _tell(batch: Transfer, mark: str, actor: Actor, *, words: str = "", **facts: object) -> None:
    event = TransferEvent(
        transfer=batch,
        mark=mark,
        words=words,
        at=clock.now(),
        actor_id=actor.user_id,
        actor_name=actor.name,
    )
    rows.insert([event])
    audit.record(
        action=f"archive.transfer_{mark}",
        target_type="archive.transfer",
        target_id=batch.id,
        actor=actor,
        facts={"number": batch.number, **facts},
    )

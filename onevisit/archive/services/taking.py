"""接收旧档案: what the system before archived comes under the same schedule as what ends here.

A batch is taken over whole or not at all: a list, or a ZIP of the list and the files. A file whose
checksum is given must have it. What is taken over is marked as such: nobody signed it here.
"""

import hashlib
import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from django.db import transaction

from onevisit.accounts.rules import Actor, Permission, Scope
from onevisit.archive import errors
from onevisit.archive.access import get_old_for
from onevisit.archive.models import OldPiece
from onevisit.archive.rules.retention import keep_until
from onevisit.archive.rules.taking import LIST, OldLine, read_lines, wrong
from onevisit.archive.rules.words import one_line
from onevisit.audit import services as audit
from onevisit.directory import queries as directory
from onevisit.directory.rules import DepartmentInfo
from onevisit.kernel import clock, rows
from onevisit.kernel.errors import Invalid, Problem
from onevisit.kernel.ids import new_id
from onevisit.kernel.sheets import read_sheet
from onevisit.vault import services as vault
from onevisit.vault.rules import ObjectContent, Owner, OwnerKind

MOST_BYTES: Final = 50 << 20
"""Of a batch, packed and unpacked; larger archives come in several."""
_BOOK = "xl/workbook.xml"


def take_over(*, content: bytes, source: str, actor: Actor) -> int:
    """Take a batch over from the system called `source`; how many pieces.

    Raises Refused `accounts.not_permitted`; Invalid `archive.text_needed`,
    `archive.text_too_long`, `archive.old_too_large`, `archive.old_unreadable`,
    `archive.old_wrong` with every line that is wrong, and as `read_lines` and
    `kernel.sheets.read_sheet`.
    """
    said = one_line(source, "source", most=100)
    listed, files = _unpacked(content)
    offices = _offices(actor)
    lines, problems = read_lines(read_sheet(listed), offices=offices, today=clock.today())
    problems += _wrong_files(lines, files) + _there(lines, offices)
    if problems:
        raise errors.old_wrong(problems)
    batch, now = new_id(), clock.now()
    with transaction.atomic():
        found = []
        for line in lines:
            row = _piece(line, offices[line.office])
            _keep(row, line, files, actor)
            row.source, row.taken_at, row.taken_by_name = said, now, actor.name
            found.append(row)
        rows.insert(found)
        verified = sum(each.verified for each in found)
        audit.record(
            action="archive.take_over",
            target_type="archive.old_batch",
            target_id=batch,
            actor=actor,
            facts={"source": said, "pieces": len(found), "verified": verified},
        )
    return len(found)


def _offices(actor: Actor) -> dict[str, DepartmentInfo]:
    """By code and by name, those whose archive the actor keeps."""
    mine = [
        each
        for each in directory.departments()
        if actor.may(Permission.ARCHIVE_KEEP, Scope(each.id, each.region))
    ]
    return {each.code: each for each in mine} | {each.name: each for each in mine}


def _unpacked(content: bytes) -> tuple[bytes, Mapping[str, bytes]]:
    """The list, and the files by their names beside it."""
    if len(content) > MOST_BYTES:
        raise errors.old_too_large(MOST_BYTES >> 20)
    if not content.startswith(b"PK"):
        return content, {}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if _BOOK in packed.namelist():
                return content, {}
            if sum(each.file_size for each in packed.infolist()) > MOST_BYTES:
                raise errors.old_too_large(MOST_BYTES >> 20)
            files = {_name(e): packed.read(e) for e in packed.infolist() if not e.is_dir()}
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError) as error:
        raise errors.old_unreadable() from error
    listed = next((n for n in files if n.rpartition(".")[0] == LIST), None)
    if listed is None:
        raise errors.old_unreadable()
    return files.pop(listed), files


def _name(entry: zipfile.ZipInfo) -> str:
    """Packers of old write names in GB 18030 without saying so."""
    if entry.flag_bits & 0x800:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return entry.filename


def _wrong_files(lines: Sequence[OldLine], files: Mapping[str, bytes]) -> list[Problem]:
    found = [wrong(e.row, "no_file", e.file) for e in lines if e.file and e.file not in files]
    for line in lines:
        content = files.get(line.file)
        if line.file and content is not None and line.sha256 not in ("", _digest(content)):
            found.append(wrong(line.row, "changed", line.file))
    named = {line.file for line in lines}
    return found + [wrong(0, "unnamed", name) for name in files if name not in named]


def _there(lines: Sequence[OldLine], offices: Mapping[str, DepartmentInfo]) -> list[Problem]:
    held = OldPiece.objects.filter(number__in=[each.number for each in lines])
    known = set(held.values_list("department_id", "number"))
    return [
        wrong(each.row, "there", each.number)
        for each in lines
        if (offices[each.office].id, each.number) in known
    ]


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _piece(line: OldLine, office: DepartmentInfo) -> OldPiece:
    year = line.ended_on.year
    return OldPiece(
        number=line.number,
        title=line.title,
        department_id=office.id,
        region_id=office.region,
        year=year,
        retention=line.retention,
        keep_until=keep_until(line.retention, year),
        ended_on=line.ended_on,
        place=line.place,
        sha256=line.sha256,
    )


def _keep(row: OldPiece, line: OldLine, files: Mapping[str, bytes], actor: Actor) -> None:
    """Its file goes to the vault; what does not look like what may be kept there is named."""
    content = files.get(line.file) if line.file else None
    if content is None:
        return
    owner = Owner(OwnerKind.DEPARTMENT, row.department_id)
    try:
        stored = (
            vault.put_package(owner=owner, content=content, name=line.file, actor=actor)
            if content.startswith(b"PK")
            else vault.put(owner=owner, upload=io.BytesIO(content), name=line.file, actor=actor)
        )
    except Invalid:
        raise errors.old_wrong([wrong(line.row, "kind", line.file)]) from None
    row.stored_object_id, row.size = stored.id, len(content)
    row.verified, row.sha256 = bool(line.sha256), line.sha256 or _digest(content)


def open_old(*, old_id: UUID, actor: Actor) -> ObjectContent:
    """The file of a piece that was taken over, on record; it must still be what it was.

    Raises NotFound `archive.no_such_package`, `archive.no_such_file`; Conflict `archive.destroyed`,
    `archive.spoilt`, `vault.damaged`.
    """
    row = get_old_for(actor, old_id)
    if row.destroyed_at is not None:
        raise errors.destroyed(clock.local_date(row.destroyed_at))
    if row.stored_object_id is None:
        raise errors.no_such_file()
    found = vault.open_object(row.stored_object_id, actor=actor, purpose="archive.old")
    if _digest(found.content) != row.sha256:
        raise errors.spoilt()
    audit.record_access(
        what="archive.old", actor=actor, target_type="archive.old_piece", target_id=row.id
    )
    return found

"""接收旧档案: what the system before archived becomes packages like what ends here.

A batch is taken over whole or not at all: a list, or a ZIP of the list and the files. A file whose
checksum is given must have it. Each line is a package: the signature says what we were given on
that day, not that it was so in the case. Where only paper is left, the package says where it lies.
"""

import hashlib
import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Final

from django.db import transaction

from onevisit.accounts import queries as accounts
from onevisit.accounts.rules import Actor, Permission, Scope
from onevisit.archive import errors
from onevisit.archive.models import OldPiece, Package
from onevisit.archive.queries.finding import HOLDER
from onevisit.archive.rules.metadata import Entries
from onevisit.archive.rules.packing import fit
from onevisit.archive.rules.retention import keep_until
from onevisit.archive.rules.taking import LIST, OldLine, read_lines, wrong
from onevisit.archive.rules.words import one_line
from onevisit.archive.services import keeping
from onevisit.archive.services.gathering import METADATA, README
from onevisit.audit import services as audit
from onevisit.directory import queries as directory
from onevisit.directory.rules import DepartmentInfo
from onevisit.kernel import clock, crypto, rows
from onevisit.kernel.errors import Invalid, Problem
from onevisit.kernel.ids import new_id
from onevisit.kernel.sheets import read_sheet
from onevisit.kernel.zips import BROKEN
from onevisit.vault import services as vault

_README = """这是一件从停用的系统接收的档案，接收时原样打包并签名。

metadata.xml     元数据：档号、题名、责任者、日期、保管期限、申请人，从哪个系统接收、纸质放在哪里
file/            原系统交来的文件，有的才有
manifest.json    每个文件的 SHA-256
signature.json   manifest.json 的 SHA-256（根摘要）和它的签名（Ed25519）

签名证明接收那天收到的就是这些，不证明原系统办理时的情形。
核验：python3 verify.py 加上本包的文件名。verify.py 随每批移交给出，不需要安装别的东西。
"""
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
    problems += [
        wrong(each.row, "kind", each.file)
        for each in lines
        if each.file in files and not _fits(files[each.file])
    ]
    if problems:
        raise errors.old_wrong(problems)
    with transaction.atomic():
        made = [_made(line, offices[line.office], said, actor) for line in lines]
        rows.insert([old for _, old in made])
        keeping.keep(
            (
                (package, _files(line, files, package, old))
                for line, (package, old) in zip(lines, made, strict=True)
            ),
            actor=actor,
        )
        verified = sum(old.verified for _, old in made)
        audit.record(
            action="archive.take_over",
            target_type="archive.old_batch",
            target_id=new_id(),
            actor=actor,
            facts={"source": said, "pieces": len(made), "verified": verified},
        )
    return len(made)


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
    except BROKEN as error:
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
    held = Package.objects.filter(number__in=[each.number for each in lines])
    known = set(held.values_list("department_id", "number"))
    return [
        wrong(each.row, "there", each.number)
        for each in lines
        if (offices[each.office].id, each.number) in known
    ]


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _fits(content: bytes) -> bool:
    """What may be kept beside the papers of cases, or a ZIP as it came."""
    try:
        return content.startswith(b"PK") or bool(vault.looked_into(content))
    except Invalid:
        return False


def _made(
    line: OldLine, office: DepartmentInfo, source: str, actor: Actor
) -> tuple[Package, OldPiece]:
    year = line.ended_on.year
    old = OldPiece(
        source=source,
        place=line.place,
        verified=bool(line.file and line.sha256),
        taken_by_name=actor.name,
        holder=line.holder_shown,
        name_index=crypto.blind_index(line.holder, purpose=HOLDER) if line.holder else "",
        number_index=_number_index(line),
    )
    package = Package(
        number=line.number,
        old=old,
        supplement=0,
        department_id=office.id,
        region_id=office.region,
        year=year,
        retention=line.retention.value,
        keep_until=keep_until(line.retention, year),
        title=line.title_shown,
        ended_on=line.ended_on,
        before="",
        made_at=clock.now(),
    )
    return package, old


def _number_index(line: OldLine) -> str:
    if line.person_number:
        return accounts.person_number(line.person_number)[1]
    return accounts.organisation_number(line.uscc)[1] if line.uscc else ""


def _files(
    line: OldLine, files: Mapping[str, bytes], package: Package, old: OldPiece
) -> dict[str, bytes]:
    """What was given, and what is known of it."""
    found = {README: _README.encode()}
    if line.file:
        found[f"file/{fit(line.file.rpartition('/')[2])}"] = files[line.file]
    blocks: dict[str, Entries] = {
        "内容": {
            "题名": line.title,
            "责任者": line.office,
            "日期": f"{line.ended_on:%Y%m%d}",
            "申请人": line.holder,
            "身份证号": line.person_number,
            "统一社会信用代码": line.uscc,
        },
        "接收": {
            "移交系统": old.source,
            "接收日期": f"{clock.local_date(package.made_at):%Y%m%d}",
            "接收人": old.taken_by_name,
            "存放位置": line.place,
            "清单证件号码": line.given,
            "清单行号": line.row,
            "清单校验值": line.sha256,
        },
    }
    found[METADATA] = keeping.described(package, line.office, blocks, found, {})
    return found

"""The files of one case: sections as JSON, letters, the result and papers as they were given."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from pathlib import PurePosixPath
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from onevisit.accounts.rules import SYSTEM
from onevisit.archive.rules.packing import fit
from onevisit.audit import queries as audit
from onevisit.cases import services as cases
from onevisit.cases.queries.whole import WholeCase
from onevisit.hall import queries as hall
from onevisit.kernel.clock import SHANGHAI
from onevisit.payments import queries as payments
from onevisit.payments import services as money
from onevisit.ratings import queries as ratings
from onevisit.vault import services as vault
from onevisit.vault.rules import SUFFIX, ObjectContent

METADATA = "metadata.xml"
README = "README.txt"
_PURPOSE = "archive.package"
_README = """这是一件政务服务办件的归档包。

metadata.xml     元数据：档号、题名、责任者、日期、保管期限，以及每个文件的数字摘要
documents/       发给申请人的文书，按发出的先后排列
result/          办理结果
payments/        缴费通知书和缴费票据，本办件缴过费的才有
evidence/        申请材料和现场照片，按本办件的需要收入
*.json           办件、表单、经过、时限（逐日）、意见、签名、承诺、缴费、到窗、评价、留痕
manifest.json    每个文件的 SHA-256
signature.json   manifest.json 的 SHA-256（根摘要）和它的签名（Ed25519）

核验：python3 verify.py 加上本包的文件名。verify.py 随每批移交给出，不需要安装别的东西。
后来补充的，另有补充包，档号以 B01、B02 结尾，manifest.json 的 before 是前一包的根摘要。
"""


def files_of(case: WholeCase) -> dict[str, bytes]:
    """Everything but metadata, by path. The same case gives the same bytes.

    Raises Conflict `vault.damaged` where a kept file is lost, `cases.letter_unprintable`.
    """
    sections = {
        **case.sections,
        "payments": _payments(case),
        "visits": _visits(case.application_id),
        "ratings": ratings.kept_of(case.application_id),
        "audit": _audit(case),
    }
    found = {f"{name}.json": _json(content) for name, content in sections.items()}
    found[README] = _README.encode()
    for number, content in enumerate(_letters(case), 1):
        found[f"documents/{number:02d}-{fit(content.safe_name)}"] = content.content
    for paper in money.receipts_of(case.application_id, case.id, actor=SYSTEM):
        found[f"payments/{fit(paper.safe_name)}"] = paper.content
    for paper in cases.demand_letters_of(
        case.application_id, case.id, actor=SYSTEM, address=_payment
    ):
        found[f"payments/{fit(paper.safe_name)}"] = paper.content
    if case.has_result:
        object_id = cases.keep_document(case.id, SYSTEM, even_revoked=True)
        paper = vault.open_object(object_id, actor=SYSTEM, purpose=_PURPOSE)
        found[f"result/{fit(case.result_number)}.pdf"] = paper.content
    for each in case.papers:
        paper = vault.open_object(each.object_id, actor=SYSTEM, purpose=_PURPOSE)
        found[f"evidence/{fit(each.name)}{SUFFIX[paper.media_type]}"] = paper.content
    return found


def titles_of(case: WholeCase) -> Mapping[str, str]:
    """What the files of papers are called, by path without its suffix."""
    return {f"evidence/{fit(each.name)}": each.title for each in case.papers}


def titled(path: str, titles: Mapping[str, str]) -> str:
    """What one file is called."""
    bare = str(PurePosixPath(path).with_suffix(""))
    return titles.get(bare, PurePosixPath(path).name)


def _letters(case: WholeCase) -> Iterable[ObjectContent]:
    if case.pledged:
        yield cases.commitment_letter(case_id=case.id, actor=SYSTEM, address=_address)
    for line in case.letters:
        if line.obligation_id is not None:
            yield cases.obligation_letter(
                obligation_id=line.obligation_id, seq=line.seq, actor=SYSTEM, address=_address
            )
        else:
            yield cases.letter(case_id=line.case_id, seq=line.seq, actor=SYSTEM, address=_address)


def _address(number: str) -> str:
    return f"{settings.PUBLIC_URL}{reverse('portal:affair', args=[number])}"


def _payment(order_id: UUID) -> str:
    return f"{settings.PUBLIC_URL}{reverse('payments:order', args=[order_id])}"


def _payments(case: WholeCase) -> list[object]:
    """Orders with a line of this case, as they stand; other lines of the order stay out."""
    found: list[object] = []
    for order in payments.orders_of(case.application_id):
        mine = [asdict(line) for line in order.lines if line.case_id == case.id]
        if mine:
            head = ("number", "state", "payee", "total", "refunded", "created_at", "settled_at")
            told = {name: getattr(order, name) for name in head}
            paid = [asdict(each) for each in order.payments]
            refunds = [asdict(each) for each in order.refunds]
            found.append({**told, "lines": mine, "payments": paid, "refunds": refunds})
    return found


def _visits(application_id: UUID) -> dict[str, object]:
    counted = hall.visits_of(application_id)
    known = None if counted.unrecorded else counted.count
    return {"counted": known, "contacts": [asdict(each) for each in counted.contacts]}


def _audit(case: WholeCase) -> list[dict[str, object]]:
    return [
        {
            "at": row.at,
            "action": row.what,
            "who": row.who,
            "user_id": row.user_id,
            "target": f"{row.target_type} {row.target_id}",
            "facts": dict(row.facts),
        }
        for row in audit.about(case.about)
    ]


def _json(content: object) -> bytes:
    """Readable by people too: one value a line, keys in order."""
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True, default=_plain)
    return text.encode() + b"\n"


def _plain(value: object) -> str | list[object]:
    if isinstance(value, datetime):
        return value.astimezone(SHANGHAI).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, set | frozenset):
        return sorted(value, key=str)
    return str(value)

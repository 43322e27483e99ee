"""归档: the job that makes a package of each case that is due, one case in one transaction.

What a kill leaves behind is either nothing or a whole package; a blob without a row is swept by the
vault. The application is locked first, then the row of what is due goes, then everything is read:
what comes while we read waits for us and makes the next supplement.
"""

import logging
from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import OperationalError, connection, transaction

from onevisit.accounts.rules import SYSTEM
from onevisit.archive.models import Due, Package
from onevisit.archive.rules.metadata import Entries
from onevisit.archive.rules.numbering import archive_number
from onevisit.archive.rules.packing import Listed, new_files
from onevisit.archive.rules.retention import Outcome, Retention, keep_until, retention_of
from onevisit.archive.rules.terms import due_after_end, due_after_late, schedule
from onevisit.archive.services import keeping
from onevisit.archive.services.gathering import METADATA, README, files_of, titles_of
from onevisit.archive.services.numbers import next_in
from onevisit.audit import services as audit
from onevisit.cases import services as case_services
from onevisit.cases.queries.ending import ended_cases
from onevisit.cases.queries.whole import WholeCase
from onevisit.cases.rules.lifecycle import CaseState
from onevisit.kernel import clock, rows
from onevisit.kernel.errors import DomainError
from onevisit.kernel.masks import mask_name

AT_ONCE = 10
"""Cases of one run: a run takes seconds, and the next comes within a minute."""
_ANEW = frozenset({METADATA, README})
_OUTCOMES = {
    CaseState.DELIVERED: (Outcome.GRANTED, "准予"),
    CaseState.REVOKED: (Outcome.GRANTED, "准予后撤销"),
    CaseState.TERMINATED: (Outcome.OTHER, "终止"),
    CaseState.VOID: (Outcome.OTHER, "作废"),
    CaseState.PASSED_UP: (Outcome.OTHER, "转报上级"),
    CaseState.OVERTURNED: (Outcome.OTHER, "经复议或诉讼撤销、变更"),
    CaseState.REFUSED: (Outcome.REFUSED, "不予许可"),
    CaseState.NOT_ACCEPTED: (Outcome.OTHER, "不予受理"),
    CaseState.WITHDRAWN: (Outcome.OTHER, "撤回"),
    CaseState.RETURNED: (Outcome.OTHER, "退件"),
}
_log = logging.getLogger(__name__)


def enlist(case_id: UUID) -> None:
    """The case has ended: it is archived after the days of the terms. Twice is once."""
    rows.insert_unless_there(
        Due(case_id=case_id, due_on=due_after_end(settings.ARCHIVE_TERMS, clock.today()))
    )


def enlist_case(case_id: UUID) -> None:
    """Something came to a case. One that has not ended, or is not archived yet, holds it anyway."""
    _enlist_late(ended_cases(case_id=case_id))


def enlist_application(application_id: UUID) -> None:
    """Something came to every case of an application."""
    _enlist_late(ended_cases(application_id=application_id))


def _enlist_late(case_ids: Iterable[UUID]) -> None:
    due_on = due_after_late(settings.ARCHIVE_TERMS, clock.today())
    for case_id in case_ids:
        rows.insert_unless_there(Due(case_id=case_id, due_on=due_on))


def sweep(*, at_once: int = AT_ONCE) -> int:
    """Make the packages that are due; returns how many were made. What does not succeed is said on
    its row and tried again tomorrow; it keeps no other waiting.
    """
    due = Due.objects.filter(due_on__lte=clock.today()).order_by("due_on", "case_id")
    return sum(_try(case_id) for case_id in due.values_list("case_id", flat=True)[:at_once])


def _try(case_id: UUID) -> bool:
    try:
        return _package(case_id)
    except OperationalError:
        raise
    except DomainError as error:
        _postpone(case_id, error.code)
    except Exception:
        _log.exception("case %s could not be archived", case_id)
        _postpone(case_id, "archive.unexpected")
    return False


def _postpone(case_id: UUID, problem: str) -> None:
    tomorrow = clock.today() + timedelta(days=1)
    with transaction.atomic():
        row = Due.objects.select_for_update().filter(case_id=case_id).first()
        if row is not None:
            row.tries, row.problem, row.due_on = row.tries + 1, problem[:64], tomorrow
            row.save(update_fields=["tries", "problem", "due_on"])


def _package(case_id: UUID) -> bool:
    """One case; False where another worker is at it or has done it, or nothing new came."""
    with transaction.atomic():
        if not _mine(case_id):
            return False
        case = case_services.read_whole(case_id)
        gone, _ = Due.objects.filter(case_id=case_id, due_on__lte=clock.today()).delete()
        if not gone or case is None:
            return False
        earlier = list(Package.objects.filter(case_id=case_id).order_by("supplement"))
        files = files_of(case)
        if earlier:
            known = [_listed_again(each) for package in earlier for each in package.manifest]
            files = new_files(files, known, apart=_ANEW)
        if not files:
            return False
        _keep(case, files, earlier)
    return True


def _mine(case_id: UUID) -> bool:
    """Nobody else makes it now; until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [f"archive {case_id}"]
        )
        return bool((cursor.fetchone() or (False,))[0])


def _listed_again(held: list[object]) -> Listed:
    path, size, sha256 = held
    return Listed(str(path), int(str(size)), str(sha256))


def _keep(case: WholeCase, files: dict[str, bytes], earlier: list[Package]) -> Package:
    package = _numbered(case, earlier)
    files[METADATA] = metadata_of(case, package, files)
    keeping.keep([(package, files)], actor=SYSTEM)
    audit.record(
        action="archive.package",
        target_type="archive.package",
        target_id=package.id,
        actor=SYSTEM,
        department_id=case.department_id,
        facts={"number": package.number, "root": package.root, "files": len(files)},
    )
    return package


def _numbered(case: WholeCase, earlier: list[Package]) -> Package:
    """The row with everything but its content; a supplement has its first package's number."""
    ended = clock.local_date(case.ended_at)
    outcome = _OUTCOMES[case.state][0]
    fresh = retention_of(schedule(settings.ARCHIVE_RETENTION), case.task_type, outcome, ended)
    retention = Retention(earlier[0].retention) if earlier else fresh
    year, supplement = ended.year, len(earlier)
    piece = earlier[0].piece if earlier else None
    piece = piece or next_in(_series(case, year, retention))
    holder = case.holder if case.organisation_uscc else mask_name(case.holder)
    return Package(
        number=archive_number(
            settings.ARCHIVE_FONDS, year, retention, case.department_code, piece, supplement
        ),
        case_id=case.id,
        applicant_id=case.applicant_id,
        supplement=supplement,
        department_id=case.department_id,
        region_id=case.region_code,
        year=year,
        retention=retention.value,
        piece=piece,
        keep_until=keep_until(retention, year),
        title=f"{holder}：{case.name}"[:500],
        case_number=case.number,
        application_number=case.application_number,
        item_code=case.item_code,
        ended_on=ended,
        before=earlier[-1].root if earlier else "",
        made_at=clock.now(),
    )


def _series(case: WholeCase, year: int, retention: Retention) -> str:
    return f"{case.department_id}/{year}/{retention.value}"


def metadata_of(case: WholeCase, package: Package, files: dict[str, bytes]) -> bytes:
    """What the archive says of it, and of whom and what it is."""
    blocks: dict[str, Entries] = {
        "内容": {
            "题名": f"{case.holder}：{case.name}",
            "文件编号": case.number,
            "责任者": case.department,
            "日期": f"{package.ended_on:%Y%m%d}",
            "结果文号": case.result_number,
            "申请人": case.holder,
            "统一社会信用代码": case.organisation_uscc,
        },
        "业务": {
            "事项编码": case.item_code,
            "事项名称": case.name,
            "申请编号": case.application_number,
            "收件日期": f"{clock.local_date(case.submitted_at):%Y%m%d}",
            "办结日期": f"{package.ended_on:%Y%m%d}",
            "办理结果": _OUTCOMES[case.state][1],
        },
    }
    return keeping.described(package, case.department, blocks, files, titles_of(case))

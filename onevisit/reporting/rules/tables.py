"""The national tables of cases: their columns, and how a case is written into them.

Names and meanings as the front-end database 前置库 of several provinces has them (the family of
GB/T 39554). A case has one row of `up_pro_accept`, one of `up_pro_process` for each event, of
`up_pro_special_procedure` for each special procedure, of `up_pro_material` for each material; of
`up_pro_result` and `up_lic_data` one when there is something to say. `row_guid` is derived from the
number of the case and what in it the row is about, so that it stays.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from onevisit.cases.rules.lifecycle import ACCEPTING, Action, CaseState, Procedure
from onevisit.cases.rules.reported import (
    ReportedCase,
    ReportedMaterial,
    ReportedMove,
    ReportedParty,
    ReportedResult,
)
from onevisit.catalogue.rules.exchange.codecs import moment
from onevisit.catalogue.rules.exchange.composite import codes
from onevisit.catalogue.rules.exchange.model import SYNC, guid_of
from onevisit.catalogue.rules.exchange.profiles import Profile
from onevisit.kernel.clock import SHANGHAI
from onevisit.reporting.rules.codes import (
    COMPANY,
    LICENCES,
    ONLINE,
    OUTCOMES,
    PERSON,
    SPECIALS,
    STAGES,
    UNIFIED,
    WINDOW,
    Coded,
    number_of,
)

Cells = dict[str, str]
Meant = dict[str, str | Coded]
"""Cells with what is still to be written as the province's number."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table; `personal`: its rows name people."""

    name: str
    title: str
    columns: tuple[str, ...]
    personal: bool = False

    @property
    def head(self) -> tuple[str, ...]:
        """All columns in the order they are written in."""
        return ("row_guid", *self.columns, *SYNC)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table without the columns of the sync. `lacks`: what in it the province has no
    number for; such a row is not for sending.
    """

    table: str
    row_guid: str
    cells: Cells
    lacks: tuple[Coded, ...] = ()


ACCEPT = Table(
    "up_pro_accept",
    "办件受理信息",
    (
        *("project_no", "project_name", "project_type", "catalog_code", "task_code"),
        *("task_handle_item", "task_name", "task_version", "apply_type", "applyer_name"),
        *("applyer_type", "applyer_page_type", "applyer_page_code", "legal", "contact_name"),
        *("contact_type", "contact_code", "contact_mobile", "address", "zip_code", "apply_date"),
        *("accept_date", "accept_doc_no", "promise_date", "org_name", "org_code"),
        "handle_user_name",
    ),
    personal=True,
)
PROCESS = Table(
    "up_pro_process",
    "办件过程信息",
    (
        *("project_no", "process_name", "event_name", "event_start_time", "event_end_time"),
        *("handle_user_name", "handle_explain", "remark"),
    ),
    personal=True,
)
SPECIAL = Table(
    "up_pro_special_procedure",
    "办件特别程序",
    (
        *("project_no", "special_type", "special_name", "special_reason", "special_time"),
        *("end_time", "result", "special_explain", "handle_user"),
    ),
    personal=True,
)
RESULT = Table(
    "up_pro_result",
    "办件结果信息",
    (
        *("project_no", "result_type", "result_date", "result_explain", "result_cetr_name"),
        *("result_cetr_no", "is_delivery_results", "satisfaction", "handle_user_name"),
    ),
    personal=True,
)
MATERIAL = Table(
    "up_pro_material",
    "办件材料",
    ("project_no", "material_name", "get_type", "get_num", "material_attach_name"),
)
LICENCE = Table(
    "up_lic_data",
    "证照目录",
    (
        *("certificate_name", "certificate_type", "certificate_type_code", "certificate_number"),
        *("certificate_holder", "certificate_holder_code", "certificate_holder_type"),
        *("certificate_area_code", "certificate_source_id", "issue_dept", "issue_dept_code"),
        "issue_date",
    ),
    personal=True,
)
TABLES: dict[str, Table] = {
    each.name: each for each in (ACCEPT, PROCESS, SPECIAL, RESULT, MATERIAL, LICENCE)
}
"""In the order they are written in: what other rows refer to first."""


def lines(case: ReportedCase, profile: Profile, *, satisfaction: str = "") -> Iterator[Line]:
    """Every row of the case as it stands, table by table. `satisfaction`: 1 best to 5 worst."""
    for table, key, meant in _rows(case, satisfaction):
        yield _line(case, table, key, meant, profile)


def _rows(case: ReportedCase, satisfaction: str) -> Iterator[tuple[Table, str, Meant]]:
    yield ACCEPT, "", _accept(case)
    for number, move in enumerate(case.moves):
        after = case.moves[number + 1 : number + 2]
        yield PROCESS, str(move.seq), _process(case, move, after)
    for move, ended in _suspensions(case):
        yield SPECIAL, str(move.seq), _special(case, move, ended)
    if case.state in OUTCOMES:
        yield RESULT, "", _result(case, satisfaction)
    for each in case.materials:
        yield MATERIAL, each.key, _material(case, each)
    licence = _licence_of(case.result)
    if licence is not None:
        yield LICENCE, licence.number, _licence(case, licence)


def _licence_of(result: ReportedResult | None) -> ReportedResult | None:
    """What entitles its holder and holds still; a receipt or a notice is no licence."""
    holds = result is not None and result.revoked_at is None and result.kind in LICENCES
    return result if holds else None


def _line(case: ReportedCase, table: Table, key: str, meant: Meant, profile: Profile) -> Line:
    guid = guid_of(case.number, table.name, key) if key else guid_of(case.number, table.name)
    cells, lacks = {}, []
    for name in table.columns:
        cell = meant.get(name, "")
        if isinstance(cell, Coded):
            cells[name] = number_of(cell, profile)
            lacks += [] if cells[name] else [cell]
        else:
            cells[name] = cell
    return Line(table.name, guid, cells, tuple(dict.fromkeys(lacks)))


def _holder(party: ReportedParty) -> Coded:
    """What identifies the applicant."""
    if party.organisation:
        return Coded("organisation_id", UNIFIED)
    return Coded("id_kind", party.id_kind)


def _accept(case: ReportedCase) -> Meant:
    party, (task, variant) = case.party, codes(case.item_code)
    accepted = next((each for each in case.moves if each.action in ACCEPTING), None)
    return {
        "project_no": case.number,
        "project_name": case.name,
        "project_type": Coded("project_type", case.kind),
        "catalog_code": case.catalogue_code,
        "task_code": task,
        "task_handle_item": variant,
        "task_name": case.item_name,
        "task_version": str(case.item_version),
        "apply_type": Coded("apply_type", ONLINE if case.online else WINDOW),
        "applyer_name": party.organisation or party.name,
        "applyer_type": Coded("applyer_type", COMPANY if party.organisation else PERSON),
        "applyer_page_type": _holder(party),
        "applyer_page_code": party.uscc or party.id_number,
        "legal": party.representative,
        "contact_name": party.name,
        "contact_type": Coded("id_kind", party.id_kind),
        "contact_code": party.id_number,
        "contact_mobile": party.phone,
        "address": party.address,
        "apply_date": _at(case.submitted_at),
        "accept_date": _at(case.accepted_at),
        "accept_doc_no": f"{case.number}-受-{accepted.seq:02d}" if accepted else "",
        "promise_date": _day(case.promised_due),
        "org_name": case.department,
        "org_code": case.department_code,
        "handle_user_name": accepted.by if accepted else "",
    }


def _process(case: ReportedCase, move: ReportedMove, after: tuple[ReportedMove, ...]) -> Meant:
    stage, name = STAGES.get(move.action, ("", str(move.action)))
    return {
        "project_no": case.number,
        "process_name": stage,
        "event_name": name,
        "event_start_time": _at(move.at),
        "event_end_time": _at(after[0].at) if after else _at(case.ended_at),
        "handle_user_name": move.by,
        "handle_explain": move.words,
        "remark": _day(move.limit_on),
    }


def _suspensions(case: ReportedCase) -> Iterator[tuple[ReportedMove, ReportedMove | None]]:
    """Each special procedure with what ended it."""
    for number, move in enumerate(case.moves):
        if move.action is Action.SUSPEND:
            later = (each for each in case.moves[number + 1 :] if each.before != each.after)
            yield move, next(later, None)


def _special(case: ReportedCase, move: ReportedMove, ended: ReportedMove | None) -> Meant:
    procedure = Procedure(move.procedure or Procedure.OTHER)
    return {
        "project_no": case.number,
        "special_type": Coded("special", procedure),
        "special_name": SPECIALS[procedure],
        "special_reason": move.words,
        "special_time": _at(move.at),
        "end_time": _at(ended.at) if ended else "",
        "result": STAGES[ended.action][1] if ended else "",
        "special_explain": _day(move.limit_on),
        "handle_user": move.by,
    }


def _result(case: ReportedCase, satisfaction: str) -> Meant:
    revoked = case.result.revoked_at if case.result else None
    state = CaseState.REVOKED if revoked else case.state
    words = OUTCOMES[state]
    of_state = OUTCOMES[case.state]
    move = next(each for each in case.moves if OUTCOMES.get(each.after) == of_state)
    return {
        "project_no": case.number,
        "result_type": Coded("result", state),
        "result_date": _at(revoked or move.at),
        "result_explain": words if revoked else move.words or words,
        "result_cetr_name": case.result.name if case.result else "",
        "result_cetr_no": case.result.number if case.result else "",
        "is_delivery_results": "1" if any(e.action is Action.DELIVER for e in case.moves) else "0",
        "satisfaction": satisfaction,
        "handle_user_name": move.by,
    }


def _material(case: ReportedCase, each: ReportedMaterial) -> Meant:
    kind = each.kinds[0] if each.kinds else ("fetched" if each.how == "fetched" else "")
    return {
        "project_no": case.number,
        "material_name": each.name,
        "get_type": Coded("way", kind) if kind else "",
        "get_num": str(each.count),
        "material_attach_name": "",
    }


def _licence(case: ReportedCase, result: ReportedResult) -> Meant:
    party = case.party
    return {
        "certificate_name": result.name,
        "certificate_type": result.kind,
        "certificate_type_code": Coded("licence", result.kind),
        "certificate_number": result.number,
        "certificate_holder": party.organisation or party.name,
        "certificate_holder_code": party.uscc or party.id_number,
        "certificate_holder_type": _holder(party),
        "certificate_area_code": case.region[:6],
        "certificate_source_id": case.number,
        "issue_dept": case.department,
        "issue_dept_code": case.department_code,
        "issue_date": _at(result.made_at)[:10],
    }


def _at(instant: datetime | None) -> str:
    return moment(instant.astimezone(SHANGHAI)) if instant is not None else ""


def _day(day: date | None) -> str:
    return day.isoformat() if day is not None else ""

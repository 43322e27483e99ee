"""What stands in the tables of cases beside their columns: stages, results, and the code sets.

The numbers of a code set are data: a province's profile (`catalogue.rules.exchange.profiles`) has
them, and says which of them the province has confirmed.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from onevisit.accounts.rules import IdKind
from onevisit.cases.rules.lifecycle import Action, CaseState, Procedure
from onevisit.catalogue.rules.exchange.profiles import Profile
from onevisit.catalogue.rules.exchange.profiles import profile as profile_named
from onevisit.catalogue.rules.vocabulary import CaseKind
from onevisit.kernel.errors import Invalid

ALL = "*"
UNIFIED = "uscc"
PERSON, COMPANY = "1", "2"
ONLINE, WINDOW = "2", "1"

LICENCES = frozenset({"证", "证书", "证照", "卡", "登记卡", "批复", "批文"})
"""Kinds of results, as items word them, that stand in the list of licences 证照目录."""

STAGES: Mapping[Action, tuple[str, str]] = {
    Action.SUBMIT: ("收件", "收件"),
    Action.PRE_PASS: ("收件", "预审通过"),
    Action.PRE_RETURN: ("收件", "预审退回"),
    Action.RESUPPLY: ("收件", "重新提交"),
    Action.REQUEST_CORRECTION: ("受理", "一次性告知补正"),
    Action.CORRECT: ("受理", "补正"),
    Action.ACCEPT: ("受理", "受理"),
    Action.ACCEPT_DEFERRED: ("受理", "容缺受理"),
    Action.ACCEPT_COMMITMENT: ("受理", "告知承诺受理"),
    Action.DEEM_ACCEPTED: ("受理", "视为受理"),
    Action.NOT_ACCEPT: ("受理", "不予受理"),
    Action.SUPPLY: ("审查", "后补材料补齐"),
    Action.START: ("审查", "开始审查"),
    Action.SUSPEND: ("审查", "进入特别程序"),
    Action.RESUME: ("审查", "特别程序结束"),
    Action.EXTEND: ("审查", "延长办理期限"),
    Action.EXTEND_LATE: ("审查", "超期后延长办理期限"),
    Action.APPROVE: ("决定", "准予"),
    Action.REFUSE: ("决定", "不予许可"),
    Action.ISSUE: ("制证", "制证"),
    Action.DELIVER: ("送达", "送达"),
    Action.WITHDRAW: ("办结", "撤回申请"),
    Action.RETURN: ("办结", "退件"),
    Action.REVOKE: ("办结", "撤销"),
    Action.RECOUNT: ("审查", "重算期限"),
    Action.FEE_ASKED: ("审查", "等待缴费"),
    Action.FEE_SETTLED: ("审查", "缴费办结"),
    Action.MEND_ASKED: ("审查", "等待修改图纸"),
    Action.MEND_LONGER: ("审查", "延长改图期限"),
    Action.MEND_OVER: ("审查", "修改图纸结束"),
    Action.TERMINATE: ("办结", "终止"),
    Action.VOID: ("办结", "作废"),
    Action.RULED_UPHELD: ("办结", "复议诉讼维持"),
    Action.RULED_UNLAWFUL: ("办结", "确认违法"),
    Action.RULED_CHANGED: ("办结", "复议诉讼变更"),
    Action.RULED_ANNULLED: ("办结", "复议诉讼撤销"),
    Action.RULED_AGAIN: ("办结", "责令重作"),
    Action.REDO: ("受理", "重新办理"),
    Action.PASS_UP: ("办结", "转报上级"),
    Action.FROM_BELOW: ("受理", "收到转报"),
}
"""环节 and 业务动作 of each act."""

OUTCOMES: Mapping[CaseState, str] = {
    CaseState.APPROVED: "准予许可",
    CaseState.ISSUED: "准予许可",
    CaseState.DELIVERED: "准予许可",
    CaseState.REFUSED: "不予许可",
    CaseState.NOT_ACCEPTED: "不予受理",
    CaseState.WITHDRAWN: "申请人撤回",
    CaseState.RETURNED: "退件",
    CaseState.REVOKED: "撤销",
    CaseState.TERMINATED: "终止",
    CaseState.VOID: "作废",
    CaseState.PASSED_UP: "转报上级",
    CaseState.OVERTURNED: "经复议、诉讼撤销或变更",
}
"""The result by the state a case is in, in words; a state that is not here has no result yet."""


SPECIALS: Mapping[Procedure, str] = {
    Procedure.HEARING: "听证",
    Procedure.INSPECTION: "检验",
    Procedure.TESTING: "检测",
    Procedure.QUARANTINE: "检疫",
    Procedure.APPRAISAL: "鉴定",
    Procedure.EXPERT_REVIEW: "专家评审",
    Procedure.PUBLICATION: "公示",
    Procedure.TENDER: "招标、拍卖",
    Procedure.OTHER: "特别程序",
}
"""特别程序 by its kind."""


@dataclass(frozen=True, slots=True)
class CodeSet:
    """The values of ours that columns hold a number for. `shared`: the exchange's set with the same
    numbers, "" for a set that only the tables of cases have.
    """

    columns: tuple[str, ...]
    values: tuple[str, ...]
    shared: str = ""


SETS: Mapping[str, CodeSet] = {
    "project_type": CodeSet(("project_type",), tuple(CaseKind), "project_type"),
    "apply_type": CodeSet(("apply_type",), (WINDOW, ONLINE), "handle_type"),
    "applyer_type": CodeSet(("applyer_type",), (PERSON, COMPANY), "server_type"),
    "id_kind": CodeSet(
        ("applyer_page_type", "contact_type", "certificate_holder_type"), tuple(IdKind)
    ),
    "organisation_id": CodeSet(("applyer_page_type", "certificate_holder_type"), (UNIFIED,)),
    "special": CodeSet(("special_type",), tuple(Procedure)),
    "result": CodeSet(("result_type",), tuple(OUTCOMES)),
    "way": CodeSet(("get_type",), ("paper", "scan", "upload", "fetched", "generated", "promise")),
    "licence": CodeSet(("certificate_type_code",), tuple(sorted(LICENCES)), "result_type"),
}
"""In the order of the tables. Satisfaction is none: its five levels are a national standard."""


@dataclass(frozen=True, slots=True)
class Coded:
    """A value of ours in a column that holds a number."""

    code_set: str
    value: str

    def __str__(self) -> str:
        return f"{self.code_set}={self.value}"


def coded_of(text: str) -> Coded:
    """The same from how it is kept."""
    return Coded(*text.split("=", 1))


@dataclass(frozen=True, slots=True)
class Recorded:
    """What two officers recorded last of a code: which number the province confirmed, by what
    paper, who wrote it down, and who checked it when.
    """

    number: str
    why: str
    written_by: str
    checked_by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CodeLine:
    """One value with the province's number, "" where it has none, and whether it is confirmed: by
    the file, or by what was `recorded`, which holds for its own number only.
    """

    coded: Coded
    number: str
    by_file: bool
    recorded: Recorded | None

    @property
    def by_record(self) -> bool:
        """Whether what was recorded is about the number that is used."""
        return self.recorded is not None and self.recorded.number == self.number

    @property
    def confirmed(self) -> bool:
        """Whether the province has confirmed the number."""
        return self.by_file or self.by_record


def number_of(coded: Coded, profile: Profile) -> str:
    """The province's number, "" where its profile has none."""
    found = SETS[coded.code_set]
    if found.shared:
        return profile.number(found.shared, coded.value)
    own = profile.cases.get(coded.code_set, {})
    return own.get(coded.value, _national().cases[coded.code_set].get(coded.value, ""))


def code_lines(profile: Profile, recorded: Mapping[str, Recorded]) -> tuple[CodeLine, ...]:
    """Every value of every set, as the profile writes it, with what was recorded of it."""
    return tuple(
        CodeLine(
            coded,
            number_of(coded, profile),
            _is_confirmed(coded, profile),
            recorded.get(str(coded)),
        )
        for name, each in SETS.items()
        for coded in (Coded(name, str(value)) for value in each.values)
    )


def _is_confirmed(coded: Coded, profile: Profile) -> bool:
    said = {
        *_national().confirmed.get(coded.code_set, ()),
        *profile.confirmed.get(coded.code_set, ()),
    }
    return bool(said & {ALL, coded.value}) and number_of(coded, profile) != ""


def to_record(lines: Iterable[CodeLine], chosen: Collection[str], *, holds: bool) -> dict[str, str]:
    """The numbers of the codes chosen. Raises Invalid `reporting.no_codes` where none is, or where
    one can not be recorded so: only what has a number and is not confirmed is confirmed, only what
    was recorded is taken back.
    """
    found = {
        str(each.coded): each.number
        for each in lines
        if (each.number and not each.confirmed if holds else each.by_record)
    }
    if not chosen or set(chosen) - found.keys():
        raise Invalid("reporting.no_codes", field="codes")
    return {coded: found[coded] for coded in sorted(chosen)}


def checked(profile: Profile) -> Profile:
    """The same. Raises Invalid `catalogue.profile_malformed` where it names a set or a value that
    the tables of cases do not have.
    """
    named = {
        *(f"{name}={value}" for name, words in profile.cases.items() for value in words),
        *(f"{name}={value}" for name, said in profile.confirmed.items() for value in said),
    }
    known = {f"{name}={value}" for name, each in SETS.items() for value in (*each.values, ALL)}
    if named - known:
        why = ", ".join(sorted(named - known))
        raise Invalid("catalogue.profile_malformed", name=profile.name[:80], why=why[:200])
    return profile


@cache
def _national() -> Profile:
    return profile_named("national")

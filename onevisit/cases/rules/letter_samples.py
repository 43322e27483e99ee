"""A letter or result of each form as it could be: an invented applicant, an invented matter. What
an officer sees beside the editor, and what a preview is drawn from.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

from onevisit.cases.rules.joint_papers import ISSUER, ORDER_QR, PAY_QR, TITLES, paper_number
from onevisit.cases.rules.letter_forms import (
    FOR_ALL,
    PART_OF,
    RESULTS,
    TOGETHER,
    WHOLE_OF,
    LetterForm,
)
from onevisit.cases.rules.letters import SIGN_HERE, LetterKind, letter_number, letter_title
from onevisit.cases.rules.obligations import Ground
from onevisit.catalogue.rules.vocabulary import TaskType

_PROMISES: Final = frozenset(
    {LetterForm.ORDER_PROMISE, LetterForm.HEARING_PROMISE, LetterForm.REVOCATION_PROMISE}
)
_CASE: Final = "11339921MB0000000X433013100100020261118"
_APPLICATION: Final = "AL20261118-00001"
_PAPER: Final = "店面平面图"
_VALIDITY: Final = "1 年"
_RESULTS: Final[Mapping[LetterForm, str]] = {
    LetterForm.LICENCE: "户外广告设置许可证",
    LetterForm.REPLY: "关于设置户外广告的批复",
    LetterForm.RESULT: "户外广告设置备案表",
}


def sample(
    form: LetterForm, *, issuer: str, centre: str, county: str, phone: str, day: date
) -> dict[str, Any]:
    """The facts of an invented letter of that day; of a department's part, of the whole."""
    part, form = form in WHOLE_OF, WHOLE_OF.get(form, form)
    kind = _kind(form)
    sender = centre if form in FOR_ALL else issuer
    before, later = day - timedelta(days=2), day + timedelta(days=20)
    return {
        "title": letter_title(kind, TaskType.PERMIT),
        "number": letter_number(kind, _APPLICATION, 1),
        "issuer": sender,
        "signers": [sender],
        "permit": True,
        "excerpt": False,
        "addressee": "安小样",
        "addressee_id_label": "证件号码",
        "addressee_id": "" if form is LetterForm.SUPERVISION else "339921********001X",
        "item": "设置大型户外广告及在公共场所悬挂宣传品审批",
        "offer": "开餐饮店“一件事”",
        "case_number": f"{_CASE}0001",
        "application_number": _APPLICATION,
        "received": before.isoformat(),
        "accepted": before.isoformat(),
        "granted": before.isoformat(),
        "date": day.isoformat(),
        "until": later.isoformat(),
        "basis": ["《城市市容和环境卫生管理条例》第十一条。"],
        "county": county,
        "phone": phone,
        "validity": _VALIDITY,
        "receiver": "安小样",
        "delivered": day.isoformat(),
        "handed": "在样例政务服务中心当面交付，核对了身份证",
        "sign_here": SIGN_HERE,
        "reasons": ["招牌超出建筑轮廓线 40 厘米，与平面图所标的位置不一致。"],
        "hand": "",
        "acted": "",
        "guarded": [],
        **_deadlines(later),
        "channel": "online" if form is LetterForm.COMMITMENT else "在网上",
        **_papers(later),
        **_after(form, before, later),
        **_above(form, day),
        **_together(form, issuer, before, day),
        **({"issuer": issuer} if part else {}),
    }


_WITHOUT_KIND: Final = {
    **dict.fromkeys((*RESULTS, LetterForm.NUMBER), LetterKind.APPROVAL),
    **dict.fromkeys((*TOGETHER, LetterForm.SUPERVISION), LetterKind.NOTICE),
    **dict.fromkeys((LetterForm.DEMAND, LetterForm.PAYMENT), LetterKind.NOTICE),
}


def _kind(form: LetterForm) -> LetterKind:
    """A result comes with the letter that grants it."""
    if form in _WITHOUT_KIND:
        return _WITHOUT_KIND[form]
    return LetterKind(form.value.removesuffix("_promise").removesuffix("_suit").split("_deemed")[0])


def result_sample(
    form: LetterForm, facts: Mapping[str, Any], number: str, told: Mapping[str, str]
) -> dict[str, str]:
    """The same matter as it was granted, under that number."""
    return {
        **told,
        "title": _RESULTS[form],
        "number": number,
        "holder": facts["addressee"],
        "holder_id_label": facts["addressee_id_label"],
        "holder_id": facts["addressee_id"],
        "item": facts["item"],
        "department": facts["issuer"],
        "case_number": facts["case_number"],
        "date": facts["date"],
        "validity": _VALIDITY,
        "check_code": "XXXXXXXXXXXX",
        "permit": "yes",
        "detail_1_label": "设置地点",
        "detail_1": "样例路 1 号一层门头",
    }


def _deadlines(later: date) -> Mapping[str, Any]:
    return {
        "intake_limit": "5 个工作日",
        "legal_limit": "20 个工作日",
        "days": "10 个工作日",
        "joint": False,
        "approver": "本机关负责人",
        "deems": True,
        "delegated": "受理委托书（样例）",
        "limits": [
            {"label": "承诺办结", "limit": "10 个工作日", "due": later.isoformat()},
            {"label": "法定办结", "limit": "20 个工作日", "due": ""},
        ],
    }


def _papers(later: date) -> Mapping[str, Any]:
    gap = {"name": _PAPER, "reason": "没有标明门头的位置。", "remedy": "请重新上传标明位置的图。"}
    return {
        "how": "accept_deferred",
        "items": [{"name": "户外广告审批", "number": f"{_CASE}0001", "department": "样例部门"}],
        "materials": [
            {"name": _PAPER, "how": "已提交"},
            {"name": "检测报告", "how": "可以后补，还没有提交"},
        ],
        "follow": True,
        "follow_materials": ["检测报告"],
        "pledged": ["场所使用证明"],
        "count": "1",
        "gaps": [
            {
                "item": "户外广告审批",
                "department": "样例部门",
                "limit": "20 个工作日",
                "until": later.isoformat(),
                "rows": [gap],
            }
        ],
        "result": "户外广告设置许可证",
        "result_number": "安澜准〔2026〕1号",
        "collection": "请到政务服务窗口领取，领取的日期以通知为准。",
    }


def _after(form: LetterForm, before: date, later: date) -> Mapping[str, Any]:
    """What a commitment and its check say."""
    conditions = ["招牌不超出建筑轮廓线。", "夜间照明不直射住户。"]
    ground = Ground.COMMITMENT if form in _PROMISES else Ground.FOUND
    return {
        "ground": ground,
        "verb": "撤销",
        "commitment": "场所使用证明",
        "conditions": conditions,
        "ordered": {
            "on": before.isoformat(),
            "until": later.isoformat(),
            "why": "招牌超出建筑轮廓线 40 厘米。",
        },
        "heard": "申请人认为招牌是旧的，愿意更换。",
        "why": "申请办理的对象已经不存在",
        "pledges": [
            {
                "name": "场所使用证明",
                "basis": "国办发〔2020〕42 号",
                "conditions": conditions,
                "consequences": ["责令限期改正；逾期不改的，依法撤销。"],
                "check_days": "30 个工作日",
            }
        ],
    }


def _together(form: LetterForm, issuer: str, before: date, day: date) -> Mapping[str, Any]:
    """What several departments say in one paper, a supervisor to one, and a receipt."""
    offices = [issuer if form in PART_OF else "样例自然资源局", "样例消防救援大队"]
    who = {"who": "安小看", "on": before.isoformat()}
    point = {"point": "防火间距不小于 6 米", "mark": "符合", "note": "实测 6.8 米"}
    comment = {"sheet": "建施-03", "must": True, "words": "疏散门开向不对。", "why": ""}
    drawn = form in (LetterForm.DRAWINGS, LetterForm.DRAWINGS_AGREED)
    return {
        **(_of_many(form, offices) if form in TOGETHER else {}),
        **({"items": [{"department": x, "rows": [comment]} for x in offices]} if drawn else {}),
        **(_order(issuer) if form is LetterForm.SUPERVISION else {}),
        "offices": "、".join(offices),
        "again": False,
        "must": 2,
        "advice": 0,
        "versions": 2,
        "lapses": True,
        **(_more(before, day) if form is LetterForm.DRAWINGS_MORE else {}),
        "visited": before.isoformat(),
        "place": "样例路 1 号",
        "seats": [{"department": each, **who} for each in offices],
        "findings": [
            {"department": each, "name": "竣工验收", **who, "points": [point]} for each in offices
        ],
        "cases": [{"name": "户外广告审批", "number": f"{_CASE}0001"}],
        "question": "过了承诺的期限还没有答复申请人，请说明原因和办结的日期。",
        "payer": "安小样",
        "payee": issuer,
        "total": "10.00",
        **(_demand(day) if form is LetterForm.DEMAND else {}),
    }


def _demand(day: date) -> Mapping[str, Any]:
    charge = {
        "name": "证照工本费",
        "of": "样例事项",
        "kind": "fee",
        "how": "1 本 × 10 元 = 10 元（2024年1月1日起的标准）",
        "basis": "样例价费〔2024〕1 号",
        "exempt": "",
        "exempt_basis": "",
        "amount": "10.00",
    }
    order = f"JF{day:%Y%m%d}000001"
    return {
        "title": TITLES[LetterForm.DEMAND],
        "number": f"{order}-缴-02",
        "replaces": f"{order}-缴-01",
        "order": order,
        "charges": [charge],
        "total_words": "壹拾元整",
        "online": True,
        "basis": [],
        "qr_words": PAY_QR,
        "stamp": "",
    }


def _more(before: date, day: date) -> Mapping[str, Any]:
    days = {"was": before.isoformat(), "until": day.isoformat(), "days": 5}
    said = {"allowed": True, "silent": False, "why": "结构要重新计算。", "answer": "情况属实。"}
    return {**days, **said}


def _of_many(form: LetterForm, offices: list[str]) -> Mapping[str, Any]:
    number = paper_number(form, _APPLICATION)
    return {"title": TITLES[form], "number": number, "signers": offices}


def _order(addressee: str) -> Mapping[str, Any]:
    told = {"title": TITLES[LetterForm.SUPERVISION], "number": "督〔2026〕1号", "phone": ""}
    frame = {"issuer": ISSUER, "signers": [ISSUER], "basis": [], "qr_words": ORDER_QR}
    return {**told, **frame, "addressee": addressee, "application_number": ""}


def _above(form: LetterForm, day: date) -> Mapping[str, Any]:
    """What somebody above decides, or decided."""
    suit = form is LetterForm.RULING_SUIT
    return {
        "way": "suit" if suit else "review",
        "by": "样例人民法院" if suit else "样例人民政府",
        "paper": "样例〔2026〕1 号",
        "paper_kind": "行政判决" if suit else "行政复议决定",
        "ruled_on": day.isoformat(),
        "outcome": "撤销本机关原来的决定，责令本机关重新作出决定。",
        "revoked": True,
        "successor": f"{_CASE}0002",
        "to": "样例市城市管理局",
        "route": "样例政办发〔2026〕1 号",
    }

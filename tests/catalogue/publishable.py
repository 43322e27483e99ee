"""An item and a bundle in which no publish rule finds anything, and how each rule is broken."""

import copy
from typing import Any

from onevisit.catalogue.rules.definition import BundleDefinition, ItemDefinition
from onevisit.catalogue.rules.parsing import parse_bundle, parse_item

Document = dict[str, Any]

TEXTS: Document = {
    "summary": "想在街上摆摊卖吃的，先办这张证。",
    "conditions": "有固定的摊位。",
    "legal_basis": ["《中华人民共和国食品安全法》第三十六条"],
    "location": "行政中心路 18 号政务服务中心一楼 3 号窗口",
    "hours": "工作日 9:00 至 17:30",
    "consult_phone": "0580-5550111",
    "complaint_phone": "0580-5550123",
    "deferral": "摊位照片可以后补。",
    "faq": [{"question": "要钱吗？", "answer": "不要。"}],
}
ITEM: Document = {
    "code": "11339921000000115X4331031026000",
    "name": "食品摊贩登记",
    "task_type": "01",
    "kind": "2",
    "review": "2",
    "processing": "2",
    "served": ["1"],
    "life_events": ["创业"],
    "themes": ["准营准办"],
    "everyday": ["摆摊证"],
    "online_depth": "4",
    "declared_visits": 0,
    "fee": "不收费",
    "regime": {"legal": 20, "promise": 3},
    "materials": [
        {"key": "form", "name": "登记申请书", "source": {"kind": "generated"}},
        {
            "key": "photo",
            "name": "摊位照片",
            "need": "3",
            "defer_days": 2,
            "source": {"kind": "held"},
        },
    ],
    "steps": [
        {
            "key": "apply",
            "name": "申请",
            "kind": "apply",
            "party": "applicant",
            "modes": [{"remote": True}],
        },
        {
            "key": "decide",
            "name": "决定",
            "kind": "decide",
            "party": "department",
            "limit": 3,
            "after": [{"step": "apply"}],
        },
        {
            "key": "collect",
            "name": "领证",
            "kind": "collect",
            "party": "applicant",
            "modes": [{"remote": True}],
            "after": [{"step": "decide"}],
        },
    ],
    "results": [
        {
            "key": "card",
            "name": "食品摊贩登记证",
            "kind": "证",
            "sample": "样证.png",
            "collections": ["online"],
        },
    ],
    "texts": TEXTS,
}
BUNDLE: Document = {
    "code": "stall",
    "name": "摆摊一件事",
    "lead": "market",
    "themes": ["准营准办"],
    "everyday": ["摆摊"],
    "online_depth": "4",
    "declared_visits": 0,
    "promise": 5,
    "parts": [
        {"key": "card", "name": "登记", "catalogue_code": "331031026000"},
        {"key": "again", "name": "再登记", "catalogue_code": "331031026001", "promise": 2},
    ],
    "texts": TEXTS,
}
_PAY = {"key": "pay", "name": "缴费", "kind": "pay", "party": "applicant"}
_FEE = {"name": "工本费", "standard": "10 元", "basis": "某文件", "ways": ["1"]}

BREAKING: dict[str, tuple[tuple[str, Any], ...]] = {
    "immediate_with_days": (("/kind", "1"), ("/review", "1")),
    "promised_on_spot": (
        ("/regime/promise", 0),
        ("/steps/1/limit", 0),
        ("/materials/1/defer_days", None),
    ),
    "review_contradicts": (("/review", "1"),),
    "review_missing": (("/review", None),),
    "promise_missing": (("/regime/promise", None),),
    "legal_missing": (("/regime/legal", None),),
    "promise_over_legal": (("/regime/legal", 2),),
    "steps_over_promise": (("/steps/1/limit", 4),),
    "result_missing": (("/results", []),),
    "result_type_missing": (("/results/0/kind", ""),),
    "result_sample_missing": (("/results/0/sample", " "),),
    "processing_missing": (("/processing", None),),
    "processing_contradicts": (("/processing", "1"),),
    "visits_missing": (("/declared_visits", None),),
    "presence_reason_missing": (("/declared_visits", 1), ("/online_depth", "3")),
    "presence_reason_without_visit": (("/presence_reason", "要按指纹"),),
    "full_online_with_visits": (("/declared_visits", 1), ("/presence_reason", "要按指纹")),
    "full_online_step_on_site": (("/steps/0/modes", [{"place": "centre"}]),),
    "offline_without_way": (("/online_depth", "1"), ("/postal_application", False)),
    "postal_unknown": (("/online_depth", "1"),),
    "visits_claim_contradicts": (
        ("/declared_visits", 2),
        ("/online_depth", "3"),
        ("/presence_reason", "要按指纹"),
        ("/texts/summary", "最多跑一次就办好。"),
    ),
    "consult_phone_missing": (("/texts/consult_phone", ""),),
    "complaint_phone_missing": (("/texts/complaint_phone", " "),),
    "phone_unreadable": (("/texts/consult_phone", "见网站"),),
    "area_code_missing": (("/texts/consult_phone", "5550111"),),
    "phones_same": (("/texts/complaint_phone", "（0580）5550111"),),
    "hours_missing": (("/texts/hours", ""),),
    "hours_without_days": (("/texts/hours", "9:00 至 17:30"),),
    "location_missing": (("/texts/location", ""),),
    "location_imprecise": (("/texts/location", "行政中心路 18 号"),),
    "no_window_with_visits": (
        ("/declared_visits", 1),
        ("/online_depth", "3"),
        ("/presence_reason", "要按指纹"),
        ("/texts/location", "无线下办理窗口"),
    ),
    "themes_missing": (("/themes", []), ("/life_events", [])),
    "theme_unknown": (("/themes", ["找工作"]),),
    "theme_only_other": (("/themes", ["其他"]), ("/life_events", [])),
    "themes_disagree": (("/themes", ["投资审批"]),),
    "everyday_missing": (("/everyday", []),),
    "legal_basis_missing": (("/texts/legal_basis", []),),
    "conditions_missing": (("/texts/conditions", ""),),
    "enabler_unregistered": (),  # the register of enablers does too
    "visits_understated": (),  # how often one must come is worked out elsewhere
    "visits_overstated": (),
    "visits_unknown": (),
    "visits_exceeded": (),  # what people did is counted elsewhere
    "visits_impossible": (),
    "power_missing": (),  # the lists of powers stand beside the definition
    "permit_without_faq": (("/texts/faq", []),),
    "permit_without_steps": (("/steps", []),),
    "deferral_scope_missing": (
        ("/texts/deferral", ""),
        ("/materials/1/need", "1"),
        ("/materials/1/defer_days", None),
    ),
    "delegation_without_document": (("/delegation", {"accept": True}),),
    "own_without_basis": (("/in_person", {"deeds": ["sign"]}),),
    "own_but_mandate": (
        ("/in_person", {"deeds": ["sign"], "basis": "《民法典》第一千零四十九条"}),
        ("/materials/1/name", "授权委托书"),
    ),
    "own_only_said": (("/texts/conditions", "双方应当亲自到场。"),),
    "steps_without_decision": (("/steps/1/kind", "review"),),
    "fee_unknown": (("/fee", ""),),
    "fee_only_words": (("/fee", "工本费 10 元"),),
    "fee_incomplete": (
        ("/fee", "工本费 10 元"),
        ("/fees", [{**_FEE, "basis": ""}]),
        ("/steps/2", _PAY),
    ),
    "free_but_charged": (("/fees", [_FEE]), ("/steps/2", _PAY)),
    "free_but_pays": (("/steps/2", _PAY),),
    "pay_step_missing": (("/fee", "工本费 10 元"), ("/fees", [_FEE])),
    "materials_missing": (("/materials", []), ("/task_type", "20")),
    "material_catch_all": (("/materials/1/name", "法律、法规规定的其他材料"),),
    "material_source_unknown": (("/materials/1/source", {"kind": "unknown"}),),
    "material_public_paper": (("/materials/1/name", "居民身份证复印件"),),
    "material_named_twice": (("/materials/1/name", "《登记申请书》"),),
    "material_deferred_too_long": (("/materials/1/defer_days", 3),),
    "materials_claim_contradicts": (("/texts/summary", "只要 3 份材料。"),),
    "question_unread": (
        ("/questions", [{"key": "size", "label": "摊位有多大？", "kind": "number"}]),
    ),
    "bundle_promise_missing": (("/promise", None),),
    "bundle_promise_under_chain": (("/parts/1/after", ["card"]), ("/promise", 4)),
    "bundle_materials_claim": (("/texts/summary", "材料 9 份。"),),
    "bundle_asks_own_result": (),
    "bundle_part_not_online": (),
}
"""Rule → what is changed (JSON pointer, value; None takes away) so that this rule alone fails."""


def changed(document: Document, changes: tuple[tuple[str, Any], ...]) -> Document:
    """A copy of the document with these values in these places."""
    found = copy.deepcopy(document)
    for pointer, value in changes:
        *path, last = pointer.strip("/").split("/")
        at: Any = found
        for name in path:
            at = at[int(name)] if isinstance(at, list) else at[name]
        _put(at, last, value)
    return found


def _put(at: Any, name: str, value: Any) -> None:
    if isinstance(at, list):
        at[int(name) :] = [value, *at[int(name) + 1 :]]
    elif value is None and name not in ("legal", "promise"):
        at.pop(name)
    else:
        at[name] = value


def item(*changes: tuple[str, Any]) -> ItemDefinition:
    """The publishable item with these changes."""
    return parse_item(changed(ITEM, changes))


def bundle(*changes: tuple[str, Any]) -> BundleDefinition:
    """The publishable bundle with these changes."""
    return parse_bundle(changed(BUNDLE, changes))

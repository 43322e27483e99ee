"""A small restaurant bundle and single items: as documents, as offers, and published.

Small enough to read, with everything that can happen to a material: brought, fetched, generated,
produced by a sister part, not needed, and one that may follow.
"""

from copy import deepcopy

from onevisit.catalogue.rules.composition import Offer, compose_bundle, compose_item
from onevisit.catalogue.rules.parsing import parse_bundle, parse_item
from onevisit.kernel.types import JsonObject
from tests.factories.kept import kept

AREA: JsonObject = {
    "key": "shop.area",
    "label": "店面有多大？",
    "short": "店面",
    "kind": "number",
    "unit": "平方米",
    "minimum": 1,
    "maximum": 20000,
    "help": "按房产证或租赁合同上的建筑面积填。",
}

LICENCE_ITEM: JsonObject = {
    "code": "11339921MB0000001A4330131001000",
    "catalogue_code": "330131001000",
    "name": "个体工商户（餐饮）登记",
    "short_name": "营业执照",
    "task_type": "01",
    "served": ["1", "2"],
    "life_events": ["开店办厂"],
    "everyday": ["办营业执照", "开店要执照"],
    "online_depth": "4",
    "declared_visits": 1,
    "regime": {"legal": 15, "promise": 2, "basis": "《市场主体登记管理条例》第十九条"},
    "questions": [
        {
            "key": "premises",
            "label": "店面是租的还是自己的？",
            "short": "店面来源",
            "options": [
                {"value": "rented", "label": "租的"},
                {"value": "owned", "label": "自己的"},
            ],
        }
    ],
    "materials": [
        {
            "key": "id_card",
            "name": "居民身份证",
            "source": {"kind": "fetched", "provider": "police", "service": "id_query"},
        },
        {"key": "application", "name": "登记申请书", "source": {"kind": "generated"}},
        {
            "key": "lease",
            "name": "租赁合同",
            "when": {"==": [{"var": "premises"}, "rented"]},
            "why_not": "店面是您自己的，不用租赁合同",
            "help": "拍清楚每一页，签字页别漏。",
            "commitment": {
                "conditions": ["店面有权使用。"],
                "consequences": ["不属实的责令限期改正，不改的依法撤销。"],
            },
        },
        {
            "key": "deed",
            "name": "房屋产权信息",
            "when": {"==": [{"var": "premises"}, "owned"]},
            "why_not": "店面是租的，不用房产证",
            "source": {"kind": "fetched", "provider": "planning", "service": "deed_query"},
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
            "key": "accept",
            "name": "受理",
            "kind": "accept",
            "party": "centre",
            "after": [{"step": "apply"}],
        },
        {
            "key": "decide",
            "name": "决定",
            "kind": "decide",
            "party": "department",
            "limit": 2,
            "after": [{"step": "accept", "wait": 1}],
        },
        {
            "key": "issue",
            "name": "制证",
            "kind": "issue",
            "party": "department",
            "after": [{"step": "decide"}],
        },
    ],
    "form": [
        {
            "key": "person.name",
            "label": "经营者姓名",
            "prefill": "person.name",
            "sensitivity": "personal",
            "group": "经营者",
        },
        {
            "key": "person.id_number",
            "label": "身份证号码",
            "prefill": "person.id_number",
            "sensitivity": "sensitive",
            "group": "经营者",
        },
        {"key": "shop.name", "label": "店名", "group": "店铺", "max_length": 40},
        {
            "key": "lease.until",
            "label": "租到哪天",
            "kind": "date",
            "group": "店铺",
            "when": {"==": [{"var": "premises"}, "rented"]},
        },
    ],
    "results": [{"key": "business_licence", "name": "营业执照", "kind": "证"}],
    "texts": {
        "summary": "开店先有执照。网上填一张表，两个工作日拿到电子执照。",
        "location": "安澜县行政服务中心 2 楼综合窗口",
        "hours": "工作日 9:00–17:00",
        "consult_phone": "0571-81230001",
        "legal_basis": ["《市场主体登记管理条例》第三条"],
    },
}

FOOD_ITEM: JsonObject = {
    "code": "11339921MB0000001A4330131002000",
    "catalogue_code": "330131002000",
    "name": "食品经营许可",
    "task_type": "01",
    "served": ["1", "2"],
    "life_events": ["开店办厂"],
    "everyday": ["卫生许可证"],
    "online_depth": "4",
    "declared_visits": 1,
    "fee": "不收费",
    "regime": {"legal": 20, "promise": 10},
    "questions": [
        AREA,
        {
            "key": "foods",
            "label": "您卖什么？",
            "short": "经营",
            "kind": "multi",
            "options": [
                {"value": "hot", "label": "热食"},
                {"value": "cold", "label": "凉菜"},
                {"value": "drinks", "label": "自制饮品"},
            ],
        },
        {
            "key": "cold_room",
            "label": "有专门做凉菜的房间吗？",
            "short": "凉菜间",
            "when": {"in": ["cold", {"var": "foods"}]},
            "options": [{"value": "yes", "label": "有"}, {"value": "no", "label": "没有"}],
        },
    ],
    "materials": [
        {
            "key": "id_card",
            "name": "居民身份证",
            "source": {"kind": "fetched", "provider": "police", "service": "id_query"},
        },
        {
            "key": "business_licence",
            "name": "营业执照",
            "source": {"kind": "issued", "item": "330131001000"},
        },
        {
            "key": "floor_plan",
            "name": "店铺平面图",
            "help": "手画也行，标出厨房、洗手池、餐桌的位置。",
        },
        {
            "key": "cold_room_plan",
            "name": "凉菜间布局图",
            "when": {"==": [{"var": "cold_room"}, "yes"]},
            "why_not": "没有凉菜间，不用布局图",
        },
        {"key": "rules", "name": "食品安全制度清单", "need": "3", "defer_days": 10},
        {"key": "photo", "name": "店面照片", "need": "2"},
        {
            "key": "health",
            "name": "从业人员健康证明",
            "source": {"kind": "fetched", "provider": "health", "service": "health_query"},
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
            "key": "accept",
            "name": "受理",
            "kind": "accept",
            "party": "centre",
            "after": [{"step": "apply"}],
        },
        {
            "key": "visit",
            "name": "上门核查",
            "kind": "site_visit",
            "party": "department",
            "limit": 3,
            "when": {"in": ["cold", {"var": "foods"}]},
            "after": [{"step": "accept", "wait": 1}],
        },
        {
            "key": "decide",
            "name": "决定",
            "kind": "decide",
            "party": "department",
            "limit": 5,
            "after": [{"step": "visit", "wait": 1}, {"step": "accept", "wait": 1}],
        },
    ],
    "form": [
        {
            "key": "person.name",
            "label": "经营者姓名",
            "prefill": "person.name",
            "sensitivity": "personal",
            "group": "经营者",
        },
        {"key": "shop.name", "label": "店名", "group": "店铺", "max_length": 40},
        {
            "key": "shop.area",
            "label": "店面面积",
            "kind": "number",
            "unit": "平方米",
            "prefill": "answer",
            "minimum": 1,
            "maximum": 20000,
            "group": "店铺",
        },
        {
            "key": "person.phone",
            "label": "手机号码",
            "prefill": "person.phone",
            "sensitivity": "sensitive",
            "group": "经营者",
        },
    ],
    "results": [{"key": "food_licence", "name": "食品经营许可证", "kind": "证"}],
    "texts": {"summary": "卖吃的要有食品经营许可证。"},
}

FIRE_ITEM: JsonObject = {
    "code": "11339921MB0000003C4330131003000",
    "catalogue_code": "330131003000",
    "name": "公众聚集场所消防安全检查",
    "short_name": "消防安全检查",
    "task_type": "01",
    "served": ["1", "2"],
    "online_depth": "3",
    "declared_visits": 1,
    "regime": {"legal": 10, "promise": 5},
    "materials": [
        {
            "key": "business_licence",
            "name": "营业执照",
            "source": {"kind": "issued", "item": "330131001000"},
        },
        {"key": "fire_plan", "name": "灭火和应急疏散预案"},
        {"key": "floor_plan", "name": "店铺平面图", "need": "3", "defer_days": 5},
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
            "limit": 5,
            "after": [{"step": "apply", "wait": 1}],
        },
    ],
    "form": [
        {"key": "shop.name", "label": "店名", "group": "店铺"},
        {
            "key": "shop.exits",
            "label": "安全出口数量",
            "kind": "number",
            "group": "店铺",
            "minimum": 1,
            "maximum": 20,
        },
    ],
    "results": [{"key": "fire_check", "name": "消防安全检查意见书", "kind": "文"}],
    "texts": {"summary": "大一点的店要过消防。"},
}

RESTAURANT: JsonObject = {
    "code": "open-restaurant",
    "name": "开办餐饮店",
    "lead": "market",
    "served": ["1", "2"],
    "life_events": ["开店办厂"],
    "everyday": ["开饭店", "开小吃店", "开餐馆"],
    "declared_visits": 0,
    "promise": 8,
    "questions": [
        AREA,
        {
            "key": "floor",
            "label": "店开在几楼？",
            "short": "位置",
            "options": [
                {"value": "street", "label": "临街一楼"},
                {"value": "upper", "label": "二楼以上"},
                {"value": "cellar", "label": "地下"},
            ],
        },
    ],
    "consistent": {
        "!": [{"and": [{"==": [{"var": "floor"}, "cellar"]}, {">": [{"var": "shop.area"}, 5000]}]}]
    },
    "parts": [
        {"key": "licence", "name": "营业执照", "catalogue_code": "330131001000"},
        {
            "key": "food",
            "name": "食品经营许可",
            "catalogue_code": "330131002000",
            "after": ["licence"],
            "promise": 5,
        },
        {
            "key": "fire",
            "name": "消防安全检查",
            "catalogue_code": "330131003000",
            "after": ["licence"],
            "when": {
                "or": [
                    {">=": [{"var": "shop.area"}, 300]},
                    {
                        "and": [
                            {"==": [{"var": "floor"}, "cellar"]},
                            {">=": [{"var": "shop.area"}, 50]},
                        ]
                    },
                ]
            },
            "why_not": "店面不到 300 平方米，不用消防安全检查",
        },
    ],
    "texts": {
        "summary": "执照、食品许可和消防一起办：一张表、一次提交，几个部门同时审。",
        "conditions": "有固定的店面，经营者年满 16 周岁。",
        "faq": [{"question": "店还没装修好能先办吗？", "answer": "能，执照先办，装修好再核查。"}],
        "location": "安澜县行政服务中心 2 楼综合窗口",
        "hours": "工作日 9:00–17:00",
        "consult_phone": "0571-81230001",
    },
}

STAMP: JsonObject = {
    "code": "11339921MB0000009Y4332001009000",
    "catalogue_code": "332001009000",
    "name": "社会保障卡补领",
    "kind": "1",
    "served": ["1"],
    "life_events": ["日常"],
    "everyday": ["社保卡丢了", "补社保卡"],
    "online_depth": "4",
    "declared_visits": 0,
    "regime": {"legal": 5, "promise": 0},
    "materials": [
        {
            "key": "id_card",
            "name": "居民身份证",
            "source": {"kind": "fetched", "provider": "police", "service": "id_query"},
        }
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
            "name": "当场补卡",
            "kind": "decide",
            "party": "centre",
            "after": [{"step": "apply"}],
        },
    ],
    "form": [
        {"key": "person.name", "label": "姓名", "prefill": "person.name", "sensitivity": "personal"}
    ],
    "results": [{"key": "social_card", "name": "社会保障卡"}],
    "texts": {"summary": "卡丢了、坏了，当场补一张。"},
}

INFORM_ONLY: JsonObject = {
    "code": "11339921MB0000009Y4332001010000",
    "catalogue_code": "332001010000",
    "name": "残疾人证办理",
    "served": ["1"],
    "regime": {"legal": 30, "promise": None},
    "materials": [{"key": "two_photos", "name": "两寸白底照片"}],
    "texts": {
        "location": "安澜县残疾人联合会 1 楼",
        "consult_phone": "0571-81230009",
        "hours": "工作日 8:30–17:00",
    },
}


def restaurant_documents() -> tuple[JsonObject, dict[str, JsonObject]]:
    """The bundle's document and its items' by part key, fresh copies to change at will."""
    items = {"licence": LICENCE_ITEM, "food": FOOD_ITEM, "fire": FIRE_ITEM}
    return deepcopy(RESTAURANT), deepcopy(items)


def restaurant() -> Offer:
    """开办餐饮店 with two parts for everybody and one for large shops."""
    bundle, items = restaurant_documents()
    return compose_bundle(
        parse_bundle(bundle), {key: parse_item(item) for key, item in items.items()}
    )


def single(document: JsonObject = STAMP) -> Offer:
    """One item as an offer; by default a 即办件."""
    return compose_item(parse_item(deepcopy(document)))


OFFICES = {
    "market": "市场监管局",
    "fire": "消防救援大队",
    "hrss": "人力社保局",
    "police": "公安局",
    "health": "卫生健康局",
    "planning": "自然资源局",
    "civil": "民政局",
}
_DECIDED_BY = (
    ("market", LICENCE_ITEM),
    ("market", FOOD_ITEM),
    ("fire", FIRE_ITEM),
    ("hrss", STAMP),
    ("civil", INFORM_ONLY),
)


def publish_everything() -> None:
    """The bundle, its items and two single ones published in the county, through the services."""
    from onevisit.accounts.rules import SYSTEM
    from onevisit.catalogue import services
    from tests.factories.places import COUNTY, make_department
    from tests.factories.publishing import publish_bundle, publish_item

    for code, name in OFFICES.items():
        make_department(code, name, phone="0571-81230000")
    for department, document in _DECIDED_BY:
        version = services.save_item_draft(
            deepcopy(document), region=COUNTY, department=department, actor=SYSTEM
        )
        publish_item(version)
    version = services.save_bundle_draft(deepcopy(RESTAURANT), region=COUNTY, actor=SYSTEM)
    publish_bundle(version)


everything_published = kept(publish_everything)
"""The same, in an empty database."""

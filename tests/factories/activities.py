"""A kind of business with a question that hangs on another, and what it needs."""

from typing import Any

from tests.factories.offers import RESTAURANT

YES_NO = [{"value": "yes", "label": "是"}, {"value": "no", "label": "不是"}]
CAFE: dict[str, Any] = {
    "code": "cafe",
    "name": "小馆",
    "questions": [
        {"key": "big", "label": "店大吗？", "options": YES_NO},
        {
            "key": "fire",
            "label": "有明火吗？",
            "options": YES_NO,
            "when": {"==": [{"var": "big"}, "yes"]},
        },
        {"key": "shop.area", "label": "多大？", "kind": "number", "minimum": 1, "maximum": 900},
    ],
    "needs": [
        {
            "key": "check",
            "name": "消防检查",
            "office": "消防队",
            "days": 3,
            "basis": "《消防法》",
            "when": {"and": [{"==": [{"var": "big"}, "yes"]}, {"==": [{"var": "fire"}, "yes"]}]},
            "why_not": "没有明火。",
            "after": ["licence"],
        },
        {"key": "licence", "name": "执照", "catalogue_code": "330131001000", "basis": "《条例》"},
        {
            "key": "food",
            "name": "食品许可",
            "office": "市监",
            "days": 4,
            "basis": "《食品安全法》",
            "after": ["licence", "check"],
        },
        {
            "key": "cover",
            "name": "医保定点",
            "office": "医保",
            "basis": "《办法》",
            "timing": "after",
            "after": ["food"],
        },
    ],
    "bundle": RESTAURANT["code"],
}

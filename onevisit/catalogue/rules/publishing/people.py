"""Who is served, and under which headings they look: the two agree."""

import re
from collections.abc import Iterator

from onevisit.catalogue.rules.definition import BundleDefinition, ItemDefinition
from onevisit.catalogue.rules.publishing.model import Hit, Items, Kind, Rule, Severity, Subject
from onevisit.catalogue.rules.vocabulary import Served

Either = ItemDefinition | BundleDefinition

OTHER = "其他"


def _named(words: str) -> list[str]:
    return words.split()


OF_PERSONS = frozenset(
    _named("""
    生育收养 户籍办理 民族宗教 教育科研 入伍服役 就业创业 设立变更 准营准办 职业资格 婚姻登记
    优待抚恤 规划建设 住房保障 社会保障 证件办理 交通出行 旅游观光 出境入境 消费维权 公共安全
    司法公证 知识产权 环保绿化 文化体育 公用事业 医疗卫生 离职退休 死亡殡葬 行政缴费 纳税
""")
)
"""主题分类 for natural persons on the national platform."""
OF_LEGAL_PERSONS = frozenset(
    _named("""
    设立变更 准营准办 资质认证 年检年审 税收财务 人力资源 社会保障 投资审批 融资信贷 抵押质押
    商务贸易 招标拍卖 海关口岸 涉外服务 农林牧渔 国土和规划建设 规划建设 交通运输 环保绿化 水务气象
    医疗卫生 科技创新 文体教育 知识产权 民族宗教 质量技术 检验检疫 安全生产 公安消防 司法公证
    公用事业 法人注销 档案文物
""")
)
"""主题分类 for legal persons; what stands in both lists says nothing about who is served."""
ONLY_PERSONS = frozenset(
    _named("""
    生育收养 户籍办理 入伍服役 职业资格 婚姻登记 优待抚恤 住房保障 离职退休 死亡殡葬
""")
)
ONLY_LEGAL = frozenset(
    _named("""
    资质认证 投资审批 招标拍卖 海关口岸 法人注销 税收财务 人力资源
""")
)
_NOTE = re.compile(r"[（(].*?[)）]")


def plain_theme(theme: str) -> str:
    """The theme without what stands in brackets."""
    return _NOTE.sub("", theme).strip()


def _themes(one: Either) -> Iterator[tuple[str, str, str]]:
    for index, theme in enumerate(one.themes):
        yield f"/themes/{index}", theme, plain_theme(theme)


def _themes_missing(one: Either, _: Items | None = None) -> Iterator[Hit]:
    if not one.themes and not one.life_events:
        yield Hit("/themes")


def _theme_unknown(one: Either, _: Items | None = None) -> Iterator[Hit]:
    for place, written, plain in _themes(one):
        if plain != OTHER and plain not in OF_PERSONS | OF_LEGAL_PERSONS:
            yield Hit(place, written[:80])


def _theme_only_other(one: Either, _: Items | None = None) -> Iterator[Hit]:
    if one.themes and not one.life_events and all(p == OTHER for _, _, p in _themes(one)):
        yield Hit("/themes", OTHER)


def _themes_disagree(one: Either, _: Items | None = None) -> Iterator[Hit]:
    person = Served.PERSON in one.served
    legal = any(each is not Served.PERSON for each in one.served)
    for place, written, plain in _themes(one):
        if (plain in ONLY_PERSONS and not person) or (plain in ONLY_LEGAL and not legal):
            yield Hit(place, written[:80])


def _everyday_missing(one: Either, _: Items | None = None) -> Iterator[Hit]:
    if not one.everyday:
        yield Hit("/everyday")


_WARN = (Subject.PEOPLE, Severity.WARN, Kind.WRONG)
_SILENT = (Subject.PEOPLE, Severity.WARN, Kind.MISSING)
RULES = (
    Rule("themes_missing", *_SILENT, _themes_missing, _themes_missing),
    Rule("theme_unknown", *_WARN, _theme_unknown, _theme_unknown),
    Rule("theme_only_other", *_WARN, _theme_only_other, _theme_only_other),
    Rule(
        "themes_disagree",
        Subject.PEOPLE,
        Severity.BLOCK,
        Kind.WRONG,
        _themes_disagree,
        _themes_disagree,
    ),
    Rule("everyday_missing", *_SILENT, _everyday_missing, _everyday_missing),
)

"""What stands in the empty workbook: an item, and a bundle that it is part of."""

from onevisit.catalogue.rules.definition import (
    BundleDefinition,
    Commitment,
    Faq,
    Fee,
    FeeExemption,
    FeeRate,
    Field,
    ItemDefinition,
    JointVisit,
    Material,
    Option,
    Part,
    PartyNeed,
    Question,
    Regime,
    ResultSpec,
    Source,
    Texts,
)
from onevisit.catalogue.rules.editing.starting import USUAL_STEPS
from onevisit.catalogue.rules.vocabulary import Served, SourceKind, VarKind
from onevisit.kernel.conditions import compile

ITEM = ItemDefinition(
    code="示例：11339921000000115X4330131009000",
    name="临时占道经营登记",
    short_name="占道登记",
    served=(Served.PERSON, Served.ENTERPRISE),
    regime=Regime(legal=20, promise=3, basis="《城市道路管理条例》第三十一条"),
    fee="不收费",
    everyday=("摆摊要办啥",),
    questions=(
        Question(
            key="area",
            label="要占多大地方？",
            short="面积",
            kind=VarKind.NUMBER,
            unit="平方米",
        ),
        Question(
            key="when",
            label="什么时候摆？",
            options=(Option(value="d", label="白天"), Option(value="n", label="夜间")),
        ),
    ),
    materials=(
        Material(key="", name="身份证明", source=Source(kind=SourceKind.FETCHED)),
        Material(
            key="",
            name="占道平面图",
            when=compile({"or": [{">": [{"var": "area"}, 10]}, {"==": [{"var": "when"}, "n"]}]}),
            why_not="白天摆、不超过 10 平方米的不用",
            commitment=Commitment(conditions=("不占盲道和消防通道",), consequences=("撤销登记",)),
        ),
    ),
    steps=USUAL_STEPS,
    form=(Field(key="", label="摊位名称", group="摊位"),),
    results=(ResultSpec(key="", name="占道经营登记证", kind="证", validity="一年"),),
    fees=(
        Fee(
            name="占道费",
            standard="每平方米每天 0.5 元",
            quantity="area",
            rates=(
                FeeRate(since="2026-01-01", standard="每平方米 0.5 元", unit="平方米", amount=50),
                FeeRate(since="2027-01-01", standard="每平方米 0.4 元", unit="平方米", amount=40),
            ),
            exemptions=(
                FeeExemption(when=compile({"<=": [{"var": "area"}, 2]}), reason="两平方米以内免收"),
            ),
        ),
    ),
    parties=(
        PartyNeed(
            key="",
            name="门前的商户",
            agrees="同意在我的门前摆摊。",
            when=compile({">": [{"var": "area"}, 10]}),
            sees=("area", "when"),
        ),
    ),
    texts=Texts(
        location="一楼 3 号窗口",
        hours="工作日 9:00—17:00",
        faq=(Faq(question="可以摆几天？", answer="最长三十天。"),),
    ),
)
_SIGN = ItemDefinition(
    code="",
    name="户外招牌设置登记",
    questions=(
        Question(
            key="sign",
            label="门口要不要挂招牌？",
            short="招牌",
            options=(Option(value="y", label="要"), Option(value="n", label="不要")),
        ),
    ),
)
BUNDLE = BundleDefinition(
    code="",
    name="摆摊开张",
    lead="",
    served=(Served.PERSON,),
    promise=5,
    everyday=("想摆个摊",),
    questions=(ITEM.questions[0],),
    parts=(
        Part(key="stall", name="占道登记", catalogue_code="330131009000"),
        Part(
            key="sign",
            name="招牌登记",
            catalogue_code="330131010000",
            when=compile({"==": [{"var": "sign"}, "y"]}),
            why_not="不挂招牌的不用",
            after=("stall",),
        ),
    ),
    joint_visits=(JointVisit(key="v1", name="一次上门看摊位和招牌", parts=("stall", "sign")),),
    texts=Texts(summary="占道和招牌一次办好。"),
)
PARTS = {("330131009000", ""): ITEM, ("330131010000", ""): _SIGN}
"""The items that answer its parts."""

"""All that the guide 办事指南 says about one procedure, as rows of words."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from onevisit.catalogue.rules.composition import OfferPart
from onevisit.catalogue.rules.definition import Fee, ItemDefinition, Material, ResultSpec
from onevisit.catalogue.rules.fees import fee_conditions, rates_after, standard_on, told
from onevisit.catalogue.rules.vocabulary import (
    CaseKind,
    Collection,
    Level,
    OnlineDepth,
    OwnDeed,
    PayWay,
    Served,
)
from onevisit.directory.rules import DepartmentInfo
from onevisit.guidance.rules.costs import costs_in
from onevisit.guidance.rules.situation import Situation
from onevisit.guidance.web.things import Thing, days
from onevisit.kernel import clock
from onevisit.kernel.conditions import ALWAYS
from onevisit.ui.formatting import joined, local_date, working_days

Text = str | Promise

_DEPTHS: dict[OnlineDepth, Text] = {
    OnlineDepth.INFORM: gettext_lazy("到窗口办，网上只能看指南"),
    OnlineDepth.PRE_REVIEW: gettext_lazy("网上先审，原件到窗口核对"),
    OnlineDepth.ACCEPT: gettext_lazy("网上申请，按结果的领取方式领"),
    OnlineDepth.FULL: gettext_lazy("从申请到领结果都能在网上办"),
}
_COLLECTIONS: dict[Collection, Text] = {
    Collection.ONLINE: gettext_lazy("网上领电子件"),
    Collection.WINDOW: gettext_lazy("窗口领纸质件"),
    Collection.COURIER: gettext_lazy("邮寄纸质件"),
    Collection.LOCKER: gettext_lazy("智能柜自取纸质件"),
}
_PAY_WAYS: dict[PayWay, Text] = {
    PayWay.ONLINE: gettext_lazy("网上缴"),
    PayWay.WINDOW: gettext_lazy("窗口缴"),
    PayWay.BANK: gettext_lazy("银行缴"),
}
_SERVED: dict[Served, Text] = {
    Served.PERSON: gettext_lazy("个人"),
    Served.ENTERPRISE: gettext_lazy("企业"),
    Served.INSTITUTION: gettext_lazy("事业单位"),
    Served.SOCIAL: gettext_lazy("社会组织"),
    Served.AUTHORITY: gettext_lazy("机关"),
    Served.OTHER: gettext_lazy("其他"),
}
_OWN_DEEDS: dict[OwnDeed, Text] = {
    OwnDeed.SIGN: gettext_lazy("签名提交要本人亲自办，别人不能代签"),
    OwnDeed.COLLECT: gettext_lazy("结果要本人亲自领，别人不能代领"),
}
_LEVELS: dict[Level, Text] = {
    Level.STATE: gettext_lazy("国家"),
    Level.PROVINCE: gettext_lazy("省"),
    Level.CITY: gettext_lazy("市"),
    Level.COUNTY: gettext_lazy("县"),
    Level.TOWN: gettext_lazy("镇、街道"),
    Level.VILLAGE: gettext_lazy("村、社区"),
}


@dataclass(frozen=True)
class Row:
    """One row: what it is about, and what is said."""

    label: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class FeeRow:
    """One fee with its standard today and later ones, basis and ways to pay, and when less is
    taken.
    """

    name: str
    standard: str
    later: tuple[str, ...]
    basis: str
    ways: str
    less: str


@dataclass(frozen=True)
class ResultRow:
    """What one gets: how, how long it is good for, and where to see what it looks like.

    `sample_url` is set where the sample is a web address; `part` is whose result it is, empty where
    nothing is made here.
    """

    name: str
    ways: str
    validity: str
    sample: str
    sample_url: str
    part: str


@dataclass(frozen=True)
class Looked:
    """What the office looks at in one paper 审查要点."""

    paper: str
    points: tuple[str, ...]


@dataclass(frozen=True)
class PartGuide:
    """One procedure in full. `always`: whoever does this thing needs it."""

    name: str
    office: str
    always: bool
    promise: str
    legal: str
    fee: str
    rows: tuple[Row, ...]
    fees: tuple[FeeRow, ...]
    results: tuple[ResultRow, ...]
    looked: tuple[Looked, ...]
    basis: tuple[str, ...]


def part_guide(thing: Thing, part: OfferPart, *, promise: int | None, always: bool) -> PartGuide:
    """One part in words; `promise` are the days it may take, in the unit of its regime."""
    item = part.item
    regime = item.regime
    return PartGuide(
        name=part.name,
        office=thing.office(part),
        always=always,
        promise=days(promise, regime.unit),
        legal="" if regime.legal is None else days(regime.legal, regime.unit),
        fee=fee_words(item),
        rows=tuple(row for row in _rows(thing, part) if row.lines),
        fees=tuple(
            FeeRow(
                name=fee.name,
                standard=standard_on(fee, clock.today()),
                later=_later(fee),
                basis=fee.basis,
                ways=joined(_PAY_WAYS[way] for way in fee.ways),
                less=_less(fee),
            )
            for fee in item.fees
        ),
        results=tuple(_result(part, result) for result in item.results),
        looked=tuple(Looked(each.name, each.points) for each in item.materials if each.points),
        basis=_basis(item),
    )


def _later(fee: Fee) -> tuple[str, ...]:
    """Rates settled already that begin another day."""
    return tuple(
        _("%(day)s起：%(standard)s")
        % {"day": local_date(date.fromisoformat(rate.since)), "standard": told(rate)}
        for rate in rates_after(fee, clock.today())
    )


def fee_words(item: ItemDefinition) -> str:
    """What it costs, in a few words."""
    if item.fee:
        return item.fee
    named = [
        _("%(name)s %(standard)s") % {"name": fee.name, "standard": standard_on(fee, clock.today())}
        for fee in item.fees
    ]
    return joined(named) or _("收费没有写明")


def fee_here(here: Situation, part: OfferPart) -> str:
    """What it costs in one's own situation; as the item says it where no answer changes that."""
    item = part.item
    if all(each == ALWAYS for each in fee_conditions(item.fees)):
        return fee_words(item)
    said = [
        _("%(name)s免收，%(reason)s") % {"name": cost.name, "reason": cost.free}
        if cost.free
        else _("%(name)s %(standard)s") % {"name": cost.name, "standard": "；".join(cost.standards)}
        for cost in costs_in(here, part, clock.today())
    ]
    return joined(said) or _("不收费")


def _less(fee: Fee) -> str:
    """Whether a fee may be reduced, and on what ground; empty where the source is silent."""
    if fee.reduction:
        return _("可以减免：%(why)s") % {"why": fee.reduction}
    return {True: _("可以减免"), False: _("不减免"), None: ""}[fee.reducible]


def _rows(thing: Thing, part: OfferPart) -> list[Row]:
    item = part.item
    office = thing.department(part)
    return [
        Row(_("办理部门"), _office(item, office)),
        Row(_("谁能办"), _who(item)),
        Row(_("怎么申请"), _apply(item)),
        Row(_("要不要来"), _presence(item)),
        Row(_("能不能请人代办"), in_person(item)),
        Row(_("时限"), _limits(item)),
        Row(_("收费"), () if item.fees else (fee_words(item),)),
        Row(_("能后补的材料"), _deferral(item)),
        Row(_("能用承诺代替的材料"), _pledged(item.materials)),
        Row(_("事项编码"), (item.code,)),
    ]


def _office(item: ItemDefinition, office: DepartmentInfo | None) -> tuple[str, ...]:
    if office is None:
        return ()
    level = _("行使层级：%(level)s") % {"level": _LEVELS[item.level]}
    calls = [_("电话 %(number)s") % {"number": office.phone}] if office.phone else []
    return (office.name, *calls, level)


def _who(item: ItemDefinition) -> tuple[str, ...]:
    served = joined(_SERVED[each] for each in item.served)
    return tuple(each for each in (served, item.texts.conditions) if each)


def _apply(item: ItemDefinition) -> tuple[str, ...]:
    said = [str(_DEPTHS[item.online_depth])]
    if item.postal_application is not None:
        said.append(_("材料可以邮寄") if item.postal_application else _("材料不能邮寄"))
    if item.bookable:
        said.append(_("到窗口可以先预约"))
    return tuple(said)


def _presence(item: ItemDefinition) -> tuple[str, ...]:
    said: list[str] = []
    if item.declared_visits is not None:
        said.append(
            ngettext("声明最多跑 %(n)s 次", "声明最多跑 %(n)s 次", item.declared_visits)
            % {"n": item.declared_visits}
            if item.declared_visits
            else _("声明一次都不用跑")
        )
    if item.presence_reason:
        said.append(item.presence_reason)
    return tuple(said)


def in_person(item: ItemDefinition) -> tuple[str, ...]:
    """What nobody does for the applicant, and by which law; nothing where anybody may."""
    rule = item.in_person
    if not rule.deeds:
        return ()
    said = [str(_OWN_DEEDS[each]) for each in rule.deeds]
    if rule.basis:
        said[-1] += _("（%(basis)s）") % {"basis": rule.basis}
    if rule.guardians:
        said.append(_("未成年人和由监护人照管的成年人，监护人可以代办。"))
    if OwnDeed.SIGN in rule.deeds:
        said.append(_("填表、交材料可以请人代。"))
    return tuple(said)


def _limits(item: ItemDefinition) -> tuple[str, ...]:
    """The clocks as the applicant meets them, in their order; of an item that is only told of here,
    those that its source names.
    """
    regime = item.regime
    if not item.applicable:
        return tuple(_named_limits(item))
    if item.kind is CaseKind.IMMEDIATE:
        return (_("即办件：材料齐全，当场办好"),)
    said = [_("提交后最晚 %(limit)s告诉您受理没有") % {"limit": working_days(regime.intake)}]
    said += _named_limits(item)
    if regime.extension and regime.legal is not None:
        who = regime.extension_approver or _("本行政机关负责人")
        limit = days(regime.extension, regime.unit)
        said.append(_("经%(who)s批准可以延长一次 %(limit)s") % {"who": who, "limit": limit})
    said.append(_("决定后最晚 %(limit)s送到") % {"limit": working_days(regime.delivery)})
    return tuple(said)


def _named_limits(item: ItemDefinition) -> list[str]:
    """What is promised, and what the law allows."""
    regime, said = item.regime, []
    if regime.promise is not None:
        said.append(_("受理后承诺 %(limit)s办好") % {"limit": days(regime.promise, regime.unit)})
    if regime.legal is not None:
        said.append(_("法定 %(limit)s") % {"limit": days(regime.legal, regime.unit)})
    return said


def _deferral(item: ItemDefinition) -> tuple[str, ...]:
    named = [
        _("%(name)s（%(limit)s内补上）")
        % {"name": each.name, "limit": working_days(each.defer_days)}
        for each in item.materials
        if each.defer_days
    ]
    return tuple(each for each in (item.texts.deferral, *named) if each)


def _pledged(materials: tuple[Material, ...]) -> tuple[str, ...]:
    return tuple(
        _("%(name)s（办好后 %(limit)s内核查）")
        % {"name": each.name, "limit": working_days(each.commitment.check_days)}
        for each in materials
        if each.commitment
    )


def _result(part: OfferPart, result: ResultSpec) -> ResultRow:
    is_web = result.sample.startswith(("https://", "http://"))
    return ResultRow(
        name=result.name,
        ways=joined(_COLLECTIONS[way] for way in result.collections),
        validity=result.validity,
        sample="" if is_web else result.sample,
        sample_url=result.sample if is_web else "",
        part=part.key if part.item.applicable and result is part.item.results[0] else "",
    )


def _basis(item: ItemDefinition) -> tuple[str, ...]:
    regime = (item.regime.basis,) if item.regime.basis else ()
    return tuple(dict.fromkeys((*item.texts.legal_basis, *regime)))

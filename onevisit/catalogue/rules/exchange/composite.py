"""Columns that stand for more than one place, or only for part of one: how they are written.

Their reading stands in `reading`, beside each other, since such columns are read together.
"""

from onevisit.catalogue.rules.definition import ItemDefinition, Source
from onevisit.catalogue.rules.exchange.codecs import joined
from onevisit.catalogue.rules.exchange.model import Subject
from onevisit.catalogue.rules.exchange.profiles import Profile
from onevisit.catalogue.rules.publishing.fees import is_free
from onevisit.catalogue.rules.publishing.people import OF_LEGAL_PERSONS, OF_PERSONS, plain_theme
from onevisit.catalogue.rules.vocabulary import (
    OnlineDepth,
    Origin,
    PayWay,
    Served,
    SourceKind,
)
from onevisit.kernel.item_codes import ITEM_LENGTH

Shared = tuple[tuple[str, ...], tuple[str, ...]]

_ORIGINS = {
    SourceKind.HELD: Origin.OWN,
    SourceKind.GENERATED: Origin.OWN,
    SourceKind.FETCHED: Origin.STATE,
    SourceKind.ISSUED: Origin.STATE,
    SourceKind.THIRD_PARTY: Origin.OTHER,
}


def codes(code: str) -> tuple[str, str]:
    """实施编码 and 业务办理项编码 of an item's code; the second is empty for an item itself."""
    if len(code) == ITEM_LENGTH + 2 and code.isalnum():
        return code[:ITEM_LENGTH], code
    return code, ""


def catalogue_code(subject: Subject, _: Profile) -> str:
    """基本编码."""
    return subject.definition.catalogue_code or subject.entry


def task_code(subject: Subject, _: Profile) -> str:
    """实施编码."""
    return codes(subject.definition.code)[0]


def handle_item(subject: Subject, _: Profile) -> str:
    """业务办理项编码."""
    return codes(subject.definition.code)[1]


def version(subject: Subject, _: Profile) -> str:
    """事项版本."""
    return str(subject.number)


def dept_name(subject: Subject, _: Profile) -> str:
    """实施主体."""
    return subject.office_name


def dept_code(subject: Subject, _: Profile) -> str:
    """实施主体编码: the credit code where there is one."""
    return subject.office_code


def flow_of(item: ItemDefinition) -> str:
    """The process in words: what was said, else the names of its steps."""
    return item.national.handle_flow or "→".join(step.name for step in item.steps)


def handle_flow(subject: Subject, _: Profile) -> str:
    """办理流程."""
    return flow_of(subject.definition)


def legal_days(subject: Subject, _: Profile) -> str:
    """法定办结时限."""
    item = subject.definition
    days = item.regime.legal if item.national.legal_unit is None else item.national.legal_days
    return "" if days is None else str(days)


def legal_unit(subject: Subject, profile: Profile) -> str:
    """Its unit; none without days."""
    if not legal_days(subject, profile):
        return ""
    unit = subject.definition.national.legal_unit or subject.definition.regime.unit
    return profile.out("day_unit", unit.value)


def promise_days(subject: Subject, _: Profile) -> str:
    """承诺办结时限."""
    days = subject.definition.regime.promise
    return "" if days is None else str(days)


def promise_unit(subject: Subject, profile: Profile) -> str:
    """Its unit; none without days."""
    item = subject.definition
    if item.regime.promise is None:
        return ""
    return profile.out("day_unit", item.regime.unit.value)


def charges(item: ItemDefinition) -> bool | None:
    """Whether anything is charged; None where the item does not say."""
    if item.fees:
        return True
    return None if not item.fee.strip() else not is_free(item.fee)


def is_fee(subject: Subject, _: Profile) -> str:
    """是否收费."""
    return flag(charges(subject.definition))


def result_type(subject: Subject, profile: Profile) -> str:
    """审批结果类型, one for each result."""
    kinds = (each.kind for each in subject.definition.results)
    return joined([profile.out("result_type", kind) if kind else "" for kind in kinds])


def result_name(subject: Subject, _: Profile) -> str:
    """审批结果名称."""
    return joined([each.name for each in subject.definition.results])


def result_guid(subject: Subject, _: Profile) -> str:
    """审批结果样本."""
    return joined([each.sample for each in subject.definition.results])


def pays_online(item: ItemDefinition) -> bool | None:
    """Whether a fee may be paid online; None where the ways of paying are not said."""
    ways = [each.ways for each in item.fees if each.ways]
    if not ways:
        return item.national.pay_online
    return any(PayWay.ONLINE in each for each in ways)


def is_pay_online(subject: Subject, _: Profile) -> str:
    """是否支持网上支付."""
    return flag(pays_online(subject.definition))


def goes_online(item: ItemDefinition) -> bool:
    """Whether it can be done online at all: what was said, else what the depth means."""
    if item.national.online is not None:
        return item.national.online
    return item.online_depth is not OnlineDepth.INFORM


def is_online(subject: Subject, _: Profile) -> str:
    """是否网办."""
    return flag(goes_online(subject.definition))


def shared_out(item: ItemDefinition) -> Shared:
    """Themes for persons and for organisations. What stands in the lists of both, or in none, goes
    to those who are served; what was said otherwise holds while the themes are the same.
    """
    said = (item.national.person_themes, item.national.corporate_themes)
    if set(said[0]) | set(said[1]) == set(item.themes) and any(said):
        return said
    persons, legal = [], []
    for theme in item.themes:
        plain = plain_theme(theme)
        only = (plain in OF_PERSONS) - (plain in OF_LEGAL_PERSONS)
        if only > 0 or (not only and Served.PERSON in item.served):
            persons.append(theme)
        if only < 0 or (not only and any(each is not Served.PERSON for each in item.served)):
            legal.append(theme)
    return tuple(persons), tuple(legal)


def person_themes(subject: Subject, _: Profile) -> str:
    """面向自然人事项主题分类."""
    return ",".join(shared_out(subject.definition)[0])


def corporate_themes(subject: Subject, _: Profile) -> str:
    """面向法人事项主题分类."""
    return ",".join(shared_out(subject.definition)[1])


def origin_of(source: Source) -> Origin | None:
    """来源渠道."""
    return _ORIGINS.get(source.kind, source.origin)


def flag(value: bool | None) -> str:
    """``1``, ``0`` or nothing."""
    return "" if value is None else "1" if value else "0"

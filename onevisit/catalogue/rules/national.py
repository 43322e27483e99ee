"""What only the national exchange tables say of an item."""

from datetime import date

from onevisit.catalogue.rules.nodes import Node
from onevisit.catalogue.rules.vocabulary import DoerKind, HandleArea, HandleForm, TaskState
from onevisit.kernel.calendar import DayUnit


class National(Node, frozen=True, kw_only=True):
    """What the national exchange tables say of an item beyond everything else here.

    None and empty: the source does not say. `online` and `pay_online` stand only where they differ
    from what the rest of the definition says, `legal_unit` where the legal limit is counted in
    another unit than the promise (`legal_days`), `handle_flow` where the steps are not the answer.
    """

    state: TaskState = TaskState.IN_USE
    local_catalogue_code: str = ""  # 地方基本编码
    local_code: str = ""  # 地方实施编码
    power_source: str = ""  # 权力来源, the source's own number
    doer: DoerKind | None = None
    entrusted_by: str = ""  # 委托部门
    handle_flow: str = ""  # 办理流程
    handle_forms: tuple[HandleForm, ...] = ()
    special_procedure: str = ""  # 特别程序
    legal_note: str = ""  # 法定办结时限说明
    legal_days: int | None = None
    legal_unit: DayUnit | None = None
    promise_note: str = ""  # 承诺办结时限说明
    fee_basis: str = ""  # 收费依据
    mobile_url: str = ""
    single_sign_on: bool | None = None
    app_single_sign_on: bool | None = None
    effective_on: date | None = None  # 计划生效日期
    cancelled_on: date | None = None  # 计划取消日期
    in_centre: bool | None = None  # 是否进驻政务大厅
    area: HandleArea | None = None  # 通办范围
    joint_departments: str = ""  # 联办机构
    agency_services: str = ""  # 中介服务
    quota: str = ""  # 数量限制
    pay_online: bool | None = None
    terminals: bool | None = None  # 自助终端
    online: bool | None = None
    online_url: str = ""  # 网办地址
    person_themes: tuple[str, ...] = ()  # how `themes` are shared out between the two columns,
    corporate_themes: tuple[str, ...] = ()  # where that is not plain from who is served
    punishment: str = ""  # 处罚的行为、种类、幅度
    levy_kind: str = ""  # 征收种类
    levy_reducible: bool | None = None
    more: str = ""  # 扩展字段
    extend_guid: str = ""

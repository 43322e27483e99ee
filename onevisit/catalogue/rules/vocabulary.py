"""Code sets of the national form, with our own stable names.

Source: the national exchange tables (see docs/glossary.md). Where provinces number a thing
differently, the number of the source is kept beside ours at import; these are ours.
"""

from enum import StrEnum


class TaskType(StrEnum):
    """Kinds of administrative power and service 事项类型."""

    PERMIT = "01"  # 行政许可
    PENALTY = "02"  # 行政处罚
    COERCION = "03"  # 行政强制
    LEVY = "04"  # 行政征收
    PAYMENT = "05"  # 行政给付
    INSPECTION = "06"  # 行政检查
    CONFIRMATION = "07"  # 行政确认
    REWARD = "08"  # 行政奖励
    RULING = "09"  # 行政裁决
    OTHER = "10"  # 其他行政权力
    SERVICE = "20"  # 公共服务


class Level(StrEnum):
    """Level that exercises the power 行使层级."""

    STATE = "1"
    PROVINCE = "2"
    CITY = "3"
    COUNTY = "4"
    TOWN = "5"
    VILLAGE = "6"


class Served(StrEnum):
    """Who is served 服务对象."""

    PERSON = "1"  # 自然人
    ENTERPRISE = "2"  # 企业法人
    INSTITUTION = "3"  # 事业法人
    SOCIAL = "4"  # 社会组织法人
    AUTHORITY = "5"  # 行政机关
    OTHER = "6"


class CaseKind(StrEnum):
    """即办件 is finished on the spot; 承诺件 within a promised limit."""

    IMMEDIATE = "1"
    PROMISED = "2"


class ReviewWay(StrEnum):
    """How a case is looked at before it is answered."""

    AT_ONCE = "1"  # 即审即办: read and decided in one sitting
    REVIEWED = "2"  # 前审后批: examined first, decided after


class Processing(StrEnum):
    """What ends the case 办结方式."""

    APPROVAL = "1"  # 审批办结: with a formal reply 批复, 批文
    LICENCE = "2"  # 出证办结: with a licence 证, 证书
    DOCUMENT = "3"  # 出文办结: with any other document …文


class PayWay(StrEnum):
    """How a fee may be paid."""

    ONLINE = "1"
    WINDOW = "2"
    BANK = "3"


class OnlineDepth(StrEnum):
    """网上办理深度 Ⅰ–Ⅳ; Ⅳ means the whole thing is done online 全程网办."""

    INFORM = "1"
    PRE_REVIEW = "2"
    ACCEPT = "3"
    FULL = "4"


class Need(StrEnum):
    """材料必要性."""

    REQUIRED = "1"
    OPTIONAL = "2"
    MAY_FOLLOW = "3"  # 容缺后补


class SourceKind(StrEnum):
    """Where a material comes from, as the computation of visits needs it."""

    HELD = "held"  # the applicant has it or makes it 自备
    GENERATED = "generated"  # the platform makes it from the form
    FETCHED = "fetched"  # a department that holds it answers
    ISSUED = "issued"  # the result of another item
    THIRD_PARTY = "third_party"  # one must get it from somebody else
    UNKNOWN = "unknown"  # the source catalogue does not say


class PartyRole(StrEnum):
    """Who must act."""

    APPLICANT = "applicant"
    CENTRE = "centre"  # the window of the service centre
    DEPARTMENT = "department"


class StepKind(StrEnum):
    """What kind of act a step is; the kinds of the centre and the department become tasks."""

    APPLY = "apply"  # 申请
    SIGN = "sign"
    IDENTIFY = "identify"  # identity check in person
    PAY = "pay"
    COLLECT = "collect"  # the applicant takes the result
    ACCEPT = "accept"  # 受理
    REVIEW = "review"  # 审查
    SITE_VISIT = "site_visit"  # 踏勘: an officer goes there; never a visit of the applicant
    DECIDE = "decide"  # 决定
    ISSUE = "issue"  # 制证


class OnSilence(StrEnum):
    """What the law says when the authority lets a limit pass in silence."""

    DEEMED_ACCEPTED = "deemed_accepted"
    NOTHING = "nothing"


class ExtensionBy(StrEnum):
    """Whose head may extend the legal limit once (行政许可法 art. 42)."""

    DEPARTMENT = "department"  # 本行政机关负责人
    GOVERNMENT = "government"  # 本级人民政府负责人: unified, joint or concentrated handling


class VarKind(StrEnum):
    """What a question or a form field takes."""

    CHOICE = "choice"
    MULTI = "multi"
    NUMBER = "number"
    DATE = "date"
    TEXT = "text"


class Sensitivity(StrEnum):
    """Class of a data element: decides where its value is kept and how it is shown."""

    OPEN = "open"
    PERSONAL = "personal"  # name, address: kept sealed, shown in full to those who handle the case
    SENSITIVE = "sensitive"  # ID number, phone: kept sealed, masked by default


class Prefill(StrEnum):
    """Where the platform already knows the value from."""

    NONE = ""
    PERSON_NAME = "person.name"
    PERSON_ID = "person.id_number"
    PERSON_PHONE = "person.phone"
    ORG_NAME = "organisation.name"
    ORG_USCC = "organisation.uscc"
    ORG_ADDRESS = "organisation.address"
    ORG_REPRESENTATIVE = "organisation.representative"
    ANSWER = "answer"  # the answer to the question of the same key


class Collection(StrEnum):
    """How the result reaches the applicant."""

    ONLINE = "online"  # an electronic document in 「我的办件」
    WINDOW = "window"  # paper at the unified out-window
    COURIER = "courier"  # paper sent to an address
    LOCKER = "locker"  # paper in a locker at a service point, opened by a code


class OwnDeed(StrEnum):
    """What the applicant does in person; nobody does it for them."""

    SIGN = "sign"  # sign what is handed in, corrected, withdrawn
    COLLECT = "collect"  # take the result


class TaskState(StrEnum):
    """Whether an item is in use 事项状态."""

    IN_USE = "1"  # 在用
    PAUSED = "2"  # 暂停
    CANCELLED = "3"  # 取消


class DoerKind(StrEnum):
    """By what right a department acts 实施主体性质."""

    STATUTORY = "1"  # 法定机关
    AUTHORISED = "2"  # 授权组织
    ENTRUSTED = "3"  # 受委托组织


class HandleForm(StrEnum):
    """Ways of handing in 办理形式."""

    WINDOW = "1"
    COMPUTER = "2"
    MOBILE = "3"
    COURIER = "4"


class HandleArea(StrEnum):
    """How far away one may apply 通办范围, widest first."""

    NATION = "1"
    PROVINCE = "2"
    CITY = "3"
    COUNTY = "4"
    TOWN = "5"


class MaterialKind(StrEnum):
    """What is asked of a paper 材料类型."""

    ORIGINAL = "1"
    COPY = "2"
    BOTH = "3"


class MaterialFormat(StrEnum):
    """In which form a material is taken 材料形式."""

    PAPER = "1"
    ELECTRONIC = "2"
    BOTH = "3"


class Origin(StrEnum):
    """Where a material comes from as the national tables group it 来源渠道."""

    OWN = "10"  # 申请人自备
    STATE = "20"  # 政府部门核发
    OTHER = "99"

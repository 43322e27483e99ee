"""The published definition of an item or a bundle: one immutable typed document.

From the first schema it says, for every step and material, who must act (`party`), where and how
it may be done (`modes`) and what waits for what (`after`): visits are computed from exactly this
(design/visits.md). Times are in days of the regime's unit; a fee has its rates by date. Parsing
refuses unknown keys.
"""

from onevisit.catalogue.rules.national import National
from onevisit.catalogue.rules.nodes import Node
from onevisit.catalogue.rules.vocabulary import (
    CaseKind,
    Collection,
    ExtensionBy,
    Level,
    MaterialFormat,
    MaterialKind,
    Need,
    OnlineDepth,
    OnSilence,
    Origin,
    OwnDeed,
    PartyRole,
    PayWay,
    Prefill,
    Processing,
    ReviewWay,
    Sensitivity,
    Served,
    SourceKind,
    StepKind,
    TaskState,
    TaskType,
    VarKind,
)
from onevisit.kernel.calendar import DayUnit
from onevisit.kernel.conditions import ALWAYS, Condition

SCHEMA_VERSION = 1
"""Version of the document form; older documents are lifted by `parsing.UPCASTERS`."""


class Option(Node, frozen=True, kw_only=True):
    """One possible answer; `value` is what conditions compare with."""

    value: str
    label: str
    help: str = ""


class Question(Node, frozen=True, kw_only=True):
    """A plain-word question 情形. `key` is shared: the same key in two items is the same
    question.
    """

    key: str
    label: str
    kind: VarKind = VarKind.CHOICE
    help: str = ""
    short: str = ""  # the word before the answer in a summary: 店面 86 平方米
    unit: str = ""
    options: tuple[Option, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    when: Condition = ALWAYS


class Mode(Node, frozen=True, kw_only=True):
    """One way an act can be done: remote or at a place, if `needs` enablers are on and `when`
    holds.
    """

    remote: bool = False
    place: str = ""  # "centre", "department", or a named place; empty when remote
    needs: tuple[str, ...] = ()
    when: Condition = ALWAYS


class Source(Node, frozen=True, kw_only=True):
    """Where a material comes from.

    `provider` is the department (code) that holds it or the place that gives it; `service` the
    data service (an enabler); `item` the catalogue code (12) whose result it is; `basis` the
    legal basis for fetching. `origin` is all that is known of it where `kind` is unknown; `explain`
    says in words how one gets it 来源渠道说明.
    """

    kind: SourceKind = SourceKind.HELD
    provider: str = ""
    service: str = ""
    item: str = ""
    basis: str = ""
    origin: Origin | None = None
    explain: str = ""


class Commitment(Node, frozen=True, kw_only=True):
    """告知承诺: what the office tells before a written commitment may stand for a material.

    `conditions` are what must be met, `consequences` what follows if it is not so. The office
    checks within `check_days` working days of the grant 事后核查.
    """

    conditions: tuple[str, ...]
    consequences: tuple[str, ...]
    check_days: int = 20
    basis: str = ""


class Material(Node, frozen=True, kw_only=True):
    """What must be known or shown 申请材料. `key` is the standard material: one key, one paper.

    `guid` names its row in the national tables where that is not derived from the key.
    """

    key: str
    name: str
    need: Need = Need.REQUIRED
    source: Source = Source()
    when: Condition = ALWAYS
    why_not: str = ""  # said to the applicant when `when` does not hold
    help: str = ""
    points: tuple[str, ...] = ()  # 审查要点: what whoever takes it in looks at, one thing each
    party: PartyRole = PartyRole.APPLICANT
    modes: tuple[Mode, ...] = ()
    original_seen_at_collection: bool = False  # 一次核验
    defer_days: int | None = None  # 容缺: working days in which it may follow
    commitment: Commitment | None = None  # 告知承诺: may stand for it, or be it
    copies: int = 1
    max_pages: int = 100
    kind: MaterialKind | None = None
    format: MaterialFormat | None = None
    page_format: str = ""  # 纸质材料规格, as A4
    blank_form: str = ""  # 空白表格: where it lies
    example: str = ""  # 示例样表: where it lies
    basis: str = ""  # 要求提供材料的依据
    remark: str = ""
    guid: str = ""


class After(Node, frozen=True, kw_only=True):
    """An edge of the step graph: this comes after `step`, and `wait` says work lies between."""

    step: str
    wait: int | bool = 0
    when: Condition = ALWAYS


class Step(Node, frozen=True, kw_only=True):
    """One act of the process 环节 with its doer, limit (days of the regime's unit) and modes.

    `points` of a site visit are what the officer looks at there and ticks, one thing each.
    """

    key: str
    name: str
    kind: StepKind
    party: PartyRole
    limit: int = 0
    when: Condition = ALWAYS
    modes: tuple[Mode, ...] = ()
    after: tuple[After, ...] = ()
    points: tuple[str, ...] = ()  # 现场检查要点


class Field(Node, frozen=True, kw_only=True):
    """A form field over a shared data element: `key` is the element, so each is asked once."""

    key: str
    label: str
    kind: VarKind = VarKind.TEXT
    help: str = ""
    unit: str = ""
    options: tuple[Option, ...] = ()
    required: bool = True
    when: Condition = ALWAYS
    prefill: Prefill = Prefill.NONE
    sensitivity: Sensitivity = Sensitivity.OPEN
    max_length: int = 200
    minimum: float | None = None
    maximum: float | None = None
    group: str = ""


class PartyNeed(Node, frozen=True, kw_only=True):
    """Somebody beside the applicant without whose consent nothing is handed in 当事人: seller,
    spouse, shareholder.

    From `least` to `most` of them, as many as the number question `count` was answered with where
    it names one. `agrees` says in one sentence to what. `sees` are the keys of questions, fields
    and materials shown to them, which is what they agree to; `fills` the fields and `brings` the
    materials that are theirs to give; `gets` the results they may have too. The fields that hold
    their name and number are filled in from how they were named.
    """

    key: str
    name: str
    help: str = ""
    agrees: str
    least: int = 1
    most: int = 1
    count: str = ""
    organisation: bool = False  # named by its USCC; whoever may act for it agrees
    when: Condition = ALWAYS
    sees: tuple[str, ...] = ()
    fills: tuple[str, ...] = ()
    brings: tuple[str, ...] = ()
    gets: tuple[str, ...] = ()
    name_field: str = ""
    number_field: str = ""

    @property
    def shown(self) -> tuple[str, ...]:
        """Everything they see, each once."""
        own = (*self.fills, *self.brings, self.name_field, self.number_field)
        return tuple(dict.fromkeys(key for key in (*self.sees, *own) if key))


class Again(Node, frozen=True, kw_only=True):
    """The same once more for another, as for the second of twins 再办一份.

    `label` names it, `other` are the keys of fields and materials that are another's and are not
    carried over.
    """

    label: str
    when: Condition = ALWAYS
    other: tuple[str, ...] = ()


class Regime(Node, frozen=True, kw_only=True):
    """The legal regime of the clocks, dated data and never constants in code (domain.md, Law).

    `legal` is the legal limit, `promise` the promised one (C1, C2); None = the source does not say.
    """

    unit: DayUnit = DayUnit.WORKING
    intake: int = 5
    on_silence: OnSilence = OnSilence.DEEMED_ACCEPTED
    legal: int | None = 20
    promise: int | None = None
    extension: int = 10
    extension_approver: str = ""  # as it is named to the applicant
    extension_by: ExtensionBy = ExtensionBy.DEPARTMENT
    delivery: int = 10
    applicant_limit: int = 30  # for a correction 补正
    basis: str = ""


class ResultSpec(Node, frozen=True, kw_only=True):
    """What comes out. `key` is a standard material key when other items ask for this very paper."""

    key: str
    name: str
    kind: str = ""  # 证 / 批复 / 文, as the publish rules group them
    collections: tuple[Collection, ...] = (Collection.ONLINE, Collection.WINDOW)
    validity: str = ""
    sample: str = ""  # 结果样本: where one may see what it looks like
    identify: bool = False  # 当面核验: handed to somebody identified, so never through a locker


class FeeRate(Node, frozen=True, kw_only=True):
    """What a fee is from a day on: `since` is a date (ISO 8601), `unit` what it is charged for.

    `amount` is the same in whole 分 for one unit, so that it can be counted; None: words only. It
    is charged where `when` holds of the answers.
    """

    since: str
    standard: str = ""
    unit: str = ""
    amount: int | None = None
    when: Condition = ALWAYS


class FeeExemption(Node, frozen=True, kw_only=True):
    """免收: where `when` holds of the answers nothing is charged, for this `reason` and by this
    law.
    """

    when: Condition
    reason: str
    basis: str = ""


class Fee(Node, frozen=True, kw_only=True):
    """One fee 收费项目: what for, how much, by which law, and how it may be paid.

    `standard` holds until the first of the `rates` begins (see `rules.fees`). `quantity` is the
    answer or form field that says how many units are charged; "" is one.
    """

    name: str
    standard: str = ""
    basis: str = ""
    ways: tuple[PayWay, ...] = ()
    reducible: bool | None = None  # 是否允许减免; None: the source does not say
    reduction: str = ""  # 允许减免依据
    remark: str = ""
    guid: str = ""
    rates: tuple[FeeRate, ...] = ()
    quantity: str = ""
    exemptions: tuple[FeeExemption, ...] = ()


class Delegation(Node, frozen=True, kw_only=True):
    """What the department has delegated to the centre's window, with the document that says so."""

    accept: bool = False
    decide: bool = False
    document: str = ""


class InPerson(Node, frozen=True, kw_only=True):
    """须本人亲自办理: what nobody does for the applicant (民法典 161 para. 2), and by which law;
    `guardians`: whoever guards them by law may all the same.
    """

    deeds: tuple[OwnDeed, ...] = ()
    basis: str = ""
    guardians: bool = False


class Faq(Node, frozen=True, kw_only=True):
    """A question people ask and its answer."""

    question: str
    answer: str
    guid: str = ""


class Texts(Node, frozen=True, kw_only=True):
    """Words of the service guide 办事指南."""

    summary: str = ""
    conditions: str = ""  # 受理条件
    legal_basis: tuple[str, ...] = ()
    location: str = ""
    hours: str = ""
    consult_phone: str = ""
    complaint_phone: str = ""
    online_url: str = ""
    deferral: str = ""  # 容缺受理范围: which materials may follow later, or that none may
    faq: tuple[Faq, ...] = ()


class ItemDefinition(Node, frozen=True, kw_only=True):
    """One item (实施清单) or one of its variants (业务办理项), complete."""

    schema: int = SCHEMA_VERSION
    code: str  # 31 or 33 characters, or the source's own form
    catalogue_code: str = ""  # 基本编码 12
    name: str
    short_name: str = ""
    task_type: TaskType = TaskType.SERVICE
    level: Level = Level.COUNTY
    kind: CaseKind = CaseKind.PROMISED
    review: ReviewWay | None = None  # None: the source does not say
    processing: Processing | None = None  # None: the source does not say
    served: tuple[Served, ...] = (Served.PERSON,)
    life_events: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()  # 主题分类, as the national platform names them
    everyday: tuple[str, ...] = ()
    online_depth: OnlineDepth = OnlineDepth.INFORM
    declared_visits: int | None = None
    presence_reason: str = ""  # 必须现场办理原因
    in_person: InPerson = InPerson()
    postal_application: bool | None = None  # 邮寄申请; None: the source does not say
    courier: bool | None = None  # the result may be sent; None: the source does not say
    bookable: bool | None = None  # an appointment can be made
    cosign: bool = False  # every decision takes a second signer 双人签批
    fee: str = ""  # in words; `fees` are what it is made of
    fees: tuple[Fee, ...] = ()
    regime: Regime = Regime()
    delegation: Delegation = Delegation()
    questions: tuple[Question, ...] = ()
    consistent: Condition = ALWAYS
    materials: tuple[Material, ...] = ()
    steps: tuple[Step, ...] = ()
    form: tuple[Field, ...] = ()
    parties: tuple[PartyNeed, ...] = ()
    again: Again | None = None
    results: tuple[ResultSpec, ...] = ()
    texts: Texts = Texts()
    national: National = National()

    @property
    def takes_commitments(self) -> bool:
        """Whether a written commitment may stand for any of its materials."""
        return any(material.commitment for material in self.materials)

    @property
    def applicable(self) -> bool:
        """Whether it can be applied for here: it has a process, not only a description, and is
        not paused.
        """
        return self.national.state is TaskState.IN_USE and any(
            step.kind is StepKind.DECIDE for step in self.steps
        )


class Part(Node, frozen=True, kw_only=True):
    """One sub-item of a bundle, named by its catalogue code and, where it has kinds, the variant.

    `after` are the keys of parts that must have ended first (ended, not granted: one refusal
    never blocks the others). `promise` overrides the item's promised days inside the bundle.
    """

    key: str
    name: str
    catalogue_code: str
    variant: str = ""
    when: Condition = ALWAYS
    why_not: str = ""
    after: tuple[str, ...] = ()
    promise: int | None = None


class JointVisit(Node, frozen=True, kw_only=True):
    """One appointment that serves the site-visit steps of several parts 联合踏勘.

    With `opinion` it is a 联合验收: when all have passed it, one opinion stands for them all.
    """

    key: str
    name: str
    parts: tuple[str, ...]
    opinion: bool = False


class BundleDefinition(Node, frozen=True, kw_only=True):
    """一件事: items of several departments handled as one application."""

    schema: int = SCHEMA_VERSION
    code: str
    name: str
    lead: str = ""  # department code 牵头部门
    served: tuple[Served, ...] = (Served.PERSON,)
    life_events: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    everyday: tuple[str, ...] = ()
    online_depth: OnlineDepth = OnlineDepth.FULL
    declared_visits: int | None = None
    presence_reason: str = ""
    promise: int | None = None  # working days for the whole
    questions: tuple[Question, ...] = ()  # asked first, in this order; then what parts add
    consistent: Condition = ALWAYS
    parts: tuple[Part, ...]
    joint_visits: tuple[JointVisit, ...] = ()
    form: tuple[Field, ...] = ()  # order and wording of shared fields; parts add the rest
    parties: tuple[PartyNeed, ...] = ()  # the bundle's word goes before that of its parts
    again: Again | None = None
    texts: Texts = Texts()

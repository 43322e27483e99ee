"""What the workbook would make of each bundle: its cells name what its items ask and give, too."""

from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from onevisit.catalogue import queries
from onevisit.catalogue.errors import (
    belongs_elsewhere,
    bundle_code,
    bundle_exists,
    no_such_department,
)
from onevisit.catalogue.queries import StandingBundle
from onevisit.catalogue.rules.definition import BundleDefinition, ItemDefinition
from onevisit.catalogue.rules.editing.bundling import (
    Answers,
    answered,
    as_one_item,
    names_digest,
)
from onevisit.catalogue.rules.editing.coding import is_bundle_code
from onevisit.catalogue.rules.importing.materials import normal_name
from onevisit.catalogue.rules.rewriting import Definition
from onevisit.catalogue.services import NewBundle
from onevisit.catalogue.web.workbook.cells import tidy, value_of
from onevisit.catalogue.web.workbook.heads import (
    BUNDLES,
    CODE,
    FORM,
    PARTS,
    QUESTIONS,
    Head,
    Table,
    narrow,
    sheets_of,
)
from onevisit.catalogue.web.workbook.making import Making, Shared
from onevisit.catalogue.web.workbook.prospect import Held, Maker, New, Unfit, stale
from onevisit.catalogue.web.workbook.reading import GivenItem
from onevisit.directory.rules import DepartmentInfo
from onevisit.ui.wordings import text_for

Pair = tuple[str, str]


class BundleMaker(Maker):
    """Makes prospects of bundles."""

    def __init__(
        self,
        known: Sequence[Table],
        offices: Sequence[DepartmentInfo],
        mine: Sequence[DepartmentInfo],
        items: Sequence[GivenItem],
        held: Mapping[str, StandingBundle],
        shared: Shared,
    ) -> None:
        self.known, self.held, self.shared = known, held, shared
        self._bundles = held
        self.first, *self.lists = sheets_of(known, bundle=True)
        self.foreign = [each for each in known if not each.bundles]
        self.offices = {each.code: each for each in offices}
        self.mine = {each.id for each in mine}
        self.taken = queries.taken_codes({each.code for each in items})
        self._pairs = {each.code: frozenset(self._named(each)) for each in items}
        self._answers: dict[str, Answers] = {}

    def _named(self, item: GivenItem) -> Iterator[Pair]:
        """What its parts are, and were."""
        held = self._bundles.get(item.code)
        if held is not None:
            yield from _pairs(held.definition)
        sheet = next(each for each in self.lists if each.name == PARTS)
        code, variant = (_over(sheet, place) for place in ("catalogue_code", "variant"))
        for row in item.lists.get(PARTS, ()):
            yield tuple(narrow(row.cells.get(h.head, "")) for h in (code, variant))  # type: ignore[misc]

    def strange(self, sheet: str) -> str:
        """What its items have, it has not."""
        return _("一件事没有“%(sheet)s”，从各事项算出来；要改的到事项里改。") % {"sheet": sheet}

    def new(self, item: GivenItem, code: str) -> NewBundle:
        """How it is begun."""
        if item.row is None or not item.is_bundle:
            raise Unfit(CODE, _("没有这个编码的一件事。新的一件事要在“一件事”表里写一行。"))
        lead = self._lead(item)
        if lead is None:
            raise Unfit(self._lead_head.head, _("新的一件事要写牵头部门。"))
        if lead.id not in self.mine:
            raise Unfit(self._lead_head.head, _("您不管这个部门的事项。"))
        if code in self.taken:
            raise Unfit(CODE, text_for(bundle_exists(code)))
        if not is_bundle_code(code, lead.region):
            raise Unfit(CODE, text_for(bundle_code(code, queries.next_bundle_code(lead.region))))
        name = item.row.cells.get(self.first.heads[0].head, "")
        if not name:
            raise Unfit(self.first.heads[0].head, _("新的一件事要写名称。"))
        return NewBundle(tidy(name), lead.code, code)

    def begun(self, new: New) -> BundleDefinition:
        """What it is then."""
        assert isinstance(new, NewBundle)
        return BundleDefinition(code=new.code, name=new.name, lead=new.lead, parts=())

    def fits(self, item: GivenItem, held: Held) -> None:
        """Whether the rows can be meant for it."""
        assert isinstance(held, StandingBundle)
        if item.row is not None and not item.is_bundle:
            raise Unfit(CODE, _("这是一件事的编码，写在“%(sheet)s”表里。") % {"sheet": BUNDLES})
        if item.seen and item.seen != mark_of(held, self.answers(item, held)):
            raise stale()
        lead = self._lead(item)
        if lead is None or lead.code == held.definition.lead:
            return
        if lead.region != held.region:
            raise Unfit(self._lead_head.head, text_for(belongs_elsewhere(held.code)))
        if not {lead.id, held.department_id} <= self.mine:
            raise Unfit(self._lead_head.head, _("您不管这个部门的事项。"))

    @property
    def _lead_head(self) -> Head:
        return _over(self.first, "lead")

    def _lead(self, item: GivenItem) -> DepartmentInfo | None:
        """Who is to lead it, where the cell says so."""
        text = item.row.cells.get(self._lead_head.head, "") if item.row else ""
        if not text:
            return None
        try:
            return self.offices[str(value_of(self._lead_head, text))]
        except ValueError:
            raise Unfit(self._lead_head.head, text_for(no_such_department(text))) from None

    def making(self, item: GivenItem, before: Definition, held: Held | None) -> Making:
        """How its rows are read."""
        answers = self.answers(item, held)

        def seen(bundle: BundleDefinition) -> ItemDefinition:
            return as_one_item(bundle, answered(bundle, answers))

        return Making(
            self.known,
            item,
            before,
            self._shared(answers),
            whole=bool(held and item.seen),
            new=held is None,
            seen=seen,
        )

    def answers(self, item: GivenItem, held: Held | None) -> Answers:
        """The items that its parts name."""
        lead = None if held else self._lead(item)
        region = held.region if held else lead.region if lead else ""
        if region not in self._answers:
            every = frozenset[Pair]().union(*self._pairs.values())
            self._answers[region] = queries.answering_parts(every, region) if region else {}
        found = self._answers[region]
        return {pair: found[pair] for pair in self._pairs[item.code] if pair in found}

    def _shared(self, answers: Answers) -> Shared:
        """What its own items ask goes before what others do."""
        items = answers.values()
        questions = {normal_name(q.label): q for each in items for q in each.questions}
        fields = {normal_name(f.label): f for each in items for f in each.form}
        return {
            QUESTIONS: {**self.shared.get(QUESTIONS, {}), **questions},
            FORM: {**self.shared.get(FORM, {}), **fields},
        }


def answers_of(bundles: Sequence[StandingBundle]) -> dict[str, Answers]:
    """Code → the items that answer the parts of the bundle. Two queries for each region."""
    found: dict[str, Answers] = {}
    for region in sorted({each.region for each in bundles}):
        here = {e.code: set(_pairs(e.definition)) for e in bundles if e.region == region}
        answers = queries.answering_parts(set[Pair]().union(*here.values()), region)
        for code, pairs in here.items():
            found[code] = {pair: answers[pair] for pair in pairs if pair in answers}
    return found


def _pairs(bundle: BundleDefinition) -> Iterator[Pair]:
    for part in bundle.parts:
        yield part.catalogue_code, part.variant


def mark_of(held: StandingBundle, answers: Answers) -> str:
    """What an exported row was written from: the bundle, and how its items call things."""
    seen = as_one_item(held.definition, answered(held.definition, answers))
    return f"{held.digest}-{names_digest(seen)[:12]}"


def _over(sheet: Table, place: str) -> Head:
    return next(each for each in sheet.heads if each.box.place == place)

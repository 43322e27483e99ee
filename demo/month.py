"""A month of the whole county: as many applications as wanted, drawn with a fixed seed.

Who, what, how and when is drawn here; how it is told is the same as for the told stories, service
by service. The people of the told stories do nothing else.
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

from demo import content
from demo.drawing import Lots, odds
from demo.fates import fate_of, fates_of, length
from demo.helping import HELPED
from demo.schedule import Days, at
from demo.stories import Answer, End, Fate, Post, Story, Way
from onevisit.cases.rules.submission import collections_of
from onevisit.catalogue.rules.composition import SINGLE, Offer
from onevisit.guidance.rules.checklist import Checklist, checklist

SEED = 339921
WORKING_DAYS = 22

_ONLINE = {"social_card": 0.1, "elder_allowance": 0.45, "licence_check": 0.85}
_USUALLY_ONLINE = 0.76
_AT_THE_CENTRE = ("clerk1", "clerk2", "clerk4", "clerk5")
_WINDOW_HOURS = ((0, 165, 55), (275, 425, 45))  # from, to (minutes after nine), weight
_LOOKED_AT = 0.2  # of those with nothing to ask for
_SENT_BACK_LATELY = 3  # working days: they may still send it again
_EXTENDED_LATELY = 8  # working days: the limit still runs
_SENT, _USUALLY_SENT = {"licence_check": 0.0}, 0.16
_SOON_FETCHED = 9  # working days after the decision nearly everything has been collected
_ADULT, _OLD = 18, 80
_LEFT = {Way.ONLINE: ((Way.DRAFT, 0.03), (Way.UNSIGNED, 0.015)),
         Way.WINDOW: ((Way.WINDOW_DRAFT, 0.02),)}  # fmt: skip


def month(offers: Mapping[str, Offer], days: Days, count: int) -> Iterator[Story]:
    """So many applications of the last month; offers by the keys of the content."""
    drawn = _Month(offers, days, Lots(random.Random(SEED)))
    for _ in range(count):
        yield drawn.story()


@dataclass(frozen=True, slots=True)
class _Who:
    person: str
    township: str
    company: str = ""
    shop: str = ""


@dataclass
class _Month:
    offers: Mapping[str, Offer]
    days: Days
    lots: Lots
    taken: dict[tuple[str, str, str], set[int]] = field(default_factory=dict)
    backs: list[int] = field(default_factory=list)
    weights: list[int] = field(default_factory=list)
    pledged: set[str] = field(default_factory=set)
    barred: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.backs = list(range(WORKING_DAYS + 1))
        if not self.days.is_working(self.days.today):
            del self.backs[0]
        busy = odds()["weekdays"]
        self.weights = [busy[min(self.days.back(n).weekday(), 4)] for n in self.backs]
        born = {each.key: self.days.today.year - each.birth.year for each in content.residents()}
        self.adults = [key for key, age in born.items() if _ADULT <= age < _OLD]
        self.elders = [key for key, age in born.items() if age > _OLD and key not in HELPED]
        self.parents = [each.key for each in content.residents() if each.child]
        told = {each.key for each in content.companies()}
        self.companies = [each for each in content.all_companies() if each.key not in told]

    def story(self) -> Story:
        """The next one that can have happened."""
        while True:
            drawn = self._drawn()
            if self._free(drawn):
                return drawn

    def _drawn(self) -> Story:
        key = self.lots.weighted(odds()["offers"])
        offer = self.offers[key]
        answers = self.lots.answers(key, offer)
        who = self._who(key, answers)
        kin = self._kin(key, answers, who)
        if "age_band" in answers:
            born = (kin or content.people()[who.person]).birth.year
            answers["age_band"] = _band(self.days.today.year - born)
        way = self._way(key, answers, who)
        at_window = way in (Way.WINDOW, Way.ON_THE_SPOT, Way.WINDOW_DRAFT)
        plain = Story(
            key, who.person, self._back(), answers,
            company=who.company, shop=who.shop, township=who.township, way=way,
            clerk=self._clerk(who) if at_window else "",
            minute=self._window_minute() if at_window else self._online_minute(),
            pace=self.lots.between(0, 200), turn=self.lots.between(0, 1),
            kin=kin,
            sent_home=at_window and way is not Way.WINDOW_DRAFT and self.lots.chance(0.045),
        )  # fmt: skip
        return self._with_end(self._on_weekend(plain), offer)

    # -- who, when, where ------------------------------------------------------------------------

    def _who(self, key: str, answers: Mapping[str, Answer]) -> _Who:
        if self.offers[key].served != ("1",) and self.lots.chance(0.7):
            company = self.lots.one(self.companies)
            person = content.people()[company.representative]
            shop = company.name.removeprefix("安澜县").removesuffix("（个体工商户）")
            return _Who(person.key, person.township, company.key, shop)
        if key == "elder_allowance" and answers["applicant_for"] == "self":
            among = self.elders
        elif answers.get("age_group") == "child":
            among = self.parents
        else:
            among = self.adults
        person = content.people()[self.lots.one(among)]
        return _Who(person.key, person.township, shop=self.lots.shop())

    def _way(self, key: str, answers: Mapping[str, Answer], who: _Who) -> Way:
        can_sign = bool(content.people()[who.person].phone)
        no_print = answers.get("fingerprint") == "no" or answers.get("age_group") == "child"
        online = can_sign and not no_print
        usual = Way.WINDOW
        if online and self.lots.chance(_ONLINE.get(key, _USUALLY_ONLINE)):
            usual = Way.ONLINE
        elif key == "social_card":
            return Way.ON_THE_SPOT
        for left, share in _LEFT[usual]:
            if self.lots.chance(share):
                return left
        return usual

    def _clerk(self, who: _Who) -> str:
        near = self.lots.chance(0.66)
        return f"clerk-{who.township}" if near else self.lots.one(_AT_THE_CENTRE)

    def _back(self) -> int:
        return self.lots.draw.choices(self.backs, self.weights)[0]

    def _window_minute(self) -> int:
        hours = self.lots.draw.choices(_WINDOW_HOURS, [weight for *_, weight in _WINDOW_HOURS])
        return self.lots.between(*hours[0][:2])

    def _online_minute(self) -> int:
        hours: list[int] = odds()["online_hours"]
        hour = self.lots.draw.choices(range(24), hours)[0]
        return max(60 * (hour - 9) + self.lots.between(0, 59), -8 * 60)

    def _on_weekend(self, story: Story) -> Story:
        """Online also happens on days on which offices are closed."""
        if story.clerk or not self.lots.chance(0.3):
            return story
        day = self.days.back(story.back) + timedelta(days=1)
        closed = 0
        while not self.days.is_working(day + timedelta(days=closed)) and closed < 8:
            closed += 1
        return replace(story, later=self.lots.between(1, closed)) if closed else story

    def _kin(self, key: str, answers: Mapping[str, Answer], who: _Who) -> content.Relative | None:
        person = content.people()[who.person]
        if answers.get("age_group") == "child":
            return _relative(person.key, person.child)
        if answers.get("applicant_for") != "family":
            return None
        if key == "elder_allowance":
            if person.parent:
                return _relative(person.key, person.parent)
            return self.lots.kin(person.key, (1929, 1945))
        known = person.parent or person.child
        return _relative(person.key, known) if known else self.lots.kin(person.key, (1945, 2012))

    # -- what becomes of it ----------------------------------------------------------------------

    def _with_end(self, story: Story, offer: Offer) -> Story:
        at_window = bool(story.clerk)
        lines = checklist(offer, story.answers)
        if len(offer.parts) > 1:
            story = replace(story, fates=fates_of(self.lots, offer, at_window=at_window))
        else:
            fate = fate_of(
                self.lots, story.offer, offer.part(SINGLE), at_window=at_window,
                correctable=bool(lines.bring()),
                by_login=bool(content.people()[story.person].phone),
            )  # fmt: skip
            story = replace(story, fate=self._at_once(fate, story))
        story = self._with_extension(self._looked_at(story, lines), offer)
        return self._with_collection(self._with_pledge(story, lines), offer)

    def _looked_at(self, story: Story, lines: Checklist) -> Story:
        """预审 of some that came online and that nobody asks for anything afterwards."""
        fate = story.fate
        plain = fate.end in (End.APPROVED, End.REFUSED) and fate.accept and not fate.correct
        if story.clerk or story.fates or not plain or not self.lots.chance(_LOOKED_AT):
            return story
        if lines.bring() and story.back <= _SENT_BACK_LATELY and self.lots.chance(0.4):
            return replace(story, fate=Fate(End.SUBMITTED, look="returned"))
        if lines.bring() and self.lots.chance(0.3):
            return replace(story, fate=replace(fate, look="resupplied", accept=3))
        return replace(story, fate=replace(fate, look="passed", accept=max(fate.accept, 1)))

    def _with_extension(self, story: Story, offer: Offer) -> Story:
        """Somebody needs more time for what came in lately; a head answers, or has not yet."""
        regime, fate = offer.parts[0].item.regime, story.fate
        lately = story.back <= _EXTENDED_LATELY and fate.end is End.APPROVED and fate.work > 1
        if story.fates or not (regime.extension and regime.extension_approver and lately):
            return story
        if not self.lots.chance(0.2):
            return story
        answer = "asked" if self.lots.chance(0.5) else "granted"
        reason = self.lots.reason("extended", story.offer)
        longer = replace(fate, end=End.REVIEWED, extend=answer, reason=reason, pause=0)
        return replace(story, fate=longer)

    def _with_pledge(self, story: Story, lines: Checklist) -> Story:
        """A commitment for a paper, kept as it is looked at later; now and then it was not."""
        able = [line for line in lines.lines if line.pledgeable]
        holder = {story.person, story.company} - {""}
        if able and not holder & self.barred and self.lots.chance(0.4):
            story = replace(story, pledging=self.lots.one(able).key)
        elif not any(line.pledges for line in lines.lines):
            return story
        said = odds()["checks"]
        found = {"kept": self.lots.one(said["kept"])}
        if not holder & self.pledged and self.lots.chance(0.06):
            found, self.barred = {"order": self.lots.one(said["order"])}, self.barred | holder
        self.pledged |= holder
        fates = {part: replace(fate, **found) for part, fate in story.fates.items()}
        return replace(story, fate=replace(story.fate, **found), fates=fates)

    def _at_once(self, fate: Fate, story: Story) -> Fate:
        """What needs no work is done while the office is open."""
        open_now = 0 <= story.minute <= 420 and not story.later
        return replace(fate, accept=0) if fate.work == 0 and open_now else fate

    def _with_collection(self, story: Story, offer: Offer) -> Story:
        if story.way is Way.ON_THE_SPOT:
            return story
        allowed = collections_of(offer, story.answers)
        fates = story.fates.values() if story.fates else (story.fate,)
        done = max(length(each) for each in fates)
        share = _SENT.get(story.offer, _USUALLY_SENT)
        if "courier" in allowed and not story.clerk and self.lots.chance(share):
            post = Post(self.lots.weighted(odds()["parcels"]))
            return replace(story, post=post, packed=done + self.lots.between(1, 3))
        wished = self.lots.chance(0.14 if story.clerk else 0.03)
        if "window" not in allowed or ("online" in allowed and not wished):
            return story
        near = self.lots.chance(0.6)
        pickup = story.township if near else "centre"
        forgotten = story.back > done + _SOON_FETCHED
        if self.lots.chance(0.02 if forgotten else 0.1):
            return replace(story, waiting=True, pickup=pickup)
        return replace(story, collect=done + self.lots.between(1, 5), pickup=pickup)

    # -- whether it can have been ----------------------------------------------------------------

    def _free(self, story: Story) -> bool:
        """Nobody has two drafts for the same thing, and nothing begins after the last day."""
        day = self.days.back(story.back) + timedelta(days=story.later)
        if at(day, story.minute) > self.days.now:
            return False
        held = self.taken.setdefault((story.person, story.company, story.offer), set())
        stays = story.way in _STAYS
        span = {_FOR_EVER} if stays else {story.back, story.back + 1}
        if held & span or _FOR_EVER in held or (stays and held):
            return False
        held |= span
        return True


_FOR_EVER = -1
_STAYS = (Way.DRAFT, Way.UNSIGNED, Way.WINDOW_DRAFT)


def _band(age: int) -> str:
    return "100" if age >= 100 else "90" if age >= 90 else "80"


def _relative(of: str, key: str) -> content.Relative:
    person = content.people()[key]
    return content.Relative(of, person.name, person.birth, person.serial)

"""How well search understands people, over everything imported: two measures, and a plain BM25.

(a) Official everyday phrases, each item's own left out in turn: its everyday names and short name
are not indexed while its phrase is asked. Every item that carries the phrase counts as right.
(b) Colloquial questions of our own: what answers them stands beside them. Every second one belongs
to the half that is not looked at while tuning.
"""

import csv
import io
import json
import math
import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import imports
from bench.table import Report, Row

PHRASES = imports.REAL[0][0].parent / "everyday_phrases.csv"
_DATA = Path(__file__).parent / "data"
QUESTIONS = _DATA / "questions.txt"
COUNTY_QUESTIONS = _DATA / "county_questions.txt"
FRESH_QUESTIONS = _DATA / "fresh_questions.txt"
DRAWN_QUESTIONS = _DATA / "drawn_questions.txt"
OTHER_QUESTIONS = _DATA / "other_questions.txt"
LATER_QUESTIONS = _DATA / "later_questions.txt"
LAST_QUESTIONS = _DATA / "last_questions.txt"
BLIND_QUESTIONS = _DATA / "blind_questions.txt"
SIXTH_QUESTIONS = _DATA / "sixth_questions.txt"
SEVENTH_QUESTIONS = _DATA / "seventh_questions.txt"
EIGHTH_QUESTIONS = _DATA / "eighth_questions.txt"
NINTH_QUESTIONS = _DATA / "ninth_questions.txt"
TENTH_QUESTIONS = _DATA / "tenth_questions.txt"
ELEVENTH_QUESTIONS = _DATA / "eleventh_questions.txt"
NAMED_QUESTIONS = _DATA / "named_questions.txt"
ABSENT_QUESTIONS = _DATA / "absent_questions.txt"
BUNDLE_QUESTIONS = _DATA / "bundle_questions.txt"
LIMITS = {"phrases": (0.92, 0.99), "questions": (0.80, 0.95)}
_MARKS = re.compile(r"[,，、;；\s]+")

Right = Callable[[str, str], bool]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked; `right` judges a thing by its code and name; `seen` while tuning."""

    text: str
    right: Right
    seen: bool = True
    hidden: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """How many questions had a right answer first, and among the first five."""

    asked: int
    first: int
    five: int

    def __str__(self) -> str:
        return f"@1 {self.first / self.asked:.3f}, @5 {self.five / self.asked:.3f}"

    def verdict(self, limits: tuple[float, float]) -> str:
        """Whether both shares reach what was asked for."""
        enough = self.first / self.asked >= limits[0] and self.five / self.asked >= limits[1]
        return "within" if enough else "NOT within"


def phrases(carried: Mapping[str, set[str]]) -> list[Question]:
    """The first official phrase of each item; `carried`: everyday name → codes that have it."""
    found = []
    with PHRASES.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            phrase = next(each for each in _MARKS.split(row["everyday"]) if each)
            codes = carried.get(phrase, set()) | {row["task_code"]}
            found.append(Question(phrase, _one_of(codes), hidden=row["task_code"]))
    return found


def _one_of(codes: set[str]) -> Right:
    return lambda code, name: code in codes


def questions(path: Path = QUESTIONS) -> list[Question]:
    """Blocks of questions under the names that answer them."""
    blocks = (each.strip().splitlines() for each in path.read_text("utf-8").split("\n\n"))
    return [
        Question(text, _named(set(names.split("|"))), seen=at % 2 == 0)
        for names, *asked in blocks
        if not names.startswith("#")
        for at, text in enumerate(asked)
    ]


def _named(names: set[str]) -> Right:
    return lambda code, name: name in names


def county_questions(path: Path = COUNTY_QUESTIONS) -> list[Question]:
    """Lines of a question and a pattern of names that answer it."""
    lines = path.read_text("utf-8").splitlines()
    pairs = (line.split(" | ") for line in lines if line and not line.startswith("#"))
    return [
        Question(text, _like(pattern), seen=at % 2 == 0) for at, (text, pattern) in enumerate(pairs)
    ]


def _like(pattern: str) -> Right:
    return lambda code, name: re.search(pattern, name) is not None


class Asked:
    """The index of what stands in the database, kept so that one thing's names can be hidden."""

    def __init__(self, only: Callable[[str], bool] = bool) -> None:
        """`only` chooses among the codes."""
        from onevisit.guidance.models import SearchDocument
        from onevisit.guidance.queries.finding import empty_index
        from onevisit.guidance.rules.search import Prepared

        self.index = empty_index()
        self.rows: dict[str, tuple[Prepared, float, str]] = {}
        columns = ("card", "boost", "phrases", "related", "office", "pinyin")
        documents = SearchDocument.objects.order_by("id").values_list(*columns)
        for card, boost, names, related, office, pinyin in documents:
            prepared = Prepared(
                tuple(names.split("\n")), related, office, tuple(pinyin.split("\n"))
            )
            if only(card["code"]):
                self.rows[card["code"]] = (prepared, boost, card["name"])
        for code in self.rows:
            self._put(code, hide=False)

    def carried(self) -> dict[str, set[str]]:
        """Everyday name → codes of what has it, in whole and in its parts between blanks."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for code, (prepared, _, _) in self.rows.items():
            for each in prepared.phrases[1:]:
                for phrase in {each, *each.split()}:
                    found[phrase].add(code)
        return found

    def _put(self, code: str, *, hide: bool) -> None:
        from onevisit.guidance.rules.search import Prepared

        prepared, boost, name = self.rows[code]
        if hide:
            prepared = Prepared(
                prepared.phrases[:1], prepared.related, prepared.office, prepared.pinyin[:1]
            )
        self.index.add(code, (code, name), prepared, boost)  # type: ignore[arg-type]

    def search(self, question: Question) -> list[tuple[str, str]]:
        """Code and name of the first five."""
        hidden = question.hidden in self.rows
        if hidden:
            self._put(question.hidden, hide=True)
        found = self.index.search(question.text, wanted=_anything)[:5]
        if hidden:
            self._put(question.hidden, hide=False)
        return [each.card for each in found]  # type: ignore[misc]

    def says_nothing_fits(self, text: str) -> bool:
        """Whether the page would call what is found near, or find nothing."""
        from onevisit.guidance.rules.search import fits_well

        return not fits_well(text, self.index.search(text, wanted=_anything))


def _anything(card: object) -> bool:
    return True


class TitleSearch:
    """BM25 over titles, characters and pairs: what any search engine gives."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = list(names.items())
        self._held = [Counter(_tokens(name)) for name in names.values()]
        self._often = Counter(token for held in self._held for token in held)
        self._mean = sum(map(sum, (held.values() for held in self._held))) / len(self._held)

    def search(self, question: Question) -> list[tuple[str, str]]:
        """Code and name of the first five."""
        asked = set(_tokens(question.text))
        scores = [(-self._score(asked, held), at) for at, held in enumerate(self._held)]
        return [self._names[at] for _, at in sorted(scores)[:5]]

    def _score(self, asked: set[str], held: Counter[str]) -> float:
        size = 0.25 + 0.75 * sum(held.values()) / self._mean
        many = len(self._held)
        found = 0.0
        for token in asked & held.keys():
            often = self._often[token]
            rarity = math.log(1 + (many - often + 0.5) / (often + 0.5))
            found += rarity * held[token] * 2.2 / (held[token] + 1.2 * size)
        return found


def _tokens(text: str) -> list[str]:
    plain = re.sub(r"\W", "", text)
    return [*plain, *(plain[at : at + 2] for at in range(len(plain) - 1))]


def score(
    search: Callable[[Question], Sequence[tuple[str, str]]], asked: Sequence[Question]
) -> Score:
    """Ask everything."""
    first = five = 0
    for question in asked:
        right = [question.right(*each) for each in search(question)]
        first += right[:1] == [True]
        five += any(right)
    return Score(len(asked), first, five)


def report() -> Report:
    """Both measures on a stage with the county founded; nothing when the real files are absent."""
    if not PHRASES.exists():
        return Report((), ("Understanding was not measured: the real catalogues are absent.",))
    for path, form in imports.REAL:
        _read(path, form)
    return Report(tuple(_rows()))


def _read(path: Path, form: str) -> None:
    from django.core.management import call_command

    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "report.jsonl"
        call_command("import_catalogue", path, format=form, report=target, stdout=io.StringIO())


def _rows() -> Iterator[Row]:
    with imports.REAL[0][0].open(encoding="utf-8") as lines:
        codes = {json.loads(line)["TASK_CODE"] for line in lines}
    everything, province = Asked(), Asked(codes.__contains__)
    for name, own in (("the province's items", province), ("all items", everything)):
        asked = phrases(own.carried())
        plain = TitleSearch({code: row[2] for code, row in own.rows.items()})
        yield _row(f"phrases over {name} ({len(own.rows):,})", own, asked, "phrases", plain)
    everything = Asked()  # anew: names hidden and shown again still count as seen twice
    plain = TitleSearch({code: row[2] for code, row in everything.rows.items()})
    for seen, half in ((True, "seen"), (False, "unseen")):
        chosen = [each for each in questions() if each.seen is seen]
        yield _row(f"questions, {half} half", everything, chosen, "questions", plain)
    for what, read, path in (
        ("written afterwards", questions, FRESH_QUESTIONS),
        ("on four bundles", questions, BUNDLE_QUESTIONS),
        ("on imported things", county_questions, COUNTY_QUESTIONS),
        ("on things drawn by chance, seen", county_questions, DRAWN_QUESTIONS),
        ("on things drawn by chance, seen later", county_questions, OTHER_QUESTIONS),
        ("on things drawn by chance, misses never seen", county_questions, LATER_QUESTIONS),
        ("on things drawn by chance, unseen", county_questions, LAST_QUESTIONS),
        ("drawn a fifth time", county_questions, BLIND_QUESTIONS),
        ("drawn a sixth time", county_questions, SIXTH_QUESTIONS),
        ("drawn a seventh time", county_questions, SEVENTH_QUESTIONS),
        ("drawn an eighth time", county_questions, EIGHTH_QUESTIONS),
        ("drawn a ninth time", county_questions, NINTH_QUESTIONS),
        ("drawn a tenth time, near the titles", county_questions, TENTH_QUESTIONS),
        ("drawn an eleventh time, far from them", county_questions, ELEVENTH_QUESTIONS),
        ("drawn, short names", county_questions, NAMED_QUESTIONS),
    ):
        yield _row(f"questions {what}", everything, read(path), "questions", plain)
    yield _said_so(everything)


def _said_so(own: Asked) -> Row:
    """What does not exist here is called so; against it false alarms where an answer is first."""
    lines = ABSENT_QUESTIONS.read_text("utf-8").splitlines()
    absent = [line for line in lines if not line.startswith("#")]
    there = [
        each
        for each in (*questions(FRESH_QUESTIONS), *county_questions(LATER_QUESTIONS))
        if any(each.right(*card) for card in own.search(each)[:1])
    ]
    alarms = sum(own.says_nothing_fits(each.text) for each in there)
    return Row(
        f"said that nothing fits, {len(absent)} that are not here",
        f"{sum(map(own.says_nothing_fits, absent)) / len(absent):.2f}",
        "",
        f"{alarms / len(there):.2f} of {len(there)} answered right",
    )


def _row(what: str, own: Asked, asked: Sequence[Question], kind: str, plain: TitleSearch) -> Row:
    found, base = score(own.search, asked), score(plain.search, asked)
    limits = LIMITS[kind]
    against = f"@1 ≥ {limits[0]}, @5 ≥ {limits[1]}"
    return Row(f"{what}, {len(asked)}", str(found), against, f"BM25: {base}", found.verdict(limits))

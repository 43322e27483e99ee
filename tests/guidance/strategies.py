"""Random small offers with random answers, and what they come to by brute force.

The brute force knows nothing of three values: it takes complete answers, sets to null what is
not asked, and reads the definition line by line.
"""

from functools import cache
from itertools import product
from typing import Any

from hypothesis import strategies as st

from onevisit.catalogue.rules.composition import Offer, compose_bundle
from onevisit.catalogue.rules.definition import Material
from onevisit.catalogue.rules.parsing import parse_bundle, parse_item

Doc = dict[str, Any]
FULL = {
    "choice": ["a", "b", "c"],
    "number": [0, 5, 10, 15, 20],
    "multi": [[], ["a"], ["b"], ["a", "b"]],
}


@cache
def leaf(key: str, kind: str) -> st.SearchStrategy[Doc]:
    """One comparison about a question of that kind."""
    if kind == "choice":
        return st.sampled_from(["a", "b", "c"]).flatmap(
            lambda v: st.sampled_from(["==", "!="]).map(lambda op: {op: [{"var": key}, v]})
        )
    if kind == "number":
        return st.sampled_from([5, 10, 15]).flatmap(
            lambda v: st.sampled_from(["<", "<=", ">", ">="]).map(
                lambda op: {op: [{"var": key}, v]}
            )
        )
    return st.sampled_from(["a", "b"]).map(lambda v: {"in": [v, {"var": key}]})


def condition(kinds: dict[str, str]) -> st.SearchStrategy[Any]:
    """A condition over these questions; often simply true."""
    return _condition(tuple(kinds.items()))


@cache
def _condition(kinds: tuple[tuple[str, str], ...]) -> st.SearchStrategy[Any]:
    """Made once: a strategy costs more to make than to draw from."""
    if not kinds:
        return st.just(True)
    leaves = st.one_of([leaf(key, kind) for key, kind in kinds])
    deep = st.one_of(
        leaves,
        st.lists(leaves, min_size=2, max_size=3).map(lambda parts: {"and": parts}),
        st.lists(leaves, min_size=2, max_size=3).map(lambda parts: {"or": parts}),
        leaves.map(lambda part: {"!": [part]}),
    )
    return st.one_of(st.just(True), deep, deep)


@st.composite
def materials(draw: st.DrawFn, kinds: dict[str, str], results: list[str]) -> list[Doc]:
    """Up to four materials of one item."""
    keys = draw(st.lists(st.sampled_from(["m1", "m2", "m3", *results]), unique=True, max_size=4))
    found = []
    for key in keys:
        source = draw(st.sampled_from(["held", "generated", "fetched", "issued", "third_party"]))
        modes = []
        if source == "fetched" and draw(st.booleans()):
            modes = [{"remote": True, "when": draw(condition(kinds))}]
        found.append(
            {
                "key": key,
                "name": key,
                "need": draw(st.sampled_from(["1", "1", "2", "3"])),
                "source": {"kind": source},
                "when": draw(condition(kinds)),
                "why_not": f"no {key}",
                "modes": modes,
            }
        )
    return found


@st.composite
def offers(draw: st.DrawFn) -> Offer:
    """A bundle of one to three parts over up to five questions."""
    kinds: dict[str, str] = {}
    questions: list[Doc] = []
    for number in range(draw(st.integers(1, 5))):
        kind = draw(st.sampled_from(["choice", "number", "multi"]))
        options = [{"value": v, "label": v} for v in ("abc" if kind == "choice" else "ab")]
        question: Doc = {"key": f"q{number}", "label": f"q{number}?", "kind": kind}
        question["when"] = draw(condition(kinds))
        if kind == "number":
            question |= {"minimum": 0, "maximum": 20}
        else:
            question["options"] = options
        kinds[f"q{number}"] = kind
        questions.append(question)
    names = [f"p{i}" for i in range(draw(st.integers(1, 3)))]
    results = [f"r{name}" for name in names]
    parts, items = [], {}
    for index, name in enumerate(names):
        after = draw(st.lists(st.sampled_from(names[:index]), unique=True)) if index else []
        when = draw(condition(kinds))
        parts.append(
            {"key": name, "name": name, "catalogue_code": name, "when": when, "after": after}
        )
        items[name] = parse_item(
            {
                "code": name,
                "name": name,
                "regime": {"promise": draw(st.integers(0, 9)), "legal": 20},
                "materials": draw(materials(kinds, results)),
                "form": [
                    {"key": f"f{i}", "label": "f", "when": draw(condition(kinds))}
                    for i in range(draw(st.integers(0, 2)))
                ],
                "results": [{"key": f"r{name}", "name": name}],
            }
        )
    bundle = {"code": "b", "name": "b", "questions": questions, "parts": parts}
    return compose_bundle(parse_bundle(bundle), items)


def given_answers(offer: Offer) -> st.SearchStrategy[Doc]:
    """Answers to some of the questions."""
    return st.fixed_dictionaries(
        {}, optional={q.key: st.sampled_from(FULL[q.kind.value]) for q in offer.questions}
    )


def full_answers(offer: Offer) -> st.SearchStrategy[Doc]:
    """Answers to all questions, asked or not."""
    return st.fixed_dictionaries(
        {q.key: st.sampled_from(FULL[q.kind.value]) for q in offer.questions}
    )


def completions(offer: Offer, answers: Doc) -> list[Doc]:
    """Every way to answer what is not answered; no answer at all is one."""
    keys = [q.key for q in offer.questions]
    choices = [
        [answers[q.key]] if q.key in answers else [*FULL[q.kind.value], None]
        for q in offer.questions
    ]
    return [dict(zip(keys, values, strict=True)) for values in product(*choices)]


def brute(offer: Offer, answers: Doc) -> tuple[Any, ...]:
    """Parts, materials and fields under complete answers, the simple way."""
    real: Doc = {}
    for question in offer.questions:  # conditions look back only
        real[question.key] = answers.get(question.key) if question.when(real) else None
    active = [part for part in offer.parts if part.when(real)]
    lines = []
    for merged in offer.materials:
        wants = [w for w in merged.wants if w.part in active and w.material.when(real)]
        lines.append((merged.key, _how(merged.key, wants, active, real)))
    fields = [
        use.field.key
        for use in offer.fields
        if any(part in active for part in use.parts) and use.field.when(real)
    ]
    return tuple(p.key for p in active), tuple(lines), tuple(fields)


def _how(key: str, wants: list[Any], active: list[Any], real: Doc) -> str:
    if not wants:
        return "not_needed"
    left = [
        _one(w.material, real)
        for w in wants
        if not any(p.key != w.part.key and key in [r.key for r in p.item.results] for p in active)
    ]
    order = ("generated", "fetched", "bring", "may_follow", "optional")
    return next((how for how in order if how in left), "produced")


def _one(material: Material, real: Doc) -> str:
    kind = material.source.kind.value
    if kind == "generated":
        return "generated"
    if kind == "fetched" and (
        not material.modes or any(m.remote and m.when(real) for m in material.modes)
    ):
        return "fetched"
    return {"1": "bring", "2": "optional", "3": "may_follow"}[material.need.value]

"""Which tasks open next."""

from hypothesis import given
from hypothesis import strategies as st

from onevisit.cases.rules.lifecycle import CaseState
from onevisit.cases.rules.tasks import ASSESSING, due_tasks, staff_steps
from onevisit.catalogue.rules.definition import After, ItemDefinition, Step
from onevisit.catalogue.rules.vocabulary import PartyRole, StepKind
from onevisit.kernel import conditions


def step(key: str, kind: StepKind, *after: str, party: str = "department") -> Step:
    return Step(
        key=key,
        name=key,
        kind=kind,
        party=PartyRole(party),
        after=tuple(After(step=each) for each in after),
    )


def item(*steps: Step) -> ItemDefinition:
    return ItemDefinition(code="x", name="x", steps=steps)


ITEM = item(
    step("apply", StepKind.APPLY, party="applicant"),
    step("accept", StepKind.ACCEPT, "apply", party="centre"),
    step("visit", StepKind.SITE_VISIT, "accept"),
    step("review", StepKind.REVIEW, "visit"),
    step("second", StepKind.REVIEW, "accept"),
    step("decide", StepKind.DECIDE, "review"),
    step("issue", StepKind.ISSUE, "decide"),
    step("collect", StepKind.COLLECT, "issue", party="applicant"),
)


def keys(state: CaseState, done: set[str], known: set[str] | None = None) -> list[str]:
    return [s.key for s in due_tasks(ITEM, {}, state, known or done, done)]


def test_each_state_opens_its_own_kind_in_order() -> None:
    assert keys(CaseState.SUBMITTED, set()) == ["accept"]
    assert keys(CaseState.ACCEPTED, {"accept"}) == []
    assert keys(CaseState.IN_REVIEW, {"accept"}) == ["visit", "second"]
    assert keys(CaseState.IN_REVIEW, {"accept", "visit"}, {"accept", "visit", "second"}) == [
        "review"
    ]
    assert keys(CaseState.SUSPENDED, {"accept"}) == []
    assert keys(CaseState.APPROVED, {"accept", "visit", "review", "second", "decide"}) == ["issue"]


def test_the_decision_waits_for_every_review_even_without_an_edge() -> None:
    assert "decide" not in keys(CaseState.IN_REVIEW, {"accept", "visit", "review"})
    assert keys(CaseState.IN_REVIEW, {"accept", "visit", "review", "second"}) == ["decide"]


def test_a_step_that_does_not_apply_is_nobodys_task() -> None:
    only_big = conditions.compile({">=": [{"var": "area"}, 300]})
    conditional = item(
        Step(
            key="visit",
            name="visit",
            kind=StepKind.SITE_VISIT,
            party=PartyRole.DEPARTMENT,
            when=only_big,
        ),
        step("decide", StepKind.DECIDE, "visit"),
    )
    small = due_tasks(conditional, {"area": 80}, CaseState.IN_REVIEW, (), ())
    big = due_tasks(conditional, {"area": 400}, CaseState.IN_REVIEW, (), ())
    assert [s.key for s in small] == ["decide"]
    assert [s.key for s in big] == ["visit"]


@st.composite
def graphs(draw: st.DrawFn) -> ItemDefinition:
    """Random acyclic step graphs over the assessing kinds, with one decision."""
    count = draw(st.integers(0, 6))
    steps = []
    for n in range(count):
        earlier = [f"s{m}" for m in range(n)]
        before = draw(st.lists(st.sampled_from(earlier), unique=True)) if earlier else []
        kind = draw(st.sampled_from(sorted(ASSESSING)))
        steps.append(step(f"s{n}", kind, *before))
    return item(*steps, step("decide", StepKind.DECIDE))


@given(graphs(), st.randoms())
def test_doing_what_is_open_always_reaches_the_decision_with_everything_done(
    definition: ItemDefinition, random: object
) -> None:
    done: set[str] = set()
    order: list[str] = []
    while True:
        waiting = [s.key for s in due_tasks(definition, {}, CaseState.IN_REVIEW, done, done)]
        if not waiting:
            break
        if "decide" in waiting:
            assert waiting == ["decide"]
        chosen = random.choice(waiting)  # type: ignore[attr-defined]
        edges = next(s for s in definition.steps if s.key == chosen).after
        assert {edge.step for edge in edges} <= done
        done.add(chosen)
        order.append(chosen)
    assert done == {s.key for s in staff_steps(definition, {})}
    assert order[-1] == "decide"

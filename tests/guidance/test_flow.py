"""The process as a drawing: what waits for what, what decides the time, boxes that do not touch."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from onevisit.catalogue.rules.vocabulary import PartyRole
from onevisit.directory.rules.distance import Position, around, distance_km, plane_of, way
from onevisit.guidance.rules.flow import FlowStep, Presence, flow_of, levels
from onevisit.guidance.rules.flow import _with_critical as with_critical
from onevisit.guidance.rules.flow import _without_shortcuts as without_shortcuts
from onevisit.kernel.calendar import DayUnit
from onevisit.ui.flowchart import Node, draw_flow, draw_stack, wrapped
from tests.factories import offers


@st.composite
def processes(draw: st.DrawFn) -> list[FlowStep]:
    """Steps that wait for earlier ones only."""
    count = draw(st.integers(1, 9))
    return [
        FlowStep(
            key=str(n),
            name=draw(st.text("审查受理ab ，", min_size=1, max_size=30)),
            who=PartyRole.DEPARTMENT,
            days=draw(st.one_of(st.none(), st.integers(0, 9))),
            unit=DayUnit.WORKING,
            presence=Presence.NONE,
            after=tuple(map(str, draw(st.sets(st.integers(0, n - 1))) if n else ())),
        )
        for n in range(count)
    ]


def before(steps: list[FlowStep], key: str) -> set[str]:
    by_key = {step.key: step for step in steps}
    found: set[str] = set()
    todo = [key]
    while todo:
        for each in by_key[todo.pop()].after:
            if each not in found:
                found.add(each)
                todo.append(each)
    return found


@given(processes())
def test_leaving_out_shortcuts_changes_no_order_and_no_level(steps: list[FlowStep]) -> None:
    kept = without_shortcuts(steps)
    for step in steps:
        assert before(kept, step.key) == before(steps, step.key)
    at = levels(steps)
    assert levels(kept) == at
    assert all(at[key] < at[step.key] for step in kept for key in step.after)


@given(processes())
def test_critical_steps_make_up_the_longest_chain_and_all_stand_in_turn(
    steps: list[FlowStep],
) -> None:
    by_key = {step.key: step for step in steps}

    def longest(key: str) -> int:
        step = by_key[key]
        return (step.days or 0) + max((longest(each) for each in step.after), default=0)

    whole = max(longest(step.key) for step in steps)
    marked = with_critical(steps[::-1])
    order = [step.key for step in marked]
    assert all(order.index(key) < order.index(step.key) for step in marked for key in step.after)
    assert any(step.critical for step in marked) == bool(whole)
    ends = [s for s in marked if s.critical and longest(s.key) == whole]
    assert bool(ends) == bool(whole)


@given(processes())
def test_boxes_never_lie_on_one_another_and_stay_on_the_sheet(steps: list[FlowStep]) -> None:
    kept = without_shortcuts(steps)
    at = levels(kept)
    nodes = [Node(s.key, s.name, ("部门", "5 个工作日"), s.after, at[s.key]) for s in kept]
    chart = draw_flow(nodes)
    for n, a in enumerate(chart.boxes):
        assert a.x >= 0 and a.y >= 0
        assert a.x + a.width <= chart.width and a.y + a.height <= chart.height
        for b in chart.boxes[n + 1 :]:
            apart_x = a.x + a.width <= b.x or b.x + b.width <= a.x
            assert apart_x or a.y + a.height <= b.y or b.y + b.height <= a.y
    assert len(chart.lines) == sum(len(step.after) for step in kept)
    rows = draw_stack(nodes, sheet=640, abreast=3)
    for at, a in enumerate(rows.boxes):
        assert a.x + a.width <= 640
        for b in rows.boxes[at + 1 :]:
            assert a.y + a.height < b.y or (a.y == b.y and a.x + a.width < b.x)
    stacked = draw_stack(nodes)
    tops = [box.y for box in stacked.boxes]
    assert tops == sorted(tops) and stacked.width <= 310
    assert all(a.y + a.height < b.y for a, b in pairwise(stacked.boxes))


@given(st.text("受理许可证，。（）abc 12", max_size=60), st.floats(4, 30))
def test_wrapping_loses_nothing_and_begins_no_line_with_a_closing_mark(
    text: str, room: float
) -> None:
    lines = wrapped(text, room)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(line[0] not in "，。）" for line in lines[1:])


def test_a_bundle_is_one_form_its_parts_side_by_side_and_one_collection() -> None:
    steps = flow_of(offers.restaurant(), always=frozenset({"licence"}))
    names = [step.key for step in steps]
    assert names[0] == "·apply" and names[-1] == "·collect"
    parts = [step for step in steps if step.part is not None]
    assert len(parts) == len(offers.restaurant().parts)
    assert [step.key for step in parts if not step.sometimes] == ["licence"]


places = st.builds(Position, st.floats(-60, 60), st.floats(-170, 170))


@given(places, st.floats(0, 0.3), st.floats(0, 0.3))
def test_distances_are_the_same_both_ways_and_the_picture_keeps_them(
    here: Position, north: float, east: float
) -> None:
    there = Position(here.latitude + north, here.longitude + east)
    far = distance_km(here, there)
    assert abs(far - distance_km(there, here)) < 1e-6
    found = way(here, there)
    assert found.drive_minutes <= found.walk_minutes
    plane = plane_of([here, there], width=400, height=300)
    (x1, y1), (x2, y2) = plane.place(here), plane.place(there)
    drawn = ((x1 - x2) ** 2 + (y1 - y2) ** 2) ** 0.5 / plane.scale
    assert abs(drawn - far) <= 0.02 * far + 0.01
    assert min(x1, x2) >= -0.01 and max(x1, x2) <= 400.01 and y2 <= y1 + 0.01


def test_what_lies_around_is_as_far_as_was_asked() -> None:
    corner, _other = around(Position(28.9, 119.6), 5.0)
    assert 7.0 < distance_km(corner, Position(28.9, 119.6)) < 7.15

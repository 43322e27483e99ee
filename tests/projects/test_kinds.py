"""The phases of a kind of project: typed by one officer, put in force by another, kept for what
runs.
"""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from onevisit.cases.rules.lifecycle import CaseState
from onevisit.kernel import clock
from onevisit.kernel.errors import Conflict, Invalid, NotFound, Refused
from onevisit.projects import queries
from onevisit.projects import services as projects
from onevisit.projects.models import Project, ProjectKind
from onevisit.projects.rules.phases import read_phases
from onevisit.projects.rules.steps import Made, Part, Standing, steps_of
from tests.factories.cases import County
from tests.factories.people import staff_actor
from tests.portal.staff import browser, page
from tests.projects.world import KEEPER, KIND, SECOND, another, phases, registered, written

WRITE = reverse("projects:kind-write", args=[KIND])


def sent(client: Client, do: str, form: dict[str, object]) -> tuple[int, dict[str, object]]:
    """The form after a button, as a browser would send it next."""
    answer = client.post(WRITE, {**form, "do": do})
    if answer.status_code == 302:
        return 302, {}
    typed = answer.context["t"]
    return answer.status_code, form_of(typed)


def form_of(typed: object) -> dict[str, object]:
    """What a browser sends of a form that was drawn."""
    form: dict[str, object] = {
        "name": typed.name,  # type: ignore[attr-defined]
        "basis": typed.basis,  # type: ignore[attr-defined]
        "why": typed.why,  # type: ignore[attr-defined]
        "phase": [each.key for each in typed.phases],  # type: ignore[attr-defined]
        "offer": list(typed.offers),  # type: ignore[attr-defined]
        "outside": list(typed.outside),  # type: ignore[attr-defined]
    }
    for each in typed.phases:  # type: ignore[attr-defined]
        form |= {f"name-{each.key}": each.name, f"lead-{each.key}": each.lead}
        form |= {f"limit-{each.key}": each.limit, f"after-{each.key}": list(each.after)}
    return form | {f"in-{item}": key for item, key in typed.within.items()}  # type: ignore[attr-defined]


def test_an_officer_types_a_version_another_puts_it_in_force_and_what_runs_keeps_its_own(
    here: County,
) -> None:
    code, finish = registered(here)
    keeper, second = staff_actor("catalogue_officer"), staff_actor("catalogue_officer")
    one, two = browser(keeper), browser(second)
    form = form_of(one.get(WRITE).context["t"])
    assert sent(one, "send", {**form, "why": "无"})[0] == 409  # it says what holds already
    _, form = sent(one, "up:finish", form)
    assert form["phase"] == ["land", "finish", "works"]
    assert (form["after-finish"], sorted(form["after-works"])) == (["land"], ["finish", "land"])  # type: ignore[call-overload]
    status, form = sent(one, "send", {**form, "limit-finish": "很快", "why": "更快"})
    assert (status, form["limit-finish"], form["why"]) == (422, "很快", "更快")
    form |= {"limit-finish": "5", "after-finish": []}
    typing = reverse("projects:kind-typing", args=[KIND])
    assert one.post(typing, {**form, "name-works": "动工"}).status_code == 204
    left = one.get(WRITE)
    assert "动工" in left.content.decode() and "还没有交" in left.content.decode()
    assert not two.get(WRITE).context["left"]
    assert sent(one, "send", form)[0] == 302
    assert one.post(typing, form).status_code == 409  # late
    again = one.get(WRITE)
    assert not again.context["left"] and "也不替您暂存" in again.content.decode()
    shown = page(one, "projects:kind", KIND)
    assert "您写的要由另一位同事核对" in shown and "不用等别的阶段" in shown
    version = ProjectKind.objects.get(state="waiting")
    tomorrow = clock.today() + timedelta(days=1)
    answered = {"action": "put_in_force", "version": str(version.id), "since": str(tomorrow)}
    here_at = reverse("projects:kind", args=[KIND])
    assert one.post(here_at, answered).status_code == 422
    assert two.post(here_at, {**answered, "since": str(clock.today())}).status_code == 422
    assert two.post(here_at, answered).status_code == 302
    assert Project.objects.get(code=another(here)).kind.n == 1
    with clock.travel(clock.now() + timedelta(days=1)):
        assert Project.objects.get(code=another(here)).kind.n == 2
        life = queries.project_view(code=code, actor=here.boss).life
        assert [each.phase.key for each in life.phases] == ["land", "works", "finish"]
        assert "2 个项目照这一版办" in page(one, "projects:kind", KIND)
        why = {"action": "close", "why": "不再用了"}
        assert two.post(here_at, why).status_code == 302
        closing = ProjectKind.objects.get(state="waiting")
        later = clock.today() + timedelta(days=1)
        projects.put_kind_in_force(version_id=closing.id, since=later, actor=keeper)
    with clock.travel(clock.now() + timedelta(days=2)):
        assert not queries.kinds()
        with pytest.raises(NotFound, match="no_such_kind"):
            another(here)
        projects.begin(code=code, offer=finish, actor=here.boss)


def test_who_begins_with_an_earlier_version_over_what_they_typed_is_asked(here: County) -> None:
    registered(here)
    keeper = browser(staff_actor("catalogue_officer"))
    form = form_of(keeper.get(WRITE).context["t"])
    typing = reverse("projects:kind-typing", args=[KIND])
    assert keeper.post(typing, {**form, "name-works": "动工"}).status_code == 204
    earlier = {"version": str(ProjectKind.objects.get(code=KIND).id)}
    asked = keeper.get(WRITE, earlier).content.decode()
    assert "接着写没有交的" in asked and "动工" not in asked and 'name="why"' not in asked
    assert keeper.get(WRITE).context["left"]
    begun = keeper.post(typing, {"do": "drop", **earlier})["Location"]
    assert begun == f"{WRITE}?version={earlier['version']}"
    assert not keeper.get(begun).context["left"]


def test_a_version_is_whole_waits_once_and_never_changes_afterwards(here: County) -> None:
    _, finish = registered(here)
    whole = phases(finish)
    for broken, why in (
        ([whole[0], whole[0]], "bad_phases"),
        ([{**whole[0], "limit": 0}], "phase_limit"),
        ([{**whole[0], "items": []}], "phase_empty"),
        ([{**whole[0], "after": ["works"]}, whole[1]], "phase_order"),
        ([{**whole[0], "lead": "nobody"}], "phase_lead"),
        ([{**whole[0], "items": ["330131020000"]}], "not_offered"),
        ([{"key": "a"}], "bad_phases"),
    ):
        with pytest.raises(Invalid, match=why):
            written(broken)
    with pytest.raises(Invalid, match="bad_code"):
        written(whole, code="工业")
    waiting = written(whole[:2])
    with pytest.raises(Conflict, match=r"two_people\.waits"):
        written(whole[:1])
    with pytest.raises(Refused, match=r"two_people\.own"):
        projects.put_kind_in_force(version_id=waiting, since=date(2026, 12, 1), actor=KEEPER)
    projects.send_kind_back(version_id=waiting, reason="再想想", actor=KEEPER)
    with pytest.raises(Conflict, match=r"two_people\.answered"):
        projects.put_kind_in_force(version_id=waiting, since=date(2026, 12, 1), actor=SECOND)
    with pytest.raises(DatabaseError), transaction.atomic():
        ProjectKind.objects.filter(state="in_force").update(name="别的")
    with pytest.raises(Refused):
        queries.kind_list(actor=here.supervisor)


def test_phases_of_which_neither_waits_for_the_other_run_beside_each_other() -> None:
    base = {"lead": "x", "limit": 5}
    document: list[dict[str, object]] = [
        {"key": "a", "name": "甲", "items": ["1"], "offers": ["A"], **base},
        {"key": "b", "name": "乙", "items": ["2"], "offers": ["B"], "after": [], **base},
        {"key": "c", "name": "丙", "items": ["3"], "offers": ["C"], "after": ["a"], **base},
        {"key": "d", "name": "丁", "items": ["4"], "offers": ["D"], **base},
    ]
    read = read_phases(document)
    parts = [Part(o, o, o, i) for o, i in zip("ABCD", "1234", strict=True)]

    def standings(*made: Made) -> list[Standing]:
        return [step.standing for each in steps_of(read, parts, made) for step in each.steps]

    ready, waits = Standing.READY, Standing.WAITS
    assert standings() == [ready, ready, waits, waits]
    granted = Made("A", "1", CaseState.APPROVED)
    assert standings(granted) == [Standing.DONE, ready, ready, waits]

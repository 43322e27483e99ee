"""What the tags draw."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from onevisit.kernel import clock
from onevisit.ui import formatting
from onevisit.ui.charts import Bar, draw
from onevisit.ui.fields import FieldView, Option

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)


def draw_template(source: str, **context: object) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


def test_icon_is_silent_and_has_its_size() -> None:
    drawn = draw_template("{% icon 'camera' size=28 %}")
    assert drawn.startswith("<svg")
    assert 'width="28"' in drawn
    assert 'aria-hidden="true"' in drawn


def test_qr_has_a_name_and_no_style() -> None:
    drawn = draw_template("{% qr text title=title %}", text="https://a.cn/x", title='扫码"看')
    assert 'role="img"' in drawn
    assert "扫码&quot;看" in drawn
    assert "style=" not in drawn


def test_rail_says_its_states_aloud_and_marks_the_present_one() -> None:
    drawn = draw_template(
        "{% rail steps %}",
        steps=[("提交", "done"), ("补正", "wait", "11月27日前"), ("审核", "todo")],
    )
    assert drawn.count('aria-current="step"') == 1
    assert "（等您办）" in drawn
    assert "11月27日前" in drawn


def test_rail_takes_objects_and_escapes_them() -> None:
    drawn = draw_template("{% rail s %}", s=[SimpleNamespace(label="<b>", state="now", note="")])
    assert "&lt;b&gt;" in drawn


def test_timeline_has_a_finding_and_a_real_table() -> None:
    bars = [Bar("营业执照", "市场监管局", 0, 0, "当天"), Bar("许可", "局", 1, 4, "4 日", True)]
    drawn = draw_template("{% timeline bars finding='最晚 5 个工作日' %}", bars=bars)
    assert 'role="img" aria-label="最晚 5 个工作日"' in drawn
    assert "<table" in drawn
    assert 'x="20.00%" width="80.00%"' in drawn


@given(
    st.lists(
        st.tuples(st.integers(0, 400), st.integers(0, 400)).map(
            lambda pair: Bar("a", "b", pair[0], pair[1], "")
        ),
        max_size=12,
    )
)
def test_bars_never_leave_the_picture(bars: list[Bar]) -> None:
    for drawn in draw(bars):
        x, width = float(drawn.x[:-1]), float(drawn.width[:-1])
        assert x >= 0
        assert width > 0
        assert x + width <= 100.02


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("left=3", "还剩 3 个工作日"),
        ("left=0", "今天到期"),
        ("left=-2", "超期 2 个工作日"),
        ("left=3 paused=True", "时限暂停"),
        ("left=3 ended=True", "已办结"),
        ("", "未起算"),
    ],
)
def test_clock_badge_says_how_the_clock_stands(call: str, expected: str) -> None:
    assert expected in draw_template("{% clock_badge " + call + " %}")


def test_a_last_day_that_is_over_is_not_called_today() -> None:
    friday, sunday = date(2026, 11, 20), datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
    with clock.travel(sunday):
        drawn = draw_template("{% clock_badge left=0 due=d %}", d=friday)
    assert "期限已到" in drawn
    assert "今天" not in drawn


def test_provisional_due_dates_say_so() -> None:
    with clock.travel(NOON):
        drawn = draw_template("{% clock_badge left=9 due=d provisional=True %}", d=date(2027, 1, 4))
    assert "2027年1月4日前" in drawn
    assert "（暂定）" in drawn


def test_dates_are_said_as_people_say_them() -> None:
    with clock.travel(NOON):
        assert formatting.local_date(date(2026, 11, 20)) == "11月20日"
        assert formatting.local_date(date(2025, 1, 2)) == "2025年1月2日"
        assert formatting.local_date(date(2026, 12, 1), weekday=True) == "12月1日 周二"
        assert draw_template("{{ v|spoken_day }}", v="2026-12-19") == "12月19日"
        assert draw_template("{{ v|spoken_day }}", v="2026-12-19 号") == "2026-12-19 号"
        assert formatting.local_datetime(datetime(2026, 11, 20, 6, 32, tzinfo=UTC)) == (
            "11月20日 14:32"
        )
        with translation.override("en"):
            assert formatting.local_date(date(2026, 11, 20)) == "20 Nov"
            assert formatting.local_date(date(2025, 11, 20)) == "20 Nov 2025"
            assert formatting.local_date(date(2026, 12, 1), weekday=True) == "Tue 1 Dec"


def test_names_in_a_row_take_the_comma_of_the_language() -> None:
    assert draw_template("{{ names|joined }}", names=["甲", "乙"]) == "甲、乙"
    assert draw_template("{{ names|joined }}", names=None) == ""
    with translation.override("en"):
        assert formatting.joined(["A", "B"]) == "A, B"
        assert (formatting.natural_days(1), formatting.natural_days(3)) == ("1 day", "3 days")


def test_a_day_is_a_day_in_shanghai() -> None:
    with clock.travel(NOON):
        assert formatting.local_date(datetime(2026, 11, 19, 16, 30, tzinfo=UTC)) == "11月20日"


def test_times_without_a_zone_are_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        formatting.local_datetime(datetime(2026, 11, 20, 6, 32))  # noqa: DTZ001


def test_missing_dates_stay_empty() -> None:
    assert draw_template("{{ x|local_date }}{{ x|local_datetime }}{{ x|working_days }}") == ""


def test_working_days() -> None:
    assert draw_template("{{ 5|working_days }}") == "5 个工作日"
    assert draw_template("{{ 0|working_days }}") == "当天"


def test_masks_hide_the_middle() -> None:
    drawn = draw_template(
        "{{ a|mask_name }} {{ b|mask_phone }}{{ c|mask_phone }}",
        a="陈小岚",
        b="13812346621",
        c=None,
    )
    assert drawn == "陈*岚 138****6621"


def test_fields_say_where_their_value_came_from_and_what_is_wrong() -> None:
    field = FieldView(
        "area", "面积", value="86", unit="平方米", origin="来自产权信息", error="太大"
    )
    drawn = draw_template("{% include 'ui/partials/input.html' %}", f=field)
    assert 'aria-describedby="f-area-from f-area-err"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert 'id="f-area-from"' in drawn
    assert "（平方米）" in drawn


def test_choices_are_a_fieldset_and_may_be_the_headline() -> None:
    field = FieldView(
        "meal", "有没有堂食", kind="radio", value="yes", options=[Option("yes", "有")]
    )
    drawn = draw_template("{% include 'ui/partials/input.html' with heading=True %}", f=field)
    assert "<legend><h1>有没有堂食</h1>" in drawn
    assert 'value="yes" checked required' in drawn


@pytest.mark.parametrize("kind", ["text", "textarea", "number", "date", "tel", "select", "file"])
def test_every_control_has_a_label(kind: str) -> None:
    drawn = draw_template("{% include 'ui/partials/input.html' %}", f=FieldView("x", "名", kind))  # type: ignore[arg-type]
    assert 'for="f-x"' in drawn
    assert 'id="f-x"' in drawn

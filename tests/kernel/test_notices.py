"""The yearly notice: read from its text, held against what a notice must say."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onevisit.kernel.calendar_seed import notices
from onevisit.kernel.errors import Invalid
from onevisit.kernel.notices import FEASTS, Feast, balance, check_document, read_text, to_notice
from tests.factories.notices import feasts_2027

OF_2026 = """国务院办公厅关于2026年部分节假日安排的通知
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
节假日期间，各地区、各部门要妥善安排好值班。"""


def test_the_text_of_a_real_notice_gives_the_days_of_that_year() -> None:
    read = to_notice(2026, read_text(2026, OF_2026))
    known = notices()[-1]
    assert known.year == 2026
    assert set(read.holidays) == set(known.holidays)
    assert set(read.makeup_days) == set(known.makeup_days)


def test_every_notice_since_2014_gives_the_days_the_law_gives() -> None:
    assert balance(notices()[-1]).even and balance(notices()[-1]).free == 13
    assert [balance(n).free for n in notices() if 2016 <= n.year <= 2024 and n.year != 2020] == (
        [11] * 8
    )


def test_two_feasts_may_share_their_days() -> None:
    line = "六、国庆节、中秋节：10月1日（周三）至8日（周三）放假调休，共8天。"
    line += "9月28日（周日）、10月11日（周六）上班。"
    first, second = read_text(2025, line)
    assert (first.since, first.until) == (second.since, second.until)
    assert len(first.makeup) == 2 and second.makeup == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("一、元旦：1月1日（周五）放假。", "calendar.weekday_wrong"),
        ("一、元旦：待定。", "calendar.line_unreadable"),
        ("二、春节：2月30日至3月2日放假。", "calendar.line_unreadable"),
    ],
)
def test_a_line_that_is_not_understood_is_not_guessed(text: str, code: str) -> None:
    with pytest.raises(Invalid) as told:
        read_text(2026, text)
    assert told.value.code == code


def _with(name: str, **changed: object) -> list[Feast]:
    return [replace(f, **changed) if f.name == name else f for f in feasts_2027()]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("feasts", "code"),
    [
        (feasts_2027()[:-1], "calendar.feast_missing"),
        ([*feasts_2027(), feasts_2027()[0]], "calendar.feast_twice"),
        (_with("元旦", since=date(2026, 12, 31)), "calendar.day_outside_year"),
        (_with("春节", until=date(2027, 2, 4)), "calendar.range_wrong"),
        (_with("春节", until=date(2027, 3, 4)), "calendar.range_wrong"),
        (_with("国庆节", since=date(2027, 10, 2)), "calendar.feast_outside_range"),
        (_with("元旦", makeup=(date(2027, 1, 4),)), "calendar.makeup_on_weekday"),
        (_with("元旦", makeup=(date(2027, 2, 6),)), "calendar.day_twice"),
        (_with("元旦", makeup=(date(2027, 2, 20),)), "calendar.day_twice"),
    ],
)
def test_a_notice_that_cannot_be_is_refused(feasts: list[Feast], code: str) -> None:
    with pytest.raises(Invalid) as told:
        to_notice(2027, feasts)
    assert told.value.code == code


@pytest.mark.parametrize(
    ("number", "dated", "code"),
    [
        ("七号", date(2026, 11, 4), "calendar.number_form"),
        ("国办发明电〔2026〕7号", date(2026, 11, 23), "calendar.dated_wrong"),
        ("国办发明电〔2025〕7号", date(2025, 11, 4), "calendar.dated_wrong"),
    ],
)
def test_a_notice_has_a_number_and_a_day(number: str, dated: date, code: str) -> None:
    with pytest.raises(Invalid) as told:
        check_document(number=number, dated=dated, year=2027, today=date(2026, 11, 22))
    assert told.value.code == code


@given(st.integers(2008, 2099), st.data())
def test_what_is_written_is_what_is_read(year: int, data: st.DataObject) -> None:
    """Any feast, written as a notice writes it, with its weekdays."""
    name = data.draw(st.sampled_from(FEASTS))
    since = date(year, 1, 1) + timedelta(days=data.draw(st.integers(0, 350)))
    until = min(since + timedelta(days=data.draw(st.integers(0, 9))), date(year, 12, 31))
    away = data.draw(st.lists(st.integers(0, 364), max_size=3, unique=True))
    makeup = tuple(date(year, 1, 1) + timedelta(days=n) for n in away)

    def said(day: date) -> str:
        return f"{day.month}月{day.day}日（周{'一二三四五六日'[day.weekday()]}）"

    line = f"一、{name}：{said(since)}"
    line += f"至{said(until)}放假调休。" if until > since else "放假。"
    line += "、".join(said(day) for day in makeup) + "上班。" if makeup else ""
    assert read_text(year, line) == (Feast(name, since, until, makeup),)

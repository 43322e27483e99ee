"""工作日历 in the browser: the notice is pasted, checked, entered, and confirmed by another."""

from datetime import date

from django.urls import reverse

from onevisit.cases.models import CalendarNotice
from onevisit.ui.formatting import local_date
from tests.factories import cases as make
from tests.factories.cases import County
from tests.factories.notices import NUMBER
from tests.portal.staff import browser, page

TEXT = """一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日（周五）至12日（周五）放假调休，共8天。2月20日（周六）、2月27日（周六）上班。
三、清明节：4月3日（周六）至5日（周一）放假，共3天。
四、劳动节：5月1日（周六）至5日（周三）放假调休，共5天。5月8日（周六）上班。
五、端午节：6月9日（周三）放假，共1天。
六、中秋节：9月15日（周三）放假，共1天。
七、国庆节：10月1日（周五）至7日（周四）放假调休，共7天。9月26日（周日）、10月9日（周六）上班。"""


def test_a_pasted_notice_fills_the_rows_and_a_second_officer_confirms_it(here: County) -> None:
    first, second = browser(here.supervisor), browser(make.staff("s2", "supervisor"))
    enter = reverse("portal:calendar-enter")
    assert f"{enter}?year=2027" in page(first, "portal:calendar")
    read = first.post(enter, {"action": "read", "year": "2027", "text": TEXT}).content.decode()
    assert "读到 7 个节日" in read
    assert 'name="makeup-1" value="2027-02-20 2027-02-27"' in read
    sent = {"action": "enter", "year": "2027", "number": NUMBER, "dated": "2026-11-12"}
    for place, (since, until, makeup) in enumerate(
        [
            ("01-01", "01-03", ""),
            ("02-05", "02-12", "2027-02-20 2027-02-27"),
            ("04-03", "04-05", ""),
            ("05-01", "05-05", "2027-05-08"),
            ("06-09", "", ""),
            ("09-15", "", ""),
            ("10-01", "10-07", "2027-09-26、2027-10-09"),
        ]
    ):
        sent |= {
            f"since-{place}": f"2027-{since}",
            f"until-{place}": f"2027-{until}" if until else "",
            f"makeup-{place}": makeup,
        }
    wrong = first.post(enter, sent | {"makeup-0": "2027-01-04"})
    assert wrong.status_code == 422 and "本来就是工作日" in wrong.content.decode()
    made = first.post(enter, sent)
    notice = CalendarNotice.objects.get()
    where = reverse("portal:calendar-notice", args=[notice.id])
    assert made["Location"] == where
    own = first.get(where).content.decode()
    assert "等确认" in own and "确认生效" not in own
    assert first.post(where, {"action": "confirm"}).status_code == 400
    other = second.get(where).content.decode()
    assert "试算" in other and "春节放假" in other and "法定应放" not in other
    assert second.post(where, {"action": "confirm"})["Location"] == where
    assert "正在算" in second.get(where).content.decode()
    assert "国庆节调休上班" in page(second, "portal:calendar-year", 2027)


def test_what_if_is_a_form_that_is_asked_for(here: County) -> None:
    case = make.case_of(make.submitted(here), "sign")
    officer = browser(here.officer(case))
    where = reverse("portal:desk-clock", args=[case.id, "A"])
    shown = officer.get(f"{where}?asked_on=2026-11-18&answered_on=2026-11-20").content.decode()
    assert local_date(date(2026, 11, 27), weekday=True) in shown
    assert officer.get(f"{where}?asked_on=2026-11-20&answered_on=2026-11-18").status_code == 422
    assert officer.get(f"{where}?asked_on=gestern").status_code == 422

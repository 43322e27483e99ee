"""Letters: each says what the law wants, stays as it is, and reaches nobody it is not for."""

import io
import os
import re
from datetime import date, timedelta
from pathlib import Path

import pypdfium2
import pytest
from pypdf import PdfReader

from onevisit.accounts.rules import Actor
from onevisit.audit.models import AccessEntry
from onevisit.cases import services
from onevisit.cases.models import Application, Case
from onevisit.cases.rules.letters import LetterKind, letter_kind, letter_title
from onevisit.cases.rules.lifecycle import TRANSITIONS, Action, Document
from onevisit.catalogue.rules.vocabulary import TaskType
from onevisit.kernel import clock
from onevisit.kernel.errors import Conflict, NotFound
from tests.cases.corrections import NAME, NOTE, PLAN, ask, hand_in, mend, notified
from tests.factories import cases as make
from tests.factories.cases import County

REMEDIES = ("60日内", "行政复议", "6个月内", "行政诉讼")


def address(number: str) -> str:
    return f"https://onevisit.example/affairs/{number}/"


def drawn(case: Case, action: Action, actor: Actor) -> bytes:
    seq = case.events.filter(action=action).order_by("seq").values_list("seq", flat=True)[0]
    found = services.letter(case_id=case.id, seq=seq, actor=actor, address=address)
    if folder := os.environ.get("LETTERS_TO"):
        (Path(folder) / found.safe_name).write_bytes(found.content)
    return found.content


def text_of(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    words = "".join(page.get_textpage().get_text_range() for page in document)
    return re.sub(r"\s+|演示|无效", "", words)


def letter(case: Case, action: Action, actor: Actor) -> str:
    return text_of(drawn(case, action, actor))


def says(text: str, *wanted: str) -> None:
    for each in wanted:
        assert re.sub(r"\s+", "", each) in text, each


def case_in(here: County, part: str = "sign", actor: Actor | None = None) -> Case:
    return make.case_of(make.submitted(here, actor, area=80), part)


def test_the_receipt_names_all_parts_and_papers_under_one_number(here: County) -> None:
    application = make.submitted(here, here.boss, area=400)
    case = make.case_of(application, "licence")
    text = letter(case, Action.SUBMIT, here.boss)
    says(text, "收件凭证", f"{application.number}-收-01", "𠮷祥餐饮有限公司", "2026年11月16日")
    says(
        text, *(f"{part}许可" for part in make.PARTS), "平面图已提交", "身份证由部门核验，不用提交"
    )
    says(text, "检测报告可以后补，还没有提交", "5个工作日内没有一次性告知", "（盖章）", "第1页，共")


def test_an_acceptance_names_law_limits_and_the_last_day(here: County) -> None:
    case = case_in(here)
    services.accept(case_id=case.id, actor=here.officer(case))
    text = letter(case, Action.ACCEPT, here.citizen)
    says(text, "受理通知书", f"{case.number}-受-02", "陈小岚", "第三十二条", "予以受理")
    says(text, "承诺办结10个工作日2026年11月30日", "法定办结20个工作日2026年12月14日")
    says(text, "2026年11月16日", "安澜县urban局（盖章）")
    assert make.resident_id(1) not in text


def test_a_limit_that_ends_next_year_names_no_day_that_might_move(here: County) -> None:
    with clock.travel(make.MONDAY + timedelta(days=36)):
        case = case_in(here)
        services.accept(case_id=case.id, actor=here.officer(case))
        text = letter(case, Action.ACCEPT, here.citizen)
    says(text, "法定办结20个工作日跨年")
    assert "2027年" not in text


def test_deemed_acceptance_counts_from_the_day_of_receipt(here: County) -> None:
    case = case_in(here)
    with clock.travel(make.MONDAY + timedelta(days=9)):
        services.sweep()
        text = letter(case, Action.DEEM_ACCEPTED, here.citizen)
    says(text, "逾期没有告知", "自收到申请材料之日（2026年11月16日）起即为受理", "2026年11月25日")


def test_one_notice_tells_the_gaps_of_all_departments(here: County) -> None:
    application = make.submitted(here, area=80)
    ask(here, make.case_of(application, "sign"), PLAN, NAME)
    ask(here, make.case_of(application, "drain"), NOTE)
    for part in ("licence", "food"):
        case = make.case_of(application, part)
        services.accept(case_id=case.id, actor=here.officer(case))
    case = make.case_of(application, "drain")
    text = letter(case, Action.REQUEST_CORRECTION, here.citizen)
    says(text, "一次性告知书", f"{application.number}-告-01", "还有3处需要补正", "第三十二条")
    says(text, "sign许可（安澜县urban局）", "drain许可（安澜县housing局）")
    for gap in (PLAN, NAME, NOTE):
        says(text, gap.reason, gap.remedy)
    says(text, "2026年12月28日前补正", "逾期没有补正的", "安澜县urban局（盖章）")
    assert text == letter(
        make.case_of(application, "sign"), Action.REQUEST_CORRECTION, here.citizen
    )


def test_an_officer_has_only_their_own_part_of_a_shared_letter(here: County) -> None:
    application = make.submitted(here, area=80)
    ask(here, make.case_of(application, "sign"), PLAN)
    ask(here, make.case_of(application, "drain"), NOTE)
    for part in ("licence", "food"):
        case = make.case_of(application, part)
        services.accept(case_id=case.id, actor=here.officer(case))
    drain = make.case_of(application, "drain")
    text = letter(drain, Action.REQUEST_CORRECTION, here.officer(drain))
    says(text, "节录", NOTE.reason)
    assert PLAN.reason not in text and "sign许可" not in text
    receipt = letter(drain, Action.SUBMIT, here.officer(drain))
    says(receipt, "节录", "drain许可")
    assert "sign许可" not in receipt
    assert "节录" not in letter(drain, Action.REQUEST_CORRECTION, here.clerk)


def test_a_correction_has_its_receipt_and_a_lapsed_one_is_returned(here: County) -> None:
    application = notified(here)
    mend(here, application)
    hand_in(here, application)
    text = letter(make.case_of(application, "sign"), Action.CORRECT, here.citizen)
    says(text, "补正材料收件凭证", "平面图", "店名", "5个工作日内决定是否受理")


def test_what_was_not_corrected_is_returned_with_remedies(here: County) -> None:
    application = notified(here)
    with clock.travel(make.MONDAY + timedelta(days=60)):
        services.sweep()
        case = make.case_of(application, "sign")
        text = letter(case, Action.RETURN, here.citizen)
    says(text, "退件通知书", "补正期限届满", "平面图", "店名", *REMEDIES)


def test_a_refusal_of_intake_gives_reasons_and_remedies(here: County) -> None:
    case = case_in(here)
    reason = "该处属国道用地，设置招牌由公路管理机构决定。"
    services.not_accept(case_id=case.id, reason=reason, actor=here.officer(case))
    text = letter(case, Action.NOT_ACCEPT, here.citizen)
    says(text, "不予受理通知书", f"{case.number}-不受-02", reason, "第三十二条", "2026年11月16日")
    says(text, *REMEDIES, "安澜县人民政府", "（盖章）")


def test_a_suspension_tells_reason_and_expected_end(here: County) -> None:
    case = case_in(here)
    services.accept(case_id=case.id, actor=here.officer(case))
    services.suspend(
        case_id=case.id,
        reason="专家评审：结构安全需要专家评审。",
        until=date(2026, 12, 8),
        actor=here.officer(case),
    )
    text = letter(case, Action.SUSPEND, here.citizen)
    says(text, "特别程序告知书", "结构安全需要专家评审", "2026年12月8日结束", "第四十五条")


def test_an_extension_tells_reason_approver_and_new_days(here: County) -> None:
    case = case_in(here)
    services.accept(case_id=case.id, actor=here.officer(case))
    reason = "结构安全要等检测单位的报告。"
    services.ask_extension(case_id=case.id, reason=reason, actor=here.officer(case))
    services.grant_extension(case_id=case.id, actor=here.heads["urban"])
    text = letter(case, Action.EXTEND, here.citizen)
    says(text, "延长办理期限告知书", f"{case.number}-延-04", reason, "第四十二条第一款")
    says(text, "经本机关负责人批准，办理期限延长10个工作日", "只延长这一次")
    says(text, "承诺办结20个工作日2026年12月14日", "法定办结30个工作日2026年12月28日", "（盖章）")


def test_an_extension_after_the_promise_speaks_of_the_legal_limit_alone(here: County) -> None:
    case = case_in(here)
    services.accept(case_id=case.id, actor=here.officer(case))
    with clock.travel(make.MONDAY + timedelta(days=15)):
        services.ask_extension(case_id=case.id, reason="等报告。", actor=here.officer(case))
        services.grant_extension(case_id=case.id, actor=here.heads["urban"])
        text = letter(case, Action.EXTEND_LATE, here.citizen)
    says(text, "法定办结30个工作日2026年12月28日")
    assert "承诺办结" not in text


def test_a_refusal_gives_reasons_law_and_remedies(here: County) -> None:
    case = case_in(here)
    make.decide(here, case, "refuse", "招牌超出建筑轮廓线 40 厘米。\n不符合设置规范。")
    text = letter(case, Action.REFUSE, here.citizen)
    says(text, "不予行政许可决定书", "第三十八条第二款", "招牌超出建筑轮廓线 40 厘米。", *REMEDIES)
    says(text, "不符合设置规范。", "（盖章）")


def test_an_approval_names_law_and_result(here: County) -> None:
    case = case_in(here)
    make.decide(here, case)
    text = letter(case, Action.APPROVE, here.citizen)
    says(text, "准予行政许可决定书", "第三十八条第一款", "sign许可证", case.result.number)


def test_who_withdraws_has_it_in_writing(here: County) -> None:
    case = case_in(here)
    services.withdraw(case_id=case.id, actor=here.citizen)
    text = letter(case, Action.WITHDRAW, here.citizen)
    says(text, "撤回申请确认书", f"{case.number}-撤申-02", "sign许可", "您于2026年11月16日撤回")


def test_letters_stay_as_they_are_and_are_archivable(here: County) -> None:
    application = make.submitted(here, here.boss, area=80)
    case = make.case_of(application, "sign")
    first = drawn(case, Action.SUBMIT, here.boss)
    with clock.travel(make.MONDAY + timedelta(days=3)):
        make.decide(here, case, "refuse")
        assert drawn(case, Action.SUBMIT, here.boss) == first
        refused = drawn(case, Action.REFUSE, here.boss)
    with clock.travel(make.MONDAY + timedelta(days=400)):
        assert drawn(case, Action.REFUSE, here.boss) == refused
    reader = PdfReader(io.BytesIO(refused))
    metadata = reader.root_object["/Metadata"].get_object().get_data().decode()
    assert "pdfaid:part>2<" in metadata and "pdfaid:conformance>B<" in metadata
    for font in reader.pages[0]["/Resources"]["/Font"].get_object().values():
        assert "NotoSansCJK" in str(font.get_object()["/BaseFont"])


def test_a_character_without_a_shape_is_told_and_not_drawn_as_a_box(here: County) -> None:
    case = case_in(here)
    services.not_accept(case_id=case.id, reason="见\ue123处。", actor=here.officer(case))
    with pytest.raises(Conflict, match="letter_unprintable"):
        letter(case, Action.NOT_ACCEPT, here.citizen)


def test_rare_characters_and_control_marks_are_drawn_or_dropped(here: County) -> None:
    case = case_in(here, actor=here.boss)
    services.not_accept(case_id=case.id, reason="𠮷\x0b字招牌㐂。", actor=here.officer(case))
    says(letter(case, Action.NOT_ACCEPT, here.boss), "𠮷祥餐饮有限公司", "𠮷字招牌㐂。")


def test_strangers_and_other_departments_get_nothing_and_looks_are_logged(here: County) -> None:
    case = case_in(here)
    for actor in (here.other_citizen, here.officers["fire"]):
        with pytest.raises(NotFound, match="no_such_case"):
            letter(case, Action.SUBMIT, actor)
    letter(case, Action.SUBMIT, here.officer(case))
    assert AccessEntry.objects.filter(what="case.letter", target_id=str(case.id)).count() == 1


def test_there_is_no_letter_where_nothing_is_told(here: County) -> None:
    application: Application = make.submitted(here, area=80)
    case = make.case_of(application, "sign")
    services.accept(case_id=case.id, actor=here.officer(case))
    with pytest.raises(NotFound, match="no_such_letter"):
        letter(case, Action.START, here.citizen)
    for seq in (0, 99):
        with pytest.raises(NotFound, match="no_such_letter"):
            services.letter(case_id=case.id, seq=seq, actor=here.citizen, address=address)


def test_each_transition_that_promises_a_paper_has_a_letter() -> None:
    own = {Document.NONE, Document.RESULT}
    for row in TRANSITIONS:
        assert (letter_kind(row.action) is None) == (row.document in own), row


def test_only_permits_are_permitted() -> None:
    assert letter_title(LetterKind.REFUSAL, TaskType.SERVICE) == "不予办理决定书"
    assert letter_title(LetterKind.REFUSAL, TaskType.PERMIT) == "不予行政许可决定书"

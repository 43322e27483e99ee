"""The result as a PDF: Chinese, archivable, frozen, and never with a box in somebody's name."""

import io
from collections.abc import Mapping

import pypdfium2
import pytest
from pypdf import PdfReader

from onevisit.cases import services
from onevisit.cases.adapters.typst_pdf import render_result
from onevisit.cases.models import Result
from onevisit.cases.queries.letter_texts import standing
from onevisit.cases.rules.letter_forms import LetterForm
from onevisit.kernel.errors import NotFound
from onevisit.ui.typesetting import Unprintable
from tests.factories import cases as make
from tests.factories.cases import County

FACTS = {
    "title": "食品经营许可证",
    "number": "安澜准〔2026〕000123号",
    "holder": "𠮷祥小馆",
    "holder_id_label": "统一社会信用代码",
    "holder_id": "92339921MA2XXXXX1K",
    "item": "食品经营许可",
    "department": "安澜县市场监督管理局",
    "case_number": "11339921MB1234567X4330131001000202611180001",
    "date": "2026-11-18",
    "validity": "5 年",
    "check_code": "7KQM2D9FXW3A",
    "detail_1_label": "经营地址",
    "detail_1": "浙江省安澜市安澜县石桥镇人民路 86 号一层东侧 101 室，与二层办公用房相连的部分",
}


def rendered(facts: Mapping[str, str], *, demo: bool) -> bytes:
    """Facts from before results had texts of their own, by the standing one."""
    form = LetterForm.RESULT
    return render_result(form, standing()[form][0], facts, demo=demo)


def text_of(content: bytes, pages: int = 1) -> str:
    document = pypdfium2.PdfDocument(content)
    assert len(document) == pages
    return "".join("".join(page.get_textpage().get_text_range().split()) for page in document)


def test_the_document_says_what_was_frozen() -> None:
    text = text_of(rendered(FACTS, demo=False))
    for value in (
        "食品经营许可证",
        "𠮷祥小馆",
        "000123",
        "7KQM-2D9F-XW3A",
        "2026年11月18日",
        "准予办理。",
    ):
        assert value in text
    assert "演示" not in text


def test_a_demonstration_says_so_across_the_page() -> None:
    assert "演示无效" in text_of(rendered(FACTS, demo=True))


def test_the_same_facts_give_the_same_bytes_and_an_archive_format() -> None:
    content = rendered(FACTS, demo=False)
    assert content == rendered(FACTS, demo=False)
    reader = PdfReader(io.BytesIO(content))
    assert "pdfaid" in reader.root_object["/Metadata"].get_object().get_data().decode()
    fonts = reader.pages[0]["/Resources"]["/Font"].get_object()
    for font in fonts.values():
        assert "NotoSansCJK" in str(font.get_object()["/BaseFont"])


def test_a_character_the_font_lacks_is_an_error_not_a_box() -> None:
    with pytest.raises(Unprintable):
        rendered({**FACTS, "holder": "\ue123某"}, demo=False)


def test_long_words_run_on_to_a_second_page_and_lose_nothing() -> None:
    long = {f"detail_{n}": f"第{n}段说明文字" * 12 for n in range(1, 9)}
    labels = {f"detail_{n}_label": "某一项很长的名称" for n in range(1, 9)}
    title = "公众聚集场所投入使用营业前消防安全检查意见书"
    content = rendered({**FACTS, **long, **labels, "title": title}, demo=True)
    text = text_of(content, pages=2)
    assert all(f"第{n}段说明文字" in text for n in range(1, 9))
    assert "7KQM-2D9F-XW3A" in text and "第2页，共2页" in text


def test_the_result_is_rendered_once_and_later_changes_do_not_reach_it(here: County) -> None:
    application = make.submitted(here, here.boss)
    case = make.case_of(application, "licence")
    with pytest.raises(NotFound, match="no_result"):
        services.result_document(case_id=case.id, actor=here.boss)
    make.decide(here, case)
    first = services.result_document(case_id=case.id, actor=here.boss)
    assert first.safe_name == "licence许可证.pdf"
    text = text_of(first.content)
    assert "𠮷祥餐饮有限公司" in text and make.resident_id(2) not in text
    application.organisation.name = "改名有限公司"
    application.organisation.save()
    assert services.result_document(case_id=case.id, actor=here.boss).content == first.content
    assert Result.objects.get(case=case).stored_object_id is not None


def test_strangers_and_other_departments_get_nothing(here: County) -> None:
    application = make.submitted(here)
    case = make.case_of(application, "sign")
    make.decide(here, case)
    for actor in (here.other_citizen, here.officers["fire"]):
        with pytest.raises(NotFound, match="no_such_case"):
            services.result_document(case_id=case.id, actor=actor)

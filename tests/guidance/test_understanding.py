"""Finding what people mean: other words, abbreviations, several matters at once, slips."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onevisit.guidance.queries import DIRECTIONS, MEANINGS, finding, taught_words
from onevisit.guidance.rules.directing import direct
from onevisit.guidance.rules.likeness import Likeness, likeness
from onevisit.guidance.rules.meaning import Meanings, fingerprint, learn
from onevisit.guidance.rules.search import Index, fits_well, prepare
from onevisit.guidance.rules.words import grams, parts_of, question_of

NAMES = (
    ("律师事务所基本信息查询", (), "司法局"),
    ("基层法律服务所信息查询", (), "司法局"),
    ("土地权属争议调处", (), "自然资源局"),
    ("机动车驾驶证期满换证", (), "公安局"),
    ("提交身体条件证明", ("体检",), "公安局"),
    ("社会保障卡补领", ("社保卡丢了",), "人力资源和社会保障局"),
    ("股权公证指引", (), "司法局"),
    ("办理股权委托公证指引", (), "司法局"),
    ("具有强制执行效力的债权文书（和解协议）公证", (), "司法局"),
    ("食品经营许可（餐饮服务）", (), "市场监督管理局"),
    ("高龄津贴申领", ("老人补贴",), "民政局"),
)
WORDS = {"换驾照": ["机动车驾驶证换证"], "老人 走": ["户口注销"], "社保卡": ["社会保障卡"]}
PAIRS = (
    ("开饭馆", "餐饮服务许可"),
    ("小饭店", "餐饮服务许可"),
    ("摔断腿", "工伤认定"),
    ("上班受伤", "工伤认定"),
)
ALIKE = {"纠纷": ["争议"], "争议": ["纠纷"]}


def county() -> Index[str]:
    index: Index[str] = Index(WORDS, ALIKE)
    for name, aliases, office in NAMES:
        index.add(name, name, prepare(name, "", aliases, (), office))
    return index


def found(text: str, index: Index[str] | None = None) -> list[str]:
    return [each.card for each in (index or county()).search(text, wanted=lambda card: True)]


def test_an_abbreviation_finds_names_that_hold_its_characters_in_order() -> None:
    assert set(found("律所查询")[:2]) == {"律师事务所基本信息查询", "基层法律服务所信息查询"}
    assert found("事所")[0] == "律师事务所基本信息查询"


def test_words_that_stand_for_one_another_do() -> None:
    assert found("土地纠纷")[0] == "土地权属争议调处"


def test_a_name_that_begins_with_what_is_asked_comes_before_one_that_holds_it() -> None:
    assert found("股权")[:2] == ["股权公证指引", "办理股权委托公证指引"]


def test_of_things_on_one_matter_the_one_for_what_is_to_be_done_comes_first() -> None:
    index: Index[str] = Index(senses=finding._senses())
    for name in ("小餐饮店设立", "小餐饮店年度报告", "小餐饮店注销"):
        index.add(name, name, prepare(name, "", (), (), ""))
    assert found("餐饮店不开了", index)[0] == "小餐饮店注销"
    assert found("开个餐饮店", index)[0] == "小餐饮店设立"


def test_what_words_have_in_common_speaks_for_a_title_that_holds_none_of_them() -> None:
    words = {"上班摔断腿": ["工伤认定"], "上班摔伤": ["工伤认定"], "摔断骨头": ["工伤医疗"]}
    learnt = learn({**words, "上班几点": ["作息公示"], "上班路远": ["公交线路"]})
    meant = learnt.asked("干活的时候摔了骨头")
    assert meant is not None
    assert learnt.asked("下雨") is None
    assert meant.of(learnt.title("工伤认定申请")) > 2 * meant.of(learnt.title("作息公示"))


def test_a_question_without_one_word_of_offices_is_found_by_what_it_means() -> None:
    names = ("工伤认定申请", "公共场所卫生许可", "道路运输证配发", "律师执业许可")
    blind, seeing = Index[str](), Index[str](senses=finding._senses())
    for name in names:
        for index in (blind, seeing):
            index.add(name, name, prepare(name, "", (), (), ""))
    for asked, name in (("干活摔断了腿老板不管", names[0]), ("想开个澡堂子", names[1])):
        assert found(asked, blind) == []
        assert found(asked, seeing)[0] == name


@pytest.mark.parametrize(("path", "kind"), [(MEANINGS, Meanings), (DIRECTIONS, Likeness)])
def test_what_was_learnt_is_kept_beside_the_words(
    path: Path, kind: type[Meanings] | type[Likeness]
) -> None:
    kept = path.read_bytes()
    learnt = kind.from_bytes(kept)
    assert learnt.source == fingerprint(taught_words()), "run manage.py learn_meanings"
    assert learnt.to_bytes() == kept
    assert len(kept) < 7_000_000
    with pytest.raises(ValueError, match=r"\d"):
        kind.from_bytes(kept[:-1])


def test_words_in_one_company_point_one_way() -> None:
    """饭馆开 was never said as it is; its parts kept the company of 餐饮服务."""
    words = {f"{word}{n}": [name] for n in "天地人" for word, name in PAIRS}
    learnt = direct(words)
    asked = learnt.asked("饭馆开")
    near, far = (likeness(asked, learnt.title(name)) for name in ("餐饮服务许可", "工伤认定"))
    assert near > far + 0.3
    assert likeness(asked, learnt.title("没有")) == 0
    assert Likeness.from_bytes(learnt.to_bytes()) == learnt


def test_what_shares_a_few_characters_is_near_and_no_answer() -> None:
    index = county()

    def fits(text: str) -> bool:
        return fits_well(text, index.search(text, wanted=lambda card: True))

    assert fits("食品经营许可")
    assert fits("老人补贴")
    assert fits("shipin")
    assert found("社会上卖烟花的店")
    assert not fits("社会上卖烟花的店")
    assert not fits("火箭")


def test_several_matters_take_turns() -> None:
    assert found("换驾照 体检")[:2] == ["机动车驾驶证期满换证", "提交身体条件证明"]
    assert set(found("老人补贴和社保卡丢了")[:2]) == {"高龄津贴申领", "社会保障卡补领"}
    assert found("社保卡丢了，换驾照")[:2] == ["社会保障卡补领", "机动车驾驶证期满换证"]


def test_several_words_for_one_matter_stay_one_matter() -> None:
    assert found("食品 餐饮 许可")[0] == "食品经营许可（餐饮服务）"
    assert found("和解协议公证")[0].startswith("具有强制执行效力")


def test_what_was_typed_by_its_sound_is_mended() -> None:
    assert found("社会宝障卡")[0] == "社会保障卡补领"
    assert found("高龄金贴")[0] == "高龄津贴申领"


def test_what_stands_under_a_forgotten_key_is_never_found_again() -> None:
    index = county()
    for _ in range(300):
        index.add("股权公证指引", "新的股权公证", prepare("新的股权公证", "", (), (), ""))
    assert found("股权", index)[0] == "新的股权公证"
    assert len([each for each in found("股权", index) if each == "新的股权公证"]) == 1
    index.remove("股权公证指引")
    assert "新的股权公证" not in found("股权", index)


def test_scores_never_rise_down_the_list() -> None:
    index = county()
    for text in ("换驾照 体检", "社保卡丢了", "公证", "股权和体检"):
        scores = [each.score for each in index.search(text, wanted=lambda card: True)]
        assert scores == sorted(scores, reverse=True)


def test_a_narrow_filter_finds_what_many_better_things_hide() -> None:
    index: Index[int] = Index()
    for n in range(600):
        index.add(n, n, prepare(f"道路运输证核发第{n}种", "", (), (), ""))
    index.add(-1, -1, prepare("关于某些道路上运输货物时所用证件的说明", "", (), (), ""))
    assert [each.card for each in index.search("道路运输证", wanted=lambda n: n < 0)] == [-1]


def test_what_speaks_of_every_piece_of_a_question_comes_before_what_speaks_of_one() -> None:
    index: Index[str] = Index({"煤气": ["燃气"], "管子": ["管道设施"], "换位置": ["改动"]})
    for name in ("燃气经营许可证变更", "管道设施改动燃气审批", "管道设施巡查", "岗位改动"):
        index.add(name, name, prepare(name, "", (), (), ""))
    assert found("煤气管子想换位置", index)[0] == "管道设施改动燃气审批"


def test_english_words_stand_by_themselves() -> None:
    index: Index[str] = Index({"id card": ["居民身份证"], "car": ["机动车"]})
    for name in ("居民身份证换领", "机动车注册登记"):
        index.add(name, name, prepare(name, "", (), (), ""))
    assert found("renew my ID card", index) == ["居民身份证换领"]
    assert found("a car", index) == ["机动车注册登记"]


def test_words_of_asking_go_unless_they_belong_to_an_everyday_word() -> None:
    index: Index[str] = Index({"开网吧": ["上网服务场所"], "老人 没了": ["死亡"]})
    for name in ("上网服务场所设立", "网箱养殖", "死亡证明"):
        index.add(name, name, prepare(name, "", (), (), ""))
    assert found("我想开网吧怎么办", index)[0] == "上网服务场所设立"
    assert found("家里老人没了", index) == ["死亡证明"]
    assert question_of("我想要开网吧吧归谁管") == "开网"


def test_words_of_any_sentence_do_not_decide() -> None:
    index = county()
    index.add("身份证", "身份证", prepare("居民身份证换领", "", ("快到期了怎么换",), (), ""))
    assert found("高龄津贴快到期了", index)[0] == "高龄津贴申领"


def test_a_short_name_finds_its_thing_among_hundreds_that_hold_it() -> None:
    index: Index[int] = Index()
    for n in range(400):
        index.add(n, n, prepare(f"变更第{n}", "", (), (), ""))
    index.add(-1, -1, prepare("工伤保险个人基本信息的核对与更正", "", ("变更",), (), ""))
    assert next(each.card for each in index.search("变更", wanted=lambda n: True)) == -1


@given(st.text(max_size=40))
def test_whatever_is_typed_there_is_an_answer_and_names_are_found_by_themselves(text: str) -> None:
    index = county()
    index.search(text, wanted=lambda card: True)
    index.search(text, wanted=lambda card: True, strict=False)
    asked = question_of(text)
    assert all(len(part) > 1 for part in parts_of(asked, lambda pair: False))
    assert all(len(gram) <= 2 or gram.isascii() for gram in grams(asked))


@given(st.sampled_from([name for name, _, _ in NAMES]))
def test_every_name_finds_its_own_thing_first(name: str) -> None:
    assert found(name)[0] == name

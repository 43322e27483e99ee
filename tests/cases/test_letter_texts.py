"""The texts of letters and results: data that officers write, that the law holds to, and that never
reach a document made before.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import date, timedelta

import pypdfium2
import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import QuerySet
from hypothesis import given, settings
from hypothesis import strategies as st

from onevisit.accounts.rules import Actor, GrantFact, Scope
from onevisit.audit.models import AuditEntry
from onevisit.cases import queries, services
from onevisit.cases.models import Case, LetterVersion, Result
from onevisit.cases.queries.letter_samples import sample_facts
from onevisit.cases.queries.letter_texts import standing, standing_on
from onevisit.cases.rules.composing import composed
from onevisit.cases.rules.letter_check import check_text
from onevisit.cases.rules.letter_forms import BLOCKS, SHAPES, LetterForm, LetterText, tidy
from onevisit.cases.rules.letter_values import values_of
from onevisit.cases.rules.lifecycle import Action
from onevisit.kernel import clock, two_people
from onevisit.kernel.errors import Conflict, Invalid, NotFound, Refused
from onevisit.kernel.ids import new_id
from onevisit.portal.web.staff.letter_texts_page import MEANINGS
from tests.factories import cases as make
from tests.factories.cases import County

FORM = LetterForm.NON_ACCEPTANCE
STANDING = standing()[FORM][-1].text
KEEPER = Actor(user_id=new_id(), name="温静怡", grants=(GrantFact("catalogue_officer", Scope()),))


@pytest.fixture(autouse=True)
def on_monday() -> Iterator[None]:
    with clock.travel(make.MONDAY):
        yield


def write(here: County, actor: Actor | None = None, **sections: str) -> LetterVersion:
    found = services.write_text(
        form=FORM,
        department_id=here.heads["urban"].grants[0].scope.department_id,
        sections={**STANDING.sections, **sections},
        why="说清楚一点。",
        actor=actor or here.heads["urban"],
    )
    return LetterVersion.objects.get(id=found)


def in_force(here: County, since: date, **sections: str) -> LetterVersion:
    row = write(here, **sections)
    services.put_in_force(version_id=row.id, since=since, actor=KEEPER)
    return row


def letter(here: County, case: Case) -> str:
    seq = case.events.get(action=Action.NOT_ACCEPT).seq
    found = services.letter(case_id=case.id, seq=seq, actor=here.citizen, address=lambda n: n)
    return text_of(found.content)


def text_of(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    words = "".join(page.get_textpage().get_text_range() for page in document)
    return re.sub(r"\s+|演示|样例无效", "", words)


def refused(here: County) -> Case:
    case = make.case_of(make.submitted(here, area=80), "sign")
    services.not_accept(case_id=case.id, reason="不在本县。", actor=here.officer(case))
    return case


def test_every_standing_text_keeps_its_own_rules_and_says_all_it_must(db: None) -> None:
    """Also: each placeholder has a meaning, and nothing that was needed is lost on the way."""
    for form, shape in SHAPES.items():
        assert not set(shape.names) - set(MEANINGS), form
        values = values_of(form, sample_facts(form, None))
        for edition in standing()[form]:
            check_text(form, edition.text)
            printed = json.dumps(composed(form, edition.text, values), ensure_ascii=False)
            assert "{{" not in printed
            for need in shape.needs:
                said = values[need.name]
                if isinstance(said, str):
                    assert said and said in printed, (form, need.name)


def test_a_standing_text_that_has_stood_is_never_changed() -> None:
    """Letters are drawn again by the text of their day: a new wording is a new edition."""
    editions = [
        (form.value, e.since.isoformat(), asdict(e.text))
        for form in SHAPES
        for e in standing()[form]
    ]
    told = hashlib.sha256(repr(editions).encode()).hexdigest()[:16]
    assert told == "8081cd3aebab30ec", "add an edition with its day instead"


@pytest.mark.parametrize(
    ("section", "words", "code", "named"),
    [
        ("title", "", "letter_text_empty", ""),
        ("opening", "{{item}}{{price}}", "letter_text_unknown", "{{price}}"),
        ("opening", "{{item}}{{until}}", "letter_text_unknown", "{{until}}"),
        ("opening", "{{item}}{{delegated}} {{ item}}", "letter_text_broken", "{{ item"),
        ("opening", "{{item}}：{{reasons}}", "letter_text_not_alone", "{{reasons}}"),
        ("remedy", "可以申请行政复议。", "letter_text_missing", "{{review_days}}"),
        ("opening", "{{item}}窗口依{{delegated}}办。", "letter_text_may_vanish", "{{delegated}}"),
        ("closing", "一\n" * 20, "letter_text_lines", ""),
        ("opening", "{{item}}{{delegated}}" + "一" * 1600, "letter_text_long", ""),
    ],
)
def test_what_is_wrong_is_named(section: str, words: str, code: str, named: str) -> None:
    with pytest.raises(Invalid) as found:
        check_text(FORM, replace(STANDING, **{section: words.strip()}))
    assert found.value.code == f"cases.{code}"
    assert found.value.field == section
    assert named in str(found.value.facts)


@settings(max_examples=60)
@given(st.data(), st.sampled_from(sorted(SHAPES)))
def test_what_must_be_said_is_printed_whatever_else_is_empty(
    data: st.DataObject, form: LetterForm
) -> None:
    shape = SHAPES[form]
    needed = {need.name for need in shape.needs} | shape.fades
    words = data.draw(st.permutations(sorted(needed - BLOCKS)))
    breaks = data.draw(st.lists(st.booleans(), min_size=len(words), max_size=len(words)))
    opening = "".join(
        f"{{{{{name}}}}}" + ("\n" if cut else "") for name, cut in zip(words, breaks, strict=True)
    )
    body = [f"{{{{{name}}}}}" for name in shape.own if name in BLOCKS]
    text = LetterText("题", tidy(opening), "\n".join(body))
    try:
        check_text(form, text)
    except Invalid:
        return
    values = {name: [] if name in BLOCKS else f"<{name}>" for name in shape.names}
    printed = json.dumps(composed(form, text, {**values, **dict.fromkeys(shape.fades, "")}))
    for need in shape.needs:
        if need.name not in shape.fades | shape.beside | BLOCKS:
            assert f"<{need.name}>" in printed


def test_what_is_typed_is_never_code_of_the_typesetter(here: County) -> None:
    typed = r'#panic("x") $1/0$ [*粗*] @nobody \u{41} _斜_ `代码` <b> "引" // 注 /* 注 */ = 标题'
    row = in_force(here, clock.today() + timedelta(days=1), closing=typed, title="不予[受理]#1")
    with clock.travel(make.MONDAY + timedelta(days=1)):
        text = letter(here, refused(here))
    assert re.sub(r"\s+", "", typed) in text and "不予[受理]#1" in text
    sample = services.version_sample(version_id=row.id, actor=KEEPER)
    assert re.sub(r"\s+", "", typed) in text_of(sample.content)
    with pytest.raises(Invalid, match="letter_text_unprintable"):
        write(here, closing="\ue123")


def test_a_letter_keeps_the_text_of_its_day(here: County) -> None:
    case = refused(here)
    before = letter(here, case)
    since = clock.today() + timedelta(days=2)
    row = in_force(here, since, closing="请打{{phone}}。")
    assert "标准文本" in before and letter(here, case) == before
    with clock.travel(make.MONDAY + timedelta(days=1)):
        assert "请打" not in letter(here, refused(here))
    with clock.travel(make.MONDAY + timedelta(days=2)):
        later = refused(here)
        assert "请打12345。" in letter(here, later) and "文本第1版" in letter(here, later)
        services.write_text(
            form=FORM,
            department_id=row.department_id,
            sections=None,
            why="还是标准的好。",
            actor=here.heads["urban"],
        )
        undone = LetterVersion.objects.get(text__isnull=True)
        services.put_in_force(
            version_id=undone.id, since=clock.today() + timedelta(days=1), actor=KEEPER
        )
    with clock.travel(make.MONDAY + timedelta(days=9)):
        assert "标准文本" in letter(here, refused(here))
        assert letter(here, case) == before and "请打12345。" in letter(here, later)
    with pytest.raises(DatabaseError), transaction.atomic():
        LetterVersion.objects.filter(id=row.id).update(text=None)


def given(here: County, part: str = "sign") -> Result:
    case = make.case_of(make.submitted(here, area=80), part)
    make.decide(here, case)
    return Result.objects.get(case=case)


def result_of(here: County, row: Result) -> str:
    found = services.result_document(case_id=row.case_id, actor=here.citizen)
    return text_of(found.content)


def worded(
    here: County, form: LetterForm, part: str = "urban", item: str = "", **sections: str
) -> None:
    """In force from tomorrow, for the department of that head; without `sections` it goes back."""
    held = standing()[form][-1].text.sections
    found = services.write_text(
        form=form,
        department_id=here.heads[part].grants[0].scope.department_id,
        item=item,
        sections={**held, **sections} if sections else None,
        why="换一种说法。",
        actor=here.heads[part],
    )
    tomorrow = clock.today() + timedelta(days=1)
    services.put_in_force(version_id=found, since=tomorrow, actor=KEEPER)


def test_a_result_keeps_the_text_and_the_number_it_was_made_with(here: County) -> None:
    """A document made before is drawn only later, after texts and even the department changed."""
    before = given(here)
    form = LetterForm(before.template)
    assert before.number == "安澜准〔2026〕1号"
    with pytest.raises(Invalid, match="letter_text_missing"):
        worded(here, form, opening="同意。")
    with pytest.raises(Invalid, match="number_words"):
        worded(here, LetterForm.NUMBER, title="安 城管2")
    worded(here, form, opening="准予{{permission}}。\n有效期{{validity}}。", closing="请挂在门口。")
    worded(here, LetterForm.NUMBER, title="安城管准")
    with pytest.raises(Conflict, match="number_taken"):
        worded(here, LetterForm.NUMBER, "fire", title="安城管准")
    with clock.travel(make.MONDAY + timedelta(days=1)):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            raise ZeroDivisionError(given(here).number)
        after = given(here)
        assert (
            after.number == "安城管准〔2026〕1号" and given(here, "licence").number[:3] == "安澜准"
        )
        worded(here, form, opening="准予{{permission}}。", closing="第二种话。")
    with clock.travel(make.MONDAY + timedelta(days=9)):
        other = make.case_of(after.case.application, "licence").department_id
        Case.objects.filter(id=after.case_id).update(department_id=other)
        first, second = (result_of(here, row) for row in (before, after))
        assert "准予行政许可。" in first and "请挂在门口" not in first
        assert "请挂在门口。" in second and "文本第1版" in second


def test_one_item_has_its_own_words_before_those_of_its_department(here: County) -> None:
    form, head = LetterForm(given(here).template), here.heads["urban"]
    place = queries.text_place("", actor=head)
    (code,) = [code for code, name in queries.items_to_word(place) if name == given(here).case.name]
    other = make.case_of(make.submitted(here), "licence").item_version.item.code
    with pytest.raises(NotFound):
        worded(here, form, item=other, closing="别的部门的。")
    worded(here, form, closing="部门的话。")
    worded(here, form, item=code, closing="这一项的话。")
    ((own, line),) = queries.item_forms(place=place, actor=head)
    assert own.item == code and line.coming and line.edition.n == 0
    with clock.travel(make.MONDAY + timedelta(days=1)):
        said = result_of(here, given(here))
        assert "这一项的话。" in said and "部门的话。" not in said and "本事项文本第1版" in said
        worded(here, form, item=code)
    with clock.travel(make.MONDAY + timedelta(days=2)):
        assert "部门的话。" in result_of(here, given(here))


def test_what_a_letter_was_made_with_is_kept_with_its_event(here: County) -> None:
    """Neither a case handed to another department nor a row that a restore brings back changes it;
    an event from before that was kept goes by its day.
    """
    case = refused(here)
    event = case.events.get(action=Action.NOT_ACCEPT)
    assert event.facts["wording"] == {FORM: standing()[FORM][-1].ref}
    before, day = letter(here, case), clock.today()
    LetterVersion.objects.create(
        form=FORM,
        department_id=case.department_id,
        n=1,
        text={**STANDING.sections, "closing": "后来的话。"},
        state="in_force",
        written_by=new_id(),
        written_at=clock.now() - timedelta(days=9),
        answered_by=new_id(),
        answered_at=clock.now() - timedelta(days=9),
        answered_on=day - timedelta(days=9),
        since=day - timedelta(days=8),
    )
    assert letter(here, case) == before
    old = refused(here)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE cases_caseevent SET facts = facts - 'wording'")
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    assert "后来的话。" in letter(here, old)


@pytest.mark.parametrize(
    ("form", "needed"),
    [
        (LetterForm.DRAWINGS, "{{comments}}"),
        (LetterForm.ACCEPTANCE_TOGETHER, "{{findings}}"),
        (LetterForm.SUPERVISION, "{{question}}"),
        (LetterForm.PAYMENT, ""),
    ],
)
def test_what_many_say_an_order_and_a_receipt_are_worded_like_a_letter(
    here: County, form: LetterForm, needed: str
) -> None:
    text = standing()[form][-1].text.sections
    told = {"form": form, "department_id": None, "actor": KEEPER}
    shown = services.preview_text(sections={**text, "closing": "本县的话 {{date}}。"}, **told)
    assert "本县的话2026年11月" in text_of(shown.content)
    if needed:
        with pytest.raises(Invalid, match="letter_text_missing"):
            services.preview_text(sections={**text, "body": "没有。"}, **told)


def test_two_people_and_a_day_to_come(here: County) -> None:
    row = write(here, closing="请留意。")
    tomorrow = clock.today() + timedelta(days=1)
    with pytest.raises(Refused, match=r"two_people\.own"):
        services.put_in_force(version_id=row.id, since=tomorrow, actor=here.heads["urban"])
    for since in (None, clock.today(), clock.today() + timedelta(days=400)):
        with pytest.raises(Invalid, match=r"two_people\.since"):
            services.put_in_force(version_id=row.id, since=since, actor=KEEPER)
    with pytest.raises(Conflict, match=r"two_people\.waits"):
        write(here, KEEPER, closing="另一版。")
    services.send_text_back(version_id=row.id, reason="再想想。", actor=here.heads["urban"])
    with pytest.raises(Conflict, match=r"two_people\.answered"):
        services.put_in_force(version_id=row.id, since=tomorrow, actor=KEEPER)
    with pytest.raises(Conflict, match="letter_text_same"):
        write(here)
    assert AuditEntry.objects.filter(target_type="cases.letter_version").count() == 2


def test_a_number_taken_meanwhile_is_drawn_again_and_any_other_breach_is_told_as_it_is(
    here: County,
) -> None:
    """Only what waits is told as waiting."""
    head = here.heads["urban"]
    own = LetterVersion.objects.filter(department_id=head.grants[0].scope.department_id, form=FORM)

    class Late(QuerySet[LetterVersion]):
        """Somebody else writes, and takes it back, right after the number was read."""

        def aggregate(self, *args: object, **named: object) -> dict[str, object]:
            read = super().aggregate(*args, **named)
            if not own.exists():
                services.send_text_back(
                    version_id=write(here, closing="甲。").id, reason="算了。", actor=head
                )
            return read

    def row(department: object = None) -> LetterVersion:
        owner = head.grants[0].scope.department_id
        return LetterVersion(form=FORM, department_id=department or owner, why="乙。", text=None)

    mine = row()
    with two_people.writing(mine, KEEPER, Late(LetterVersion).filter(pk__in=own.values("pk"))):
        pass
    assert list(own.order_by("n").values_list("n", "state")) == [(1, "sent_back"), (2, "waiting")]
    with pytest.raises(Conflict, match=r"two_people\.waits"), two_people.writing(row(), head, own):
        pass
    with (
        pytest.raises(IntegrityError),
        transaction.atomic(),
        two_people.writing(row(new_id()), head, own),
    ):
        connection.check_constraints()


def test_each_keeps_their_own_and_the_county_is_the_standards_officers(here: County) -> None:
    head = here.heads["urban"]
    urban = queries.text_place("", actor=head)
    assert [each.code for each in queries.text_places(actor=head)] == [urban.code]
    assert queries.text_places(actor=KEEPER)[0].code == ""
    elsewhere = replace(
        KEEPER, grants=(GrantFact("catalogue_officer", Scope(None, "339922000000")),)
    )
    assert queries.text_places(actor=elsewhere) == ()
    sections = {**STANDING.sections, "closing": "请留意。"}
    for actor in (here.heads["fire"], here.officers["urban"], elsewhere):
        with pytest.raises(Refused):
            write(here, actor, closing="请留意。")
    for actor, department in ((head, None), (elsewhere, None)):
        with pytest.raises(Refused):
            services.write_text(
                form=FORM, department_id=department, sections=sections, why="为什么", actor=actor
            )
    with pytest.raises(NotFound, match="no_such_form"):
        services.write_text(
            form="receipt",
            department_id=urban.department_id,
            sections=standing_on(LetterForm.RECEIPT, clock.today()).text.sections,
            why="为什么",
            actor=head,
        )


def test_a_department_goes_before_the_county_and_falls_back_to_it(here: County) -> None:
    tomorrow = clock.today() + timedelta(days=1)
    county = services.write_text(
        form=FORM,
        department_id=None,
        sections={**STANDING.sections, "closing": "全县的话。"},
        why="全县一样。",
        actor=replace(KEEPER, user_id=new_id()),
    )
    services.put_in_force(version_id=county, since=tomorrow, actor=KEEPER)
    with clock.travel(make.MONDAY + timedelta(days=1)):
        assert "全县的话。" in letter(here, refused(here))
        in_force(here, clock.today() + timedelta(days=1), closing="本局的话。")
    with clock.travel(make.MONDAY + timedelta(days=2)):
        text = letter(here, refused(here))
        assert "本局的话。" in text and "全县的话。" not in text
        place = queries.text_place("", actor=here.heads["urban"])
        view = queries.letter_form(form=FORM, place=place, actor=here.heads["urban"])
        assert view.base.text.closing == "全县的话。"
        assert view.line.edition.text.closing == "本局的话。"

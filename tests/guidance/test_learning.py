"""What people type and open becomes an everyday name when an officer takes it, and not before."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from onevisit.accounts.rules import Actor, GrantFact, Scope
from onevisit.audit.models import AuditEntry
from onevisit.catalogue.models import Alias
from onevisit.guidance import queries, services
from onevisit.guidance.models import Choice
from onevisit.guidance.rules.learning import AT_MOST, KEPT, SEVERAL, is_worth_a_look, learnable
from onevisit.kernel import clock
from onevisit.kernel.errors import Invalid, NotFound, Refused
from tests.factories import offers
from tests.factories.offers import RESTAURANT, STAMP
from tests.factories.people import make_staff

pytestmark = pytest.mark.django_db

SAID = "弄个摊摊"
CODE = RESTAURANT["code"]
ROLE = "catalogue_officer"


def keeper(region: str | None = None) -> Actor:
    return Actor(uuid4(), "温静怡", grants=(GrantFact(ROLE, Scope(region=region)),))


KEEPER = keeper()


@pytest.fixture
def published() -> None:
    offers.everything_published()


def say(times: int, phrase: str = SAID, code: str = CODE) -> None:
    for each in range(times):
        services.note_choice(phrase, code, visitor=f"visitor {each}")


def open_guide(client: Client, typed: str, *, host: str = "testserver", code: str = CODE) -> None:
    before = f"http://{host}/search/?served=2&q={typed}"
    assert client.get(f"/things/{code}/", headers={"referer": before}).status_code == 200


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("开饭店", "开饭店"),
        (" 开饭店 ", "开饭店"),
        ("我叫张三 13800000000", ""),
        ("330102199001011234", ""),
        ("kfd", ""),
        ("店", ""),
        ("一" * 13, ""),
        ("", ""),
    ],
)
def test_only_short_chinese_phrases_are_kept(typed: str, kept: str) -> None:
    assert learnable(typed) == kept


@given(st.text(max_size=40))
def test_nothing_but_chinese_characters_is_ever_kept(typed: str) -> None:
    assert not any(each.isdigit() or each.isascii() for each in learnable(typed))


@given(st.integers(0, 50), st.integers(0, 50))
def test_more_choices_never_make_a_phrase_worth_less(chosen: int, others: int) -> None:
    if is_worth_a_look(chosen, chosen + others):
        assert chosen >= SEVERAL
        assert is_worth_a_look(chosen + 1, chosen + others + 1)


def test_who_comes_from_our_results_has_chosen_and_nobody_else(published: None) -> None:
    client = Client()
    open_guide(client, SAID)
    open_guide(client, SAID)
    open_guide(client, SAID, host="elsewhere.example")
    client.get(f"/things/{CODE}/")
    client.get(f"/things/{CODE}/", headers={"referer": "http://[broken/search/?q=" + SAID})
    assert [(each.phrase, each.code) for each in Choice.objects.all()] == [(SAID, CODE)]
    assert "127.0.0.1" not in Choice.objects.get().visitor


def test_what_finds_nothing_is_noted_unless_filters_were_on(published: None) -> None:
    client = Client()
    client.get("/search/", {"q": "囧囧囧", "served": "2"})
    assert not Choice.objects.exists()
    client.get("/search/", {"q": "囧囧囧"})
    assert [(each.phrase, each.code) for each in Choice.objects.all()] == [("囧囧囧", "")]


def test_one_visitor_a_day_cannot_fill_the_table(published: None) -> None:
    for at in range(AT_MOST + 5):
        services.note_choice("开店" + chr(0x4E00 + at), CODE, visitor="one")
    assert Choice.objects.count() == AT_MOST


def test_a_phrase_is_proposed_when_several_opened_the_same(published: None) -> None:
    say(SEVERAL - 1)
    assert queries.sayings(KEEPER).proposals == ()
    say(SEVERAL)
    (found,) = queries.sayings(KEEPER).proposals
    assert (found.phrase, found.code, found.chosen, found.said) == (SAID, CODE, SEVERAL, SEVERAL)
    say(SEVERAL, code=STAMP["code"])
    assert queries.sayings(KEEPER).proposals == (), "they do not agree"


def test_what_search_shows_first_anyway_is_not_proposed(published: None) -> None:
    say(SEVERAL, phrase="开办餐饮店")
    say(SEVERAL, phrase="餐饮店开办")
    assert queries.sayings(KEEPER).proposals == ()


def test_taken_it_is_found_and_taken_back_it_is_not(published: None) -> None:
    say(SEVERAL)
    assert not queries.search(SAID)
    services.judge_phrase(phrase=SAID, code=CODE, taken=True, actor=KEEPER)
    assert queries.search(SAID)[0].code == CODE
    services.judge_phrase(phrase=SAID, code=CODE, taken=False, actor=KEEPER)
    assert not queries.search(SAID)
    page = queries.sayings(KEEPER)
    assert page.proposals == ()
    assert [(each.phrase, each.taken) for each in page.judged] == [(SAID, False)]
    done = AuditEntry.objects.filter(action__endswith="_alias").values_list("action", flat=True)
    assert set(done) == {"catalogue.add_alias", "catalogue.drop_alias"}


def test_deciding_against_takes_no_name_of_another_source_away(published: None) -> None:
    Alias.objects.filter(bundle__code=CODE).exclude(phrase="开饭店").delete()
    services.judge_phrase(phrase="开饭店", code=CODE, taken=False, actor=KEEPER)
    assert Alias.objects.filter(bundle__code=CODE, phrase="开饭店").exists()


def test_what_nobody_found_is_told_with_what_comes_nearest(published: None) -> None:
    say(SEVERAL, phrase="囧餐饮囧", code="")
    say(SEVERAL, phrase="开饭店", code="")
    found = queries.sayings(KEEPER).in_vain
    assert "开饭店" not in {each.phrase for each in found}, "it is found by now"


def test_only_who_may_edit_the_thing_sees_and_decides(published: None) -> None:
    say(SEVERAL)
    far = keeper("440000000000")
    assert queries.sayings(far).proposals == ()
    with pytest.raises(Refused):
        services.judge_phrase(phrase=SAID, code=CODE, taken=True, actor=far)
    with pytest.raises(NotFound):
        services.judge_phrase(phrase=SAID, code="nothing", taken=True, actor=KEEPER)
    with pytest.raises(Invalid):
        services.judge_phrase(phrase="电话 138", code=CODE, taken=True, actor=KEEPER)
    assert not Alias.objects.filter(source="learnt").exists()


def test_an_officer_takes_it_on_the_page(published: None) -> None:
    say(SEVERAL)
    client = Client()
    client.force_login(make_staff(ROLE))
    assert SAID in client.get("/search/sayings/").content.decode()
    answer = client.post(
        "/search/sayings/judge/", {"phrase": SAID, "code": CODE, "taken": "1"}, follow=True
    )
    assert "改为不收" in answer.content.decode()
    assert queries.search(SAID)[0].code == CODE


def test_notes_are_forgotten_in_time(published: None) -> None:
    with clock.travel(clock.now() - KEPT - timedelta(days=1)):
        say(3)
    say(2)
    assert services.forget_choices() == 3
    assert Choice.objects.count() == 2

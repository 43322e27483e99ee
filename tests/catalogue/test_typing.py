"""What is typed and not saved: kept for whoever typed it, shown again, never in the draft."""

from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from onevisit.catalogue import queries, services
from onevisit.catalogue.models import DraftTyping
from onevisit.kernel.errors import Refused
from tests.catalogue.conftest import COUNTY
from tests.catalogue.test_editing import MAKER, NEW, change
from tests.catalogue.test_editor_pages import at, form
from tests.catalogue.test_findings_page import browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(offices: dict[str, UUID]) -> Client:
    return browser("keeper", "catalogue_officer", COUNTY)


@pytest.fixture
def code(offices: dict[str, UUID]) -> str:
    return services.new_item(NEW, actor=MAKER)


def typed(client: Client, code: str, **cells: Any) -> dict[str, Any]:
    """The limits as they stand, typed over and kept aside."""
    posted = form(client, code, "limits") | cells
    address = reverse("catalogue:draft-typing", args=[code, "limits"])
    assert client.post(address, posted).status_code == 204
    return posted


def test_half_a_word_is_there_again_and_not_in_the_draft(client: Client, code: str) -> None:
    before = queries.draft_view(code, actor=MAKER).definition
    typed(client, code, **{"regime.promise": "三天", "regime.basis": "《甲"})
    assert queries.draft_view(code, actor=MAKER).definition == before
    shown = client.get(at(code, "limits")).content.decode()
    assert "还没有保存" in shown
    assert 'value="三天"' in shown
    other = browser("other", "catalogue_officer", COUNTY)
    assert "三天" not in other.get(at(code, "limits")).content.decode()
    client.post(reverse("catalogue:draft-typing-drop", args=[code, "limits"]))
    assert "三天" not in client.get(at(code, "limits")).content.decode()


def test_what_is_saved_is_typed_no_more_and_what_comes_late_is_not_kept(
    client: Client, code: str
) -> None:
    posted = typed(client, code, **{"regime.basis": "《甲法》"})
    client.post(at(code, "limits"), posted)
    assert not DraftTyping.objects.exists()
    address = reverse("catalogue:draft-typing", args=[code, "limits"])
    client.post(address, posted)
    assert not DraftTyping.objects.exists()


def test_who_went_on_typing_still_meets_what_others_saved(client: Client, code: str) -> None:
    typed(client, code, **{"regime.basis": "《甲法》"})
    before = queries.draft_view(code, actor=MAKER).definition.regime
    change(code, "limits", regime=type(before)(basis="《乙法》"))
    shown = client.get(at(code, "limits"))
    assert "后来有人改过这一节" in shown.content.decode()
    posted = form(client, code, "limits")
    assert posted["regime.basis"] == "《甲法》"
    assert client.post(at(code, "limits"), posted).status_code == 409


def test_who_takes_back_their_own_saving_meets_nobody_with_what_they_typed(
    client: Client, code: str
) -> None:
    saved = form(client, code, "limits") | {"regime.basis": "《甲法》"}
    client.post(at(code, "limits"), saved)
    typed(client, code, **{"regime.basis": "《甲法》第三条"})
    client.post(reverse("catalogue:draft-undo", args=[code]))
    assert queries.draft_view(code, actor=MAKER).definition.regime.basis == ""
    shown = client.get(at(code, "limits")).content.decode()
    assert "后来有人改过这一节" not in shown
    posted = form(client, code, "limits")
    assert posted["regime.basis"] == "《甲法》第三条"
    assert client.post(at(code, "limits"), posted).status_code == 302


def test_only_who_may_write_keeps_anything(code: str) -> None:
    nobody = type(MAKER)(user_id=MAKER.user_id, name="无权", grants=())
    with pytest.raises(Refused):
        services.keep_typing(
            code=code, section="limits", typed="a=b", seen="", page="", actor=nobody
        )

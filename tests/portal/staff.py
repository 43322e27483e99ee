"""What the tests of staff pages share: a small county, and a browser for each of its people."""

from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from onevisit.accounts.rules import Actor


def browser(actor: Actor) -> Client:
    """A browser in which the actor is signed in."""
    client = Client()
    client.force_login(get_user_model().objects.get(pk=actor.user_id))
    return client


def page(client: Client, name: str, *args: object) -> str:
    """A page that is there."""
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200, answer
    return answer.content.decode()


ONE = {
    "gap": "material:plan",
    "reason:material:plan": "图上没有厨房。",
    "remedy:material:plan": "补一张标出厨房的。",
}
"""One gap, as the form of gaps is sent."""

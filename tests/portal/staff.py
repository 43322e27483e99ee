"""What the tests of staff pages share: a small county, and a browser for each of its people."""

from django.contrib.auth import get_user_model
from django.test import Client

from onevisit.accounts.rules import Actor


def browser(actor: Actor) -> Client:
    """A browser in which the actor is signed in."""
    client = Client()
    client.force_login(get_user_model().objects.get(pk=actor.user_id))
    return client

"""Every page of the house: each room brings its own, under a namespace of its name.

Rooms write their whole paths themselves (``window/…``, ``desk/…``), so nothing is prefixed here.
"""

from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from onevisit.config import rooms

urlpatterns: list[URLPattern | URLResolver] = [
    path("language/", set_language, name="set-language"),
    *(path("", include((module, room))) for room, module in rooms.url_modules()),
]

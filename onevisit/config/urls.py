"""Every page of the house: each room brings its own, under a namespace of its name.

Rooms write their whole paths themselves (``window/…``, ``desk/…``), so nothing is prefixed here.
"""

from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from onevisit.config import rooms
from onevisit.config.api import api
from onevisit.config.web import probes

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", probes.live, name="healthz"),
    path("readyz", probes.ready, name="readyz"),
    path("metrics", probes.metrics, name="metrics"),
    path("language/", set_language, name="set-language"),
    path("api/v1/", api.urls),
    *(path("", include((module, room))) for room, module in rooms.url_modules()),
]

handler400 = "onevisit.ui.web.views.bad_request"
handler403 = "onevisit.ui.web.views.permission_denied"
handler404 = "onevisit.ui.web.views.page_not_found"
handler500 = "onevisit.ui.web.views.server_error"

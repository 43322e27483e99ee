"""Addresses of messages."""

from django.urls import path

from onevisit.notifications.web import choosing, desk, mine, receipts, wording

app_name = "notifications"
urlpatterns = [
    path("messages/", mine.mine, name="mine"),
    path("messages/read/", mine.read_all, name="read-all"),
    path("messages/choices/", choosing.choices, name="choices"),
    path("messages/choices/<str:channel>/", choosing.address, name="address"),
    path("messages/sent/", desk.sent, name="sent"),
    path("messages/sent/<uuid:delivery_id>/retry/", desk.retry, name="retry"),
    path("messages/words/", wording.kinds, name="kinds"),
    path("messages/words/<str:kind>/", wording.kind, name="kind"),
    path("messages/receipts/<str:channel>/", receipts.receipt, name="receipt"),
    path("messages/<uuid:message_id>/", mine.read, name="read"),
]

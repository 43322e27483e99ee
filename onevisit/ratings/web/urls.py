"""Addresses of ratings. A token tells nobody who it belongs to."""

from django.urls import path

from onevisit.ratings.web import rate, staff

app_name = "ratings"
urlpatterns = [
    path("r/", rate.mine, name="mine"),
    path("r/<str:token>/", rate.rate, name="rate"),
    path("calls/<uuid:application_id>/", staff.call, name="call"),
    path("rectifications/", staff.rectifications, name="rectifications"),
    path("rectifications/<uuid:rectification_id>/", staff.rectification, name="rectification"),
    path("rectifications/<uuid:rectification_id>/note/", staff.note, name="note"),
    path("rectifications/<uuid:rectification_id>/phone/", staff.phone, name="phone"),
]

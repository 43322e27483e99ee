"""Addresses of the portal."""

from django.urls import path

from onevisit.portal.web import lockers
from onevisit.portal.web.citizen import urls as citizen
from onevisit.portal.web.staff import urls as staff

urlpatterns = [
    *citizen.urlpatterns,
    *staff.urlpatterns,
    path("lockers/news/", lockers.news, name="locker-news"),
]

"""Addresses of the audit room."""

from django.urls import path

from onevisit.audit.web import views

urlpatterns = [
    path("audit/", views.trail, name="trail"),
    path("audit/access/", views.access_log, name="access"),
]

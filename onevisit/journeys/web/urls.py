"""Addresses of journeys."""

from django.urls import path

from onevisit.journeys.web import views

app_name = "journeys"

urlpatterns = [path("things/<str:code>/visits/", views.why, name="why")]

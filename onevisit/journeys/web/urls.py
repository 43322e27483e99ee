"""Addresses of journeys."""

from django.urls import path

from onevisit.journeys.web import planner, views

app_name = "journeys"

urlpatterns = [
    path("things/<str:code>/visits/", views.why, name="why"),
    path("planner/", planner.planner, name="planner"),
    path("planner/<uuid:plan_id>/", planner.plan, name="plan"),
    path("planner/<uuid:plan_id>/cancel/", planner.cancel, name="plan-cancel"),
    path("planner/<uuid:plan_id>/book/", planner.download, name="plan-book"),
    path("visits/", views.by_visits, name="list"),
    path("visits/csv/", views.download, {"form": "csv"}, name="list-csv"),
    path("visits/xlsx/", views.download, {"form": "xlsx"}, name="list-xlsx"),
]

"""Addresses of oversight."""

from django.urls import path

from onevisit.oversight.web import views

urlpatterns = [
    path("oversight/", views.home, name="home"),
    path("oversight/formulas/", views.formulas, name="formulas"),
    path("oversight/lists/<str:what>/", views.a_list, name="list"),
    path("oversight/lists/<str:what>/csv/", views.download, name="download"),
]

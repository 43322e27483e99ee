"""Addresses of the directory."""

from django.urls import path

from onevisit.directory.web import views

urlpatterns = [path("places/", views.places, name="places")]

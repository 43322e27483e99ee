"""Addresses of the catalogue's own pages."""

from django.urls import path

from onevisit.catalogue.web import findings

app_name = "catalogue"
urlpatterns = [
    path("catalogue/findings/", findings.findings, name="findings"),
    path("catalogue/findings/<slug:code>/", findings.department, name="findings-department"),
    path("catalogue/things/<str:code>/findings/", findings.thing, name="finding"),
    path("catalogue/things/<str:code>/findings/waive/", findings.waive, name="waive"),
    path("catalogue/waivers/<uuid:waiver_id>/withdraw/", findings.withdraw, name="withdraw"),
]

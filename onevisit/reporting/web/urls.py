"""Addresses of reports."""

from django.urls import path

from onevisit.reporting.web import batches

app_name = "reporting"
_BATCH = "reporting/batches/<int:number>/"
urlpatterns = [
    path("reporting/", batches.home, name="home"),
    path(_BATCH, batches.batch, name="batch"),
    path(f"{_BATCH}batch.zip", batches.file, name="file"),
    path("reporting/rows/<uuid:row_id>/resend/", batches.resend, name="resend"),
]

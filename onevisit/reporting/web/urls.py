"""Addresses of reports."""

from django.urls import path

from onevisit.reporting.web import batches, codes, hooks, offices

app_name = "reporting"
_BATCH = "reporting/batches/<int:number>/"
_HOOK = "reporting/hooks/<uuid:subscription_id>/"
urlpatterns = [
    path("reporting/", batches.home, name="home"),
    path("reporting/codes/", codes.codes, name="codes"),
    path(_BATCH, batches.batch, name="batch"),
    path(f"{_BATCH}batch.zip", batches.file, name="file"),
    path("reporting/rows/<uuid:row_id>/resend/", batches.resend, name="resend"),
    path("reporting/hooks/", hooks.hooks, name="hooks"),
    path("reporting/hooks/subscribe/", hooks.subscribe, name="subscribe"),
    path(_HOOK, hooks.hook, name="hook"),
    path(f"{_HOOK}act/", hooks.act, name="hook-act"),
    path("reporting/offices/", offices.offices, name="offices"),
    path("reporting/offices/join/", offices.join, name="join-office"),
    path("reporting/offices/<uuid:office_id>/", offices.office, name="office"),
    path(f"{_HOOK}calls/<uuid:call_id>/", hooks.call, name="call"),
]

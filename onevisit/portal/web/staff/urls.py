"""Addresses of the staff pages. Nothing personal stands in them: people go by random ids."""

from django.urls import path

from onevisit.portal.web.staff import desk, home, lookup

_CASE = "desk/<uuid:case_id>/"
_READ = "lookup/cases/<uuid:case_id>/"

urlpatterns = [
    path("staff/", home.home, name="staff-home"),
    # desk
    path("desk/", desk.desk, name="desk"),
    path(_CASE, desk.case, name="desk-case"),
    path(f"{_CASE}act/", desk.act, name="desk-act"),
    path(f"{_CASE}unmask/", desk.unmask, name="desk-unmask"),
    path(f"{_CASE}result/", desk.result, name="desk-result"),
    path(f"{_CASE}clock/<str:kind>/", desk.clock_days, name="desk-clock"),
    path(f"{_CASE}file/<uuid:evidence_id>/", desk.file, name="desk-file"),
    path(f"{_CASE}file/<uuid:evidence_id>/page/<int:number>/", desk.page, name="desk-page"),
    # look-up
    path("lookup/", lookup.lookup, name="lookup"),
    path("lookup/find/", lookup.find, name="lookup-find"),
    path("lookup/<uuid:application_id>/", lookup.application, name="lookup-application"),
    path(_READ, lookup.case, name="lookup-case"),
    path(f"{_READ}result/", lookup.result, name="lookup-result"),
    path(f"{_READ}clock/<str:kind>/", lookup.clock_days, name="lookup-clock"),
    path(f"{_READ}file/<uuid:evidence_id>/", lookup.file, name="lookup-file"),
    path(f"{_READ}file/<uuid:evidence_id>/page/<int:number>/", lookup.page, name="lookup-page"),
]

"""Addresses of guidance; no answers and nothing personal stands in them."""

from django.urls import URLPattern, path

from onevisit.guidance.web import (
    draft_figures,
    life_views,
    list_views,
    papers,
    permits_views,
    sayings,
    views,
)

app_name = "guidance"


def about_a_thing(at: str, before: str = "") -> list[URLPattern]:
    """The pages about a thing; those of a draft are called the same with something `before`."""
    return [
        path(at, views.guide, name=f"{before}guide"),
        path(f"{at}short/", views.short, name=f"{before}short"),
        path(f"{at}questions/", views.questions, name=f"{before}questions"),
        path(f"{at}questions/<str:key>/", views.question, name=f"{before}question"),
        path(f"{at}answers/", views.answers, name=f"{before}answers"),
        path(f"{at}answers/restart/", views.restart, name=f"{before}restart"),
        path(f"{at}checklist/", views.checklist, name=f"{before}checklist"),
    ]


urlpatterns = [
    path("search/", views.search, name="search"),
    path("search/sayings/", sayings.sayings, name="sayings"),
    path("search/sayings/judge/", sayings.judge, name="judge"),
    path("bundles/", views.bundles, name="bundles"),
    path("life/", life_views.life, name="life"),
    path("life/<slug:slug>/", life_views.life_event, name="life-event"),
    path("permits/", permits_views.permits, name="permits"),
    path("permits/<slug:code>/", permits_views.permits_of, name="permits-of"),
    path("departments/", views.departments, name="departments"),
    path("departments/<str:code>/", views.department, name="department"),
    path("powers/<uuid:power_id>/", list_views.power, name="power"),
    path("lists/", list_views.lists, name="lists"),
    path("lists/<slug:which>/", list_views.a_list, name="list"),
    path("lists/<slug:which>/<slug:form>/", list_views.download, name="list-download"),
    *about_a_thing("things/<str:code>/"),
    path("drafts/<str:code>/figures/", draft_figures.draft_figures, name="draft-figures"),
    *about_a_thing("drafts/<str:code>/", "draft-"),
    path("things/<str:code>/guide.pdf", papers.guide_pdf, name="guide_pdf"),
    path("things/<str:code>/short.pdf", papers.short_pdf, name="short_pdf"),
    path("things/<str:code>/form.pdf", papers.form_pdf, name="form_pdf"),
    path("things/<str:code>/form-sample.pdf", papers.form_sample_pdf, name="form_sample_pdf"),
    path("things/<str:code>/places/", papers.places, name="places"),
    path("things/<str:code>/checklist.pdf", papers.checklist_pdf, name="checklist_pdf"),
    path("continue/<str:token>/", papers.carry_on, name="carry_on"),
]

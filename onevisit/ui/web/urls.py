"""Pages every site of this kind must have, and the switch of view."""

from django.urls import path

from onevisit.ui.web import views

app_name = "ui"

urlpatterns = [
    path("about/help/", views.about, {"page": "help"}, name="help"),
    path("about/accessibility/", views.about, {"page": "accessibility"}, name="accessibility"),
    path("about/privacy/", views.about, {"page": "privacy"}, name="privacy"),
    path("about/identify/", views.about, {"page": "identify"}, name="identify"),
    path("about/report-error/", views.about, {"page": "report_error"}, name="report_error"),
    path("about/sitemap/", views.about, {"page": "sitemap"}, name="sitemap"),
    path("view-mode/", views.view_mode, name="view_mode"),
]

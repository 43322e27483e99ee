"""Addresses of oversight."""

from django.urls import path

from onevisit.oversight.web import orders, views

urlpatterns = [
    path("oversight/", views.home, name="home"),
    path("oversight/formulas/", views.formulas, name="formulas"),
    path("oversight/orders/", orders.orders, name="orders"),
    path("oversight/orders/new/", orders.issue, name="order-new"),
    path("oversight/orders/<uuid:order_id>/", orders.order, name="order"),
    path("oversight/orders/<uuid:order_id>/letter.pdf", orders.letter, name="order-letter"),
    path("oversight/lists/<str:what>/", views.a_list, name="list"),
    path("oversight/lists/<str:what>/csv/", views.download, name="download"),
]

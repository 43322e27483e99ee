"""Addresses of payments."""

from django.urls import path

from onevisit.payments.web import citizen, staff

app_name = "payments"
_ORDER = "payments/<uuid:order_id>/"
urlpatterns = [
    path("payments/", citizen.orders, name="orders"),
    path("payments/notice/", citizen.notice, name="notice"),
    path("payments/desk/", staff.desk, name="desk"),
    path("payments/desk/<uuid:order_id>/", staff.order, name="staff-order"),
    path("payments/desk/<uuid:order_id>/receipt/", staff.receipt, name="staff-receipt"),
    path("payments/desk/<uuid:order_id>/act/", staff.act, name="act"),
    path("payments/comparisons/", staff.comparisons, name="comparisons"),
    path("payments/comparisons/<uuid:difference_id>/", staff.difference, name="difference"),
    path("payments/statement.xlsx", staff.statement, name="statement"),
    path(_ORDER, citizen.order, name="order"),
    path(f"{_ORDER}receipt/", citizen.receipt, name="receipt"),
    path(f"{_ORDER}pay/", citizen.pay, name="pay"),
    path(f"{_ORDER}back/", citizen.back, name="back"),
    path(f"{_ORDER}ask/", citizen.ask, name="ask"),
]

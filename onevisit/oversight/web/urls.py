"""Addresses of oversight."""

from django.urls import path

from onevisit.oversight.web import cards, comparing, orders, reviews, views

urlpatterns = [
    path("oversight/", views.home, name="home"),
    path("oversight/bags/", views.bags, name="bags"),
    path("oversight/drawings/", reviews.reviews, name="reviews"),
    path("oversight/formulas/", views.formulas, name="formulas"),
    path("oversight/visits/", comparing.compared, name="compared"),
    path("oversight/visits/csv/", comparing.report, {"form": "csv"}, name="report-csv"),
    path("oversight/visits/xlsx/", comparing.report, {"form": "xlsx"}, name="report-xlsx"),
    path("oversight/orders/", orders.orders, name="orders"),
    path("oversight/orders/new/", orders.issue, name="order-new"),
    path("oversight/orders/<uuid:order_id>/", orders.order, name="order"),
    path("oversight/orders/<uuid:order_id>/letter.pdf", orders.letter, name="order-letter"),
    path("oversight/cards/", cards.cards, name="cards"),
    path("oversight/cards/csv/", cards.download, name="cards-download"),
    path("oversight/cards/<uuid:card_id>/", cards.card, name="card"),
    path("oversight/cards/<uuid:card_id>/paper/<int:seq>/", cards.paper, name="card-paper"),
    path("oversight/lists/<str:what>/", views.a_list, name="list"),
    path("oversight/lists/<str:what>/csv/", views.download, name="download"),
]

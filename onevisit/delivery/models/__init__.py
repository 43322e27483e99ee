"""Rows of the delivery room: parcels by courier, papers between offices, lockers."""

from onevisit.delivery.models.consignments import Bag, BagItem, Paper, PaperPlace
from onevisit.delivery.models.lockers import Locker, Stay
from onevisit.delivery.models.parcels import Destination, Parcel, ParcelEvent

__all__ = [
    "Bag",
    "BagItem",
    "Destination",
    "Locker",
    "Paper",
    "PaperPlace",
    "Parcel",
    "ParcelEvent",
    "Stay",
]

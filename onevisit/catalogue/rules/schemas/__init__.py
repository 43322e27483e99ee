"""JSON Schemas 2020-12 of what the catalogue publishes: the form of an offer, and the documents."""

from onevisit.catalogue.rules.schemas.documents import document_schema
from onevisit.catalogue.rules.schemas.fields import answer_schema, field_schema
from onevisit.catalogue.rules.schemas.forms import form_schema

__all__ = ["answer_schema", "document_schema", "field_schema", "form_schema"]

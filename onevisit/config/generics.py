"""Lets Django classes that only the type checker knows as generic be subscripted at run time."""

from typing import Any

from django.db.models.fields import Field
from django.forms.formsets import BaseFormSet
from django.forms.models import BaseModelForm, BaseModelFormSet, ModelChoiceField


def _same_class(cls: type[Any], _parameters: object) -> type[Any]:
    return cls


def enable() -> None:
    """``models.UUIDField[A, B]`` and ``forms.ModelForm[M]`` mean the class itself."""
    generics: tuple[Any, ...] = (
        Field,
        BaseFormSet,
        BaseModelForm,
        BaseModelFormSet,
        ModelChoiceField,
    )
    for generic in generics:
        if not hasattr(generic, "__class_getitem__"):
            generic.__class_getitem__ = classmethod(_same_class)

"""Random definitions: valid in structure, whatever they mean."""

from typing import Any

from hypothesis import strategies as st

from onevisit.catalogue.rules import vocabulary as v
from onevisit.kernel.calendar import DayUnit

_text = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)
_key = st.text("abcdefgh_.", min_size=1, max_size=6)
_numbers = st.none() | st.integers(-9, 9_999) | st.floats(-1e6, 1e6)
_value = st.sampled_from(["a", "b", 1, 2.5, True, None, "2026-11-21"])


def _enum(kind: Any) -> st.SearchStrategy[str]:
    return st.sampled_from([each.value for each in kind])


def _leaf() -> st.SearchStrategy[Any]:
    var = _key.map(lambda key: {"var": key})
    return st.one_of(
        st.booleans(),
        var,
        st.tuples(var, _value).map(lambda pair: {"==": [*pair]}),
        st.tuples(var, st.lists(_value, min_size=1, max_size=3)).map(lambda pair: {"in": [*pair]}),
        st.tuples(var, st.integers(0, 99)).map(lambda pair: {"<=": [*pair]}),
    )


conditions = st.recursive(
    _leaf(),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda each: {"and": each}),
        st.lists(inner, min_size=1, max_size=3).map(lambda each: {"or": each}),
        inner.map(lambda each: {"!": each}),
    ),
    max_leaves=4,
)


def _some(required: dict[str, Any], optional: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(required, optional=optional)


def _several(each: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    return st.lists(each, max_size=3)


_option = _some({"value": _key, "label": _text}, {"help": _text})
_mode = _some(
    {}, {"remote": st.booleans(), "place": _text, "needs": _several(_key), "when": conditions}
)
_question = _some(
    {"key": _key, "label": _text},
    {
        "kind": _enum(v.VarKind),
        "help": _text,
        "short": _text,
        "unit": _text,
        "options": _several(_option),
        "minimum": _numbers,
        "maximum": _numbers,
        "when": conditions,
    },
)
_source = _some(
    {},
    {"kind": _enum(v.SourceKind), "provider": _text, "service": _text, "item": _text},
)
_material = _some(
    {"key": _key, "name": _text},
    {
        "need": _enum(v.Need),
        "source": _source,
        "when": conditions,
        "why_not": _text,
        "modes": _several(_mode),
        "defer_days": st.none() | st.integers(-9, 9),
        "copies": st.integers(0, 9),
        "original_seen_at_collection": st.booleans(),
    },
)
_after = _some({"step": _key}, {"wait": st.booleans() | st.integers(0, 9), "when": conditions})
_step = _some(
    {"key": _key, "name": _text, "kind": _enum(v.StepKind), "party": _enum(v.PartyRole)},
    {
        "limit": st.integers(-9, 99),
        "when": conditions,
        "modes": _several(_mode),
        "after": _several(_after),
        "points": _several(_text),
    },
)
_field = _some(
    {"key": _key, "label": _text},
    {
        "kind": _enum(v.VarKind),
        "options": _several(_option),
        "required": st.booleans(),
        "when": conditions,
        "prefill": _enum(v.Prefill),
        "sensitivity": _enum(v.Sensitivity),
        "max_length": st.integers(0, 999),
    },
)
_regime = _some(
    {},
    {
        "unit": _enum(DayUnit),
        "intake": st.integers(-9, 99),
        "legal": st.none() | st.integers(-9, 99),
        "promise": st.none() | st.integers(-9, 99),
        "on_silence": _enum(v.OnSilence),
    },
)
_result = _some(
    {"key": _key, "name": _text}, {"kind": _text, "collections": _several(_enum(v.Collection))}
)
items = _some(
    {"code": _text, "name": _text},
    {
        "schema": st.just(1),
        "catalogue_code": _text,
        "task_type": _enum(v.TaskType),
        "level": _enum(v.Level),
        "kind": _enum(v.CaseKind),
        "served": _several(_enum(v.Served)),
        "everyday": _several(_text),
        "declared_visits": st.none() | st.integers(-1, 9),
        "courier": st.none() | st.booleans(),
        "regime": _regime,
        "delegation": _some({}, {"accept": st.booleans(), "decide": st.booleans()}),
        "questions": _several(_question),
        "consistent": conditions,
        "materials": _several(_material),
        "steps": _several(_step),
        "form": _several(_field),
        "results": _several(_result),
        "texts": _some({}, {"summary": _text, "legal_basis": _several(_text)}),
    },
)
_part = _some(
    {"key": _key, "name": _text, "catalogue_code": _text},
    {
        "variant": _text,
        "when": conditions,
        "why_not": _text,
        "after": _several(_key),
        "promise": st.none() | st.integers(-9, 99),
    },
)
bundles = _some(
    {"code": _text, "name": _text, "parts": _several(_part)},
    {
        "lead": _text,
        "served": _several(_enum(v.Served)),
        "promise": st.none() | st.integers(-9, 99),
        "questions": _several(_question),
        "consistent": conditions,
        "joint_visits": _several(
            _some({"key": _key, "name": _text, "parts": _several(_key)}, {"opinion": st.booleans()})
        ),
        "form": _several(_field),
    },
)

"""The JSON Schema of audiences.yaml."""

from __future__ import annotations

from typing import Final, get_args

from protection_rules.facts.schema import values_schema
from protection_rules.facts.vocabulary import VOCABULARY, Vocabulary
from protection_rules.limits import MOST_AUDIENCES, MOST_LINES
from protection_rules.rulesets.model import SENSITIVITIES, About, Form
from protection_rules.rulesets.schemas import _YES_NO as YES_NO
from protection_rules.rulesets.schemas import (
    LONGEST_LABEL,
    LONGEST_SUMMARY,
    NAME,
    Schema,
    _document,
    _enum,
    _identified,
    _list,
    _object,
    _text,
)

_TYPE: Final = VOCABULARY["service.type"]
SERVICE_TYPE: Final[Schema] = values_schema(_TYPE, _TYPE.codes)


def audiences_schema(vocabulary: Vocabulary | None = VOCABULARY) -> Schema:
    """audiences.yaml: who is shown what of an assessment."""
    condition: Schema = {"$ref": "#/$defs/condition"}
    line = _object(
        {
            "id": _identified(NAME),
            "advised": _list({"type": "string"}, minItems=1, uniqueItems=True)
            | {"description": "actions; the line stands if one is advised, always if none is named"},
            "services": _list(SERVICE_TYPE, minItems=1, uniqueItems=True)
            | {"description": "only for a service of one of these types"},
            "text": _text(LONGEST_SUMMARY),
        },
        required=["id", "text"],
    )
    audience = _object(
        {
            "id": _identified(NAME),
            "label": _text(LONGEST_LABEL),
            "form": _enum(get_args(Form), "the advice as the rules word it, or the lines below"),
            "subjects": _list(_enum(get_args(About), "whose advice it is told of"), uniqueItems=True),
            "addressed": _enum(("service",), "the list section of which one item may be named"),
            "sensitivities": _list(_enum(SENSITIVITIES, "which facts it may learn of"), uniqueItems=True),
            "reveals": YES_NO | {"description": "whether it sees rules whose appearing alone discloses"},
            "reasons": YES_NO | {"description": "whether it sees the facts behind advice"},
            "rules": YES_NO | {"description": "whether it sees which rules speak"},
            "set_aside": YES_NO | {"description": "whether it sees what gave way to other advice"},
            "agreed": _object({"case": condition, "service": condition}, required=["case"]),
            "title": _text(LONGEST_LABEL),
            "lines": _list(line, minItems=1, maxItems=MOST_LINES),
        },
        required=[
            "id",
            "label",
            "form",
            "subjects",
            "sensitivities",
            "reveals",
            "reasons",
            "rules",
            "set_aside",
        ],
    )
    audiences = _list(audience, minItems=1, maxItems=MOST_AUDIENCES)
    return _document("Audiences", _object({"audiences": audiences}, required=["audiences"]), vocabulary)

"""Meta's own description of message bodies, from the collected payloads, as a check of ours."""

import os
from functools import lru_cache
from pathlib import Path
from typing import Any

import jsonschema
import yaml

KINDS = {
    "text": "TextMessage",
    "image": "ImageMessage",
    "document": "DocumentMessage",
    "interactive": "InteractiveMessage",
    "template": "TemplateMessage",
}
"""The kinds of message that we send, and their schemas."""
_FILE = "data/payloads/meta_openapi/business-messaging-api_v23.0.yaml"


@lru_cache(maxsize=1)
def checks() -> dict[str, jsonschema.Draft202012Validator] | None:
    """A validator for each kind; None where the description is not at hand."""
    file = Path(os.environ.get("SAKSI_SHARED", "../shared")) / _FILE
    if not file.exists():
        return None
    document = yaml.load(
        file.read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    )
    schemas = document["components"]["schemas"]
    return {kind: _validator(schemas, name) for kind, name in KINDS.items()}


def _validator(schemas: dict[str, Any], name: str) -> jsonschema.Draft202012Validator:
    """A message's schema with the parts of `allOf` put together.

    Taken apart, as written, each part forbids the fields of the others and no body is valid.
    """
    parts = [_resolved(schemas, part) for part in schemas[name]["allOf"]]
    whole: dict[str, Any] = {"type": "object", "additionalProperties": False}
    whole["properties"] = {k: v for part in parts for k, v in part["properties"].items()}
    whole["required"] = [key for part in parts for key in part.get("required", [])]
    whole["components"] = {"schemas": schemas}
    return jsonschema.Draft202012Validator(whole)


def _resolved(schemas: dict[str, Any], part: dict[str, Any]) -> dict[str, Any]:
    name = part.get("$ref", "").rpartition("/")[2]
    found: dict[str, Any] = schemas[name] if name else part
    return found

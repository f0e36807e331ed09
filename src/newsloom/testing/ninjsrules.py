"""The rules of ninjs 3.1 for what newsloom writes of it, restated from the public standard as a JSON Schema.

The standard (IPTC, https://iptc.org/std/ninjs/) asks for `uri` alone and lets no property stand that it does not name;
an associated object must have `uri` and `name` and may have all that the whole has. Restated are the properties that
newsloom writes: any other one is refused here though the standard may know it.
"""

from typing import Any

_TEXT = {"type": "string"}
_URI = {"type": "string", "format": "uri", "pattern": "^[a-z][a-z0-9+.-]*:[^\\s]+$"}
_TIME = {"type": "string", "format": "date-time", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}(Z|[+-][0-9:]{5})$"}


def _closed(properties: dict[str, Any], *required: str) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": False, "properties": properties, "required": list(required)}


def _list(of: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": of}


_WORDS = _closed({"role": _TEXT, "contentType": _TEXT, "value": _TEXT}, "value")
_ITEM: dict[str, Any] = {
    "uri": _URI,
    "type": {"enum": ["text", "audio", "video", "picture", "graphic", "composite", "component", "event", "planning"]},
    "representationType": {"enum": ["full", "partial"]},
    "profile": _TEXT,
    "firstCreated": _TIME,
    "versionCreated": _TIME,
    "contentCreated": _TIME,
    "pubStatus": {"enum": ["usable", "withheld", "canceled"]},
    "edNote": _TEXT,
    "language": _TEXT,
    "descriptions": _list(_WORDS),
    "headlines": _list(_WORDS),
    "by": _TEXT,
    "subjects": _list(_closed({"name": _TEXT, "rel": _TEXT, "uri": _URI, "literal": _TEXT})),
    "genres": _list(_closed({"name": _TEXT, "uri": _TEXT, "literal": _TEXT})),
    "infoSources": _list(_closed({"name": _TEXT, "role": _TEXT, "uri": _URI, "literal": _TEXT})),
    "renditions": _list(_closed({"name": _TEXT, "href": _URI, "contentType": _TEXT, "title": _TEXT}, "name")),
    "altIds": _list(_closed({"role": _TEXT, "value": _TEXT})),
    "standard": _closed({"name": _TEXT, "version": _TEXT, "schema": _URI}),
}
_ASSOCIATED = _closed({**_ITEM, "name": _TEXT, "rel": _TEXT}, "name", "uri")
NINJS: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    **_closed({**_ITEM, "associations": _list(_ASSOCIATED)}, "uri"),
}

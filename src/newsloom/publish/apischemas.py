"""JSON Schemas (draft 2020-12) of the API's files: published beside them, and what its tests hold them to.

Every key named is always there. A later version 1 may add keys, so readers leave alone what they do not know.
"""

from typing import Any

from newsloom.model.appearance import Presence, PublicChange
from newsloom.model.metadata import Genre, Standing

Schema = dict[str, Any]
DRAFT = "https://json-schema.org/draft/2020-12/schema"


def _object(about: str = "", /, **properties: Schema) -> Schema:
    said: Schema = {"type": "object", "required": list(properties), "properties": properties}
    return {"description": about} | said if about else said


def _list(items: Schema, about: str = "") -> Schema:
    said: Schema = {"type": "array", "items": items}
    return said | {"description": about} if about else said


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _about(schema: Schema, words: str) -> Schema:
    return schema | {"description": words}


TEXT: Schema = {"type": "string"}
COUNT: Schema = {"type": "integer", "minimum": 0}
NUMBER: Schema = {"type": "integer", "minimum": 1}
POINTS: Schema = {"type": "integer"}
WEB: Schema = {"type": "string", "format": "uri", "pattern": "^https?://"}
TIME: Schema = {"type": "string", "format": "date-time", "pattern": "^[0-9]{4}-.*Z$"}
LANGUAGE: Schema = {"type": "string", "pattern": "^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$"}
FIRST: Schema = {"const": 1, "description": "The version of this file's form."}
STORY: Schema = {
    "type": "string",
    "pattern": "^stories/[A-Za-z0-9-]+\\.json$",
    "description": "The story's document, relative to api/v1/.",
}

_HEADLINE = TEXT | {"minLength": 1, "maxLength": 500}
_EXCERPT = TEXT | {"maxLength": 400}
_OUTLET = _object(name=TEXT, domain=TEXT)
_TOPICS = _list(_object(id=_about(_or_null(TEXT), "null of a topic that is the desk's no more"), name=TEXT))
_SCORE = _object(
    "The parts sum to the value.",
    value=POINTS,
    parts=_list(_object(name=TEXT, points=POINTS, reason=TEXT)),
)
_STANDING: Schema = {"enum": [one.value for one in Standing]}

_SUMMARY = _object(
    id=TEXT,
    number=NUMBER,
    story=STORY,
    title=_HEADLINE,
    excerpt=_EXCERPT,
    url=_or_null(WEB),
    language=_or_null(LANGUAGE),
    outlet=_OUTLET,
    publishedAt=TIME,
    firstShownAt=TIME,
    updatedAt=TIME,
    topics=_TOPICS,
    quality=_or_null(POINTS),
    heat=_or_null(POINTS),
    reports=COUNT,
)
_REPORT = _object(
    id=TEXT,
    title=_HEADLINE,
    excerpt=_EXCERPT,
    url=_or_null(WEB),
    outlet=_OUTLET,
    family=_about(_or_null(TEXT), "The publisher the outlet belongs to."),
    voice=_about(_or_null(TEXT), "Who speaks: the agency whose text it is, else the family."),
    publishedAt=TIME,
    language=_or_null(LANGUAGE),
    authors=_list(TEXT),
    genre={"enum": [one.value for one in Genre]},
    standing=_STANDING,
    corrections=_list(_object(at=_or_null(TIME), note=TEXT)),
    revision=NUMBER,
    revisedAt=_or_null(TIME),
    copyOf=_about(_or_null(TEXT), "The id of the report here whose text it repeats."),
    quality=_or_null(POINTS),
)
_COVERAGE = _object(
    independent=_about(COUNT, "Reports of which no two come from one house or speak with one voice."),
    copies=COUNT,
    outlets=COUNT,
    lead=_about(_or_null(TEXT), "The id of the report that leads."),
    reports=_list(_REPORT, "The earliest first."),
    turns=_list(_object(at=TIME, report=TEXT, words=_list(TEXT)), "Where the focus of the story shifted."),
)
_HEAD: dict[str, Schema] = {
    "version": FIRST,
    "id": TEXT,
    "number": _about(NUMBER, "Its place in the order of first publication; never changes."),
    "state": {"enum": [one.value for one in Presence if one is not Presence.REMOVED]},
    "firstShownAt": TIME,
    "changedAt": _about(TIME, "When anything of it last changed but scores."),
}
_WHOLE = _object(
    "A story that is shown, or that its outlet took back.",
    **_HEAD,
    record=_about(TEXT, "Where its Markdown record stands, relative to the output."),
    title=_HEADLINE,
    excerpt=_EXCERPT,
    url=_or_null(WEB),
    language=_or_null(LANGUAGE),
    genre=_or_null(TEXT),
    authors=_list(TEXT),
    outlet=_OUTLET,
    publishedAt=TIME,
    updatedAt=_about(TIME, "When headline, excerpt, address, correction or withdrawal last changed."),
    image=_or_null(_object(url=WEB, width=_or_null(NUMBER), height=_or_null(NUMBER))),
    topics=_TOPICS,
    quality=_or_null(POINTS),
    heat=_or_null(POINTS),
    receipts=_or_null(_object(quality=_or_null(_SCORE), heat=_or_null(_SCORE))),
    correction=_or_null(TEXT),
    withdrawnAt=_or_null(TIME),
    standing=_STANDING,
    coverage=_COVERAGE,
)
_WHOLE["properties"]["state"] = {"enum": [Presence.SHOWN.value, Presence.WITHDRAWN.value]}
_GONE = _object(
    "A story that is shown no more.", **_HEAD, leader=_about(_or_null(TEXT), "The id of the story it lives on in.")
)
_GONE["properties"]["state"] = {"enum": [Presence.MERGED.value, Presence.HIDDEN.value]}
_TOPIC = _object(
    id=TEXT,
    name=TEXT,
    shortName=_or_null(TEXT),
    parent=_or_null(TEXT),
    description=_or_null(TEXT),
    shown=_about(COUNT, "How many of its stories are shown now."),
    stories=TEXT | {"pattern": "^topics/[a-z0-9._-]+\\.json$"},
)
_CHANGE = _object(cursor=NUMBER, id=TEXT, story=STORY, kind={"enum": [one.value for one in PublicChange]}, at=TIME)
_PAGED: dict[str, Schema] = {"pageSize": NUMBER, "pages": COUNT, "page": TEXT, "latest": TEXT}

_FILES: dict[str, Schema] = {
    "index": _object(
        version=FIRST,
        title=TEXT,
        url=_or_null(WEB),
        language=_or_null(LANGUAGE),
        stories=_object(shown=COUNT, **_PAGED),
        topics=TEXT,
        sources=TEXT,
        changes=_object(cursor=COUNT, **_PAGED),
        schemas={"type": "object", "additionalProperties": TEXT},
    ),
    "story": {"oneOf": [_WHOLE, _GONE]},
    "stories": _object(version=FIRST, items=_list(_SUMMARY, "The newest first.")),
    "page": _object(
        version=FIRST,
        page=NUMBER,
        items=_list(_object(number=NUMBER, id=TEXT, story=STORY, firstShownAt=TIME), "By number."),
    ),
    "topics": _object(version=FIRST, items=_list(_TOPIC)),
    "topic": _object(version=FIRST, topic=_TOPIC, items=_list(_SUMMARY, "The newest first.")),
    "sources": _object(
        version=FIRST,
        watched=_list(
            _object(
                name=TEXT,
                site=_or_null(WEB),
                family=_or_null(TEXT),
                language=_or_null(LANGUAGE),
                topics=_list(TEXT),
                health=_or_null(TEXT),
                articles=COUNT,
                newestAt=_or_null(TIME),
            )
        ),
        outlets=_list(_OUTLET),
    ),
    "changes": _object(version=FIRST, cursor=COUNT, items=_list(_CHANGE, "The oldest first.")),
    "log": _object(version=FIRST, page=NUMBER, items=_list(_CHANGE, "The oldest first.")),
}

SCHEMAS: dict[str, Schema] = {
    schema: {"$schema": DRAFT, "title": f"newsloom API, version 1: {schema}"} | said for schema, said in _FILES.items()
}
"""The schemas by their names."""

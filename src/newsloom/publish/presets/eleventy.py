"""A record as a page of Eleventy: `news/2026-01-31-a-slug.md`, in the collection `news` and in one for each topic.

Templates may be Liquid, which escapes nothing, so texts are inert as they stand; the body is read as Markdown alone.
What is not shown has no page and is in no collection.
"""

from newsloom.model.edition import Artifact, Entry
from newsloom.publish.presets.frontmatter import Value, yaml_page
from newsloom.publish.presets.page import body_of, is_shown, name_of, presentable
from newsloom.publish.presets.wording import inert
from newsloom.records.tree import tree

FOLDER = "news"
_TAKEN = frozenset({"all", FOLDER})  # Eleventy's own collection, and that of all records


def page(entry: Entry) -> Artifact:
    """The page of a record."""
    record = presentable(entry.record, inert)
    front: dict[str, Value] = {
        "title": record.title,
        "date": record.published_at,
        "description": record.excerpt,
        "tags": [FOLDER, *(topic for topic in record.topics if topic.lower() not in _TAKEN)],
        "templateEngineOverride": "md",
    }
    if not is_shown(entry.record):
        front |= {"permalink": False, "eleventyExcludeFromCollections": True}
    front["record"] = tree(record)
    return Artifact(path=f"{FOLDER}/{name_of(entry)}", content=yaml_page(front, body_of(record)), story=entry.story)

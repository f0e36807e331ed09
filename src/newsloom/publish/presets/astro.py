"""A record as an entry of an Astro content collection: `src/content/news/2026-01-31-a-slug.md`.

`src/content/newsloom.ts` defines the collection and its schema. Astro escapes what it prints, so texts stay as they
are. What is not shown lies in a folder that no collection reads.
"""

from newsloom.model.edition import Artifact, Entry
from newsloom.publish.presets.frontmatter import Value, yaml_page
from newsloom.publish.presets.page import body_of, is_shown, name_of, presentable
from newsloom.publish.presets.wording import plain
from newsloom.records.tree import tree

FOLDER = "src/content/news"
WITHHELD = "src/content/news-withheld"
SCHEMA = "src/content/newsloom.ts"


def page(entry: Entry) -> Artifact:
    """The entry of a record."""
    record = presentable(entry.record, plain)
    shown = is_shown(entry.record)
    front: dict[str, Value] = {
        "title": record.title,
        "description": record.excerpt,
        "pubDate": record.published_at,
        "updatedDate": record.updated_at or record.published_at,
        "tags": list(record.topics),
        "draft": not shown,
        "record": tree(record),
    }
    folder = FOLDER if shown else WITHHELD
    return Artifact(path=f"{folder}/{name_of(entry)}", content=yaml_page(front, body_of(record)), story=entry.story)

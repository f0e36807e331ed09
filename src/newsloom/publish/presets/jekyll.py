"""A record as a post of Jekyll: `_posts/2026-01-31-a-slug.md`.

Liquid escapes nothing, so texts are inert as they stand. `published: false` is Jekyll's own word for what it leaves
out. Layout and permalink are the site's, as defaults of its `_config.yml`.
"""

from newsloom.model.edition import Artifact, Entry
from newsloom.publish.presets.frontmatter import Value, yaml_page
from newsloom.publish.presets.page import body_of, is_shown, name_of, presentable
from newsloom.publish.presets.wording import inert
from newsloom.records.tree import tree

FOLDER = "_posts"


def page(entry: Entry) -> Artifact:
    """The post of a record."""
    record = presentable(entry.record, inert)
    front: dict[str, Value] = {
        "title": record.title,
        "date": record.published_at,
        "last_modified_at": record.updated_at or record.published_at,
        "excerpt": record.excerpt,
        "tags": list(record.topics),
        "published": is_shown(entry.record),
        "record": tree(record),
    }
    return Artifact(path=f"{FOLDER}/{name_of(entry)}", content=yaml_page(front, body_of(record)), story=entry.story)

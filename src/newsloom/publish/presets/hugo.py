"""A record as a page of Hugo: `content/news/2026-01-31-a-slug.md`, its fields under `params`.

Hugo's templates escape what they print, so texts stay as they are; its Markdown is read for shortcodes, of which
the body can hold none. What is not shown is a draft.
"""

from newsloom.model.edition import Artifact, Entry
from newsloom.publish.presets.frontmatter import Value, yaml_page
from newsloom.publish.presets.page import body_of, is_shown, name_of, presentable
from newsloom.publish.presets.wording import plain
from newsloom.records.tree import tree

FOLDER = "content/news"


def page(entry: Entry) -> Artifact:
    """The page of a record."""
    record = presentable(entry.record, plain)
    front: dict[str, Value] = {
        "title": record.title,
        "date": record.published_at,
        "lastmod": record.updated_at or record.published_at,
        "description": record.excerpt,
        "tags": list(record.topics),
        "draft": not is_shown(entry.record),
        "params": {"record": tree(record)},
    }
    return Artifact(path=f"{FOLDER}/{name_of(entry)}", content=yaml_page(front, body_of(record)), story=entry.story)

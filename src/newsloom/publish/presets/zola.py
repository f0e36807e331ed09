"""A record as a page of Zola: `content/news/2026-01-31-a-slug.md`, its fields under `extra`, topics as a taxonomy.

Tera escapes what it prints, so texts stay as they are; Zola's Markdown is read for shortcodes, of which the body can
hold none. What is not shown is a draft. The path is said, for Zola would take the date off the file's name, and two
records of two days may have one headline.
"""

from newsloom.model.edition import Artifact, Entry
from newsloom.publish.presets.frontmatter import Value, toml_page
from newsloom.publish.presets.page import body_of, is_shown, name_of, presentable
from newsloom.publish.presets.wording import plain
from newsloom.records.tree import tree

FOLDER = "content/news"
SECTION = Artifact(
    path=f"{FOLDER}/_index.md",
    content=toml_page({"title": "News", "sort_by": "date", "page_template": "page.html"}, ""),
)


def page(entry: Entry) -> Artifact:
    """The page of a record."""
    record = presentable(entry.record, plain)
    name = name_of(entry)
    front: dict[str, Value] = {
        "title": record.title,
        "description": record.excerpt,
        "date": record.published_at,
        "updated": record.updated_at or record.published_at,
        "draft": not is_shown(entry.record),
        "path": f"news/{name.removesuffix('.md')}",
        "taxonomies": {"topics": list(record.topics)},
        "extra": {"record": tree(record)},
    }
    return Artifact(path=f"{FOLDER}/{name}", content=toml_page(front, body_of(record)), story=entry.story)

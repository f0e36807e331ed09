"""The Markdown record of an issue: front matter, then the whole HTML mail."""

from newsloom.model.newsletter import Issue
from newsloom.publish.presets.frontmatter import Front, yaml_page

TOLD = 3  # headlines that the excerpt names


def record(issue: Issue, *, url: str) -> bytes:
    """An issue's record; it has no reader's link.

    Args:
        issue: as it was kept.
        url: where it is published, "" for nowhere.
    """
    front: Front = {
        "category": "newsletter",
        "title": issue.subject,
        "excerpt": issue.excerpt,
        "publishedDateTime": issue.at.replace(microsecond=0),
        **({"webUrl": url} if url else {}),
        "type": "newsletter",
        "topics": issue.topics,
        "images": (),
    }
    return yaml_page(front, f"{issue.html.replace(issue.mark, '#')}\n")

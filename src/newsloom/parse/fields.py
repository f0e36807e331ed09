"""Where else a page's article is found, and in which language it is."""

import re
from collections.abc import Iterator

import ada_url

from newsloom.parse.head import Found, Head

_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(?![a-zA-Z])")


def canonical(head: Head) -> str | None:
    """Give the canonical URL; a front page named by an article's page is a mistake and left out."""
    found = head.link("canonical", _links(head, 'link[rel="canonical" i]', ("og:url",)))
    if found and ada_url.URL(found).pathname == "/" and ada_url.URL(head.url).pathname != "/":
        head.problems.append("canonical names the front page")
        head.provenance.pop("canonical", None)
        return None
    return found


def amp_url(head: Head) -> str | None:
    """Give the AMP version's URL."""
    return head.link("amp_url", _links(head, 'link[rel="amphtml" i]', ()))


def language(head: Head) -> str | None:
    """Give the primary language subtag, lower case, as in "en"."""
    root = head.tree.css_first("html")
    named = [(root.attributes.get("lang") or "", "html")] if root is not None else []
    for value, source in [
        *named,
        *head.said("inLanguage"),
        *head.metas("og:locale", "content-language", "language"),
    ]:
        found = _LANGUAGE.match(value.strip())
        if found:
            head.provenance["language"] = source
            return found[0].lower()
    return None


def _links(head: Head, selector: str, metas: tuple[str, ...]) -> Iterator[Found]:
    for node in head.tree.css(selector)[:3]:
        yield node.attributes.get("href") or "", "html"
    yield from head.metas(*metas)

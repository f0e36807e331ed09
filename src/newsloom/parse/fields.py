"""Where else a page's article is found, and in which language it is."""

import re
from collections.abc import Iterator

import ada_url

from newsloom.parse.head import Found, Head

_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(?![a-zA-Z])")


def canonical(head: Head) -> str | None:
    """Give the canonical URL; a front page named by an article's page is a mistake and left out."""
    found = head.link("canonical", _canonicals(head))
    if found and ada_url.URL(found).pathname == "/" and ada_url.URL(head.url).pathname != "/":
        head.remark("canonical names the front page")
        head.provenance.pop("canonical", None)
        return None
    return found


def amp_url(head: Head) -> str | None:
    """Give the AMP version's URL."""
    return head.link("amp_url", head.rel("amphtml"))


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


def _canonicals(head: Head) -> Iterator[Found]:
    yield from head.rel("canonical")
    yield from head.metas("og:url")

"""Pages as schema.org has them: collections of others' articles, which are cited and never claimed."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from markupsafe import Markup

# What would end the script element, begin a comment in it, or be a line end to old readers of JSON.
_INERT = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
CITED = 20  # reports that are cited; a page has its budget


def script(data: Mapping[str, Any]) -> Markup:
    """The data as the content of a script element, which nothing in it can end."""
    text = msgspec.json.encode({"@context": "https://schema.org", **data}).decode()
    for sign, inert in _INERT.items():
        text = text.replace(sign, inert)
    return Markup(text)  # noqa: S704  made inert above


def collection(name: str, *, url: str, site: Mapping[str, Any], **more: Any) -> dict[str, Any]:  # noqa: ANN401  any property of a CollectionPage
    """A page that collects; what is empty is left out."""
    said = {"@type": "CollectionPage", "name": name, "url": url, "isPartOf": site, **more}
    return {key: value for key, value in said.items() if value}


def item_list(items: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Items by name and address, in order."""
    elements = [
        {"@type": "ListItem", "position": place, "name": name, **({"url": url} if url else {})}
        for place, (name, url) in enumerate(items, 1)
    ]
    return {"@type": "ItemList", "numberOfItems": len(elements), "itemListElement": elements}


def citation(headline: str, *, url: str, outlet: str, at: str, language: str = "") -> dict[str, Any]:
    """Somebody else's article, with who published it."""
    said = {
        "@type": "NewsArticle",
        "headline": headline,
        "url": url,
        "datePublished": at,
        "inLanguage": language,
        "publisher": {"@type": "Organization", "name": outlet},
    }
    return {key: value for key, value in said.items() if value}

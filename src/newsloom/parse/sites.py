"""What the outlet of a page is called."""

import re

import ada_url

from newsloom.parse.head import Head, kind_of_meta
from newsloom.parse.jsonld import names

_SITE = re.compile(r"\b(?:www\.)?[\w-]{2,}\.(?:de|com|net|org|at|ch|fr|it|es|co\.uk|info|tv)\b", re.IGNORECASE)


def site_name(head: Head) -> str | None:
    """Give the outlet's own name."""
    publisher = next(names(head.linked, head.linked.article.get("publisher")), None)
    metas = [(value, kind_of_meta(name)) for name in ("og:site_name", "application-name") for value in head.of(name)]
    return head.first("site_name", iter([*metas[:1], *([(publisher, "json-ld")] if publisher else []), *metas[1:]]))


def own_names(head: Head) -> frozenset[str]:
    """Give what the outlet is called, letters only: its site's name, its publisher's, its host's labels."""
    host = ada_url.URL(head.url).hostname
    publishers = names(head.linked, head.linked.article.get("publisher"))
    called = [*head.of("og:site_name"), *publishers, host, host.removeprefix("www."), *host.split(".")[:-1]]
    return frozenset(found for name in called if (found := letters(name)))


def is_outlet(name: str, own: frozenset[str]) -> bool:
    """Tell whether a name is the outlet's own, or that of a site."""
    return letters(name) in own or bool(_SITE.search(name))


def letters(name: str) -> str:
    """Give a name's letters and digits, lower case."""
    return "".join(character for character in name.lower() if character.isalnum())

"""What a feed's element is called, whatever prefix or spelling its sender chose."""

from typing import Final

from lxml.etree import _Element as Element

XML: Final = "{http://www.w3.org/XML/1998/namespace}"
ATOM: Final = "http://www.w3.org/2005/atom"

# Namespaces in lower case → the prefix we call them by; "" for the cores of RSS and Atom in all their versions.
_PREFIXES = {
    "": "",
    ATOM: "",
    "http://purl.org/atom/ns#": "",
    "http://purl.org/rss/1.0/": "",
    "http://my.netscape.com/rdf/simple/0.9/": "",
    "http://purl.org/rss/1.0/modules/rss091#": "",
    "http://backend.userland.com/rss": "",
    "http://backend.userland.com/rss2": "",
    "http://blogs.law.harvard.edu/tech/rss": "",
    "http://example.com/newformat#": "",
    "http://example.com/necho": "",
    "http://purl.org/echo/": "",
    "uri/of/echo/namespace#": "",
    "http://purl.org/pie/": "",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://search.yahoo.com/mrss/": "media",
    "http://search.yahoo.com/mrss": "media",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://purl.org/rss/1.0/modules/syndication/": "sy",
    "http://www.w3.org/1999/xhtml": "xhtml",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
}


def name_of(element: Element) -> str:
    """The element's name in lower case with our prefix, as `title` or `dc:creator`; "" for comments and the like."""
    tag: object = element.tag
    if not isinstance(tag, str):
        return ""
    if tag[0] != "{":
        return tag.lower()
    space, _, local = tag[1:].rpartition("}")
    prefix = _PREFIXES.get(space.lower())
    if prefix is None:
        prefix = "" if "backend.userland.com/rss" in space.lower() else (element.prefix or "").lower()
    return f"{prefix}:{local.lower()}" if prefix else local.lower()


def attribute(element: Element, name: str) -> str:
    """An attribute's value whatever the case of its name, or ""."""
    value = element.get(name)
    if value is not None or not len(element.attrib):
        return value or ""
    return next((str(said) for key, said in element.attrib.items() if str(key).lower() == name), "")

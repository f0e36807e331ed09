"""The article's text where a page keeps it in the data of its scripts, for a browser to show it."""

import re
from collections.abc import Iterator

import msgspec
from selectolax.lexbor import LexborHTMLParser

from newsloom.parse.bounds import is_plainly_small
from newsloom.parse.jsonld import Linked

SHORTEST = 400  # characters of a text worth taking
_MOST = 2_000_000  # characters of scripts that are looked through
_STRING = re.compile(r"(?<=[:,\[(])\s?(\"[^\"\\]*+(?:\\.[^\"\\]*+)*+\")")  # where JSON has a value
_PARAGRAPH = re.compile(r"<(?:p|br)[\s/>]", re.IGNORECASE)
_BORDER = re.compile(
    r"</?(?:p|br|div|h[1-6]|li|ul|ol|blockquote|section|article|table|tr|figure)\b[^>]{0,500}>", re.IGNORECASE
)


def embedded_text(tree: LexborHTMLParser, said: Linked) -> str:
    """Give the text of JSON-LD, or else the longest marked-up text among the strings of scripts; "" without one."""
    body = said.article.get("articleBody")
    if isinstance(body, str) and len(body) >= SHORTEST:
        return _plain(body)
    texts = [node.text(deep=True) or "" for node in tree.css("script:not([src])")[:200]]
    if sum(map(len, texts)) > _MOST:
        return ""
    return max((_plain(found) for text in texts for found in _marked_up(text)), key=len, default="")


def _marked_up(script: str) -> Iterator[str]:
    """Give the long strings of a script that hold paragraphs; also of data that is itself written as a string."""
    if (
        "u003cp" not in script.lower()
        and "<p" not in script
        and "u003cbr" not in script.lower()
        and "<br" not in script
    ):
        return
    for string in _STRING.finditer(script):
        if len(string[1]) < SHORTEST:
            continue
        try:
            found = msgspec.json.decode(string[1].encode("utf-8", "replace"), type=str)
        except msgspec.DecodeError:
            continue
        if '":' in found:
            yield from _marked_up(found)
        elif len(_PARAGRAPH.findall(found)) > 1:
            yield found


def _plain(markup: str) -> str:
    """Give the lines of a text with some markup."""
    if not is_plainly_small(markup):
        return ""
    body = LexborHTMLParser(_BORDER.sub("\n", markup)).body
    lines = (body.text(deep=True) if body is not None else "").split("\n")
    text = "\n".join([line for part in lines if (line := " ".join(part.split()))])
    return text if len(text) >= SHORTEST else ""

r"""Foreign text and addresses as a site generator can take them.

Three strengths, each on top of the one before:

- `plain`: nothing that cannot be stored, no bidi control that would turn round what stands after it.
- `inert`: for generators whose templates print a value as it is (Liquid): no character that could open a tag or close
  an attribute. Readers see the same words with typographic quotes.
- `markdown`: for the body of a page, which is read as a template and then as Markdown: every character that either
  could take for its own is an HTML entity, which Markdown turns back into that character and nothing else
  (CommonMark 0.31, section 2.5).
"""

import re
from html import unescape

from newsloom.model.record import storable
from newsloom.text.clean import evened
from newsloom.text.urls import parse

_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_OPENING = re.compile(r"""(^|[\s(\[{–—-])(["'])""")  # a quote that begins something
_ENTITY = re.compile("&#?[A-Za-z0-9]+;?")
_INERT = str.maketrans({"<": "\uff1c", ">": "\uff1e", '"': "”", "'": "’", "`": "‘"})
# Letters, digits, blanks and what no Markdown dialect gives a meaning stay; single ones of `.`, `-`, `:` inside a
# sentence too. An address is not to become a link by itself, nor a list begin, nor dots become an ellipsis.
_MEANT = re.compile(
    r"""[!"#$&()*+;<=>@\[\\\]^_`{|}~]|(?<![A-Za-z])'|'(?![A-Za-z])|(?<![A-Za-z0-9])-|-(?![A-Za-z0-9])"""
    r"""|:(?!\s)|^:|(?<=www)\.|(?<=\.)\.|\.(?=\.)|^(?<![^\s])[0-9]+\.|%(?=\})""",
    re.IGNORECASE,
)
_HOST = re.compile(r"[a-z0-9._-]+(:[0-9]+)?|\[[0-9a-f:.]+\](:[0-9]+)?")
_UNSAFE = re.compile(r"""[^!#$%&*+,\-./0-9:;=?@A-Z_a-z~]""")


def plain(text: str) -> str:
    """The text as it may stand in front matter: what cannot be stored and paired bidi controls dropped."""
    return _BIDI.sub("", storable(text))


def inert(text: str) -> str:
    """The text with look-alikes for `<`, `>`, quotes, backticks and what would begin an entity.

    Nothing in it is HTML: it looks the same whether a template escapes it or not.
    """
    return _ENTITY.sub(_unentitled, _OPENING.sub(_opened, plain(text)).translate(_INERT))


def markdown(text: str) -> str:
    """The text as one line of Markdown that means these characters and nothing else."""
    line = evened(plain(text))
    return _MEANT.sub(_entities, line)


def address(url: str | None) -> str | None:
    """The address as a browser would ask for it, without credentials; None if it is not one of the web.

    What could end an attribute, a link of Markdown or begin a template is percent-encoded.
    """
    parsed = None if url is None else parse(storable(url))
    if parsed is None or _HOST.fullmatch(parsed.host) is None:
        return None  # a quote in a host is legal, and nobody's
    origin = f"{parsed.protocol}//{parsed.host}"
    return origin + _UNSAFE.sub(_encoded, parsed.plain.removeprefix(origin))


def _opened(match: re.Match[str]) -> str:
    return match[1] + ("“" if match[2] == '"' else "‘")


def _unentitled(match: re.Match[str]) -> str:
    return match[0] if unescape(match[0]) == match[0] else "\uff06" + match[0][1:]


def _entities(match: re.Match[str]) -> str:
    return "".join(character if character.isalnum() else f"&#{ord(character)};" for character in match[0])


def _encoded(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode())

"""What a page's markup is made by: a sample of its own class names, by which pages made alike are known.

The sample is bottom-k: of all names those with the smallest hashes, so that two pages sample the same names and what
they have in common shows in the samples (A. Broder, "On the resemblance and containment of documents", 1997).
"""

import re
from functools import cache
from importlib.resources import files
from zlib import crc32

from selectolax.lexbor import LexborHTMLParser

SAMPLE = 96
"""Names in a sample."""

_HEAD, _TAIL = 200, 100  # elements looked at: the frame of a page stands around its article
_STRUCTURE = "div[class],section[class],header[class],footer[class],nav[class],aside[class],main[class]"
_MIX = 0x9E3779B1  # 2³² over the golden ratio (D. Knuth, TAOCP 6.4): spreads what crc32 leaves close
# Hosted site builders and themes sold to everyone: what is made with them says nothing of who owns it.
_BUILDERS = frozenset(
    """
    sqs wixui wix shopify webflow weebly wsite ghost gh elementor td tdb tdi tdc kadence kt ast astra generate
    generatepress genesis fusion avada jnews jeg wpb vc mvp oceanwp bricks brxe oxy thrive tcb fwp pencraft jet neve
    blocksy penci
    """.split()  # noqa: SIM905  a list of words
)
_BUILT = frozenset(
    {"subscription-widget-wrap", "portable-archive", "ct-container", "et_pb_section", "fl-builder-content"}
)
# What begins so says how something looks or works, or counts articles: no name of this site.
_PLAIN = frozenset(
    """
    wp is has js no col row fa fas icon icons btn text bg font flex grid gap items justify self order rounded border
    shadow overflow object leading tracking space divide ring max min inset top left right bottom float align
    position d m mt mb ml mr mx my p pt pb pl pr px py w h z g tag category author postid post page menu nav navbar
    widget widgets entry comment comments site single format type status hentry block elementor swiper slick owl ui
    mat mui ant chakra ad ads advert adsbygoogle dfp gpt cookie onetrust cmp modal dropdown uk tw u l c o
    """.split()  # noqa: SIM905  a list of words
)
_SHORT, _LONG = 5, 60  # characters of a name; a shorter one is shared by chance
_NUMBER = re.compile(r"\d{3}")


def template_of(tree: LexborHTMLParser) -> tuple[int, ...]:
    """A sorted sample of the hashes of a page's own class names; empty for a page made with a common site builder."""
    nodes = tree.css(_STRUCTURE)
    if len(nodes) > _HEAD + _TAIL:
        nodes = [*nodes[:_HEAD], *nodes[-_TAIL:]]
    said = {node.attrs.get("class") or "" for node in nodes}
    names = {name for value in said for name in value.split()}
    if any(map(is_of_builder, names)):
        return ()
    own = filter(is_own, names - _common())
    return tuple(sorted(crc32(name.encode(errors="replace")) * _MIX & 0xFFFFFFFF for name in own)[:SAMPLE])


def is_of_builder(name: str) -> bool:
    """Whether a class name tells a site builder or a theme that is sold to everyone."""
    return name.partition("-")[0].partition("_")[0] in _BUILDERS or name in _BUILT


def is_own(name: str) -> bool:
    """Whether a class name may be a site's own: no utility, no state, no number of an article."""
    plain = name.replace("-", "_")
    return (
        _SHORT <= len(name) < _LONG
        and plain.partition("_")[0].lower() not in _PLAIN
        and plain.isidentifier()
        and not _NUMBER.search(name)
    )


@cache
def _common() -> frozenset[str]:
    """Names that many unrelated sites use (`bench/train/classnames.py` counted them)."""
    text = (files("newsloom.parse") / "data" / "classnames.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))

"""Which HTML elements and attributes are kept, dropped, counted, or part paragraphs."""

from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ALLOWED: Final = _words(
    "a abbr b bdi bdo blockquote br caption cite code col colgroup dd del dfn div dl dt em figcaption figure "
    "h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp small span strike strong sub sup "
    "table tbody td tfoot th thead time tr tt u ul var wbr audio video source"
)
"""Elements that stay."""

EMPTIED: Final = _words(
    "script style svg math iframe noscript noembed noframes title template object embed applet select textarea "
    "xmp plaintext"
)
"""Elements that go with all they hold."""

UNSPOKEN: Final = EMPTIED | {"head"}
"""Elements whose words no reader sees."""

BLOCKS: Final = _words(
    "address article aside blockquote center dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 "
    "h6 header hr li main nav ol p pre section table tr ul"
)
"""Elements that begin and end a paragraph."""

UNCOUNTED: Final = _words(
    "area base br col embed hr img input link meta param source track wbr "  # void
    "p li dt dd tr td th thead tbody tfoot colgroup caption option optgroup rb rt rp rtc html head body"
)
"""Elements that hold nothing, or end when the next of them begins; they do not nest by themselves."""

IN_TEXT: Final = ALLOWED | _words("font big center acronym address article aside section header footer nav main nobr")
"""Elements whose presence says that a text is HTML."""

ATTRIBUTES: Final = {
    "*": {"dir", "lang", "title"},
    "a": {"href", "hreflang"},
    "blockquote": {"cite"},
    "col": {"span"},
    "colgroup": {"span"},
    "del": {"cite", "datetime"},
    "img": {"alt", "height", "src", "width"},
    "ins": {"cite", "datetime"},
    "ol": {"reversed", "start"},
    "q": {"cite"},
    "audio": {"controls", "src"},
    "video": {"controls", "height", "poster", "src", "width"},
    "source": {"src", "type"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
}
"""Attributes that stay, by element."""

SCHEMES: Final = frozenset({"http", "https", "mailto"})
"""Schemes an address in HTML may have."""

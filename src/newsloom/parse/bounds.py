"""Whether HTML is small and flat enough to be handed to parsers whose cost is not linear.

Nested blocks and attributes of one tag cost the usual parsers quadratic time: 200,000 open `div` keep one busy for
minutes. So markup is measured before it is parsed, by a scanner that follows the tokenizer of the HTML Standard
(§13.2.5) and, where the tree decides how text is read (inside svg and math), assumes the worse.
"""

import re
from dataclasses import dataclass, field

from newsloom.parse.unreadable import Unreadable, UnreadableError

MAX_CHARACTERS = 5_000_000
MAX_TAGS = 30_000  # of both kinds, and comments; the longest of 322 real pages has a quarter of these
MAX_DEPTH = 512
MAX_ATTRIBUTES = 600

_TOKEN = re.compile(r"<[a-zA-Z/!?]")
_REST_OF_NAME = re.compile(r"[^\s/>]*+")
_NAME = re.compile(r"</?([a-zA-Z][^\s/>]*+)")
_ATTRIBUTE = (
    r"[\s/]*+(?:=[^\s/>=]*+|[^\s/>=]++)"  # a name may begin with "="
    r"(?:\s*+=\s*+(?:\"[^\"]*+\"?|'[^']*+'?|[^\s\"'>][^\s>]*+)?+)?+"
)
_ATTRIBUTES = re.compile(rf"(?:{_ATTRIBUTE}){{0,{MAX_ATTRIBUTES}}}+[\s/]*+")
_COMMENT_END = re.compile(r"--!?>")
_BOGUS_END = re.compile(r">")
_SCRIPT_MARK = re.compile(r"<!--|-->|<(/?)script(?=[\s/>])", re.IGNORECASE)
_RAW = frozenset({"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"})
_FOREIGN = frozenset({"svg", "math"})
_VOID = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
})  # fmt: skip
_CLOSES = {  # a start tag that ends these where they are innermost
    "p": frozenset({"p"}),
    "li": frozenset({"li", "p"}),
    "dt": frozenset({"dt", "dd", "p"}),
    "dd": frozenset({"dt", "dd", "p"}),
    "tr": frozenset({"td", "th", "tr", "p"}),
    "td": frozenset({"td", "th", "p"}),
    "th": frozenset({"td", "th", "p"}),
    "option": frozenset({"option"}),
}
_SCOPES = frozenset({"table", "td", "th", "caption", "object", "applet", "marquee", "template", "svg", "math"})

PLAIN_TAGS = 10_000
PLAIN_CHARACTERS = 2_000_000  # of a page in which a tag may seem to have more attributes: scripts look like that
PLAIN_ATTRIBUTES = 1_000
_MORE_ATTRIBUTES = re.compile(rf"(?:{_ATTRIBUTE}){{0,{PLAIN_ATTRIBUTES}}}+[\s/]*+")
# A tag that begins here surely ends soon: its attributes are a name each, some with "=" and a value in quotes or of
# plain characters right behind it; or it has no quotes, so that the first sign ends it, and is too short for many
# attributes, as much of a script is. The first line only says the usual case once more, in a quicker way.
_PLAIN = (
    r"[a-zA-Z0-9-]*+(?:>|(?: [a-zA-Z-]++=\"[^\"]*+\"){0,60}+"
    r"(?:>|(?:[\s/]++[^\s/\"'<>=]++(?:=(?:\"[^\"]*+\"|'[^']*+'|[^\s\"'<>=]++(?=[\s>])))?+){0,60}+[\s/]*+>))"
    rf"|[^\"'>]{{0,{PLAIN_ATTRIBUTES}}}+>"
)
_OPENING = re.compile(r"=\s*+[\"']")
_ODD_TAG = re.compile(rf"<[a-zA-Z](?!{_PLAIN})")


def is_plainly_small(html: str) -> bool:
    """Tell whether markup is harmless at a glance: few tags, and wherever one could begin, it has few attributes.

    Whether a tag does begin there (or a script only mentions it) is not asked. Says nothing of depth, which costs
    little with so few tags and which the walk over the parsed page limits.
    """
    if html.count("<") > PLAIN_TAGS:
        return False
    attributes = _ATTRIBUTES if len(html) > PLAIN_CHARACTERS else _MORE_ATTRIBUTES
    return all(_has_end(html, tag.end(), attributes) for tag in _ODD_TAG.finditer(html))


def _has_end(html: str, position: int, attributes: re.Pattern[str]) -> bool:
    """Tell whether a tag ends before it has too many attributes, read from within its name."""
    sign = html.find(">", position, position + PLAIN_ATTRIBUTES)
    if sign >= 0 and not _OPENING.search(html, position, sign):
        return True  # no value in quotes begins before that sign, so it is no part of one
    name = _REST_OF_NAME.match(html, position)
    found = attributes.match(html, name.end() if name else position)
    end = found.end() if found else position
    return end >= len(html) or html[end] == ">"


def check_markup(html: str) -> None:
    """Refuse markup that would be slow to parse, in time linear in its length.

    Raises:
        UnreadableError: `TOO_LARGE` or `TOO_DEEP`, naming the measure.
    """
    if len(html) > MAX_CHARACTERS:
        raise UnreadableError(Unreadable.TOO_LARGE, f"{len(html):,} characters; at most {MAX_CHARACTERS:,} are read")
    if not is_plainly_small(html):
        measure(html)


def measure(html: str) -> None:
    """As `check_markup`, tag by tag.

    Raises:
        UnreadableError: as there.
    """
    scan = _Scan(html=html)
    position = 0
    while token := _TOKEN.search(html, position):
        position = scan.token(token.start())


@dataclass(slots=True)
class _Scan:
    """One measuring under way. `hidden` is the raw element of foreign content whose tags count, but close nothing."""

    html: str
    tags: int = 0
    open: list[str] = field(default_factory=list)
    foreign: int = 0
    hidden: tuple[str, int] | None = None

    def token(self, start: int) -> int:
        """Measure what begins with "<" and give where to go on."""
        named = _NAME.match(self.html, start)
        if named is None:
            return self._markup_without_name(start)
        name = named[1].lower()
        end = self._end_of_tag(named.end())
        self._count()
        if self.html[start + 1] == "/":
            self._close(name)
        else:
            self._start(name)
            if name in _RAW:
                return self._raw(name, named.end() if self.foreign else end)
        return named.end() if self.hidden else end

    def _count(self) -> None:
        self.tags += 1
        if self.tags > MAX_TAGS:
            raise UnreadableError(Unreadable.TOO_LARGE, f"more than {MAX_TAGS:,} tags and comments")

    def _markup_without_name(self, start: int) -> int:
        self._count()
        if self.html.startswith("<!--", start):
            return self._after(_COMMENT_END, start + 2)
        if self.html.startswith(("<!", "<?", "</"), start):
            return self._after(_BOGUS_END, start + 2)
        return start + 1

    def _end_of_tag(self, after_name: int) -> int:
        matched = _ATTRIBUTES.match(self.html, after_name)
        end = matched.end() if matched else after_name
        if end < len(self.html) and self.html[end] != ">":
            raise UnreadableError(Unreadable.TOO_LARGE, f"a tag with more than {MAX_ATTRIBUTES} attributes")
        return end + 1

    def _start(self, name: str) -> None:
        if name in _VOID and not self.foreign:
            return
        closes = _CLOSES.get(name, frozenset())
        while self.open and self.open[-1] in closes and self.hidden is None:
            self.open.pop()
        self.open.append(name)
        self.foreign += name in _FOREIGN
        if len(self.open) > MAX_DEPTH:
            raise UnreadableError(Unreadable.TOO_DEEP, f"more than {MAX_DEPTH} elements inside each other")

    def _close(self, name: str) -> None:
        if self.hidden is not None:
            if name == self.hidden[0]:
                self._cut(self.hidden[1])
                self.hidden = None
            return
        if name not in self.open:
            return
        for depth in range(len(self.open) - 1, -1, -1):
            if self.open[depth] == name:
                self._cut(depth)
                return
            if self.open[depth] in _SCOPES and name not in _SCOPES | {"tr", "tbody"}:
                return

    def _cut(self, depth: int) -> None:
        self.foreign -= sum(name in _FOREIGN for name in self.open[depth:])
        del self.open[depth:]

    def _raw(self, name: str, after: int) -> int:
        """Skip text that holds no markup; inside svg and math it may hold some, so it is measured there."""
        if self.foreign:
            self.hidden = self.hidden or (name, len(self.open) - 1)
            return after
        return self._end_of_script(after) if name == "script" else self._end_of_raw(name, after)

    def _end_of_raw(self, name: str, start: int) -> int:
        found = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(self.html, start)
        return found.start() if found else len(self.html)

    def _end_of_script(self, start: int) -> int:
        """Follow the script states: "<!--" escapes, "<script" inside escapes twice (§13.2.5.15 to 31)."""
        state = 0  # 0 script, 1 escaped, 2 escaped twice
        while mark := _SCRIPT_MARK.search(self.html, start):
            text = mark[0]
            start = mark.end()
            if text == "<!--":
                state = max(state, 1)
                start = mark.start() + 2  # "<!-->" escapes and ends escaping
            elif text == "-->":
                state = 0
            elif not mark[1]:
                state = 2 if state else 0
            elif state == 2:  # noqa: PLR2004  as above
                state = 1
            else:
                return mark.start()
        return len(self.html)

    def _after(self, end: re.Pattern[str], start: int) -> int:
        found = end.search(self.html, start)
        return found.end() if found else len(self.html)

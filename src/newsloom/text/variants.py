"""Whether two addresses are views of one article, and whether they are one but for the words in them.

Keys are for comparing alone: nothing is ever fetched or shown by them, since the plain address might not exist.
"""

import re
from functools import lru_cache

from newsloom.text.parameters import Parameters
from newsloom.text.sites import registrable
from newsloom.text.urls import canonical, parse
from newsloom.text.wrappers import unwrapped

_VIEWS = Parameters.read("views.txt")
_VIEW_LABELS = frozenset({"www", "amp", "m", "mobil", "mobile", "touch", "wap"})
_VIEW_ENDINGS = frozenset({"amp", "amp.html", "print", "print.html", "printable", "printversion", "print-version"})
_INDEXES = frozenset({"index.html", "index.htm", "index.shtml", "index.php"})
_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/]*", re.IGNORECASE)
_BLOGGER = re.compile(r"/\d{4}/\d{2}/[^/]+\.html")
_BLOGGER_VIEWS = frozenset({"m=0", "m=1"})
# One that stands right after a lone percent sign stays, or decoding would make a new escape of the two.
_ESCAPED = re.compile(r"(?<!%)(?<!%[0-9A-Fa-f])%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")  # RFC 3986 §2.3
_WORDS = re.compile(r"[^\W\d_]+", re.UNICODE)
# A number of the outlet's own: long enough not to be a day, or letters and digits as machines number things.
_NUMBER = re.compile(r"(?<![0-9])[0-9]{6,}(?![0-9])")
_HEX = re.compile(r"(?<![0-9a-z])(?=[0-9a-f-]*[0-9])(?=[0-9a-f-]*[a-f])[0-9a-f]{12,}(?![0-9a-z])")
# Days and months as addresses have them: 20260301 (also inside longer runs), 202603, 2026103, 260301, 010326, 01032026.
_MONTH, _DAY_OF_MONTH = r"(?:0[1-9]|1[0-2])", r"(?:0[1-9]|[12]\d|3[01])"
_DAY = re.compile(
    rf"\d*(?:19|20)\d\d{_MONTH}{_DAY_OF_MONTH}\d*|(?:19|20)\d{{2}}(?:{_MONTH}|\d{{3}})|\d\d{_MONTH}{_DAY_OF_MONTH}"
    rf"|(?:{_DAY_OF_MONTH}{_MONTH}|{_MONTH}{_DAY_OF_MONTH})(?:(?:19|20)\d\d|\d\d)"
)
_FEWEST_WORDS = 2


@lru_cache(maxsize=10_000)
def same_article_key(url: str) -> str:
    """What is equal for two addresses of one article: caches and redirectors undone, views left out.

    Views are http and https; `www.`, mobile and AMP hosts; AMP and print paths and parameters; a final slash and the
    name of an index page; the spelling of percent-encoded characters. "" for what is not http or https.
    """
    parsed = parse(canonical(unwrapped(url)))
    if parsed is None:
        return ""
    port = f":{parsed.port}" if parsed.port else ""
    path = _plain_path(_respelt(parsed.pathname))
    query = _plain_query(_respelt(parsed.search[1:]), path)
    return f"{_plain_host(parsed.hostname)}{port}{path}{'?' if query else ''}{query}{parsed.hash}"


@lru_cache(maxsize=10_000)
def numbered_stem(url: str) -> str:
    """The key of an address with its words left out, if the outlet's own number stands in it; else "".

    `https://daily.example/news/12345678/flood-hits-town` and the same with other words in the place of the last have
    one stem; another section, another query or a part of it (`/comments`) has another.
    """
    key = same_article_key(url)
    host, slash, rest = key.partition("/")
    path, mark, query = rest.partition("?")
    segments = path.split("/")
    numbered = [_is_numbered(segment) for segment in segments]
    if not any(numbered):
        return ""
    worded = [len(_WORDS.findall(_HEX.sub("", segment))) for segment in segments]
    longest = max(range(len(segments)), key=lambda at: worded[at])
    if worded[longest] < _FEWEST_WORDS:
        return ""
    segments[longest] = _without_words(segments[longest])
    return f"{host}{slash}{'/'.join(segments)}{mark}{query}"


def _plain_host(host: str) -> str:
    """The host without labels that only name a view; what its owner registered stays whole."""
    site = registrable(host)
    below = host.removesuffix(site) if host.endswith(f".{site}") else ""
    kept = [label for label in below.split(".") if label and label not in _VIEW_LABELS]
    return ".".join([*kept, site if below else host])


def _plain_path(path: str) -> str:
    segments = [segment for segment in _SESSION.sub("", path).split("/") if segment]
    if len(segments) > 1 and segments[0] == "amp":
        segments = segments[1:]
    if len(segments) > 1 and segments[-1].lower() in _VIEW_ENDINGS:
        segments = segments[:-1]
    if segments and segments[-1].lower() in _INDEXES:
        segments = segments[:-1]
    if segments:
        segments[-1] = re.sub(r"(?<=.)\.amp(?=\.html?$|$)", "", segments[-1], flags=re.IGNORECASE)
    return f"/{'/'.join(segments)}"


def _plain_query(query: str, path: str) -> str:
    kept = _VIEWS.without(query) if query else ""
    return "" if kept in _BLOGGER_VIEWS and _BLOGGER.fullmatch(path) else kept


def _respelt(word: str) -> str:
    """Percent-encoding in one spelling: capitals, and no encoding where none is needed."""
    return word if "%" not in word else _ESCAPED.sub(_one_spelling, word)


def _one_spelling(match: re.Match[str]) -> str:
    character = chr(int(match[1], 16))
    return character if character in _UNRESERVED else match[0].upper()


def _is_numbered(segment: str) -> bool:
    return any(not _DAY.fullmatch(found) for found in _NUMBER.findall(segment)) or _HEX.search(segment) is not None


def _without_words(segment: str) -> str:
    """The numbers of a segment and its ending, `*` for the rest."""
    body, dot, ending = segment.rpartition(".")
    if not dot or len(ending) > len("shtml"):
        body, dot, ending = segment, "", ""
    numbers = [*_HEX.findall(body), *_NUMBER.findall(_HEX.sub("", body))]
    return f"*{'*'.join(numbers)}{dot}{ending}"

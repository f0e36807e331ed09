"""Where signs of an article's genre stand: its kinds, address, sections, title, wording and layout.

Each reader gives groups of signs; within a group only the strongest counts.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from unicodedata import normalize
from urllib.parse import unquote

from ahocorasick_rs import AhoCorasick

from newsloom.curate.genrewords import CONTEXT, HINT, TELLING, Weights, bare, genre_words, running
from newsloom.model.metadata import Genre
from newsloom.text.urls import parse

Group = list[tuple[Weights, str]]  # what signs are worth, and each in plain words

ENDS = 1_000  # characters at either end of a text in which wording is looked for
LAYOUT = 8_000  # characters in which questions and answers are counted
MANY = 6  # categories beyond which each of them is only a hint
QUESTIONS = 4  # from which on they make an interview
OLD = 40  # years; who dies younger is news of an accident or a crime more often than an obituary
_MOST = 30  # segments or categories looked at
_SOURCE_LINE = 120
_SHOWN = 60  # characters of foreign words in a reason
_QUOTED = re.compile(r"[,\"“”„«»]|['’]\s*$")
_TITLE = 300  # characters of a title that are read
_LEAD = re.compile(r"\s*[\[(【「]?\s*([^\s:|\[\]()【】「」][^:|\[\]()【】「」]{0,40}?)\s*(?:[:|\])】」]|\s[-–—·•]\s)")
_TRAIL = re.compile(r"([|:\[(【]|\s[-–—·•]\s)\s*([^|:\[\](){}【】]{2,40}?)\s*[\])】]?\s*$")
_REVIEWED = re.compile(
    r"(?<!\bin )(?<!\bto )(?<!\bfor )(?<!under )(?<!judicial )(?<!\bcase )(?<!\bpeer )(?<!independent )(?<!spending )"
    r"(?<!safety )(?<!internal )(?<!defence )(?<!defense )\breview(?: roundup)?\s*(?:[-–—:|]|$)"
)
_AGE_AT_DEATH = re.compile(r"\b(?:dies|dead|died),? (?:at|aged?) (\d{2,3})\b|\b(?:muere|fallece) a los (\d{2,3}) ")
_LIFE = re.compile(
    r"[^\W\d]\S*(?: \S+){1,3}, [^:?]{8,160},? (?:dies|dead|died),? (?:at|aged?) \d{2,3}$"
)  # name, what for
_REVIEWED_YEAR = re.compile(r"\((?:19|20)\d\d\) review$")
_TALK_WITH = re.compile(
    r"(?:an )?interview (?:with|mit|avec) |im gesprach mit |entretien avec |entrevista (?:con|a) |intervista (?:a|con) "
)
_SOURCE = re.compile(r"(?:^|\n)SOURCE:? +[A-Z][^\n]{2,80}\s*$")
_ABOUT = re.compile(
    r"\n(?:About|Über|À propos de|Acerca de|Sobre|Informazioni su) (?!the |us\b|me\b|this\b|our\b|your\b)"
    r"[A-ZÀ-Þ][^\n.?!]{1,60}:?\n"
)
_STARS = re.compile(r"[★⭐]{2,5}|[★⭐][☆½]|\b[1-5](?:[.,]5)?(?:/5| out of (?:5|five)) stars\b")
_QUESTION_MARKS = ("?", "\uff1f", "\u061f", "?”", "?“", "?»", '?"')
_LABELLED = re.compile(
    r"^\s*(?:Q|Question|Frage|Pregunta|Domanda|Pergunta|Вопрос|问|問)\s*[:.\uff1a]\s?\S", re.MULTILINE
)
_YOU = re.compile(
    r"\b(?:you|your|sie|ihr|ihnen|ihre|du|dir|vous|votre|vos|usted|ustedes|tu|lei|voce|seu|sua|uw|jij|pan|pani|panstwo"
    r"|siz|sizin|вы|вас|вам|ваш\w{0,3})\b|[你您]|あなた|さん|당신|أنت"
)
_TALK = re.compile(
    r"interview|intervist|entrevist|entretien|intervju|wywiad|rozmaw|интервью|roportaj|soylesi|حوار|مقابلة|专访|專訪"
    r"|インタビュ|인터뷰|gesprach|(?:spoke|sat down) (?:with|to) "
)
_EXTENSION = re.compile(r"\.(?:[sx]?html?|php|aspx?|jsp)$")
_PARTS = re.compile(r"\s*[/|>\u203a»:,;]\s*")
_SECOND_LEVEL = frozenset({"co", "com", "org", "net", "ac", "gov", "or", "ne"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What a genre is judged by.

    `title` is the feed's, `page_title` the page's own; `kinds` are the types a page gives itself, as in
    `OpinionNewsArticle`.
    """

    url: str = ""
    title: str = ""
    page_title: str = ""
    text: str = ""
    section: str = ""
    categories: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


def kinds(signs: Signs) -> Iterator[Group]:
    """What the page calls itself."""
    known = genre_words().kinds
    yield [
        (weights, f"calls itself {_short(kind)}")
        for kind in signs.kinds[:_MOST]
        if (weights := known.get(bare(kind.rpartition("/")[2].rpartition(":")[2])))
    ]


def places(signs: Signs, host: str, segments: list[str]) -> Iterator[Group]:
    """Where the article stands: its address, its section, what its feed files it under."""
    known = genre_words().places
    yield list(_hosts(host))
    first, _, rest = host.partition(".") if host.count(".") > 1 else ("", "", "")
    inside = [(segment, f"address has /{_short(segment)}/") for segment in segments[:-1]]
    if first and rest.partition(".")[0] not in _SECOND_LEVEL:
        inside.append((first, f"address begins with {_short(first)}."))
    yield [(weights, reason) for word, reason in inside if (weights := known.get(bare(word)))]
    parts = dict.fromkeys([signs.section, *_PARTS.split(signs.section)]) if signs.section else {}
    yield [(weights, f"section is {_short(part)}") for part in parts if (weights := known.get(bare(part)))]
    filed = signs.categories[:_MOST]
    most = HINT if len(filed) > MANY else TELLING
    yield [(_at_most(weights, most), f"filed under {_short(c)}") for c in filed if (weights := known.get(bare(c)))]


def title(signs: Signs, slug: str) -> Iterator[Group]:
    """What the titles say of their article: a label at either end, words within; without any, its address."""
    found: Group = []
    for said in dict.fromkeys((signs.title, signs.page_title)):
        found += _title(normalize("NFKC", said[:_TITLE]))  # wide brackets and colons too
    if slug and not signs.title.strip():
        found += _within(f" {bare(slug)} ", "", said="address")
    yield found


def _title(said: str) -> Iterator[tuple[Weights, str]]:
    if lead := _LEAD.match(said):
        yield from ((weights, f"title begins with “{lead[1]}”") for weights in _label(lead[1]))
    if trail := _TRAIL.search(said):
        reason = f"title ends with “{trail[2].strip()}”"
        most = HINT if trail[1] == ":" else TELLING  # "…: review" may as well name a report's source
        yield from ((_at_most(weights, most), reason) for weights in _label(trail[2]))
        if _TALK_WITH.match(running(trail[2])):
            yield ((Genre.INTERVIEW, TELLING),), reason
    yield from _within(f" {bare(said)} ", running(said), said="title")


def wordings(ends: str) -> Iterator[Group]:
    """Set phrases near either end of the text."""
    known = genre_words()
    found = _found(known.wording_finder, running(ends))
    yield [(known.wordings[index][1], f"text says “{known.wordings[index][0]}”") for index in found]


def layout(signs: Signs, ends: str) -> Iterator[Group]:
    """How the text is set: questions and answers, stars, the boilerplate of companies."""
    if (asked := _questions(signs.text[:LAYOUT])) >= QUESTIONS:
        points = TELLING if _TALK.search(running(f"{signs.title}\n{signs.section}\n{ends}")) else HINT
        yield [(((Genre.INTERVIEW, points),), f"{asked} questions, each with an answer")]
    if ("★" in ends or "⭐" in ends or " stars" in ends) and (star := _STARS.search(ends)):
        yield [(((Genre.REVIEW, HINT),), f"text rates with “{star[0]}”")]
    if "SOURCE" in ends[-_SOURCE_LINE:] and _SOURCE.search(ends[-_SOURCE_LINE:]):
        yield [(((Genre.PRESS_RELEASE, HINT),), "text ends with SOURCE and a name")]
    if about := _ABOUT.search(ends):
        yield [(((Genre.PRESS_RELEASE, CONTEXT),), f"text has a part “{_short(about[0].strip())}”")]


def _hosts(host: str) -> Iterator[tuple[Weights, str]]:
    known = genre_words().hosts
    labels = host.split(".")
    for at in range(len(labels) - 1):
        domain = ".".join(labels[at:])
        if weights := known.get(domain):
            yield weights, f"{domain} carries nothing else"


def _found(finder: AhoCorasick, text: str) -> list[int]:
    return sorted({index for index, _, _ in finder.find_matches_as_indexes(text, overlapping=True)})


def address(url: str) -> tuple[str, list[str]]:
    """The host's name without port and the path's segments."""
    parsed = parse(url)
    if parsed is None:
        return "", []
    path = unquote(str(parsed.pathname))
    return str(parsed.hostname), [_EXTENSION.sub("", part.lower()) for part in path.split("/") if part][-_MOST:]


def _label(label: str) -> Iterator[Weights]:
    """What a label is worth: itself, or by its last words, as in `Titanfall review`."""
    words = bare(label)
    if weights := genre_words().labels.get(words):
        yield weights
        return
    known = genre_words().endings
    several = words.split() if not _QUOTED.search(label) else []
    if len(several) > 2 and (weights := known.get(" ".join(several[-2:]))):  # noqa: PLR2004  more than those two
        yield weights
    elif len(several) > 1 and (weights := known.get(several[-1])):
        yield _at_most(weights, HINT)


def _within(padded: str, folded: str, *, said: str) -> Iterator[tuple[Weights, str]]:
    known = genre_words()
    for index in _found(known.title_finder, padded):
        yield known.titles[index][1], f"{said} has “{known.titles[index][0].strip()}”"
    for words, weights in known.edges:
        if padded.startswith(words) or padded.endswith(words):
            yield weights, f"{said} has “{words.strip()}”"
    if "review" in folded and _REVIEWED_YEAR.search(folded):
        yield ((Genre.REVIEW, TELLING),), f"{said} names a work, its year and “review”"
    if "review" in folded and _REVIEWED.search(folded):
        yield ((Genre.REVIEW, HINT),), f"{said} has “review”"
    if (age := _AGE_AT_DEATH.search(folded)) and int(age[1] or age[2]) >= OLD:
        points = TELLING if _LIFE.match(folded) else HINT
        yield ((Genre.OBITUARY, points),), f"{said} has “{age[0].strip()}”"


def _questions(text: str) -> int:
    """How many questions are put to somebody and answered; 0 if hardly any addresses a person."""
    if sum(map(text.count, _QUESTION_MARKS[:3])) < QUESTIONS and not _LABELLED.search(text):
        return 0
    lines = [line for line in text.split("\n") if line]
    asked = [
        line
        for line, answer in pairwise(lines)
        if (line.endswith(_QUESTION_MARKS) and len(line) <= ENDS and not answer.endswith(_QUESTION_MARKS))
        or _LABELLED.match(line)
    ]
    if len(asked) < QUESTIONS:
        return 0
    addressed = sum(bool(_LABELLED.match(line) or _YOU.search(running(line))) for line in asked)
    return len(asked) if addressed >= QUESTIONS - 1 and len(asked) * 6 >= len(lines) else 0


def _at_most(weights: Weights, most: int) -> Weights:
    return tuple((genre, min(points, most)) for genre, points in weights)


def _short(words: str) -> str:
    return words if len(words) <= _SHOWN else f"{words[: _SHOWN - 1]}…"


def ends_of(text: str) -> str:
    """The beginning and the end of a text, where set phrases stand."""
    return text if len(text) <= 2 * ENDS else f"{text[:ENDS]}\n{text[-ENDS:]}"


def strongest(groups: Iterable[Group]) -> dict[Genre, int]:
    """What signs of one sort are worth together: the strongest, and one point more where another group agrees."""
    found: dict[Genre, list[int]] = {}
    for group in groups:
        best: dict[Genre, int] = {}
        for weights, _ in group:
            for genre, points in weights:
                best[genre] = max(points, best.get(genre, 0))
        for genre, points in best.items():
            found.setdefault(genre, []).append(points)
    return {genre: max(points) + (len(points) > 1 and sorted(points)[-2] >= HINT) for genre, points in found.items()}

"""What a changed or new rule would catch and lose, before it is saved."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from newsloom.curate.topics import TopicBook
from newsloom.model.article import Article, ArticleId
from newsloom.model.judgement import Topic, TopicFinding, TopicReason
from newsloom.model.source import Source, SourceId
from newsloom.model.topicrule import TopicMatch
from newsloom.text.commonwords import common_in

SAMPLES = 5
OVERLAPS = 8
WIDE = 0.3  # the share of all articles from which on a topic tells little apart
COMMON = 0.2  # the same for one term


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One article a change catches, keeps or loses, with the places that speak for the topic: before, if it is lost."""

    article: ArticleId
    title: str
    source: SourceId
    score: int
    matches: tuple[TopicMatch, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TermUse:
    """How a term of the topic does: articles of the topic it is found in, and of those it is found in alone."""

    term: str
    articles: int
    alone: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """How a topic does over some articles; `before` is 0 and `caught` all where the topic is new.

    `overlaps` counts the topic's articles that another topic has too, `terms` are in the order of their use, `hints`
    say what may be wrong.
    """

    topic: str
    articles: int
    before: int
    after: int
    caught: int
    lost: int
    samples_caught: tuple[Sample, ...] = ()
    samples_lost: tuple[Sample, ...] = ()
    samples_kept: tuple[Sample, ...] = ()
    overlaps: tuple[tuple[str, int], ...] = ()
    terms: tuple[TermUse, ...] = ()
    hints: tuple[str, ...] = ()


@dataclass(slots=True)
class _Count:
    articles: int = 0
    before: int = 0
    after: int = 0
    caught: list[Sample] = field(default_factory=list)
    lost: list[Sample] = field(default_factory=list)
    kept: list[Sample] = field(default_factory=list)
    overlaps: Counter[str] = field(default_factory=Counter)
    terms: Counter[str] = field(default_factory=Counter)
    alone: Counter[str] = field(default_factory=Counter)
    numbers: Counter[str] = field(default_factory=Counter)


def trial(
    articles: Iterable[Article],
    topic: str,
    *,
    before: TopicBook,
    after: TopicBook,
    sources: Mapping[SourceId, Source],
    samples: int = SAMPLES,
) -> Trial:
    """Try a topic on articles.

    Args:
        articles: what to try it on, newest first.
        topic: its id.
        before: the desk's topics as they are.
        after: the same with the change; the same book where nothing changes.
        sources: the desk's sources, for the topics they always have.
        samples: how many articles of each kind are told.
    """
    count = _Count()
    for article in articles:
        source = sources.get(article.source)
        named = source.topics if source is not None else ()
        found = {one.topic.id: one for one in after.tag(article, named=named)}
        earlier = before.tag(article, named=named) if before is not after else ()
        was = found.get(topic) if before is after else next((one for one in earlier if one.topic.id == topic), None)
        _add(count, article, was, found.pop(topic, None), others=found, samples=samples)
    return _trial(topic, count, next(one for one in after.topics if one.id == topic))


def _add(
    count: _Count,
    article: Article,
    was: TopicFinding | None,
    now: TopicFinding | None,
    *,
    others: Mapping[str, TopicFinding],
    samples: int,
) -> None:
    count.articles += 1
    count.before += was is not None
    count.after += now is not None
    kind = "kept" if was and now else "caught" if now else "lost" if was else ""
    if not kind:
        return
    count.numbers[kind] += 1
    found = now or was
    listed: list[Sample] = getattr(count, kind)
    if found is not None and len(listed) < samples:
        listed.append(_sample(article, found))
    if now is not None:
        above = {id_ for id_, one in others.items() if set(one.reasons) <= {TopicReason.CHILD, TopicReason.SOURCE}}
        count.overlaps.update(one.topic.name for id_, one in others.items() if id_ not in above)
        terms = {match.rule for match in now.matches if match.points >= 0}
        count.terms.update(terms)
        count.alone.update(terms if len(terms) == 1 else ())


def _sample(article: Article, found: TopicFinding) -> Sample:
    return Sample(
        article=article.id, title=article.title, source=article.source, score=found.score, matches=found.matches
    )


def _trial(topic: str, count: _Count, as_written: Topic) -> Trial:
    listed = terms_of(as_written)
    uses = [TermUse(term=term, articles=count.terms[term], alone=count.alone[term]) for term in listed]
    return Trial(
        topic=topic,
        articles=count.articles,
        before=count.before,
        after=count.after,
        caught=count.numbers["caught"],
        lost=count.numbers["lost"],
        samples_caught=tuple(count.caught),
        samples_lost=tuple(count.lost),
        samples_kept=tuple(count.kept),
        overlaps=tuple(count.overlaps.most_common(OVERLAPS)),
        terms=tuple(sorted(uses, key=lambda use: (-use.articles, use.term))),
        hints=tuple(_hints(count, uses)),
    )


def terms_of(topic: Topic) -> list[str]:
    """The terms and keywords that can give an article the topic, each once."""
    rules = topic.rules.rules if topic.rules else ()
    said = [term for rule in rules if rule.weight > 0 for term in (*rule.any, *rule.all)]
    return list(dict.fromkeys((*topic.keywords, *said)))


def _hints(count: _Count, uses: Sequence[TermUse]) -> list[str]:
    counts = Counts(
        articles=count.articles,
        topics={"": count.after},
        terms={("", use.term): use.articles for use in uses},
    )
    terms = [use.term for use in uses]
    return [*doubts(counts, "", terms, common_in(terms)), *idle(counts, "", terms)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How often topics (by id) and their terms (by id and term) are in some articles."""

    articles: int
    topics: Mapping[str, int]
    terms: Mapping[tuple[str, str], int]


def counted(articles: Iterable[Article], book: TopicBook, *, sources: Mapping[SourceId, Source]) -> Counts:
    """How often each topic and each of its terms is in articles."""
    total, topics, terms = 0, Counter[str](), Counter[tuple[str, str]]()
    for article in articles:
        total += 1
        source = sources.get(article.source)
        found = book.tag(article, named=source.topics if source is not None else ())
        topics.update(one.topic.id for one in found)
        terms.update({(one.topic.id, match.rule) for one in found for match in one.matches})
    return Counts(articles=total, topics=topics, terms=terms)


def doubts(counts: Counts, topic: str, terms: Sequence[str], common: Mapping[str, Sequence[str]]) -> list[str]:
    """What may be wrong with a topic, in sentences.

    Args:
        counts: how it does over some articles.
        topic: its id.
        terms: its terms.
        common: words that are among the commonest of languages, with their codes.
    """
    found = [
        f"`{term}` is among the commonest words of {', '.join(common[term][:3])}; it tells no subject"
        for term in terms
        if term in common
    ]
    if not counts.articles or not terms:
        return found
    after = counts.topics.get(topic, 0)
    if (share := after / counts.articles) >= WIDE:
        found.append(f"matches {share:.0%} of everything; a narrower rule or a higher threshold says more")
    if not after:
        found.append("matches nothing in these articles")
    shares = {term: counts.terms.get((topic, term), 0) / counts.articles for term in terms}
    found += [
        f"`{t}` alone stands in {s:.0%} of everything" for t, s in shares.items() if s >= COMMON and len(terms) > 1
    ]
    return found


def idle(counts: Counts, topic: str, terms: Sequence[str]) -> list[str]:
    """A sentence that names terms found in no article; none where no article was looked at."""
    names = [term for term in terms if not counts.terms.get((topic, term), 0)] if counts.articles else []
    if not names or not counts.topics.get(topic, 0):
        return []
    more = f" and {len(names) - SAMPLES} more" if len(names) > SAMPLES else ""
    return [f"found in none of them: {', '.join(f'`{term}`' for term in names[:SAMPLES])}{more}"]

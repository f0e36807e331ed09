"""How topics and what they find are shown to people."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from newsloom.cli.output import counted, print_table
from newsloom.curate.articlefields import text_of
from newsloom.curate.judge import Member
from newsloom.curate.topictrial import Sample, Trial
from newsloom.flows.topicsuggest import Suggestions
from newsloom.flows.topictrial import TopicRow
from newsloom.model.article import Article, ArticleId
from newsloom.model.topicrule import ArticleField, TopicMatch

AROUND = 30  # characters shown before and behind a match
SHOWN = 4  # matches of one article shown
TERMS = 12


def print_list(rows: Sequence[TopicRow]) -> None:
    """Print a row a topic."""
    if not rows:
        print("no topics yet; a file in `_data/topics` or a [topic.ID] table in newsloom.toml makes one")
        return
    cells = [(row.id, row.name, row.parent, str(row.keywords), str(row.terms), str(row.articles)) for row in rows]
    columns = ("id", "name", "parent", "keywords", "terms", "articles")
    print_table(columns, cells, right=columns[3:], whole=("id",))


def print_trial(found: Trial, articles: Mapping[ArticleId, Article], *, is_change: bool) -> None:
    """Print what a topic finds; of a change, what it catches and loses."""
    total = counted(found.articles, "article")
    share = f" ({found.after / found.articles:.0%})" if found.articles else ""
    if is_change:
        print(f"{found.topic}: {found.before} of {total} have it, {found.after} would{share}")
        _print_samples(f"would be caught: {found.caught}", found.samples_caught, articles)
        _print_samples(f"would be lost: {found.lost}", found.samples_lost, articles)
    else:
        print(f"{found.topic}: {found.after} of {total} have it{share}")
        _print_samples("for example", found.samples_kept, articles)
    if found.overlaps:
        print("\nthese articles also have")
        for name, number in found.overlaps:
            print(f"  {number:5d}  {name}")
    if found.terms:
        print("\nfound in articles, alone in some of them")
        for use in found.terms[:TERMS]:
            print(f"  {use.articles:5d} {use.alone:5d}  {use.term}")
        if len(found.terms) > TERMS:
            print(f"  and {len(found.terms) - TERMS} more; --json shows all")
    if found.hints:
        print()
    for hint in found.hints:
        print(f"! {hint}")


def topics_data(member: Member) -> list[dict[str, Any]]:
    """An article's topics with the places that speak for them, as plain data."""
    matches = member.candidate.matches
    return [
        {
            "topic": topic.name,
            "score": sum(match.points for match in matches if match.topic == topic.id),
            "matches": [match for match in matches if match.topic == topic.id],
        }
        for topic in member.topics
    ]


def print_topics(member: Member) -> None:
    """Print an article's topics, each with the places that speak for it."""
    print(f"\ntopics of the article by {member.outlet}")
    for told in topics_data(member):
        if told["matches"]:
            print(f"{told['topic']}: {told['score']}")
            print_matches(told["matches"], member.article)
        else:
            print(f"{told['topic']}: as a topic below it, its source or the desk says")
    if not member.topics:
        print("none")


def print_matches(matches: Iterable[TopicMatch], article: Article) -> None:
    """Print each place that counts: what it adds, where it stands, what stands around it, and what rule found it."""
    counting = [match for match in matches if match.points]
    for match in counting[:SHOWN]:
        print(f"  {match.points:+4d}  {match.field:<7} {around(match, article)}  ({match.rule})")
    if len(counting) > SHOWN:
        print(f"        and {counted(len(counting) - SHOWN, 'more place')}")


def around(match: TopicMatch, article: Article) -> str:
    """What stands around a match, the match in brackets; only its words where the text is no longer there."""
    text = text_of(article, ArticleField(match.field))
    if text[match.start : match.end] != match.words:
        return f"[{_line(match.words)}]"
    before = text[max(match.start - AROUND, 0) : match.start]
    behind = text[match.end : match.end + AROUND]
    opening = "…" if match.start > AROUND else ""
    closing = "…" if match.end + AROUND < len(text) else ""
    return f"{opening}{_line(before)}[{_line(match.words)}]{_line(behind)}{closing}"


def print_suggestions(found: Suggestions) -> None:
    """Print what is proposed for each topic, and which have too few corrections."""
    for topic in found.topics:
        print(f"{topic.topic}: {topic.right} of {topic.corrections} corrections right when not seen before")
        for heading, proposed in (("might have it", topic.add), ("might not have it", topic.doubt)):
            if proposed:
                print(f"  {heading}")
            for one in proposed:
                words = ", ".join(f"{word} {points:+.2f}" for word, points in one.words)
                print(f"    {one.probability:4.0%}  {one.title}  {one.article}\n          {words}")
        if topic.terms:
            listed = ", ".join(f"{word} {points:+.2f}" for word, points in topic.terms)
            print(f"  words that speak for it and stand in no rule: {listed}")
            print(f"  newsloom topic test {topic.topic} --any {topic.terms[0][0]}")
    for id_, about, not_about in found.waiting:
        print(
            f"{id_}: {about} articles have it by your word, {not_about} have it not; {found.least} of each are wanted:"
            f" `newsloom topic correct ARTICLE +{id_}`, or `-{id_}`"
        )
    if not found.topics and not found.waiting:
        print("no corrections yet; `newsloom topic correct ARTICLE +TOPIC -TOPIC` makes some")


def _line(text: str) -> str:
    return " ".join(text.replace("\0", "|").split("\n"))


def _print_samples(heading: str, samples: Sequence[Sample], articles: Mapping[ArticleId, Article]) -> None:
    print(f"\n{heading}")
    for sample in samples:
        print(f"- {sample.title} ({sample.source}, score {sample.score}) {sample.article}")
        if sample.article in articles:
            print_matches(sample.matches, articles[sample.article])

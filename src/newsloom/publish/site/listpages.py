"""The newest stories of each topic, and all stories by month: pages that hold what they hold for good.

A month is cut into parts in the order in which stories were first written, so that a new story touches no part but the
last. The first part links to all others, these to the first and to their neighbours: a new part touches three pages.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from newsloom.model.edition import Artifact
from newsloom.model.judgement import Topic
from newsloom.model.listing import Listing, first_of_each
from newsloom.publish.site.addresses import ARCHIVE, TOPICS, month_of, month_page, public, topic_month, topic_page
from newsloom.publish.site.cards import Card
from newsloom.publish.site.moments import month_name
from newsloom.publish.site.storyview import Fact
from newsloom.publish.site.words import counted, excerpt, name
from newsloom.publish.site.workshop import Workshop

PART = 25  # stories on a page of a month: few enough that a change among them is a small page
NEWEST = 24  # stories on a topic's own page


@dataclass(frozen=True, slots=True)
class NotedLink:
    """A link with a note behind it."""

    name: str
    href: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Links under a heading."""

    name: str
    links: tuple[NotedLink, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """A day's stories, newest first."""

    name: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListView:
    """A page that lists: cards under `newest`, or days, or links in groups; `nothing` is said where all are empty."""

    heading: str
    about: str = ""
    facts: tuple[Fact, ...] = ()
    newest: str = "Newest"
    cards: tuple[Card, ...] = ()
    days: tuple[Day, ...] = ()
    with_topics: bool = False
    groups: tuple[Group, ...] = ()
    around: tuple[NotedLink, ...] = ()
    nothing: str = "Nothing yet."


Months = Mapping[str, Sequence[Listing]]


def by_month(listings: Iterable[Listing]) -> dict[str, list[Listing]]:
    """Stories in the order of their first writing by month, the newest month first."""
    months: dict[str, list[Listing]] = {}
    for one in listings:
        months.setdefault(month_of(one.path, one.first_written), []).append(one)
    return {month: months[month] for month in sorted(months, reverse=True)}


def by_topic(months: Months, topics: Iterable[str]) -> dict[str, dict[str, list[Listing]]]:
    """The same of each topic, by its name."""
    about: dict[str, dict[str, list[Listing]]] = {topic: {} for topic in topics}
    for month, some in months.items():
        own: dict[str, list[Listing]] = {topic: [] for topic in about}
        for one in some:
            for topic in one.topics:
                if (having := own.get(topic)) is not None:
                    having.append(one)
        for topic, having in own.items():
            if having:
                about[topic][month] = having
    return about


def archive_pages(shop: Workshop, months: Months) -> Iterator[Artifact]:
    """The archive: its months, and a page or several for each."""
    sizes = [(month, len(some)) for month, some in months.items()]
    yield shop.sealed(ARCHIVE, partial(_archive, shop, months), sizes)
    for month, some in months.items():
        heading = month_name(month)
        yield from _month(shop, heading, month, some, [month_page(month, n + 1) for n in range(_parts(some))])


def topic_pages(shop: Workshop, months: Months) -> Iterator[Artifact]:
    """The page of topics, each topic's newest stories, and each of its months."""
    topics = [topic for topic in shop.edition.topics if topic.name in shop.links]
    about = by_topic(months, shop.links)
    counts = {topic.name: sum(map(len, about[topic.name].values())) for topic in topics}
    yield shop.sealed(TOPICS, partial(_topics, shop, topics, counts), counts)
    newest = first_of_each(shop.shown, shop.links, most=NEWEST, listing=_itself)
    for topic in topics:
        own, latest = about[topic.name], newest[topic.name]
        sizes = [(month, len(some)) for month, some in own.items()]
        make = partial(_topic, shop, topic, latest, own)
        yield shop.sealed(topic_page(topic.id), make, topic.description, sizes, shop.seen(latest))
        for month, some in own.items():
            paths = [topic_month(topic.id, month, n + 1) for n in range(_parts(some))]
            yield from _month(shop, f"{_called(topic)}, {month_name(month)}", month, some, paths)


def _itself(listing: Listing) -> Listing:
    return listing


def groups_of(months: Months, page: str = "archive") -> tuple[Group, ...]:
    """The months by year, as links below a folder."""
    years: dict[str, list[NotedLink]] = {}
    for month, some in months.items():
        note = counted(len(some), "story", "stories")
        years.setdefault(month[:4], []).append(NotedLink(month_name(month), f"{page}/{month}.html", note))
    return tuple(Group(year, tuple(links)) for year, links in years.items())


def days_of(shop: Workshop, listings: Iterable[Listing]) -> tuple[Day, ...]:
    """Stories by the day of their lead, newest first."""
    days: dict[str, list[Card]] = {}
    for one in sorted(listings, key=lambda one: (one.published_at, one.path), reverse=True):
        card = shop.cards.card(one, brief=True)
        days.setdefault(shop.moment(one.published_at).full, []).append(card)
    return tuple(Day(day, tuple(cards)) for day, cards in days.items())


def _parts(listings: Sequence[Listing]) -> int:
    return max(1, -(-len(listings) // PART))


def _month(
    shop: Workshop, heading: str, month: str, listings: Sequence[Listing], paths: Sequence[str]
) -> Iterator[Artifact]:
    for number, path in enumerate(paths):
        part = listings[number * PART : (number + 1) * PART]
        make = partial(_part, shop, heading, part, paths, number)
        around = len(paths) if number == 0 else number < len(paths) - 1
        yield shop.sealed(path, make, month, around, shop.seen(part))


def _part(shop: Workshop, heading: str, listings: Sequence[Listing], paths: Sequence[str], number: int) -> bytes:
    path, up = paths[number], paths[0].rsplit("/", 1)[0]
    title = heading if number == 0 else f"{heading}, part {number + 1}"
    near = range(1, len(paths)) if number == 0 else (0, number - 1, number + 1)
    parts = [NotedLink(f"Part {n + 1}", paths[n]) for n in dict.fromkeys(near) if n < len(paths)]
    whole = NotedLink("All months" if up == "archive" else "The topic", f"{up}/")
    days = days_of(shop, listings)
    view = ListView(heading=title, days=days, with_topics=up == "archive", around=(whole, *parts))
    said = f"{counted(len(listings), 'story', 'stories')}: {title}"
    page = shop.collecting(
        "month", path, title, said, [card for day in days for card in day.cards][:10], section=_section_of(path)
    )
    return shop.print("list.html", page, list=view)


def _section_of(path: str) -> str:
    return f"{path.rsplit('/', 1)[0]}/" if path.startswith("topics/") else ""


def _archive(shop: Workshop, months: Months) -> bytes:
    number = sum(len(some) for some in months.values())
    about = f"{counted(number, 'story', 'stories')} by the month in which each was first told."
    view = ListView(heading="Archive", about=about, groups=groups_of(months), nothing="" if months else "Nothing yet.")
    return shop.print("list.html", shop.page("archive", ARCHIVE, "Archive", about), list=view)


def _topics(shop: Workshop, topics: Sequence[Topic], counts: Mapping[str, int]) -> bytes:
    links = [
        NotedLink(
            shop.links[topic.name].name, shop.links[topic.name].href, counted(counts[topic.name], "story", "stories")
        )
        for topic in topics
    ]
    view = ListView(heading="Topics", groups=(Group("All topics", tuple(links)),) if links else ())
    page = shop.page(
        "topics", TOPICS, "Topics", f"{counted(len(links), 'topic')} of {shop.desk.title}", section="topics/"
    )
    return shop.print("list.html", page, list=view)


def _topic(shop: Workshop, topic: Topic, newest: Sequence[Listing], months: Months) -> bytes:
    path = topic_page(topic.id)
    cards = tuple(shop.cards.card(one) for one in newest)
    about = excerpt(topic.description or "")
    groups = groups_of(months, public(path).rstrip("/"))
    view = ListView(heading=_called(topic), about=about, cards=cards, groups=groups)
    said = about or f"The newest stories about {_called(topic)}"
    return shop.print(
        "list.html", shop.collecting("topic", path, view.heading, said, cards, section=public(path)), list=view
    )


def _called(topic: Topic) -> str:
    return name(topic.name, topic.id)

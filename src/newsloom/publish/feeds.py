"""Feeds out: RSS, Atom and JSON Feed of all stories, of each topic and of each view."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from newsloom.model.appearance import Appearance
from newsloom.model.edition import Artifact, Edition, sealed
from newsloom.model.listing import Listing
from newsloom.publish.atom import TYPE as ATOM_TYPE
from newsloom.publish.atom import atom
from newsloom.publish.folders import folder_named, view_folder
from newsloom.publish.inert import joined, name, plain
from newsloom.publish.jsonfeed import TYPE as JSON_TYPE
from newsloom.publish.jsonfeed import json_feed
from newsloom.publish.outfeed import NEVER, OutFeed, common_language, feed_entry, urn
from newsloom.publish.rss import TYPE as RSS_TYPE
from newsloom.publish.rss import rss
from newsloom.publish.seals import seal_of

ROOT = "feeds"
FORM = 1  # of the files; counts on whenever the same stories are written otherwise, so that all are written anew
TYPES = {"rss": ("RSS", RSS_TYPE), "atom": ("Atom", ATOM_TYPE), "json": ("JSON Feed", JSON_TYPE)}
"""What each format is called, and its media type."""

FILES: dict[str, tuple[str, Callable[..., bytes]]] = {
    "rss": ("rss.xml", rss),
    "atom": ("atom.xml", atom),
    "json": ("feed.json", json_feed),
}
"""The file of each format, and what writes it."""

_Told = tuple[Listing, Appearance]


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedRules:
    """Which feeds there are.

    `size` is how many stories each has. `topics` are the ids of those with feeds; None: all have. `hub` is the WebSub
    hub that subscribers may ask ("": none).
    """

    formats: tuple[str, ...] = ("rss", "atom", "json")
    size: int = 50
    topics: frozenset[str] | None = None
    hub: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Channel:
    """What becomes one feed in several formats."""

    folder: str
    title: str
    description: str
    stories: tuple[_Told, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Feeds:
    """The publisher of feeds.

    Where the desk names no `base_url` there is no RSS, which wants the address of a site, and the other formats say
    neither their own address nor a hub's.
    """

    rules: FeedRules = field(default_factory=FeedRules)

    @property
    def fingerprint(self) -> str:
        """Which version of this shape it is, and its settings."""
        topics = None if self.rules.topics is None else sorted(self.rules.topics)
        return f"feeds {FORM} {seal_of(self.rules.formats, self.rules.size, topics, self.rules.hub)}"

    def render(self, edition: Edition) -> Iterator[Artifact]:
        """The feeds of all stories, then each topic's, then each view's; a feed with nothing new is not made again."""
        for channel in self._channels(edition):
            yield from self._files(channel, edition)

    def _channels(self, edition: Edition) -> Iterator[_Channel]:
        title, read = name(edition.desk.title), edition.readable
        yield self._channel(ROOT, title, f"All stories of {title}", read)
        topics = [one for one in edition.topics if self.rules.topics is None or one.id in self.rules.topics]
        by_topic = self._by_topic(read, {one.name for one in topics})
        for topic in topics:
            folder, about = f"{ROOT}/topics/{folder_named(topic.id)}", plain(topic.description)
            called, having = name(topic.name), by_topic[topic.name]
            yield self._channel(folder, f"{title}: {called}", about or f"Stories about {called}", having)
        by_story = {one[0].story: one for one in read} if edition.views else {}
        for view in edition.views:
            called, having = name(view.name), [by_story[story] for story in view.stories if story in by_story]
            folder = f"{ROOT}/views/{view_folder(view.name)}"
            yield self._channel(folder, f"{title}: {called}", f"Stories of the view {called}", having)

    def _by_topic(self, read: Sequence[_Told], topics: Collection[str]) -> dict[str, list[_Told]]:
        """The stories of each of these topics, by its name, as far as a feed has places."""
        found: dict[str, list[_Told]] = {topic: [] for topic in topics}
        open_ = set(topics) if self.rules.size > 0 else set()
        for one in read:
            if not open_:
                break
            for topic in open_.intersection(one[0].topics):
                found[topic].append(one)
                if len(found[topic]) == self.rules.size:
                    open_.remove(topic)
        return found

    def _channel(self, folder: str, title: str, description: str, stories: Sequence[_Told]) -> _Channel:
        chosen = tuple(stories[: self.rules.size])
        return _Channel(folder=folder, title=title, description=description, stories=chosen)

    def _files(self, channel: _Channel, edition: Edition) -> Iterator[Artifact]:
        made: list[OutFeed] = []
        seal = self._seal(channel, edition)
        for form in self.rules.formats:
            file, write = FILES[form]
            path = f"{channel.folder}/{file}"
            url = joined(edition.desk.base_url, path)
            if url or form != "rss":
                yield sealed(path, partial(self._content, channel, edition, made, write, url), seal=seal)

    def _content(
        self, channel: _Channel, edition: Edition, made: list[OutFeed], write: Callable[..., bytes], url: str
    ) -> bytes:
        if not made:
            made.append(self._feed(channel, edition))
        return write(made[0], url=url)

    def _feed(self, channel: _Channel, edition: Edition) -> OutFeed:
        listed = [listing for listing, _ in channel.stories]
        by_story = {listing.story: appearance for listing, appearance in channel.stories}
        entries = tuple(feed_entry(entry, by_story[entry.story]) for entry in edition.entries(listed))
        desk = edition.desk
        return OutFeed(
            id=urn(f"feed:{desk.base_url or desk.title}:{channel.folder}"),
            title=channel.title,
            description=channel.description,
            author=name(desk.title),
            home=joined(desk.base_url, ""),
            hub=self.rules.hub,
            language=common_language(entries),
            updated=max((entry.updated for entry in entries), default=NEVER),
            entries=entries,
        )

    def _seal(self, channel: _Channel, edition: Edition) -> str:
        stands = [(one.story, one.whole, one.updated) for _, one in channel.stories]
        said = (channel.title, channel.description, edition.desk.title, edition.desk.base_url, self.rules.hub)
        return seal_of(FORM, *said, stands)


def feed_files(formats: Sequence[str], *, base_url: str) -> Iterator[tuple[str, str, str]]:
    """The feeds of all stories that there are: what each is called, its media type, its path."""
    for form in formats:
        if base_url or form != "rss":
            called, type_ = TYPES[form]
            yield called, type_, f"{ROOT}/{FILES[form][0]}"

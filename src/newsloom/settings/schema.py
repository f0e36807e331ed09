"""What may stand in newsloom.toml: every table and key, its type, its unit and its default."""

from typing import Annotated, Any

from msgspec import Meta, Struct

Seconds = Annotated[float, Meta(ge=0, le=31_536_000)]
Minutes = Annotated[float, Meta(gt=0, le=525_600)]
Hours = Annotated[float, Meta(gt=0, le=8_760)]
Days = Annotated[float, Meta(ge=0, le=36_500)]
Count = Annotated[int, Meta(ge=0, le=1_000_000)]
Share = Annotated[float, Meta(gt=0, le=1)]
PRESETS = ("smartable", "jekyll", "hugo", "eleventy", "astro", "zola")
Points = Annotated[int, Meta(ge=-100, le=100)]


class Desk(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[desk]`: what this desk is called and where things are, relative to the file.

    `time_zone` is the IANA zone of every time shown to people; records themselves are in UTC. `contact` is a page or
    mail address that publishers can complain to; it stands in the User-Agent. `providers` names the file that says
    what is known of publishers; `shipped_families` lets newsloom's own list of families count beside it. `metrics` is
    the file that monitoring reads, written after each run; "" is none.
    """

    title: str = "News desk"
    output: str = "site"
    database: str = "newsloom.db"
    time_zone: str = "UTC"
    base_url: str = ""
    contact: str = ""
    providers: str = "providers.toml"
    shipped_families: bool = True
    metrics: str = ""


class Fetch(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[fetch]`: how politely and how much.

    `allow_private` names hosts on private addresses that may be visited: `"host"`, `"host:port"` or `"host:*"`.
    `backlog` is how many items of a feed the first visit takes, newest first. `max_age_days` of 0 is no limit.
    `rereads` is how often one article's page is read again when its feed says that it changed.
    """

    interval_minutes: Minutes = 30
    max_interval_hours: Hours = 24
    spacing_seconds: Seconds = 5
    timeout_seconds: Annotated[float, Meta(gt=0, le=600)] = 30
    concurrency: Annotated[int, Meta(ge=1, le=512)] = 32
    workers: Annotated[int, Meta(ge=1, le=64)] = 2
    backlog: Count = 50
    max_age_days: Days = 0
    full_text: bool = True
    rereads: Annotated[int, Meta(ge=0, le=100)] = 5
    probe_images: bool = True
    allow_private: tuple[str, ...] = ()


class Retention(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[retention]`: how long texts are kept. `text_days` of 0 keeps them for ever."""

    text_days: Days = 0


class Stories(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[stories]`: how articles are grouped. `model` is the folder of an embedding model; "" is none."""

    model: str = ""


class ProfileTable(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[profile]`: how the desk judges. `threshold` and `half_life_hours` belong to `default`.

    `file` names a profile of the owner's own, relative to newsloom.toml; then nothing else is said here.
    """

    name: str = "default"
    file: str = ""
    threshold: Annotated[int, Meta(ge=0, le=1_000)] | None = None
    half_life_hours: Hours | None = None


class EditionTable(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[edition]`: which stories stand on the front.

    `size` is how many places it has. `threshold` is the heat a story needs (None: the profile's). No source leads more
    than `source_share` of the places and no family more than `family_share`; no topic has more than `topic_share`, or
    than `topics` says of it in places. `in_a_row` is how many stories of one family may stand beside each other.
    """

    size: Annotated[int, Meta(ge=1, le=500)] = 20
    threshold: Annotated[int, Meta(ge=0, le=1_000)] | None = None
    oldest_hours: Hours = 72
    source_share: Share = 0.25
    family_share: Share = 0.35
    topic_share: Share = 1.0
    in_a_row: Annotated[int, Meta(ge=1, le=500)] = 2
    topics: dict[str, Any] = {}


class Publish(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[publish]`: in which shape, and what is published beside records.

    `preset` names the site generator that records are written for.
    `feeds`, `api` and `sitemap` say whether there are any. `feed_size` is how many stories a feed has, `feed_formats`
    which of `rss`, `atom` and `json` there are, `feed_topics` which topics have feeds, by id or name (empty: all).
    `hub` is the address of a WebSub hub, `to` are places the output is brought to beside its folder.
    """

    preset: str = "smartable"
    feeds: bool = True
    feed_size: Annotated[int, Meta(ge=1, le=1_000)] = 50
    feed_formats: tuple[str, ...] = ("rss", "atom", "json")
    feed_topics: tuple[str, ...] = ()
    hub: str = ""
    to: tuple[str, ...] = ()
    api: bool = True
    sitemap: bool = True


class Pages(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[pages]`: the website for people. `site` says whether there is one (None: where no generator makes one).

    `templates` is the owner's folder of templates and assets that stand in for newsloom's, relative to the file; "" is
    none.
    """

    site: bool | None = None
    templates: str = ""


class NotesTable(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[notes]`: editors' sealed notes. `key_file` holds their keys, relative to the file; it need not be there."""

    key_file: str = "notes.key"


class WebSubTable(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[websub]`: `callback` is the public address at which hubs reach `newsloom websub serve`; "" is none."""

    callback: str = ""


class Topics(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[topics]`: where the topic files `NN-id.yaml` are; `root` names the topic every record has."""

    folder: str = "_data/topics"
    root: str = ""


class SelectTable(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[source.select]`: where a page without a feed holds what, as CSS selectors."""

    items: str
    title: str = ""
    link: str = ""
    date: str = ""
    summary: str = ""
    image: str = ""


class AccessTable(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[source.access]`: how a source lets us in; the secret is in an environment variable or in a file of its own.

    `kind` is `basic` (the secret is `name:password`), `bearer`, or `header`, whose name is `header`. `file` is
    relative to newsloom.toml and may be read by its owner alone.
    """

    kind: str
    variable: str = ""
    file: str = ""
    header: str = ""


class SourceTable(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[[source]]`: one thing to watch. `id` may be left out: then it is made from the address.

    `verify = false` reads it whatever certificate its address shows.
    """

    url: str
    id: str = ""
    kind: str = "feed"
    title: str = ""
    family: str = ""
    tier: Points | None = None
    topics: tuple[str, ...] = ()
    language: str = ""
    full_text: bool | None = None
    disabled: bool = False
    muted: bool = False
    verify: bool = True
    select: SelectTable | None = None
    access: AccessTable | None = None


Selectors = str | tuple[str, ...]


class SiteTable(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[site."host"]`: where the pages of one site hold what, as CSS selectors; read one by one in `sites.py`."""

    keep: Selectors = ()
    drop: Selectors = ()
    title: Selectors = ()
    authors: Selectors = ()


class AlertTable(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[[alert]]`: which view is told by which channels, and why. `name` is the view's if it is left out."""

    view: str
    channels: tuple[str, ...]
    name: str = ""
    causes: tuple[str, ...] = ("entered", "voice", "heat", "correction", "withdrawal", "merge")
    backfill: bool = False


class DeskFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """newsloom.toml as a whole; tables with names of the owner's are read by modules of their own."""

    desk: Desk = Desk()
    fetch: Fetch = Fetch()
    retention: Retention = Retention()
    stories: Stories = Stories()
    profile: ProfileTable = ProfileTable()
    edition: EditionTable = EditionTable()
    publish: Publish = Publish()
    pages: Pages = Pages()
    notes: NotesTable = NotesTable()
    websub: WebSubTable = WebSubTable()
    topics: Topics = Topics()
    tiers: dict[str, Points] = {}
    site: dict[str, Any] = {}
    topic: dict[str, Any] = {}
    view: dict[str, Any] = {}
    channel: dict[str, Any] = {}
    alert: tuple[AlertTable, ...] = ()
    newsletter: dict[str, Any] = {}
    source: tuple[SourceTable, ...] = ()

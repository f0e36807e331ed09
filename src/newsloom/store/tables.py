"""The tables: what is kept, under which keys, and which questions have an index; what is of one dialect is there."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    UniqueConstraint,
)

from newsloom.model.article import Article, ArticleImage, Dropped
from newsloom.model.host import HostFacts
from newsloom.model.metadata import Metadata
from newsloom.model.story import Evidence
from newsloom.store.columns import Moment, Packed, Words

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

#: SQLite gives an automatic number only to a column of exactly this type.
NUMBER = BigInteger().with_variant(Integer, "sqlite")
STRINGS = Packed(tuple[str, ...])

#: One row for each source ever visited: the fields of `SourceState`.
SOURCES = Table(
    "sources",
    METADATA,
    Column("source", Words, primary_key=True),
    Column("etag", Words),
    Column("last_modified", Words),
    Column("last_visit", Moment),
    Column("last_success", Moment),
    Column("last_full", Moment),
    Column("last_new", Moment),
    Column("next_visit", Moment),
    Column("failures", Integer, nullable=False),
    Column("reason", Words),
    Column("detail", Words, nullable=False),
    Column("interval_seconds", Integer, nullable=False),
    Column("items_seen", Integer, nullable=False),
    Column("moved_to", Words),
    Column("moved_seen", Integer, nullable=False),
    Column("title", Words, nullable=False),
    Column("site_url", Words, nullable=False),
    Column("url", Words, nullable=False),
    Column("items_undated", Integer, nullable=False, server_default="0"),
    Column("items_duplicate", Integer, nullable=False, server_default="0"),
    Column("habit_seconds", Integer, nullable=False, server_default="0"),
    Column("gap_seconds", Integer),
    Column("asked_seconds", Integer, nullable=False, server_default="0"),
    Column("retry_at", Moment),
    Column("deaths", Integer, nullable=False, server_default="0"),
)

#: What never changes of an article, what is newest of it, and its place in the order of arrival. `rereads` counts new
#: readings of its page, `missed` visits in a row at which its feed lacked it; `has_text` is false once its text was
#: dropped for its age. `page` is what the newest revision says of its page.
ARTICLES = Table(
    "articles",
    METADATA,
    Column("sequence", NUMBER, primary_key=True),
    Column("id", Words, nullable=False, unique=True),
    Column("source", Words, nullable=False),
    Column("language", Words, nullable=False),
    Column("first_seen", Moment, nullable=False),
    Column("sort_date", Moment, nullable=False),
    Column("feed_fingerprint", Words, nullable=False),
    Column("current", Integer, nullable=False),
    Column("rereads", Integer, nullable=False, server_default="0"),
    Column("missed", Integer, nullable=False, server_default="0"),
    Column("has_text", Boolean, nullable=False, server_default="1"),
    Column("page", Words, nullable=False, server_default=""),
    Index(None, "has_text", "sort_date"),
    Index(None, "sort_date", "sequence"),
    Index(None, "source", "sort_date"),
    sqlite_autoincrement=True,
)

#: Every version kept; `revision` counts on when old ones are dropped.
REVISIONS = Table(
    "revisions",
    METADATA,
    Column("id", Words, ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("source", Words, nullable=False),
    Column("key", Words, nullable=False),
    Column("url", Words, nullable=False),
    Column("host", Words, nullable=False),
    Column("title", Words, nullable=False),
    Column("lead", Words, nullable=False),
    Column("text", Words, nullable=False),
    Column("authors", STRINGS, nullable=False),
    Column("published", Moment),
    Column("updated", Moment),
    Column("first_seen", Moment, nullable=False),
    Column("sort_date", Moment, nullable=False),
    Column("language", Words, nullable=False),
    Column("provider", Words, nullable=False),
    Column("image", Packed(ArticleImage)),
    Column("amp_url", Words, nullable=False),
    Column("categories", STRINGS, nullable=False),
    Column("origin", Words, nullable=False),
    Column("fingerprint", Words, nullable=False),
    Column("metadata", Packed(Metadata), nullable=False, server_default="{}"),
    Column("revised_at", Moment),
    Column("dropped", Packed(Dropped)),
)

#: Which source carried which article under which key of its own; one key may stand for several (feeds repeat guids).
SIGHTINGS = Table(
    "sightings",
    METADATA,
    Column("number", NUMBER, primary_key=True),
    Column("source", Words, nullable=False),
    Column("key", Words, nullable=False),
    Column("id", Words, nullable=False),
    Column("url", Words, nullable=False),
    Column("known_by", Words),
    UniqueConstraint("source", "key", "id", "url"),
    Index(None, "id"),
)

#: Which picture stood on which article of a host, to know those that stand on any; `fingerprint` is the article's.
IMAGES = Table(
    "images",
    METADATA,
    Column("url", Words, primary_key=True),
    Column("host", Words, primary_key=True),
    Column("article", Words, ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("fingerprint", Words, nullable=False),
    Index(None, "article"),
)

#: Which article a canonical URL leads to, of whatever source.
URLS = Table(
    "urls",
    METADATA,
    Column("url", Words, primary_key=True),
    Column("id", Words, nullable=False, index=True),
)

#: By what else an article is known again (`curate.identity.marks`); one mark may be on several.
MARKS = Table(
    "marks",
    METADATA,
    Column("mark", Words, primary_key=True),
    Column("id", Words, primary_key=True),
    Index(None, "id"),
)

#: Articles whose page is still to be read, as a whole `Article`.
DRAFTS = Table(
    "drafts",
    METADATA,
    Column("number", NUMBER, primary_key=True),
    Column("id", Words, nullable=False, unique=True),
    Column("tries", Integer, nullable=False),
    Column("article", Packed(Article), nullable=False),
    Index(None, "tries", "number"),
)

#: Articles in no story yet.
UNPLACED = Table(
    "unplaced",
    METADATA,
    Column("id", Words, ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("sort_date", Moment, nullable=False),
    Column("first_seen", Moment, nullable=False),
    Index(None, "sort_date", "first_seen", "id"),
)

#: Stories that changed since they were last judged.
UNJUDGED = Table("unjudged", METADATA, Column("story", Words, primary_key=True))

#: What an owner had removed: it stays away when it is seen again.
REMOVALS = Table(
    "removals",
    METADATA,
    Column("id", Words, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("source", Words, nullable=False, server_default=""),
    Column("reason", Words, nullable=False, server_default=""),
)

#: By what a removed article is known again: hashes of its addresses and of its keys, so that nothing of them is kept.
REMOVED_NAMES = Table(
    "removed_names",
    METADATA,
    Column("name", Words, primary_key=True),
    Column("id", Words, ForeignKey("removals.id", ondelete="CASCADE"), nullable=False, index=True),
)

#: Every story there ever was; `alias_of` is where a merged-away one lives on, closed over chains.
STORIES = Table(
    "stories",
    METADATA,
    Column("id", Words, primary_key=True),
    Column("language", Words, nullable=False),
    Column("first", Moment, nullable=False),
    Column("last", Moment, nullable=False),
    Column("alias_of", Words),
    Column("closed", Boolean, nullable=False),
    Index(None, "alias_of", "last", "id"),
)

#: Each placed article: its story, why, and its features as they were on arrival; `place` is the order of placement.
MEMBERS = Table(
    "members",
    METADATA,
    Column("place", NUMBER, primary_key=True),
    Column("article", Words, ForeignKey("articles.id"), nullable=False, unique=True),
    Column("story", Words, nullable=False),
    Column("language", Words, nullable=False),
    Column("sort_date", Moment, nullable=False),
    Column("evidence", Packed(Evidence), nullable=False),
    Column("features", LargeBinary, nullable=False),
    Index(None, "story", "sort_date"),
    Index(None, "language", "sort_date"),
    sqlite_autoincrement=True,
)

#: The sample of each lately placed article's text, in order of placement, and whose text it is: what recognises copies.
SKETCHES = Table(
    "sketches",
    METADATA,
    Column("number", NUMBER, primary_key=True),
    Column("article", Words, ForeignKey("articles.id", ondelete="CASCADE"), nullable=False, unique=True),
    Column("original", Words, nullable=False),
    Column("sort_date", Moment, nullable=False, index=True),
    Column("sketch", LargeBinary, nullable=False),
    sqlite_autoincrement=True,
)

#: The history of stories: only ever appended to; replaying it gives the present.
CHANGES = Table(
    "changes",
    METADATA,
    Column("number", NUMBER, primary_key=True),
    Column("kind", Words, nullable=False),
    Column("story", Words, nullable=False, index=True),
    Column("other", Words, index=True),
    Column("articles", STRINGS, nullable=False),
    Column("evidence", Packed(Evidence)),
    Column("at", Moment, nullable=False),
    sqlite_autoincrement=True,
)

#: The frozen paths of records.
SLOTS = Table(
    "slots",
    METADATA,
    Column("story", Words, primary_key=True),
    Column("path", Words, nullable=False, unique=True),
    Column("first_written", Moment, nullable=False),
    Column("shown", Boolean, nullable=False),
    Column("record", LargeBinary),
)

#: What judging found of a story when its record was last made, as JSON; the settings it was judged by, as hashes.
FINDINGS = Table(
    "findings",
    METADATA,
    Column("story", Words, primary_key=True),
    Column("texts", Words, nullable=False),
    Column("words", Words, nullable=False),
    Column("tallies", Words, nullable=False),
    Column("weights", Words, nullable=False),
    Column("order", LargeBinary, nullable=False),
    Column("tally", LargeBinary, nullable=False),
    Column("findings", LargeBinary, nullable=False),
    Index(None, "weights", "words", "texts", "story"),  # finds those of other settings by itself
)

#: What is learnt of sites from their pages.
HOSTS = Table(
    "hosts",
    METADATA,
    Column("site", Words, primary_key=True),
    Column("facts", Packed(HostFacts), nullable=False),
)

#: Small facts about the database itself, by name.
FACTS = Table(
    "facts",
    METADATA,
    Column("name", Words, primary_key=True),
    Column("value", Words, nullable=False),
)

"""What a profile's points are: each weight with its default, its bounds and its reason.

These are what an owner's own profile may set, so they are read as a file is: a key that is none is refused. The page on
scores in the documentation is held to them.
"""

from datetime import timedelta
from typing import Annotated

from msgspec import Meta, Struct

#: Points of one part; what faults take is given as a positive number too.
MOST_POINTS = 1_000


class DefaultWeights(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The points of the profile `default`. Raises ValueError where quality could leave 0 to 100.

    With the defaults the best article there can be has 100 points of quality, and the faults together take what every
    article starts with.
    """

    article: Annotated[
        int, Meta(ge=0, le=100, description="what every article starts with; faults are taken from it")
    ] = 20
    source_most: Annotated[
        int,
        Meta(ge=0, le=100, description="a source of tier 100; standing is the best single sign, but must not decide"),
    ] = 20
    own_text: Annotated[
        int, Meta(ge=0, le=100, description="a text of its own: somebody went there, called, read the papers")
    ] = 14
    agency_text: Annotated[
        int, Meta(ge=0, le=100, description="an agency's text in another's print: checked, but not by this outlet")
    ] = 7
    unread_text: Annotated[
        int, Meta(ge=0, le=100, description="too little text to tell whose it is: half of what an own text earns")
    ] = 7
    report: Annotated[
        int, Meta(ge=0, le=100, description="a report, an analysis, an interview, a fact check: it found things out")
    ] = 6
    other_genre: Annotated[
        int, Meta(ge=0, le=100, description="an obituary, a review, a live blog, a video: news, but not found out")
    ] = 4
    opinion: Annotated[int, Meta(ge=0, le=100, description="an opinion takes a side on what others found out")] = 3
    title_keyword: Annotated[
        int, Meta(ge=0, le=100, description="a keyword in the headline: what is named there is the subject")
    ] = 6
    lead_keyword: Annotated[
        int, Meta(ge=0, le=100, description="a keyword in the lead alone: it may be the setting only")
    ] = 3
    topics_most: Annotated[
        int, Meta(ge=0, le=100, description="all keywords together: less than standing, or mills would win by words")
    ] = 14
    author: Annotated[int, Meta(ge=0, le=100, description="somebody answers for it with a name")] = 6
    date: Annotated[int, Meta(ge=0, le=100, description="it says when it appeared")] = 4
    image: Annotated[
        int, Meta(ge=0, le=100, description="a picture of the thing, not one the outlet puts on anything")
    ] = 5
    length_most: Annotated[int, Meta(ge=0, le=100, description="a text of `length_words` words or more")] = 11
    length_words: Annotated[
        int, Meta(ge=1, le=100_000, description="where reports, unlike notices, begin to quote sources of their own")
    ] = 400
    undated: Annotated[
        int, Meta(ge=0, le=100, description="fault: nobody can tell old from new; as much as a date earns")
    ] = 4
    thin: Annotated[
        int, Meta(ge=0, le=100, description="fault: fewer than `thin_words` words tell a headline again")
    ] = 5
    thin_words: Annotated[
        int, Meta(ge=0, le=100_000, description="about five sentences; shorter is a notice or a broken page")
    ] = 80
    paywalled: Annotated[int, Meta(ge=0, le=100, description="fault: most readers will not get to read it")] = 4
    shouted: Annotated[
        int, Meta(ge=0, le=100, description="fault: a headline in capitals or with several exclamation marks")
    ] = 3
    corrected: Annotated[
        int, Meta(ge=0, le=100, description="fault: its outlet had to put it right; less than a fault that it hides")
    ] = 3
    gone: Annotated[
        int, Meta(ge=0, le=100, description="fault: its page vanished without a word; nobody stands by it")
    ] = 4
    interest_percent: Annotated[
        int, Meta(ge=0, le=100, description="the share of the best article's quality that counts while it is new")
    ] = 45
    voice_least: Annotated[
        int,
        Meta(
            ge=0, le=MOST_POINTS, description="a further independent voice of no standing: it is a witness all the same"
        ),
    ] = 6
    voice_most: Annotated[
        int,
        Meta(
            ge=0, le=MOST_POINTS, description="one of tier 100: two such outweigh the best report that nobody else has"
        ),
    ] = 24
    pace: Annotated[
        int, Meta(ge=0, le=MOST_POINTS, description="each further voice within `pace_hours`: news that breaks")
    ] = 3
    pace_most: Annotated[
        int, Meta(ge=0, le=MOST_POINTS, description="pace alone; five voices at once say what fifty would")
    ] = 12
    pace_hours: Annotated[
        float,
        Meta(gt=0, le=8_760, description="how far apart voices may be to count as at once: a shift in a newsroom"),
    ] = 6
    fresh: Annotated[int, Meta(ge=0, le=MOST_POINTS, description="a new text of its own: the story goes on")] = 6
    family: Annotated[
        int, Meta(ge=0, le=MOST_POINTS, description="each further publisher with a text of its own, beside its voice")
    ] = 1
    country: Annotated[
        int, Meta(ge=0, le=MOST_POINTS, description="each further country that outlets with a text of their own are in")
    ] = 3
    language: Annotated[
        int, Meta(ge=0, le=MOST_POINTS, description="each further language; who crosses one did not copy")
    ] = 3
    spread_most: Annotated[int, Meta(ge=0, le=MOST_POINTS, description="spread alone; beyond it voices count")] = 15
    copies: Annotated[
        int,
        Meta(
            ge=0, le=MOST_POINTS, description="each publisher that repeats another's text: an editor chose it, no more"
        ),
    ] = 1
    copies_most: Annotated[
        int, Meta(ge=0, le=MOST_POINTS, description="copies alone: less than one voice of no standing")
    ] = 5
    half_life_hours: Annotated[
        float,
        Meta(gt=0, le=8_760, description="a part is half as hot after this: when the next morning's papers are out"),
    ] = 18
    threshold: Annotated[
        int,
        Meta(
            ge=0,
            le=100_000,
            description="a good report while it is new is shown, or a lesser one that a second voice confirms",
        ),
    ] = 36

    def __post_init__(self) -> None:
        if self.most_quality > 100:  # noqa: PLR2004  the scale
            raise ValueError(f"the parts of quality sum to {self.most_quality}; 100 is the most, so make some smaller")
        if self.faults > self.article:
            raise ValueError(
                f"the faults together take {self.faults}, and are taken from the {self.article} of `article`; "
                "make some smaller, or `article` larger"
            )

    @property
    def most_quality(self) -> int:
        """The points of the best article there can be."""
        return (
            self.article
            + self.source_most
            + max(self.own_text, self.agency_text, self.unread_text)
            + max(self.report, self.other_genre, self.opinion)
            + self.topics_most
            + self.author
            + self.date
            + self.image
            + self.length_most
        )

    @property
    def faults(self) -> int:
        """What the faults of one article can take together."""
        return self.undated + self.thin + self.paywalled + self.shouted + max(self.corrected, self.gone)

    @property
    def half_life(self) -> timedelta:
        """After how long a part is half as hot."""
        return timedelta(hours=self.half_life_hours)

    def most_heat(self, voices: int) -> int:
        """The heat of the best story there can be, told by so many independent voices at once."""
        return (
            self.most_quality * self.interest_percent // 100
            + max(voices - 1, 0) * max(self.voice_least, self.voice_most)
            + min(self.pace * max(voices - 1, 0), self.pace_most)
            + self.fresh
            + min((self.family + self.country + self.language) * max(voices - 1, 0), self.spread_most)
            + self.copies_most
        )


class SmartableWeights(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The points of the profile `smartable`: with the defaults, exactly the record contract's."""

    topic: Annotated[int, Meta(ge=0, le=MOST_POINTS, description="each topic of the record")] = 2
    keyword: Annotated[
        int, Meta(ge=0, le=MOST_POINTS, description="each of a topic's keywords inside the title, even inside a word")
    ] = 15
    image: Annotated[int, Meta(ge=0, le=MOST_POINTS, description="an image")] = 20
    amp: Annotated[int, Meta(ge=0, le=MOST_POINTS, description="an AMP page")] = 20
    featured: Annotated[int, Meta(ge=0, le=MOST_POINTS, description="featured content, as a video")] = 100
    related: Annotated[int, Meta(ge=0, le=MOST_POINTS, description="each related report")] = 10
    long_title: Annotated[
        int,
        Meta(ge=0, le=100_000, description="characters of a title that are free; every second one beyond costs one"),
    ] = 70
    threshold: Annotated[int, Meta(ge=0, le=100_000, description="heat from which a record is published")] = 70

    def most_heat(self, related: int, *, keywords: int) -> int:
        """The heat of a record with everything, so many keywords in its title and so many related reports."""
        full_tier = 100  # §3 of the record contract knows tiers up to that
        made = self.topic + self.keyword * keywords + self.image + self.amp + self.featured
        return made + full_tier + self.related * related

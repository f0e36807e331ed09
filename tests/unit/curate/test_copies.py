"""Which articles of a story repeat another's text, and how the story counts them."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from newsloom.curate.copies import CopyOf, InheritRules, Reason, copies_in, inherited
from newsloom.curate.independence import Copied
from newsloom.curate.judge import Judged, judge
from newsloom.curate.passages import common, cut
from newsloom.flows.copies import Texts, originals_of
from newsloom.model.article import Article, ArticleId
from newsloom.model.metadata import Metadata
from newsloom.model.source import Source, SourceId
from newsloom.model.story import Evidence, Membership, Story, StoryId
from newsloom.records.profiles.default import Default
from newsloom.seams import Criteria

MORNING = datetime(2031, 5, 6, 8, tzinfo=UTC)
REPORT = (
    "The council of Torvik voted on Tuesday to close the old harbour after forty years of service to the northern "
    "straits. Ships will move to the new quay next spring, officials said, once the last cranes have been moved over. "
    "The mayor called it a sad but needed step for a town that has lost half of its fishing fleet."
)
OTHER = (
    "Torvik gives up its harbour: by nine votes to four the town's councillors decided that cargo goes elsewhere from "
    "March. Dockers who had waited outside in the rain whistled when the result was read from the steps. Their union "
    "wants pay for three years and a say in what becomes of the warehouses along the waterfront."
)
QUOTE = "“We did not want this, and nobody in this room will sleep well tonight,” the mayor said after the vote."


def an_article(name: str, text: str, *, hours: float = 0, host: str = "") -> Article:
    """An article of an invented paper named like it, `hours` after the morning."""
    return Article(
        id=ArticleId(name),
        source=SourceId(name),
        key=name,
        url=f"https://{host or name}.example/1" if not host else f"https://{host}/1",
        host=host or f"{name}.example",
        title="Torvik closes its harbour",
        text=text,
        provider="" if host else name.title(),
        published=MORNING + timedelta(hours=hours),
        first_seen=MORNING + timedelta(hours=hours),
        sort_date=MORNING + timedelta(hours=hours),
        language="en",
        fingerprint=name,
    )


def judged(articles: list[Article]) -> Judged:
    """A story of these articles on a plain desk."""
    criteria = Criteria(
        sources={article.source: Source(id=article.source, url=article.url) for article in articles},
        tiers={},
        topics=(),
        root="",
        profile=Default(),
    )
    members = tuple(
        Membership(article=article.id, story=StoryId("s"), evidence=Evidence(stage="opened")) for article in articles
    )
    first, last = min(a.sort_date for a in articles), max(a.sort_date for a in articles)
    story = Story(id=StoryId("s"), members=members, first=first, last=last, language="en")
    return judge(story, articles, criteria=criteria, now=last)


def test_the_earliest_is_the_original() -> None:
    """The first to bring a text has it; what the copy shares is shown."""
    found = copies_in([an_article("b", REPORT, hours=1), an_article("a", REPORT)])
    (copy,) = found.values()
    assert found.keys() == {"b"}
    assert (copy.original, copy.containment, copy.reason, copy.agency) == ("a", 1.0, Reason.FIRST, "")
    assert copy.passage.startswith("The council of Torvik voted on Tuesday")
    assert len(copy.passage) <= 200


def test_cut_edited_and_extended() -> None:
    """A text cut to a part, with a line of its own, or with words changed, is still a copy."""
    edited = REPORT.replace("Tuesday", "Wednesday").replace("officials", "they").replace("sad", "hard")
    found = copies_in(
        [
            an_article("a", REPORT),
            an_article("cut", REPORT[:200], hours=1),
            an_article("edited", edited, hours=2),
            an_article("extended", f"Our reporter writes. {REPORT} Read more of this on our pages.", hours=3),
        ]
    )
    assert {name: copy.original for name, copy in found.items()} == {"cut": "a", "edited": "a", "extended": "a"}
    assert found[ArticleId("edited")].containment < 1


def test_an_excerpt_inside_a_longer_article() -> None:
    """A report quoted whole inside a long one: the later of the two is the copy."""
    long = f"{OTHER} {REPORT} {QUOTE}"
    found = copies_in([an_article("long", long, hours=1), an_article("short", REPORT)])
    assert found.keys() == {"long"}


def test_two_reports_are_two() -> None:
    """Two papers that write of one event in their own words copy nobody, nor if they quote the same statement."""
    assert not copies_in([an_article("a", REPORT), an_article("b", OTHER)])
    assert not copies_in([an_article("a", f"{REPORT} {QUOTE}"), an_article("b", f"{QUOTE} {OTHER}")])


def test_long_quotations() -> None:
    """Two short reports that are mostly one statement in quotation marks are two, in any style of marks."""
    said = " ".join((QUOTE.strip("“"), OTHER.replace(":", ","))).replace("”", "")
    for opening, closing in ("“”", "„“", "«»", '""', "「」", ("``", "''")):
        statement = f"{opening}{said}{closing}"
        one = f"{REPORT[:190]} {statement}"
        two = f"In a hall full of dockers the vote took less than an hour, and then the mayor spoke. {statement}"
        assert not copies_in([an_article("a", one), an_article("b", two)])
    assert copies_in([an_article("a", f"“{said}”"), an_article("b", f"“{said}”")])


def test_short_texts_abstain() -> None:
    """Two teasers of one wording are no proof of anything."""
    assert not copies_in([an_article("a", "Torvik closes its harbour."), an_article("b", "Torvik closes its harbour.")])


def test_the_agency_is_the_original() -> None:
    """The agency's own article is the original, even if a paper was quicker."""
    found = copies_in(
        [
            an_article("quick", f"TORVIK (Reuters) - {REPORT}"),
            an_article("wire", REPORT, hours=1, host="www.reuters.com"),
            an_article("late", REPORT, hours=2),
        ]
    )
    assert {name: copy.original for name, copy in found.items()} == {"quick": "wire", "late": "wire"}
    assert {(copy.reason, copy.agency) for copy in found.values()} == {(Reason.OWN, "Reuters")}


def test_the_agency_that_is_not_here() -> None:
    """Where only papers carry an agency's text, the first stands for it, and the agency is named."""
    found = copies_in([an_article("a", REPORT), an_article("b", f"TORVIK (AP) — {REPORT}", hours=1)])
    assert found == {
        "b": CopyOf(
            original=ArticleId("a"),
            containment=1.0,
            passage=found[ArticleId("b")].passage,
            reason=Reason.CREDITED,
            agency="Associated Press",
        )
    }


def test_a_story_says_whose_copies() -> None:
    """Outlets, independent reports, and copies of whom."""
    papers = [an_article(f"paper{n}", REPORT, hours=n + 1) for n in range(15)]
    story = judged([an_article("meridian wire", REPORT), *papers, an_article("gazette", OTHER, hours=3)])
    assert (story.outlets, story.independent, story.copies) == (17, 2, 15)
    assert story.rests_on.copied == (Copied(name="Meridian Wire", copies=15),)


def test_an_agency_is_one_voice() -> None:
    """Two texts of one agency, printed by two papers, are no independent reports."""
    story = judged([an_article("a", f"TORVIK (AP) — {REPORT}"), an_article("b", f"TORVIK (AP) — {OTHER}", hours=1)])
    assert (story.outlets, story.independent, story.copies) == (2, 1, 0)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 1000), parts=st.lists(st.sampled_from([REPORT, OTHER, QUOTE]), min_size=2, max_size=8))
def test_order_in_a_batch(seed: int, parts: list[str]) -> None:
    """The order in which articles are given makes no difference, and no original is a copy."""
    articles = [an_article(f"paper{n}", text, hours=n % 3) for n, text in enumerate(parts)]
    shuffled = random.Random(seed).sample(articles, len(articles))  # noqa: S311  chance for a test, from its seed
    found = copies_in(articles)
    assert copies_in(shuffled) == found
    assert not {copy.original for copy in found.values()} & found.keys()


def test_a_stream() -> None:
    """Texts that come one by one find the first of their kind, also through copies, until it is forgotten."""
    texts = Texts()
    stream = [
        an_article("a", REPORT),
        an_article("b", REPORT, hours=1),
        an_article("c", OTHER, hours=2),
        an_article("d", REPORT, hours=3),
        an_article("e", OTHER, hours=24 * 9),
    ]
    assert list(originals_of(stream, texts=texts)) == [("a", "a"), ("b", "a"), ("c", "c"), ("d", "a"), ("e", "e")]


def test_what_was_recognised_on_arrival() -> None:
    """A copy that its outlet has edited since is one while a third is the same, and then a report of its own."""
    half = f"{REPORT[:120]} {OTHER}"
    known = {ArticleId("b"): ArticleId("a")}
    for text, copies in ((f"{REPORT[:170]} {OTHER[:160]}", True), (half[100:], False)):
        articles = [an_article("a", REPORT), an_article("b", text, hours=1)]
        assert copies_in(articles) == {}
        assert bool(copies_in(articles, known=known)) == copies


def test_the_original_that_a_page_names() -> None:
    """An address at another publisher that the page calls canonical is the original's, though it came later."""
    names = Metadata(canonical="https://late.example/1")
    quick = replace(an_article("quick", REPORT), metadata=names)
    found = copies_in([quick, an_article("late", REPORT, hours=2)])
    assert {name: (copy.original, copy.reason) for name, copy in found.items()} == {"quick": ("late", Reason.NAMED)}


COPY_RULES = InheritRules()


def test_only_sure_copies_inherit() -> None:
    """A whole text does, whatever its headline; a part of a digest, or a form filled in again, does not."""
    wire = an_article("wire", REPORT)
    renamed = replace(an_article("paper", REPORT), title="A farewell to cranes")
    digest = replace(an_article("brief", f"{REPORT} {OTHER} {OTHER[::-1]}"), title="All the day in brief")
    assert inherited(renamed, wire, rules=COPY_RULES)
    assert not inherited(wire, digest, rules=COPY_RULES)
    assert not inherited(wire, an_article("other", OTHER), rules=COPY_RULES)
    here, there = (
        replace(an_article(town, REPORT.replace("Torvik", town)), title=f"{town} closes its harbour")
        for town in ("Ostmere", "Brayfell")
    )
    assert not inherited(here, there, rules=COPY_RULES)


@given(cut_=st.integers(120, len(REPORT)), before=st.integers(0, 60))
def test_what_two_texts_share(cut_: int, before: int) -> None:
    """Shares are shares, the smaller is of the longer text, and the passage stands in both."""
    one, other = an_article("a", OTHER[:before] + REPORT[:cut_]), an_article("b", REPORT)
    found = common(cut(one), cut(other))
    assert 0 <= found.extent <= found.containment <= 1
    assert 0 <= found.blocks <= 1
    assert found.both_told <= found.told
    assert " ".join(REPORT.split()).find(found.passage.rstrip("…")) >= 0
    assert common(cut(other), cut(one)).containment == found.containment

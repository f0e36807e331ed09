import json
import re
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import msgspec
from selectolax.lexbor import LexborHTMLParser
from tests.publish.site.stage import DESK, NOON, TOPICS, a_paper, a_record, a_report, a_site, rendered, told

from newsloom.model.appearance import Appearance, HeldLedger, Presence
from newsloom.model.article import ArticleId
from newsloom.model.edition import Edition
from newsloom.model.listing import Listing
from newsloom.model.story import StoryId
from newsloom.publish.site.listpages import PART
from newsloom.testing.contracts import check_publisher
from newsloom.testing.editions import an_edition

BUDGET = 100_000


def page(files: dict[str, bytes], path: str) -> LexborHTMLParser:
    """A page of the site, parsed."""
    return LexborHTMLParser(files[path].decode())


def texts(tree: LexborHTMLParser, selector: str) -> list[str]:
    """What the elements say, blanks made even."""
    return [" ".join(node.text().split()) for node in tree.css(selector)]


def test_the_site_keeps_the_contract_of_publishers() -> None:
    """The same edition gives the same files, an empty one gives some."""
    check_publisher(a_site(), a_paper())
    files = rendered(Edition(at=NOON))
    assert "Nothing is published yet" in files["index.html"].decode()


def test_every_link_leads_to_a_file_of_the_site() -> None:
    """No page of the site points to one that is not there."""
    files = rendered(a_paper())
    dead = []
    for path, content in files.items():
        if not path.endswith(".html") or path == "404.html":
            continue
        for node in LexborHTMLParser(content.decode()).css("[href], [src], form[action]"):
            to = node.attributes.get("href") or node.attributes.get("src") or node.attributes.get("action") or ""
            if to.startswith(("https://", "mailto:", "#")) or "feeds/" in to:
                continue
            parts = [*path.split("/")[:-1]]
            for step in to.split("#")[0].split("/"):
                if step == "..":
                    parts.pop()
                elif step not in {"", "."}:
                    parts.append(step)
            there = "/".join(parts)
            if not {there, f"{there}/index.html".lstrip("/")} & files.keys():
                dead.append((path, to))
    assert not dead


def test_pages_are_within_their_budget_however_many_reports() -> None:
    """A story of a thousand reports is one page of at most 100 kB that says how many it leaves out."""
    reports = [
        a_report(f"r{n}", hours=n / 10, title="&\"<'>" * 60, excerpt='"' * 300, outlet=f"{'&' * 70}{n}")
        for n in range(1000)
    ]
    files = rendered(an_edition(a_record("Big", story="s1"), coverage=[told("s1", *reports)], desk=DESK, topics=TOPICS))
    big = files["news/s1.html"]
    assert len(big) <= BUDGET
    assert "more reports, which" in big.decode()
    assert all(len(content) <= BUDGET for path, content in rendered(a_paper()).items() if path.endswith(".html"))


def test_copies_are_folded_under_their_original() -> None:
    """A copy of a copy stands under the voice that was repeated, with the agency named."""
    story = page(rendered(a_paper()), "news/s001.html")
    voices = story.css("section.voice")
    assert texts(story, "section.voice h3") == ["Meridian Wire", "Outlet post", "Outlet gone"]
    assert [node.text() for node in voices[0].css("summary")] == ["2 copies of Meridian Wire"]
    assert [node.text() for node in voices[0].css(".copies .outlet")] == ["Outlet copy1", "Outlet copy2"]
    assert not voices[1].css("details")


def test_what_was_taken_back_has_no_headline_left() -> None:
    """A withdrawn report is named with its outlet alone, in the page and in its data."""
    content = rendered(a_paper())["news/s001.html"].decode()
    assert "nobody may see" not in content
    assert "gone.example" not in content
    assert "took its report back" in content


def test_corrections_are_told_in_the_outlets_words() -> None:
    """Whoever comes to the story sees what was put right."""
    notices = texts(page(rendered(a_paper()), "news/s001.html"), ".notices li")
    assert any("Outlet post" in one and "It was Tuesday." in one for one in notices)


def test_a_merged_story_leads_to_its_survivor() -> None:
    """Its address stays, takes readers on, and names the survivor as the page that counts."""
    files = rendered(a_paper())
    merged = page(files, "news/s006.html")
    refresh = merged.css_first('meta[http-equiv="refresh"]')
    assert refresh is not None
    assert refresh.attributes["content"] == "0; url=../news/s001.html"
    assert texts(merged, "p.read a") == ["Flood in Ostmere"]
    canonical = merged.css_first('link[rel="canonical"]')
    assert canonical is not None
    assert canonical.attributes["href"] == "https://loom.example/news/s001.html"


def test_a_withdrawn_story_says_so_and_shows_nothing_of_it() -> None:
    """Its address stays; headline, excerpt and link are gone from every page."""
    files = rendered(a_paper())
    assert "took back the report" in files["news/s007.html"].decode()
    assert not [path for path, content in files.items() if b"Taken back" in content]


def test_what_is_not_published_is_nowhere() -> None:
    """A record below the threshold has no page and stands in no list."""
    files = rendered(a_paper())
    assert "news/s008.html" not in files
    assert not [path for path, content in files.items() if b"Too cool" in content]


def test_what_was_published_once_keeps_an_address_that_says_so() -> None:
    """An editor took it off: nothing of it is shown, and whoever comes by an old link is told."""
    seen = Appearance(
        story=StoryId("s008"),
        number=1,
        presence=Presence.HIDDEN,
        first_shown=NOON,
        updated=NOON,
        changed=NOON,
        words="",
        whole="",
    )
    files = rendered(replace(a_paper(), ledger=HeldLedger({StoryId("s008"): seen})))
    assert "not published any more" in files["news/s008.html"].decode()
    assert not [path for path, content in files.items() if b"Too cool" in content]


def test_only_stories_that_are_due_are_rendered() -> None:
    """Pages of single stories are made for changed ones alone; lists are named each time and made when asked."""
    edition = replace(a_paper(), changed=frozenset({StoryId("s002")}))
    artifacts = [*a_site().render(edition)]
    assert [artifact.path for artifact in artifacts if artifact.story] == ["news/s002.html"]
    assert all(callable(one.content) and one.seal for one in artifacts if not one.story and one.path.endswith(".html"))


def test_a_changed_record_changes_the_seals_of_the_lists_it_is_on_alone() -> None:
    """The topic of another story stays sealed as it was."""
    before, paper = a_paper(), a_paper()
    listings = [another_digest(one) if one.story == "s002" else one for one in paper.listings]
    after = replace(paper, listings=tuple(listings))
    seals = [{one.path: one.seal for one in a_site().render(edition)} for edition in (before, after)]
    moved = {path for path in seals[0] if seals[0][path] != seals[1][path]}
    assert moved == {
        "topics/sea/index.html",
        "topics/sea/2026-03.html",
        "archive/2026-03.html",
        "index.html",
        "search/0.json",
    }


def another_digest(listing: Listing) -> Listing:
    """The same record as if it said something else."""
    return msgspec.structs.replace(listing, digest="another", title="Another", look="another")


def test_a_change_of_scores_alone_touches_no_list() -> None:
    """Heat changes by the hour; archives and topics show none and stay as they are."""
    paper = a_paper()
    cooler = [msgspec.structs.replace(one, heat=1, digest=f"{one.digest}!") for one in paper.listings]
    before, after = (
        {one.path: one.seal for one in a_site().render(edition)}
        for edition in (paper, replace(paper, listings=tuple(cooler)))
    )
    assert {path for path in before if before[path] != after[path]} == {"index.html"}


def test_the_front_shows_no_story_twice() -> None:
    """Lead, seconds, sections and what is also noted are parts of one list."""
    front = page(rendered(a_paper()), "index.html")
    links = [node.attributes["href"] for node in front.css(".card .title a, a.title")]
    assert len(links) == len(set(links)) >= 8
    assert texts(front, ".card.large .title") == ["Flood in Ostmere"]


def test_words_are_marked_with_their_language_and_direction() -> None:
    """A headline in Arabic is read as Arabic and from right to left; one in the page's own language says no more."""
    arabic = page(rendered(a_paper()), "news/s003.html").css_first("h1")
    assert arabic is not None
    assert (arabic.attributes["lang"], arabic.attributes["dir"]) == ("ar", "rtl")
    english = page(rendered(a_paper()), "news/s001.html").css_first("h1")
    assert english is not None
    assert "lang" not in english.attributes


def test_others_articles_are_cited_and_never_claimed() -> None:
    """A story's page is a collection; each article in it is cited with who published it."""
    story = page(rendered(a_paper()), "news/s001.html")
    script = story.css_first('script[type="application/ld+json"]')
    assert script is not None
    said = json.loads(script.text())
    assert said["@type"] == "CollectionPage"
    assert said["mainEntity"]["@type"] == "ItemList"
    assert {one["publisher"]["name"] for one in said["citation"]} == {
        "Outlet wire", "Outlet post", "Outlet copy1", "Outlet copy2",
    }  # fmt: skip
    assert "author" not in said
    assert "publisher" not in said


def test_nothing_is_loaded_from_elsewhere() -> None:
    """No page names a file of another host to load, and the policy would not let it."""
    for path, content in rendered(a_paper()).items():
        if not path.endswith(".html"):
            continue
        tree = LexborHTMLParser(content.decode())
        for node in tree.css("[src], link[rel=stylesheet], link[rel=icon]"):
            assert not re.match(r"(https?:)?//", node.attributes.get("src") or node.attributes.get("href") or "")
        policy = tree.css_first('meta[http-equiv="Content-Security-Policy"]')
        assert policy is not None
        assert "default-src 'none'" in (policy.attributes["content"] or "")
        assert "unsafe" not in (policy.attributes["content"] or "")
        assert not tree.css("[style], style, img, iframe, script:not([src]):not([type])")


def test_links_to_others_say_what_they_are() -> None:
    """Whoever follows one is not told on, and no vote is cast."""
    for content in rendered(a_paper()).values():
        for node in LexborHTMLParser(content.decode("utf-8", "replace")).css('a[href^="http"]'):
            assert {"noopener", "external"} <= {*(node.attributes.get("rel") or "").split()}


def test_headings_go_down_step_by_step() -> None:
    """Every page has one first heading, and none skips a level."""
    for path, content in rendered(a_paper()).items():
        if path.endswith(".html"):
            levels = [int((node.tag or "h9")[1]) for node in LexborHTMLParser(content.decode()).css("h1, h2, h3, h4")]
            assert levels.count(1) == 1, path
            assert all(b - a <= 1 for a, b in pairwise(levels)), (path, levels)


def test_the_search_index_has_every_shown_story_once() -> None:
    """All of them, with their addresses, and nothing that is not shown."""
    files = rendered(a_paper())
    index = json.loads(files["search/index.json"])
    rows = [row for shard in index["shards"] for row in json.loads(files[f"search/{shard['number']}.json"])]
    assert index["stories"] == len(rows) == 11
    assert all(row[0] in files for row in rows)


def test_a_month_is_cut_into_parts_that_stay() -> None:
    """New stories touch the last part of their month, and the first, which names all parts."""
    records = [a_record(f"Story {n}", story=f"s{n:04d}", published_at=NOON - timedelta(minutes=n)) for n in range(400)]
    before, after = (
        {one.path: one.seal for one in a_site().render(an_edition(*some))} for some in (records[:350], records)
    )
    parts = sorted(path for path in before if path.startswith("archive/2026-03"))
    assert len(parts) == -(-350 // PART)
    changed = [path for path in parts if before[path] != after[path]]
    assert changed == [f"archive/2026-03-part{len(parts)}.html", "archive/2026-03.html"]


def test_parts_of_a_month_lead_to_the_first_and_to_their_neighbours() -> None:
    """From each part readers reach the others in a few steps, however many there are."""
    records = [a_record(f"Story {n}", story=f"s{n:04d}", published_at=NOON - timedelta(minutes=n)) for n in range(200)]
    files = rendered(an_edition(*records))
    third = page(files, "archive/2026-03-part3.html")
    links = [node.attributes["href"] for node in third.css("a") if "2026-03" in (node.attributes["href"] or "")]
    assert [link for link in links if "part" in str(link) or str(link).endswith("2026-03.html")] == [
        "../archive/2026-03.html",
        "../archive/2026-03-part2.html",
        "../archive/2026-03-part4.html",
    ]


def test_a_timeline_has_words_for_those_who_do_not_see_it() -> None:
    """The drawing is named and described."""
    svg = page(rendered(a_paper()), "news/s001.html").css_first("svg")
    assert svg is not None
    assert svg.attributes["role"] == "img"
    assert "5 reports by 3 voices" in svg.css_first("title").text()  # type: ignore[union-attr]  # it is there
    assert len(svg.css("circle")) == 5


def test_receipts_are_told_in_words_and_sum_to_their_score() -> None:
    """What a reader sees of heat adds up to it."""
    rows = texts(page(rendered(a_paper()), "news/s001.html"), ".receipt:first-of-type td")
    assert sum(int(row.replace("+", "").replace("−", "-")) for row in rows) == 50  # noqa: RUF001  the minus of the page


def test_a_circle_of_copies_is_still_shown() -> None:
    """Reports that claim to repeat each other stand as one voice."""
    reports = [a_report("a", copy_of=ArticleId("b")), a_report("b", copy_of=ArticleId("a"))]
    files = rendered(an_edition(a_record(story="s1"), coverage=[told("s1", *reports)]))
    assert texts(page(files, "news/s1.html"), ".voice h3") == ["Outlet a"]

"""What kind of piece an article is."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.curate.complete import completed
from newsloom.curate.genre import MOST_EVIDENCE, Signs, Verdict, genre_of
from newsloom.model.metadata import Genre
from newsloom.parse.reading import PageReading
from newsloom.testing.builders import an_article

AT = "https://lantern.example"
BODY = "The council of Torvik voted on Tuesday to close the old harbour. Ships will move to the new quay. " * 4
LONG = BODY * 5
TALK = "\n".join(
    f"{question}\n{BODY}"
    for question in (
        "Why did you leave the council?",
        "What do you say to your critics?",
        "Would you come back?",
        "And what will you do now?",
    )
)
FAQ = "\n".join(
    f"{question}\n{BODY}"
    for question in ("What is a tide?", "How high is it?", "When does it come?", "Why does it matter?")
)

TOLD = [
    (Signs(kinds=("OpinionNewsArticle",)), Genre.OPINION),
    (Signs(kinds=("https://schema.org/AnalysisNewsArticle",)), Genre.ANALYSIS),
    (Signs(kinds=("NewsArticle", "ReviewNewsArticle")), Genre.REVIEW),
    (Signs(kinds=("schema:LiveBlogPosting",)), Genre.LIVE_BLOG),
    (Signs(kinds=("AdvertiserContentArticle",)), Genre.SPONSORED),
    (Signs(kinds=("SatiricalArticle",)), Genre.SATIRE),
    (Signs(kinds=("NewsArticle", "ClaimReview")), Genre.FACT_CHECK),
    (Signs(kinds=("video.other",)), Genre.VIDEO),
    (Signs(url=f"{AT}/opinion/harbour-must-stay"), Genre.OPINION),
    (Signs(url="https://opinion.lantern.example/harbour"), Genre.OPINION),
    (Signs(url=f"{AT}/politik/kommentare/hafen.html"), Genre.OPINION),
    (Signs(url=f"{AT}/tribunes/le-port"), Genre.OPINION),
    (Signs(url=f"{AT}/yazarlar/liman"), Genre.OPINION),
    (Signs(url=f"{AT}/%D9%85%D9%82%D8%A7%D8%A8%D9%84%D8%A7%D8%AA/harbour"), Genre.INTERVIEW),
    (Signs(url=f"{AT}/2031/video/harbour"), Genre.VIDEO),
    (Signs(url=f"{AT}/live-updates/harbour"), Genre.LIVE_BLOG),
    (Signs(url=f"{AT}/paid-post/harbour"), Genre.SPONSORED),
    (Signs(url=f"{AT}/obituaries/ilva-rook"), Genre.OBITUARY),
    (Signs(url=f"{AT}/fact-check/harbour"), Genre.FACT_CHECK),
    (Signs(url=f"{AT}/press-release/2031/harbour"), Genre.PRESS_RELEASE),
    (Signs(url="https://www.prnewswire.com/news-releases/harbour.html"), Genre.PRESS_RELEASE),
    (Signs(section="News / Opinion"), Genre.OPINION),
    (Signs(section="Debatte", title="Hafen: Ein Kommentar"), Genre.OPINION),
    (Signs(categories=("Harbour", "Interviews")), Genre.INTERVIEW),
    (Signs(title="Opinion | Keep the harbour"), Genre.OPINION),
    (Signs(title="Keep the harbour | Letters"), Genre.OPINION),
    (Signs(title="Kommentar: Der Hafen muss bleiben"), Genre.OPINION),
    (Signs(title="Мнение: порт надо сохранить"), Genre.OPINION),
    (Signs(title="【社説】古い港を残せ"), Genre.OPINION),
    (Signs(title="社论：保留旧港口"), Genre.OPINION),  # noqa: RUF001  the wide colon is the point
    (Signs(title="Analyse - Warum der Hafen schließt"), Genre.ANALYSIS),
    (Signs(title="Interview: Ilva Rook on the harbour"), Genre.INTERVIEW),
    (Signs(title="„Wir bleiben“: Interview mit Ilva Rook"), Genre.INTERVIEW),
    (Signs(title="Wywiad: Ilva Rook o porcie"), Genre.INTERVIEW),
    (Signs(title="Book review: The Old Harbour"), Genre.REVIEW),
    (Signs(title="Recension: Den gamla hamnen"), Genre.REVIEW),
    (Signs(title="Review: The Old Harbour", section="Film"), Genre.REVIEW),
    (Signs(title="Watch: ships leave the harbour", kinds=("VideoObject",)), Genre.VIDEO),
    (Signs(title="Harbour closure: live updates"), Genre.LIVE_BLOG),
    (Signs(title="EN DIRECT - Le port ferme"), Genre.LIVE_BLOG),
    (Signs(title="Minuto a minuto: el puerto cierra"), Genre.LIVE_BLOG),
    (Signs(title="Obituary: Ilva Rook"), Genre.OBITUARY),
    (Signs(title="Ilva Rook, who built the harbour of Torvik, dies at 91"), Genre.OBITUARY),
    (Signs(title="Nachruf auf Ilva Rook"), Genre.OBITUARY),
    (Signs(title="Fact check: the harbour was not sold"), Genre.FACT_CHECK),
    (Signs(title="ファクトチェック:港は売られていない"), Genre.FACT_CHECK),
    (Signs(title="Anzeige: Die schönsten Häfen"), Genre.SPONSORED),
    (Signs(text=f"{LONG}\nThe views expressed in this article are the author’s own."), Genre.OPINION),
    (Signs(text=f"{LONG}\nМнение автора может не совпадать."), Genre.OPINION),  # noqa: RUF001  Russian
    (Signs(text=f"FOR IMMEDIATE RELEASE\n{LONG}"), Genre.PRESS_RELEASE),
    (Signs(text=f"TORVIK, May 3, 2031 /PRNewswire/ -- {LONG}"), Genre.PRESS_RELEASE),
    (Signs(text=f"{LONG}\nAbout Torvik Quays\nTorvik Quays builds.\nMedia contact: Ilva Rook"), Genre.PRESS_RELEASE),
    (Signs(text=f"This content was paid for by Torvik Quays.\n{LONG}"), Genre.SPONSORED),
    (Signs(text=f"{LONG}\nArtykuł sponsorowany"), Genre.SPONSORED),
    (Signs(text=f"{LONG}\nThis interview has been edited for length and clarity."), Genre.INTERVIEW),
    (Signs(text=f"{LONG}\nPropos recueillis par Ilva Rook"), Genre.INTERVIEW),
    (Signs(title="“I had to leave”", text=f"Ilva Rook spoke with the Lantern.\n{TALK}"), Genre.INTERVIEW),
    (Signs(text=f"{LONG}\nThis live blog is now closed."), Genre.LIVE_BLOG),
    (Signs(text=f"{LONG}\nThis article is satire."), Genre.SATIRE),
]

NEAR = [
    Signs(),
    Signs(title="Flood in Torvik", text=LONG),
    Signs(url=f"{AT}/news/review-falls-silent", title="Review, a town of 900, loses its last shop"),
    Signs(url=f"{AT}/review/2031/05/harbour", title="Harbour closes"),
    Signs(title="Opinion poll: two in three want to keep the harbour", url=f"{AT}/politics/opinion-poll-harbour"),
    Signs(title="Public opinion: harbour loved, poll finds"),
    Signs(title="Where people live longest", url=f"{AT}/health/where-people-live"),
    Signs(title="They live: 40 saved from the harbour", url=f"{AT}/live/harbour-saved"),
    Signs(title="A review of the evidence finds no leak", text=LONG),
    Signs(title="Judicial review: council loses harbour case"),
    Signs(title="Council failed to warn sailors - review", text=LONG),
    Signs(title="Rent review: what tenants face"),
    Signs(title="Video shows crane falling into the harbour", text=LONG),
    Signs(title="Watch: crane falls into harbour", text=LONG, kinds=("VideoObject",)),
    Signs(title="Harbour closes", text=LONG, kinds=("NewsArticle", "VideoObject")),
    Signs(title="Police interview harbour master", text=LONG),
    Signs(title="Mayor cancels interview with the Lantern", text=LONG),
    Signs(title="What is a tide?", text=FAQ),
    Signs(title="Tips for your interview", text=FAQ),
    Signs(title="Sailor, 19, dies at sea", text=LONG),
    Signs(title="Tributes after Ilva Rook dies at 91", text=LONG),
    Signs(title="Boy dead at 12 after harbour crash", text=f"{LONG}\nHe is survived by his parents."),
    Signs(title="Fact checkers leave the network", text=LONG),
    Signs(title="Analysis of harbour mud finds lead", text=LONG),
    Signs(title="Sponsor leaves Torvik regatta", text=f"{LONG}\nThe regatta was sponsored by Torvik Quays."),
    Signs(title="Torvik Quays shares fall after press release", text=LONG),
    Signs(title="Live music returns to Torvik", section="Music", url=f"{AT}/music/live/torvik"),
    Signs(title="The letter: what the captain wrote", text=LONG),
    Signs(title="Comic actor opens harbour", section="Humor"),
    Signs(title="Editor quits after editorial row", text=LONG),
    Signs(title="Column of tanks leaves Torvik"),
    Signs(title="Partner content with half the harbour", text=LONG),
    Signs(title="Direct flights to Torvik", section="Travel"),
    Signs(title="2030 in review", text=LONG),
    Signs(url="https://review.example/news/harbour", title="Harbour closes"),
    Signs(url="https://opinion.example/news/harbour", title="Harbour closes"),
    Signs(url="https://live.co.example/harbour", title="Harbour closes"),
    Signs(categories=("a", "b", "c", "d", "e", "f", "opinion"), title="Harbour closes"),
    Signs(text="He said the views expressed by the mayor were wrong. " * 30),
    Signs(text=f"{BODY}\nAbout the author\nIlva Rook writes.\nFor more information, visit the harbour.", title="Walks"),
]


@pytest.mark.parametrize(("signs", "genre"), TOLD, ids=lambda value: getattr(value, "title", value) or "signs")
def test_a_telling_sign_names_the_genre(signs: Signs, genre: Genre) -> None:
    """What says itself what it is is believed, in any of the languages known, and the reason is told."""
    verdict = genre_of(signs)
    assert verdict.genre is genre
    assert 1 <= len(verdict.evidence) <= MOST_EVIDENCE


@pytest.mark.parametrize("signs", NEAR, ids=lambda signs: signs.title or signs.url or "text")
def test_what_only_sounds_like_it_stays_a_report(signs: Signs) -> None:
    """A town called Review, an opinion poll, people who live, a death in the news: reports."""
    assert genre_of(signs) == Verdict()


def test_hints_add_up() -> None:
    """One hint is not enough, two of different sorts are."""
    place, title = Signs(url=f"{AT}/live/harbour"), Signs(title="Harbour: follow the live updates here")
    assert genre_of(place).genre is genre_of(title).genre is Genre.REPORT
    assert genre_of(Signs(url=place.url, title=title.title)).genre is Genre.LIVE_BLOG


def test_an_advertisement_stays_one_however_it_is_dressed() -> None:
    """What was paid for is sponsored, also where it stands as an opinion and an interview at once."""
    signs = Signs(
        url=f"{AT}/opinion/x", kinds=("OpinionNewsArticle",), title="Opinion | x", text="This is a sponsored post."
    )
    assert genre_of(signs).genre is Genre.SPONSORED


def test_evidence_is_in_plain_words() -> None:
    """The strongest reason comes first."""
    signs = Signs(url=f"{AT}/opinion/x", kinds=("OpinionNewsArticle",), title="Keep it | Opinion")
    assert genre_of(signs).evidence == (
        "calls itself OpinionNewsArticle",
        "address has /opinion/",
        "title ends with “Opinion”",
    )


def test_the_page_may_say_what_the_feed_did_not() -> None:
    """A completed article is judged again, by its page's kinds, section, title and text too."""
    article = an_article("Keep the harbour", text="Short.")
    reading = PageReading(url=article.url, title="Opinion: Keep the harbour", text=LONG, section="Voices")
    done = completed(article, reading)
    assert done.metadata.genre is Genre.OPINION
    assert done.metadata.genre_evidence == ("title begins with “Opinion”", "section is Voices")


words = st.sampled_from(
    [
        "opinion",
        "review",
        "live",
        "video",
        "|",
        ":",
        "interview",
        "?",
        "you",
        "\n",
        "SOURCE",
        "About",
        "★★",
        "的",
        "x" * 90,
    ]
)
texts = st.one_of(st.text(max_size=200), st.lists(words, max_size=40).map(" ".join), st.lists(words).map("".join))


several = st.lists(texts, max_size=9).map(tuple)
urls = texts | texts.map(lambda path: f"{AT}/{path}")


@given(
    st.builds(
        Signs, url=urls, title=texts, page_title=texts, text=texts, section=texts, categories=several, kinds=several
    )
)
def test_any_signs_give_one_verdict(signs: Signs) -> None:
    """Whatever is said, there is a verdict, always the same, and reasons exactly where it is no report."""
    verdict = genre_of(signs)
    assert verdict == genre_of(signs)
    assert bool(verdict.evidence) == (verdict.genre is not Genre.REPORT)
    assert len(verdict.evidence) <= MOST_EVIDENCE


def test_hostile_titles_and_texts_are_judged_quickly() -> None:
    """Repetition costs no more than length."""
    started = time.process_time()
    for unit in ("[", "a, ", "review ", "? ", "you?\n", "(", "| ", "★", "Q: x?\n", "\nAbout A"):
        genre_of(
            Signs(title=unit * 50_000, text=unit * 100_000, section=unit * 1_000, categories=(unit * 1_000,) * 900)
        )
    assert time.process_time() - started < 1

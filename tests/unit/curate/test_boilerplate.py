"""What an outlet puts under anything does not link."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from newsloom.curate.boilerplate import Repeats, sentences_in, with_sentences
from newsloom.curate.cluster import Clusterer
from newsloom.model.article import Article, ArticleId
from newsloom.model.source import SourceId

MORNING = datetime(2031, 5, 6, 8, tzinfo=UTC)
NOTICE = "Please verify your address in order to read every article of the Skarholm Herald in your inbox each morning."
TELLING = (
    ("Ferry runs aground off Skarholm", "The ferry Brisa struck a reef in fog and ninety people were brought ashore."),
    ("Budget of Velmark is passed", "After an all-night sitting the chamber agreed to a levy on harbours and canals."),
    ("Comet seen over Brayfell", "Astronomers at the hill observatory measured a tail of eleven degrees on Monday."),
    ("Bakers strike in Ostrava Bay", "Ovens stayed cold in forty shops while a union asked for shorter nights."),
    ("Museum finds a lost map", "Curators unrolled the chart of a northern passage from behind a cupboard."),
)


def an_article(number: int, title: str, text: str, *, source: str = "herald") -> Article:
    """An article of an invented paper."""
    at = MORNING + timedelta(hours=number)
    return Article(
        id=ArticleId(f"a{number}"),
        source=SourceId(source),
        key="",
        url=f"https://{source}.example/{number}",
        host=f"{source}.example",
        title=title,
        text=text,
        published=at,
        first_seen=at,
        sort_date=at,
        language="en",
        fingerprint=f"{number}",
    )


def test_a_notice_under_every_text_links_nothing() -> None:
    """Each text begins with the same long notice; each article is a story of its own."""
    clusterer = Clusterer(language="en")
    notice = " ".join([NOTICE, NOTICE.replace("verify", "confirm"), NOTICE.replace("read", "receive")])
    placed = [clusterer.place(an_article(n, title, f"{notice}\n{text}")) for n, (title, text) in enumerate(TELLING)]
    assert len({one.membership.story for one in placed}) == len(TELLING)


def test_only_what_the_same_outlet_printed_is_passed_over() -> None:
    """Another outlet's words are news of it; so are words of an outlet nobody knows."""
    repeats = Repeats()
    first = an_article(1, *TELLING[0])
    repeats.add(first.id, Repeats().new_of(first))
    assert repeats.fresh(an_article(2, "Something else", TELLING[0][1])) == ""
    assert repeats.fresh(an_article(2, "Something else", TELLING[0][1], source="post")) is None
    assert repeats.fresh(an_article(2, "Something else", TELLING[0][1], source="")) is None
    assert Repeats().new_of(an_article(3, *TELLING[0], source="")) == ()


def test_a_notice_is_passed_over_and_the_rest_is_read() -> None:
    """Before, between and after, in any order, also in a script that sets no blank after a sentence."""
    repeats = Repeats()
    repeats.add(ArticleId("a1"), Repeats().new_of(an_article(1, "Notice", NOTICE)))
    for text in (f"{NOTICE} {TELLING[1][1]}", f"{TELLING[1][1]} {NOTICE}", f"{NOTICE}\n{TELLING[1][1]}\n{NOTICE}"):
        assert (repeats.fresh(an_article(2, "Budget", text)) or "").strip() == TELLING[1][1]
    said = "請在閱讀本報所有文章之前確認您的電子郵件地址和訂閱資料。"
    repeats.add(ArticleId("a3"), Repeats().new_of(an_article(3, "通知", said)))
    assert repeats.fresh(an_article(4, "渡輪", f"{said}渡輪在大霧中觸礁。")) == "渡輪在大霧中觸礁。"


@given(st.lists(st.tuples(st.sampled_from(["herald", "post", ""]), st.lists(st.sampled_from(TELLING), max_size=4))))
def test_what_is_forgotten_leaves_no_trace(articles: list[tuple[str, list[tuple[str, str]]]]) -> None:
    """After all that came has gone, every text is read as it is again; what the store keeps comes back."""
    repeats = Repeats()
    kept = []
    for number, (source, parts) in enumerate(articles):
        article = an_article(number, "A title", " ".join(text for _, text in parts), source=source)
        sentences = Repeats().new_of(article)
        assert sentences_in(with_sentences(b"features", sentences)) == sentences
        repeats.add(article.id, sentences)
        kept.append(article)
    for article in kept:
        repeats.remove(article.id)
    assert all(repeats.fresh(article) is None for article in kept)

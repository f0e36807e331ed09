from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.parse.months import month_of
from newsloom.parse.page import read_page
from newsloom.parse.reading import PageReading
from newsloom.parse.writtendates import EARLIEST, LATEST, written_date

URL = "https://www.lantern.example/town/bridge"
TEXT = "<p>The old bridge over the Merle was closed on Sunday after divers found cracks in two of its pillars.</p>" * 8
DAY = datetime(2024, 5, 17)  # noqa: DTZ001  as written, without a zone
TEN = DAY.replace(hour=10, minute=30)
PLUS_TWO = timezone(timedelta(hours=2))


def a_reading(head: str, body: str = "", *, url: str = URL) -> PageReading:
    """A page with this head and this before its text."""
    page = f"<!doctype html><html><head>{head}</head><body>{body}<article>{TEXT}</article></body></html>"
    return read_page(page.encode(), url=url)


def linked(json: str) -> str:
    """A script of JSON-LD."""
    return f'<script type="application/ld+json">{json}</script>'


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024-05-17", DAY),
        ("20240517", DAY),
        ("2024/05/17", DAY),
        ("2024. 5. 17.", DAY),
        ("2024년 5월 17일", DAY),
        ("2024年5月17日 10:30", TEN),
        ("2024-05-17 10:30", TEN),
        ("2024-05-17T10:30:00Z", TEN.replace(tzinfo=UTC)),
        ("2024-05-17T10:30:00 +0200", TEN.replace(tzinfo=PLUS_TWO)),
        ("2024-05-17T10:30:00.123456789+02:00", TEN.replace(microsecond=123456, tzinfo=PLUS_TWO)),
        ("Fri, 17 May 2024 10:30:00 +0200", TEN.replace(tzinfo=PLUS_TWO)),
        ("Fri May 17 2024 10:30:00 GMT+0200 (CEST)", TEN.replace(tzinfo=PLUS_TWO)),
        ("17 May 2024 10:30 GMT", TEN.replace(tzinfo=UTC)),
        ("May 17, 2024 at 10:30 PM EDT", TEN.replace(hour=22, tzinfo=timezone(timedelta(hours=-4)))),
        ("May 17th, 2024", DAY),
        ("17. Mai 2024, 10:30 Uhr", TEN),
        ("le 17 mai 2024 à 10h30", TEN),
        ("17 de mayo de 2024", DAY),
        ("17 May\u0131s 2024", DAY),
        ("17 мая 2024", DAY),
        ("17.05.2024 10:30", TEN),
        ("5/17/2024", DAY),
        ("6/6/2024", datetime(2024, 6, 6)),  # noqa: DTZ001  as above
        ("1715941800", TEN.replace(tzinfo=UTC)),
        ("1715941800123", TEN.replace(tzinfo=UTC)),
    ],
)
def test_dates_as_pages_write_them(text: str, moment: datetime) -> None:
    """The zone is kept where one is named, and none is made up."""
    assert written_date(text) == moment
    assert (written_date(text) or moment).tzinfo == moment.tzinfo


@pytest.mark.parametrize(
    "text",
    [
        *("06.01.2026", "1/6/2026", "06-01-2026 10:30"),
        *("", "yesterday", "2 hours ago", "2024", "May 2024", "2024-13-45", "31 February 2024", "99.99.2024"),
        *("1970-01-01T00:00:00Z", "0001-01-01", "0", "0000000000", "9999-12-31", "17 Maybe 2024"),
        *("17 May 2024, updated 18 May 2024", "x" * 10_000),
    ],
)
def test_what_is_no_date(text: str) -> None:
    """Day and month in an order that is not known, zeroes of clocks, several days, and words are none."""
    assert written_date(text) is None


@given(
    st.text(max_size=90)
    | st.from_regex(r"[0-9]{1,4}[./ -][0-9A-Za-z]{1,9}[./ -][0-9]{2,4}( [0-9:]{2,8})?", fullmatch=True)
)
def test_any_text_is_read_or_not(text: str) -> None:
    """No text raises, and no date is outside the bounds."""
    found = written_date(text)
    assert found is None or EARLIEST <= found.date() <= LATEST


@given(st.datetimes(datetime(1995, 1, 1), datetime(2090, 1, 1)))  # noqa: DTZ001  as above
def test_isoformat_is_read_back(moment: datetime) -> None:
    """What Python writes is read as it was."""
    assert written_date(moment.isoformat()) == moment
    assert written_date(f"{moment:%d %B %Y %H:%M}") == moment.replace(second=0, microsecond=0)


def test_months_by_any_name() -> None:
    """Case and accents do not count."""
    assert [month_of(word) for word in ("Mai", "FÉVRIER", "sept", "Ağustos", "июля", "moon", "")] == [
        5,
        2,
        9,
        8,
        7,
        None,
        None,
    ]


def test_a_stated_date_keeps_its_zone() -> None:
    """The day is the outlet's own."""
    head = '<meta property="article:published_time" content="2024-05-17T00:30:00+02:00">'
    reading = a_reading(head)
    assert reading.published == datetime(2024, 5, 16, 22, 30, tzinfo=UTC)
    assert reading.published.isoformat().startswith("2024-05-17")


def test_a_missing_zone_is_remarked_on() -> None:
    """The time is taken as UTC, and that is said."""
    reading = a_reading('<meta name="date" content="2024-05-17 10:30">')
    assert reading.published == TEN.replace(tzinfo=UTC)
    assert any("no zone" in problem for problem in reading.problems)


@pytest.mark.parametrize(
    "head",
    [
        '<meta name="pubdate" content="17 May 2024 10:30 GMT">',
        '<meta itemprop="datePublished" content="2024-05-17T10:30:00Z">',
        linked('{"@type": "NewsArticle", "datePublished": ["2024-05-17T10:30:00Z"]}'),
        linked('{"@type": "NewsArticle", "datePublished": {"@value": "2024-05-17T10:30Z"}}'),
        linked('{"@type": "NewsArticle", "datePublished": 1715941800}'),
        linked('[{"@type": "WebPage", "datePublished": "2024-05-17T10:30:00Z",}]'),
    ],
)
def test_dates_in_many_places(head: str) -> None:
    """Meta elements in many spellings, JSON-LD as lists, values, numbers, of the page, and with a comma too many."""
    assert a_reading(head).published == TEN.replace(tzinfo=UTC)


def test_a_change_is_no_publication() -> None:
    """An article of which only the change is known has no date of publication."""
    head = '<meta property="article:modified_time" content="2024-05-17T10:30:00Z">'
    reading = a_reading(head, '<h1>Bridge</h1><span class="date">Updated 17 May 2024</span>')
    assert reading.modified == TEN.replace(tzinfo=UTC)
    assert reading.published is None
    assert "published" not in reading.provenance


@pytest.mark.parametrize(
    ("head", "body", "url"),
    [
        ("", "", "https://lantern.example/2024/05/17/bridge"),
        ("", "", "https://lantern.example/n1/2024/0517/c1-40223222.html"),
        ("", "", "https://lantern.example/article/A2024051714320005196"),
        ("<title>Bridge | Lantern | 17.05.2024</title>", "", URL),
        ("", '<h1>Bridge</h1><time datetime="2024-05-17">then</time>', URL),
        ("", '<h1>Bridge</h1><p class="post-date">17 May 2024</p>', URL),
        ("", "<header><h1>Bridge</h1><div><p>May 17, 2024</p></div></header>", URL),
    ],
)
def test_a_guessed_day_says_so(head: str, body: str, url: str) -> None:
    """A day in the address, the window's title or beside the headline is given, marked as guessed."""
    reading = a_reading(head, body, url=url)
    assert reading.published is not None
    assert reading.published.date() == DAY.date()
    assert reading.provenance["published"] == "guessed"


@pytest.mark.parametrize(
    ("body", "url"),
    [
        ("", "https://lantern.example/2024/05/bridge"),
        ("", "https://lantern.example/2024/05/17/2024/05/18/bridge"),
        ('<h1>Bridge</h1><p class="date">06.01.2026</p>', URL),
        ('<aside><time datetime="2024-05-17">then</time></aside>', URL),
        ('<div class="comment-list"><time datetime="2024-05-17">then</time></div>', URL),
        ("<p>The bridge was opened on 17 May 1924, and again on 17 May 2024.</p>", URL),
    ],
)
def test_no_day_is_made_up(body: str, url: str) -> None:
    """A month, two days, an order that is not known, comments, teasers and running text date nothing."""
    assert a_reading("", body, url=url).published is None

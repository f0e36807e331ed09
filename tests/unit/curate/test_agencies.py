"""Which news agency a text is credited to."""

import re
from datetime import UTC, datetime

import pytest

from newsloom.curate.agencies import Sign, agencies, credit_of, text_credit
from newsloom.model.article import Article, ArticleId
from newsloom.model.metadata import Metadata
from newsloom.model.source import SourceId

MORNING = datetime(2031, 5, 6, 8, tzinfo=UTC)
BODY = (
    "The council of Torvik voted on Tuesday to close the old harbour. Ships will move to the new quay next spring, "
    "officials said. The mayor, who had spoken against it, left the hall."
)

CREDITED = [
    (f"TORVIK, Kestria (AP) — {BODY}", "Associated Press", Sign.DATELINE),
    (f"TORVIK (Reuters) - {BODY}", "Reuters", Sign.DATELINE),
    (f"ST. HALMAR (AP) — {BODY}", "Associated Press", Sign.DATELINE),
    (f"(AP) — {BODY}", "Associated Press", Sign.DATELINE),
    (f"Torvik (dpa) - {BODY}", "Deutsche Presse-Agentur", Sign.DATELINE),
    (f"Torvik/Halmar (AFP/dpa) – {BODY}", "Agence France-Presse", Sign.DATELINE),
    (f"dpa – {BODY}", "Deutsche Presse-Agentur", Sign.DATELINE),
    (f"Torvik, 3 mai (AFP) - {BODY}", "Agence France-Presse", Sign.DATELINE),
    (f"Torvik, 3 may (EFE).- {BODY}", "EFE", Sign.DATELINE),
    (f"(ANSA) - TORVIK, 03 MAG - {BODY}", "ANSA", Sign.DATELINE),
    ("【トルヴィク＝共同】古い港が閉まる。", "Kyodo", Sign.DATELINE),
    ("［トルヴィク　３日　ロイター］ - 古い港が閉まる。", "Reuters", Sign.DATELINE),
    ("(토르비크=연합뉴스) 옛 항구가 닫힌다.", "Yonhap", Sign.DATELINE),
    ("新华社托尔维克5月3日电 旧港口将关闭。", "Xinhua", Sign.DATELINE),
    ("ТОРВИК, 3 мая. /ТАСС/. Старая гавань закроется.", "TASS", Sign.DATELINE),
    ("ТОРВИК, 3 мая — РИА Новости. Старая гавань закроется.", "RIA Novosti", Sign.DATELINE),
    (f"By Ilva Rook, Associated Press\n{BODY}", "Associated Press", Sign.BYLINE),
    (f"{BODY}\n(dpa)", "Deutsche Presse-Agentur", Sign.LINE),
    (f"{BODY} (AFP)", "Agence France-Presse", Sign.LINE),
    (f"{BODY}\nAFP/mk", "Agence France-Presse", Sign.LINE),
    (f"{BODY}\n© AFP", "Agence France-Presse", Sign.LINE),
    (f"{BODY}\nQuelle: dpa", "Deutsche Presse-Agentur", Sign.LINE),
    (f"{BODY}\nSource: AFP", "Agence France-Presse", Sign.LINE),
    (f"{BODY}\nИсточник: ТАСС", "TASS", Sign.LINE),
    (f"{BODY}\n来源：新华社", "Xinhua", Sign.LINE),
    (f"{BODY}\nالمصدر: رويترز", "Reuters", Sign.LINE),
    (f"{BODY}\n(Reporting by Ilva Rook and Jan Moor; Editing by Tess Hale)", "Reuters", Sign.LINE),
    (f"{BODY}\nThe Associated Press contributed to this report.", "Associated Press", Sign.MATERIAL),
    (f"{BODY} Reuters and Jan Moor contributed to this story.", "Reuters", Sign.MATERIAL),
    (f"{BODY}\nmit Material der dpa", "Deutsche Presse-Agentur", Sign.MATERIAL),
    (f"{BODY} (avec AFP)", "Agence France-Presse", Sign.MATERIAL),
    (f"{BODY}\nCon información de EFE", "EFE", Sign.MATERIAL),
]

UNCREDITED = [
    "",
    BODY,
    f"Reuters said on Monday it would close its office in Torvik. {BODY}",
    f"The news agency — Reuters, founded long ago — said so. {BODY}",
    f"On May 3, Reuters, the news agency, opened an office. {BODY}",
    f"Advanced Placement (AP) classes begin in Torvik. {BODY}",
    f"AP classes are full. {BODY}",
    f"Sources: AP classes are full. {BODY}",
    f"{BODY} The shipyard declined to speak with Reuters.",
    f"{BODY} He spoke to AFP.",
    f"{BODY} Pupils take more exams in Advanced Placement (AP).",
    f"{BODY} AP contributed to the good name of the school.",
    f"PA system fails - Torvik laughs. {BODY}",
    f"TT racing comes back to the island. {BODY}",
    f"dpa und AFP streiten. {BODY}",
    f"(ap) - {BODY}",
]


def an_article(
    *,
    host: str = "paper.example",
    title: str = "",
    text: str = BODY,
    metadata: Metadata = Metadata(),  # noqa: B008  a frozen value
    **fields: object,
) -> Article:
    """An article of an invented paper."""
    article = Article(
        id=ArticleId("a"),
        source=SourceId("paper"),
        key="a",
        url=f"https://{host}/a",
        host=host,
        title=title,
        text=text,
        first_seen=MORNING,
        sort_date=MORNING,
        fingerprint="a",
        authors=tuple(map(str, fields.get("authors", ()))),  # type: ignore[call-overload]  # a tuple or nothing
        origin=str(fields.get("origin", "")),
        metadata=metadata,
    )
    assert article.host == host
    return article


@pytest.mark.parametrize(("text", "agency", "sign"), CREDITED)
def test_credited(text: str, agency: str, sign: Sign) -> None:
    """A dateline, a byline or a credit line names the agency."""
    credit = text_credit(text)
    assert credit is not None
    assert (credit.agency, credit.sign) == (agency, sign)
    assert credit.is_whole == (sign is not Sign.MATERIAL)


@pytest.mark.parametrize("text", UNCREDITED)
def test_not_credited(text: str) -> None:
    """A text about an agency, or about something of the same letters, credits nobody."""
    assert text_credit(text) is None


@pytest.mark.parametrize(
    "author", ["Reuters", "By Reuters", "Reuters Staff", "Ilva Rook, Reuters", "Reuters/Ilva Rook"]
)
def test_bylines(author: str) -> None:
    """An author that is an agency, or of one, is a credit."""
    credit = credit_of(an_article(authors=(author,)))
    assert credit is not None
    assert (credit.agency, credit.sign) == ("Reuters", Sign.BYLINE)


@pytest.mark.parametrize("author", ["Ilva Rook", "Apolonia Reuters-Hale", "Paul AP Moor", "apa"])
def test_people_are_no_agencies(author: str) -> None:
    """A person whose name holds a sign is a person."""
    assert credit_of(an_article(authors=(author,))) is None


def test_origin() -> None:
    """What a feed names as the origin is believed."""
    credit = credit_of(an_article(origin="AFP"))
    assert credit is not None
    assert (credit.agency, credit.sign) == ("Agence France-Presse", Sign.ORIGIN)


def test_own_page() -> None:
    """An agency's own page needs no credit line; a page that ends like its name does."""
    credit = credit_of(an_article(host="www.reuters.com"))
    assert credit is not None
    assert (credit.agency, credit.sign) == ("Reuters", Sign.OWN)
    assert credit_of(an_article(host="notreuters.com")) is None


def test_headlines_are_not_read() -> None:
    """A sign in a headline is no credit."""
    assert credit_of(an_article(title="(AP) — AP class of Torvik wins")) is None


def test_data() -> None:
    """Signs and domains belong to one agency each, in at least one language; patterns can be read."""
    known = agencies()
    signs = [sign for agency in known for sign in agency.signs]
    domains = [domain for agency in known for domain in agency.domains]
    assert len(signs) == len(set(signs))
    assert len(domains) == len(set(domains))
    assert all(agency.signs and agency.languages for agency in known)
    assert all(re.compile(line) for agency in known for line in agency.lines)
    assert len({language for agency in known for language in agency.languages}) >= 25


def test_organisations_where_authors_stand() -> None:
    """An agency that the page names as an author, but not as a person, is a byline."""
    credit = credit_of(an_article(metadata=Metadata(organisations=("Sport", "Reuters"))))
    assert credit is not None
    assert (credit.agency, credit.sign) == ("Reuters", Sign.BYLINE)


def test_canonical_at_an_agency() -> None:
    """A page that names an agency's address as its original prints that agency's text."""
    credit = credit_of(an_article(metadata=Metadata(canonical="https://www.reuters.com/world/x")))
    assert credit is not None
    assert (credit.agency, credit.sign) == ("Reuters", Sign.ORIGIN)
    assert credit_of(an_article(metadata=Metadata(canonical="https://weekly.example/x"))) is None

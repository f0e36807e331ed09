"""Pages that are something else than an article: each is a named outcome, and the feed's words stand."""

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from newsloom.errors import PageError
from newsloom.flows.health import health_of
from newsloom.model.article import Article
from newsloom.model.page import Reason
from newsloom.parse.charset import decoded
from newsloom.parse.page import read_page
from newsloom.testing.builders import a_desk, a_source, an_item, rss
from newsloom.testing.fake_web import FakeAnswer

FEED = "https://daily.example/rss"
URL = "https://daily.example/2031/05/harbour"
SUMMARY = "The council of Torvik voted on Tuesday to close the old harbour."
SENTENCE = "The council of Torvik voted on Tuesday to close the old harbour, and ships will move to the new quay. "
PARAGRAPHS = "".join(f"<p>{SENTENCE}Part {number} costs {number} million crowns.</p>" for number in range(9))
ARTICLE = f"<!doctype html><html><head><title>Harbour</title></head><body><article>{PARAGRAPHS}</article></body></html>"


def zipped() -> bytes:
    """A ZIP archive with the article in it."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("article.html", ARTICLE)
    return file.getvalue()


def page(body: str, title: str = "The Lantern", head: str = "") -> str:
    """A page with this body."""
    return f"<!doctype html><html><head><title>{title}</title>{head}</head><body>{body}</body></html>"


MENU = "<nav><a href=/>Home</a><a href=/sport>Sport</a></nav>"
SCRIPT = "<script src=/app.js></script>"
KINDS: dict[str, tuple[bytes | str, Reason]] = {
    "pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3 1 0 obj", Reason.PDF),
    "pdf behind junk": (b"\r\n\x0d junk %PDF-1.4\n1 0 obj", Reason.PDF),
    "png": (b"\x89PNG\r\n\x1a\n" + b"\0" * 99, Reason.IMAGE),
    "webp": (b"RIFF\x24\0\0\0WEBPVP8 " + b"\0" * 99, Reason.IMAGE),
    "avif": (b"\0\0\0\x20ftypavif" + b"\0" * 99, Reason.IMAGE),
    "svg": ('<?xml version="1.0"?><!-- x --><svg xmlns="http://www.w3.org/2000/svg"></svg>', Reason.IMAGE),
    "film": (b"\0\0\0\x20ftypisom" + b"\0" * 99, Reason.NOT_HTML),
    "zip": (zipped(), Reason.NOT_HTML),
    "gzip": (gzip.compress(ARTICLE.encode()), Reason.NOT_HTML),
    "noise": (bytes(range(256)) * 20, Reason.NOT_HTML),
    "json": ('{"headline": "Harbour closes", "body": ["' + SENTENCE + '"]}', Reason.NOT_HTML),
    "jsonp": ('callback({"headline": "Harbour closes"})', Reason.NOT_HTML),
    "feed": (rss(an_item(content=SENTENCE)), Reason.NOT_HTML),
    "sitemap": ('<?xml version="1.0"?>\n<urlset xmlns="http://x.example"></urlset>', Reason.NOT_HTML),
    "30 MB": ("<p>" + "word " * 6_200_000, Reason.TOO_LARGE),
    "many tags": ("<p>word</p>" * 200_000, Reason.TOO_LARGE),
    "deep": ("<div>" * 200_000, Reason.TOO_LARGE),
    "blank": (" \n\t ", Reason.EMPTY),
    "no words": ("<html><body></body></html>", Reason.EMPTY),
    "frames": ('<html><head><title>Lantern</title></head><frameset><frame src="a.html"></frameset>', Reason.FRAMES),
    "meta refresh": (page("", head='<meta http-equiv="refresh" content="0; url=/new/harbour">'), Reason.STUB),
    "password": (page(f"{MENU}<form><input type=password></form>", "Lantern"), Reason.LOGIN),
    "sign in": (page(f"{MENU}<h1>Sign in to continue</h1><p>Use your Lantern account.</p>"), Reason.LOGIN),
    "anmelden": (page("<p>Bitte melden Sie sich an, um diesen Text zu lesen.</p>", "Anmelden | Laterne"), Reason.LOGIN),
    "consent": (
        page(f"<div><h1>We value your privacy</h1><p>We and our partners store information. {SENTENCE}</p></div>"),
        Reason.CONSENT,
    ),
    "pur": (page("<p>Mit Werbung weiterlesen</p><button>Zustimmen und weiter</button>"), Reason.CONSENT),
    "cloudflare": (page("<p>Enable JavaScript and cookies to continue</p>", "Just a moment..."), Reason.BOT_PROTECTION),
    "perimeterx": (page('<div id="px-captcha"></div><p>Press &amp; Hold to confirm</p>'), Reason.BOT_PROTECTION),
    "datadome": (page('<script src="https://ct.captcha-delivery.com/c.js"></script>'), Reason.BOT_PROTECTION),
    "akamai": (page('<div id="sec-if-cpt-container"></div>', "Challenge"), Reason.BOT_PROTECTION),
    "denied": (page("<p>You don't have permission to access this.</p>", "Access Denied"), Reason.BOT_PROTECTION),
    "captcha": (page("<p>Vérifiez que vous êtes humain pour continuer.</p>"), Reason.BOT_PROTECTION),
    "soft 404": (
        page(f"{MENU}<h1>Page not found</h1><p>Try our search.</p>", "Page not found | Lantern"),
        Reason.NOT_FOUND,
    ),
    "soft 404 with words": (
        page("<p>La page que vous recherchez n’existe plus. " + "Voici les derniers titres. " * 12 + "</p>"),
        Reason.NOT_FOUND,
    ),
    "404 in Chinese": (page("<p>抱歉，您访问的页面不存在</p>", "页面不存在"), Reason.NOT_FOUND),  # noqa: RUF001  Chinese
    "parked": (page("<h1>lantern.example</h1><p>This domain may be for sale.</p>", "lantern.example"), Reason.PARKED),
    "suspended": (page("<p>Contact your host.</p>", "Account Suspended"), Reason.PARKED),
    "react": (
        page(f'<noscript>You need to enable JavaScript.</noscript><div id="root"></div>{SCRIPT}'),
        Reason.SCRIPT_SHELL,
    ),
    "next": (page(f'<div id="__next"></div>{SCRIPT}'), Reason.SCRIPT_SHELL),
    "angular": (page(f"<app-root></app-root>{SCRIPT}"), Reason.SCRIPT_SHELL),
    "nuxt": (page(f'<div id="__nuxt"><!----></div>{SCRIPT}'), Reason.SCRIPT_SHELL),
    "shell in German": (page("<p>Bitte aktivieren Sie JavaScript.</p>"), Reason.SCRIPT_SHELL),
    "unknown encoding": (
        b"<html><head><title>x</title></head><body><article><p>" + "мост через реку ".encode("utf-16-le") * 99,
        Reason.NOT_HTML,
    ),
}


def stored(
    folder: Path, answer: bytes | str | FakeAnswer, *, summary: str = SUMMARY, more: dict[str, str] | None = None
) -> Article:
    """The article that a feed's item becomes when its page is this."""
    item = an_item("Harbour closes", url=URL, summary=summary)
    with a_desk(folder, {FEED: rss(item), URL: answer, **(more or {})}) as desk:
        desk.run()
        (article,) = desk.articles()
    return article


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Article]:
    """What a feed's items become whose pages are these, by kind."""
    items = [an_item(kind, url=f"{URL}/{number}", summary=SUMMARY) for number, kind in enumerate(KINDS)]
    pages: dict[str, bytes | str | FakeAnswer | Reason] = {FEED: rss(*items)}
    for item, (body, _) in zip(items, KINDS.values(), strict=True):
        content = body.encode() if isinstance(body, str) else body
        pages[item.url] = FakeAnswer(body=content, headers={"content-type": "text/html"})
    with a_desk(tmp_path_factory.mktemp("desk"), pages) as desk:
        assert desk.run().ingest.pages_failed == len(KINDS)
        return {article.title: article for article in desk.articles()}


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_a_named_outcome(articles: dict[str, Article], kind: str) -> None:
    """Its article says why its page was not read, and has its feed's words; nothing fails."""
    article = articles[kind]
    assert article.metadata.page == KINDS[kind][1]
    assert (article.text, article.lead) == (SUMMARY, SUMMARY)


def test_an_article_of_a_title_alone_is_flagged(tmp_path: Path) -> None:
    """Where neither feed nor page has words, the article has none and says why."""
    article = stored(tmp_path, KINDS["cloudflare"][0], summary="")
    assert (article.title, article.lead, article.text) == ("Harbour closes", "", "")
    assert article.metadata.page == Reason.BOT_PROTECTION


def test_a_front_page_is_not_the_article_it_answers_for(tmp_path: Path) -> None:
    """An address that leads to the front page has no article any more, however much text there is."""
    moved = FakeAnswer(status=302, moved_to="https://daily.example/")
    article = stored(tmp_path, moved, more={"https://daily.example/": ARTICLE})
    assert (article.metadata.page, article.text) == (Reason.ELSEWHERE, SUMMARY)


def test_a_page_without_text_is_not_called_whole(tmp_path: Path) -> None:
    """A page that says it is an article and has no text leaves the feed's words, and is flagged."""
    linked = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Harbour closes"}</script>'
    article = stored(tmp_path, page("<p>Film</p>", "Harbour closes", linked))
    assert (article.metadata.page, article.text) == ("no main text", SUMMARY)


def test_a_failure_of_the_network_is_kept_with_the_article(tmp_path: Path) -> None:
    """Refused, gone, not found: told in the same words as for sources."""
    assert stored(tmp_path, FakeAnswer(status=403)).metadata.page == Reason.REFUSED


def test_an_article_that_was_read_says_so(tmp_path: Path) -> None:
    """Its text is its page's."""
    article = stored(tmp_path, ARTICLE)
    assert article.metadata.page == "read"
    assert article.text.count(SENTENCE.strip()) == 9


def test_the_owner_sees_how_many_pages_could_not_be_read(tmp_path: Path) -> None:
    """Each source's health counts them, with the commonest reason."""
    items = [an_item(f"Harbour {n}", summary=SUMMARY) for n in range(4)]
    pages: dict[str, bytes | str | FakeAnswer | Reason] = {FEED: rss(*items), items[0].url: ARTICLE}
    for item in items[1:3]:
        pages[item.url] = page("<p>wait</p>", "Just a moment...")
    with a_desk(tmp_path, pages) as desk:
        desk.run()
        (health,) = health_of([a_source(url=FEED)], desk.engine.store)
    assert (health.pages, health.unread, health.unread_reason) == (4, 3, Reason.BOT_PROTECTION)


LANGUAGE = {"ja": "euc_jp", "ru": "cp1251", "pl": "cp1250", "zh": "gb18030", "el": "cp1253", "ko": "cp949"}
WORDS = {
    "ja": "古い港は火曜日に閉鎖されることになったと町の議会が発表した。",
    "ru": "Совет Торвика решил во вторник закрыть старую гавань, сообщил мэр. ",
    "pl": "Rada Torviku postanowiła we wtorek zamknąć stary port, powiedział wójt. ",
    "zh": "托尔维克市议会星期二投票决定关闭旧港口，船只将迁往新码头。",  # noqa: RUF001  Chinese
    "el": "Το συμβούλιο του Τόρβικ αποφάσισε την Τρίτη να κλείσει το παλιό λιμάνι. ",  # noqa: RUF001  Greek
    "ko": "토르비크 시의회는 화요일에 옛 항구를 닫기로 결정했다고 밝혔다. ",
}


@pytest.mark.parametrize("language", LANGUAGE)
@pytest.mark.parametrize("lie", ["text/html; charset=utf-8", "text/html"])
def test_an_old_encoding_that_is_called_utf8_is_read_by_its_language(language: str, lie: str) -> None:
    """Pages of old systems behind a server that says UTF-8 of everything."""
    meta = '<meta charset="utf-8">' if lie == "text/html" else ""
    text = "".join(f"<p>{WORDS[language] * 4}</p>" for _ in range(6))
    html = f'<html lang="{language}"><head>{meta}<title>x</title></head><body><article>{text}</article></body></html>'
    body = html.encode(LANGUAGE[language])
    assert decoded(body, content_type=lie) == html  # every character; how many paragraphs count is another question
    assert WORDS[language].strip() in read_page(body, url=URL, content_type=lie).text


def test_utf8_that_is_called_latin_is_read_and_a_broken_byte_is_remarked_on() -> None:
    """The bytes are believed; what is lost is counted."""
    html = ARTICLE.replace("Tuesday", "Tüsday")
    assert "Tüsday" in read_page(html.encode(), url=URL, content_type="text/html; charset=iso-8859-1").text
    broken = html.encode().replace(b"quay", "quäy".encode("latin-1"), 1)
    reading = read_page(broken, url=URL, content_type="text/html; charset=utf-8")
    assert any("unknown encoding" in problem for problem in reading.problems)
    assert "Tüsday" in reading.text


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
def test_wide_characters_are_read_with_and_without_mark(encoding: str) -> None:
    """UTF-16 is known by its mark, or by its zeroes."""
    assert read_page(ARTICLE.encode(encoding), url=URL, content_type="text/html").text.startswith(SENTENCE.strip())


def test_characters_nobody_can_read_are_refused() -> None:
    """A text that is largely replacement characters is no text."""
    html = "<html><head><title>x</title></head><body><article><p>" + "wo\ufffd\ufffdrd \ufffd " * 200
    with pytest.raises(PageError, match="unreadable characters"):
        read_page(html.encode(), url=URL, content_type="text/html; charset=utf-8")


def test_markup_that_breaks_off_is_remarked_on() -> None:
    """The text there is counts; the reading says that there may be more."""
    for cut in (ARTICLE[:-200], ARTICLE[: ARTICLE.rindex("</p>") + 2]):
        assert any("breaks off" in problem for problem in read_page(cut.encode(), url=URL).problems)
    assert not read_page(ARTICLE.encode(), url=URL).problems


NEAR = [
    page(f"<h1>404 ways to cook cod</h1>{PARAGRAPHS}", "404"),
    page(f"<article><h1>Page not found: a novel</h1>{PARAGRAPHS}</article>", "Page not found: a novel | Lantern"),
    page(f"<div>We value your privacy</div><article>{PARAGRAPHS}</article><form><input type=password></form>"),
    page(f"<article><p>{SENTENCE}</p><p>{SENTENCE}</p></article><form><input type=password></form>", "Harbour closes"),
    page(f"<article><p>{SENTENCE}Captcha tests were bought.</p></article>", "Harbour to use captcha"),
    page(f'<article><p>{SENTENCE}</p></article><div id="root"></div>{SCRIPT}', "Harbour closes"),
    page(f"<article>{PARAGRAPHS}</article>", head='<meta http-equiv="refresh" content="300">'),
    page(f"<article><p>{SENTENCE}The domain is for sale.</p></article>", "Login to the harbour: how it works"),
]


@pytest.mark.parametrize("html", NEAR)
def test_articles_about_such_pages_are_articles(html: str) -> None:
    """Short ones too, on pages with a login form, a consent banner and scripts."""
    assert SENTENCE.strip() in read_page(html.encode(), url=URL, content_type="text/html").text

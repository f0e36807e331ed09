"""The site as people meet it, in headless Chromium."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.publish.site.stage import a_paper, hostile_paper, rendered

from newsloom.testing.hostiletexts import CALL

pytestmark = pytest.mark.slow

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}
PAGES = {
    "front": "",
    "story of many": "news/s001.html",
    "story of one": "news/s002.html",
    "story in Arabic": "news/s003.html",
    "withdrawn story": "news/s007.html",
    "topics": "topics/",
    "topic": "topics/sea/",
    "month": "archive/2026-03.html",
    "archive": "archive/",
    "sources": "sources/",
    "source": "sources/daily.html",
    "search": "search.html",
    "results": "search.html?q=harbour",
    "about": "about.html",
    "missing": "404.html",
}
SHIFTS = """() => new Promise(done => { let sum = 0;
const told = new PerformanceObserver(list => { for (const e of list.getEntries()) sum += e.value; });
told.observe({type: "layout-shift", buffered: true});
setTimeout(() => done(sum), 150); })"""
# What can be reached and what has been: elements are told apart by their place in the document.
FOCUSABLE = """() => [...document.querySelectorAll("a[href],button,input,summary,[tabindex='0']")]
.filter(e => e.checkVisibility() && !e.disabled).length"""
FOCUSED = """() => [...document.querySelectorAll('*')].indexOf(document.activeElement)"""


@pytest.fixture(scope="module")
def paper(serve: Callable[..., str]) -> str:
    """Where a site with a story of every kind is served."""
    return serve(
        {path: content.replace(b"feeds/all.atom", b"index.html") for path, content in rendered(a_paper()).items()}
    )


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_a_page_is_for_everybody(open_page: Any, paper: str, path: str) -> None:
    """By day and night, large and small: no rule of axe is broken, nothing moves, nothing is wider than the screen."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="no axe to check pages with").Axe()

    def broken(page: Any, *rules: str) -> list[Any]:
        options = {"runOnly": {"type": "rule", "values": rules}} if rules else {}
        found = axe.run(page, options=options).response["violations"]
        return [(one["id"], [node["html"][:200] for node in one["nodes"]][:3]) for one in found]

    with open_page(paper + path, viewport=DESKTOP, color_scheme="light") as page:
        assert page.evaluate(SHIFTS) < 0.001
        for summary in page.query_selector_all("details:not([open]) > summary"):
            summary.click()
        assert not broken(page)
        page.emulate_media(color_scheme="dark")
        assert not broken(page, "color-contrast")
    with open_page(paper + path, viewport=PHONE, color_scheme="dark") as page:
        assert page.evaluate(SHIFTS) < 0.001
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        assert not broken(page)


@pytest.mark.parametrize("path", ["", "news/s001.html", "sources/", "search.html?q=notice"])
def test_the_keyboard_reaches_everything(open_page: Any, paper: str, path: str) -> None:
    """From the link over the bar to the last one of the page, in order, each visibly in focus."""
    with open_page(paper + path, viewport=DESKTOP) as page:
        page.wait_for_timeout(200)
        number = page.evaluate(FOCUSABLE)
        assert number > 10
        places = []
        for _ in range(number):
            page.keyboard.press("Tab")
            places.append(page.evaluate(FOCUSED))
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
        assert places == sorted(set(places))


def test_the_first_tab_offers_the_way_past_the_bar(open_page: Any, paper: str) -> None:
    """And it leads to the main part."""
    with open_page(paper, viewport=DESKTOP) as page:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"


def test_search_finds_by_beginnings_of_words_and_keeps_its_address(open_page: Any, paper: str) -> None:
    """From the field of any page; accents and case count for nothing; what is not there is said so."""
    with open_page(paper + "about.html", viewport=DESKTOP) as page:
        page.fill("#find", "HÁRBOUR op")
        page.press("#find", "Enter")
        page.wait_for_selector("#found li")
        assert page.inner_text("#said") == "1 found."
        assert page.inner_text("#found .title") == "Harbour opens"
        page.fill("#q", "no such thing")
        page.press("#q", "Enter")
        page.wait_for_function("document.getElementById('said').textContent === 'Nothing found.'")
        page.go_back()
        page.wait_for_selector("#found li")
        page.click("#found a")
        assert page.inner_text("h1") == "Harbour opens"


def test_search_finds_in_scripts_without_blanks_and_by_topic(open_page: Any, paper: str) -> None:
    """A part of a word is enough there; a topic's name finds its stories."""
    with open_page(paper + "search.html?q=%D8%AC%D8%AF%D9%8A%D8%AF", viewport=DESKTOP) as page:
        page.wait_for_selector("#found li")
        assert page.get_attribute("#found .title", "lang") == "ar"
        page.fill("#q", "sea")
        page.press("#q", "Enter")
        page.wait_for_function("document.getElementById('said').textContent === '2 found.'")


def test_without_javascript_everything_is_still_there(open_page: Any, paper: str) -> None:
    """Pages read, copies unfold, and the search page is an archive."""
    with open_page(paper, viewport=DESKTOP, java_script_enabled=False) as page:
        page.click(".card.large a")
        page.click(".voice summary")
        assert page.is_visible(".copies li")
        page.click("footer a[href$='search.html']")
        assert not page.is_visible("#search")
        page.click("#browse li a")
        assert page.inner_text("h1") == "March 2026"


def test_a_merged_story_takes_its_readers_on(open_page: Any, paper: str) -> None:
    """Whoever comes by the old address lands on the survivor."""
    with open_page(paper + "news/s006.html") as page:
        page.wait_for_url("**/news/s001.html")
        assert page.inner_text("h1") == "Flood in Ostmere"


def test_an_address_that_leads_nowhere_shows_the_sites_own_page(paper: str, browser: Any) -> None:
    """With a way to the front page, at any depth."""
    context = browser.new_context()
    page = context.new_page()
    answer = page.goto(paper + "news/2020/01/none.html")
    assert answer.status == 404
    page.click("p.read a")
    assert page.inner_text("h1.aside").startswith("The Daily Loom")
    context.close()


def test_hostile_words_do_nothing(open_page: Any, serve: Callable[..., str]) -> None:
    """No dialog, no request elsewhere, no word in the console, no call; on stories, lists, sources and in search."""
    files = rendered(hostile_paper(60))
    base = serve(files)
    pages = [path for path in files if path.endswith(".html") and path != "404.html"]
    stories = [path for path in pages if path.startswith("news/")]
    others = [path for path in pages if not path.startswith("news/")]
    with open_page(base) as page:
        page.add_init_script(f"window.called = 0; window.{CALL} = () => {{ window.called += 1; }};")
        for path in [*stories, *others[:60]]:
            page.goto(base + path.replace("%", "%25"), wait_until="load")
            assert page.evaluate("window.called") == 0, path
        for query in (
            "zq",
            "%3Cscript%3EnewsloomCanary()%3C/script%3E",
            "%22%3E%3Cimg%20src=x%20onerror=newsloomCanary()%3E",
        ):
            page.goto(f"{base}search.html?q={query}")
            page.wait_for_function("/found|Nothing/.test(document.getElementById('said').textContent)")
            assert page.evaluate("window.called") == 0

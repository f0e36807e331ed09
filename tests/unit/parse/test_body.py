"""The main text of invented pages."""

import json
import time
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsloom.parse.body import main_text, tree_body
from newsloom.parse.bodymodel import COLUMNS, FIRST_COLUMNS, most_expected
from newsloom.parse.bounds import is_plainly_small, measure
from newsloom.parse.data import body_weights
from newsloom.parse.jsonld import linked
from newsloom.parse.tree import page_tree
from newsloom.parse.unreadable import UnreadableError

URL = "https://daily.example/news/bridge"
SENTENCES = [
    "The old bridge over the Wend was closed on Monday after engineers found cracks in two of its five piers.",
    "Nobody was hurt, the council said, but lorries will have to take the longer road through Harnfield until spring.",
    "“We looked at it every year, and every year it held,” said Mara Holt, who runs the ferry below the bridge.",
    "Repairs are expected to cost four million crowns, half of which the province has promised to pay.",
    "The bridge was built in 1911 and strengthened twice, most lately after the flood that took the mill.",
    "A public meeting will be held in the market hall next week, where the plans for a footpath will be shown.",
]
FURNITURE = """<nav class="main-nav"><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>"""
TAIL = """
<div class="related-articles"><h3>Latest headlines</h3><ul>
<li><a href="/1">Mayor opens the new library in the rain</a></li><li><a href="/2">Ferry timetable changes again</a></li>
<li><a href="/3">School choir wins a prize abroad</a></li></ul></div>
<div class="newsletter-signup"><h4>Newsletter</h4><p>Sign up for our daily newsletter and never miss a story.</p>
<form><input type="email"><button>Subscribe</button></form></div>
<footer><p>© 2026 The Daily Example. All rights reserved.</p><a href="/imprint">Imprint</a></footer>
<div id="cookie-consent" class="cookie-banner"><p>We use cookies to improve your visit. Accept all cookies?</p></div>
"""


def a_page(body: str, *, tail: str = TAIL, lang: str = "en") -> str:
    """Wrap an article's markup in an outlet's furniture."""
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8"><title>Bridge closed</title></head><body>'
        f'<header class="site-header"><a href="/">The Daily Example</a></header>{FURNITURE}'
        f'<main><article class="article"><h1>Bridge closed</h1><div class="article-body">{body}</div></article></main>'
        f"{tail}</body></html>"
    )


def paragraphs(sentences: list[str]) -> str:
    """Give one `p` a sentence."""
    return "".join(f"<p>{sentence}</p>" for sentence in sentences)


def test_paragraphs_in_order() -> None:
    """Every paragraph of the article is there, in the page's order."""
    text = main_text(a_page(paragraphs(SENTENCES)), url=URL)
    places = [text.index(sentence) for sentence in SENTENCES]
    assert places == sorted(places)


@pytest.mark.parametrize(
    "furniture",
    ["Latest headlines", "Mayor opens", "newsletter", "cookies", "All rights reserved", "Sport", "Subscribe"],
)
def test_furniture_is_dropped(furniture: str) -> None:
    """Headlines of other articles, newsletter and cookie boxes, menus and footers do not survive."""
    assert furniture not in main_text(a_page(paragraphs(SENTENCES)), url=URL)


TAILS = {
    "headlines": """<section class="more-stories"><h2>Latest headlines</h2>
<div class="card"><a href="/1"><h3>Mayor opens the new library in the rain</h3></a><p>Two hundred came.</p></div>
<div class="card"><a href="/2"><h3>Ferry timetable changes again in March</h3></a><p>Mornings only.</p></div>
<div class="card"><a href="/3"><h3>School choir of Harnfield wins a prize</h3></a><p>First.</p></div></section>""",
    "newsletter": """<div class="newsletter"><h3>The morning letter: latest headlines</h3>
<p>Get the most important news every morning in your inbox.</p><form><label>E-mail</label><input type=email></form>
<p>By signing up you accept our terms of use.</p></div>""",
    "cookies": """<div id="consent" role="dialog"><h2>Your privacy</h2>
<p>We and our 412 partners store cookies on your device.</p><a href=/privacy>Privacy policy</a></div>""",
    "copyright": """<div class="copyright"><p>© 2026 The Daily Example Ltd. All rights reserved.</p></div>""",
    "German": """<div class="teaser-list"><h3>Das könnte Sie auch interessieren</h3><ul>
<li><a href=/1>Rathaus wird neu gestrichen</a></li><li><a href=/2>Fähre fährt wieder nach Fahrplan</a></li>
<li><a href=/3>Chor gewinnt einen Preis</a></li></ul></div>""",
    "French": """<div class="related"><h3>À lire aussi</h3><ul><li><a href=/1>La mairie repeinte en bleu</a></li>
<li><a href=/2>Le bac reprend ses horaires</a></li><li><a href=/3>La chorale remporte un prix</a></li></ul></div>""",
}
TAIL_WORDS = (
    "headlines", "Mayor opens", "Ferry timetable", "School choir", "inbox", "terms of use", "privacy", "partners",
    "reserved", "auch interessieren", "Rathaus", "Chor gewinnt", "lire aussi", "La mairie", "La chorale",
)  # fmt: skip


@pytest.mark.parametrize("name", TAILS)
def test_what_follows_the_article_is_dropped(name: str) -> None:
    """Blocks at a page's end do not survive, and the article's last paragraph does."""
    tail = TAILS[name]
    for html in (a_page(paragraphs(SENTENCES), tail=tail), a_page(paragraphs(SENTENCES) + tail, tail="")):
        text = main_text(html, url=URL)
        assert SENTENCES[-1] in text
        assert not [word for word in TAIL_WORDS if word in text]


def test_an_open_noscript_hides_nothing() -> None:
    """What follows a `noscript` with an unclosed paragraph is read."""
    text = main_text(a_page("<noscript><p>Please switch on scripts.</noscript>" + paragraphs(SENTENCES)), url=URL)
    assert SENTENCES[0] in text
    assert "switch on" not in text


def a_shell(*scripts: str) -> str:
    """Give a page that its scripts fill in."""
    kind = '<meta property="og:type" content="article">'
    told = "".join(f"<script>{script}</script>" for script in scripts)
    return f"<head>{kind}<title>Bridge closed</title></head><body><div id=root></div>{told}</body>"


def test_a_text_that_only_scripts_hold() -> None:
    """The article of a page without visible text is found in its data, also where that is a string itself."""
    data = json.dumps({"page": {"teaser": "Short", "html": paragraphs(SENTENCES), "policy": paragraphs(SENTENCES[:3])}})
    for script in (f"window.state = {data}", f"push([1,{json.dumps(data)}])", data.replace("<", "\\u003c")):
        assert main_text(a_shell("var a = '\"';", script), url=URL).split("\n") == SENTENCES


def test_a_shell_without_an_article_has_no_text() -> None:
    """Marked-up strings of a page that is no article are not its text."""
    html = a_shell(f"var policy = {json.dumps({'html': paragraphs(SENTENCES)})}").replace("article", "website")
    assert not main_text(html, url=URL)


def test_elements_can_be_dropped_and_kept() -> None:
    """What a caller names is left out, or kept, whatever the model says."""
    tree = page_tree(a_page(paragraphs(SENTENCES)))
    second, headlines = tree.css("p")[1], tree.css("div.related-articles")
    text = tree_body(tree, linked(tree), dropped={second.mem_id}, kept={node.mem_id for node in headlines}).text
    assert SENTENCES[1] not in text
    assert SENTENCES[2] in text
    assert "Ferry timetable changes again" in text


def test_inner_headings_lists_and_quotes() -> None:
    """What stands between paragraphs of the article is part of it."""
    body = (
        paragraphs(SENTENCES[:2])
        + "<h2>What happens to the ferry now</h2>"
        + paragraphs(SENTENCES[2:3])
        + "<ul><li>The ferry runs every quarter of an hour until nine at night.</li>"
        + "<li>Bicycles travel without a ticket for as long as the bridge is closed.</li></ul>"
        + f"<blockquote><p>{SENTENCES[3]}</p></blockquote>"
        + paragraphs(SENTENCES[4:])
    )
    text = main_text(a_page(body), url=URL)
    for part in ("What happens to the ferry now", "every quarter of an hour", "Bicycles travel", SENTENCES[3]):
        assert part in text


def test_inline_markup_is_no_border() -> None:
    """Links, emphasis and spans do not break a paragraph."""
    marked = (
        "The <b>old bridge</b> over the <a href='/wend'>Wend</a> was <em>closed</em> on Monday after a long inspection."
    )
    text = main_text(a_page(f"<p>{marked}</p>" + paragraphs(SENTENCES[1:])), url=URL)
    assert "The old bridge over the Wend was closed on Monday after a long inspection." in text.split("\n")


def test_scripts_and_styles_are_no_text() -> None:
    """Scripts, styles and templates give no text, wherever they stand."""
    body = paragraphs(SENTENCES[:3]) + "<script>var secret = 1;</script><style>.a{}</style>" + paragraphs(SENTENCES[3:])
    text = main_text(a_page(body), url=URL)
    assert "secret" not in text
    assert ".a{}" not in text


def test_breaks_instead_of_paragraphs() -> None:
    """A page without `p`, its paragraphs parted by line breaks, is read whole."""
    text = main_text(a_page("<br><br>".join(SENTENCES)), url=URL)
    assert all(sentence in text for sentence in SENTENCES)


def test_plain_divisions() -> None:
    """A page whose paragraphs are `div` is read whole."""
    text = main_text(a_page("".join(f"<div>{sentence}</div>" for sentence in SENTENCES)), url=URL)
    assert all(sentence in text for sentence in SENTENCES)


ARABIC = [
    "أغلقت السلطات الجسر القديم فوق النهر يوم الاثنين بعد أن وجد المهندسون شقوقا في اثنتين من دعاماته الخمس.",
    "وقال المجلس إن أحدا لم يصب بأذى، لكن الشاحنات ستضطر إلى سلوك الطريق الأطول حتى الربيع المقبل.",
    "ومن المتوقع أن تبلغ كلفة الإصلاح أربعة ملايين، وقد وعدت المقاطعة بدفع نصفها خلال هذا العام.",
]
JAPANESE = [
    "川にかかる古い橋が月曜日に閉鎖された。技術者が五本の橋脚のうち二本にひび割れを見つけたためだ。",
    "町議会によると、けが人はいないが、トラックは春まで遠回りの道を通らなければならないという。",
    "修理には四百万クローネかかる見込みで、県がその半分を負担すると約束している。住民説明会は来週開かれる。",
]


@pytest.mark.parametrize(("lang", "sentences"), [("ar", ARABIC), ("ja", JAPANESE)])
def test_other_scripts(lang: str, sentences: list[str]) -> None:
    """Pages written from the right, or without spaces, are read whole and lose their furniture."""
    text = main_text(a_page(paragraphs(sentences * 2), lang=lang), url=URL)
    assert all(sentence in text for sentence in sentences)
    assert "newsletter" not in text


@pytest.mark.parametrize("html", ["", " ", "<html></html>", "<script>x</script>", "<nav><a href=/>Home</a></nav>"])
def test_nothing_to_read(html: str) -> None:
    """A page without text has no main text."""
    assert not main_text(html, url=URL)


def test_body_in_linked_data_helps_but_is_not_copied() -> None:
    """A text in JSON-LD only says which blocks are the article's; the page's own wording is given."""
    said = json.dumps({"@type": "NewsArticle", "articleBody": " ".join(SENTENCES) + " Words that nobody can see."})
    text = main_text(f'<script type="application/ld+json">{said}</script>' + a_page(paragraphs(SENTENCES)), url=URL)
    assert all(sentence in text for sentence in SENTENCES)
    assert "nobody can see" not in text


@settings(deadline=None, max_examples=60)
@given(st.text(alphabet="<>/=\"' abdivpul&;!-\n", max_size=400))
def test_any_markup_has_an_answer(html: str) -> None:
    """Whatever the markup, the answer is a text, and the same text the second time."""
    assert main_text(html, url=URL) == main_text(html, url=URL)


HOSTILE = {
    "attributes": "<p " + " ".join(f"a{n}" for n in range(100_000)) + ">x</p>",
    "attributes with signs in quotes": "<p " + " ".join(f'a{n}="<b>"' for n in range(100_000)) + ">x</p>",
    "paragraphs": "<p>x</p>" * 200_000,
    "depth": "<div>" * 200_000,
    "depth of few": "<div>" * 9_000 + "x",
    "open quotes": '<p a="' * 50_000,
    "open comments": "<!--" * 200_000,
    "signs": "<" * 1_000_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_markup_is_bounded(name: str) -> None:
    """Markup made to be slow is read or refused in under two seconds."""
    started = time.process_time()
    with suppress(UnreadableError):
        main_text(HOSTILE[name], url=URL)
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    "name", ["attributes", "attributes with signs in quotes", "paragraphs", "depth", "depth of few"]
)
def test_hostile_markup_is_refused(name: str) -> None:
    """Too many tags, too deep nesting and too many attributes are refused by name."""
    with pytest.raises(UnreadableError):
        main_text(HOSTILE[name], url=URL)


@pytest.mark.parametrize(
    "html",
    [
        '<p a="<b>' + " c" * 2_000 + '">x',
        "<p a" + " c" * 2_000 + ">x",
        '<!-- <script> --><p a="1"' + " c" * 2_000 + "></script>",
        "<title><script></title><p" + " c" * 2_000 + "></script>",
        "<svg><style><p" + " c" * 2_000 + "></style></svg>",
        '<p a"b="c>' + " d" * 2_000 + '">',
    ],
)
def test_the_quick_look_is_not_deceived(html: str) -> None:
    """What the quick look calls small, the full measure does not refuse for its attributes."""
    try:
        is_small = is_plainly_small(html)
    except UnreadableError:
        return  # refused at once: the better answer
    if is_small:
        measure(html)


@given(st.lists(st.tuples(st.floats(0, 1, width=32), st.integers(1, 500)), min_size=1, max_size=30))
def test_kept_blocks_are_the_likeliest(blocks: list[tuple[float, int]]) -> None:
    """A block that is kept is at least as likely as each that is dropped, and one is always kept."""
    likely = np.array([p for p, _ in blocks], dtype=np.float32)
    kept = most_expected(likely, np.array([size for _, size in blocks], dtype=np.float32))
    assert kept.any()
    if not kept.all():
        assert likely[kept].min() >= likely[~kept].max()


def test_weights_are_sound() -> None:
    """The shipped arrays fit each other and the facts, and are small."""
    arrays = body_weights()
    assert arrays["feature"].max() < len(COLUMNS)
    assert len(arrays["first_weight"]) == len(FIRST_COLUMNS)
    assert (arrays["first_scale"].astype(float) > 0).all()
    assert np.isfinite(arrays["threshold"].astype(float)).all()
    assert np.isfinite(arrays["value"].astype(float)).all()
    path = Path(__file__).resolve().parents[3] / "src/newsloom/parse/data/body.npz"
    assert path.stat().st_size <= 1_000_000

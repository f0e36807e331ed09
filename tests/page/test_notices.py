"""What outlets note beside their articles: corrections, withdrawals, paywalls."""

import json
import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.parse.body import Body
from newsloom.parse.notices import LONGEST_NOTE, notices_of
from newsloom.parse.page import read_page
from newsloom.parse.reading import PageReading

URL = "https://lantern.example/2031/05/harbour"
SENTENCE = "The council of Torvik voted on Tuesday to close the old harbour, and ships will move to the new quay. "
TEXT = [f"{SENTENCE} Part {number} of the plan costs {number} million crowns, the council said." for number in range(8)]


def reading(*after: str, before: tuple[str, ...] = (), head: str = "", title: str = "Harbour closes") -> PageReading:
    """Read a page with these paragraphs around its text; what begins with "<" is put in as it is."""
    parts = [part if part.startswith("<") else f"<p>{part}</p>" for part in (*before, *TEXT, *after)]
    html = f"<html><head><title>{title}</title>{head}</head><body><article><h1>{title}</h1>{''.join(parts)}</article>"
    return read_page(f"{html}<footer>Corrections Contact</footer></body></html>".encode(), url=URL)


def linked(**fields: object) -> str:
    """What a page says of itself in JSON-LD."""
    node = json.dumps({"@type": "NewsArticle", "headline": "Harbour closes", **fields})
    return f'<script type="application/ld+json">{node}</script>'


CORRECTIONS = [
    "Correction: An earlier version of this article misstated the cost of the quay.",
    "CORRECTION: The quay is 40 metres long.",
    "Correction (May 5): The quay is 40 metres long, a spokesman said.",
    "Corrections &amp; Clarifications: A previous version of this story misspelled the mayor’s name.",
    "(Correction: An earlier version of this story gave the wrong year.)",
    "Clarification: This article has been updated to make clear that the error was the builder’s.",
    "Editor’s note: The cost of the quay was misstated in the first paragraph.",
    "This article was amended on 3 May 2031 to remove a reference to the old quay.",
    "<p>The harbour opened in 1911. <em>An earlier version of this report said 1912.</em></p>",
    "Korrektur: In einer früheren Version dieses Artikels stand, der Kai sei 40 Meter lang.",
    "Korrekturhinweis: Der Kai ist 40 Meter lang, nicht 50 Meter.",
    "Anmerkung der Redaktion: Der Name des Bürgermeisters war fälschlich mit Rok angegeben.",
    "Rectificatif : le quai mesure quarante mètres et non cinquante.",
    "Une version précédente de cet article indiquait à tort que le quai mesurait 50 mètres.",
    "Fe de errores: el muelle mide cuarenta metros y no cincuenta.",
    "Errata corrige: il molo misura quaranta metri e non cinquanta.",
    "Erramos: o cais mede quarenta metros, e não cinquenta metros.",
    "Rectificatie: de kade is veertig meter lang en geen vijftig.",
    "Rettelse: Kajen er fyrre meter lang og ikke halvtreds meter.",
    "Rättelse: Kajen är fyrtio meter lång och inte femtio meter.",
    "Oikaisu: Laituri on neljäkymmentä metriä pitkä eikä viisikymmentä.",
    "Sprostowanie: nabrzeże ma czterdzieści metrów, a nie pięćdziesiąt.",
    "Поправка: длина причала сорок метров, а не пятьдесят метров.",  # noqa: RUF001  Russian
    "Düzeltme: Rıhtım elli değil kırk metre uzunluğundadır.",  # noqa: RUF001  Turkish
    "تصحيح: طول الرصيف أربعون مترا وليس خمسين مترا كما ورد.",
    "更正：本文早前版本误将码头长度写作五十米，实际长度应为四十米，特此更正并向读者致歉。",  # noqa: RUF001  Chinese
    "【訂正】岸壁の長さは五十メートルではなく四十メートルでした。おわびして訂正いたします。",
    "<h4>Correction</h4><p>An earlier version misstated the length of the quay. It is 40 metres.</p>",
]

WITHDRAWALS = [
    "This article has been retracted because its author could not show his sources.",
    "This story has been withdrawn. It did not meet our standards.",
    "The Lantern has retracted this article after a review of its sources.",
    "Editor’s note: This article has been removed.",
    "Dieser Artikel wurde zurückgezogen, weil er unseren Regeln nicht entsprach.",
    "Cet article a été retiré à la demande de la rédaction.",
    "Cet article a été dépublié.",
    "Este artículo ha sido retirado por la redacción.",
    "Questo articolo è stato rimosso dalla redazione.",
    "Denna artikel har avpublicerats.",
    "Этот материал снят с публикации по решению редакции.",  # noqa: RUF001  Russian
    "本文已撤回。",
    "この記事は取り下げられました。",
    "STORY REMOVED: BC-Torvik-Harbour",
    "MANDATORY KILL: Torvik harbour",
]

WALLS = [
    "Subscribe to continue reading",
    "To continue reading, subscribe for 1 crown a month.",
    "This article is for subscribers only. Already a subscriber? Sign in.",
    "Cet article est réservé aux abonnés.",
    "Il vous reste 67 % de cet article à lire. La suite est réservée aux abonnés.",
    "Weiterlesen mit Lantern Plus",
    "Contenido exclusivo para suscriptores",
    "Contenuto riservato agli abbonati",
    "Dit artikel is alleen voor abonnees",
    "Материал доступен только подписчикам",
    "この記事は有料会員限定です。残り1234文字",
]

NEAR = [
    "The Post printed a correction on Friday, and its editor said the error was hers.",
    "“An earlier version of this article misstated the cost”, the Post wrote on Friday.",
    'The Post wrote: "This article has been retracted because its author lied."',
    "The study was retracted in May, and the journal has withdrawn two more papers of the same group.",
    "The maker has withdrawn the car and recalled 4,000 others.",
    "Correction: a fall of ten per cent or more in the price of a share, as brokers call it.",
    "Market correction: shares fell by a tenth on Friday, and more falls are expected.",
    "Corrections officers went on strike at the prison of Torvik on Friday.",
    "The old version of the bridge stood until 1911, when a storm took it.",
    "Editor’s note: This page lists the best harbours, as chosen by our readers.",
    "Update: Terrorists were not seen at the harbour, police said on Friday.",
    "Note: a timetable error may occur where the default is used.",
    "The paper will put its articles behind a paywall and ask readers to subscribe to read them.",
    "Readers who subscribe to continue reading the Post pay more from May.",
    '<p><a href="/x">Subscriber-only: ten harbours to see before they close for good</a></p>',
    "Kill the lights, the captain said, and the harbour fell dark.",
    "Die Korrektur der Preise dauert an, sagte der Sprecher der Börse.",
    "The council withdrew the plan. This story of broken promises has been told before.",
    '<p><a href="/corrections">Corrections: how to tell us of an error in an earlier version</a></p>',
]


@pytest.mark.parametrize("note", CORRECTIONS)
def test_a_correction_is_noted(note: str) -> None:
    """At the end of an article or before it, in the outlet's language."""
    for found in (reading(note), reading(before=(note,))):
        assert len(found.corrections) == 1
        assert found.provenance["corrections"] == "html"
        assert not found.withdrawn


@pytest.mark.parametrize("note", WITHDRAWALS)
def test_a_withdrawal_is_noted(note: str) -> None:
    """With its words; it is no correction besides."""
    found = reading(before=(note,))
    assert found.withdrawn
    assert not found.corrections


@pytest.mark.parametrize("offer", WALLS)
def test_an_offer_to_subscribe_in_place_of_text_is_a_paywall(offer: str) -> None:
    """Where the markup says nothing else."""
    found = reading(offer)
    assert found.is_paywalled is True
    assert found.provenance["is_paywalled"] == "html"


@pytest.mark.parametrize("words", NEAR)
def test_a_report_about_such_things_is_none_of_them(words: str) -> None:
    """Corrections of prices, recalls, retracted studies, quoted notes and news of paywalls."""
    for found in (reading(words), reading(before=(words,))):
        assert (found.corrections, found.withdrawal, found.is_paywalled) == ((), "", None)


@pytest.mark.parametrize(
    ("note", "at"),
    [
        ("This article was amended on 3 May 2031. The quay is 40 metres long.", datetime(2031, 5, 3, tzinfo=UTC)),
        ("Correction, May 5, 2031: The quay is 40 metres long, not 50.", datetime(2031, 5, 5, tzinfo=UTC)),
        ("CORRECTION (2031-05-05): The quay is 40 metres long.", datetime(2031, 5, 5, tzinfo=UTC)),
        ("Correction (May 5): The quay is 40 metres long, not 50.", None),
        ("Correction: An earlier version of this story said the harbour opened on May 5, 1911.", None),
    ],
)
def test_a_note_is_dated_where_it_says_so(note: str, at: datetime | None) -> None:
    """By its label or behind "amended on"; a day the note is about is not its own."""
    assert [correction.at for correction in reading(note).corrections] == [at]


def test_a_note_is_no_longer_than_a_note() -> None:
    """Of a long paragraph the cue's sentence and what follows is kept."""
    note = f"{SENTENCE * 6}An earlier version of this article gave the wrong cost. {SENTENCE * 5}"
    (correction,) = reading(f"<p>{note}</p>").corrections
    assert correction.note.startswith("An earlier version of this article gave")
    assert len(correction.note) <= LONGEST_NOTE


def test_markup_may_state_a_correction() -> None:
    """Schema.org's `correction` in each of its forms."""
    comment = {"@type": "CorrectionComment", "text": "The quay is 40 metres long.", "datePublished": "2031-05-05"}
    for said in (comment, [comment], comment["text"]):
        found = reading(head=linked(correction=said))
        assert [note.note for note in found.corrections] == ["The quay is 40 metres long."]
        assert found.provenance["corrections"] == "json-ld"
    assert reading(head=linked(correction=comment)).corrections[0].at == datetime(2031, 5, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("head", "is_paywalled"),
    [
        (linked(isAccessibleForFree=False), True),
        (linked(isAccessibleForFree="False"), True),
        (linked(isAccessibleForFree="true"), False),
        (linked(hasPart={"@type": "WebPageElement", "isAccessibleForFree": "False", "cssSelector": ".wall"}), True),
        (linked(hasPart=[{"isAccessibleForFree": False}]), True),
        (linked(isAccessibleForFree=None), None),
        ('<meta property="article:content_tier" content="locked">', True),
        ('<meta property="article:content_tier" content="metered">', True),
        ('<meta property="article:content_tier" content="free">', False),
        ("", None),
    ],
)
def test_markup_says_whether_one_must_pay(head: str, is_paywalled: bool | None) -> None:
    """JSON-LD of the article or its parts, or the tier in a meta element; None where nothing is said."""
    assert reading(head=head).is_paywalled is is_paywalled


def test_class_names_count_only_where_text_is_missing() -> None:
    """Many pages carry the paywall's markup whether it is shut or not."""
    box = '<div class="article-paywall">Offers for new readers of the Lantern.</div>'
    short = f"<html><title>Harbour</title><article><p>{TEXT[0]}</p><p>{TEXT[1]}</p>{box}</article></html>"
    assert read_page(short.encode(), url=URL).is_paywalled is True
    assert reading(box, *TEXT).is_paywalled is None


texts = st.text(max_size=120) | st.sampled_from(CORRECTIONS + WITHDRAWALS + WALLS + NEAR)


@given(st.lists(texts, max_size=12), st.text(max_size=40))
def test_any_blocks_are_searched(lines: list[str], title: str) -> None:
    """Whatever the text, notes are found or not, and are never longer than a note."""
    found = notices_of(Body(blocks=lines, linked=[0] * len(lines)), title=title)
    assert all(0 < len(note.note) <= LONGEST_NOTE for note in found.corrections)
    assert len(found.withdrawal) <= LONGEST_NOTE


def test_many_cues_cost_no_more_than_their_length() -> None:
    """A page made of cues is searched in time linear in its length."""
    started = time.process_time()
    reading(*("Correction: an earlier version of this article “" * 20 for _ in range(300)))
    assert time.process_time() - started < 3

"""One article for people and as data: every field, and where its value was found."""

from collections.abc import Iterator
from datetime import datetime
from textwrap import shorten
from typing import Any
from zoneinfo import ZoneInfo

from newsloom.cli.output import counted, local, print_table
from newsloom.curate.agencies import credit_of
from newsloom.flows.article import Examined, Kept
from newsloom.model.article import Article
from newsloom.model.directory import Directory
from newsloom.parse.reading import PageReading
from newsloom.text.words import count_words

BEGINNING = 600  # characters of a text shown unless the whole is asked for
ADDRESS = 90  # characters of an address shown in a table
UTC = ZoneInfo("UTC")


def article_data(kept: Kept, providers: Directory) -> dict[str, Any]:
    """A stored article as plain data."""
    kept_of = {"revision": kept.article.revision, "story": kept.story, "sightings": kept.sightings}
    return {**_data(kept.article, providers), **kept_of}


def examined_data(examined: Examined, providers: Directory) -> dict[str, Any]:
    """A page's article as plain data, with what the page says besides, and what the owner's rules found."""
    reading = examined.reading
    said = {
        name: getattr(reading, name)
        for name in ("canonical", "published", "modified", "site_name", "owner", "kinds", "problems")
    }
    data = {**_data(examined.article, providers), "page": {"url": reading.url, **said}}
    if examined.rules is not None:
        data["rules"] = {"site": examined.rules.domain, "found": examined.matches}
    return data


def _data(article: Article, providers: Directory) -> dict[str, Any]:
    about = article.metadata
    credit = credit_of(article)
    return {
        "id": article.id,
        "url": article.url,
        "title": article.title,
        "authors": article.authors,
        "organisations": about.organisations,
        "published": article.published,
        "published_is_guessed": about.source_of("published") == "guessed",
        "modified": article.updated,
        "provider": article.provider,
        "host": article.host,
        "publisher": providers.provider_of(article.host),
        "agency": credit.agency if credit is not None and credit.is_whole else "",
        "section": about.section,
        "language": article.language,
        "language_probability": about.language_probability,
        "words": count_words(article.text),
        "genre": about.genre,
        "genre_evidence": about.genre_evidence,
        "is_paywalled": about.is_paywalled,
        "standing": about.standing,
        "corrections": about.corrections,
        "image": article.image,
        "amp_url": article.amp_url,
        "read": about.page,
        "provenance": dict(about.provenance),
        "fingerprint": article.fingerprint,
        "text": article.text,
    }


def print_article(kept: Kept, *, zone: ZoneInfo, whole: bool) -> None:
    """Print a stored article."""
    story = f", story {kept.story}" if kept.story else ""
    _print(kept.article, zone=zone)
    print(f"{counted(kept.article.revision, 'version')}{story}")
    _print_text(kept.article.text, whole=whole)


def print_examined(examined: Examined, *, rules: bool, whole: bool) -> None:
    """Print a page's article, and what the rules of its site found if that was asked for."""
    _print(examined.article, zone=UTC)
    for problem in examined.reading.problems:
        print(f"  note: {problem}")
    if rules and examined.plain is not None:
        _print_rules(examined, examined.plain)
    _print_text(examined.article.text, whole=whole)


def _print(article: Article, *, zone: ZoneInfo) -> None:
    print(f"{article.title}\n{article.provider or article.host}, {article.url}, id {article.id}")
    rows = [row for row in _rows(article, zone) if row[1]]
    print_table(("", "", "from"), rows)


def _rows(article: Article, zone: ZoneInfo) -> Iterator[tuple[str, str, str]]:
    about = article.metadata
    yield "title", article.title, about.source_of("title")
    yield "authors", ", ".join(article.authors) or "–", about.source_of("authors")
    yield "organisations", ", ".join(about.organisations), about.source_of("organisations")
    yield "published", _moment(article.published, zone), about.source_of("published")
    yield "modified", _moment(article.updated, zone) if article.updated else "", about.source_of("modified")
    yield "section", about.section, about.source_of("section")
    yield "genre", about.genre.value, "; ".join(about.genre_evidence)
    yield "language", _language(article), about.source_of("language")
    yield "image", _image(article), about.source_of("image")
    yield "AMP", shorten(article.amp_url, ADDRESS, placeholder="…"), about.source_of("amp_url")
    yield "paywall", {None: "", True: "yes", False: "no"}[about.is_paywalled], about.source_of("is_paywalled")
    yield "standing", about.standing.value, ""
    for correction in about.corrections:
        yield "correction", correction.note, _moment(correction.at, zone) if correction.at else ""
    yield "words", f"{count_words(article.text):,}", about.source_of("text")
    yield "page", about.page, ""


def _moment(moment: datetime | None, zone: ZoneInfo) -> str:
    return f"{local(moment, zone)} {zone.key}" if moment else "–"


def _language(article: Article) -> str:
    probability = article.metadata.language_probability
    return f"{article.language or '–'}" + (f" ({probability:.1%})" if probability else "")


def _image(article: Article) -> str:
    image = article.image
    if image is None:
        return ""
    size = f" {image.width}×{image.height}" if image.width and image.height else ""
    return f"{image.url}{size}" + (" (the site's default)" if image.is_default else "")


def _print_rules(examined: Examined, plain: PageReading) -> None:
    site = "" if examined.rules is None else examined.rules.domain
    rows = [(f"{m.kind} {m.selector}", f"{m.elements:,}", f"{m.words:,}", m.sample) for m in examined.matches]
    print(f"\nrules for {site}")
    print_table(("rule", "elements", "words", "begins"), rows, right=("elements", "words"))
    before, after = count_words(plain.text), count_words(examined.reading.text)
    print(f"text: {counted(before, 'word')} without rules, {counted(after, 'word')} with them")
    for name in ("title", "authors"):
        if (was := getattr(plain, name)) != (now := getattr(examined.reading, name)):
            print(f"{name}: {_line(was)} without rules, {_line(now)} with them")


def _line(value: str | tuple[str, ...] | None) -> str:
    return repr(value if isinstance(value, str) else ", ".join(value or ()))


def _print_text(text: str, *, whole: bool) -> None:
    if whole or len(text) <= BEGINNING:
        print(f"\n{text}" if text else "\n(no text)")
        return
    print(f"\n{text[:BEGINNING].rpartition(' ')[0]} …\n({counted(count_words(text), 'word')}; --text prints all)")

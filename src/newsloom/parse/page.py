"""What a page says about its article, and the article's text."""

from dataclasses import replace

from newsloom.model.site import SiteRules
from newsloom.parse.body import tree_body
from newsloom.parse.bounds import check_markup
from newsloom.parse.bylines import authors
from newsloom.parse.charset import decoded
from newsloom.parse.fields import amp_url, canonical, language
from newsloom.parse.head import Head
from newsloom.parse.jsonld import linked
from newsloom.parse.kind import check_kind
from newsloom.parse.moments import modified, published
from newsloom.parse.noted import noted
from newsloom.parse.oddities import oddities
from newsloom.parse.owner import owner
from newsloom.parse.pictures import picture
from newsloom.parse.purpose import check_purpose
from newsloom.parse.reading import PageReading
from newsloom.parse.sections import kinds, section
from newsloom.parse.siterules import Ruled, ruled
from newsloom.parse.sites import site_name
from newsloom.parse.template import template_of
from newsloom.parse.titles import headline
from newsloom.parse.tree import page_tree


def read_page(body: bytes, *, url: str, content_type: str = "", rules: SiteRules | None = None) -> PageReading:
    """Read one article's page.

    Args:
        body: the page, with its content encoding undone.
        url: where it came from, after redirects; relative links are resolved against it.
        content_type: the Content-Type header as it came, or "".
        rules: what the owner says of this site's pages.

    Raises:
        UnreadableError: a PageError whose `reason` says what the page is instead of an article.
    """
    check_kind(body, content_type)
    html = decoded(body, content_type=content_type)
    check_markup(html)
    tree = page_tree(html)
    said = linked(tree)
    own = ruled(tree, rules)  # before anything holds on to an element, for it may take that out
    head = Head(tree=tree, linked=said, url=url)
    main = tree_body(tree, said)
    if own.text:
        main = replace(main, text=own.text)
    title = headline(head)
    check_purpose(tree, main, title, html=html, is_declared=bool(said.article))
    head.problems += oddities(html, main.text)
    return _by_rules(noted(_reading(head, html, main.text, title), head, main), own)


def _by_rules(reading: PageReading, own: Ruled) -> PageReading:
    """The reading with what the owner's rules say instead."""
    said = {name: "rules" for name in ("title", "authors", "text") if getattr(own, name)}
    return replace(
        reading,
        title=own.title or reading.title,
        authors=own.authors or reading.authors,
        problems=reading.problems + own.problems,
        provenance={**reading.provenance, **said},
    )


def _reading(head: Head, html: str, text: str, title: str | None) -> PageReading:
    written = authors(head)
    return PageReading(
        url=head.url,
        title=title,
        authors=written.people,
        organisations=written.organisations,
        published=published(head),
        modified=modified(head),
        canonical=canonical(head),
        amp_url=amp_url(head),
        image=picture(head),
        site_name=site_name(head),
        language=language(head),
        section=section(head),
        kinds=kinds(head),
        owner=owner(head, html),
        template=template_of(head.tree),
        text=text,
        problems=tuple(head.problems),
        provenance=head.provenance,
    )

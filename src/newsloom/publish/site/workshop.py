"""What all pages of one edition are made with."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from typing import Any

from markupsafe import Markup

from newsloom.model.edition import Artifact, Edition, sealed
from newsloom.model.listing import Listing
from newsloom.publish.site.cards import Card, Carding, Link
from newsloom.publish.site.data import collection, item_list, script
from newsloom.publish.site.moments import Moment
from newsloom.publish.site.pages import DeskView, PageView, described, full_address
from newsloom.publish.site.printer import Printer


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """An edition and what its pages are made with.

    `shown` are the stories readers are shown, newest first; `links` are the topics that have pages, by name; `mark`
    stands for all that every page depends on.
    """

    edition: Edition
    desk: DeskView
    printer: Printer
    moment: Callable[[datetime], Moment]
    cards: Carding
    shown: Sequence[Listing]
    links: Mapping[str, Link]
    mark: str
    made: dict[tuple[str, str], dict[str, Markup]] = field(default_factory=dict)

    @property
    def site(self) -> dict[str, Any]:
        """The whole site, as its pages' data name it."""
        named = {"@type": "WebSite", "name": self.desk.title, "inLanguage": self.desk.language}
        return named | ({"url": f"{self.desk.base_url}/"} if self.desk.base_url else {})

    def page(self, kind: str, path: str, title: str, description: str, **more: Any) -> PageView:  # noqa: ANN401  any field of the value
        """One page's own facts."""
        address = "" if more.get("hidden") else full_address(self.desk, path)
        return PageView(
            kind=kind, path=path, title=title, description=described(description), **({"url": address} | more)
        )

    def collecting(
        self,
        kind: str,
        path: str,
        title: str,
        description: str,
        cards: Sequence[Card],
        **more: Any,  # noqa: ANN401  any field of the value
    ) -> PageView:
        """The facts of a page that lists stories, its data among them."""
        items = item_list((card.title, full_address(self.desk, card.href)) for card in cards)
        said = collection(
            title, url=full_address(self.desk, path), site=self.site, description=description, mainEntity=items
        )
        return self.page(kind, path, title, description, data=script(said), **more)

    def print(self, template: str, page: PageView, *, at: Moment | None = None, **values: Any) -> bytes:  # noqa: ANN401  whatever the template shows
        """The page as bytes; `at` is the time under the desk's name, where one stands there."""
        root = values.pop("root", page.root)
        around = self.around(root, page.section) if at is None else self._around(root, page.section, at)
        return self.printer.print(template, {"desk": self.desk, "page": page, "root": root, **around, **values})

    def _around(self, root: str, section: str, at: Moment | None) -> dict[str, Markup]:
        """What stands around the content of all pages of a folder and a section."""
        values = {"desk": self.desk, "root": root, "section": section, "at": at}
        return {name: self.printer.fragment(f"{name}.html", values) for name in ("links", "masthead", "footer")}

    def around(self, root: str, section: str) -> dict[str, Markup]:
        """The same, made once for each folder and section."""
        if (root, section) not in self.made:
            self.made[root, section] = self._around(root, section, None)
        return self.made[root, section]

    def seen(self, listings: Iterable[Listing]) -> str:
        """What stands for what lists show of some records, in order: not their scores, which change by the hour."""
        return " ".join([one.look or one.digest for one in listings])

    def sealed(self, path: str, make: Callable[[], bytes], *of: object) -> Artifact:
        """A page that is made only where something it depends on changed."""
        hashed = blake2b(self.mark.encode(), digest_size=12)
        for one in of:
            hashed.update(f"\0{one}".encode("utf-8", "surrogatepass"))
        return sealed(path, make, seal=hashed.hexdigest())


def digests(listings: Sequence[Listing]) -> str:
    """What stands for some records, in order."""
    return " ".join(listing.digest for listing in listings)

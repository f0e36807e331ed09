"""What the site is made of beside the news: templates, a style sheet, a script; newsloom's own, and the owner's."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteFiles:
    """Templates by name and assets by name, as read by whoever may read files.

    `owners` are the owner's: templates that stand in for newsloom's of the same name or are included by them, and
    `owners_assets` files that stand in for newsloom's or go beside them. `folder` is where they are, for messages.
    """

    templates: Mapping[str, str]
    assets: Mapping[str, bytes]
    owners: Mapping[str, str] = field(default_factory=dict)
    owners_assets: Mapping[str, bytes] = field(default_factory=dict)
    folder: str = ""

    @property
    def all_templates(self) -> dict[str, str]:
        """The templates in force."""
        return {**self.templates, **self.owners}

    @property
    def all_assets(self) -> dict[str, bytes]:
        """The assets in force."""
        return {**self.assets, **self.owners_assets}

    @property
    def digest(self) -> str:
        """A hash of all of it."""
        hashed = blake2b(digest_size=12)
        for name, text in sorted(self.all_templates.items()):
            hashed.update(f"{name}\0{text}\0".encode("utf-8", "surrogatepass"))
        for name, content in sorted(self.all_assets.items()):
            hashed.update(f"{name}\0{len(content)}\0".encode() + content)
        return hashed.hexdigest()

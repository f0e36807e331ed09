"""Records as a site generator wants them: one file a generator, all from one record."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType

from newsloom.model.edition import Artifact, Edition, Entry
from newsloom.publish.markdown import page as smartable_page
from newsloom.publish.presets import astro, eleventy, hugo, jekyll, zola

SMARTABLE = "smartable"
VERSION = 1  # of what the presets write; another one has every page written anew


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """How one generator wants records: a file for each, and files beside them.

    `static` is the folder whose files the generator serves as they are, "" where that is the whole. `has_data` tells
    whether it reads the data files of topics.
    """

    name: str
    page: Callable[[Entry], Artifact]
    beside: tuple[Artifact, ...] = ()
    static: str = ""
    has_data: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """The publisher of records, as one preset wants them."""

    preset: Preset

    @property
    def fingerprint(self) -> str:
        """Which preset, in which version."""
        return f"pages {self.preset.name} {VERSION}"

    def render(self, edition: Edition) -> Iterator[Artifact]:
        """One file for each record that is due, shown or not, in the edition's order, then those beside them."""
        for entry in edition.entries():
            yield self.preset.page(entry)
        yield from self.preset.beside


def presets() -> Mapping[str, Preset]:
    """Every preset by name; the first is what a desk has that names none."""
    found = (
        Preset(name=SMARTABLE, page=smartable_page, has_data=True),
        Preset(name="jekyll", page=jekyll.page, has_data=True),
        Preset(name="hugo", page=hugo.page, static="static"),
        Preset(name="eleventy", page=eleventy.page),
        Preset(name="astro", page=astro.page, beside=(_collection(),), static="public"),
        Preset(name="zola", page=zola.page, beside=(zola.SECTION,), static="static"),
    )
    return MappingProxyType({preset.name: preset for preset in found})


def _collection() -> Artifact:
    return Artifact(path=astro.SCHEMA, content=files(__name__).joinpath("newsloom.ts").read_bytes())

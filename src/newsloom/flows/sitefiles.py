"""The site's templates and assets: newsloom's own, and those of the owner's folder."""

from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from newsloom.errors import SettingsError
from newsloom.publish.site.files import SiteFiles
from newsloom.publish.site.printer import Printer

TEMPLATE = ".html"
ASSETS = ("site.css", "search.js", "icon.svg")
KINDS = frozenset((".css", ".js", ".svg", ".png", ".jpg", ".webp", ".avif", ".ico", ".woff2", ".txt", ".webmanifest"))
LARGEST = 2_000_000  # bytes of one file of the owner's
PACKAGE = "newsloom.publish.site"


def site_files(folder: Path | None = None) -> SiteFiles:
    """What the site is made of.

    Args:
        folder: the owner's: `*.html` are templates, `assets/` holds what is published under `assets/`.

    Raises:
        SettingsError: the folder is not there, or a file in it cannot be read or is none that has a use here.
        TemplatesError: a template of the owner's cannot be read, by file and line.
    """
    own = files(PACKAGE)
    templates = {one.name: one.read_text("utf-8") for one in own.joinpath("templates").iterdir() if _is_template(one)}
    assets = {name: own.joinpath("assets", name).read_bytes() for name in ASSETS}
    if folder is None:
        return SiteFiles(templates=templates, assets=assets)
    if not folder.is_dir():
        raise SettingsError("there is no such folder; make it, or leave `templates` out of [pages]", path=folder)
    made = SiteFiles(
        templates=templates,
        assets=assets,
        owners={path.name: _text(path) for path in _in(folder, {TEMPLATE})},
        owners_assets={path.name: _bytes(path) for path in _in(folder / "assets", KINDS)},
        folder=str(folder),
    )
    for fault in Printer(made).faults():
        raise fault
    return made


def _is_template(file: Traversable) -> bool:
    return file.name.endswith(TEMPLATE)


def _in(folder: Path, kinds: set[str] | frozenset[str]) -> Iterator[Path]:
    """The files of a folder, all of which must be of these kinds; what begins with a dot and `README.md` are let be."""
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.name.startswith(".") or path.name == "README.md" or path.is_dir():
            continue
        if path.suffix not in kinds:
            known = ", ".join(sorted(kinds))
            raise SettingsError(f"has no use here; files in {folder.name}/ end in {known}", path=path)
        yield path


def _text(path: Path) -> str:
    try:
        return _bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SettingsError("is not UTF-8 text; save it as UTF-8", path=path) from error


def _bytes(path: Path) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise SettingsError(f"cannot be read: {error.strerror}", path=path) from error
    if len(content) > LARGEST:
        raise SettingsError(f"is larger than {LARGEST:,} bytes; what pages load should be small", path=path)
    return content

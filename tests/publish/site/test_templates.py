from pathlib import Path

import pytest
from tests.publish.site.stage import a_paper, a_site, rendered

from newsloom.errors import SettingsError, TemplatesError
from newsloom.flows.sitefiles import site_files


def owned(folder: Path, **files: str) -> Path:
    """A folder of an owner's with these templates."""
    for name, text in files.items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    return folder


def test_an_owners_template_stands_in_for_ours(tmp_path: Path) -> None:
    """It may build on ours, and include others of the owner's."""
    look = owned(
        tmp_path,
        about='{% extends "layout.html" %}{% block main %}<h1>Ours</h1>{% include "imprint.html" %}{% endblock %}',
        imprint="<p>{{ desk.title }}</p>",
    )
    (look / "assets").mkdir()
    (look / "assets" / "site.css").write_text("body{color:red}", encoding="utf-8")
    (look / "assets" / "logo.svg").write_text("<svg/>", encoding="utf-8")
    files = rendered(a_paper(), a_site(files=site_files(look)))
    assert "<h1>Ours</h1><p>The Daily Loom</p>" in files["about.html"].decode()
    assert files["assets/site.css"] == b"body{color:red}"
    assert files["assets/logo.svg"] == b"<svg/>"
    assert files["news/s001.html"] == rendered(a_paper())["news/s001.html"]


def test_another_template_is_another_fingerprint(tmp_path: Path) -> None:
    """So that everything is rendered anew."""
    assert a_site(files=site_files(owned(tmp_path, about="x"))).fingerprint != a_site().fingerprint


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("<p>\n{% if %}\n</p>", 2, "Expected an expression"),
        ("\n\n{{ desk.title | no_such }}", 3, "no_such"),
        ("{% block main %}\n", 1, "Unexpected end of template"),
    ],
)
def test_a_template_that_cannot_be_read_is_refused_by_file_and_line(
    tmp_path: Path, text: str, line: int, said: str
) -> None:
    """Before anything is published."""
    with pytest.raises(TemplatesError, match=said) as refused:
        site_files(owned(tmp_path, about=text))
    assert (refused.value.path, refused.value.line) == (f"{tmp_path}/about.html", line)


@pytest.mark.parametrize(
    "expression",
    [
        "desk.titel",
        "''.__class__.__mro__",
        "desk.topics.append(1)",
        "range(10**9) | list",
        "page.root.__init__.__globals__",
        "(1/0)",
        "cycler.__init__.__globals__.os.popen('id')",
    ],
)
def test_a_template_that_fails_at_a_page_is_named_by_file_and_line(tmp_path: Path, expression: str) -> None:
    """A misspelt name, a fault, and what a sandbox forbids all end the rendering."""
    site = a_site(files=site_files(owned(tmp_path, about="<p>\n{{ " + expression + " }}</p>")))
    with pytest.raises(TemplatesError) as failed:
        rendered(a_paper(), site)
    assert (failed.value.path, failed.value.line) == (f"{tmp_path}/about.html", 2)


def test_a_fault_in_an_included_template_is_named_where_it_is(tmp_path: Path) -> None:
    """The innermost template is at fault, not the page."""
    look = owned(tmp_path, about='{% include "own.html" %}', own="\n\n{{ nothing.there }}")
    with pytest.raises(TemplatesError) as failed:
        rendered(a_paper(), a_site(files=site_files(look)))
    assert (failed.value.path, failed.value.line) == (f"{tmp_path}/own.html", 3)


def test_a_folder_that_is_not_there_or_holds_strange_things_is_refused(tmp_path: Path) -> None:
    """By its path, with what would be right."""
    with pytest.raises(SettingsError, match="no such folder"):
        site_files(tmp_path / "none")
    (tmp_path / "notes.docx").write_bytes(b"")
    with pytest.raises(SettingsError, match=r"notes\.docx: has no use here"):
        site_files(tmp_path)


def test_words_are_escaped_in_owners_templates_too(tmp_path: Path) -> None:
    """An owner need not think of it."""
    look = owned(tmp_path, notice="<h1>{{ notice.link.name if notice.link else '' }}</h1>")
    assert "<h1>Flood in Ostmere</h1>" in rendered(a_paper(), a_site(files=site_files(look)))["news/s006.html"].decode()

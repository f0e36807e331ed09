"""The company a page says it belongs to."""

import pytest

from newsloom.parse.page import read_page

TEXT = "<p>" + "The council of Torvik met in the old hall and voted on the harbour. " * 12 + "</p>"


def owner(foot: str = "", head: str = "") -> str:
    """The owner of a page with this foot and head."""
    page = f"<html><head><title>x</title>{head}</head><body><h1>x</h1>{TEXT}<footer>{foot}</footer></body></html>"
    return read_page(page.encode(), url="https://daily.example/1").owner


@pytest.mark.parametrize(
    ("foot", "name"),
    [
        ("© 2026 Nord Media Group, Inc. All rights reserved.", "Nord Media Group, Inc"),
        ("&copy; 1999-2026 <b>Nord Media GmbH &amp; Co. KG</b> | Impressum", "Nord Media GmbH & Co. KG"),
        ("Copyright © 2026 by Nord Verlag", "Nord Verlag"),
        ("© Nord Verlag 2026", "Nord Verlag"),
        ("© <span>2026</span><span>Nord Verlag</span>", "Nord Verlag"),
        ("© Photo Agency", ""),
        ("© 2026 All rights reserved", ""),
        ("© 2026 | Privacy policy", ""),
        ("© 2026", ""),
        ("nothing", ""),
    ],
)
def test_the_sign_of_copyright(foot: str, name: str) -> None:
    """With a year; without one it is a picture's."""
    assert owner(foot) == name


def test_what_is_said_in_markup_comes_first() -> None:
    """The publisher's parent, the holder of the rights; the publisher itself may be an agency."""
    linked = (
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"x","publisher":{"name":"Meridian Wire",'
        '"parentOrganization":{"name":"Nord Group"}}}</script>'
    )
    assert owner("© 2026 Other", linked) == "Nord Group"
    assert owner(head='<meta name="copyright" content="Nord Verlag">') == "Nord Verlag"


def test_odd_marks_are_passed_over() -> None:
    """Whatever stands behind them, in no time."""
    assert owner("© 2026 " + "x" * 5_000) == ""
    assert owner("©" * 5_000 + " 2026 ") == ""
    assert owner("© " + "2026 - " * 900) == ""

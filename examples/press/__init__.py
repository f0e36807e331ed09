"""A small invented press: outlets, their articles over four days, and the HTTP servers they are read from.

It is the outside world of newsloom's demo and tests, and imports nothing of newsloom. Everything it says is invented;
the texts are in ``data/``, to be read and edited by hand.
"""

from press.loading import load_archive
from press.model import Archive, Article, Outlet, PressDataError, Version, moment
from press.servers import Press, Urls
from press.wires import Traffic

__all__ = [
    "Archive",
    "Article",
    "Outlet",
    "Press",
    "PressDataError",
    "Traffic",
    "Urls",
    "Version",
    "load_archive",
    "moment",
]

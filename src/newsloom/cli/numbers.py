"""Numbers typed on the command line, refused where they make no sense."""

import argparse
import math
from datetime import timedelta

MOST = 1_000_000
PATIENCE = 30  # seconds that an order waits for a run that is at work
_UNITS = {"h": 1, "d": 24, "w": 168}  # hours
CENTURY = 36_525  # days; what is longer leaves the calendar


def count(text: str) -> int:
    """A whole number from 1 on."""
    return _whole(text, 1, MOST)


def port(text: str) -> int:
    """A port to listen on; 0 takes a free one."""
    return _whole(text, 0, 65535)


def seconds(text: str) -> float:
    """A time to wait."""
    return _real(text, MOST)


def days(text: str) -> float:
    """A time to look back."""
    return _real(text, CENTURY)


def back(text: str) -> timedelta:
    """A time to look back: `36h`, `30d` or `2w`; a number alone is days."""
    unit = text[-1:] if text[-1:] in _UNITS else "d"
    return timedelta(hours=_real(text.removesuffix(unit), CENTURY) * _UNITS[unit])


def patience(parser: argparse.ArgumentParser) -> None:
    """The option of every order: how long it waits for a run that is at work."""
    parser.add_argument(
        "--wait",
        type=seconds,
        default=PATIENCE,
        metavar="SECONDS",
        help=f"wait so long for a run that is at work (default: {PATIENCE})",
    )


def _whole(text: str, least: int, most: int) -> int:
    if not text.isascii() or not text.isdecimal() or not least <= int(text[:9]) <= most or len(text) > len(str(most)):
        raise argparse.ArgumentTypeError(f"`{text}` is no whole number from {least} to {most:,}")
    return int(text)


def _real(text: str, most: int) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not 0 <= number <= most:
        raise argparse.ArgumentTypeError(f"`{text}` is no number from 0 to {most:,}")
    return number

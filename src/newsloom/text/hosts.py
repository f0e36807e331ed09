"""Whose address a URL is, and whether it may be shown to a browser."""

import ada_url

WEB = ("http:", "https:")  # the only schemes newsloom follows or publishes


def host(url: str) -> str | None:
    """The host of a web address, lower-case, in its ASCII form, without port; None where there is none."""
    try:
        parsed = ada_url.URL(url)
    except ValueError:
        return None
    return parsed.hostname or None if parsed.protocol in WEB else None


def is_web(url: str) -> bool:
    """Whether this is an absolute http or https address, so that no script or file hides in it."""
    return host(url) is not None

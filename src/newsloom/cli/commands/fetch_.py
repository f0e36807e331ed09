"""`newsloom fetch URL`."""

import argparse
from collections.abc import Mapping
from typing import TYPE_CHECKING

from newsloom.cli.exits import Exit

if TYPE_CHECKING:
    from newsloom.model.page import Request


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where to go, and how."""
    parser.add_argument("url", metavar="URL", help="an address, or the id of a source of the desk")
    parser.add_argument("--robots", action="store_true", help="ask robots.txt first, as for an article's page")
    parser.add_argument("--insecure", action="store_true", help="accept whatever certificate the address shows")


def run(args: argparse.Namespace) -> int:
    """Make one visit and tell it step by step; needs no desk, and keeps nothing."""
    from dataclasses import asdict

    from newsloom.cli.desk import log_to_stderr
    from newsloom.cli.output import print_json
    from newsloom.cli.visiting import visiting
    from newsloom.flows.visit import visit
    from newsloom.wiring import clock, redacted_url

    log_to_stderr(verbose=args.verbose)
    request = _request(args)
    started = clock().monotonic()
    steps: list[dict[str, object]] = []

    def watch(what: str, facts: Mapping[str, object]) -> None:
        steps.append({"seconds": round(clock().monotonic() - started, 4), "step": what, **facts})

    with visiting(args, watch=watch) as fetcher:
        told = visit(fetcher, request)
    data = asdict(told) | {"url": redacted_url(told.url), "hops": [redacted_url(hop) for hop in told.hops]}
    data["detail"] = redacted_url(told.detail)
    data["seconds"] = round(clock().monotonic() - started, 4)
    if args.json:
        print_json({"asked": redacted_url(request.url), "steps": steps, **data})
    else:
        _tell(steps, data)
    return Exit.FOUND if told.reason else Exit.OK


def _request(args: argparse.Namespace) -> "Request":
    from newsloom.cli.visiting import desk_or_defaults
    from newsloom.errors import UsageError
    from newsloom.model.page import Request

    desk = desk_or_defaults(args)
    known = {source.id: source for source in getattr(desk, "sources", ())}
    source = known.get(args.url)
    if source is None and "://" not in args.url:
        raise UsageError(f"`{args.url}` is neither an address nor a source; an address starts with https:// or http://")
    verify = not args.insecure and (source is None or source.verify)
    return Request(
        url=source.url if source else args.url,
        obey_robots=args.robots,
        verify=verify,
        credential=source.credential if source else "",
    )


def _tell(steps: "list[dict[str, object]]", data: "dict[str, object]") -> None:
    for step in steps:
        facts = dict(step)
        seconds, what, headers = facts.pop("seconds"), facts.pop("step"), facts.pop("headers", {})
        print(
            f"{seconds:8.3f}  {what}  {'  '.join(f'{name}={_shown(value)}' for name, value in facts.items())}".rstrip()
        )
        if isinstance(headers, dict):
            for name, value in headers.items():
                print(f"            {_shown(name)}: {_shown(value)}")
    print(f"verdict: {data['verdict']}" + (f", {data['reason']}" if data["reason"] else ""))
    print(f"  {_shown(data['detail'])}")
    kept = data["kept"]
    if isinstance(kept, dict):
        for name, value in kept.items():
            print(f"  {name}: {_shown(value)}")


def _shown(value: object) -> str:
    """A stranger's words on a terminal: nothing in them may move its cursor."""
    return "".join(char if char.isprintable() else "\ufffd" for char in str(value)[:500])

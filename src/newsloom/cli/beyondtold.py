"""What became of a publication beyond its folder, in lines."""

from collections.abc import Iterator

from newsloom.cli.output import counted
from newsloom.flows.reports import PublishReport


def beyond_lines(done: PublishReport) -> Iterator[str]:
    """A line for each other place, and one for a hub that could not be told."""
    for one in done.carried:
        if one.problem:
            yield f"{one.address}: not brought there: {one.problem}; it is tried again with the next publication"
        else:
            yield f"{one.address}: {counted(one.sent, 'file')} sent, {one.removed} removed"
    if done.hub:
        yield f"the hub was not told of new feeds: {done.hub}"

"""What every plug-in must keep to; its author's tests call these, as newsloom's own do."""

import pickle
from collections.abc import Iterable
from dataclasses import replace
from pathlib import PurePosixPath

from newsloom.errors import FeedError
from newsloom.model.edition import Artifact, Edition
from newsloom.model.page import Page
from newsloom.model.source import Source, SourceState
from newsloom.seams import Publisher, SourceReader

RUBBISH = (b"", b"\0\xff\xfe", b"<html><body>no</body></html>", b"{", b"<rss", b"\xef\xbb\xbf" * 9)


def check_source_reader(reader: SourceReader, source: Source, page: Page) -> None:
    """A kind of source: asks for a web page with the validators it was given, reads it the same twice, refuses rubbish.

    Args:
        reader: what is checked.
        source: a source of its kind.
        page: an answer it must be able to read.

    Raises:
        AssertionError: it does not keep to the contract.
    """
    state = SourceState(source=source.id, etag='"1"', last_modified="Mon, 03 Mar 2025 00:00:00 GMT")
    request = reader.request(source, state)
    _demand(request == reader.request(source, state), "the same source and state ask for the same page")
    _demand(request.url.startswith(("http://", "https://")), "a web address is asked for")
    _demand(request.etag in {None, state.etag}, "validators are never invented")
    _demand(request.last_modified in {None, state.last_modified}, "validators are never invented")
    twin = pickle.loads(pickle.dumps(reader))  # noqa: S301  our own object, as it goes to a worker
    _demand(twin.read(source, page) == reader.read(source, page), "reading is the same in a worker process")
    for rubbish in RUBBISH:
        try:
            reader.read(source, Page(request=request, url=request.url, status=200, body=rubbish, fetched=page.fetched))
        except FeedError:
            continue


def check_publisher(publisher: Publisher, edition: Edition) -> None:
    """A shape of output: the same edition gives the same files, at paths of their own inside the output.

    Raises:
        AssertionError: it does not keep to the contract.
    """
    artifacts = list(publisher.render(edition))
    _demand(_plain(artifacts) == _plain(publisher.render(edition)), "rendering is repeatable")
    _demand(bool(publisher.fingerprint), "its version and settings have a fingerprint")
    paths = [artifact.path for artifact in artifacts]
    _demand(len(set(paths)) == len(paths), "each file has a path of its own")
    for path in map(PurePosixPath, paths):
        _demand(not path.is_absolute() and ".." not in path.parts, f"{path} stays inside the output")
    own = {artifact.path: artifact.made for artifact in artifacts if artifact.story is not None}
    for one in edition.listings:
        part = replace(edition, changed=frozenset({one.story}))
        for artifact in publisher.render(part):
            _demand(artifact.story in {None, one.story}, f"{artifact.path} is rendered though its record is not due")
            if artifact.story is not None:
                _demand(own.get(artifact.path) == artifact.made, f"{artifact.path} is the same rendered alone")


def _plain(artifacts: Iterable[Artifact]) -> list[tuple[object, ...]]:
    return [(artifact.path, artifact.story, artifact.seal, artifact.made) for artifact in artifacts]


def _demand(kept: bool, promise: str) -> None:
    if not kept:
        raise AssertionError(promise)

"""The output is brought to other places: what changed, in an order that leaves no link to nothing, and nothing else."""

import shutil
import threading
from collections.abc import Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsloom.deliver.elsewhere import Carrier, Place
from newsloom.deliver.folder import FolderDelivery
from newsloom.deliver.objects import MISSING, Objects, type_of
from newsloom.deliver.rsync import Rsync
from newsloom.deliver.work import MANIFEST
from newsloom.errors import DeliveryError
from newsloom.model.edition import Artifact
from newsloom.model.story import StoryId


class Shelf:
    """A place in memory that fails when it is told to."""

    address = "shelf"
    missing = ""

    def __init__(self, output: Path) -> None:
        """Hold nothing."""
        self.output, self.held, self.calls, self.fails_at = output, dict[str, bytes](), list[tuple[str, str]](), -1

    def send(self, output: Path, paths: Sequence[str]) -> None:
        """Take files one by one."""
        for path in paths:
            self._begin("send", path)
            self.held[path] = (output / path).read_bytes()

    def remove(self, output: Path, paths: Sequence[str]) -> None:
        """Drop files one by one."""
        for path in paths:
            assert not (output / path).exists()
            self._begin("remove", path)
            self.held.pop(path, None)

    def _begin(self, what: str, path: str) -> None:
        if len(self.calls) == self.fails_at:
            self.fails_at = -1
            raise DeliveryError("the line was cut")
        self.calls.append((what, path))


def files(pages: dict[str, str], story: str = "") -> list[Artifact]:
    """Files; those in `news/` are of one record each."""
    return [
        Artifact(path=path, content=text.encode(), story=StoryId(path) if path.startswith("news/") else story or None)  # type: ignore[arg-type]  # "" is none
        for path, text in pages.items()
    ]


def held(folder: Path) -> dict[str, bytes]:
    """Every file below."""
    return {one.relative_to(folder).as_posix(): one.read_bytes() for one in folder.rglob("*") if one.is_file()}


def test_pages_go_first_and_what_points_to_them_last(tmp_path: Path) -> None:
    """Records and assets, lists, entries, then what is gone is taken away, then the generation's name."""
    delivery = FolderDelivery(tmp_path / "site")
    shelf = Shelf(delivery.output)
    carrier = Carrier(delivery, shelf)
    delivery.deliver(files({"index.html": "1", "archive/a.html": "1", "news/a.html": "1", "site.css": "1", "old": "1"}))
    assert (carrier.carry().sent, carrier.carry().sent) == (5, 0)
    delivery.deliver(
        files({"index.html": "2", "archive/a.html": "2", "news/b.html": "1", "site.css": "1", "z.xml": "1"})
    )
    shelf.calls.clear()
    done = carrier.carry()
    assert (done.sent, done.removed, done.problem) == (4, 2, "")
    assert shelf.calls == [
        ("send", "news/b.html"),
        ("send", "archive/a.html"),
        ("send", "z.xml"),
        ("send", "index.html"),
        ("remove", "news/a.html"),
        ("remove", "old"),
        ("send", MANIFEST),
    ]
    assert shelf.held == held(delivery.output)


def test_a_place_that_fails_is_told_and_tried_again(tmp_path: Path) -> None:
    """The output is as it was, doctor can say so, and the next time all is well."""
    delivery = FolderDelivery(tmp_path / "site")
    shelf = Shelf(delivery.output)
    carrier = Carrier(delivery, shelf)
    delivery.deliver(files({"news/a.html": "1", "index.html": "1"}))
    assert "next run" in carrier.standing().problem
    shelf.fails_at = 1
    assert carrier.carry().problem == carrier.standing().problem == "the line was cut"
    assert carrier.carry().problem == carrier.standing().problem == ""
    assert shelf.held == held(delivery.output)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.dictionaries(st.sampled_from(["news/a", "news/b", "index.html", "x/y.xml"]), st.text("12", max_size=1)),
            st.integers(-1, 4),
        ),
        min_size=1,
        max_size=5,
    )
)
def test_however_often_it_fails_nothing_of_ours_is_left_behind(
    tmp_path_factory: pytest.TempPathFactory, editions: list[tuple[dict[str, str], int]]
) -> None:
    """After one time without a fault the place is the output, and somebody else's file there is still there."""
    folder = tmp_path_factory.mktemp("some")
    delivery = FolderDelivery(folder / "site")
    shelf = Shelf(delivery.output)
    shelf.held["theirs"] = b"somebody's"
    for pages, fails_at in editions:
        delivery.deliver(files(pages))
        shelf.calls.clear()
        shelf.fails_at = fails_at
        Carrier(delivery, shelf).carry()
    shelf.fails_at = -1
    assert not Carrier(delivery, shelf).carry().problem
    assert shelf.held == held(delivery.output) | {"theirs": b"somebody's"}


def through(tmp_path: Path, place: Place, found: Path) -> None:
    """Two editions reach a place that is a folder."""
    delivery = FolderDelivery(tmp_path / "site")
    found.mkdir(exist_ok=True)
    (found / "theirs").write_text("somebody's")
    delivery.deliver(files({"news/a $(x) 'é.html": "1", "index.html": "1"}))
    assert Carrier(delivery, place).carry().problem == ""
    delivery.deliver(files({"news/b.html": "1", "index.html": "2"}))
    done = Carrier(delivery, place).carry()
    assert (done.sent, done.removed, done.problem) == (2, 1, "")
    assert held(found) == held(delivery.output) | {"theirs": b"somebody's"}


def test_rsync_brings_a_folder(tmp_path: Path) -> None:
    """Names of any kind, changes, deletions; what others put there stays."""
    if shutil.which("rsync") is None:
        pytest.skip("no rsync here: the system has no such command")
    through(tmp_path, Rsync(str(tmp_path / "there")), tmp_path / "there")


def test_rsync_says_what_it_lacks(tmp_path: Path) -> None:
    """No program, or a place that is not there: a plain sentence, and the output stands."""
    delivery = FolderDelivery(tmp_path / "site")
    delivery.deliver(files({"index.html": "1"}))
    assert "install it" in Carrier(delivery, Rsync("host:/x", program="no-such-rsync")).carry().problem
    if shutil.which("rsync") is None:
        pytest.skip("no rsync here: the system has no such command")
    problem = Carrier(delivery, Rsync(str(tmp_path / "not/there/at/all"))).carry().problem
    assert problem.startswith("rsync failed: ")


def test_objects_are_put_with_their_types(tmp_path: Path) -> None:
    """Only what changed is sent; each object says what it is."""
    obstore = pytest.importorskip("obstore", reason="no obstore here")
    from obstore.store import MemoryStore  # noqa: PLC0415  an extra

    delivery, store = FolderDelivery(tmp_path / "site"), MemoryStore()
    carrier = Carrier(delivery, Objects("s3://bucket", store))
    delivery.deliver(files({"index.html": "1", "feeds/rss.xml": "1", "news/a.md": "1"}))
    assert carrier.carry().sent == 3
    first = obstore.head(store, "index.html")["e_tag"]
    delivery.deliver(files({"index.html": "1", "feeds/rss.xml": "2"}))
    done = carrier.carry()
    assert (done.sent, done.removed, done.problem) == (1, 1, "")
    assert obstore.head(store, "index.html")["e_tag"] == first
    found = {one["path"] for batch in obstore.list(store) for one in batch}
    assert found == {*held(delivery.output)}
    assert obstore.get(store, "index.html").attributes == {"Content-Type": "text/html; charset=utf-8"}
    assert obstore.get(store, "feeds/rss.xml").attributes == {"Content-Type": "application/rss+xml"}
    assert type_of("x/y.unheard-of") == "application/octet-stream"
    assert "newsloom[s3]" in MISSING


class Bucket(BaseHTTPRequestHandler):
    """As much of S3 as newsloom asks for: objects put, and deleted one by one or many at once."""

    protocol_version = "HTTP/1.1"

    def do_PUT(self) -> None:
        """Keep an object."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.held[self.path] = (self.headers["Content-Type"], body)  # type: ignore[attr-defined]  # ours
        self.server.signed.append(self.headers["Authorization"])  # type: ignore[attr-defined]  # ours
        self._answer(200, b"", ETag='"x"')

    def do_POST(self) -> None:
        """Delete many."""
        import re  # noqa: PLC0415  wanted here alone

        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        bucket = self.path.partition("?")[0]
        keys = re.findall("<Key>(.*?)</Key>", body)
        for key in keys:
            self.server.held.pop(f"{bucket}/{key}", None)  # type: ignore[attr-defined]  # ours
        told = "".join(f"<Deleted><Key>{key}</Key></Deleted>" for key in keys)
        self._answer(200, f"<DeleteResult>{told}</DeleteResult>".encode())

    def do_DELETE(self) -> None:
        """Delete one."""
        self.server.held.pop(self.path, None)  # type: ignore[attr-defined]  # ours
        self._answer(204, b"")

    def _answer(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for key, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(key, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Print nothing."""


@pytest.fixture
def bucket() -> Iterator[ThreadingHTTPServer]:
    """A server that speaks S3."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Bucket)
    server.held, server.signed = {}, []  # type: ignore[attr-defined]  # what it was sent
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_server_that_speaks_s3_gets_signed_requests(
    tmp_path: Path, bucket: ThreadingHTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Keys and endpoint are those of the environment; objects lie below the prefix."""
    pytest.importorskip("obstore", reason="no obstore here")
    endpoint = f"http://127.0.0.1:{bucket.server_port}"
    said = {
        "AWS_ENDPOINT": endpoint,
        "AWS_ACCESS_KEY_ID": "known",
        "AWS_SECRET_ACCESS_KEY": "hidden",
        "AWS_REGION": "r",
    }
    for key, value in said.items():
        monkeypatch.setenv(key, value)
    delivery = FolderDelivery(tmp_path / "site")
    carrier = Carrier(delivery, Objects("s3://shelf/news/desk"))
    delivery.deliver(files({"index.html": "1", "news/a.html": "1"}))
    assert carrier.carry().problem == ""
    delivery.deliver(files({"index.html": "2"}))
    assert carrier.carry().problem == ""
    assert {*bucket.held} == {f"/shelf/news/desk/{path}" for path in held(delivery.output)}  # type: ignore[attr-defined]  # ours
    assert bucket.held["/shelf/news/desk/index.html"] == ("text/html; charset=utf-8", b"2")  # type: ignore[attr-defined]  # ours
    assert all("Credential=known/" in one for one in bucket.signed)  # type: ignore[attr-defined]  # ours


def test_a_storage_that_cannot_be_reached_is_told_without_secrets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The problem names neither key, and the output stands."""
    pytest.importorskip("obstore", reason="no obstore here")
    said = {"AWS_ENDPOINT": "https://127.0.0.1:9", "AWS_ACCESS_KEY_ID": "known", "AWS_SECRET_ACCESS_KEY": "hidden"}
    for key, value in said.items():
        monkeypatch.setenv(key, value)
    delivery = FolderDelivery(tmp_path / "site")
    delivery.deliver(files({"index.html": "1"}))
    problem = Carrier(delivery, Objects("s3://shelf", patience=0)).carry().problem
    assert problem.startswith("the storage refused: ")
    assert not {"known", "hidden"} & {*problem.split()}

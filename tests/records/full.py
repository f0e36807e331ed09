"""One record with every field of the contract, and short words for reading bytes."""

from newsloom.records.codec import ParsedRecord, Torn, parse, render

FULL = b"""---
category: news
title: "Harbour \\"Nord\\" opens\\nagain"
excerpt: "Two berths more: the harbour of Lund\\\\Sund grows"
publishedDateTime: 2026-03-01T06:05:04Z
originalUrl: "https://kurier.example/a?b=1"
webUrl: "https://kurier.example/a"
ampWebUrl: "https://kurier.example/amp/a"
cdnAmpWebUrl: "https://kurier-example.cdn.ampproject.org/c/s/kurier.example/amp/a"
type: video
quality: 87
heat: 97
published: true

featuredContent: "<iframe src=\\"https://player.example/1\\"></iframe>"

provider:
  name: Kurier
  domain: kurier.example
  images:
    - url: "https://desk.example/kurier-50x50.jpg"
      width: 50
      height: 50

topics:
  - Harbours
  - "yes"

images:
  - url: "https://kurier.example/1.jpg"
    width: 640
    height: 480
    isCached: false
    title: "A crane"

related:
  - title: "Port grows"
    excerpt: "In short"
    publishedDateTime: 2026-03-01T07:00:00Z
    webUrl: "https://tern.example/p"
    type: article
    provider:
      name: Tern
      domain: tern.example
    quality: 12
    images:
      - url: "https://tern.example/1.jpg"
        width: 10
        height: 20
        isCached: true

secured: "QUJD;REVG"
---

"""


def read(data: bytes) -> ParsedRecord:
    """What the bytes say; they must be a record."""
    parsed = parse(data)
    assert isinstance(parsed, ParsedRecord), parsed
    return parsed


def torn(data: bytes) -> Torn:
    """Why the bytes are torn; they must be."""
    parsed = parse(data)
    assert isinstance(parsed, Torn), parsed
    return parsed


def again(data: bytes) -> bytes:
    """The bytes, read and written back."""
    parsed = read(data)
    return render(parsed.record, parsed.layout)

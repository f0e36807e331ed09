"""Texts that formats trip over, and records made of them."""

from dataclasses import replace
from datetime import UTC, datetime

from newsloom.model.record import Record, RecordImage, RecordProvider, RelatedRecord

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
TRAPS = (
    "<script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "a < b && c > d \"quoted\" 'single'",
    "]]><!-- --><![CDATA[x]]>",
    "&lt;b&gt; &amp;amp; &#60;i&#62;",
    "\u202eright to left\u202c and \u2066isolated",
    "\x00\x01\x08\x0b\x0c\x1b\x7f\x85 controls \ufffe\uffff\ud800",
    "{{ 7 * 7 }} {% raw %} {{{x}}} <%= y %>",
    "tab\tline\nreturn\r\nend",
    "=cmd|' /C calc'!A0",
    "😀 Größe 東京 עברית",
    "",
    " ",
    "x" * 3_000,
    "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>&e;",
)
ADDRESSES = (
    "https://a.example/<script>?q=\"x\"&y='z'#<b>",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "https://user:secret@a.example/private",
    "https://a.example/a b|c^d`e{f}[g]%zz\\h",
    "//a.example/x",
    "https://\uff41.example/ü?ö#ä",  # a wide letter
    "",
    "https://a.example/?a=1&b=2#c#d",
    "file:///etc/passwd",
)


def hostile_record(number: int) -> Record:
    """A published record of which every text is a trap; `number` says which."""
    text, other = TRAPS[number % len(TRAPS)], TRAPS[(number + 1) % len(TRAPS)]
    url = ADDRESSES[number % len(ADDRESSES)]
    image = RecordImage(url=ADDRESSES[(number + 4) % len(ADDRESSES)], width=600, height=400)
    provider = RecordProvider(name=text, domain=other[:60])
    related = RelatedRecord(
        title=other, excerpt=text, published_at=NOON, web_url=url, provider=provider, images=(image,)
    )
    return Record(
        title=text,
        excerpt=other,
        published_at=NOON,
        original_url=url,
        web_url=url,
        quality=50,
        heat=60,
        published=True,
        provider=provider,
        topics=(other, text, "Transit"),
        images=(image,),
        related=(related, replace(related, title=text)),
        language=text[:12],
        authors=(text, other),
        correction=text,
        genre=other,
    ).storable()

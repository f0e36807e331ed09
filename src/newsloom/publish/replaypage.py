"""The past by other settings as one page: charts and editions side by side; no script, and nothing asked of anybody."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

WIDTH, HEIGHT, LEFT, BOTTOM = 720, 150, 40, 20  # pixels of a chart, and of what its labels take
SOURCES = 12  # of which shares are drawn
ROW, NAME, BAR = 22, 200, 380  # pixels of a row of bars, of its name, of the longest bar

STYLE = """
:root{color-scheme:light dark;--ink:#1b1f24;--paper:#fff;--dim:#5c6773;--line:#d5dae0;--was:#8a94a0;--now:#0b6bcb;
--in:#0f7a3d;--out:#b3261e}
@media(prefers-color-scheme:dark){:root{--ink:#e6e9ed;--paper:#14171b;--dim:#9aa5b1;--line:#333a43;--was:#7b8794;
--now:#62b0ff;--in:#5fd08c;--out:#ff8a80}}
body{font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper);max-width:60rem;margin:2rem auto;
padding:0 1rem}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.3rem .6rem;
border-bottom:1px solid var(--line)}td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}
svg{width:100%;height:auto;display:block}svg text{fill:var(--dim);font:12px system-ui,sans-serif}
.was{stroke:var(--was);fill:none;stroke-width:2}.now{stroke:var(--now);fill:none;stroke-width:2}
rect.was{fill:var(--was);stroke:none}rect.now{fill:var(--now);stroke:none}.axis{stroke:var(--line)}
.key b{font-weight:600}.key .w{color:var(--was)}.key .c{color:var(--now)}
details{border-bottom:1px solid var(--line);padding:.4rem 0}summary{cursor:pointer}
.in{color:var(--in)}.out{color:var(--out)}.dim{color:var(--dim)}ol{margin:.3rem 0;padding-left:1.6rem}
.sides{display:grid;grid-template-columns:1fr 1fr;gap:1.5rem}@media(max-width:40rem){.sides{grid-template-columns:1fr}}
"""

MEASURES = (
    ("outlets", "Outlets that lead on the front", 1),
    ("independent", "Independent reports of a story there", 1),
    ("freshness_hours", "Hours since the newest report of a story there", 1),
    ("published_a_day", "Stories published a day", 1),
)
CHARTS = (
    ("outlets", "Outlets that lead on the front"),
    ("independent", "Independent reports of a story on the front, on average"),
    ("freshness_hours", "Hours since the newest report of a story on the front, in the middle"),
    ("fresh", "Stories published since the edition before"),
)


def replay_page(data: Mapping[str, Any], *, zone: ZoneInfo, title: str, changed: str) -> str:
    """The page as HTML.

    Args:
        data: the replay as plain data, times aware.
        zone: the zone of the times shown.
        title: the desk's name.
        changed: what the changed settings are called.
    """
    editions = data["editions"]
    key = '<b class="w">grey</b>: the settings in force; <b class="c">blue</b>: '
    body = [
        f"<h1>{escape(title)}: what other settings would have made</h1>",
        f'<p class="key">{key}{escape(changed)}. {len(editions)} editions{_stretch(editions, zone)}.</p>',
    ]
    if editions:
        body += [_measures(data), *(_chart(editions, *chart, zone=zone) for chart in CHARTS)]
        body += [_changes(editions, zone), _shares(data), "<h2>Editions</h2>"]
        body += [_edition(one, zone) for one in reversed(editions)]
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}: replay</title>'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">'
        f"<style>{STYLE}</style></head>\n<body>\n" + "\n".join(body) + "\n</body></html>\n"
    )


def _stretch(editions: Sequence[Mapping[str, Any]], zone: ZoneInfo) -> str:
    if not editions:
        return ", for nothing was published in that time"
    return f" from {_when(editions[0]['at'], zone)} to {_when(editions[-1]['at'], zone)}"


def _when(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"


def _measures(data: Mapping[str, Any]) -> str:
    rows = "".join(
        f'<tr><td>{name}</td><td class="n">{data["before"][key]:.{digits}f}</td>'
        f'<td class="n">{data["after"][key]:.{digits}f}</td></tr>'
        for key, name, digits in MEASURES
    )
    return f'<table><tr><th></th><th class="n">in force</th><th class="n">changed</th></tr>{rows}</table>'


def _chart(editions: Sequence[Mapping[str, Any]], key: str, title: str, *, zone: ZoneInfo) -> str:
    series = {side: [float(one[side][key]) for one in editions] for side in ("before", "after")}
    lines = [("was", series["before"]), ("now", series["after"])]
    return _lines(title, lines, [_when(one["at"], zone)[:10] for one in editions])


def _changes(editions: Sequence[Mapping[str, Any]], zone: ZoneInfo) -> str:
    entered = [float(len(one["entered"])) for one in editions]
    return _lines("Stories that enter the front", [("now", entered)], [_when(one["at"], zone)[:10] for one in editions])


def _lines(title: str, lines: Sequence[tuple[str, Sequence[float]]], days: Sequence[str]) -> str:
    """A chart of lines over the editions, from zero up."""
    most = max((value for _, values in lines for value in values), default=0) or 1
    wide, high = WIDTH - LEFT, HEIGHT - BOTTOM
    step = wide / max(len(days) - 1, 1)
    drawn = "".join(
        f'<polyline class="{kind}" points="'
        + " ".join(f"{LEFT + n * step:.1f},{high - value / most * (high - 10):.1f}" for n, value in enumerate(values))
        + '"/>'
        for kind, values in lines
    )
    labels = (
        f'<text x="{LEFT - 6}" y="14" text-anchor="end">{most:.4g}</text>'
        f'<text x="{LEFT - 6}" y="{high}" text-anchor="end">0</text>'
        f'<text x="{LEFT}" y="{HEIGHT - 4}">{days[0]}</text>'
        f'<text x="{WIDTH}" y="{HEIGHT - 4}" text-anchor="end">{days[-1]}</text>'
    )
    axis = f'<line class="axis" x1="{LEFT}" x2="{WIDTH}" y1="{high}" y2="{high}"/>'
    return f"<h2>{title}</h2>{_svg(title, HEIGHT, axis + drawn + labels)}"


def _shares(data: Mapping[str, Any]) -> str:
    """Bars of the sources that held most places."""
    old, new = data["before"]["shares"], data["after"]["shares"]
    names = sorted({**old, **new}, key=lambda name: (-max(old.get(name, 0), new.get(name, 0)), name))[:SOURCES]
    most = max((max(old.get(name, 0), new.get(name, 0)) for name in names), default=0) or 1
    rows = []
    for n, name in enumerate(names):
        for m, (kind, shares) in enumerate((("was", old), ("now", new))):
            long, y = shares.get(name, 0) / most * BAR, n * ROW + m * 9
            rows.append(f'<rect class="{kind}" x="{NAME}" y="{y}" width="{long:.1f}" height="8"/>')
        told = f"{old.get(name, 0):.0%} → {new.get(name, 0):.0%}"
        rows.append(f'<text x="{NAME - 6}" y="{n * ROW + 13}" text-anchor="end">{escape(str(name)[:30])}</text>')
        rows.append(f'<text x="{NAME + BAR + 8}" y="{n * ROW + 13}">{told}</text>')
    return f"<h2>Places on the front by source</h2>{_svg('Places by source', max(len(names), 1) * ROW, ''.join(rows))}"


def _svg(title: str, height: int, inside: str) -> str:
    return f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(title)}">{inside}</svg>'


def _edition(one: Mapping[str, Any], zone: ZoneInfo) -> str:
    told = f"{len(one['entered'])} in, {len(one['left'])} out, {len(one['moved'])} moved"
    before = _front(one["before"]["front"], marked=one["left"], kind="out")
    after = _front(one["after"]["front"], marked=one["entered"], kind="in")
    heads = "<h3>in force</h3>", "<h3>changed</h3>"
    return (
        f'<details><summary>{_when(one["at"], zone)} <span class="dim">{told}</span></summary>'
        f'<div class="sides"><div>{heads[0]}{before}</div><div>{heads[1]}{after}</div></div></details>'
    )


def _front(front: Sequence[Mapping[str, Any]], *, marked: Sequence[str], kind: str) -> str:
    rows = "".join(
        f"<li{f' class={kind}' if stand['story'] in marked else ''}>{escape(stand['title'] or stand['story'])}"
        f' <span class="dim">{escape(stand["outlet"])}, heat {stand["heat"]}, quality {stand["quality"]}</span></li>'
        for stand in front
    )
    return f"<ol>{rows}</ol>"

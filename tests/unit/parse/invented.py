"""Invented feeds, one of every format."""

RSS = b"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom">
<channel><title>Harbour Daily</title><link>https://harbour.example/</link><language>en-GB</language><ttl>30</ttl>
<atom:link rel="hub" href="https://hub.example/"/><atom:link rel="self" href="https://harbour.example/rss"/>
<item><title>Ferry &amp;amp; bridge: &lt;b&gt;both&lt;/b&gt; closed</title><link>https://harbour.example/ferry?a=1&amp;b=2</link>
<guid isPermaLink="false">ferry-1</guid><dc:creator>Jo Bell</dc:creator><pubDate>Sat, 07 Mar 2026 10:30:00 +0100</pubDate>
<description><![CDATA[<p>The <i>ferry</i> stays in port.</p>]]></description>
<content:encoded><![CDATA[<p>The ferry stays in port until noon.</p>]]></content:encoded>
<category>Transport</category><category>Transport</category><category>Harbour</category>
<media:group><media:content url="/small.jpg" width="200" height="100" medium="image"/>
<media:content url="https://harbour.example/big.jpg" width="800" height="400" type="image/jpeg"/></media:group>
<enclosure url="https://harbour.example/a.mp3" type="audio/mpeg" length="1"/>
<source url="https://wire.example/rss">The Wire</source></item>
<item><title>No link but a permalink</title><guid>https://harbour.example/guid</guid><pubDate>2026-03-07T10:00:00</pubDate>
<author>desk@harbour.example (Ann Ash)</author><description>Plain words</description></item>
<item><title>Hostile link</title><link>javascript:alert(1)</link><pubDate>yesterday</pubDate></item>
</channel></rss>"""

ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de" xml:base="https://kueste.example/feed/">
<title type="html">K&amp;uuml;ste &amp;amp; Meer</title><link href="/"/><id>urn:x:kueste</id><updated>2026-03-07T09:00:00Z</updated>
<entry><title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Sturm <em>vor</em> Rügen</div></title>
<link rel="alternate" href="../sturm"/><link rel="enclosure" type="image/png" href="/bild.png"/><id>urn:x:1</id>
<author><name>Eva Ufer</name><email>eva@kueste.example</email></author><published>2026-03-07T08:00:00+01:00</published>
<updated>2026-03-07T09:00:00Z</updated><category term="wetter" label="Wetter"/>
<summary>Wind &lt; 12 &amp; mehr</summary>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Der <a href="karte">Wind</a><br/>dreht.</p></div></content>
<source><title>Agentur</title><link href="https://agentur.example/"/></source></entry></feed>""".encode()

RDF = b"""<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">
<channel rdf:about="https://old.example/"><title>Old Herald</title><link>https://old.example/</link>
<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency></channel>
<item rdf:about="https://old.example/1"><title>Market moved</title><link>https://old.example/1</link>
<dc:date>2026-03-06</dc:date><dc:subject>Town</dc:subject></item></rdf:RDF>"""

JSON = b"""{"version":"https://jsonfeed.org/version/1.1","title":"Tide Notes","home_page_url":"https://tide.example/",
"feed_url":"https://tide.example/feed.json","language":"en","hubs":[{"type":"WebSub","url":"https://hub.example/"}],"items":[
{"id":7,"url":"/7","title":"Spring tide","content_text":"One < two\\n\\nThree","date_published":"2026-03-07T10:00:00.5Z",
"authors":[{"name":"Jo Bell"}],"tags":["tide",3],"image":"https://tide.example/7.png"},
{"id":"8","external_url":"https://else.example/8","content_html":"<p>Hi</p>","author":{"name":"Ann"}}, "broken"]}"""

CDF = b"""<?xml version="1.0"?><CHANNEL HREF="https://cdf.example/" LASTMOD="2026-03-07T10:00:00Z"><TITLE>Channel</TITLE>
<ITEM HREF="https://cdf.example/1" LASTMOD="2026-03-07T09:00:00Z"><TITLE>Item one</TITLE><ABSTRACT>Words</ABSTRACT></ITEM></CHANNEL>"""

ILL_FORMED = b"""<rss version="2.0"><channel><title>Quay & Co</title><item><title>Nets & lines</title>
<link>https://quay.example/?a=1&b=2</link><pubDate>Sat, 07 Mar 2026 10:00:00 GMT</pubDate><description>a <br> b</item></channel>"""

ALL = {"rss20": RSS, "atom10": ATOM, "rss10": RDF, "json11": JSON, "cdf": CDF, "ill-formed": ILL_FORMED}

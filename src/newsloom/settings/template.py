"""The newsloom.toml a new desk starts with."""

import tomlkit

TEMPLATE = """\
# newsloom.toml: one desk. Every key has a default; what stands behind a `#` shows it.
# Times are plain numbers; the key says the unit.

[desk]
title = {title}
output = "site"              # records, data files and the JSON API are published here
# database = "newsloom.db"   # what newsloom remembers; sources stay in this file
# time_zone = "UTC"          # the zone of every time shown to people, as "Europe/Paris"
# base_url = ""              # where the output will be served, as "https://news.example.org"
# contact = ""               # a page or mail address publishers can complain to; stands in the User-Agent
# providers = "providers.toml"  # what is known of publishers, and which of them are one voice
# shipped_families = true    # newsloom's own list of such families counts too
# metrics = ""               # a file for monitoring, written after each run, as "metrics.prom"

[fetch]
# interval_minutes = 30      # the shortest time between two visits to a source
# max_interval_hours = 24    # the longest
# spacing_seconds = 5        # between two requests to one host
# backlog = 50               # items the first visit to a source takes, newest first
# max_age_days = 0           # items older than this are left alone; 0: however old
# full_text = true           # read an article's page when its feed has no text
# rereads = 5                # how often one page is read again when its feed says that it changed
# probe_images = true        # read the first bytes of a picture whose size its page does not say
# allow_private = []         # hosts on private addresses that may be visited, as "intranet.example:8080"

[retention]
# text_days = 0              # texts of stories older than this are dropped, records stay; 0: kept for ever

[stories]
# model = ""                 # folder of an embedding model (model.onnx, tokenizer.json); needs newsloom[semantic]

[profile]
name = "default"             # how stories are judged: default or smartable
# file = ""                  # a profile of your own, as "mine.toml", that starts from one of them
# threshold = 36             # heat from which a story is shown
# half_life_hours = 18       # coverage counts half after this time

[edition]
# size = 20                  # places on the front of the edition; `newsloom edition show` tells who has them
# oldest_hours = 72          # a story without a report for so long is not on it
# source_share = 0.25        # no source leads more of the places than this
# family_share = 0.35        # nor a family of sources
# [edition.topics]
# "politics" = 6             # no more places for this topic

[publish]
# preset = "smartable"       # the site generator records are written for: jekyll, hugo, eleventy, astro, zola
# feeds = true               # RSS, Atom and JSON Feed: of all stories, of each topic and of each view
# feed_size = 50             # stories on each
# feed_formats = ["rss", "atom", "json"]
# feed_topics = []           # topics that have feeds; none named: all
# hub = ""                   # a WebSub hub that tells subscribers of news, as "https://hub.example.org/"
# to = []                    # the output goes there too: "user@host:/folder", "rsync://...", "s3://bucket/folder"
# api = true                 # api/v1: every story with its coverage and receipts, and a log of changes
# sitemap = true             # for search engines; needs base_url

[pages]
# site = true                # a website for people beside the records; unset: where no site generator makes one
# templates = ""             # a folder with templates and assets of your own, as "look"

[notes]
# key_file = "notes.key"     # keys of editors' sealed notes; `newsloom notes key` makes it

[topics]
# folder = "_data/topics"    # NN-id.yaml files, one a topic
# root = ""                  # the topic every record has

# What a topic is about, beside or instead of its file; `newsloom topic test ID` shows what the rules find.
# [topic.ai]
# name = "Artificial intelligence"
# parent = "technology"      # who has this topic has that one too
# any = ["=AI", "machine learning", "neural network*"]
# exclude = ["Ai Weiwei"]    # what stands in such a place counts for nothing

[tiers]                      # standing of outlets in points, by host; others have 0
# "wire.example" = 30

# Rules for the pages of one site, where newsloom reads them wrong; `newsloom article URL --rules` tries them.
# [site."daily.example"]
# keep = "div.story"         # CSS selectors: only what stands in these elements is main text
# drop = [".newsletter"]     # never text
# title = "h1.headline"      # what holds the title
# authors = ".byline a"      # what holds the authors' names

# Who is told of which stories, and how; `newsloom alerts` shows how they stand. Secrets never stand in this file.
# [view."floods"]
# any = ["flood*"]           # terms as in topics; also topics, sources, families, languages, genres, min_heat ...
# [channel.desk]
# kind = "webhook"           # or "email", "apprise"
# url = "https://hooks.example/newsloom"
# secret_env = "NEWSLOOM_HOOK"
# [[alert]]
# view = "floods"
# channels = ["desk"]

# A newsletter of the hottest stories; `newsloom newsletter preview` shows it before anybody is named.
# [newsletter.weekly]
# recipients = "readers.txt" # an address a line
# from = "news@desk.example"
# host = "smtp.example"
# user = "news@desk.example"
# password_env = "NEWSLOOM_MAIL"

# One block a source; `newsloom add URL` and `newsloom import FILE.opml` append them.
# [[source]]
# id = "daily"               # short name; made from the address if left out
# url = "https://daily.example/rss.xml"
# title = "The Daily"
# family = "daily-group"     # sources of one publisher: one family is one voice
# tier = 20                  # overrides [tiers]
# topics = ["politics"]      # every item of this source has these topics
# muted = false              # visited, but nothing of it is taken
# verify = true              # false: its certificate may be anybody's
# disabled = false           # not visited
"""


def new_desk(title: str) -> str:
    """The text of a new desk's newsloom.toml.

    Args:
        title: what the desk is called.
    """
    printable = title.encode(errors="replace").decode()  # a folder's name need not be text
    return TEMPLATE.format(title=tomlkit.string(printable).as_string())

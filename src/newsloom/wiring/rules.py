"""What a desk's settings come to as rules: how to visit, what to take, how to judge, what to say of itself."""

import os
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from newsloom import __version__
from newsloom.curate.admit import AdmitRules
from newsloom.curate.complete import CompleteRules
from newsloom.curate.providers import directory, shipped_providers, without_houses
from newsloom.curate.reread import RereadRules
from newsloom.curate.schedule import ScheduleRules
from newsloom.fetch.proxies import proxies_of
from newsloom.fetch.rules import FetchRules
from newsloom.flows.ingest import IngestRules
from newsloom.flows.retention import RetentionRules
from newsloom.flows.topics import book_of, desk_topics
from newsloom.model.directory import Directory
from newsloom.model.edition import DeskFacts
from newsloom.model.front import FrontRules
from newsloom.model.judgement import Topic
from newsloom.model.provider import ProviderList
from newsloom.model.source import Source
from newsloom.model.weights import SmartableWeights
from newsloom.publish.feeds import FeedRules
from newsloom.records.profiles.default import Default
from newsloom.records.profiles.smartable import Smartable
from newsloom.seams import Criteria, Profile
from newsloom.settings import Settings
from newsloom.settings.edition import front_rules
from newsloom.settings.publishing import topics_with_feeds
from newsloom.settings.schema import Desk, Fetch
from newsloom.wiring.secrets import credentials_of


def criteria_of(settings: Settings) -> Criteria:
    """What judging needs to know of this desk."""
    topics = desk_topics(settings)
    profile = profile_of(settings)
    return Criteria(
        sources={source.id: source for source in settings.sources},
        tiers=settings.tiers,
        topics=topics,
        root=settings.topics.root,
        profile=profile,
        tagger=book_of(topics, contract_only=profile.contract_only),
        contract_only=profile.contract_only,
        providers=directory_of(settings),
    )


def front_rules_of(settings: Settings, topics: Sequence[Topic]) -> FrontRules:
    """How this desk, with these topics, chooses what stands on its front."""
    return front_rules(settings.edition, topics, settings.path, root=settings.topics.root)


def feed_rules(settings: Settings, topics: Sequence[Topic]) -> FeedRules:
    """Which feeds this desk publishes; raises SettingsError where one is wanted of a topic that is none."""
    said = settings.publish
    return FeedRules(
        formats=said.feed_formats,
        size=said.feed_size,
        topics=topics_with_feeds(said, topics, settings.path),
        hub=said.hub,
    )


def directory_of(settings: Settings) -> Directory:
    """What this desk knows of providers."""
    shipped = shipped_providers()
    return directory(settings.providers, shipped=shipped if settings.desk.shipped_families else without_houses(shipped))


def shipped_directory() -> Directory:
    """What newsloom knows of providers where there is no desk."""
    return directory(ProviderList(), shipped=shipped_providers())


def ingest_rules(settings: Settings) -> IngestRules:
    """How this desk visits and what it takes."""
    fetch = settings.fetch
    return IngestRules(
        schedule=ScheduleRules(
            interval=timedelta(minutes=fetch.interval_minutes),
            longest=timedelta(hours=fetch.max_interval_hours),
        ),
        admit=AdmitRules(
            backlog=fetch.backlog,
            max_age=timedelta(days=fetch.max_age_days) or None,
            probe_images=fetch.probe_images,
        ),
        complete=CompleteRules(probe_images=fetch.probe_images),
        reread=RereadRules(most=fetch.rereads),
        retention=RetentionRules(texts=timedelta(days=settings.retention.text_days) or None),
    )


def fetch_rules(fetch: Fetch, desk: Desk, *, sources: Sequence[Source] = (), root: Path = Path()) -> FetchRules:
    """How this desk uses the network.

    Args:
        fetch: how politely.
        desk: who we are.
        sources: whose secrets are looked up, in the environment or in files.
        root: the folder those files are relative to.
    """
    return FetchRules(
        user_agent=user_agent(desk),
        spacing_seconds=fetch.spacing_seconds,
        deadline_seconds=fetch.timeout_seconds,
        connections=fetch.concurrency,
        allow_private=fetch.allow_private,
        proxies=proxies_of(os.environ),
        credentials=credentials_of(sources, root, os.environ),
    )


def user_agent(desk: Desk) -> str:
    """Who we say we are."""
    contact = desk.contact or desk.base_url
    return f"newsloom/{__version__}" + (f" (+{contact})" if contact else "")


def profile_of(settings: Settings) -> Profile:
    """How this desk judges."""
    judging = settings.judging
    if isinstance(judging.weights, SmartableWeights):
        return Smartable(name=judging.name, weights=judging.weights)
    return Default(name=judging.name, weights=judging.weights)


def desk_facts(desk: Desk) -> DeskFacts:
    """What this desk says of itself in its output."""
    return DeskFacts(title=desk.title, base_url=desk.base_url, time_zone=desk.time_zone, contact=desk.contact)

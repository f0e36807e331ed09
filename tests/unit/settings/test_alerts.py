"""What newsloom.toml says of views, channels and alerts, and what is wrong with it, by line."""

from datetime import time, timedelta
from pathlib import Path

import pytest

from newsloom.errors import SettingsError
from newsloom.model.alert import AlertCause, ChannelKind
from newsloom.model.directory import Directory
from newsloom.model.judgement import Topic
from newsloom.model.savedview import SavedView
from newsloom.settings import Settings, read_settings
from newsloom.settings.viewtables import with_topics

SOURCE = '[[source]]\nid = "daily"\nurl = "https://daily.example/rss"\n'
VIEW = '[view."floods"]\nany = ["flood*"]\n'
HOOK = '[channel.desk]\nkind = "webhook"\nurl = "https://hooks.example/x"\nsecret_env = "HOOK"\n'
MAIL = '[channel.mail]\nkind = "email"\nhost = "smtp.example"\nfrom = "a@desk.example"\nto = ["b@desk.example"]\n'
ALERT = '[[alert]]\nview = "floods"\nchannels = ["desk"]\n'


def read(folder: Path, text: str) -> Settings:
    """The settings that a file makes."""
    path = folder / "newsloom.toml"
    path.write_text(text, encoding="utf-8")
    return read_settings(path)


def fault(folder: Path, text: str) -> SettingsError:
    """What reading this file raises."""
    with pytest.raises(SettingsError) as raised:
        read(folder, text)
    return raised.value


def test_a_whole_file(tmp_path: Path) -> None:
    """Views, channels and alerts are what their tables say; an alert goes by its view's name."""
    text = (
        SOURCE + VIEW + 'min_heat = 20\nsources = ["daily"]\n' + HOOK + 'quiet = "22:00-07:30"\ndigest_minutes = 30\n'
    )
    alerts = read(tmp_path, text + MAIL + ALERT + 'causes = ["entered", "merge"]\n').alerts
    (view,), (desk, mail), (rule,) = alerts.views, alerts.channels, alerts.rules
    assert (view.name, view.any, view.min_heat, view.sources) == ("floods", ("flood*",), 20, ("daily",))
    assert desk.channel.kind is ChannelKind.WEBHOOK
    assert (desk.channel.quiet, desk.channel.digest) == ((time(22), time(7, 30)), timedelta(minutes=30))
    assert mail.table.to == ("b@desk.example",)
    assert (rule.name, rule.channels) == ("floods", ("desk",))
    assert rule.causes == {AlertCause.ENTERED, AlertCause.MERGE}


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (VIEW + 'souces = ["daily"]\n', 3, "did you mean `sources`?"),
        (VIEW + 'sources = ["dayly"]\n' + SOURCE, 3, "did you mean `daily`?"),
        (VIEW + "min_quality = 200\n", 3, "from 0 to 100"),
        (VIEW + 'min_heat = "hot"\n', 3, "expected `int"),
        (VIEW + "min_voices = 0\n", 3, "from 1 on"),
        (VIEW + 'all = [\n  "*",\n]\n', 4, "matches everything"),
        (VIEW + 'genres = ["reprot"]\n', 3, "did you mean `report`?"),
        (VIEW + 'languages = ["English"]\n', 3, "`en` or `pt-BR`"),
        ('[channel.x]\nkind = "webhok"\n', 2, "did you mean `webhook`?"),
        ('[channel.x]\nkind = "webhook"\nsecret_env = "S"\n', 1, "where to?"),
        ('[channel.x]\nkind = "webhook"\nsecret = "hush"\n', 3, "`secret_env` or `secret_file`"),
        ('[channel.x]\nkind = "webhook"\nurl = "ftp://x.example"\nsecret_env = "S"\n', 3, "https://hooks.example"),
        ('[channel.x]\nkind = "webhook"\nurl = "https://a:hush@x.example"\nsecret_env = "S"\n', 3, "signed instead"),
        ('[channel.x]\nkind = "webhook"\nurl = "https://x.example"\n', 1, "name the secret"),
        (HOOK + 'quiet = "22-7"\n', 5, "22:00-07:00"),
        (HOOK + "most_per_hour = 0\n", 5, "from 1 to 1,000"),
        (HOOK + 'host = "smtp.example"\n', 5, "has no `host`"),
        ('[channel.x]\nkind = "apprise"\nurl = "tgram://hush/1"\n', 3, "`url_env` or `url_file`"),
        ('[channel.x]\nkind = "apprise"\n', 1, "where to?"),
        (MAIL + 'tls = "startls"\n', 6, "did you mean `starttls`?"),
        (MAIL + 'user = "desk"\n', 1, "`password_env`"),
        (MAIL + 'user = "u"\npassword_env = "P"\ntls = "none"\n', 8, "in the clear"),
        (MAIL.replace("b@desk.example", "b at desk"), 5, "no mail address"),
        (VIEW + ALERT, 5, "no channel named `desk`"),
        (HOOK + ALERT, 6, '[view."floods"]'),
        (VIEW + HOOK + ALERT.replace('["desk"]', "[]"), 9, "tells nobody"),
        (VIEW + HOOK + ALERT + 'causes = ["entred"]\n', 10, "did you mean `entered`?"),
        (VIEW + HOOK + ALERT + ALERT, 11, "two alerts are called `floods`"),
    ],
)
def test_what_is_wrong_is_named_with_its_line_and_what_would_be_right(
    tmp_path: Path, text: str, line: int, said: str
) -> None:
    """A fault names file and line and says what to write; nothing secret is repeated."""
    error = fault(tmp_path, text)
    assert error.line == line, error
    assert said in error.problem
    assert "hush" not in str(error)


def test_unknown_topics_and_families_are_named(tmp_path: Path) -> None:
    """Topics are known once their files are read; then a view that names another is refused."""
    topics = (Topic(id="weather", name="The weather"),)

    def resolve(more: str) -> tuple[SavedView, ...]:
        settings = read(tmp_path, SOURCE + VIEW + more)
        return with_topics(settings.alerts.views, topics, Directory(), settings.sources, settings.path)

    (view,) = resolve('topics = ["The weather"]\n')
    assert view.topics == ("weather",)
    for more, said in (('topics = ["wether"]\n', "did you mean `weather`?"), ('families = ["dayly"]\n', "no family")):
        with pytest.raises(SettingsError) as raised:
            resolve(more)
        assert (raised.value.line, said in raised.value.problem) == (6, True)


def test_secrets_come_from_the_environment_or_a_file_of_ones_own(tmp_path: Path) -> None:
    """A missing variable, a file that others may read, and an empty one are named; the value is in no message."""
    (desk,) = read(tmp_path, HOOK).alerts.channels
    assert desk.secret("secret", {"HOOK": " hush\n"}) == "hush"
    with pytest.raises(SettingsError, match="no `HOOK`; set it") as raised:
        desk.secret("secret", {})
    assert raised.value.line == 4
    file = tmp_path / "hook.key"
    (desk,) = read(tmp_path, HOOK.replace('secret_env = "HOOK"', 'secret_file = "hook.key"')).alerts.channels
    with pytest.raises(SettingsError, match="cannot be read"):
        desk.secret("secret", {})
    file.write_text("hush")
    file.chmod(0o644)
    with pytest.raises(SettingsError, match="chmod 600"):
        desk.secret("secret", {})
    file.chmod(0o600)
    assert desk.secret("secret", {}) == "hush"
    file.write_text("\n")
    with pytest.raises(SettingsError, match="is empty"):
        desk.secret("secret", {})

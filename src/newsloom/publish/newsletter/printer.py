"""From what an issue says to HTML that mail programs show, and to plain text, through templates in a sandbox."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import mrml
from jinja2 import Environment, FunctionLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from newsloom.errors import TemplatesError
from newsloom.model.newsletter import IssuePlan, NewsletterRules
from newsloom.publish.newsletter.issueview import plan_view
from newsloom.publish.newsletter.plaintext import Notes, wrapped
from newsloom.publish.site.moments import Moment
from newsloom.publish.templatefaults import fault_in
from newsloom.text.clean import line

MJML, TEXT = "issue.mjml", "issue.txt"
LARGEST = 100_000  # bytes of HTML: mail programs clip what is larger than 102 kB, and each reader's link is to come
PREHEADER = 140  # characters that a list of mails shows behind the subject
_EMPTY_LINES = re.compile(r"\n{4,}")
_TEMPLATED = str.maketrans({"{": "&#123;", "}": "&#125;"})
_BETWEEN = re.compile(r"(<style.*?</style>)", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """An issue's HTML and text, and the plan as far as there was room for it."""

    html: str
    text: str
    plan: IssuePlan


class IssuePrinter:
    """Prints issues. Templates get data, never code: all are rendered in a sandbox.

    Args:
        templates: `issue.mjml` and `issue.txt`.
        folder: where those of the owner are, "" where there are none.
        owners: the names of the owner's.
    """

    def __init__(self, templates: Mapping[str, str], *, folder: str = "", owners: frozenset[str] = frozenset()) -> None:
        self._templates = templates
        self._folder, self._owners = folder, owners
        self._environments: dict[str, Environment] = {name: self._environment(name) for name in (MJML, TEXT)}

    def print(
        self,
        plan: IssuePlan,
        rules: NewsletterRules,
        *,
        mark: str,
        site: str,
        language: str,
        moment: Callable[[datetime], Moment],
    ) -> Rendered:
        """The issue in both forms; what would make it too large for a mail is left out, from its end.

        Args:
            plan: what it says.
            rules: the newsletter's.
            mark: what stands where a reader's own link is to be.
            site: where the desk's site is, "" for nowhere.
            language: the newsletter's.
            moment: how times are told.

        Raises:
            TemplatesError: a template fails, or makes what is no MJML or too large; with file and line.
        """
        while True:
            values: dict[str, Any] = {"rules": rules, "unsubscribe": mark, "site": site, "language": language}
            values |= {
                "plan": plan_view(plan, language=language, moment=moment),
                "day": moment(plan.at).full,
                "preheader": line(" · ".join(story.title for story in plan.stories[:3]), limit=PREHEADER),
            }
            html = self._html(values)
            if len(html.encode("utf-8", "replace")) <= LARGEST:
                return Rendered(html=html, text=self._text(values), plan=plan)
            plan = self._smaller(plan, len(html))

    def _smaller(self, plan: IssuePlan, size: int) -> IssuePlan:
        smaller = _smaller(plan)
        if smaller is None:
            raise self._fault(
                f"an issue without stories is {size:,} bytes; mails above {LARGEST:,} are cut", MJML, None
            )
        return smaller

    def _html(self, values: Mapping[str, Any]) -> str:
        mjml = self._rendered(MJML, values)
        try:
            made = mrml.to_html(
                mjml, mrml.ParserOptions(include_loader=mrml.noop_loader()), mrml.RenderOptions(fonts={})
            )
        except OSError as error:
            raise self._fault(f"what it makes is no MJML: {error}", MJML, _line_at(str(error), mjml)) from error
        return inert(made.content)

    def _text(self, values: Mapping[str, Any]) -> str:
        notes = Notes()
        text = self._rendered(TEXT, {**values, "note": notes.note, "notes": notes.all})
        return _EMPTY_LINES.sub("\n\n\n", text).strip("\n") + "\n"

    def _rendered(self, name: str, values: Mapping[str, Any]) -> str:
        try:
            return self._environments[name].get_template(name).render(values)
        except Exception as error:  # an owner's template can raise whatever an expression can
            raise self._told(error, name) from error

    def _environment(self, name: str) -> Environment:
        made = ImmutableSandboxedEnvironment(
            loader=FunctionLoader(self._source),
            autoescape=name == MJML,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        made.filters["wrapped"] = wrapped
        return made

    def _source(self, name: str) -> tuple[str, str, Callable[[], bool]] | None:
        text = self._templates.get(name)
        return None if text is None else (text, name, lambda: True)

    def _told(self, error: Exception, template: str) -> TemplatesError:
        return self._fault(*fault_in(error, template, templates=self._templates))

    def _fault(self, problem: str, name: str, number: int | None) -> TemplatesError:
        where = f"{self._folder}/{name}" if name in self._owners else name
        return TemplatesError(problem, path=where, line=number)


def inert(html: str) -> str:
    """The HTML with its braces as entities outside of styles, so that no site generator takes them for a template."""
    parts = _BETWEEN.split(html)
    return "".join(part if number % 2 else part.translate(_TEMPLATED) for number, part in enumerate(parts))


def _smaller(plan: IssuePlan) -> IssuePlan | None:
    """The plan without a part of its end: first what is also noted, then other reports, then stories."""
    if plan.also:
        return replace(plan, also=plan.also[: len(plan.also) // 2])
    if any(story.others for story in plan.stories):
        bare = (
            replace(one, stories=tuple(replace(story, others=()) for story in one.stories)) for one in plan.sections
        )
        return replace(plan, sections=tuple(bare))
    if not plan.sections:
        return None
    *before, last = plan.sections
    rest = (replace(last, stories=last.stories[:-1]),) if len(last.stories) > 1 else ()
    return replace(plan, sections=(*before, *rest))


def _line_at(said: str, mjml: str) -> int | None:
    """The line of the MJML that the complaint names by position."""
    found = re.search(r"position (\d+)", said)
    return None if found is None else mjml.count("\n", 0, int(found[1])) + 1

"""From values to pages, through templates; an owner's templates get data, never code."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from newsloom.errors import TemplatesError
from newsloom.publish.site.files import SiteFiles
from newsloom.publish.templatefaults import fault_in


class Printer:
    """Prints pages; each template is compiled once.

    With templates of the owner's all are rendered in a sandbox: they see the page's values and can change nothing.
    """

    def __init__(self, files: SiteFiles) -> None:
        made = ImmutableSandboxedEnvironment if files.owners else Environment
        self._files = files
        self._templates = files.all_templates
        self._environment = made(
            loader=FunctionLoader(self._source),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            cache_size=-1,
        )

    def __reduce__(self) -> tuple[type["Printer"], tuple[SiteFiles]]:
        """As what it is made of: compiled templates stay in their process."""
        return Printer, (self._files,)

    def fragment(self, template: str, values: Mapping[str, Any]) -> Markup:
        """A part of pages, made once for many; raises TemplatesError as `print` does."""
        return Markup(self._text(template, values))  # noqa: S704  a template escapes what it shows

    def print(self, template: str, values: Mapping[str, Any]) -> bytes:
        """A page as bytes.

        Raises:
            TemplatesError: the template fails, with its file and line.
        """
        return self._text(template, values).encode("utf-8", "replace")

    def _text(self, template: str, values: Mapping[str, Any]) -> str:
        try:
            return self._environment.get_template(template).render(values)
        except Exception as error:  # a template of the owner's can raise whatever an expression can
            raise self._told(error, template) from error

    def faults(self) -> Iterator[TemplatesError]:
        """What is wrong with the owner's templates as far as reading them tells."""
        for name, text in sorted(self._files.owners.items()):
            try:
                self._environment.parse(text, name=name, filename=name)
                self._environment.compile(text, name=name, filename=name)
            except TemplateError as error:
                yield self._told(error, name)

    def _told(self, error: Exception, template: str) -> TemplatesError:
        return self._fault(*fault_in(error, template, templates=self._templates))

    def _source(self, name: str) -> tuple[str, str, Callable[[], bool]] | None:
        """A template's text under its own name, by which faults are found again."""
        text = self._templates.get(name)
        return None if text is None else (text, name, lambda: True)

    def _fault(self, problem: str, name: str, line: int | None) -> TemplatesError:
        where = f"{self._files.folder}/{name}" if name in self._files.owners else name
        return TemplatesError(problem, path=where, line=line)

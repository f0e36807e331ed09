"""Where in a template something went wrong, and what."""

from collections.abc import Container

from jinja2 import TemplateSyntaxError


def fault_in(error: Exception, template: str, *, templates: Container[str]) -> tuple[str, str, int | None]:
    """The problem in words, the template it is in, and the line; None where no line is to blame.

    Args:
        error: what Jinja raised while it read or filled a template.
        template: the name of the one that was asked for.
        templates: the names of all; the innermost one that was being filled is to blame.
    """
    if isinstance(error, TemplateSyntaxError):
        return error.message or "it cannot be read", error.name or template, error.lineno
    name, line, frame = template, None, error.__traceback__
    while frame is not None:  # Jinja has put the templates' own lines into the traceback
        if (file := frame.tb_frame.f_code.co_filename) in templates:
            name, line = file, frame.tb_lineno
        frame = frame.tb_next
    return str(error) or type(error).__name__, name, line

"""providers.toml: what the owner knows of publishers, and who of them speaks with one voice."""

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import msgspec
from msgspec import Struct

from newsloom.errors import SettingsError
from newsloom.model.provider import Family, Provider, ProviderKind, ProviderList
from newsloom.settings.document import document, no_such
from newsloom.settings.locate import line_of
from newsloom.text.sites import is_shared
from newsloom.text.urls import parse

FILE = "providers.toml"
KINDS = tuple(kind.value for kind in ProviderKind if kind)


class ProviderTable(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[[provider]]`: one publisher, by what its hosts end with."""

    domain: str
    name: str = ""
    logo: str = ""
    country: str = ""
    kind: str = ""
    family: str = ""


class FamilyTable(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[[family]]`: domains that are one voice."""

    id: str
    name: str = ""
    domains: tuple[str, ...] = ()


class ApartTable(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[[apart]]`: domains that do not belong together, whatever they have in common."""

    domains: tuple[str, ...]


class ProvidersFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """providers.toml as a whole."""

    provider: tuple[ProviderTable, ...] = ()
    family: tuple[FamilyTable, ...] = ()
    apart: tuple[ApartTable, ...] = ()


TABLES: dict[str, type[msgspec.Struct]] = {
    "": ProvidersFile,
    "provider": ProviderTable,
    "family": FamilyTable,
    "apart": ApartTable,
}


def read_providers(path: Path) -> ProviderList:
    """What the file says; raises SettingsError naming file and line."""
    file, text = document(path, ProvidersFile, TABLES)
    reader = _Reader(file, text, path)
    return ProviderList(
        families=tuple(reader.families()), providers=tuple(reader.providers()), apart=tuple(reader.apart())
    )


def domain_of(text: str) -> str:
    """A domain as it is kept: lower case, IDNA, without `www.`; "" if the text is none."""
    name = text.strip()
    address = None if not name or set(name) & set("/?#@\\ ") else parse(f"http://{name}/")
    if address is None or address.hostname.startswith("["):
        return ""
    return str(address.host).strip(".").removeprefix("www.")


class _Reader:
    """Goes through a file's tables and raises its first fault."""

    def __init__(self, file: ProvidersFile, text: str, path: Path) -> None:
        self._file = file
        self._text = text
        self._path = path
        self._member: dict[str, str] = {}

    def families(self) -> Iterator[Family]:
        """The families; each id and each domain once."""
        seen: set[str] = set()
        for at, table in enumerate(self._file.family):
            if not table.id.strip():
                raise self._fault(f"$.family[{at}].id", "`id` is empty; a short name is wanted, as `daily-group`")
            if table.id in seen:
                raise self._fault(f"$.family[{at}].id", f"two families have the id `{table.id}`; make them one")
            seen.add(table.id)
            yield Family(id=table.id, name=table.name, domains=self._domains(f"$.family[{at}]", table))

    def providers(self) -> Iterator[Provider]:
        """The providers; each domain once, each family one that there is."""
        seen: set[str] = set()
        for at, table in enumerate(self._file.provider):
            where = f"$.provider[{at}]"
            domain = self._domain(f"{where}.domain", table.domain)
            if domain in seen:
                raise self._fault(f"{where}.domain", f"`{domain}` has a block already; remove one of the two")
            seen.add(domain)
            yield self._provider(where, table, domain)

    def apart(self) -> Iterator[tuple[str, ...]]:
        """The groups of domains that do not belong together; two of one family cannot be such."""
        for at, table in enumerate(self._file.apart):
            where = f"$.apart[{at}].domains"
            domains = tuple(self._domain(f"{where}[{n}]", domain) for n, domain in enumerate(table.domains))
            for one, other in combinations(domains, 2):
                if one in self._member and self._member[one] == self._member.get(other):
                    family = self._member[one]
                    raise self._fault(where, f"`{one}` and `{other}` are both of the family `{family}`; choose one")
            yield domains

    def _domains(self, where: str, table: FamilyTable) -> tuple[str, ...]:
        domains = tuple(self._domain(f"{where}.domains[{n}]", domain) for n, domain in enumerate(table.domains))
        for n, domain in enumerate(domains):
            self._join(f"{where}.domains[{n}]", domain, table.id)
        return domains

    def _join(self, where: str, domain: str, family: str) -> None:
        known = self._member.setdefault(domain, family)
        if known != family:
            raise self._fault(where, f"`{domain}` is of the family `{known}` already; a domain has one family")

    def _provider(self, where: str, table: ProviderTable, domain: str) -> Provider:
        if table.kind and table.kind not in KINDS:
            raise self._fault(f"{where}.kind", no_such("kind of provider", table.kind, KINDS))
        families = [family.id for family in self._file.family]
        if table.family and table.family not in families:
            missing = no_such("family", table.family, families) if families else f"no family named `{table.family}`"
            raise self._fault(f"{where}.family", f"{missing}; a [[family]] block makes one")
        if table.family:
            self._join(f"{where}.family", domain, table.family)
        try:
            return Provider(
                domain=domain,
                name=table.name,
                logo=table.logo,
                country=table.country,
                kind=ProviderKind(table.kind),
                family=table.family,
            )
        except ValueError as error:
            key = "country" if "country" in str(error) else "logo"
            raise self._fault(f"{where}.{key}", f"`{key}`: {error}") from error

    def _domain(self, where: str, text: str) -> str:
        domain = domain_of(text)
        if not domain:
            address = parse(text)
            hint = f"write `{address.hostname}`" if address else "one is wanted as `daily.example`"
            raise self._fault(where, f"`{text}` is no domain; {hint}")
        if is_shared(domain):
            raise self._fault(where, f"under `{domain}` many publish; a domain of one is wanted, as `daily.{domain}`")
        return domain

    def _fault(self, where: str, problem: str) -> SettingsError:
        return SettingsError(problem, path=self._path, line=line_of(self._text, where))

"""Who publishes: a provider, the family it belongs to, and what the owner says of both."""

from dataclasses import dataclass
from enum import StrEnum

_CODES = (
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY "
    "BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK "
    "FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR "
    "IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK "
    "ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM "
    "PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF "
    "TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW"
)
COUNTRIES = frozenset(_CODES.split())
"""ISO 3166-1 alpha-2, and XK, by which Kosovo goes."""


class ProviderKind(StrEnum):
    """What kind of publisher: a closed vocabulary; empty where it is not known."""

    UNKNOWN = ""
    NEWSPAPER = "newspaper"
    BROADCASTER = "broadcaster"
    AGENCY = "agency"
    MAGAZINE = "magazine"
    WEB = "web"
    BLOG = "blog"
    GOVERNMENT = "government"
    COMPANY = "company"
    NGO = "ngo"
    ACADEMIC = "academic"
    AGGREGATOR = "aggregator"
    PRESS_RELEASES = "press releases"
    SOCIAL = "social"


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """One publisher as it is known by its host.

    `domain` is what its hosts end with (at a dot), `logo` the address of a picture of 50 by 50 pixels, `country` an
    ISO 3166 code of two letters, `family` the id of the voice it belongs to. All but the domain may be empty. Raises
    ValueError for a country or a logo that is none.
    """

    domain: str
    name: str = ""
    logo: str = ""
    country: str = ""
    kind: ProviderKind = ProviderKind.UNKNOWN
    family: str = ""

    def __post_init__(self) -> None:
        if self.country and self.country not in COUNTRIES:
            raise ValueError(f"no country `{self.country}`; two capital letters of ISO 3166 are wanted, as FR")
        if self.logo and not self.logo.startswith(("https://", "http://")):
            raise ValueError(f"`{self.logo}` is no address; it must start with https:// or http://")


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Providers that speak with one voice: editions, services and titles of one publisher, by their domains."""

    id: str
    name: str = ""
    domains: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderList:
    """What is said of providers, by the owner or by newsloom's own data; each domain once.

    `apart` are groups of domains that are known not to belong together: each is a voice of its own.
    """

    providers: tuple[Provider, ...] = ()
    families: tuple[Family, ...] = ()
    apart: tuple[tuple[str, ...], ...] = ()

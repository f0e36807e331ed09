"""Whether a name where authors stand is that of an organisation or a desk."""

import re
from functools import lru_cache

_SITE = re.compile(
    r"(?:https?://|\bwww\.|@)|\b[\w-]{2,}\.(?:[a-z]{2,3}\.(?:uk|au|nz|za|tr|br|in|jp|kr)|com|net|org|info|news|tv|online|"
    r"app|blog|de|at|ch|fr|it|es|pt|nl|be|se|no|dk|fi|is|pl|cz|ru|ua|tr|gr|ie|eu|in|cn|jp|kr|vn|id|mx|ar|cl|za|uk|us|ca|example)"
    r"(?![\w.-])",
    re.IGNORECASE,
)
# Words that no person is called by; in the languages in which bylines were seen to carry them.
_ALWAYS = re.compile(
    r"\b(?:news(?:room|desk|wire|paper|letter|feed|team)?|nachrichten\w*|noticias|notícias|notizie|nyheter\w*|"
    r"haber(?:ler\w*|\smerkezi)|новости|\w*redaktion\w*|redactie|redakcj\w*|redakce|redacci[oó]n|redazione|"
    r"rédaction|redaksjon\w*|редакция|edit[oô]rial\w*|"
    r"staff|team|équipe|equipo|equipe|desk|bureau|agenc[ey]\w*|agência|agenzia|agentur\w*|ajans\w*|agentschap|"
    r"correspondents|reporters|writers|contributors|editors|authors|journalists|columnists|"
    r"web(?:master|site|desk)?|online|digital|media|medien|magazine|magazin|zeitung\w*|newspaper|gazette|tribune|"
    r"radio|television|televisión|fernsehen|podcast|network|press\s(?:release|association|office)|pressestelle|"
    r"associated\spress|canadian\spress|(?:^|\s)presse(?!r)|\w+presse|presseagentur|"
    r"reuters|bloomberg|xinhua|anadolu|euronews|agerpres|afp|dpa|ritzau|keystone-sda|"
    r"bbc|cnn|npr|pbs|cbs|nbc|abc|zdf|ard|orf|srf|ndr|mdr|wdr|swr|"
    r"inc|llc|ltd|limited|gmbh|e\.v|plc|corp|corporation|company|co\.\sltd|s\.a|"
    r"department|ministry|ministerium|university|universität|université|universidad|institute|institut|foundation|stiftung|"
    r"association|verband|society|center|centre|committee|council|commission|union|federation|hospital|clinic|"
    r"college|school|government|police|polizei|group|holdings?|partners|studios?|solutions|services|systems|software|"
    r"admin(?:istrator)?|webredaktion)\b"
    r"|通讯社|通信社|新闻|新聞|日报|晚报|编辑部|記者会|뉴스|신문|편집국|\.\w+\.",
    re.IGNORECASE,
)
# Words that are surnames too: they tell an organisation only beside one of those above, or as a title ("The … Post").
_TITLED = re.compile(
    r"^(?:the|le|la|el|il|der|die|das|de)\s.*\b(?:post|times|press|guardian|daily|star|sun|mirror|express|herald|"
    r"journal|day|echo|globe|mail|independent|telegraph|observer|world|monde|figaro|país|mundo|review|record|standard|week)\b",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"^(?:(?:senior|chief|deputy|staff|assistant|associate|managing|executive|contributing|special|foreign|political|"
    r"diplomatic|economics?|business|health|science|technology|tech|sports?|crime|legal|education|environment|culture|arts|"
    r"media|europe|africa|asia|middle\seast|us|uk|china|russia|berlin|london|paris|washington|national|local|world|data|home|"
    r"social\smedia|freelance|multimedia|general|breaking)\s(?:and\s)?)*"
    r"(?:editor|reporter|correspondent|writer|journalist|columnist|contributor|author|producer|analyst|photographer|"
    r"fellow|intern|news\seditor|editor-in-chief|editor\sin\schief|redakteur(?:in)?|korrespondent(?:in)?|autor(?:in)?|"
    r"journaliste?|reporter(?:in)?|volont(?:är|ärin)|rédact(?:eur|rice)(?:\sen\schef)?|correspondant[e]?|redactor[a]?|"
    r"corresponsal|periodista|giornalista|inviat[oa]|muhabir|editör|yazar|redaktør|journalist|redaktör|dziennikarz|"
    r"md|phd|ph\.d|m\.d|rd|esq|jr|sr|cfp|cpa|rn|ms|ma|mba|dvm|dds)\.?"
    r"(?:\s(?:at|of|for|in|bei|für|de|du|chez|di)\s.+|,.+)?$",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"(?:guest|anonymous|unknown|user|default|null|undefined|none|n/?a|-+|(?:the\s)?authors?|(?:[a-z]+\s)?by)",
    re.IGNORECASE,
)
_POST = re.compile(
    r"\b(?:director|manager|ceo|cto|officer|coordinator|consultant|specialist|expert|reviewer|marketer|strategist|"
    r"engineer|(?:co-?)?founder|president|professor|developer|dietiti?cian|nutritionist|physician)\b",
    re.IGNORECASE,
)
# Signs of agencies count as they are written: Efe and Sid are first names too.
_AGENCY = re.compile(
    r"(?:AFP|AP|dpa|DPA|APA|SID|epd|KNA|PTI|IANS|ANI|AAP|UPI|NTB|TT|EFE|ANSA|TASS|ATS|SDA|PA|AA|DHA|IHA|CP|MTI|PAP|ČTK|"
    r"Reuters|REUTERS|Bloomberg|Xinhua|Ritzau|Lusa|Belga|Keystone-SDA|Agerpres|ANI)(?:[-/ ]\w+)?"
)
_NO_LETTERS = re.compile(r"[\W_]+")
LEAST_OWN = 3  # letters of an outlet's name from which it is looked for at the beginning of others


def is_organisation(name: str, own: frozenset[str] = frozenset()) -> bool:
    """Tell whether a name is an organisation's: by its words, as a site's, or as the outlet's own.

    Args:
        name: one name.
        own: what the outlet is called, letters only and lower case.
    """
    if is_site(name) or _ALWAYS.search(name) or _TITLED.search(name) or _AGENCY.fullmatch(name):
        return True
    return is_own(name, own)


def is_own(name: str, own: frozenset[str]) -> bool:
    """Tell whether a name is the outlet's own or begins with it; its names as `is_organisation` takes them."""
    words = [letters(word) for word in name.split()]
    first = next((word for word in words if word), "")
    return (
        "".join(words) in own
        or (len(first) >= LEAST_OWN and first in own)
        or any("".join(words[1:]) == known for known in own if words[1:])
    )


def is_site(name: str) -> bool:
    """Tell whether a name holds a site's address."""
    return _SITE.search(name) is not None


def is_nobody(name: str) -> bool:
    """Tell whether the words stand where a form was left empty: "Guest", "undefined"."""
    return _NOBODY.fullmatch(name) is not None


def is_agency(name: str) -> bool:
    """Tell whether a name is a news agency's sign, as in "AFP"."""
    return _AGENCY.fullmatch(name) is not None


def is_role(name: str) -> bool:
    """Tell whether the words are no name but what somebody is: "Political editor", "PhD"."""
    return _ROLE.fullmatch(name) is not None or _POST.search(name) is not None


@lru_cache(maxsize=64)  # a feed's are asked for with every item
def outlet_names(host: str, *names: str) -> frozenset[str]:
    """Give what an outlet is called, as `is_organisation` takes it: its names, its host and the parts of that."""
    labels = [label for label in host.removeprefix("www.").split(".")[:-1] if len(label) >= LEAST_OWN]
    return frozenset(found for name in (*names, host, host.removeprefix("www."), *labels) if (found := letters(name)))


def letters(name: str) -> str:
    """Give a name's letters and digits, lower case."""
    return _NO_LETTERS.sub("", name.lower())

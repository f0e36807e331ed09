"""Which month a word names, in the languages of many outlets."""

import unicodedata

_NAMES = """
january jan januar janvier janv enero ene gennaio gen janeiro januari styczen stycznia ocak leden ledna januari января
february feb februar fevrier fevr febrero febbraio fevereiro fev februari luty lutego subat unor unora helmikuu февраля
march mar marz mars marzo março marco maart mrt maerz marca marzec mart brezna maaliskuu марта
april apr avril avr abril abr aprile kwietnia kwiecien nisan dubna huhtikuu апреля
may mai mayo maggio mag maio mei maj maja mayis kvetna toukokuu мая
june jun juni juin junio giugno giu junho czerwca czerwiec haziran cervna kesakuu июня
july jul juli juillet juil julio luglio lug julho lipca lipiec temmuz cervence heinakuu июля
august aug aout agosto ago augustus augusti sierpnia sierpien agustos srpna elokuu августа
september sep sept septembre septiembre settembre set setembro wrzesnia wrzesien eylul zari syyskuu сентября
october oct oktober okt octobre octubre ottobre ott outubro out pazdziernika pazdziernik ekim rijna lokakuu октября
november nov novembre noviembre novembro listopada listopad kasim marraskuu ноября
december dec dezember dez decembre diciembre dic dicembre dezembro grudnia grudzien aralik prosince joulukuu декабря
"""
_NUMBERS = {name: number for number, line in enumerate(_NAMES.split("\n")) for name in line.split()}


def month_of(word: str) -> int | None:
    """Give a month's number, 1 to 12, by its name or the usual short form of it; case and accents do not count."""
    plain = unicodedata.normalize("NFKD", word.lower().replace("\u0131", "i")).encode("ascii", "ignore").decode()
    return _NUMBERS.get(plain or word.lower(), _NUMBERS.get(word.lower()))

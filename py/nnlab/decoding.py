"""The text in a file's bytes, when nobody says in which encoding it was written.

UTF-8 and UTF-16 can be told for sure. The others are guessed: of each encoding the characters are
known that people use in it most, and the one in which nearly all characters are such is taken.
"""

import codecs
import re
from collections.abc import Callable
from functools import cache
from itertools import islice

from .table_errors import TableError

MOST_BYTES = 64_000_000

# Each by the name that people know, with Python's; what is guessed comes in this order.
ENCODINGS = {
    "UTF-8": "utf-8-sig",
    "UTF-16": "utf-16",
    "GB18030": "gb18030",
    "Big5": "cp950",
    "Shift_JIS": "cp932",
    "EUC-JP": "euc_jp",
    "EUC-KR": "cp949",
    "Windows-1252": "cp1252",
    "Windows-1254": "cp1254",
    "Windows-1250": "cp1250",
    "Windows-1251": "cp1251",
    "Windows-1253": "cp1253",
    "Windows-1255": "cp1255",
    "Windows-1256": "cp1256",
    "ISO-8859-2": "iso8859_2",
    "ISO-8859-15": "iso8859_15",
    "KOI8-R": "koi8_r",
    "Mac Roman": "mac_roman",
    "DOS 850": "cp850",
    "DOS 866": "cp866",
    "UTF-32": "utf-32",
}

CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f]")

BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
MOSTLY = 9
"""So many characters are right for one that is broken."""

PACKED = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!")
WORKBOOK_PARTS = (b"[Content_Types].xml", b"content.xml", b"Index/")

LEAST_LIKELY = 0.7
"""A guess needs so great a share of characters that are usual in it."""

MAY_BE = 0.6
"""So likely is a text of which each character is usual in an East Asian encoding; the rest depends
on how many are the commonest. For Korean there is no list of those."""
COMMON_IN_KOREAN = 0.4

MAY_BE_HALF_WIDTH = 0.9
"""Less than what Chinese and Korean come to, whose bytes may look so."""

COMMON_CYRILLIC = {*"оеаинтслрв"}
COMMON_COUNTS = 0.2
"""So much do they count, which tells encodings apart that have other letters at their places."""

RARE = {"KOI8-R": 0.1}
"""So much less likely is one that few files are in: in a word or two, in capitals or without any,
its letters are as usual as those of Windows-1251."""

GLUED = 0.5

# Some of the commonest characters, and those that stand in headers: simplified, then traditional.
COMMON_HANZI = set(
    "的一是不了人在有我他这中大来上个国到说们为子和你地出道也时年得就那要下以生会自着去之过家学"
    "对可她里后小么心多天而能好都然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头"
    "面公同三已老从动两长知民样现分将外但身些与高意进把法此实回二理美点月明其种声全工己话儿者向"
    "情部正名定女问力机给等几很业最间新什打便位因重被走电四第门相次东政海口使教西再平真听世气信"
    "北少关并内加化由却代军产入先山五太水万市眼体别处总才场师书比住员九笑性通目华报立马命张活难"
    "神数件安表原车白应路期叫死常提感金何更反合放做系计或司利受光王果亲界及今京务制解各任至清物"
    "台象记边共风战干接它许八特觉望直服毛林题建南度统色字请交爱让认算论百吃义科怎元社术结六功指"
    "思非流每青管夫连远资队跟带花快条院变联言权往展该领传近留红治决周保达办运武半候七必城父强步"
    "宽类品序号编龄岁男是否价格积房间卖售颜含量酒精酸糖盐温湿速距离质密厚径叶片瓣萼黄绿蓝黑甲乙丙丁"
    "厘毫克千升吨斤摄氏亩寸尺"
    "這來個國說們為時會著過家學對裡後麼沒於還發當開無經頭見動兩長樣現將與進實點種聲話兒問機給幾業"
    "間電門東聽氣關並內產萬體別處總場師書員報馬張難數車應親務記邊風戰幹覺題統請愛讓認論術連遠資隊"
    "帶條變聯權領傳紅決週達辦運寬類編號齡歲價積賣顏鹽溫濕離質徑葉黃綠藍"
)

LATIN = {
    "Windows-1252": "àâäáãåæçèéêëíîïìñòóôöõøœßùúûü",
    "Windows-1250": "ąáâăäćçčďđéęëěíîłĺľńňóôőöŕřśšşßťţúůűüýźżž",
    "Windows-1254": "çğıİöşüâîû",
}
LATIN |= {
    **dict.fromkeys(("ISO-8859-15", "Mac Roman", "DOS 850"), LATIN["Windows-1252"]),
    "ISO-8859-2": LATIN["Windows-1250"],
}
# Words of two letters or more, in which capitals stand first or everywhere.
SCRIPTS = {
    "Windows-1251": r"\b(?:[А-ЯЁІЇЄҐЎ]?[а-яёіїєґў]+|[А-ЯЁІЇЄҐЎ]{2,})\b",
    "Windows-1253": r"\b(?:[Α-ΩΆ-Ώ]?[α-ωά-ώς]+|[Α-ΩΆ-Ώ]{2,})\b",
    "Windows-1255": r"\b[א-ת]{2,}\b",
    "Windows-1256": r"\b[ء-يپچژگ]{2,}\b",
}
SCRIPTS |= dict.fromkeys(("KOI8-R", "DOS 866"), SCRIPTS["Windows-1251"])
SYMBOLS = "\u00a0°±²³µ×·•…–—‘’“”„‚‹›«»€£§©®™¼½¾º¿¡"


def decode(data: bytes, encoding: str = "") -> tuple[str, str]:
    """A file's text and the name of its encoding, which is guessed unless given.

    Raises TableError for what is no text, or none in that encoding.
    """
    if len(data) > MOST_BYTES:
        size = f"{len(data) / 1e6:.0f}"
        raise TableError("too_large", size=size, most=MOST_BYTES // 1_000_000)
    if data.startswith(b"%PDF-"):
        raise TableError("binary")
    if data.startswith(PACKED) or is_plain_zip(data):
        raise TableError("packed")
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):  # xlsx and ods; xls
        raise TableError("workbook")
    encoding = encoding or guess_encoding(data)
    name = WIDE[encoding](data) if encoding in WIDE else ENCODINGS[encoding]
    try:
        text = data.decode(name)
    except UnicodeDecodeError as error:
        if encoding != "UTF-8" or not is_mostly_utf8(data):
            raise TableError("not_encoding", byte=error.start + 1, encoding=encoding) from None
        text = data.decode(name, "replace")
    text = text.removeprefix("\ufeff").removesuffix("\x1a")  # with which DOS ends a file
    if not text.strip():
        raise TableError("empty")
    if CONTROLS.search(text):
        raise TableError("binary")
    return text, encoding


def guess_encoding(data: bytes) -> str:
    """Raises TableError when none is likely."""
    if is_utf32(data):
        return "UTF-32"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        if len(data) % 2:
            raise TableError("encoding")
        return "UTF-16"
    if b"\0" in data:
        odd, even = data[1:4000:2].count(0), data[0:4000:2].count(0)
        if min(odd, even) > 0 or 10 * max(odd, even) < len(data[0:4000:2]) or len(data) % 2:
            raise TableError("binary")
        return "UTF-16"
    return "UTF-8" if is_mostly_utf8(data) else guess_legacy(data)


def is_plain_zip(data: bytes) -> bool:
    """Whether it is a whole zip file, and none of Excel's, LibreOffice's or Numbers'."""
    whole = data.startswith(b"PK") and b"PK\x05\x06" in data
    return whole and not any(name in data for name in WORKBOOK_PARTS)


def is_mostly_utf8(data: bytes) -> bool:
    """Whether it is UTF-8, but for a few broken characters or a last one that was cut."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" and error.start >= len(data) - 3:
            return len(data[: error.start]) > len(data[: error.start].decode("utf-8"))
        text = data.decode("utf-8", "replace")
        broken = text.count("\ufffd")
        return len(BEYOND_ASCII.findall(text)) >= (1 + MOSTLY) * broken
    return True


def utf16(data: bytes) -> str:
    """Which of the two orders; a byte order mark says it, else where the zeros are."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return "utf-16-le" if data[1:4000:2].count(0) >= data[0:4000:2].count(0) else "utf-16-be"


def is_utf32(data: bytes) -> bool:
    """By its byte order mark; else each fourth byte, and hardly less often one beside it, is 0."""
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return True
    zeros = [data[at:4000:4].count(0) for at in range(4)]
    count = len(data[:4000]) // 4
    outer = max(min(zeros[:2]), min(zeros[2:]))
    return len(data) % 4 == 0 and count > 0 and outer == count


def utf32(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32"
    return "utf-32-le" if data[3:4000:4].count(0) > data[0:4000:4].count(0) else "utf-32-be"


WIDE = {"UTF-16": utf16, "UTF-32": utf32}


def guess_legacy(data: bytes) -> str:
    """The encoding from before Unicode whose usual characters these are most likely."""
    lines = re.finditer(rb"[^\n]*[\x80-\xff][^\n]*", data)
    sample = b"\n".join(line.group() for line in islice(lines, 2000))
    likely = {name: rate(sample, name) for name in ENCODINGS if not name.startswith("UTF")}
    for name in sorted(likely, key=lambda name: -likely[name]):
        if likely[name] < LEAST_LIKELY:
            break
        try:
            data.decode(ENCODINGS[name])
        except UnicodeDecodeError:
            continue
        return name
    if CONTROLS.search(data.decode("latin-1")):
        raise TableError("binary")
    try:  # no other can hold every character there is
        data.decode("cp1252")
    except UnicodeDecodeError:
        try:
            data.decode("gb18030")
        except UnicodeDecodeError:
            pass
        else:
            return "GB18030"
    raise TableError("encoding")


def rate(sample: bytes, name: str) -> float:
    """How likely a text is in an encoding: 0 where it cannot be, above 1 where it nearly is."""
    try:
        text = sample.decode(ENCODINGS[name])
    except UnicodeDecodeError:
        return 0.0
    if name in LATIN:
        return latin_share(text, LATIN[name])
    if name in SCRIPTS:
        in_words = [word for word in re.findall(SCRIPTS[name], text) if len(word) > 1]
        if not in_words:
            return 0.0
        symbols = len(re.findall(rf"[{SYMBOLS}]", text))
        likely = (sum(map(len, in_words)) + symbols) / len(re.findall(r"[^\x00-\x7f]", text))
        common = sum(c in COMMON_CYRILLIC for word in in_words for c in word.lower())
        return likely + COMMON_COUNTS * common / sum(map(len, in_words)) - RARE.get(name, 0.0)
    if name == "Shift_JIS" and is_half_width(text):
        return MAY_BE_HALF_WIDTH
    # Full-width digits and signs stand at the same places in all of these.
    wide: list[str] = re.findall(r"[^\x00-\x7f、。〈-】！-～￥]", text)
    if not wide:
        wide = re.findall(r"[^\x00-\x7f]", text)
    share = sum(map(USUAL[name], wide)) / len(wide)
    # Whoever mixes scripts seldom ends a Latin word with one such character.
    runs = re.findall(r"[^\x00-\x7f]+", text)
    glued = len(re.findall(r"(?<=[a-z])[^\x00-\x7f](?![^\x00-\x7f])", text))
    mixed = GLUED if 2 * glued > len(runs) else 1.0
    if name == "EUC-KR":
        # Whoever writes Korean hardly mixes Chinese characters in.
        hangul = sum("가" <= c <= "힣" for c in wide) / len(wide)
        return mixed * (MAY_BE * share + COMMON_IN_KOREAN * hangul)
    with_kana = name in ("Shift_JIS", "EUC-JP")
    common = sum(c in COMMON_HANZI or (with_kana and "ぁ" <= c <= "ー") for c in wide)
    return mixed * (MAY_BE * share + common / len(wide))


def is_half_width(text: str) -> bool:
    """Whether all that is not ASCII is words of half-width katakana."""
    runs = re.findall(r"[^\x00-\x7f]+", text)
    kana = all("\uff61" <= c <= "\uff9f" for c in "".join(runs))
    return kana and len({*runs}) > 1 and sum(map(len, runs)) > 2 * len(runs)


def latin_share(text: str, letters: str) -> float:
    """The share of characters beyond ASCII that are usual letters in words, or signs beside them.

    In such text at most two of them stand together, capitals begin a word or fill it, and a sign
    stands in no word.
    """
    capitals = letters.upper()
    beyond = re.findall(r"[^\x00-\x7f]", text)
    either = rf"[{letters}]{{1,2}}|(?<![A-Za-z])[{capitals}]|(?<![a-z])[{capitals}]{{1,2}}(?![a-z])"
    behind = r"(?![^\x00-\x7f]|\d[^\x00-\x7f]\d)"  # four bytes of GB18030 look like the second
    in_words = re.findall(rf"(?<![^\x00-\x7f])(?:{either}){behind}", text)
    signs = re.findall(rf"(?<![A-Za-z])[{SYMBOLS}]|[{SYMBOLS}](?![A-Za-z])|’", text)
    return (sum(map(len, in_words)) + len(signs)) / len(beyond)


def two_bytes(codec: str, *rows: range) -> Callable[[str], bool]:
    """Whether a character is in these rows of a two-byte code, by its first byte."""

    @cache
    def usual(character: str) -> bool:
        try:
            code = character.encode(codec)
        except UnicodeEncodeError:
            return False
        return len(code) == 2 and any(code[0] in row for row in rows)

    return usual


# Signs, the script's own letters, and the first of two levels of Chinese characters.
USUAL = {
    "GB18030": two_bytes("gb2312", range(0xA1, 0xA4), range(0xB0, 0xD8)),
    "Big5": two_bytes("big5", range(0xA1, 0xC7)),
    "Shift_JIS": two_bytes("shift_jis", range(0x81, 0x84), range(0x88, 0x99)),
    "EUC-JP": two_bytes("euc_jp", range(0xA1, 0xA6), range(0xB0, 0xD0)),
    "EUC-KR": two_bytes("euc_kr", range(0xA1, 0xA4), range(0xB0, 0xC9)),
}

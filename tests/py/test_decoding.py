"""In which encoding a table was written: the sure ones, and the guessed ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnlab.decoding import COMMON_HANZI, ENCODINGS, decode
from nnlab.table_errors import TableError

ROWS = "".join(f"{5 + i / 10:.1f},{i % 7}.5,{'ab'[i % 2]}\n" for i in range(20))

HEADERS = {
    "Windows-1252": [
        "Länge,Größe,Art", "longueur,qualité,espèce", "tamaño,año,clase", "coração,não,classe",
        "højde,ås,art", "température (°C),m²,été", "naïve,création,l’été", "it’s,kind",
        "“a”,5–10,ok", "5 µm,£,kind",
        "ÜBERGRÖSSE,MÄSSIG,ART", "è,é,à", "Straße – Länge,Maß,Art", "pähkinä,määrä,hyvää",
    ],
    "GB18030": ["长度,宽度,种类", "品种,花萼长度,价格", "房间数,面积(平方米),是否售出", "长,宽,类"],
    "Big5": ["長度,寬度,種類", "花瓣長度,花萼寬度,品種", "價格,面積,類別"],
    "Shift_JIS": ["長さ,はば,しゅるい", "がくの長さ,花びらの幅,種類", "ネコ,イヌ,クラス"],
    "EUC-JP": ["長さ,はば,しゅるい", "ネコ,イヌ,クラス"],
    "EUC-KR": ["길이,너비,종류", "꽃잎 길이,꽃받침 너비,품종"],
    "Windows-1250": ["długość,szerokość,wartość,źródło", "délka,šířka,příliš žluťoučký kůň"],
    "Windows-1251": ["Длина,Ширина,Вид", "рост,вес и пол,класс"],
    "Windows-1253": ["μήκος,πλάτος,είδος"],
    "Windows-1256": ["طول,عرض,نوع"],
    "Windows-1254": ["ağırlık,geniş yaş,çeşit"],
    "Mac Roman": [
        "Länge,Größe,Art", "longueur,qualité,espèce", "tamaño,año,clase", "ÜBERGRÖSSE,é,ß",
        "température (°C),été,l’été",
    ],
    "DOS 850": ["Länge,Größe,Art", "longueur,qualité,espèce", "tamaño,año,clase"],
    "ISO-8859-15": ["Preis €,Größe,Art"],
    "ISO-8859-2": ["długość,wartość,źródło", "délka,šířka,příliš žluťoučký kůň"],
    "KOI8-R": ["Длина,Ширина,Вид", "рост,вес и пол,класс"],
    "DOS 866": ["Длина,Ширина,Вид", "рост,вес и пол,класс"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("encoding", "header"), [(name, each) for name, lines in HEADERS.items() for each in lines]
)
def test_the_encoding_of_a_header_is_guessed(encoding, header):
    text = f"{header}\n{ROWS}"
    assert decode(text.encode(ENCODINGS[encoding])) == (text, encoding)


@pytest.mark.parametrize("words", ["муха юг", "МУХА ЮГ", "жук эхо"])
def test_words_of_small_letters_or_capitals_alone_are_in_the_commoner_encoding(words):
    text = "x,kind\n" + "".join(f"{i},{word}\n" for i, word in enumerate(words.split()))
    assert decode(text.encode("cp1251")) == (text, "Windows-1251")


@pytest.mark.parametrize(
    "codec",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"],
)
@pytest.mark.parametrize("header", ["length,kind", "Größe,Art", "长度,种类", "길이,종"])
def test_unicode_is_told_for_sure(codec, header):
    text = f"{header}\n{ROWS}"
    name = codec.upper().removesuffix("-SIG").removesuffix("-LE").removesuffix("-BE")
    assert decode(text.encode(codec)) == (text, name)


@given(st.lists(st.sampled_from(sorted(COMMON_HANZI)), min_size=3, max_size=30))
def test_words_of_common_characters_are_chinese(characters):
    text = "".join(characters) + "中大,x\n"  # which is UTF-8 by no chance
    for encoding in ("GB18030", "Big5"):
        try:
            data = text.encode(ENCODINGS[encoding])
            text.encode("gb2312" if encoding == "GB18030" else "big5")
        except UnicodeEncodeError:
            continue  # simplified ones in Big5, traditional ones in GB2312
        assert decode(data) == (text, encoding)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_an_encoding_can_be_said(encoding):
    text = "kind,x\na,1\n"
    assert decode(text.encode(ENCODINGS[encoding]), encoding) == (text, encoding)


def test_bytes_that_are_not_in_the_encoding_are_named():
    with pytest.raises(TableError) as caught:
        decode("kind,Länge\n".encode("cp1252"), "UTF-8")
    assert caught.value.code == "not_encoding"
    assert caught.value.values == {"byte": 7, "encoding": "UTF-8"}


def test_a_hanzi_glued_to_a_latin_letter_makes_no_korean() -> None:
    table = "0.0000,a\n0.0000,a花\n0.0000,a\n"
    assert decode(table.encode("gb18030")) == (table, "GB18030")

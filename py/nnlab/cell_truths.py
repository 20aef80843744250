"""Words for yes and no, true and false: a column of them is 1 and 0."""

from collections.abc import Collection, Sequence

from .cell_numbers import MISSING, NO_VALUE, NOW

# Which word says yes, in lower case; before version 5 of `cell_numbers.NOW` all there was.
FIRST_TRUTHS = [
    ("true", "false"), ("t", "f"), ("yes", "no"), ("y", "n"), ("on", "off"), ("是", "否"),
    ("对", "错"), ("真", "假"), ("有", "没有"), ("ja", "nein"), ("oui", "non"), ("vrai", "faux"),
    ("wahr", "falsch"), ("sí", "no"), ("si", "no"), ("verdadero", "falso"), ("да", "нет"),
]  # fmt: skip

TRUTHS = [
    *FIRST_TRUTHS,
    ("evet", "hayır"), ("evet", "hayir"), ("doğru", "yanlış"), ("doğru", "yanliş"),
    ("dogru", "yanlis"), ("var", "yok"), ("sim", "não"), ("sim", "nao"), ("verdadeiro", "falso"),
    ("sì", "no"), ("vero", "falso"), ("ja", "nee"), ("waar", "onwaar"), ("tak", "nie"),
    ("prawda", "fałsz"), ("prawda", "falsz"), ("ja", "nej"), ("sant", "falskt"), ("ja", "nei"),
    ("sand", "falsk"), ("sann", "usann"), ("já", "nei"), ("kyllä", "ei"), ("tosi", "epätosi"),
    ("jah", "ei"), ("jā", "nē"), ("taip", "ne"), ("ano", "ne"), ("pravda", "nepravda"),
    ("áno", "nie"), ("da", "ne"), ("да", "не"), ("так", "ні"), ("истина", "ложь"),
    ("верно", "неверно"), ("есть", "нет"), ("da", "nu"), ("adevărat", "fals"), ("igen", "nem"),
    ("igaz", "hamis"), ("ναι", "όχι"), ("ναι", "οχι"), ("αληθής", "ψευδής"), ("richtig", "falsch"),
    ("cierto", "falso"), ("cert", "fals"), ("sí", "non"), ("bai", "ez"), ("jes", "ne"),
    ("نعم", "لا"), ("صحيح", "خطأ"), ("بله", "خیر"), ("כן", "לא"), ("हाँ", "नहीं"), ("हां", "नहीं"),
    ("ใช่", "ไม่ใช่"), ("có", "không"), ("đúng", "sai"), ("ya", "tidak"), ("benar", "salah"),
    ("ndiyo", "hapana"), ("はい", "いいえ"), ("真", "偽"), ("あり", "なし"), ("有り", "無し"),
    ("有", "無"), ("有", "无"), ("有", "沒有"), ("有", "没"), ("正しい", "誤り"), ("예", "아니오"),
    ("예", "아니요"), ("네", "아니오"), ("네", "아니요"), ("참", "거짓"), ("있음", "없음"),
    ("유", "무"), ("是", "不是"), ("是的", "不是"), ("對", "錯"), ("正确", "错误"),
    ("正確", "錯誤"), ("○", "×"), ("〇", "×"), ("○", "✕"), ("√", "×"), ("✓", "✗"), ("✓", "✕"),
    ("✔", "✘"), ("✔", "✗"), ("✔", "✖"), ("✅", "❌"), ("☑", "☐"),
]  # fmt: skip

# Where there are these two letters and nothing else; one of them alone may stand for anything.
LETTERS = [("j", "n"), ("o", "n"), ("s", "n"), ("д", "н")]


TICKS = ["x", "×", "✓", "✔", "√", "☑", "✅", "●", "•", "■"]
"""What stands in a list to tick, where the other cells are empty."""

TICKED = [(tick, NO_VALUE) for tick in TICKS]
MANY = 1000


def are_ticks(cells: Sequence[str]) -> bool:
    """Whether a column has but ticks, all alike, and empty cells."""
    different = {*cells[:MANY]} if len({*cells[:MANY]}) > 2 else {*cells}
    return len(different) == 2 and "" in different and max(different).lower() in TICKS


def truths(cells: Sequence[str], version: int = NOW) -> dict[str, float]:
    """1 and 0 for a column of true and false, yes and no, and so on; empty for another column.

    `cells` are those that are no gaps. Of rows to answer, all may say yes.
    """
    written = dict.fromkeys(cells)
    lower = {cell.lower() for cell in written}
    if not 1 <= len(lower) <= 2:
        return {}
    pairs = [pair for pair in (TRUTHS if version > 4 else FIRST_TRUTHS) if lower <= {*pair}]
    letters = [pair for pair in (*LETTERS, *TICKED) if version > 4 and lower == {*pair}]
    for yes, _ in (*pairs, *letters):
        return {cell: float(cell.lower() == yes) for cell in written}
    return {}


def says_no(cells: Collection[str], gaps: Collection[str]) -> set[str]:
    """Words that say no here, though they say elsewhere that there is nothing: 无 beside 有."""
    lower = {cell.lower() for cell in cells}
    return {no for yes, no in TRUTHS if no in gaps and {yes, no} <= lower}


def truth_words(cells: Sequence[str]) -> tuple[str, str]:
    """What its owner writes for yes and for no in a column of `truths`, of which some are given."""
    said = [cell for cell in cells if cell.lower() not in MISSING] or cells
    lower = {cell.lower() for cell in cells}
    pairs = [pair for pair in (*TRUTHS, *LETTERS, *TICKED) if lower == {*pair}]
    pairs += [pair for pair in (*TRUTHS, *LETTERS) if {cell.lower() for cell in said} <= {*pair}]
    yes, no = next(iter(pairs), ("1", "0"))
    for way in (str.upper, str.capitalize):
        if said and all(cell == way(cell) != cell.lower() for cell in said):
            return way(yes), way(no)
    return yes, no

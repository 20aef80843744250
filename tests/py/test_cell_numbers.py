"""Numbers as people write them; the right ones are worked out by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnlab.cell_numbers import NumberStyle, number, to_numbers
from nnlab.cell_truths import LETTERS, TRUTHS, truth_words, truths
from nnlab.tables import read_table

POINT, COMMA = NumberStyle(".", ","), NumberStyle(",", ".")
ARABIC = str.maketrans("0123456789.,", "٠١٢٣٤٥٦٧٨٩٫٬")
PERSIAN = str.maketrans("0123456789.,", "۰۱۲۳۴۵۶۷۸۹٫٬")
WIDE = str.maketrans("0123456789.,-", "０１２３４５６７８９．，－")


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (("no", "", "yes"), ("yes", "no")),
        (("No",), ("Yes", "No")),
        (("TRUE", "NA"), ("TRUE", "FALSE")),
        (("否", "是"), ("是", "否")),
        (("f",), ("t", "f")),
        (("ja", "nej"), ("ja", "nej")),
        (("無", "有"), ("有", "無")),
        (("有", "无"), ("有", "无")),
        (("HAYIR", "EVET"), ("EVET", "HAYIR")),
    ],
)
def test_what_is_written_for_yes_and_no_is_known_from_some_cells(cells, words):
    assert truth_words(cells) == words


@pytest.mark.parametrize(
    ("cell", "style", "value"),
    [
        ("1,250", POINT, 1250.0),
        ("1.250", COMMA, 1250.0),
        ("1.250,5", COMMA, 1250.5),
        ("1,234,567.25", POINT, 1234567.25),
        ("12,34,567", POINT, 1234567.0),  # as in India
        ("1 250,5", NumberStyle(",", " "), 1250.5),
        ("1\u00a0250", NumberStyle(",", " "), 1250.0),
        ("1\u202f250", NumberStyle(",", " "), 1250.0),
        ("1'250.5", NumberStyle(".", "'"), 1250.5),
        ("1’250.5", NumberStyle(".", "'"), 1250.5),
        ("−0.84", POINT, -0.84),
        ("–2", POINT, -2.0),
        ("－2", POINT, -2.0),
        ("‐2", POINT, -2.0),
        ("(1,250)", POINT, -1250.0),
        ("5.1-", POINT, -5.1),  # as SAP writes it
        ("1.250,5- €", COMMA, -1250.5),
        ("+3", POINT, 3.0),
        ("12.5%", POINT, 12.5),
        ("12,5 %", COMMA, 12.5),
        ("١٢٫٥٪", POINT, 12.5),
        ("$1,250.00", POINT, 1250.0),
        ("-$5", POINT, -5.0),
        ("$-5", POINT, -5.0),
        ("€ 1.250,50", COMMA, 1250.5),
        ("1.250,50 €", COMMA, 1250.5),
        ("￥1,250", POINT, 1250.0),
        ("1250元", POINT, 1250.0),
        ("USD 12", POINT, 12.0),
        ("R$ 1.250,00", COMMA, 1250.0),
        ("1.5e3", POINT, 1500.0),
        ("1,5E-3", COMMA, 0.0015),
        ("1.5D+03", POINT, 1500.0),  # as Fortran writes it
        (".5", POINT, 0.5),
        ("5.", POINT, 5.0),
        ("٣٫٥", COMMA, 3.5),
        ("१२", POINT, 12.0),
        ("\u200e5", POINT, 5.0),
        ("2,5", NumberStyle("."), 2.5),  # it can mean nothing else
        ("0,250", NumberStyle("."), 0.25),
        ("1'250.–", NumberStyle(".", "'"), 1250.0),  # no cents, and no minus
        ("1.250,- €", COMMA, 1250.0),
        ("€ 1250,--", COMMA, 1250.0),
        ("$(1,387)", POINT, -1387.0),
        ("($1,387.50)", POINT, -1387.5),
        ("(1.387) €", COMMA, -1387.0),
        ("%12,5", COMMA, 12.5),  # as in Turkey
        ("5½", POINT, 5.5),
        ("-5½", POINT, -5.5),
        ("−½", POINT, -0.5),
        ("¼", COMMA, 0.25),
        ("1.5×10^3", POINT, 1500.0),
        ("1,5 · 10⁻³", COMMA, 0.0015),
        ("2x10^(-2)", POINT, 0.02),
        ("٣،٥", COMMA, 3.5),
    ],
)
def test_a_cell_is_the_number_that_is_meant(cell, style, value):
    assert number(cell, style) == value
    assert to_numbers([cell, "word"], style)[0] == value


@pytest.mark.parametrize(
    "cell",
    ["-5-", "", "word", "1,25", "1,2500", "0,250", "1,250,", "1.2.3", "5 5", "2021-03-04", "12:30",
     "5cm", "1_000", "inf", "m²", "--5", "(-5)", "1e", "$", "%", "9" * 70 + "x",
     "1920x1080", "4 x 100", "1.5·1000"],
)  # fmt: skip
def test_what_is_no_number_is_none(cell):
    assert np.isnan(number(cell, POINT))


def test_what_may_be_both_is_none_until_it_is_said():
    assert np.isnan(number("1,250", NumberStyle(".")))
    assert np.isnan(number("1.250", NumberStyle(",")))


@given(
    value=st.floats(-1e9, 1e9).map(lambda v: round(v, 4)),
    decimal=st.sampled_from(".,"),
    thousands=st.sampled_from(["", ".", ",", " ", "'"]),
    digits=st.sampled_from([{}, ARABIC, PERSIAN, WIDE]),
    minus=st.sampled_from("-−"),
)
def test_what_was_written_is_read(value, decimal, thousands, digits, minus):
    if thousands == decimal:
        return
    written = f"{value:,.4f}".translate({ord(","): thousands, ord("."): decimal, ord("-"): minus})
    if digits in (ARABIC, PERSIAN):
        written = f"{value:,.4f}".translate(digits).replace("-", minus)
    else:
        written = written.translate(digits)
    assert number(written, NumberStyle(decimal, thousands)) == value


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["True", "False", "true"], [1, 0, 1]),
        (["yes", "No"], [1, 0]),
        (["是", "否"], [1, 0]),
        (["Y", "N"], [1, 0]),
        (["ja", "nein"], [1, 0]),
        (["m", "f"], []),
        (["Evet", "HAYIR"], [1, 0]),
        (["não", "sim"], [0, 1]),
        (["sì", "no"], [1, 0]),
        (["nee", "ja"], [0, 1]),
        (["tak", "nie"], [1, 0]),
        (["Nej", "Ja"], [0, 1]),
        (["はい", "いいえ"], [1, 0]),
        (["예", "아니요"], [1, 0]),
        (["没有", "有"], [0, 1]),
        (["○", "×"], [1, 0]),
        (["igen", "nem"], [1, 0]),
        (["j", "n"], [1, 0]),
        (["j"], []),
        (["s", "n", "?"], []),
        (["ja", "no"], []),
        (["sim", "nee"], []),
        (["ja", "nein", "nej"], []),
        (["yes", "maybe"], []),
        ([], []),
    ],
)
def test_true_and_false_in_several_languages(cells, expected):
    assert [*truths(cells).values()] == expected


def test_no_word_says_yes_in_one_tongue_and_no_in_another():
    pairs = [*TRUTHS, *LETTERS]  # since the form knows the words, but not the column's others
    assert not {yes for yes, _ in pairs} & {no for _, no in pairs}
    assert all(word == word.lower() for pair in pairs for word in pair)


def test_a_pair_that_was_two_words_is_so_in_what_was_kept():
    text = "a,x,kind\n" + "".join(
        f"{['evet', 'hayır'][i % 2]},{i}.5,{'pq'[i % 2]}\n" for i in range(24)
    )
    assert read_table(text.encode()).column("a").is_numeric
    assert not read_table(text.encode(), version=4).column("a").is_numeric


@pytest.mark.parametrize("no", ["无", "無"])
def test_what_elsewhere_is_a_gap_says_no_beside_its_yes(no):
    text = "a,x,kind\n" + "".join(
        f"{['有', no, ''][i % 3]},{i}.5,{'pq'[i % 2]}\n" for i in range(24)
    )
    column = read_table(text.encode()).column("a")
    np.testing.assert_array_equal(column.numbers[:3], [1, 0, np.nan])
    assert column.missing.sum() == 8
    assert read_table(text.encode(), version=4).column("a").missing.sum() == (
        16 if no == "无" else 8
    )


def table_of(cells, delimiter, other="8.5"):
    """A table with these cells beside another column of numbers."""
    rows = [f'"{cell}"{delimiter}{other}{delimiter}{"ab"[i % 2]}' for i, cell in enumerate(cells)]
    return read_table("\n".join([delimiter.join(["price", "x", "kind"]), *rows]).encode())


@pytest.mark.parametrize(
    ("cells", "delimiter", "other", "values"),
    [
        (["1,250", "2,100", "746"], ",", "8.5", [1250, 2100, 746]),
        (["1,250", "2,100", "746"], ";", "8.5", [1250, 2100, 746]),
        (["1.250", "2.100", "746"], ";", "8,5", [1250, 2100, 746]),
        (["1.250,5", "2.100", "746"], ";", "8", [1250.5, 2100, 746]),
        (["1,250.5", "2,100", "746"], "\t", "8", [1250.5, 2100, 746]),
        (["1,250", "0,746", "2,100"], ";", "8", [1.25, 0.746, 2.1]),
        (["1.250", "2.100", "3.746"], ",", "8", [1.25, 2.1, 3.746]),
        (["1.250", "0.125", "3.746"], ";", "8", [1.25, 0.125, 3.746]),
        (["1 250", "2 100", "746"], ";", "8,5", [1250, 2100, 746]),
        (["1'250", "2'100", "746"], ";", "8.5", [1250, 2100, 746]),
        (["1,250,000", "2,100", "746"], ";", "8", [1250000, 2100, 746]),
        (["12,50,000", "2,100", "746"], ",", "8", [1250000, 2100, 746]),
        (["$1,250", "$2,100", "$746"], ",", "8.5", [1250, 2100, 746]),
        (["1,25", "2,1", "7,46"], ",", "8.5", [1.25, 2.1, 7.46]),
        (["١٬٢٥٠", "٢٫٥", "٣"], ",", "8.5", [1250, 2.5, 3]),
    ],
)
def test_marks_are_understood_by_what_stands_around_them(cells, delimiter, other, values):
    table = table_of(cells, delimiter, other)
    assert table.questions == ()
    assert table.column("price").numbers.tolist() == values


@pytest.mark.parametrize(
    ("cells", "delimiter", "other"),
    [
        (["1,250", "2,100", "746"], ";", "8"),
        (["1.250", "2.100", "746"], ";", "8"),
        (["1,250", "2,100", "746"], "\t", "8"),
        (["1.250", "2.100", "746"], "|", "8"),
    ],
)
def test_what_cannot_be_told_is_asked(cells, delimiter, other):
    table = table_of(cells, delimiter, other)
    (question,) = table.questions
    assert (question.column, question.cell) == ("price", cells[0])
    assert [value for value, _ in question.answers] == [1.25, 1250.0]
    data = "\n".join(
        [
            f"price{delimiter}kind",
            *(f"{cell}{delimiter}{'ab'[i % 2]}" for i, cell in enumerate(cells)),
        ]
    ).encode()
    for value, answer in question.answers:
        said = read_table(data, **answer)
        assert said.questions == ()
        assert said.column("price").numbers[0] == value


@pytest.mark.parametrize(
    "gap", ["#NV", "#WERT!", "#¡VALOR!", "#Н/Д", "---", "…", "(空白)", "н/д", "#N/D"]
)
def test_a_gap_in_other_programs_words_is_no_comment_and_no_word(gap):
    rows = "".join(f"{gap if i % 8 == 5 else i + 0.5},{'ab'[i % 2]}\n" for i in range(24))
    table = read_table(f"x,kind\n{rows}".encode())
    assert (table.rows, table.reading.comment, int(table.column("x").missing.sum())) == (24, "", 3)


def test_a_number_that_excel_was_told_to_take_for_text_is_one():
    table = read_table(("x,kind\n" + "".join(f"'{i}.5,{'ab'[i % 2]}\n" for i in range(9))).encode())
    assert table.column("x").numbers[1] == 1.5

"""What can be wrong with a table of one's own, each in one sentence that says what to do."""

SENTENCES = {
    "empty": "The file is empty: choose one that holds a table.",
    "workbook": "This is a workbook, not a CSV file: save it as CSV in the spreadsheet program.",
    "packed": "This is a packed file, such as a zip: unpack it, and choose the table that is in"
    " it.",
    "binary": "This is not a text file: save the table as CSV, and choose that.",
    "json": "This is JSON, not a CSV file: save the table as CSV, one line for each row.",
    "markup": "This is a web page or XML, not a CSV file: open it in a spreadsheet program, and"
    " save the table as CSV.",
    "sparse": "The cells are numbered, as in 3:0.5, which is LIBSVM’s way to leave out zeros: save"
    " the table as CSV, with a column for each number.",
    "sparse_arff": "The rows name their cells by their places, which is Weka’s way to leave out"
    " zeros: save the table as CSV, with a cell for each number.",
    "rtf": "This is a document of a word processor (RTF), not a CSV file: open it, copy the table"
    " into a spreadsheet program, and save it there as CSV.",
    "pointer": "This is only a pointer to a file that Git LFS keeps: download the file itself.",
    "encoding": "The text is in an encoding that is not known here: save the file as UTF-8.",
    "not_encoding": "Byte {byte} is no {encoding}: choose another encoding.",
    "too_large": "The file has {size} MB; {most} MB is the most.",
    "too_many_rows": "The table has {rows} rows; {most} is the most.",
    "too_many_columns": "The table has {columns} columns; {most} is the most.",
    "malformed": "From line {line} on the file cannot be read as a table: a quotation mark there"
    " is not closed, or text follows a closed one.",
    "one_column": "Only one column was found: a comma, semicolon, tab or bar divides columns,"
    " or blanks do.",
    "ragged": "Line {line} has another number of cells ({cells}) than the first line ({expected})."
    " Put a cell that holds the dividing mark in quotation marks, or choose another mark.",
    "header": "The header in line {line} has {cells} names, but the rows below it have {expected}"
    " cells: give every column a name and every row a cell for it.",
    "header_commas": "The header in line {line} has {cells} names, but the rows below it have"
    " {expected} cells: if commas stand in numbers, as in 1,5, save the table with semicolons"
    " between the columns.",
    "no_rows": "There is a header but no row below it: add rows, or say that there is no header.",
    "no_numeric": "No column holds numbers, and a network needs numbers for its inputs.",
    "no_target": "No column can be the target: classes need between 2 and {most} different values,"
    " and a number to predict needs a column of numbers.",
    "only_dates": "There are only dates and numbers of the rows, so nothing to predict: add a"
    " column with what you want to know, such as how much was sold on each day.",
    "target_number": "“{column}” holds {values} different numbers: take it as a number to predict,"
    " choose another column, or put the numbers into groups such as low, middle and high.",
    "not_a_column": "There is no column “{column}”.",
    "target_values": "“{column}” has {values} different values; classes are {most} at most."
    " Choose another column, or put the values into groups.",
    "no_features": "No feature is chosen; the network needs at least one.",
    "not_numeric": "“{column}” holds no numbers, so it cannot be a feature: leave it out.",
    "no_complete_rows": "No row has a number in every chosen column: leave out columns with gaps.",
    "target_words": "“{column}” holds words, so it is no number to predict: take it as classes, or"
    " choose another column.",
    "one_number": "“{column}” is {value} in every usable row: there is nothing to predict.",
    "one_class": "All usable rows are of one class, “{name}”: there is nothing to tell apart.",
    "one_class_left": "All rows without gaps are of one class, “{name}”: "
    "fill the gaps ({count} rows have some), or leave out columns with gaps.",
    "constant": "“{column}” is {value} in every usable row: leave it out, it tells nothing.",
    "lacks_pixels": "Without {names} the rows are no pictures of {side} × {side}, and of a plain"
    " table “{column}”, which is {value} in every usable row, tells nothing: use all, or leave that"
    " out, too.",
    "too_few_features": "{missing} of the {features} columns that the network takes are not in this"
    " file, among them “{column}”: give them the names that they have in the data.",
    "same_marks": "“{mark}” cannot divide both decimals and thousands: choose two marks.",
}


class TableError(ValueError):
    """What is wrong with a file or with a choice of columns, in one sentence.

    `code` is the sentence's name in SENTENCES, `values` what stands in its braces.
    """

    def __init__(self, code: str, **values: str | int) -> None:
        super().__init__(SENTENCES[code].format(**values))
        self.code = code
        self.values = values

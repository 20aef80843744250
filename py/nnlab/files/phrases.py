"""What may stand after "expected", by name, so that the page can say it in its own language too.

web/text has the same sentences under the same keys, in English and Chinese; a test holds the
English ones together.
"""

from typing import Any

PHRASES = {
    "allowed_choice": "one of {choices}",
    "allowed_whole": "a whole number from {least} to {most}",
    "allowed_number": "a number",
    "allowed_range": "a number from {least} to {most}",
    "allowed_above": "a number above {least}",
    "allowed_least": "a number of {least} or more",
    "allowed_flag": "true or false",
    "allowed_text": "a text",
    "allowed_list": "a list of at most {most}, each {item}",
    "allowed_map": "at most {most} names, each with {item}",
    "allowed_each_layer": "{layers}, one a layer",
    "allowed_patience_test": "0, or a test_ratio above 0 to go with it",
    "allowed_some": "one or more",
    "allowed_one_length": "{names}, all of one length",
    "allowed_same": "{expected}, as the data here have it",
    "allowed_as_then": "a table that is read as when this was kept: open the table itself, and "
    "train anew",
    "allowed_scaler": "mean and scale just when standardize is",
    "allowed_format": "{format}",
    "allowed_size": "at most {most} MB",
    "allowed_depth": "at most {most} in each other",
    "allowed_constants": 'numbers, or the text "NaN" or "Infinity"',
    "allowed_json": "JSON",
    "allowed_json_whole": "a whole JSON file; this one breaks off in line {line}",
    "allowed_json_until": "JSON; something else stands in line {line}, at character {column}",
    "allowed_json_object": "a JSON object",
    "allowed_base64": "base64",
    "allowed_generator": "the state of a PCG64 generator",
    "allowed_any_list": "a list",
    "allowed_numbers": "a list of {count} numbers",
    "allowed_lists": "a list of {count} lists",
    "allowed_all_layers": "a list of {count} layers",
    "allowed_epochs": "a list of epochs, {count} at most",
    "allowed_more": "more than {least}",
    "allowed_rising": "whole numbers that rise",
    "allowed_object": "an object with {names}",
    "allowed_only": "only {names}",
    "allowed_npz": "an .npz file of weights",
    "allowed_arrays": "the arrays {names}",
    "allowed_array": "an array of shape {shape}",
    "allowed_floats": "float64 of shape {shape}",
    "allowed_bytes": "{count} bytes",
    "allowed_finite": "finite numbers",
    "allowed_two_fields": "two different ones, each with its values",
    "allowed_hidden_layer": "a set-up with a hidden layer",
    "allowed_name": "a name of small letters, digits and _",
    "allowed_once_only": "names that are not alike",
    "allowed_step_setup": "the set-up with which the step begins",
    "allowed_pupil": "2 to 24 letters, digits, - and _",
    "allowed_lesson": "a lesson that is here: {names}",
    "allowed_short": "at most {most} characters",
    "allowed_code_file": "a file of the package that can be edited",
    "allowed_event": "what a lesson notes, such as start:3",
}


class Phrase(str):
    """The English sentence of `key`, which remembers its key and what stands in its braces."""

    key: str
    values: dict[str, Any]

    def __new__(cls, key: str, **values: "str | int | float | Phrase") -> "Phrase":
        phrase = super().__new__(cls, PHRASES[key].format(**values))
        phrase.key, phrase.values = key, values
        return phrase

    def data(self) -> dict[str, Any]:
        """What crosses to the page: {key, values}, again for a phrase among the values."""
        inside = {k: v.data() if isinstance(v, Phrase) else v for k, v in self.values.items()}
        return {"key": self.key, "values": inside}

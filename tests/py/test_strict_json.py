"""Where a text stops being JSON is said in sentences of ours, which stand in every language."""

from typing import Any

import pytest

from nnlab.files.constraints import NotAllowed
from page.teach.reading import read_hand_in

WHOLE = '{"format": "nnlab-hand-in",\n "pupil": "kiwi-7"}'


@pytest.mark.parametrize(
    ("text", "key", "values"),
    [
        (WHOLE[:-1], "allowed_json_whole", {"line": 2}),
        (WHOLE[:-4], "allowed_json_whole", {"line": 2}),
        (WHOLE[:12], "allowed_json_whole", {"line": 1}),
        ("", "allowed_json_whole", {"line": 1}),
        ("\x89PNG", "allowed_json_until", {"line": 1, "column": 1}),
        (WHOLE.replace('"pupil"', "pupil"), "allowed_json_until", {"line": 2, "column": 2}),
        (WHOLE + "}", "allowed_json_until", {"line": 2, "column": 20}),
        ('{"a": ' + "9" * 5000 + "}", "allowed_json", {}),
    ],
)
def test_where_a_damaged_file_stops_being_json_is_said(
    text: str, key: str, values: dict[str, Any]
) -> None:
    with pytest.raises(NotAllowed) as refused:
        read_hand_in(text)
    assert refused.value.values["allowed"] == {"key": key, "values": values}

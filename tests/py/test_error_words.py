"""What Python says of a call is told with numbers and names that are so."""

import pytest

from page.code.errors import slip_and_values


class Owner:
    def method(self, one):
        def inner(two):
            return two

        return inner(one, one)

    def of_nobody():  # type: ignore[misc]
        return 0


@pytest.mark.parametrize(
    ("wrong", "values"),
    [
        (lambda: Owner().method(1, 2), {"call": "Owner.method", "takes": "1", "given": "2"}),
        (lambda: Owner().method(1), {"call": "inner", "takes": "1", "given": "2"}),
        (lambda: Owner().of_nobody(), {"call": "Owner.of_nobody", "takes": "0", "given": "1"}),
    ],
)
def test_arguments_are_counted_without_self_where_there_is_one(wrong, values):
    with pytest.raises(TypeError) as raised:
        wrong()
    assert slip_and_values(f"TypeError: {raised.value}") == ("arguments_counted", values)

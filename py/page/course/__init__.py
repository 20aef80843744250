"""The course: lessons as data, what their steps start from, and the checks on what was done."""

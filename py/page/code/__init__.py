"""The visitor's own version of the code, and the console."""

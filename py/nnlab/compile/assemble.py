"""WebAssembly's text form, read: the inverse of `wat`.

    assemble('''
        (func $twice (param $x f64) (result f64)
          (f64.mul (f64.const 2) (local.get $x)))
    ''', calls={})

Both ways of writing an instruction may be mixed: one behind the other, `local.get $x f64.neg`, and
with its arguments in parentheses, `(f64.neg (local.get $x))`. Locals, labels and functions go by
name or by number. (WebAssembly Core Specification 2.0, chapter 6.)
"""

import re
from collections.abc import Mapping

from .wasm import BLOCK, INDEX, LANE, MEMORY, NUMBER, VECTOR_MEMORY, Function

COMMENT = re.compile(r";;.*")
BRANCHES = ("br", "br_if")
ONE_OPERAND = {*INDEX, *NUMBER, *LANE, "f64.const"}
AN_OFFSET = {*MEMORY, *VECTOR_MEMORY}
HEADS = ("export", "param", "result", "local")


def assemble(text: str, calls: Mapping[str, int]) -> Function:
    """One `(func ...)`; `calls` gives the number of each function that it calls by name.

    Raises ValueError, naming the word, for what is no such function.
    """
    words = COMMENT.sub("", text).replace("(", " ( ").replace(")", " ) ").split()
    reader = Reader(words, calls)
    try:
        return reader.function()
    except IndexError:
        raise ValueError("the text ends before its last parenthesis is closed") from None


def number(value: float) -> str:
    return f"(f64.const {value!r})"


def advance(local: str, by: int) -> str:
    return f"(local.set {local} (i32.add (local.get {local}) (i32.const {by})))"


class Reader:
    """Goes through the words of a text, and emits instructions."""

    def __init__(self, words: list[str], calls: Mapping[str, int]) -> None:
        self.words = words
        self.at = 0
        self.calls = calls
        self.locals: dict[str, int] = {}
        self.labels: list[str] = []  # of the blocks around, the outermost first

    def function(self) -> Function:
        self.expect("(", "func")
        self.f = Function(self.take().removeprefix("$"), (), ())
        while self.words[self.at] == "(" and self.words[self.at + 1] in HEADS:
            self.head()
        self.instructions()
        return self.f

    def head(self) -> None:
        """(export "name"), (param $x i32), (result i32), (local $x i32); or types without names."""
        self.expect("(")
        kind, words = self.take(), []
        while (word := self.take()) != ")":
            words.append(word)
        f, types = self.f, tuple(word for word in words if not word.startswith("$"))
        if kind == "export":
            f.exported = True
        elif kind == "result":
            f.results += types
        else:
            if words[0].startswith("$"):
                self.locals[words[0]] = len(f.parameters) + len(f.locals)
            if kind == "param":
                f.parameters += types
            else:
                f.locals += types

    def instructions(self) -> None:
        """All that come before a ")", and that."""
        emit = self.f.emit
        while (word := self.take()) != ")":
            if word != "(":
                self.plain(word)
            elif (word := self.take()) in BLOCK:
                self.block(word)
            else:
                operand = self.operand(word)
                self.instructions()
                emit(word, *operand)

    def plain(self, word: str) -> None:
        """An instruction whose arguments are on the stack already."""
        if word in BLOCK:
            self.labels.append(self.label())
        elif word == "end":
            self.labels.pop()
        self.f.emit(word, *self.operand(word))

    def block(self, word: str) -> None:
        """(block $label ...), (loop $label ...), (if $label (condition) (then ...) (else ...))."""
        label = self.label()
        if word == "if":
            self.expect("(")
            condition = self.take()
            operand = self.operand(condition)
            self.instructions()
            self.f.emit(condition, *operand)
        self.f.emit(word)
        self.labels.append(label)
        if word == "if":
            self.expect("(", "then")
            self.instructions()
            if self.take() == "(":
                self.expect("else")
                self.f.emit("else")
                self.instructions()
                self.expect(")")
        else:
            self.instructions()
        self.labels.pop()
        self.f.emit("end")

    def label(self) -> str:
        return self.take() if self.words[self.at].startswith("$") else ""

    def operand(self, word: str) -> tuple[str | int, ...]:
        """What follows the instruction's name, as `Function.emit` takes it."""
        if word in AN_OFFSET:
            given = self.words[self.at].startswith("offset=")
            return (int(self.take().removeprefix("offset=")) if given else 0,)
        if word not in ONE_OPERAND:
            return ()
        text = self.take()
        if word == "f64.const":
            number = float.fromhex(text) if "0x" in text else float(text)
            return (number.hex(),)
        if not text.startswith("$"):
            return (int(text),)
        try:
            if word in BRANCHES:
                return (self.labels[::-1].index(text),)
            return (self.calls[text[1:]] if word == "call" else self.locals[text],)
        except (KeyError, ValueError):
            raise ValueError(f"{word} {text}: there is no {text}") from None

    def take(self) -> str:
        self.at += 1
        return self.words[self.at - 1]

    def expect(self, *words: str) -> None:
        for word in words:
            if self.take() != word:
                raise ValueError(f"{self.words[self.at - 1]!r} stands where {word!r} should")

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

TOKEN = re.compile(r'"[^"]*"|[()]|[^\s()"]+')
COMMENT = re.compile(r";;.*")
BRANCH = ("br", "br_if")
ONE_OPERAND = {*INDEX, *NUMBER, *LANE, "f64.const"}
AN_OFFSET = {*MEMORY, *VECTOR_MEMORY}


def assemble(text: str, calls: Mapping[str, int]) -> Function:
    """One `(func ...)`; `calls` gives the number of each function that it calls by name.

    Raises ValueError, naming the word, for what is no such function.
    """
    reader = Reader(TOKEN.findall(COMMENT.sub("", text)), calls)
    try:
        return reader.function()
    except IndexError:
        raise ValueError("the text ends before its last parenthesis is closed") from None


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
        while self.next_two() in (("(", "export"), ("(", "param"), ("(", "result"), ("(", "local")):
            self.head()
        while not self.ends():
            self.instruction()
        return self.f

    def head(self) -> None:
        """(export "name"), (param $x i32), (result i32), (local $x i32); or types without names."""
        self.expect("(")
        kind, words = self.take(), []
        while not self.ends():
            words.append(self.take())
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

    def instruction(self) -> None:
        word = self.take()
        if word != "(":
            self.plain(word)
            return
        word = self.take()
        if word in BLOCK:
            self.block(word)
            return
        operand = self.operand(word)
        while not self.ends():
            self.instruction()
        self.f.emit(word, *operand)

    def plain(self, word: str) -> None:
        """An instruction whose arguments are on the stack already."""
        if word in BLOCK:
            self.labels.append(self.label())
        elif word == "end":
            self.labels.pop()
        self.f.emit(word, *self.operand(word))

    def block(self, word: str) -> None:
        """(block $label ...), (loop $label ...), (if $label condition (then ...) (else ...))."""
        label = self.label()
        if word == "if":
            while self.next_two() != ("(", "then"):
                self.instruction()
        self.f.emit(word)
        self.labels.append(label)
        while not self.ends():
            if self.next_two() == ("(", "then"):
                self.branch()
            elif self.next_two() == ("(", "else"):
                self.f.emit("else")
                self.branch()
            else:
                self.instruction()
        self.labels.pop()
        self.f.emit("end")

    def branch(self) -> None:
        self.at += 2
        while not self.ends():
            self.instruction()

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
            if word in BRANCH:
                return (self.labels[::-1].index(text),)
            return (self.calls[text[1:]] if word == "call" else self.locals[text],)
        except (KeyError, ValueError):
            raise ValueError(f"{word} {text}: there is no {text}") from None

    def take(self) -> str:
        self.at += 1
        return self.words[self.at - 1]

    def next_two(self) -> tuple[str, ...]:
        return tuple(self.words[self.at : self.at + 2])

    def ends(self) -> bool:
        """Whether a ")" comes next, which is then passed."""
        found = self.words[self.at] == ")"
        self.at += found
        return found

    def expect(self, *words: str) -> None:
        for word in words:
            if self.take() != word:
                raise ValueError(f"{self.words[self.at - 1]!r} stands where {word!r} should")

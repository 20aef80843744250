"""Python's WebAssembly in two modules: nothing is lost, and nothing is read before it is there."""

import gzip
import re
import struct
import subprocess
from pathlib import Path

import pytest
from wasm_constants import constants

from build import LATER, RUNTIME, WASM
from built.wasm_split.profile import PROFILE, TABLES, functions, in_two, written
from built.wasm_split.wasm_file import Module, Reader, read_module
from fetch.node import find_node
from site_files import ROOT

# Where Python's variables begin; before them lie texts and numbers, and no addresses.
VARIABLES = 3_145_728
# What stands in the first module and is no address: round numbers, the last code points, what UTF-8
# adds up to, and a factor of the Mersenne Twister. Of the variables, flags.
NUMBERS = {
    925_824, 983_040, 999_999, 1_000_000, 1_000_003, 1_047_552, 1_048_575, 1_048_576, 1_052_672,
    1_114_111, 1_114_112, 1_179_648, 1_664_525,
}  # fmt: skip
FLAGS = {0xE_0000, 0x10_0000, 0x10_0008, 0x10_0010, 0x14_0000, 0x18_0000, 0x1C_0000}


@pytest.fixture(scope="module")
def whole() -> bytes:
    return (ROOT / RUNTIME / WASM).read_bytes()


@pytest.fixture(scope="module")
def modules(whole: bytes) -> tuple[Module, Module, Module]:
    first, later = in_two(whole)
    return read_module(whole), read_module(first), read_module(later)


@pytest.fixture(scope="module")
def hot() -> list[int]:
    return functions(PROFILE.read_text("utf-8").splitlines()[1:])


def memory(*modules: Module) -> bytes:
    held = bytearray(1 << 23)
    for module in modules:
        for start, content in module.data:
            assert not any(held[start : start + len(content)])
            held[start : start + len(content)] = content
    return bytes(held)


def test_each_function_is_in_one_of_them_and_all_data_too(
    modules: tuple[Module, Module, Module], hot: list[int]
) -> None:
    whole, first, later = modules
    for function, body in enumerate(whole.bodies):
        own, other = (first, later) if function in {*hot} else (later, first)
        assert own.bodies[function] == body
        assert len(other.bodies[function]) < 100  # a stub
    assert first.exports[: len(whole.exports)] == whole.exports
    assert memory(first, later) == memory(whole)


def test_the_first_is_as_small_as_is_said(whole: bytes, hot: list[int]) -> None:
    said = (ROOT / "docs/architecture.md").read_text("utf-8")
    functions_said = re.search(r"([\d,]+) of its ([\d,]+)\s+functions", said)
    megabytes_said = re.search(r"([\d.]+) of ([\d.]+) MB gzipped", said)
    assert functions_said and megabytes_said
    numbers = [len(hot), len(read_module(whole).bodies)]
    for number, text in zip(numbers, functions_said.groups(), strict=True):
        assert number == pytest.approx(int(text.replace(",", "")), rel=0.03)
    for module, text in zip((in_two(whole)[0], whole), megabytes_said.groups(), strict=True):
        assert len(gzip.compress(module, 6)) / 1e6 == pytest.approx(float(text), abs=0.05)


def in_tables(number: int) -> bool:
    return any(begin <= number < end for _, (begin, end) in TABLES)


def test_no_function_of_the_first_knows_an_address_of_a_table_that_comes_later(
    modules: tuple[Module, Module, Module], hot: list[int]
) -> None:
    whole, _, _ = modules
    found = {number for each in hot for number in constants(whole.bodies[each])}
    assert {number for number in found if in_tables(number)} <= NUMBERS
    # Which the later ones do know.
    for file, span in TABLES:
        known = {number for each in file for number in constants(whole.bodies[each])}
        assert sum(span[0] <= number < span[1] for number in known - NUMBERS) > 4


def test_what_points_to_such_a_table_is_a_variable_of_the_same_files(
    modules: tuple[Module, Module, Module], hot: list[int]
) -> None:
    whole, _, _ = modules
    held = memory(whole)[VARIABLES:]
    words = enumerate(struct.unpack(f"<{len(held) // 4}I", held))
    points = [n for n, word in words if in_tables(word) and word not in FLAGS]
    begin, end = (VARIABLES + 4 * n for n in (points[0], points[-1]))
    assert len(points) > 1000
    # They lie side by side, and no function of the first module knows any of them.
    assert end - begin < 60_000
    assert not any(begin <= n <= end for each in hot for n in constants(whole.bodies[each]))


COMPILE = """import { readFileSync } from "node:fs";
for (const file of process.argv.slice(2)) await WebAssembly.compile(readFileSync(file));
"""


def test_both_are_webassembly(whole: bytes, tmp_path: Path) -> None:
    files = []
    for name, module in zip((WASM, LATER), in_two(whole), strict=True):
        files.append(tmp_path / name)
        files[-1].write_bytes(module)
    script = tmp_path / "compile.mjs"
    script.write_text(COMPILE)
    subprocess.run([find_node(), script, *files], check=True)


def test_another_module_is_refused(whole: bytes) -> None:
    with pytest.raises(RuntimeError, match=r"profile\.txt.*another pyodide\.asm\.wasm"):
        in_two(whole + b"\x00\x01\x00")
    # Nor one whose tables the first module would read.
    profile = written(whole, [*functions(PROFILE.read_text("utf-8").splitlines()[1:]), 6700])
    with pytest.raises(RuntimeError, match="tables"):
        in_two(whole, profile)


def test_a_profile_is_read_as_it_was_written() -> None:
    for numbers in ([0], [3, 5, 6, 7, 20], [*range(2000), 5000]):
        said = written(b"", reversed(numbers))
        assert functions(said.splitlines()[1:]) == numbers
        assert max(map(len, said.splitlines())) <= 100


def test_numbers_are_read_as_the_compiler_writes_them() -> None:
    from built.wasm_split.wasm_file import signed, unsigned

    for number in (0, 1, 63, 64, 127, 128, 8191, 8192, 2**31 - 1):
        assert Reader(unsigned(number)).number() == number
        for each in (number, -number - 1):
            assert Reader(signed(each)).signed() == each

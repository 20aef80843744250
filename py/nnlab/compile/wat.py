"""WebAssembly's text form: the module as people read it, one instruction a line."""

from collections.abc import Iterator

from .wasm import Function, Instruction, Module


def text(module: Module) -> str:
    """The whole module; any WebAssembly tool turns it into the bytes of `module.encode()`."""
    lines = ["(module"]
    for place, name, takes, gives in module.imports:
        lines.append(f'  (import "{place}" "{name}" (func ${name}{signature(takes, gives)}))')
    lines.append(f'  (memory (export "memory") {module.pages})')
    names = [item[1] for item in module.imports] + [f.name for f in module.functions]
    for function in module.functions:
        lines += function_lines(function, names)
    return "\n".join([*lines, ")"]) + "\n"


def function_lines(function: Function, names: list[str]) -> Iterator[str]:
    exported = f' (export "{function.name}")' if function.exported else ""
    takes = signature(function.parameters, function.results)
    yield f"  (func ${function.name}{exported}{takes}"
    if function.locals:
        yield f"    (local {' '.join(function.locals)})"
    depth = 0
    for instruction in function.body:
        name = instruction[0]
        if name in ("end", "else"):
            depth -= 1
        yield "    " + "  " * depth + line(instruction, names)
        if name in ("block", "loop", "if", "else"):
            depth += 1
    yield "  )"


def line(instruction: Instruction, names: list[str]) -> str:
    name, operand = str(instruction[0]), instruction[1] if len(instruction) > 1 else None
    if operand is None:
        return name
    if name == "call":
        return f"call ${names[int(operand)]}"
    if ".load" in name or ".store" in name:
        return f"{name} offset={operand}" if operand else name
    return f"{name} {operand}"


def signature(takes: tuple[str, ...], gives: tuple[str, ...]) -> str:
    parameters = f" (param {' '.join(takes)})" if takes else ""
    return parameters + (f" (result {' '.join(gives)})" if gives else "")

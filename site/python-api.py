"""Prints the reference of the Python package as Markdown: each public name with its signature and its docstring, as `help` shows them."""

import inspect
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "clients", "python"))
import surefoot  # noqa: E402


def main() -> None:
    print("# API in Python\n")
    print("Made of the docstrings, which `help(surefoot.select)` shows as well. [In Python](../python.md) tells how the names work together.\n")
    for name in sorted(surefoot.__all__, key=str.lower):
        told(name, getattr(surefoot, name), "##")


def told(name: str, value: object, level: str) -> None:
    """One name with what it is called with; of a class also its methods and properties, those it inherits among them."""
    print(f"{level} {name}\n")
    if inspect.isclass(value) or callable(value):
        print(f"```python\n{signature_of(name, value)}\n```\n")
    doc = inspect.getdoc(value)
    if doc:
        print(f"{as_markdown(doc)}\n")
    if not inspect.isclass(value):
        return
    own = [base for base in reversed(value.__mro__) if base.__module__.startswith("surefoot")]
    for part, member in sorted({part: member for base in own for part, member in vars(base).items()}.items()):
        if part.startswith("_") or not inspect.getdoc(member):
            continue
        if isinstance(member, property):
            print(f"**`{part}`**\n\n{as_markdown(inspect.getdoc(member) or '')}\n")
        elif inspect.isfunction(member):
            print(f"```python\n{signature_of(part, member)}\n```\n\n{as_markdown(inspect.getdoc(member) or '')}\n")


def signature_of(name: str, value: object) -> str:
    try:
        text = str(inspect.signature(value)).replace("typing.", "").replace("surefoot.", "")
    except (TypeError, ValueError):
        text = "(...)"
    call = f"{name}{text}"
    if len(call) <= 100:
        return call
    parts = inspect.signature(value).parameters.values()
    lines = ",\n".join(f"    {part}".replace("typing.", "") for part in parts)
    return f"{name}(\n{lines},\n)"


def as_markdown(doc: str) -> str:
    """Paragraphs as they are; indented parts are code."""
    lines, in_code = [], False
    for line in doc.splitlines():
        is_code = line.startswith("    ") or (in_code and not line.strip())
        if is_code and not in_code:
            lines.append("```python")
        if in_code and not is_code:
            lines.append("```")
        in_code = is_code
        lines.append(line[4:] if is_code else line.replace("<", "&lt;"))
    return "\n".join([*lines, "```"] if in_code else lines)


main()

"""What a function is made of: its own code, and all that it captures, as digests by name.

A run hashes its trainer's code, so that a resume finds what has changed since. Of a function that is its compiled code (comments,
formatting and line numbers do not count; docstrings do), its defaults, the cells of its closure and the globals that it names. From
there it goes on: into functions and classes of the user's, containers, objects by what pickle would keep of them, arrays and tensors
by their content. Modules of the user's count by their file, with the files that they import; what is installed counts by its
version, which is told with the losses.

What has no content that can be told (a lock, an open file, a generator) counts by its type, and is listed in `blind_to`.
"""

import ast
import dis
import functools
import importlib.util
import os
import sys
import sysconfig
import types
from typing import Any, Dict, Iterator, List, Optional, Set, Tuple

from ._content import Digest, digest_of_code

_INSTALLED = {"site-packages", "dist-packages", "node_modules"}
_STANDARD = tuple(
    {os.path.join(sysconfig.get_paths()[name], "") for name in ("stdlib", "platstdlib")}
    | {os.path.join(sys.prefix, "lib", ""), os.path.join(sys.base_prefix, "lib", "")}
)
_PACKAGE = os.path.dirname(os.path.abspath(__file__))

# Of a class these say where it stands and what Python keeps of it, not what it does.
_NO_CONTENT = {"__dict__", "__weakref__", "__module__", "__firstlineno__", "__static_attributes__", "__annotate_func__", "__slotnames__", "_abc_impl"}


class Captured:
    """The parts of a function: digests of what it captures, files of the user's, and what has no content."""

    def __init__(self, function: Any, name: str) -> None:
        self.parts: Dict[str, str] = {}
        """Digest by the way there: `train`, `train.scale`, `train.normalise.mean`."""
        self.files: Set[str] = set()
        """Absolute paths of modules of the user's."""
        self.blind_to: List[str] = []
        """Ways to what has no content that can be told, with its type, once each."""
        self.functions: List[types.FunctionType] = []
        """All functions that were met, each with its code in memory."""
        self._seen: Set[int] = set()
        self._kept: List[Any] = []
        self.take(name, function)

    def take(self, name: str, value: Any) -> None:
        """Notes a value under its name; functions with everything that they capture, under names of its own."""
        if isinstance(value, types.MethodType):
            self.take(name, value.__func__)
            self.take(f"{name}.self", value.__self__)
        elif isinstance(value, functools.partial):
            self.take(name, value.func)
            self._note(f"{name}.arguments", (value.args, value.keywords))
        elif isinstance(value, types.FunctionType):
            self._take_function(name, value)
        elif isinstance(value, types.ModuleType):
            self._take_module(value)
        elif isinstance(value, type):
            self._take_class(name, value)
        else:
            self._note(name, value)

    def _note(self, name: str, value: Any) -> None:
        try:
            self.parts[name] = Digest(self, name).of(value)
        except RecursionError:
            self.parts[name] = Digest(self, name).of(type(value).__name__)
            self.blind(name, f"{type(value).__name__}, nested too deeply")

    def blind(self, name: str, kind: str) -> None:
        """Notes that there is something of this type without content."""
        way = f"{name} ({kind})"
        if way not in self.blind_to:
            self.blind_to.append(way)

    def _is_new(self, value: Any) -> bool:
        if id(value) in self._seen:
            return False
        self._seen.add(id(value))
        self._kept.append(value)
        return True

    def _take_function(self, name: str, function: types.FunctionType) -> None:
        if not self._is_new(function) or not _is_own(function.__module__, function.__code__.co_filename):
            return
        self.functions.append(function)
        self._take_imports(function.__code__, function.__globals__)
        module = sys.modules.get(function.__module__ or "")
        if module is not None:
            self._take_module(module)
        self.parts[name] = digest_of_code(function.__code__)
        if function.__defaults__ or function.__kwdefaults__:
            self._note(f"{name}.defaults", (function.__defaults__, function.__kwdefaults__))
        # Functions first: those that stand in containers too have the shorter of their names.
        for captured, value in sorted(_captured_by(function), key=lambda pair: not callable(pair[1])):
            if value is not function:
                self.take(f"{name}.{captured}", value)

    def _take_class(self, name: str, kind: type) -> None:
        if not self._is_new(kind) or not _is_own(kind.__module__, None):
            return
        module = sys.modules.get(kind.__module__)
        if module is not None and _file_of(module) is not None and kind.__module__ != "__main__":
            self._take_module(module)
            return
        for base in kind.__bases__:
            self.take(f"{name}.{base.__name__}", base)
        for member, value in sorted(vars(kind).items()):
            if member not in _NO_CONTENT:
                self.take(f"{name}.{member}", _function_in(value))

    def _take_module(self, module: types.ModuleType) -> None:
        path = _file_of(module)
        if path is None or module.__name__ == "__main__" or not self._is_new(module):
            return
        self._take_file(path, module.__package__ or "")

    def _take_file(self, path: str, package: str) -> None:
        if path in self.files:
            return
        self.files.add(path)
        try:
            with open(path, "rb") as file:
                tree = ast.parse(file.read())
        except (OSError, SyntaxError, ValueError):
            return
        for name in _imports_in(tree, package):
            self._take_import(name)

    def _take_imports(self, code: types.CodeType, namespace: Dict[str, Any]) -> None:
        """Modules that a function imports when it runs."""
        package = namespace.get("__package__") or ""
        for name in _imported_by(code, package):
            self._take_import(name)

    def _take_import(self, name: str) -> None:
        module = sys.modules.get(name)
        if module is not None:
            self._take_module(module)
            return
        try:
            spec = importlib.util.find_spec(name)
        except (ImportError, AttributeError, ValueError):
            return
        if spec is not None and spec.origin is not None and _is_own_file(spec.origin):
            self._take_file(os.path.abspath(spec.origin), spec.parent or "")


def changed_since_import(functions: List[types.FunctionType]) -> List[str]:
    """Files whose functions in memory are not those of the file any more: they were edited after they were imported."""
    known: Dict[str, Set[str]] = {}
    stale: Set[str] = set()
    for function in functions:
        path = function.__code__.co_filename
        if function.__module__ == "__main__" or not path.endswith(".py") or path in stale:
            continue
        if path not in known:
            try:
                with open(path, "rb") as file:
                    known[path] = set(_digests_in(compile(file.read(), path, "exec")))
            except (OSError, SyntaxError, ValueError):
                continue
        if digest_of_code(function.__code__) not in known[path]:
            stale.add(path)
    return sorted(stale)


def _digests_in(code: types.CodeType) -> Iterator[str]:
    yield digest_of_code(code)
    for value in code.co_consts:
        if isinstance(value, types.CodeType):
            yield from _digests_in(value)


def _captured_by(function: types.FunctionType) -> Iterator[Tuple[str, Any]]:
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or ()):
        try:
            yield name, cell.cell_contents
        except ValueError:
            continue
    namespace = function.__globals__
    for name in sorted(_globals_named(function.__code__)):
        if name in namespace:
            yield name, namespace[name]


def _globals_named(code: types.CodeType) -> Set[str]:
    names = {one.argval for one in dis.get_instructions(code) if one.opname in ("LOAD_GLOBAL", "LOAD_NAME")}
    for value in code.co_consts:
        if isinstance(value, types.CodeType):
            names |= _globals_named(value)
    return names


def _imported_by(code: types.CodeType, package: str) -> Iterator[str]:
    level: Any = 0
    before: List[Any] = [None, None]
    for one in dis.get_instructions(code):
        if one.opname == "IMPORT_NAME":
            level = before[0] if isinstance(before[0], int) else 0
            yield from _names(one.argval, level, package, before[1] or ())
        before = [before[1], one.argval]
    for value in code.co_consts:
        if isinstance(value, types.CodeType):
            yield from _imported_by(value, package)


def _imports_in(tree: ast.AST, package: str) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name
        elif isinstance(node, ast.ImportFrom):
            yield from _names(node.module or "", node.level, package, [alias.name for alias in node.names])


def _names(module: str, level: int, package: str, members: Any) -> Iterator[str]:
    """Absolute names of a module and of what is imported from it, which may be modules, too."""
    if level > 0:
        parents = package.split(".")
        parents = parents[: len(parents) - level + 1]
        module = ".".join([*parents, module] if module else parents)
    if module == "":
        return
    yield module
    if isinstance(members, (list, tuple)):
        for member in members:
            if isinstance(member, str) and member.isidentifier():
                yield f"{module}.{member}"


def _file_of(module: types.ModuleType) -> Optional[str]:
    path = getattr(module, "__file__", None)
    return os.path.abspath(path) if isinstance(path, str) and _is_own_file(path) else None


def _is_own(module: Any, path: Any) -> bool:
    """Whether code is the user's: of the script or the notebook, or of a file that is not installed."""
    if module == "__main__" or module is None:
        return True
    loaded = sys.modules.get(module)
    path = getattr(loaded, "__file__", None) or path
    if loaded is not None and path is None:
        # Python's code leaves its builtins where it has run; the types of Cython stand in modules where none has.
        return getattr(loaded, "__spec__", None) is None and "__builtins__" in vars(loaded)
    return path is None or _is_own_file(path)


def _is_own_file(path: str) -> bool:
    path = os.path.abspath(path)
    if path.startswith(_STANDARD) or path.startswith(_PACKAGE + os.sep) or not path.endswith(".py"):
        return False
    return _INSTALLED.isdisjoint(path.split(os.sep))


def _function_in(value: Any) -> Any:
    """What a class holds of a function that it wraps."""
    if isinstance(value, (staticmethod, classmethod)):
        return value.__func__
    if isinstance(value, property):
        return (value.fget, value.fset, value.fdel)
    if isinstance(value, functools.cached_property):
        return value.func
    return value

"""Digests of values by their content, equal in every process: what pickle would keep of them, and of arrays and tables what they hold.

What has no content that can be told (a lock, an open file, a generator) counts by its type, wherever it stands, and is named to who asks.
"""

import copyreg
import enum
import functools
import hashlib
import struct
import sys
import types
from typing import Any, Callable, Iterator, List, Protocol, Sequence, Tuple

_DESCRIPTORS = (
    types.BuiltinFunctionType,
    types.MethodWrapperType,
    types.WrapperDescriptorType,
    types.MethodDescriptorType,
    types.ClassMethodDescriptorType,
    types.GetSetDescriptorType,
    types.MemberDescriptorType,
)
"""Code that was compiled from C: its name says which."""


class Finder(Protocol):
    """Is told what a value leads to."""

    def take(self, name: str, value: Any) -> None:
        """Code: a function, a class, a module."""

    def blind(self, name: str, kind: str) -> None:
        """Something of this type without content."""


class Digest:
    """A digest of a value, which stands under `name`."""

    def __init__(self, finder: Finder, name: str) -> None:
        self._finder = finder
        self._name = name
        self._open: List[int] = []

    def of(self, value: Any) -> str:
        """Raises RecursionError where values stand in one another too deeply."""
        sink = hashlib.sha256()
        for piece in self._pieces(value):
            sink.update(struct.pack("<Q", len(piece)))
            sink.update(piece)
        return sink.hexdigest()

    def _pieces(self, value: Any) -> Iterator[bytes]:
        kind = type(value)
        if value is None or value is Ellipsis or value is NotImplemented or kind in (bool, int, float, complex, str):
            yield f"{kind.__name__} {value!r}".encode("utf-8", "surrogatepass")
        elif kind in (bytes, bytearray):
            yield kind.__name__.encode()
            yield bytes(value)
        elif isinstance(value, (types.FunctionType, types.MethodType, types.ModuleType, type, functools.partial)):
            yield f"code {getattr(value, '__module__', '')} {getattr(value, '__qualname__', '')}".encode()
            inner = getattr(value, "__name__", kind.__name__)
            self._finder.take(f"{self._name}.{inner}", value)
        elif isinstance(value, _DESCRIPTORS):
            yield f"builtin {getattr(value, '__module__', '')} {value.__qualname__}".encode()
            of = getattr(value, "__self__", None)
            if not isinstance(of, (types.ModuleType, type(None))):
                yield from self._inside(value, [of])
        elif isinstance(value, types.CodeType):
            yield digest_of_code(value).encode()
        elif isinstance(value, enum.Enum):
            yield f"enum {kind.__module__} {kind.__qualname__} {value.name}".encode()
            self._finder.take(f"{self._name}.{kind.__name__}", kind)
            yield from self._inside(value, [value.value])
        elif kind in (list, tuple):
            yield f"{kind.__name__} {len(value)}".encode()
            yield from self._inside(value, value)
        elif kind is dict:
            yield f"dict {len(value)}".encode()
            yield from self._inside(value, (part for pair in value.items() for part in pair))
        elif kind in (set, frozenset):
            yield f"{kind.__name__} {len(value)}".encode()
            yield from (text.encode() for text in sorted(map(self.of, value)))
        else:
            yield from self._object(value)

    def _inside(self, value: Any, members: Any) -> Iterator[bytes]:
        if id(value) in self._open:
            # A value that contains itself: how far up says where.
            yield f"back {len(self._open) - self._open.index(id(value))}".encode()
            return
        self._open.append(id(value))
        for member in members:
            yield from self._pieces(member)
        self._open.pop()

    def _object(self, value: Any) -> Iterator[bytes]:
        kind = type(value)
        name = f"{kind.__module__} {kind.__qualname__}"
        try:
            parts = _parts_of(value)
        except RecursionError:
            raise
        except Exception:
            # Its type is all that can be told.
            self._finder.blind(self._name, kind.__name__)
            parts = "no content"
        yield f"object {name}".encode()
        if isinstance(parts, str):
            # As pickle names what is found by its name.
            yield parts.encode()
            return
        self._finder.take(f"{self._name}.{kind.__name__}", kind)
        yield from self._inside(value, parts)


def _parts_of(value: Any) -> Any:
    """Values that have the content of an object, or the name by which it is found. Raises what pickle does where it has none."""
    for module, names, parts in _TOLD:
        loaded = sys.modules.get(module)
        if loaded is not None and any(isinstance(value, getattr(loaded, name, ())) for name in names):
            return parts(value)
    kind = type(value)
    try:
        reduce = copyreg.dispatch_table.get(kind)
        reduced = value.__reduce_ex__(4) if reduce is None else reduce(value)
    except Exception:
        if not hasattr(kind, "__array__") or "numpy" not in sys.modules:
            raise
        return [sys.modules["numpy"].asarray(value)]
    if isinstance(reduced, str):
        return reduced
    maker, arguments, *rest = reduced
    state, items, pairs = (list(rest) + [None, None, None])[:3]
    return [maker, arguments, state, list(items) if items else None, list(pairs) if pairs else None]


def _array(array: Any) -> Sequence[Any]:
    """Of NumPy. Bytes between the fields of a structure may be anything."""
    numpy = sys.modules["numpy"]
    # Of a memory map the rest says where its file is open.
    beside = None if isinstance(array, numpy.memmap) else getattr(array, "__dict__", None)
    plain = numpy.asarray(array)
    if plain.dtype.names:
        content: Any = [(name, plain[name]) for name in plain.dtype.names]
    else:
        content = plain.reshape(-1).tolist() if plain.dtype.hasobject else plain.tobytes()
    return [str(plain.dtype), plain.shape, content, beside or None]


def _masked(array: Any) -> Sequence[Any]:
    numpy = sys.modules["numpy"]
    return [numpy.asarray(array.data), numpy.ma.getmaskarray(array), array.fill_value]


def _tensor(tensor: Any) -> Sequence[Any]:
    torch = sys.modules["torch"]
    here = tensor.detach().cpu()
    said = (str(here.dtype), tuple(here.shape), tensor.requires_grad)
    if here.layout == torch.sparse_coo:
        here = here.coalesce()
        return [said, here.indices(), here.values()]
    if here.layout in (torch.sparse_csr, torch.sparse_bsr):
        return [said, here.crow_indices(), here.col_indices(), here.values()]
    if here.layout in (torch.sparse_csc, torch.sparse_bsc):
        return [said, here.ccol_indices(), here.row_indices(), here.values()]
    # As bytes: NumPy has no bfloat16 and its kin.
    return [said, here.resolve_conj().resolve_neg().contiguous().reshape(-1).view(torch.uint8).numpy().tobytes()]


def _sparse(matrix: Any) -> Sequence[Any]:
    """Of SciPy, without what it notes of its own order while it is used."""
    kept = matrix.tocoo() if matrix.format in ("dok", "lil") else matrix
    names = ("data", "indices", "indptr", "row", "col", "offsets")
    return [matrix.format, matrix.shape, [getattr(kept, name, None) for name in names]]


def _frame(frame: Any) -> Sequence[Any]:
    """Column by column: how pandas has laid them together says nothing."""
    columns = [frame.iloc[:, place].array for place in range(frame.shape[1])]
    return [frame.columns, frame.index, columns, frame.attrs]


def _index(index: Any) -> Sequence[Any]:
    if hasattr(index, "levels"):
        return [list(index.levels), list(index.codes), list(index.names)]
    return [index.array, list(index.names)]


def _arrow(table: Any) -> Sequence[Any]:
    """As it is sent to other programs, in one piece."""
    pyarrow: Any = sys.modules["pyarrow"]
    if isinstance(table, pyarrow.RecordBatch):
        table = pyarrow.Table.from_batches([table])
    elif not isinstance(table, pyarrow.Table):
        table = pyarrow.table({"": table})
    from pyarrow import ipc  # type: ignore[import-untyped,import-not-found,unused-ignore]

    sink = pyarrow.BufferOutputStream()
    with ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table.combine_chunks())
    return [sink.getvalue().to_pybytes()]


def _polars(frame: Any) -> Sequence[Any]:
    return [frame.rechunk().write_ipc(None).getvalue()]


def _boosted(matrix: Any) -> Sequence[Any]:
    """A data set of XGBoost: what it gives back of what it was made of."""
    floats = ("label", "weight", "base_margin", "label_lower_bound", "label_upper_bound", "feature_weights")
    told = [matrix.get_float_info(name) for name in floats]
    groups = matrix.get_uint_info("group_ptr")
    return [matrix.get_data(), (matrix.num_row(), matrix.num_col()), told, groups, matrix.feature_names, matrix.feature_types]


def _read_whole(stream: Any) -> Sequence[Any]:
    return [stream.getvalue(), stream.tell()]


_TOLD: Sequence[Tuple[str, Tuple[str, ...], Callable[[Any], Any]]] = (
    ("numpy.ma", ("MaskedArray",), _masked),
    ("numpy", ("ndarray", "generic"), _array),
    ("torch", ("Tensor",), _tensor),
    ("torch", ("Generator",), lambda one: [str(one.device), one.get_state()]),
    ("scipy.sparse", ("spmatrix", "sparray"), _sparse),
    ("pandas", ("DataFrame",), _frame),
    ("pandas", ("Series",), lambda series: [series.array, series.index, series.name, series.attrs]),
    ("pandas", ("Index",), _index),
    ("pyarrow", ("Table", "RecordBatch", "ChunkedArray", "Array"), _arrow),
    ("polars", ("DataFrame",), _polars),
    ("polars", ("Series",), lambda series: _polars(series.to_frame())),
    ("xgboost", ("DMatrix",), _boosted),
    ("io", ("BytesIO", "StringIO"), _read_whole),
    ("builtins", ("memoryview",), lambda view: [view.format, view.shape, view.tobytes()]),
    ("types", ("MappingProxyType",), lambda view: [dict(view)]),
    ("functools", ("_lru_cache_wrapper",), lambda cached: [cached.__wrapped__, cached.cache_parameters()]),
)
"""By module and types: parts with the content of what pickle refuses, keeps with what says nothing, or keeps by its name alone."""


def digest_of_code(code: types.CodeType) -> str:
    """Of what code does: without names of files, line numbers and positions."""
    sink = hashlib.sha256()
    constants = [value for value in code.co_consts if not _is_line(value, code)]
    shape = (code.co_argcount, code.co_posonlyargcount, code.co_kwonlyargcount, code.co_flags, code.co_name)
    names = (code.co_names, code.co_varnames, code.co_freevars, code.co_cellvars)
    sink.update(repr((shape, names)).encode())
    sink.update(code.co_code)
    for value in constants:
        text = digest_of_code(value) if isinstance(value, types.CodeType) else _constant_text(value)
        sink.update(f"\0{text}".encode("utf-8", "surrogatepass"))
    return sink.hexdigest()


def _constant_text(value: Any) -> str:
    # The order of a set is another one in each process.
    return f"set {sorted(map(repr, value))}" if isinstance(value, frozenset) else repr(value)


def _is_line(value: Any, code: types.CodeType) -> bool:
    return type(value) is int and value == code.co_firstlineno and "__firstlineno__" in code.co_names



"""Kinds of objects that a training function may capture, each as it is and edited: prints what the package can tell of them.

`python captured_kinds.py plain|edited`: a JSON object by kind, with `told`, its digest, and `blind_to`, what of it has no content to be told.
Kinds of libraries that are not installed are left out.
"""

import hashlib
import importlib.util
import json
import sys

from surefoot._captured import Captured

# A kind by its name: what makes `kept`, with EDIT standing for 1 as it is and for 2 edited; and the library that it needs.
KINDS = {
    "list": "kept = [1, [2.5, None], EDIT]",
    "dict": "kept = {'a': {'b': (EDIT, True)}}",
    "set of texts": "kept = {'x', 'y', 'EDIT'}",
    "bytes": "kept = b'EDIT'",
    "text": "kept = 'EDIT'",
    "range": "kept = range(EDIT, 9)",
    "decimal": "from decimal import Decimal\nkept = Decimal('0.EDIT')",
    "date": "from datetime import datetime, timezone\nkept = datetime(2026, 1, EDIT, tzinfo=timezone.utc)",
    "path": "from pathlib import PurePosixPath\nkept = PurePosixPath('data') / 'EDIT'",
    "pattern": "import re\nkept = re.compile('aEDIT', re.I)",
    "named tuple": "from collections import namedtuple\nkept = namedtuple('Pair', 'x y')(0, EDIT)",
    "deque": "from collections import deque\nkept = deque([EDIT], maxlen=3)",
    "ordered dict": "from collections import OrderedDict\nkept = OrderedDict(a=EDIT)",
    "default dict": "from collections import defaultdict\nkept = defaultdict(lambda: EDIT)",
    "counter": "from collections import Counter\nkept = Counter('a' * EDIT)",
    "array of the standard library": "from array import array\nkept = array('d', [EDIT])",
    "view of bytes": "kept = memoryview(b'EDIT')",
    "stream of bytes": "import io\nkept = io.BytesIO(b'EDIT')",
    "stream of text": "import io\nkept = io.StringIO('EDIT')",
    "namespace": "from types import SimpleNamespace\nkept = SimpleNamespace(a=EDIT)",
    "read-only dict": "from types import MappingProxyType\nkept = MappingProxyType({'a': EDIT})",
    "generator of random numbers": "import random\nkept = random.Random(EDIT)",
    "lambda": "kept = lambda x: x + EDIT",
    "closure": "def make(y):\n    return lambda x: x + y\nkept = make(EDIT)",
    "partial": "from functools import partial\nkept = partial(pow, 2, EDIT)",
    "cached function": "from functools import lru_cache\n@lru_cache\ndef kept(x):\n    return x + EDIT",
    "wrapped function": "from functools import wraps\ndef kept(x):\n    return x + EDIT\nkept = wraps(kept)(lambda x, inner=kept: inner(x))",
    "bound method": "kept = {'a': EDIT}.get",
    "class": "class kept:\n    def f(self):\n        return EDIT",
    "class with slots": "class Slots:\n    __slots__ = ('x',)\nkept = Slots()\nkept.x = EDIT",
    "abstract class": "import abc\nclass Base(abc.ABC):\n    @abc.abstractmethod\n    def f(self): ...\nclass kept(Base):\n    def f(self):\n        return EDIT",
    "cached property": "from functools import cached_property\nclass Table:\n    @cached_property\n    def f(self):\n        return EDIT\nkept = Table()",
    "data class": "from dataclasses import dataclass, field\n@dataclass\nclass Options:\n    x: int\n    y: list = field(default_factory=list)\nkept = Options(EDIT)",
    "enumeration": "import enum\nclass Act(enum.Enum):\n    RELU = EDIT\nkept = Act.RELU",
    "object that holds itself": "kept = [EDIT]\nkept.append(kept)",
    "object with a lock": "import threading\nclass Held:\n    pass\nkept = Held()\nkept.x, kept.lock = EDIT, threading.Lock()",
    "lock": "import threading\nkept = [threading.Lock() for _ in range(EDIT)][0]",
    "open file": "kept = open(['/dev/null', '/dev/zero'][EDIT - 1])",
    "generator": "kept = (x for x in range(EDIT))",
    "thread": "import threading\nkept = threading.local()",
    "numpy array": "import numpy\nkept = numpy.arange(6.0).reshape(2, 3) * EDIT",
    "numpy scalar": "import numpy\nkept = numpy.float32(EDIT)",
    "numpy array of objects": "import numpy\nkept = numpy.array(['a', None, EDIT], dtype=object)",
    "numpy array of structures": "import numpy\nkept = numpy.zeros(3, dtype=numpy.dtype([('a', 'i1'), ('b', 'f8')], align=True))\nkept['b'] = EDIT",
    "numpy masked array": "import numpy\nkept = numpy.ma.masked_array([1, 2, 3], mask=[0, EDIT - 1, 1])",
    "numpy dates": "import numpy\nkept = numpy.array(['2026-01-0EDIT'], dtype='datetime64[D]')",
    "numpy generator": "import numpy\nkept = numpy.random.default_rng(EDIT)",
    "numpy state of before": "import numpy\nkept = numpy.random.RandomState(EDIT)",
    "pandas frame": "import pandas\nkept = pandas.DataFrame({'x': [1.5, 2.5], 'y': [3, EDIT]})",
    "pandas frame of texts": "import pandas\nkept = pandas.DataFrame({'x': ['a', None], 'y': ['b', 'EDIT']})",
    "pandas names of columns": "import pandas\nkept = pandas.DataFrame({'x': [1], 'yEDIT': [2]})",
    "pandas categories": "import pandas\nkept = pandas.DataFrame({'x': pandas.Categorical(['a', 'EDIT'])})",
    "pandas dates": "import pandas\nkept = pandas.DataFrame({'x': [1, 2]}, index=pandas.date_range('2026-01-0EDIT', periods=2, tz='UTC'))",
    "pandas index of levels": "import pandas\nkept = pandas.Series([1, 2], index=pandas.MultiIndex.from_tuples([('a', 1), ('b', EDIT)]))",
    "pandas missing whole numbers": "import pandas\nkept = pandas.array([1, None, EDIT], dtype='Int64')",
    "pandas texts of its own type": "import pandas\nkept = pandas.Series(['a', 'EDIT'], dtype='string')",
    "pandas sparse column": "import pandas\nkept = pandas.DataFrame({'x': pandas.arrays.SparseArray([0, 0, EDIT])})",
    "pandas frame in a dict": "import pandas\nkept = {'train': pandas.DataFrame({'x': [EDIT]}), 'k': 1}",
    "pandas groups": "import pandas\nkept = pandas.DataFrame({'x': [1, 1], 'y': [2, EDIT]}).groupby('x')",
    "scipy csr matrix": "import scipy.sparse\nkept = scipy.sparse.csr_matrix([[0, EDIT], [1, 0]])",
    "scipy coo array": "import scipy.sparse\nkept = scipy.sparse.coo_array([[0, EDIT], [1, 0]])",
    "scipy matrix of lists": "import scipy.sparse\nkept = scipy.sparse.lil_matrix([[0, EDIT], [1, 0]])",
    "scipy matrix of diagonals": "import scipy.sparse\nkept = scipy.sparse.diags([1, EDIT])",
    "scikit-learn tree": "import numpy\nfrom sklearn.tree import DecisionTreeClassifier\nx = numpy.arange(40.0).reshape(20, 2)\nkept = DecisionTreeClassifier(random_state=0).fit(x, x[:, 0] > 10 * EDIT)",
    "scikit-learn pipeline": "from sklearn.pipeline import make_pipeline\nfrom sklearn.preprocessing import StandardScaler\nfrom sklearn.linear_model import Ridge\nkept = make_pipeline(StandardScaler(), Ridge(alpha=EDIT))",
    "scikit-learn splitter": "from sklearn.model_selection import KFold\nkept = KFold(3, shuffle=True, random_state=EDIT)",
    "scikit-learn bunch": "from sklearn.utils import Bunch\nimport numpy\nkept = Bunch(data=numpy.ones(3) * EDIT)",
    "torch tensor": "import torch\nkept = torch.tensor([1.0, EDIT], dtype=torch.bfloat16)",
    "torch sparse tensor": "import torch\nkept = torch.tensor([[0.0, EDIT], [1.0, 0.0]]).to_sparse()",
    "torch compressed tensor": "import torch, warnings\nwarnings.simplefilter('ignore')\nkept = torch.tensor([[0.0, EDIT], [1.0, 0.0]]).to_sparse_csr()",
    "torch data set": "import torch\nfrom torch.utils.data import TensorDataset\nkept = TensorDataset(torch.arange(4) * EDIT, torch.ones(4))",
    "torch data set of one's own": "import torch\nfrom torch.utils.data import Dataset\nclass Rows(Dataset):\n    def __init__(self, x): self.x = x\n    def __len__(self): return len(self.x)\n    def __getitem__(self, i): return self.x[i]\nkept = Rows(torch.ones(3) * EDIT)",
    "torch subset": "import torch\nfrom torch.utils.data import TensorDataset, random_split\nkept = random_split(TensorDataset(torch.ones(6)), [4, 2], torch.Generator().manual_seed(EDIT))[0]",
    "torch loader": "import torch\nfrom torch.utils.data import DataLoader, TensorDataset\nkept = DataLoader(TensorDataset(torch.ones(4) * EDIT), batch_size=2, shuffle=True)",
    "torch module": "import torch\ntorch.manual_seed(EDIT)\nkept = torch.nn.Sequential(torch.nn.Linear(2, 2), torch.nn.ReLU())",
    "torch generator": "import torch\nkept = torch.Generator().manual_seed(EDIT)",
    "torch device": "import torch\nkept = torch.device('cpu') if EDIT == 1 else torch.device('meta')",
    "xgboost data": "import numpy, xgboost\nkept = xgboost.DMatrix(numpy.ones((3, 2)) * EDIT, label=numpy.arange(3))",
    "xgboost weights": "import numpy, xgboost\nkept = xgboost.DMatrix(numpy.ones((3, 2)), label=numpy.arange(3), weight=[1, EDIT, 1])",
    "xgboost data in bins": "import numpy, xgboost\nkept = xgboost.QuantileDMatrix(numpy.arange(6.0).reshape(3, 2), label=[1, EDIT, 1])",
    "xgboost model": "import numpy, xgboost\nkept = xgboost.train({'seed': 0, 'nthread': 1}, xgboost.DMatrix(numpy.arange(6.0).reshape(3, 2), label=[0, EDIT, 1]), 2)",
    "pyarrow table": "import pyarrow\nkept = pyarrow.table({'x': [1, None, EDIT], 'y': ['a', 'b', 'c']}).slice(1)",
    "pyarrow array": "import pyarrow\nkept = pyarrow.array(['a', 'EDIT'])",
    "polars frame": "import polars\nkept = polars.DataFrame({'x': [1, None, EDIT], 'y': ['a', 'b', 'c']})",
    "polars series": "import polars\nkept = polars.Series('x', [1, EDIT])",
    "polars plan": "import polars\nkept = polars.DataFrame({'x': [1, EDIT]}).lazy()",
}
LIBRARIES = {"numpy": "numpy", "pandas": "pandas", "scipy": "scipy", "scikit-learn": "sklearn", "torch": "torch", "xgboost": "xgboost", "pyarrow": "pyarrow", "polars": "polars"}


def told_of(source: str) -> dict:
    namespace = {"__name__": "__main__"}
    exec(source, namespace)
    exec("def train(seed):\n    return kept", namespace)
    captured = Captured(namespace["train"], "train")
    parts = sorted(captured.parts.items())
    return {"told": hashlib.sha256(json.dumps(parts).encode()).hexdigest(), "blind_to": captured.blind_to}


if __name__ == "__main__":
    edit = {"plain": "1", "edited": "2"}[sys.argv[1]]
    listed = {}
    for kind, source in KINDS.items():
        library = LIBRARIES.get(kind.split(" ")[0])
        if library is None or importlib.util.find_spec(library) is not None:
            try:
                listed[kind] = told_of(source.replace("EDIT", edit))
            except Exception as error:
                listed[kind] = {"told": repr(error), "blind_to": []}
    print(json.dumps(listed))

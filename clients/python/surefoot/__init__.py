"""Surefoot: finds the model that trains well every time, by racing repeated trainings.

    import surefoot as sf

    configs = sf.Space(lr=sf.log(1e-5, 1e-1), act=["relu", "tanh"]).draw(40, seed=1)
    race = sf.Race(configs, criterion="q3", tolerance="5%")
    for t in race:
        race.tell(t, fit(t.config, **t.seeds))
    print(race.result)

Scripts that a run starts import the decorator `trainer` alone: everything else is loaded when it is first asked for.
"""

from typing import TYPE_CHECKING, Any, List

from ._trainer import IN_PACKAGE as _IN_PACKAGE
from ._trainer import report as report
from ._trainer import trainer as trainer
from ._version import __version__ as __version__

if TYPE_CHECKING:
    from ._public import *

__all__ = ["report", "trainer", *_IN_PACKAGE]


def __getattr__(name: str) -> Any:
    if name not in _IN_PACKAGE:
        raise AttributeError(f"module 'surefoot' has no attribute {name!r}")
    from . import _public

    return getattr(_public, name)


def __dir__() -> List[str]:
    return sorted([*globals(), *_IN_PACKAGE])

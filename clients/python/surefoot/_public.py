"""Everything that `import surefoot` gives beside the trainer's helper. A name stands here, and in `IN_PACKAGE` of _trainer.py."""

from ._errors import InputError as InputError
from ._errors import RunError as RunError
from ._errors import SurefootError as SurefootError

__all__ = [
    "InputError",
    "RunError",
    "SurefootError",
]

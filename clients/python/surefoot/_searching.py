"""A race that searches a space: what it is asked by, and what its proposer has given."""

from typing import Any, Dict, List, Mapping, Optional, Sequence

from ._calls import described
from ._errors import InputError
from ._known import trials_of
from ._proposing import Propose, check_propose, proposed_by
from ._space import Space, written
from ._values import plain


def field_of(configs: Any, search: Optional[Mapping[str, Any]], from_: Any, propose: Optional[Propose]) -> Dict[str, Any]:
    """Fields of `open` (docs/bridge.md) for a space that is searched; empty for a list of candidates."""
    if not isinstance(configs, Space):
        given = [name for name, one in {"search": search, "from_": from_, "propose": propose}.items() if one is not None]
        if given:
            raise InputError(
                "no-space",
                f"{', '.join(given)} stands beside a list of candidates, all of which are raced.",
                "Give a Space, such as sf.Space(lr=sf.log(1e-4, 1e-1)), or leave it out.",
                "a Space that is searched",
            )
        return {}
    if search is not None and not isinstance(search, Mapping):
        raise InputError("bad-search", f"search is {described(search)}.", 'Write search={"prior": "full"}.', "a dict with prior, audit or refine")
    if search is None or search.get("prior") == "none":
        raise InputError(
            "space-undrawn",
            "configs is a space, and nothing says how it is searched.",
            'Add search={"prior": "full"}; or draw from it, space.draw(40).',
            "a Space with search, or a list of dicts, one a candidate",
        )
    field = {"space": plain(written(configs), "configs"), "search": plain(dict(search), "search")}
    known = {} if from_ is None else {"from": trials_of(from_)}
    return {**field, **known, **({} if propose is None else {"proposes": True})}


def configs_of(configs: Any, candidates: Sequence[Mapping[str, Any]]) -> List[Any]:
    """Of the candidates in their order: as they were given, or as they were drawn."""
    if candidates and "configuration" in candidates[0]:
        return [one["configuration"] for one in candidates]
    return list(configs.values()) if isinstance(configs, Mapping) else list(configs)


class Proposals:
    """What a proposer has given, look by look: nobody is asked twice."""

    def __init__(self, propose: Propose, given: List[Dict[str, Any]]) -> None:
        check_propose(propose)
        self._propose = propose
        self.given = given
        self._pending: List[Dict[str, Any]] = []
        self._error: Optional[Exception] = None

    def reply(self, asked: Mapping[str, Any]) -> Dict[str, Any]:
        """To a question of the engine's."""
        try:
            configurations = proposed_by(self._propose, asked["state"])
        except Exception as error:
            self._error = error
            return {"failed": str(error)}
        self._pending.append({"trainings": asked["state"]["trainings"], "configurations": configurations})
        return {"configurations": configurations}

    def settle(self) -> None:
        """What it gave since has been taken."""
        self.given += self._pending
        self._pending = []

    def failure(self) -> Optional[Exception]:
        """What the function has raised just now; what it gave is not taken."""
        error, self._error, self._pending = self._error, None, []
        return error

"""Of a test with many cases a run that repeats others' tests takes the first: the rest asks the same again."""

from collections.abc import Iterable

FIRST = "another case of a test whose first is run, and asks the same"


class FirstCase:
    def __init__(self, each: Iterable[str]) -> None:
        """`each`: parts of the ids of those that are run all the same."""
        self._each = tuple(each)
        self._before: set[str] = set()

    def is_before(self, nodeid: str) -> bool:
        """Whether a case of its test came before it. It is one of those from now on."""
        test = nodeid.partition("[")[0]
        if any(part in nodeid for part in self._each) or test not in self._before:
            self._before.add(test)
            return False
        return True

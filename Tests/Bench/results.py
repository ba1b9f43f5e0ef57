"""The rows that were measured, and medians of them."""

import json
from statistics import median

from measuring import WORK


class Results:
    def __init__(self, folder=WORK):
        self.rows = {}
        for path in sorted(folder.glob("*.jsonl")):
            self.rows[path.stem] = [json.loads(line) for line in path.read_text().splitlines()]

    def select(self, part, **wanted):
        return [row for row in self.rows.get(part, []) if all(row.get(name) == value for name, value in wanted.items())]

    def values(self, part, column, **wanted):
        return [row[column] for row in self.select(part, **wanted) if row.get(column) is not None]

    def median(self, part, column, **wanted):
        """None where nothing was measured."""
        values = self.values(part, column, **wanted)
        return median(values) if values else None

    def groups(self, part, *names):
        """The different values of these columns together, in the order they were measured first."""
        return list(dict.fromkeys(tuple(row.get(name) for name in names) for row in self.rows.get(part, [])))


def ratio(one, other):
    return None if one is None or not other else one / other

"""CP-SAT at the planner's program, in a process of its own: its library and that of HiGHS name
things alike, and one process holds only one of them. ``python -m bench.planning_cp_sat`` reads the
program from standard input and says how long it took and what it would open.
"""

import importlib
import json
import sys
import time
from typing import Any


def main() -> None:
    """`kinds`: visits spared and blockers of each; `costs`, `most`, `budget`, `patience`."""
    told = json.load(sys.stdin)
    cp_model: Any = importlib.import_module("ortools.sat.python.cp_model")
    began = time.perf_counter()
    model: Any = cp_model.CpModel()
    taken = {code: model.new_bool_var(code) for code in told["costs"]}
    gains = []
    for visits, blockers in told["kinds"]:
        falls = model.new_bool_var("")
        for each in blockers:
            model.add_bool_or([taken[code] for code in each] + [falls.negated()])
        gains.append(visits * falls)
    if told["most"] is not None:
        model.add(sum(taken.values()) <= told["most"])
    if told["budget"] is not None:
        model.add(sum(told["costs"][code] * taken[code] for code in taken) <= told["budget"])
    model.maximize(sum(gains))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = told["patience"]
    proven = solver.solve(model) == cp_model.OPTIMAL
    opened = [code for code, variable in taken.items() if solver.value(variable)]
    seconds = time.perf_counter() - began
    json.dump({"opened": opened, "seconds": seconds, "proven": proven}, sys.stdout)


if __name__ == "__main__":
    main()

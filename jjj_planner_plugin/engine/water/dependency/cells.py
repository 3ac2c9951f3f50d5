"""Cell by cell down the flow: which jurisdictions the water of each cell meets.

From every outlet upstream, each cell once. What a path has met is a place in a tree of jurisdictions, in the order in
which they are met on the way up: to enter a jurisdiction that has been met is to stay at one's place. So a cell needs
one number, not a set; memory goes with the number of different paths, time with the number of cells.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...kernels import Floats, Indices, compiled, room
from ..directions import DOWN, OUTLET, RIGHT, Directions
from .paths import Paths

Mask = NDArray[np.bool_]
Owners = NDArray[np.int32]

PARENT, JURISDICTION, CHILD, SIBLING, STATES = range(5)  # columns of a node: what has been met
NODE, OWN, NEXT = range(3)  # columns of a state: what has been met, and whose ground this is


def paths_of(
    direction: Directions, own: Owners, area: Floats, people: Floats | None, rim: Mask, count: int
) -> Paths:
    """The ground of a grid by what its water meets. All are (rows, columns); `area` may be (rows, 1).

    own: 0 beyond all jurisdictions, else 1 … count. rim: cells at the edge of what is known, counted where they do not
    drain away at once. Cells that have no direction are the own ground of whose they are.
    """
    amounts = np.empty((0, 0)) if people is None else np.ascontiguousarray(people, np.float64)
    nodes, states, sums = _walk(direction, own, np.ascontiguousarray(area), amounts, rim)
    lengths, met = _listed(nodes, states)
    return Paths(count, states[:, OWN].copy(), sums[:, 0].copy(), sums[:, 1].copy(), sums[:, 2].astype(np.int64),
                 np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64), met)


@compiled
def _node(nodes: Indices, filled: Indices, node: int, own: int) -> tuple[int, Indices]:
    """What has been met after `own` too; the table of nodes may be a new one."""
    up = node
    while up > 0 and nodes[up, JURISDICTION] != own:
        up = nodes[up, PARENT]
    if own == 0 or up > 0:
        return node, nodes
    child = nodes[node, CHILD]
    while child > 0 and nodes[child, JURISDICTION] != own:
        child = nodes[child, SIBLING]
    if child == 0:
        child = filled[0]
        filled[0] += 1
        nodes = room(nodes, child + 1)
        nodes[child, PARENT], nodes[child, JURISDICTION] = node, own
        nodes[child, CHILD], nodes[child, SIBLING], nodes[child, STATES] = 0, nodes[node, CHILD], -1
        nodes[node, CHILD] = child
    return child, nodes


@compiled
def _state(states: Indices, nodes: Indices, filled: Indices, node: int, own: int) -> tuple[int, Indices]:
    """Ground of `own` where `node` has been met; the table of states may be a new one."""
    state = nodes[node, STATES]
    while state >= 0 and states[state, OWN] != own:
        state = states[state, NEXT]
    if state < 0:
        state = filled[1]
        filled[1] += 1
        states = room(states, state + 1)
        states[state, NODE], states[state, OWN], states[state, NEXT] = node, own, nodes[node, STATES]
        nodes[node, STATES] = state
    return state, states


@compiled
def _walk(
    direction: Directions, own: Owners, area: Floats, people: Floats, rim: Mask
) -> tuple[Indices, Indices, Floats]:
    """The tree of what is met, the states in it, and m², people and cells of the rim of each state."""
    rows, columns = direction.shape
    wide, peopled = area.shape[1] > 1, people.shape[0] > 0
    nodes, states, sums = np.zeros((64, 5), np.int64), np.zeros((64, 3), np.int64), np.zeros((64, 3))
    nodes[0, STATES] = -1
    filled = np.array([1, 0])
    stack = np.empty((1024, 3), np.int64)
    for start in range(rows * columns):
        row, column = start // columns, start % columns
        if direction[row, column] < OUTLET or (direction[row, column] > OUTLET and own[row, column] == 0):
            continue
        stack[0, 0], stack[0, 1], stack[0, 2] = row, column, -1
        height = 1
        while height > 0:
            height -= 1
            row, column, state = stack[height, 0], stack[height, 1], stack[height, 2]
            mine = own[row, column]
            if state < 0 or states[state, OWN] != mine:
                before, known = states[state, NODE] if state >= 0 else 0, filled[1]
                node, nodes = _node(nodes, filled, before, mine)
                state, states = _state(states, nodes, filled, node, mine)
                if filled[1] > known:
                    sums = room(sums, filled[1])
                    sums[state, 0] = sums[state, 1] = sums[state, 2] = 0.0
            sums[state, 0] += area[row, column if wide else 0]
            if peopled:
                sums[state, 1] += people[row, column]
            if rim[row, column] and direction[row, column] < OUTLET:
                sums[state, 2] += 1.0
            if direction[row, column] > OUTLET:
                continue
            stack = room(stack, height + 8)
            for k in range(8):
                r, c = row + DOWN[k], column + RIGHT[k]
                if 0 <= r < rows and 0 <= c < columns and direction[r, c] == (k + 4) % 8:
                    stack[height, 0], stack[height, 1], stack[height, 2] = r, c, state
                    height += 1
    return nodes[:filled[0]].copy(), states[:filled[1]].copy(), sums[:filled[1]].copy()


@compiled
def _listed(nodes: Indices, states: Indices) -> tuple[Indices, Indices]:
    """How many jurisdictions each state has met, and all of them, state by state."""
    lengths, total = np.zeros(len(states), np.int64), 0
    for state in range(len(states)):
        node = states[state, NODE]
        while node > 0:
            lengths[state] += 1
            node = nodes[node, PARENT]
        total += lengths[state]
    met, place = np.empty(total, np.int64), 0
    for state in range(len(states)):
        node = states[state, NODE]
        while node > 0:
            met[place] = nodes[node, JURISDICTION]
            node = nodes[node, PARENT]
            place += 1
    return lengths, met

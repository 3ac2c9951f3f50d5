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

PARENT, JURISDICTION, CHILD, SIBLING, STATES, DEPTH = range(6)  # columns of a node: what has been met
NODE, OWN, NEXT, DOUBTS = range(4)  # columns of a state: what has been met, whose ground this is, and a bit by depth
DEEPEST = 62  # of a node that has a bit; farther upstream there is no doubt


def paths_of(
    direction: Directions, own: Owners, area: Floats, people: Floats | None, rim: Mask, doubtful: Mask,
    count: int,
) -> Paths:
    """The ground of a grid by what its water meets. All are (rows, columns); `area` may be (rows, 1).

    own: 0 beyond all jurisdictions, else 1 … count. rim: cells at the edge of what is known, counted where they do not
    drain away at once. doubtful: cells of which it is in doubt where they drain to, asked where water comes into a
    jurisdiction for the first time on its way down. Cells that have no direction are the own ground of whose they are.
    """
    amounts = np.empty((0, 0)) if people is None else np.ascontiguousarray(people, np.float64)
    nodes, states, sums = _walk(direction, own, np.ascontiguousarray(area), amounts, rim, doubtful)
    lengths, met, doubted = _listed(nodes, states)
    return Paths(count, states[:, OWN].copy(), sums[:, 0].copy(), sums[:, 1].copy(), sums[:, 2].astype(np.int64),
                 np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64), met, doubted)


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
        nodes[child, DEPTH] = nodes[node, DEPTH] + 1
        nodes[node, CHILD] = child
    return child, nodes


@compiled
def _doubts(nodes: Indices, node: int, doubts: int, own: int, doubtful: bool) -> int:
    """The bits, with that of `own`, one of those met, as water comes into it now."""
    while node > 0 and nodes[node, JURISDICTION] != own:
        node = nodes[node, PARENT]
    if node == 0 or nodes[node, DEPTH] > DEEPEST:
        return doubts
    bit = np.int64(1) << nodes[node, DEPTH]
    return int(doubts | bit if doubtful else doubts & ~bit)


@compiled
def _state(
    states: Indices, nodes: Indices, filled: Indices, node: int, own: int, doubts: int
) -> tuple[int, Indices]:
    """Ground of `own` where `node` has been met with these doubts; the table of states may be a new one."""
    state = nodes[node, STATES]
    while state >= 0 and (states[state, OWN] != own or states[state, DOUBTS] != doubts):
        state = states[state, NEXT]
    if state < 0:
        state = filled[1]
        filled[1] += 1
        states = room(states, state + 1)
        states[state, NODE], states[state, OWN], states[state, NEXT] = node, own, nodes[node, STATES]
        states[state, DOUBTS] = doubts
        nodes[node, STATES] = state
    return state, states


@compiled
def _walk(
    direction: Directions, own: Owners, area: Floats, people: Floats, rim: Mask, doubtful: Mask
) -> tuple[Indices, Indices, Floats]:
    """The tree of what is met, the states in it, and m², people and cells of the rim of each state."""
    rows, columns = direction.shape
    wide, peopled = area.shape[1] > 1, people.shape[0] > 0
    nodes, states, sums = np.zeros((64, 6), np.int64), np.zeros((64, 4), np.int64), np.zeros((64, 3))
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
                before, doubts, known = 0, 0, filled[1]
                if state >= 0:
                    before = states[state, NODE]
                    doubts = _doubts(nodes, before, states[state, DOUBTS], states[state, OWN], doubtful[row, column])
                node, nodes = _node(nodes, filled, before, mine)
                state, states = _state(states, nodes, filled, node, mine, doubts)
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
def _listed(nodes: Indices, states: Indices) -> tuple[Indices, Indices, Mask]:
    """How many jurisdictions each state has met, and all of them, state by state, with the doubt of each."""
    lengths, total = np.zeros(len(states), np.int64), 0
    for state in range(len(states)):
        node = states[state, NODE]
        while node > 0:
            lengths[state] += 1
            node = nodes[node, PARENT]
        total += lengths[state]
    met, doubted, place = np.empty(total, np.int64), np.zeros(total, np.bool_), 0
    for state in range(len(states)):
        node = states[state, NODE]
        while node > 0:
            met[place] = nodes[node, JURISDICTION]
            if nodes[node, DEPTH] <= DEEPEST:
                doubted[place] = (states[state, DOUBTS] >> nodes[node, DEPTH]) & 1 == 1
            node = nodes[node, PARENT]
            place += 1
    return lengths, met, doubted

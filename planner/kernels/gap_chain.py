"""Annealing over chains of jobs for generalised assignment, compiled.

A chain (ejection chain: Yagiura, Ibaraki & Glover 2006) moves a job to another agent, who gives up a job that goes to a
third agent, and so on; it may end anywhere or close at the first agent. Nearly all good moves of a full plan are
chains whose loads match at every agent, and those are too rare to be drawn: so at every link some jobs are drawn and
the best fit goes on, and the best prefix of the chain is what is accepted or not (Kirkpatrick, Gelatt & Vecchi 1983).

Loads are soft while searching. With prices v of the capacities and reduced costs r = c + v·a − min over the agents, the
cost is a constant + Σ r + Σ v·slack. A slack x is charged v·x·min(1, ρx), an excess v·x·min(MOST, ρσx): with a small ρ
loads are rough and reduced costs rule, and as ρ and σ grow the loads are pressed into the capacities.
"""

# pyright: reportUntypedFunctionDecorator=none, reportCallIssue=none

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

from planner.kernels.draw import Word, below, chance, step, unit
from planner.problem import Floats, Ints, Ints32

MOST = 50.0  # the charge of a unit of excess, in prices
COST, BEST, STAMP = 0, 1, 2  # places in State.total
LEAST_GAIN = 1e-7
COOLED_MOVES = 1024  # between two temperatures


class Pairs(NamedTuple):
    """What a search is about. m agents, n jobs.

    pair       (n, m, 2) reduced cost, which is inf where the job does not fit, and use
    price      (m,) of a unit of capacity
    near       (n, k) the agents of least reduced cost by job, the least first
    near_count (n,) how many of them are tried now
    job, agent (k·n,) all pairs of `near`, the least reduced cost first
    tried      how many of these are tried now
    reach      the reduced cost of the last of them
    """

    pair: Floats
    price: Floats
    near: Ints32
    near_count: Ints
    job: Ints32
    agent: Ints32
    tried: int
    reach: float


class State(NamedTuple):
    """Where a search is.

    owner, place (n,) the agent of a job and its place in his row; row (m, n) jobs by agent; held (m,) how many
    over         (m,) load − capacity; charge (m,) for it
    best         (n,) the owners of the best plan within all capacities
    total        (3,) Σ r now; Σ r + Σ v·slack of the best plan, inf before the first; a counter of chains
    chain_job, chain_agent, seen: scratch; word: of the random draws
    """

    owner: Ints
    place: Ints
    row: Ints32
    held: Ints
    over: Floats
    charge: Floats
    best: Ints
    total: Floats
    chain_job: Ints
    chain_agent: Ints
    seen: Ints
    word: Word


@step
def charge_of(price: float, over: float, rho: float, sigma: float) -> float:
    """The charge for a load that is `over` its capacity, or under it."""
    if over <= 0.0:
        return -price * over * min(1.0, -rho * over)
    return price * over * min(MOST, rho * sigma * over)


@step
def hand_over(pairs: Pairs, state: State, j: int, to: int, rho: float, sigma: float) -> None:
    """Job j goes to agent `to`."""
    giver = state.owner[j]
    last = state.row[giver, state.held[giver] - 1]
    at = state.place[j]
    state.row[giver, at] = last
    state.place[last] = at
    state.held[giver] -= 1
    state.row[to, state.held[to]] = j
    state.place[j] = state.held[to]
    state.held[to] += 1
    state.owner[j] = to
    state.total[COST] += pairs.pair[j, to, 0] - pairs.pair[j, giver, 0]
    state.over[giver] -= pairs.pair[j, giver, 1]
    state.over[to] += pairs.pair[j, to, 1]
    state.charge[giver] = charge_of(pairs.price[giver], state.over[giver], rho, sigma)
    state.charge[to] = charge_of(pairs.price[to], state.over[to], rho, sigma)


@step
def keep_if_best(pairs: Pairs, state: State) -> None:
    """Keep the plan if it is within all capacities and cheaper than any before."""
    value = state.total[COST]
    for i in range(len(pairs.price)):
        value -= pairs.price[i] * state.over[i]
        if state.over[i] > 0.0 or value >= state.total[BEST] - LEAST_GAIN:
            return
    state.total[BEST] = value
    for j in range(len(state.owner)):
        state.best[j] = state.owner[j]


@njit(cache=True, nogil=True, _nrt=False, error_model="numpy")
def lay_out(pairs: Pairs, state: State, capacity: Ints) -> None:
    """Fill the state from `state.owner`."""
    for i in range(len(capacity)):
        state.held[i] = 0
        state.over[i] = -capacity[i]
    state.total[COST] = 0.0
    for j in range(len(state.owner)):
        i = state.owner[j]
        state.row[i, state.held[i]] = j
        state.place[j] = state.held[i]
        state.held[i] += 1
        state.over[i] += pairs.pair[j, i, 1]
        state.total[COST] += pairs.pair[j, i, 0]
    keep_if_best(pairs, state)


@njit(cache=True, nogil=True, _nrt=False, error_model="numpy")
def anneal_chains(
    pairs: Pairs,
    state: State,
    chains: int,
    hot: float,
    cold: float,
    rho: float,
    sigma: float,
    draws: int,
    longest: int,
    shifts: int,
) -> None:
    """Try so many chains while the temperature falls from `hot` to `cold`; `shifts` in a hundred have a single link."""
    pair, price, over, charge = pairs.pair, pairs.price, state.over, state.charge
    for i in range(len(price)):
        charge[i] = charge_of(price[i], over[i], rho, sigma)
    temperature = hot
    for c in range(chains):
        if c % COOLED_MOVES == 0:
            temperature = hot * (cold / hot) ** (c / chains)
        drawn = below(state.word, pairs.tried)
        j, to = pairs.job[drawn], pairs.agent[drawn]
        first = state.owner[j]
        if to == first:
            continue
        limit = -temperature * np.log(unit(state.word))
        links = 1 if chance(state.word, shifts) else longest
        state.total[STAMP] += 1.0
        stamp = np.int64(state.total[STAMP])
        state.seen[first] = stamp
        # The chain so far, without what the last agent's load costs; and the cheapest end of it.
        first_over = over[first] - pair[j, first, 1]
        first_charge = charge_of(price[first], first_over, rho, sigma)
        open_cost = first_charge - charge[first] + pair[j, to, 0] - pair[j, first, 0]
        last, last_over = to, over[to] + pair[j, to, 1]
        best = open_cost + charge_of(price[to], last_over, rho, sigma) - charge[to]
        best_links, closing = 1, -1
        state.chain_job[0], state.chain_agent[0] = j, to
        length = 1
        while length < links and state.held[last] > 0:
            state.seen[last] = stamp
            next_cost, next_job, next_agent = np.inf, -1, -1
            for _ in range(draws):
                k = state.row[last, below(state.word, state.held[last])]
                without = charge_of(price[last], last_over - pair[k, last, 1], rho, sigma)
                cost = open_cost + without - charge[last] - pair[k, last, 0]
                if pair[k, first, 0] <= pairs.reach:
                    back = charge_of(price[first], first_over + pair[k, first, 1], rho, sigma)
                    closed = cost + pair[k, first, 0] + back - first_charge
                    if closed < best:
                        best, best_links, closing = closed, length + 1, k
                i = pairs.near[k, below(state.word, pairs.near_count[k])]
                if state.seen[i] != stamp and cost + pair[k, i, 0] < next_cost:
                    next_cost, next_job, next_agent = cost + pair[k, i, 0], k, i
            if next_job < 0:
                break
            open_cost, last = next_cost, next_agent
            last_over = over[last] + pair[next_job, last, 1]
            state.chain_job[length], state.chain_agent[length] = next_job, next_agent
            length += 1
            ended = open_cost + charge_of(price[last], last_over, rho, sigma) - charge[last]
            if ended < best:
                best, best_links, closing = ended, length, -1
        if best > limit:
            continue
        for link in range(best_links - 1):
            hand_over(pairs, state, state.chain_job[link], state.chain_agent[link], rho, sigma)
        if closing >= 0:
            hand_over(pairs, state, closing, first, rho, sigma)
        else:
            hand_over(pairs, state, state.chain_job[best_links - 1], state.chain_agent[best_links - 1], rho, sigma)
        if state.total[COST] < state.total[BEST]:
            keep_if_best(pairs, state)

"""Finds prices of places by augmenting paths: a plain flow of the recount's own; long, because one algorithm.

The primal-dual method for minimum cost flow (Ahuja, Magnanti & Orlin, Network Flows, 1993, section 9.8) with Dinic's
levels for the paths of one price. Nothing rests on its being right: see planner.checks.proof.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass

from planner.checks.takers import bits

PLENTY = 1 << 60


@dataclass(frozen=True, slots=True)
class Crowd:
    """Households alike: permitted members (mask), orange or not, today's member (permitted) if that matters."""

    mask: int
    orange: bool
    current: int | None
    count: int


@dataclass(frozen=True, slots=True)
class Network:
    """Crowds to be placed; for each member fewest and most households and most orange ones."""

    crowds: tuple[Crowd, ...]
    low: tuple[int, ...]
    high: tuple[int, ...]
    orange: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Prices:
    """u_m of a place and w_m ≥ 0 of an orange place at each member; `impossible`: to prove that there is no plan."""

    place: tuple[int, ...]
    orange: tuple[int, ...]
    impossible: bool

    def at(self, member: int, *, orange: bool) -> int:
        """What a household pays at this member."""
        return self.place[member] + (self.orange[member] if orange else 0)


def find_prices(network: Network) -> Prices:
    """Prices that prove the fewest moves, or that there is no plan."""
    members = len(network.low)
    if sum(network.low) > sum(crowd.count for crowd in network.crowds):
        return Prices((-1,) * members, (0,) * members, impossible=True)
    return _Search(network).run()


class _Search:
    """The residual network. Nodes by number: crowds, pools, orange nodes, members, the shared node, the sink.

    A crowd with a current member sends households to him (cost 0) or to its pool (cost 1); a crowd without one is in
    its pool at once. A pool holds all crowds with the same members; it sends to any of these (orange households
    through their orange node). A member sends his first `low` households to the sink and the rest, up to `high`, to
    the shared node, which passes on what all lows leave: so nobody gets too few when everything arrives.
    """

    def __init__(self, network: Network) -> None:
        self.network = network
        keys = list(dict.fromkeys((crowd.mask, crowd.orange) for crowd in network.crowds))
        number = {key: i for i, key in enumerate(keys)}
        self.staying = [crowd for crowd in network.crowds if crowd.current is not None]
        self.pool_of = [number[crowd.mask, crowd.orange] for crowd in self.staying]
        self.pools = keys
        members = len(network.low)
        self.first_pool = len(self.staying)
        self.first_orange = self.first_pool + len(keys)
        self.first_member = self.first_orange + members
        self.shared = self.first_member + members
        self.sink = self.shared + 1
        self.unsent = [crowd.count for crowd in self.staying] + [0] * len(keys)
        for crowd in network.crowds:
            if crowd.current is None:
                self.unsent[self.first_pool + number[crowd.mask, crowd.orange]] += crowd.count
        self.kept = [0] * len(self.staying)
        self.pooled = [0] * len(self.staying)
        self.taken: list[dict[int, int]] = [{} for _ in keys]  # by pool: households of it by member
        self.has: list[set[int]] = [set() for _ in range(members)]  # by member: pools that he has households of
        self.keeps: list[list[int]] = [[] for _ in range(members)]
        self.in_pool: list[list[int]] = [[] for _ in keys]
        for s, crowd in enumerate(self.staying):
            self.keeps[crowd.current or 0].append(s)
            self.in_pool[self.pool_of[s]].append(s)
        self.load = [0] * members
        self.orange = [0] * members
        self.room = sum(crowd.count for crowd in network.crowds) - sum(network.low)  # of the shared node
        self.price = [0] * (self.sink + 1)

    def run(self) -> Prices:
        self._keep_what_fits()
        while any(self.unsent):
            if self._augment_round() == 0 and not self._raise_prices():
                break
        return self._prices(self.price, impossible=False) if not any(self.unsent) else self._cut()

    def _keep_what_fits(self) -> None:
        """Households stay where they are as far as bounds allow: paths of cost 0, to start with."""
        for s, crowd in enumerate(self.staying):
            m = crowd.current or 0
            below = max(0, self.network.low[m] - self.load[m])
            above = min(self.network.high[m] - max(self.load[m], self.network.low[m]), self.room)
            fits = min(crowd.count, below + above)
            if crowd.orange:
                fits = min(fits, self.network.orange[m] - self.orange[m])
                self.orange[m] += fits
            self.room -= max(0, fits - below)
            self.kept[s] += fits
            self.unsent[s] -= fits
            self.load[m] += fits

    def _entry(self, member: int, *, orange: bool) -> int:
        return (self.first_orange if orange else self.first_member) + member

    def _arcs(self, u: int) -> Iterator[tuple[int, int, int]]:
        """(node, cost, room) of every residual arc out of u."""
        if u < self.first_pool:
            crowd = self.staying[u]
            yield self._entry(crowd.current or 0, orange=crowd.orange), 0, PLENTY
            yield self.first_pool + self.pool_of[u], 1, PLENTY
        elif u < self.first_orange:
            yield from self._arcs_of_pool(u - self.first_pool)
        elif u < self.first_member:
            m = u - self.first_orange
            if self.orange[m] < self.network.orange[m]:
                yield self.first_member + m, 0, self.network.orange[m] - self.orange[m]
            yield from self._given_back(m, orange=True)
        elif u < self.shared:
            yield from self._arcs_of_member(u - self.first_member)
        else:
            if self.room > 0:
                yield self.sink, 0, self.room
            for m, load in enumerate(self.load):
                if load > self.network.low[m]:
                    yield self.first_member + m, 0, load - self.network.low[m]

    def _arcs_of_pool(self, p: int) -> Iterator[tuple[int, int, int]]:
        mask, orange = self.pools[p]
        first = self.first_orange if orange else self.first_member
        for m in bits(mask):
            yield first + m, 0, PLENTY
        for s in self.in_pool[p]:
            if self.pooled[s]:
                yield s, -1, self.pooled[s]

    def _arcs_of_member(self, m: int) -> Iterator[tuple[int, int, int]]:
        low, high, load = self.network.low[m], self.network.high[m], self.load[m]
        if load < low:
            yield self.sink, 0, low - load
        if max(load, low) < high:
            yield self.shared, 0, high - max(load, low)
        yield from self._given_back(m, orange=False)
        if self.orange[m]:
            yield self.first_orange + m, 0, self.orange[m]

    def _given_back(self, m: int, *, orange: bool) -> Iterator[tuple[int, int, int]]:
        for p in self.has[m]:
            if self.pools[p][1] is orange:
                yield self.first_pool + p, 0, self.taken[p][m]
        for s in self.keeps[m]:
            if self.kept[s] and self.staying[s].orange is orange:
                yield s, 0, self.kept[s]

    def _push(self, u: int, v: int, amount: int) -> None:
        """Send `amount` over the residual arc from u to v."""
        if u < self.first_pool:
            (self.pooled if v < self.first_orange else self.kept)[u] += amount
        elif u < self.first_orange:
            if v < self.first_pool:
                self.pooled[v] -= amount
            else:
                self._take(u - self.first_pool, (v - self.first_orange) % len(self.load), amount)
        elif v < self.first_pool:
            self.kept[v] -= amount
        elif v < self.first_orange:
            self._take(v - self.first_pool, (u - self.first_orange) % len(self.load), -amount)
        elif u < self.first_member:
            self.orange[u - self.first_orange] += amount
        elif v < self.first_member:
            self.orange[v - self.first_orange] -= amount
        elif u == self.shared:
            if v == self.sink:
                self.room -= amount
            else:
                self.load[v - self.first_member] -= amount
        else:
            self.load[u - self.first_member] += amount

    def _take(self, p: int, m: int, amount: int) -> None:
        now = self.taken[p].get(m, 0) + amount
        self.taken[p][m] = now
        (self.has[m].add if now else self.has[m].discard)(p)

    def _augment_round(self) -> int:
        """Augment along shortest paths (in steps) of reduced cost 0 until none is left (Dinic); how much was sent."""
        self._note_prices()
        level = self._levels()
        sent = 0
        for start in range(self.first_orange):
            while self.unsent[start]:
                path = self._path(start, level)
                if path is None:
                    break
                amount = min(self.unsent[start], *(room for _, room in path))
                u = start
                for v, _ in path:
                    self._push(u, v, amount)
                    u = v
                self.unsent[start] -= amount
                sent += amount
        return sent

    def _note_prices(self) -> None:
        """Masks of the members whose node, or orange node, has a price: a pool reaches those of its own price."""
        self.at_price: list[dict[int, int]] = [{}, {}]
        for orange, first in ((0, self.first_member), (1, self.first_orange)):
            masks = self.at_price[orange]
            for m in range(len(self.load)):
                price = self.price[first + m]
                masks[price] = masks.get(price, 0) | 1 << m

    def _free_arcs(self, u: int, among: list[int]) -> Iterator[tuple[int, int]]:
        """(node, room) of the arcs of reduced cost 0 out of u; from a pool only to members in the masks `among`."""
        if self.first_pool <= u < self.first_orange:
            mask, orange = self.pools[u - self.first_pool]
            first = self._entry(0, orange=orange)
            for m in bits(mask & among[orange] & self.at_price[orange].get(self.price[u], 0)):
                yield first + m, PLENTY
            for s in self.in_pool[u - self.first_pool]:
                if self.pooled[s] and self.price[u] - 1 == self.price[s]:
                    yield s, self.pooled[s]
            return
        for v, cost, room in self._arcs(u):
            if cost + self.price[u] == self.price[v]:
                yield v, room

    def _levels(self) -> list[int]:
        """Steps of reduced cost 0 from what is unsent; -1: not reached, or not before the sink."""
        level = [-1] * (self.sink + 1)
        unseen = [(1 << len(self.load)) - 1] * 2
        wave = [u for u, unsent in enumerate(self.unsent) if unsent]
        for u in wave:
            level[u] = 0
        while wave and level[self.sink] < 0:
            ahead: list[int] = []
            for u in wave:
                for v, _ in self._free_arcs(u, unseen):
                    if level[v] < 0:
                        level[v] = level[u] + 1
                        ahead.append(v)
                        self._clear(unseen, v)
            wave = ahead
        return level

    def _clear(self, masks: list[int], u: int) -> None:
        """Take a member's node or orange node out of the masks."""
        if self.first_orange <= u < self.shared:
            orange = int(u < self.first_member)
            masks[orange] &= ~(1 << (u - self._entry(0, orange=bool(orange))))

    def _path(self, start: int, level: list[int]) -> list[tuple[int, int]] | None:
        """(node, room) after node from `start` to the sink, a level a step; what leads nowhere loses its level."""
        stack = [(start, self._next_level(start, level))]
        path: list[tuple[int, int]] = []
        while stack:
            u, arcs = stack[-1]
            for v, room in arcs:
                if level[v] == level[u] + 1:
                    path.append((v, room))
                    if v == self.sink:
                        return path
                    stack.append((v, self._next_level(v, level)))
                    break
            else:
                stack.pop()
                level[u] = -1
                if path:
                    path.pop()
        return None

    def _next_level(self, u: int, level: list[int]) -> Iterator[tuple[int, int]]:
        everyone = (1 << len(self.load)) - 1
        return self._free_arcs(u, [everyone, everyone])

    def _distances(self) -> dict[int, int]:
        """Reduced cost of the shortest path to each node from those with something unsent (Dijkstra)."""
        distance = {u: 0 for u, unsent in enumerate(self.unsent) if unsent}
        waiting = [(0, u) for u in distance]
        while waiting:
            d, u = heapq.heappop(waiting)
            if u == self.sink or d > distance[u]:
                continue
            base = d + self.price[u]
            for v, cost, _ in self._arcs(u):
                reached = base + cost - self.price[v]
                if reached < distance.get(v, PLENTY):
                    distance[v] = reached
                    heapq.heappush(waiting, (reached, v))
        return distance

    def _raise_prices(self) -> bool:
        """Make the shortest paths to the sink have reduced cost 0; False when it cannot be reached."""
        distance = self._distances()
        if self.sink not in distance:
            return False
        most = distance[self.sink]
        for u in range(self.sink + 1):
            self.price[u] += min(distance.get(u, most), most)
        return True

    def _cut(self) -> Prices:
        """Prices of the cut between what can still be reached and the rest: more must pass it than can."""
        reached = self._distances()
        return self._prices([0 if u in reached else 1 for u in range(self.sink + 1)], impossible=True)

    def _prices(self, label: list[int], *, impossible: bool) -> Prices:
        members = range(len(self.load))
        of = [label[self.first_member + m] for m in members]
        orange = [label[self.first_orange + m] for m in members]
        return Prices(
            tuple(label[self.shared] - of[m] for m in members),
            tuple(max(0, of[m] - orange[m]) for m in members),
            impossible=impossible,
        )

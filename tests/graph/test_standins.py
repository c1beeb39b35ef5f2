"""Who stands in for a post: by hand on one small tree, and as a property of any."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from graph.standins import AREA_LEADER, COMMANDER, GRID_HEAD, Ladders, Post, stand_in

MICRO = ("county", "L", "M", "S", "g1")
KINDS = (GRID_HEAD, AREA_LEADER, COMMANDER, "building_head", "centre_household", "other")


def a_post(id_: str, kind: str = GRID_HEAD, path: tuple[str, ...] = MICRO, **other: str | None) -> Post:
    """A post of the last grid of a path, held by an active member unless it says otherwise."""
    held = {"holder": f"m-{id_}", "status": "active", **other}
    return Post(id_, "长", kind, path[-1], "grid", path, holder=held["holder"], status=held["status"])


def a_ladder() -> list[Post]:
    """All four grid heads above g1, an area leader of L, and the commander."""
    heads = [a_post(f"head-{MICRO[depth]}", path=MICRO[: depth + 1]) for depth in (4, 3, 2, 1)]
    return [*heads, a_post("leader", AREA_LEADER, MICRO[:2]), a_post("top", COMMANDER, MICRO[:1])]


def without(posts: list[Post], *vacant: str, away: tuple[str, ...] = ()) -> list[Post]:
    """The posts, some of them vacant, some held by a member who left."""
    changed = [a_post(p.id, p.kind, p.path, holder=None, status=None) if p.id in vacant else p for p in posts]
    return [a_post(p.id, p.kind, p.path, status="left") if p.id in away else p for p in changed]


def stand_in_id(posts: list[Post], id_: str) -> str | None:
    """The id of the post whose holder stands in."""
    found = stand_in(next(post for post in posts if post.id == id_), posts)
    return None if found is None else found.id


def test_a_filled_post_needs_nobody() -> None:
    """An active holder."""
    assert stand_in_id(a_ladder(), "head-g1") is None


def test_from_rung_to_rung_up_to_the_commander() -> None:
    """g1's head is gone; then S's too, M's, L's, the area leader: each time the next one up; at last nobody."""
    rungs = [post.id for post in a_ladder()]
    for gone in range(1, len(rungs)):
        assert stand_in_id(without(a_ladder(), *rungs[:gone]), "head-g1") == rungs[gone]
    assert stand_in_id(without(a_ladder(), *rungs), "head-g1") is None


def test_a_holder_who_is_away_is_stood_in_for_and_stands_in_for_nobody() -> None:
    """S's head left: M's stands in for S, and for g1 below it."""
    posts = without(a_ladder(), "head-g1", away=("head-S",))
    assert (stand_in_id(posts, "head-S"), stand_in_id(posts, "head-g1")) == ("head-M", "head-M")


def test_a_post_in_a_building_or_of_another_kind_begins_with_the_head_of_its_own_grid() -> None:
    """A building head in g1: the micro-grid's head; a group leader of M: M's head."""
    posts = [*a_ladder(), a_post("house", "building_head"), a_post("group", "other", MICRO[:3])]
    posts = without(posts, "house", "group")
    assert (stand_in_id(posts, "house"), stand_in_id(posts, "group")) == ("head-g1", "head-M")


def test_levels_that_are_skipped_are_no_rungs() -> None:
    """A micro-grid directly under the county: nobody between it and the commander."""
    posts = [*a_ladder(), a_post("alone", path=("county", "g9"), holder=None, status=None)]
    assert stand_in_id(posts, "alone") == "top"


def test_heads_of_other_branches_stand_in_for_nobody_here() -> None:
    """S2 lies beside S: its head is not above g1."""
    posts = without([*a_ladder(), a_post("head-S2", path=("county", "L", "M", "S2"))], "head-g1", "head-S")
    assert stand_in_id(posts, "head-g1") == "head-M"


def test_the_commander_of_the_area_comes_before_another() -> None:
    """Two commanders: one of L, one of R; a post in R asks R's first, one elsewhere the first by id."""
    posts = [a_post("cL", COMMANDER, ("county", "L")), a_post("cR", COMMANDER, ("county", "R"))]
    ladders = Ladders(posts)
    asked = {path: [p.id for p in ladders.above_place(path)] for path in (("county", "R", "r1"), ("county", "x"))}
    assert asked == {("county", "R", "r1"): ["cR", "cL"], ("county", "x"): ["cL", "cR"]}


def test_who_is_in_charge_of_a_place() -> None:
    """Its own grid's head; when that post is vacant the next one above."""
    assert [p.id for p in Ladders(a_ladder()).above_place(MICRO)] == [p.id for p in a_ladder()]
    found = Ladders(without(a_ladder(), "head-g1", "head-S")).in_charge(MICRO)
    assert found is not None
    assert found.id == "head-M"


@st.composite
def posts_of_a_tree(draw: st.DrawFn) -> list[Post]:
    """Posts of any kind on two branches, each filled, vacant, or held by somebody away."""
    paths = [MICRO[:depth] for depth in range(1, 6)] + [("county", "R"), ("county", "R", "r1")]
    posts: list[Post] = []
    for number in range(draw(st.integers(1, 12))):
        holder, status = draw(st.sampled_from((("m", "active"), ("m", "leave"), (None, None))))
        kind, path = draw(st.sampled_from(KINDS)), draw(st.sampled_from(paths))
        posts.append(a_post(f"q{number}", kind, path, holder=holder, status=status))
    return posts


@given(posts_of_a_tree())
def test_the_stand_in_is_the_nearest_filled_post_of_a_slow_search(posts: list[Post]) -> None:
    """Every pair of posts looked at: above, filled, and none such between them."""
    ladders = Ladders(posts)
    for post in posts:
        filled = [other for other in posts if other.is_filled and is_above(other, post)]
        nearest = min(filled, key=lambda other: (rung(other, post), other.id), default=None)
        assert ladders.stand_in(post) == (None if post.is_filled else nearest)


def is_above(other: Post, post: Post) -> bool:
    """Whether a post stands above another one on the ladder."""
    if other.kind == COMMANDER:
        return post.kind != COMMANDER
    around = other.path == post.path[: len(other.path)]
    strictly = around and other.path != post.path
    if other.kind == AREA_LEADER:
        return strictly if post.kind == AREA_LEADER else around and post.kind != COMMANDER
    if other.kind == GRID_HEAD and post.kind not in (AREA_LEADER, COMMANDER):
        return strictly if post.kind == GRID_HEAD else around
    return False


def rung(other: Post, post: Post) -> tuple[int, int]:
    """How far up: heads, then area leaders, then commanders; the deeper grid first."""
    around = other.path == post.path[: len(other.path)]
    return (GRID_HEAD, AREA_LEADER, COMMANDER).index(other.kind), -len(other.path) if around else 0

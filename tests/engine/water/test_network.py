"""What drains to what: read from a layer's fields, in an order, with everything odd about it found and named."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import shapely

from jjj_planner_plugin.engine.messages import EngineError
from jjj_planner_plugin.engine.protocol import Job
from jjj_planner_plugin.engine.water.network import LEAVES, Network, read_network

Read = Callable[..., Network]

TREE = {"1": "3", "2": "3", "3": "5", "4": "5", "5": "0"}  # 1 and 2 meet in 3, 3 and 4 in 5, which leaves


@pytest.fixture
def said() -> list[tuple[str, dict[str, Any]]]:
    """The warnings, as they come: sentence and detail."""
    return []


@pytest.fixture
def network(store: Callable[..., str], said: list[tuple[str, dict[str, Any]]]) -> Read:
    """`network(ids, down)`: squares in a row with these values, in the fields `basin_id` and `next_down` or others."""

    def read(ids: list[Any], down: list[Any], fields: tuple[str, str] = ("basin_id", "next_down"),
             **named: list[Any]) -> Network:
        squares = [shapely.box(116 + 0.1 * n, 39, 116.1 + 0.1 * n, 39.1) for n in range(len(ids))]
        path = store("basins", squares, **{fields[0]: ids, fields[1]: down}, **named)
        job = Job({"language": "en"})
        job.warn = lambda code, detail=None, **facts: said.append((code, {**(detail or {}), **facts}))  # type: ignore[method-assign]
        return read_network(path, None, None, job)

    return read


def tree(read: Read) -> Network:
    return read(list(TREE), list(TREE.values()))


def names(found: Network, rows: Any) -> list[str]:
    return [str(found.ids[row]) for row in rows]


def test_upstream_is_all_that_drains_to_a_basin_near_ones_first_and_not_itself(network: Read) -> None:
    found = tree(network)
    assert names(found, found.upstream(found.index("5"))) == ["3", "4", "1", "2"]
    assert names(found, found.upstream(found.index("3"))) == ["1", "2"]
    assert names(found, found.upstream(found.index("1"))) == []


def test_downstream_is_the_way_to_where_it_leaves(network: Read, said: list[Any]) -> None:
    found = tree(network)
    assert names(found, found.downstream(found.index("1"))) == ["3", "5"]
    assert names(found, found.downstream(found.index("5"))) == []
    assert found.down[found.index("5")] == LEAVES and said == []


def test_steps_count_links_from_the_nearest_start(network: Read) -> None:
    found = tree(network)
    starts = [found.index("3"), found.index("5")]
    assert found.steps(starts, upstream=True).tolist() == [1, 1, 0, 1, 0]
    assert found.steps(starts, upstream=False).tolist() == [-1, -1, 0, -1, 0]


def test_every_basin_comes_before_the_one_it_drains_to(network: Read) -> None:
    found = network(["c", "a", "b", "d"], ["d", "b", "c", ""])
    place = {row: number for number, row in enumerate(found.order)}
    assert len(place) == 4
    assert all(place[row] < place[below] for row, below in enumerate(found.down.tolist()) if below != LEAVES)


def test_sums_upstream_include_the_basin_itself(network: Read) -> None:
    found = tree(network)
    assert found.accumulated(np.array([1.0, 2.0, 4.0, 8.0, 16.0])).tolist() == [1, 2, 7, 8, 31]


@pytest.mark.parametrize("outlet", ["0", "", None, "0.0"])
def test_nothing_an_empty_text_and_zero_mean_that_it_leaves(network: Read, said: list[Any], outlet: str | None) -> None:
    assert network(["a", "b"], ["b", outlet]).down.tolist() == [1, LEAVES]
    assert said == []


@pytest.mark.parametrize(("ids", "down"), [
    ([70, 71], ["71.0", "0"]), (["70", "71"], [71.0, np.nan]), ([70.0, 71.0], [71, 0]),
    ([" 70", "71.0 "], ["71", None])])
def test_an_id_is_the_same_as_a_text_and_as_a_number(network: Read, ids: list[Any], down: list[Any]) -> None:
    found = network(ids, down)
    assert found.ids.tolist() == ["70", "71"] and found.down.tolist() == [1, LEAVES]
    assert found.index("70.0") == found.index(" 70") == 0


@pytest.mark.parametrize("fields", [("HYBAS_ID", "NEXT_DOWN"), ("hybas_id", "next_down"), ("Catchment_ID", "Next_Down"),
                                    ("COMID", "NextDownID")])
def test_the_usual_headings_are_recognised_in_any_case(network: Read, fields: tuple[str, str]) -> None:
    found = network([4060000010, 4060000020], [4060000020, 0], fields)
    assert (found.id_field, found.down_field) == fields
    assert found.ids.tolist() == ["4060000010", "4060000020"] and found.down.tolist() == [1, LEAVES]


def test_loops_are_named_and_only_who_runs_into_one_is_refused(network: Read, said: list[Any]) -> None:
    found = network(["a", "b", "c", "d", "e", "f"], ["b", "c", "a", "a", "f", None])
    assert said == [("basin-loops", {"loops": "a → b → c → a", "layer": "basins", "count": 1})]
    assert names(found, found.upstream(found.index("f"))) == ["e"]
    assert names(found, found.upstream(found.index("d"))) == []
    for ask in (lambda: found.downstream(found.index("d")), lambda: found.upstream(found.index("b"))):
        with pytest.raises(EngineError) as caught:
            ask()
        assert caught.value.code == "basin-loop" and caught.value.facts["loop"] == "a → b → c → a"


def test_several_loops_are_each_named_and_their_basins_have_no_sum(network: Read, said: list[Any]) -> None:
    found = network(["a", "b", "c", "d", "e"], ["b", "a", "d", "c", "a"])
    assert [names(found, loop) for loop in found.loops] == [["a", "b"], ["c", "d"]]
    assert names(found, found.order) == ["e"]
    assert np.isnan(found.accumulated(np.ones(5))).tolist() == [True, True, True, True, False]
    assert said[0][1]["count"] == 2


def test_a_basin_that_drains_to_itself_is_an_outlet_and_is_told(network: Read, said: list[Any]) -> None:
    found = network(["a", "b"], ["b", "b"])
    assert found.down.tolist() == [1, LEAVES] and found.loops == []
    assert [code for code, _ in said] == ["basins-to-themselves"] and said[0][1]["ids"] == "b"


def test_links_to_basins_that_are_not_there_are_named_and_leave(network: Read, said: list[Any]) -> None:
    found = network(["a", "b"], ["b", "x"])
    assert found.down.tolist() == [1, LEAVES]
    assert said == [("basin-links-missing", {"links": "b → x", "layer": "basins", "count": 1})]


def test_several_polygons_of_one_id_are_one_basin(network: Read, said: list[Any]) -> None:
    found = network(["a", "b", "a"], ["b", None, "b"])
    assert found.ids.tolist() == ["a", "b"] and found.down.tolist() == [1, LEAVES]
    assert shapely.area(found.source.geometries) == pytest.approx([0.02, 0.01])
    assert [code for code, _ in said] == ["basin-doubles"]


def test_one_id_with_two_ways_down_is_refused(network: Read) -> None:
    with pytest.raises(EngineError) as caught:
        network(["a", "a", "b", "c"], ["b", "c", None, None])
    assert caught.value.code == "basin-double"
    assert {caught.value.facts["one"], caught.value.facts["other"]} == {"b", "c"}


def test_basins_without_an_id_are_left_out_and_counted(network: Read, said: list[Any]) -> None:
    found = network(["a", None, "b"], ["b", "b", None])
    assert found.ids.tolist() == ["a", "b"]
    assert said == [("basins-without-id", {"layer": "basins", "field": "basin_id", "count": 1})]


@pytest.mark.parametrize("fields", [("number", "to"), ("basin_id", "to"), ("number", "next_down")])
def test_a_layer_without_the_fields_is_refused_and_told_which_it_has(network: Read, fields: tuple[str, str]) -> None:
    with pytest.raises(EngineError) as caught:
        network(["a"], [None], fields)
    assert caught.value.code == "no-basin-field" and fields[1] in caught.value.facts["fields"]


def test_an_unknown_basin_is_refused_with_some_that_there_are(network: Read) -> None:
    with pytest.raises(EngineError) as caught:
        tree(network).index("9")
    assert caught.value.code == "unknown-basin" and caught.value.facts["some"] == "1, 2, 3, 4, 5"


def test_a_basin_goes_by_its_names_too_and_an_id_comes_first(network: Read) -> None:
    found = network(["a", "b", "Ob"], ["b", None, None], name_zh=["甲", "b", "丙"], name_en=["Ob", "Lena", None])
    assert [found.index(one) for one in ("甲", " lena", "丙", "OB", "b", "Ob")] == [0, 1, 2, 0, 1, 2]
    with pytest.raises(EngineError) as caught:
        found.index("")
    assert caught.value.code == "unknown-basin" and caught.value.facts["some"] == "a 甲, b, Ob 丙"


def test_a_name_that_several_basins_have_is_refused_with_their_ids(network: Read) -> None:
    with pytest.raises(EngineError) as caught:
        network(["a", "b", "c"], ["b", None, None], name_en=["North", "north", "South"]).index("North")
    assert caught.value.code == "basin-name-double" and caught.value.facts["some"] == "a, b"


def test_the_bundled_sub_basins_are_the_default_and_no_input_of_a_recipe() -> None:
    found = read_network("bundled", None, None, Job({"language": "zh"}))
    assert names(found, found.upstream(found.index("H08"))) == ["H05", "H06", "H07", "H09"]
    assert found.names[found.index("H08")] == "海河下游" and found.sources == []
    assert found.source.frame["catchment_id"].tolist() == found.ids.tolist()


def test_upstream_of_every_basin_is_what_following_the_links_one_by_one_gives(network: Read) -> None:
    rng = np.random.default_rng(6)
    count = 60
    down = [str(rng.integers(n + 1, count)) if n + 1 < count and rng.random() > 0.1 else "" for n in range(count)]
    found = network([str(n) for n in range(count)], down)
    for row in range(count):
        path, at = [], down[row]
        while at:
            path.append(int(at))
            at = down[int(at)]
        assert found.downstream(row).tolist() == path
        assert set(found.upstream(row)) == {other for other in range(count) if row in found.downstream(other)}

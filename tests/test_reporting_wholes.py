"""A number of people in all never tells how many are in a group that is not counted."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from insights.reporting.chapters.people import whole_told


@given(
    sizes=st.lists(st.integers(1, 9), min_size=1, max_size=4), smallest=st.integers(3, 6),
)  # fmt: skip
def test_no_whole_lets_the_size_of_a_small_group_be_worked_out(sizes, smallest):
    groups = {f"g{g}": {f"{g}-{n}" for n in range(size)} for g, size in enumerate(sizes)}
    whole = whole_told(groups, set().union(*groups.values()), smallest)
    assert (whole is None) == any(size < smallest for size in sizes)
    assert whole in (None, sum(sizes))

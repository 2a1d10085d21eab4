import pandas as pd
import pytest

from insights import tables
from insights.coding import counted_codings, list_differences
from insights.errors import InsightsError


def some_codings(*rows):
    """Make codings for one excerpt and code from 'machine likely', 'AB accepted' …"""
    made = []
    for row in rows:
        coder, state = row.split()
        machine = coder == "machine"
        made.append(
            {
                "excerpt_id": "x", "code_id": "A", "coder": coder,
                "status": "suggested" if machine else state, "tier": state if machine else None,
                "method": "keyword" if machine else "human",
            }
        )  # fmt: skip
    return tables.from_rows("codings", made)


@pytest.mark.parametrize(
    ("rows", "anyone", "majority", "lead"),
    [
        ((), None, None, None),
        (("machine likely",), False, False, False),
        (("machine look",), None, None, None),
        (("machine unlikely",), None, None, None),
        (("AB accepted",), True, True, True),
        (("AB rejected",), None, None, None),
        (("machine likely", "AB accepted"), True, True, True),
        (("machine likely", "AB rejected"), None, None, None),
        (("machine look", "AB accepted"), True, True, True),
        (("machine likely", "AB accepted", "CD rejected"), True, None, None),
        (("AB accepted", "CD accepted", "EF rejected"), True, True, True),
        (("AB rejected", "CD accepted", "EF rejected"), True, None, True),
    ],
)
def test_what_counts(rows, anyone, majority, lead):
    codings = some_codings(*rows)
    for rule, expected in (("anyone", anyone), ("majority", majority), ("lead", lead)):
        counted = counted_codings(codings, rule=rule, lead="CD")
        assert list(counted["confirmed"]) == ([] if expected is None else [expected]), rule


def test_an_unknown_rule_is_refused():
    with pytest.raises(InsightsError, match="not a rule"):
        counted_codings(some_codings(), rule="all")


def test_differences_are_listed_with_who_said_what():
    codings = some_codings("machine likely", "EF accepted", "AB accepted", "CD rejected")
    expected = {
        "excerpt_id": "x",
        "code_id": "A",
        "accepted_by": ["AB", "EF"],
        "rejected_by": ["CD"],
    }
    assert list_differences(codings).to_dict("records") == [expected]
    assert list_differences(some_codings("AB accepted", "CD accepted")).empty


def test_columns_and_kinds_are_the_same_for_an_empty_table():
    counted = counted_codings(tables.empty("codings"))
    full = counted_codings(some_codings("AB accepted"))
    pd.testing.assert_series_equal(counted.dtypes, full.dtypes)

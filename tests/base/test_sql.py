"""Constants in a statement: plain words of ours only."""

import pytest

from cms.base.sql import Constant


@pytest.mark.parametrize("value", ["Waiting", "a'b", "a b", "a;", "é", "a\x00"])
def test_anything_but_a_plain_word_is_refused(value):
    with pytest.raises(ValueError, match="plain word"):
        Constant(value)


def test_a_plain_word_stands_in_the_statement():
    assert Constant("waiting").as_sql(None, None) == ("'waiting'", [])
    assert Constant("").as_sql(None, None) == ("''", [])

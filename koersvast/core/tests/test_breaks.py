"""Where a long name may go on at a new line."""

from __future__ import annotations

from koersvast.core.templatetags.koersvast import breakable


def test_a_name_may_break_behind_each_slash_and_nowhere_else() -> None:
    assert breakable("Leiders/trekkers/<b>") == "Leiders/<wbr>trekkers/<wbr>&lt;b&gt;"
    assert breakable("Trekkers & co") == "Trekkers &amp; co"
    assert breakable("") == ""

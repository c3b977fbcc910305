"""The policy lets the site's own run, and nothing else."""

from pathlib import Path

import pytest

from publish.policy import PolicyError, hashed, secure

PAGE = (
    '<html><head><meta charset="utf-8"><title>x</title></head>'
    "<body>{}<script>run()</script></body></html>"
)


def test_each_script_in_a_page_is_named(tmp_path: Path) -> None:
    """By its hash, in every page, for a page may come without a load."""
    (tmp_path / "a.html").write_text(PAGE.format("<script>b()</script>"))
    (tmp_path / "b.html").write_text(
        PAGE.format('<script type="application/json">{}</script>')
    )
    secure(tmp_path)
    for name in ("a.html", "b.html"):
        html = (tmp_path / name).read_text("utf8")
        start, policy, _ = html.split('"', 2)[1], html.split('content="')[1], ""
        assert start == "utf-8"
        said = policy.partition('"')[0]
        assert f"'{hashed('run()')}'" in said
        assert f"'{hashed('b()')}'" in said
        assert said.count("'sha256-") == 2
        assert "unsafe" not in said


@pytest.mark.parametrize(
    "html",
    [
        '<p style="top: 0">',
        "<p style=top:0>",
        "<style>p { top: 0 }</style>",
        '<a onclick="run()">',
        '<a href="javascript:run()">',
        "<a href=javascript:run()>",
        '<meta charset="utf-8">',
    ],
)
def test_what_it_would_stop_is_an_error(tmp_path: Path, html: str) -> None:
    """A page is never published with a part that a browser refuses."""
    page = tmp_path / "index.html"
    page.write_text(PAGE.format(html), "utf8")
    with pytest.raises(PolicyError, match=r"^index\.html: "):
        secure(tmp_path)
    assert page.read_text("utf8") == PAGE.format(html)

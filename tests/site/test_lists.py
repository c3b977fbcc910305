"""What programs read of the site."""

from pathlib import Path
from xml.etree.ElementTree import fromstring
from zipfile import ZipFile

import pytest

from publish import lists
from publish.lists import ATOM, CHANGES, write_feed
from publish.pack import NAME, pack
from tests.site.published import LABS, PAGES, Site, address


def test_the_outline_names_each_page(site: Site) -> None:
    """With its address and a sentence, in the order of the nav."""
    text = (site.folder / "llms.txt").read_text("utf8")
    assert text.startswith("# Backpropagation by hand\n\n> ")
    links = [line for line in text.splitlines() if line.startswith("- [")]
    assert len(links) == len([*PAGES, *LABS])
    for page in [*PAGES, *LABS]:
        (link,) = [x for x in links if f"({site.url}{address(page)})" in x]
        assert len(link.partition("): ")[2]) > 40, link


def test_the_sitemap_names_each_page(site: Site) -> None:
    """As it is linked."""
    text = (site.folder / "sitemap.xml").read_text("utf8")
    for page in [*PAGES, *LABS]:
        assert f"<loc>{site.url}{address(page)}</loc>" in text


def test_the_feed_tells_each_change(site: Site) -> None:
    """One entry for each date of the changelog, newest first."""
    feed = fromstring((site.folder / "feed.xml").read_text("utf8"))
    titles = [
        e.findtext(f"{{{ATOM}}}title") for e in feed.iter(f"{{{ATOM}}}entry")
    ]
    days = [
        line.removeprefix("## ").split(": ", 1)
        for line in CHANGES.read_text("utf8").splitlines()
        if line.startswith("## ")
    ]
    assert titles == [title for _, title in days]
    assert [day for day, _ in days] == sorted(
        {d for d, _ in days}, reverse=True
    )
    for entry in feed.iter(f"{{{ATOM}}}entry"):
        assert (entry.findtext(f"{{{ATOM}}}content") or "").startswith("- ")


def test_a_changelog_without_a_date_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A feed without entries would say that nothing ever changed."""
    changes = tmp_path / "CHANGELOG.md"
    changes.write_text("# Changelog\n\n## Unreleased\n\n- x\n", "utf8")
    monkeypatch.setattr(lists, "CHANGES", changes)
    with pytest.raises(ValueError, match=r"CHANGELOG\.md has no line like"):
        write_feed(tmp_path, "https://example.org/")


def test_the_folder_holds_the_whole_site(site: Site) -> None:
    """Each page of it, without the policy that would stop its search."""
    with ZipFile(site.folder / f"{NAME}.zip") as archive:
        names = {name.removeprefix(f"{NAME}/") for name in archive.namelist()}
        pages = {address(page) for page in [*PAGES, *LABS]}
        assert pages <= names
        assert "search/search_index.js" in names
        for page in pages:
            html = archive.read(f"{NAME}/{page}").decode()
            assert "content-security-policy" not in html


def test_the_same_site_is_the_same_file(tmp_path: Path) -> None:
    """No time and no order of the disk goes into it."""
    (tmp_path / "b.html").write_text("b")
    (tmp_path / "a.html").write_text("a")
    first = pack(tmp_path).read_bytes()
    (tmp_path / f"{NAME}.zip").unlink()
    (tmp_path / "a.html").write_text("a")
    assert pack(tmp_path).read_bytes() == first

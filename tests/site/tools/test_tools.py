"""What the tools of npm say is read as it is meant."""

from typing import Any

import pytest

from tests.site.tools import lighthouse, nu

KNOWN = [
    {"message": f"{says} ...", "extract": f"... {where} ..."}
    for says, (where, _) in nu.KNOWN.items()
]
IMAGE = {
    "message": "An “img” element must have\nan “alt” attribute",
    "extract": "<img src=x>",
    "lastLine": 7,
    "url": "file:/site/index.html",
}


def test_a_known_error_is_not_of_our_making() -> None:
    """It is in the list, with its reason."""
    assert nu.errors(KNOWN) == []
    assert all(reason for _, reason in nu.KNOWN.values())


def test_another_error_is_found() -> None:
    """With its file and line."""
    assert nu.errors([*KNOWN, IMAGE]) == [
        "file:/site/index.html:7: An “img” element must have an “alt” attribute"
        " '<img src=x>'"
    ]


def test_a_known_error_elsewhere_is_found() -> None:
    """The list says where it is known."""
    found = nu.errors([*KNOWN, {**KNOWN[0], "extract": "<input id=ours>"}])
    assert len(found) == 1


def test_an_error_that_is_gone_is_no_longer_known() -> None:
    """So the list stays short."""
    gone = nu.errors(KNOWN[1:])
    assert [error[:16] for error in gone] == ["no longer found:"]


def report(score: float, shift: float, speed: float) -> dict[str, Any]:
    """A report of Lighthouse, with what is read of it."""
    part = {"id": "image-alt", "weight": 10}
    gates = {
        gate: {"score": score, "auditRefs": [part] if gate == "seo" else []}
        for gate in lighthouse.GATES
    }
    return {
        "audits": {
            "image-alt": {"score": score, "title": "Images have no words"},
            "cumulative-layout-shift": {"numericValue": shift},
            "total-byte-weight": {"numericValue": 1000},
        },
        "categories": {**gates, "performance": {"score": speed}},
    }


def test_a_page_without_faults_passes() -> None:
    """With the median of its speeds."""
    reports = [report(1, 0.01, speed) for speed in (0.5, 0.97, 0.96)]
    result = lighthouse.read("index.html", reports)
    assert result.faults == []
    assert result.performance == 96
    assert lighthouse.row(result).split() == [
        *["index.html", "100", "100", "100", "96", "0.010", "1000"]
    ]


@pytest.mark.parametrize(
    ("score", "shift", "fault"),
    [
        (0.99, 0, "seo: Images have no words"),
        (1, 0.02, "the layout shifts by 0.020"),
    ],
)
def test_a_page_with_a_fault_fails(
    score: float, shift: float, fault: str
) -> None:
    """Below 100, and where it shifts."""
    result = lighthouse.read("index.html", [report(score, shift, 1)])
    assert result.faults == [fault]

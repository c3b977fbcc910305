"""A content security policy: a page runs and loads what the site holds alone.

It stands in each page, so it holds wherever the site is served. Each script
that stands in a page is named by its hash.
"""

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

SCRIPT = re.compile(r"<script(?P<kind>[^>]*)>(?P<code>.*?)</script>", re.DOTALL)
STOPPED = re.compile(r"<style|<[^<>]+ (?:style|on\w+)=|=[\"']?javascript:")
CHARSET = re.compile('<meta charset="?utf-8"?>')
SOURCES = {
    "default-src": "'none'",
    "base-uri": "'none'",
    "connect-src": "'self'",  # instant navigation and the search index
    "font-src": "'self'",
    "form-action": "'none'",
    "img-src": "'self' data:",  # icons of the theme's style sheet
    "manifest-src": "'self'",
    "style-src": "'self'",
    "worker-src": "'self'",
}


class PolicyError(Exception):
    """A page holds what the policy would stop, or has no place for it."""


def secure(site: Path) -> None:
    """Put the policy into every page.

    Raises:
        PolicyError: a page holds a style, a handler or an address that runs;
            no page is changed.
    """
    pages = {path: path.read_text("utf8") for path in site.rglob("*.html")}
    hashes: set[str] = set()
    for path, html in pages.items():
        name = path.relative_to(site).as_posix()
        if found := STOPPED.search(SCRIPT.sub("", html)):
            raise PolicyError(f"{name}: {found[0]}")
        if len(CHARSET.findall(html)) != 1:
            raise PolicyError(f"{name}: not one <meta charset>")
        hashes |= {f"'{hashed(code)}'" for code in scripts(html)}
    tag = (
        f'<meta http-equiv="content-security-policy" content="{says(hashes)}">'
    )
    for path, html in pages.items():
        path.write_text(CHARSET.sub(lambda meta: meta[0] + tag, html), "utf8")


def says(hashes: set[str]) -> str:
    """The policy, for pages whose scripts have these hashes."""
    allowed = {**SOURCES, "script-src": " ".join(["'self'", *sorted(hashes)])}
    return "; ".join(f"{name} {what}" for name, what in allowed.items())


def scripts(html: str) -> list[str]:
    """The scripts that stand in a page; data is none, nor what is loaded."""
    return [
        found["code"]
        for found in SCRIPT.finditer(html)
        if "src=" not in found["kind"] and "json" not in found["kind"]
    ]


def hashed(code: str) -> str:
    """The hash by which a policy names a script."""
    return f"sha256-{b64encode(sha256(code.encode()).digest()).decode()}"

r"""Which bars open, which close, and which divide.

LaTeX writes |x| and \|x\| with one sign on both sides, and the same sign
divides p(y | x) or stands before the place of a value, as in f'(x) |_{x = 0}.
The grammar wants four signs, so each bar becomes one of them.
"""

import re

OPEN, CLOSE, AT = "\ue001\ue003", "\ue002\ue004", "\ue005"
TOKEN = re.compile(
    r"(\\(?:left|right|middle|[bB]igg?[lrm]?)(?![a-zA-Z])\s*)?"
    r"(\\\||\||\\[vV]ert(?![a-zA-Z]))"
    r"|\\[a-zA-Z]+|\\.|\S"
)
DOUBLE = {r"\|", r"\Vert"}
BEFORE = re.compile(
    r"[-+=<>*/,;:&([{]|\\\\|\\\{|\\(?:cdot|odot|circ|times|frac|leq?|geq?|in"
    r"|approx|sim|to|equiv|log|exp|max|min)"
)


def bars(latex: str) -> str:
    """The same text, as long, with one sign for each use of a bar."""
    tokens = list(TOKEN.finditer(latex))
    text = list(latex)
    opened: list[list[int]] = [[]]  # in each bracket, the kinds not closed
    for i, token in enumerate(tokens):
        size, bar = token[1] or "", token[2]
        if bar is None:
            step = depth(token[0])
            if step > 0:
                opened.append([])
            elif step < 0 and len(opened) > 1:
                opened.pop()
            continue
        kind = int(bar in DOUBLE)
        use = role(tokens, i, size.strip(), kind, opened[-1])
        if use == "open":
            opened[-1].append(kind)
        elif use == "close":
            opened[-1].remove(kind)
        sign = {"open": OPEN[kind], "close": CLOSE[kind], "at": AT}
        length = token.end() - token.start()
        new = sign.get(use, "|").rjust(length)
        text[token.start() : token.end()] = new
    return "".join(text)


def role(
    tokens: list[re.Match[str]],
    i: int,
    size: str,
    kind: int,
    opened: list[int],
) -> str:
    """Whether a bar opens, closes, divides, or says at which place."""
    after = tokens[i + 1][0] if i + 1 < len(tokens) else ""
    before = tokens[i - 1][0] if i else "="
    if size.endswith("left") or size.endswith("l"):
        return "open"
    if kind in opened and not BEFORE.fullmatch(before):
        return "close"
    if after == "_" or size.endswith("right"):
        return "at"
    if size.endswith("middle") or size.endswith("m"):
        return "divide"
    return "open" if again(tokens, i, kind) else "divide"


def again(tokens: list[re.Match[str]], i: int, kind: int) -> bool:
    """Whether a bar of the same kind comes later in the same bracket."""
    level = 0
    for token in tokens[i + 1 :]:
        level += depth(token[0])
        if level < 0:
            return False
        same = token[2] is not None and int(token[2] in DOUBLE) == kind
        if level == 0 and same:
            return True
    return False


def depth(token: str) -> int:
    """One bracket deeper, or one less."""
    token = token.removeprefix("\\")
    return (token in ("(", "[", "{")) - (token in (")", "]", "}"))

"""Mathematics as it is written on paper, in the form that is read: 3x² + √y becomes 3*x**2 + sqrt(y).

What has one meaning only is taken. What could be meant in two ways, such as 1/2x or a product W·x, stays as it is, and
is refused at its place with what to write. Comments, and what stands in quotes, are left alone.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from engine.graphs.functions import ALIASES, FUNCTIONS
from engine.graphs.python_subset.errors import ExpressionError

SPACES = "\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u202f\u205f\u3000\ufeff"
# What stands for a sign of Python's in text that was printed: as many characters, so that places stay what they are.
PRINTED = str.maketrans(
    {
        **dict.fromkeys(SPACES, " "),
        **dict.fromkeys("\u2212\u2010\u2011\u2013\u2014\uff0d", "-"),
        **dict.fromkeys("\u00d7\u2217\u2299", "*"),  # the last is of elements
        **dict.fromkeys("\u00f7\u2215\u2044", "/"),
        **dict.fromkeys("\u2018\u2019", "'"),
        **dict.fromkeys("\u201c\u201d", '"'),
        **{chr(0xFF00 + sign): chr(0x20 + sign) for sign in range(1, 0x5F)},  # as wide as a Chinese character
    }
)
RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ᵃᵇᵈᵏᵐⁿᵖᵗˣʸᶻⁱʲ", "0123456789+-()abdkmnptxyzij", strict=True))
LOWERED = dict(zip("₀₁₂₃₄₅₆₇₈₉ₐₑₕᵢⱼₖₗₘₙₒₚₛₜₓ", "0123456789aehijklmnopstx", strict=True))
FRACTIONS = {
    "½": "0.5",
    "¼": "0.25",
    "¾": "0.75",
    "⅛": "0.125",
    "⅕": "0.2",
    "⅖": "0.4",
    "⅗": "0.6",
    "⅘": "0.8",
}
COMPARED = {"≤": "<=", "≥": ">=", "≠": "!="}
SUMMED = {"∑": "sum", "Σ": "sum", "∏": "prod", "Π": "prod"}  # before a bracket
NORMED = ("‖", "∥", "||")
TRANSPOSED = ("ᵀ", "⊤")
NAME_FIRST = rf"(?![{''.join(RAISED)}ᵀ{''.join(FRACTIONS)}])[^\W\d]"
NAME_NEXT = rf"(?![{''.join(RAISED)}ᵀ{''.join(FRACTIONS)}{''.join(LOWERED)}])\w"
NAME = (
    rf"{NAME_FIRST}(?:{NAME_NEXT})*[{''.join(LOWERED)}]*"  # which ends with what stands below: w₁x₁ are two
)
PIECE = re.compile(
    r"(?P<quiet>\#[^\n]*|\"\"\"[\s\S]*?\"\"\"|'''[\s\S]*?'''|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*')"
    r"|(?P<space>[ \t\r\f\v]+)"
    r"|(?P<number>0[xXbBoO]\w+|(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)"
    rf"|(?P<name>π(?={NAME_FIRST})|{NAME})"
    rf"|(?P<raised>[{''.join(RAISED)}]+)"
    rf"|(?P<fraction>[{''.join(FRACTIONS)}])"
    r"|(?P<sign>\*\*|//|\|\||\.[*/^](?!\*)|[\s\S])"
)
DIVIDING = (
    "/",
    "//",
    "**",
    "^",
    "%",
    "@",
    ".",
)  # before a product without a sign: what it would go with is unclear
LINE_END = re.compile(r"(\r\n|\r|\n)")
LONGEST_CHAIN = 50  # of calls and attributes of one operand that are walked back
OPENING, CLOSING = "([{", ")]}"


@dataclass(frozen=True)
class Piece:
    """A piece of the text: what it is, what stands for it, and where it began in the text as it was typed."""

    kind: str
    text: str
    start: int


NOTHING = Piece("", "", -1)


@dataclass(frozen=True)
class Written:
    """A text in the form that is read, and from which place of what was typed each of its pieces is."""

    text: str
    typed: str
    pieces: tuple[Piece, ...]

    @property
    def changed(self) -> bool:
        """Whether it is another text for the eye, which does not see of what kind a space is."""
        return self.text != re.sub(f"[{SPACES}]", " ", self.typed)

    def placed(self, error: ExpressionError) -> ExpressionError:
        """What is wrong with the text as it is read, at the place where that was typed."""
        if self.text == self.typed or not self.pieces:
            return error
        place = sum(map(len, re.split(LINE_END, self.text)[: 2 * error.line - 2])) + error.column - 1
        at, typed = 0, len(self.typed)
        for piece in self.pieces:
            if place < at + len(piece.text):
                typed = piece.start + (place - at if self.typed.startswith(piece.text, piece.start) else 0)
                break
            at += len(piece.text)
        before = re.split(LINE_END, self.typed[:typed])
        return ExpressionError(error.code, len(before) // 2 + 1, len(before[-1]) + 1, **error.arguments)


class Pieces:
    """The pieces of a text, with the bracket that each bracket goes with."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self.list = list(pieces)
        self.partner: dict[int, int] = {}
        opened: list[int] = []
        for at, piece in enumerate(self.list):
            if piece.kind == "sign" and piece.text in OPENING:
                opened.append(at)
            elif piece.kind == "sign" and piece.text in CLOSING and opened:
                self.partner[at] = opened.pop()
                self.partner[self.partner[at]] = at

    def __getitem__(self, at: int) -> Piece:
        return self.list[at] if 0 <= at < len(self.list) else NOTHING

    def beside(self, at: int, step: int) -> int:
        """The place next to one, spaces left out."""
        at += step
        return at + step if self[at].kind == "space" else at

    def sign(self, at: int, *texts: str) -> bool:
        return self[at].kind == "sign" and self[at].text in texts

    def name(self, at: int) -> bool:
        return self[at].kind == "name" and not keyword.iskeyword(self[at].text)

    def function(self, at: int) -> bool:
        return self.name(at) and (self[at].text in FUNCTIONS or self[at].text in ALIASES)

    def ends_operand(self, at: int) -> bool:
        """Whether a piece is the end of something that has a value."""
        return (
            self[at].kind in ("number", "raised", "fraction")
            or self.name(at)
            or self.sign(at, ")", "]", *TRANSPOSED)
        )

    def start(self, at: int) -> int:
        """Where the operand begins that ends at a place."""
        at -= self[at].kind == "raised"
        for _ in range(LONGEST_CHAIN):
            if self.sign(at, ")", "]"):
                opening = self.partner.get(at, 0)
                if not self.ends_operand(opening - 1):
                    return opening
                at = opening - 1
            elif self.name(at) and self.sign(at - 1, ".") and self.ends_operand(at - 2):
                at -= 2
            else:
                break
        return at

    def end(self, at: int) -> int:
        """Where the operand ends that begins at a place: a number, a bracket, or a name and what it is called with; -1
        where none does."""
        if self.sign(at, "("):
            return self.partner.get(at, -1)
        if self[at].kind in ("number", "fraction"):
            return at
        if not self.name(at):
            return -1
        while True:
            if self.sign(at + 1, ".") and self.name(at + 2):
                at += 2
            elif self.sign(at + 1, "(", "[") and at + 1 in self.partner:
                at = self.partner[at + 1]
            else:
                return at

    def follows_division(self, start: int) -> bool:
        """Whether it is unclear how far a division or a power before an operand goes, as in 1/2x."""
        before = self.beside(start, -1)
        while self.sign(before, "+", "-"):
            before = self.beside(before, -1)
        return self.sign(before, *DIVIDING)


def in_our_form(typed: str, longest: int) -> Written:
    """The text in the form that is read; one that is longer than can be read stays as it is."""
    if len(typed) > longest:
        return Written(typed, typed, ())
    pieces = [
        Piece(str(found.lastgroup), _plain(str(found.lastgroup), found.group()), found.start())
        for found in PIECE.finditer(typed.translate(PRINTED))
    ]
    for change in (_bars, _roots, _raised, _signs, _products):
        pieces = change(Pieces(pieces))
    return Written("".join(piece.text for piece in pieces), typed, tuple(pieces))


def _plain(kind: str, text: str) -> str:
    """What stands for a piece whatever is beside it."""
    if kind == "name":
        return "pi" if text == "π" else "".join(LOWERED.get(letter, letter) for letter in text)
    return COMPARED.get(text, text) if kind == "sign" else text


# What is written otherwise, one kind after the other


def _bars(pieces: Pieces) -> list[Piece]:
    """|x| and ‖x‖, where every bar has another that closes it, on its line and in its brackets."""
    found = [[piece] for piece in pieces.list]
    opened: list[tuple[int, int, str]] = []
    depth = 0
    for at, piece in enumerate(pieces.list):
        depth += (piece.text in OPENING) - (piece.text in CLOSING) if piece.kind == "sign" else 0
        if opened and (piece.text == "\n" or depth < opened[-1][1]):
            return pieces.list
        if piece.kind != "sign" or piece.text not in ("|", *NORMED):
            continue
        before = pieces.beside(at, -1)
        bar = pieces.sign(before, "|", *NORMED) and found[before][-1].text == ")"  # that has closed something
        if not (bar or pieces.ends_operand(before)):
            opened.append((at, depth, piece.text))
            continue
        closing = ["|", "|"] if piece.text == "||" and opened and opened[-1][2] == "|" else [piece.text]
        found[at] = []
        for sign in closing:
            if not opened or opened[-1][1:] != (depth, sign):
                return pieces.list
            place = opened.pop()[0]
            start = pieces[place].start
            called = "abs" if sign == "|" else "norm"
            found[place] = [Piece("name", called, start), Piece("sign", "(", start)]
            found[at].append(Piece("sign", ")", piece.start))
    return pieces.list if opened else [piece for some in found for piece in some]


def _roots(pieces: Pieces) -> list[Piece]:
    """√x and √(x + 1), but neither √2x nor √x², which may go on; and sums with their sign."""
    found = [[piece] for piece in pieces.list]
    for at, piece in enumerate(pieces.list):
        if piece.text in SUMMED and pieces.sign(at + 1, "("):
            found[at] = [Piece("name", SUMMED[piece.text], piece.start)]
        if not pieces.sign(at, "√"):
            continue
        begin = pieces.beside(at, 1)
        end = pieces.end(begin)
        bracket = pieces.sign(begin, "(")
        after = pieces.beside(end, 1)
        goes_on = pieces[after].kind in ("raised", "fraction") or pieces.sign(
            after, "^", "**", ".^", *TRANSPOSED
        )
        joined = after == end + 1 and (pieces.name(after) or pieces.sign(after, "(", "·", "⋅"))
        if end < 0 or ((goes_on or joined) and not bracket):
            continue
        found[at] = [Piece("name", "sqrt", piece.start)]
        if not bracket:
            found[at].append(Piece("sign", "(", piece.start))
            found[end].append(Piece("sign", ")", pieces[end].start))
    return [piece for some in found for piece in some]


def _raised(pieces: Pieces) -> list[Piece]:
    """x², xⁿ, eˣ, and sin²(x), also sin^2(x), which is sin(x)²."""
    found = [[piece] for piece in pieces.list]
    for at, piece in enumerate(pieces.list):
        if piece.kind == "raised" and pieces.ends_operand(at - 1) and pieces[at - 1].kind != "raised":
            exponent = "".join(RAISED[letter] for letter in piece.text)
            end = (
                pieces.partner.get(at + 1, -1) if pieces.function(at - 1) and pieces.sign(at + 1, "(") else -1
            )
            if re.fullmatch(r"-?\d+|[a-z]", exponent) is None:
                exponent = f"({exponent})"
            if end < 0 and not _is_inverse(pieces, at - 1, exponent):
                found[at] = [replace(piece, text=f"**{exponent}")]
            elif end >= 0 and exponent.isdigit():
                found[end].append(replace(piece, text=f"**{exponent}"))
                found[at] = []
        elif pieces.sign(at, "^") and pieces.function(at - 1) and pieces[at + 1].text.isdigit():
            end = pieces.partner.get(at + 2, -1) if pieces.sign(at + 2, "(") else -1
            if end >= 0:
                found[end].append(Piece("raised", f"**{pieces[at + 1].text}", piece.start))
                found[at], found[at + 1] = [], []
    return [piece for some in found for piece in some]


def _is_inverse(pieces: Pieces, at: int, exponent: str) -> bool:
    """Whether a power may be meant as the inverse of a matrix, which it is not here."""
    return exponent == "-1" and pieces.name(at) and pieces[at].text[0].isupper()


def _signs(pieces: Pieces) -> list[Piece]:
    """^ for a power, with braces too, the signs of a transpose, and what MATLAB writes for elements."""
    found = list(pieces.list)
    own = any(
        piece.kind == "name" and piece.text == "T" and not pieces.sign(at - 1, ".", "^")
        for at, piece in enumerate(found)
    )  # a name T, which then is no transpose
    for at, piece in enumerate(pieces.list):
        if piece.kind == "fraction" and pieces[at - 1].kind not in ("number", "fraction"):  # 1½ is no product
            found[at] = replace(piece, text=FRACTIONS[piece.text])
        if piece.kind != "sign" or not pieces.ends_operand(pieces.beside(at, -1)):
            continue
        after = pieces[at + 1].text
        if piece.text in TRANSPOSED and not pieces.sign(at - 1, "^"):
            found[at] = replace(piece, text=".T")
        elif piece.text == "^" and (after in TRANSPOSED or (after == "T" and not own)):
            found[at], found[at + 1] = (
                replace(piece, text="."),
                replace(pieces[at + 1], text="T", kind="name"),
            )
        elif piece.text == "^" and not _is_inverse(pieces, at - 1, after + pieces[at + 2].text):
            found[at] = replace(piece, text="**")
            if after == "{" and at + 1 in pieces.partner:  # e^{-x}
                end = pieces.partner[at + 1]
                found[at + 1], found[end] = replace(pieces[at + 1], text="("), replace(pieces[end], text=")")
        elif piece.text in (".^", ".*", "./"):
            found[at] = replace(piece, text="**" if piece.text == ".^" else piece.text[1])
        elif piece.text in ("·", "⋅", "∙") and _by_number(pieces, at):
            found[at] = replace(piece, text="*")
    return found


def _by_number(pieces: Pieces, at: int) -> bool:
    """Whether a product is one by a number, and so not one of matrices."""
    return any(pieces[pieces.beside(at, step)].kind in ("number", "fraction") for step in (-1, 1))


def _products(pieces: Pieces) -> list[Piece]:
    """3x, 2(x + 1), (x + 1)(x - 1), w₁x₁ and x²y: a sign for what has none."""
    found: list[Piece] = []
    joined: set[int] = set()  # the places before which one was put
    for at, piece in enumerate(pieces.list):
        before = pieces.beside(at, -1)
        if _multiplies(pieces, before, at, joined):
            joined.add(at)
            if before < at - 1:
                found.pop()  # the space
            found.append(Piece("sign", "*", piece.start))
        found.append(piece)
    return found


def _multiplies(pieces: Pieces, before: int, at: int, joined: set[int]) -> bool:
    """Whether a product is meant between two neighbours."""
    left, name = pieces[before], pieces.name(at)
    if not (name or pieces.sign(at, "(")):
        return False
    if left.kind in ("number", "fraction"):
        literal = left.text[:2].lower() in ("0x", "0b", "0o") or pieces[at].text[:1] in ("j", "_")
        literal = literal or left.text in FRACTIONS
        return not literal and not pieces.follows_division(before)
    if before < at - 1:
        return False
    if left.kind == "name":  # 2πr, w₁x₁, x√y
        return pieces.name(before) and name and not pieces.follows_division(pieces.start(before))
    if left.kind == "raised":
        return left.text.startswith("**") and not pieces.follows_division(pieces.start(before))
    if not pieces.sign(before, ")") or before not in pieces.partner:
        return False
    opening = pieces.partner[before]
    called = pieces.ends_operand(opening - 1) and opening not in joined
    if (called and not name) or any(piece.text == "lambda" for piece in pieces.list[opening : opening + 2]):
        return False
    return not pieces.follows_division(pieces.start(before))

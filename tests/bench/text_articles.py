"""Texts for the measurements: prose of made words with small words between, and edits of it."""

from __future__ import annotations

from random import Random

SMALL = ["the", "of", "and", "to", "in", "a", "is", "for", "by", "on"]


def vocabulary(draw: Random) -> list[str]:
    """Words as a language has them: many long ones, a few small ones that come again and again."""
    long = [
        "".join(draw.choice("bcdfglmnprstv") + draw.choice("aeiou") for _ in range(draw.randint(2, 4)))
        for _ in range(1500)
    ]
    return long + SMALL * 60


class Writer:
    """Writes sentences, paragraphs and edits, always the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.draw = Random(seed)
        self.words = vocabulary(self.draw)

    def phrase(self, size: int) -> list[str]:
        """Some words."""
        return [self.draw.choice(self.words) for _ in range(size)]

    def sentence(self, size: int | None = None) -> str:
        """A sentence of eight to twenty-two words."""
        return " ".join(self.phrase(size or self.draw.randint(8, 22))).capitalize() + "."

    def article(self, words: int, paragraph: int = 45) -> list[str]:
        """Paragraphs of about so many words in all."""
        paragraphs, size = [], 0
        while size < words:
            sentences: list[str] = []
            while sum(len(sentence.split()) for sentence in sentences) < paragraph:
                sentences.append(self.sentence())
            paragraphs.append(" ".join(sentences))
            size += len(paragraphs[-1].split())
        return paragraphs

    def edited(self, paragraphs: list[str], edits: int) -> list[str]:
        """So many replacements, insertions and deletions of one to three words."""
        rows = [text.split(" ") for text in paragraphs]
        for _ in range(edits):
            row = self.draw.choice(rows)
            at, size, sort = self.draw.randrange(len(row) - 3), self.draw.randint(1, 3), self.draw.randrange(3)
            row[at : at + (0 if sort == 1 else size)] = self.phrase(size) if sort < 2 else []
        return [" ".join(row) for row in rows]


def html(paragraphs: list[str], keyed: bool = True) -> str:
    """Paragraphs as HTML."""
    return "".join(
        f'<p data-key="k{n}">{text}</p>' if keyed else f"<p>{text}</p>" for n, text in enumerate(paragraphs)
    )

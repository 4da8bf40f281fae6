"""Prints for each paper how much of its provisions, labels, articles and titles is read right, as a table.

python -m tests.charter.importing.papers.table
"""

from __future__ import annotations

from django.conf import settings


def main() -> None:
    settings.configure(USE_I18N=False)
    from charter.files.refusals import Unreadable
    from tests.charter.importing.test_papers import PAPERS, Share, shares, tree

    columns = ("provisions", "labels", "articles", "titles")
    totals = dict.fromkeys(columns, Share(0, 0, 0))
    print("| Paper | " + " | ".join(columns) + " |\n|" + "---|" * 5)
    for paper in PAPERS:
        try:
            row = shares(paper)
        except Unreadable:
            wanted = tree(paper.tree)
            there = (wanted.provisions, wanted.labels, wanted.articles, [wanted.title, *wanted.titles])
            row = {name: Share(0, 0, len(part)) for name, part in zip(columns, there, strict=True)}
        totals = {name: totals[name] + row[name] for name in columns}
        print(_line(paper.name, row))
    print(_line("all", totals))


def _line(name: str, row: dict) -> str:
    cells = (f"{one.right} of {one.there}, {one.precision:.2f} / {one.recall:.2f}" for one in row.values())
    return f"| {name} | " + " | ".join(cells) + " |"


if __name__ == "__main__":
    main()

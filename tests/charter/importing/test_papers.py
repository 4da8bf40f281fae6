"""Files of the shapes that people send are read as they are meant, before anybody repairs anything."""

from __future__ import annotations

import pytest

from charter.importing.reading import read_file
from charter.importing.structure import understand_document
from tests.charter.importing.papers import odt_files, word_files
from tests.charter.importing.papers.trees import Paper, Share, Tree, of_edition, share, tree

PAPERS: list[Paper] = [*word_files.PAPERS, *odt_files.PAPERS]
GOAL = 0.98


def reading(paper: Paper) -> Tree:
    blocks = read_file(paper.make(), paper.filename, tracked=paper.tracked)
    return of_edition(understand_document(blocks, paper.lang), blocks.left_out)


def shares(paper: Paper) -> dict[str, Share]:
    got, wanted = reading(paper), tree(paper.tree)
    return {
        "provisions": share(got.provisions, wanted.provisions),
        "labels": share(got.labels, wanted.labels),
        "articles": share(got.articles, wanted.articles),
        "titles": share([got.title, *got.titles], [wanted.title, *wanted.titles]),
    }


@pytest.mark.parametrize("paper", PAPERS, ids=[paper.name for paper in PAPERS])
def test_a_paper_is_read_as_its_tree_says(paper: Paper) -> None:
    assert reading(paper) == tree(paper.tree)


def test_provisions_are_found_and_nothing_else() -> None:
    assert len(PAPERS) >= 25
    total = sum((shares(paper)["provisions"] for paper in PAPERS), Share(0, 0, 0))
    assert total.precision >= GOAL
    assert total.recall >= GOAL

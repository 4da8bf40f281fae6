"""The text core: what changes between texts, how many proposals merge, and who brought which words.

A text is a row of blocks, one for each provision, and everything that happens to it is an edit in places of the base:

    block 0              block 1                                   end
    |                    |                                         |
    ▼ The city listens.  ▼ Water is a common good. It stays public.▼
    ^ border             ^      └──────────┘ ^                     ^
      kind, depth, key          words with   a point, where        a gap, where
                                formats      words come in         blocks come in

    proposal A   ── diff ──▶  edits of A ─┐
    proposal B   ── diff ──▶  edits of B ─┼─ one sweep ─▶ free edits ─▶ steps ─▶ document, credits, trace
    proposal C   ── diff ──▶  edits of C ─┘      │
                                                 └──────▶ clashes ────▶ conflicts with all their wordings

The values are frozen, and the files build on each other in this order:

    errors                       what is raised
    values, tables               blocks and documents; the cells of a table
    tokens, spacing, ids         words, spaces, signs; white space as a browser shows it; to what links lead
    reading, writing             HTML in, canonical HTML out
    alignment, matching          which block is which; which token is which, chance matches given up, changes slid
    edits, flat                  what an edit is; blocks as one flat row of tokens
    editing, keeping             the edits that turn one row of blocks into another; edits of words that stay
    arranging                    blocks put in at one place: which are one, in which order
    applying, assembling         edits carried out: one walk gives steps, steps give a document and its trace
    keeping_ids                  ids in what several proposals make
    revision                     two documents and the edits between them
    rows, rendering              a revision made readable, and printed
    collisions, yielding, conflicts  which edits of different proposals cannot stand together; a conflict as a value
    neighbours                   words put in or taken out beside words that another changes
    kinds, notices, merging      every kind of conflict and notice; what is told; the merge
    adopting                     which edits of a proposal a new base has already
    rebasing, origins, retyping  a proposal on a new base; who brought which words; plain words typed over a text
    phrases                      the words of redlines and amending clauses in four languages
    quoting, carrying, orders    words quoted; orders carried out one by one; a difference as orders about the old text
    naming, sentences            how blocks are named; the orders as amending clauses
    clause_patterns, clauses     clauses as people write them; clauses read from outside and carried out
    difference                   the difference of two documents as a value, which shows and tells itself by these
    vocabulary                   kinds of block and languages that a user of the package adds

Six rules carry the rest.

1. Marks of text (bold, links: *formats*) stand beside the words. HTML is built on output only, so it always nests.
2. A split is an inserted border, a join a deleted one, a move a run of borders and words that goes elsewhere.
3. The redline and the merge use the same edits: what is shown is what collides.
4. A merge is one sweep over the edits of all proposals. Their order is a rank that settles ties and nothing else.
5. A conflict is a value. While it is open the base's words stand; nothing is ever written into a text to mark it.
6. Nothing reads a clock, a locale or the order of a hash. What is too large to compare word by word is compared in
   larger pieces, and `Diff.coarse` and a notice say so (`matching.LARGEST`).

The laws, by number, are named in the docstrings where they are kept:

     1  merge(base, {}) is base; merge(base, {a: d}) is d        8  a conflict names all it holds, resolving ends it
     2  the order of proposals settles ties alone                9  any result is HTML that parses back to itself
     3  apart, one merge is one after the other                 10  a difference spells both its texts
     4  rebase over the others, then apply, is merge all        11  origins cut the last text into pieces
     5  an accepted proposal has no edit left                   12  the same input gives the same answer
     6  nothing is lost, nothing comes from nowhere             13  withdrawing one leaves the others alone
     7  no word inside another's rewrite unsaid                 14  no noise where edits lie apart
                                                                15  no word beside another's change unsaid

They hold for every text, in these words:

    Law 2   One order of proposals gives the same conflicts and notices as another, and the same document unless a
            notice reports the order of blocks.
    Law 3   Proposals that change words in different blocks, each of which keeps most of its words: one merge is one
            rebase after the other, in any order. Where two touch one block the rebase sees one change where there
            were two, and may place words beside it differently; laws 7 and 15 report these places. Where little of
            a block is left, and it has no key, two texts do not tell which block it was.
    Law 4   A rebase of B over A is the merge of A and B in this order: the same document, notices and conflicts. Only
            where words of B seem to be in A's text already, in another edit than B's, does the rebase take them for
            adopted, while a merge, which knows who did what, may report a conflict or a repeated block: two texts do
            not tell whether A wrote these words or took them over. A move may read as one of the
            blocks that it passed. A text that carries no key of the base was pasted:
            as new base too it has the base's keys.
    Law 5   What was accepted with proposals that change other blocks, as in law 3, has no edit left. Elsewhere an
            edit that cannot be found in the result is not dropped: the rebase answers `check`, `void` or `clean`.
    Law 6   In a script without spaces nothing tells which clusters are one word. Where two proposals change clusters
            that are next to each other, or have one or two others between them, the result may have a word that
            nobody wrote: a notice reports it. So it is where several proposals together take out spaces, signs or a
            border of blocks between two words, and the words become one or stand without a space.
    Law 13  Without one of the proposals the others have no conflict that they did not have with it, but about equal
            blocks of which one proposal moves one and another deletes one: nobody can tell which.
    Law 14  Edits in different sentences give no conflict, and no notice but by law 15.
    Law 15  Words put in or taken out beside a word that another takes out or replaces, up to the end of the sentence,
            are reported, and so are they where others take out or replace half of the clause. Where a word of the same
            clause stays beside words put in, or is replaced, it is a notice; where none does, a conflict. Beside words
            taken out it is a notice. A clause ends at a comma, a semicolon or a full stop. A sentence of its own, put
            in between sentences, is reported where the word beside it goes, and is never a conflict. `rebase` answers
            `check`, as it does where a change is part of a sentence that another rewrote (law 7).

Blocks that repeat. Equal blocks without keys cannot be told apart, so which of them goes is chance: deletions are set
where proposals agree, and away from what another changed. What two proposals put in or take out, and the result has
twice or not at all, a notice names. Blocks put in at one place keep the order of every proposal, with a notice; where
no order keeps all, they are a conflict. Equal blocks put in there are one, unless both proposals have other blocks
before and behind them. Two new notes may have one id: both stay as they were written, and a notice names the places
that the result has under one id. One id that another proposal parts stays where it begins; what all proposals keep has
its id, and the block has it where the words are gone.

Beyond the contract, values carry what their readers need:

    Diff.only(changes)            the difference with some of its changes, edits known: what a moderator took
    Diff.before(lang), .after(lang), .side_by_side(lang), .plain, .mail_html(lang)     the other views
    Diff.redline(lang, prefix)    ids are `prefix-N`, N the place of the change in `.changes`, counted from 1;
                                  without a prefix there are none
    Diff.sentences(lang, citations)   citations: block key to citation; where there is none, blocks are counted by what
                                  they are: "paragraph 3", "heading 2", "point 2.1 of paragraph 5" (`naming`)
    Diff.listed(lang, citations)  the same with `.sentence` and `.change`: a list can lead to `prefix-(change + 1)`
    read_clauses(lines, document, lang, citations)   a list of clauses carried out: `.texts`, `.read` with doubts, and
                                  `.unread` with reasons; `share_of_clauses` tells whether lines are clauses
    Merge.deleted                 credits for words that went; Merge.settled, the conflicts resolved and how
    Merge.resolve(conflict, wording)  wording: a Document, or one of `conflict.sides`, which also carries moves
    Conflict.chars                where in its block a stretch of words stands
    Rebase.notices                those of a merge with the new base; a `check` may have notices alone
    Rebase.to_check               whether a person must read both texts: `check` or `void`
    Side.text, .marks, .document, .to     a wording, who asks for it, and before which words a move puts it
    Origin.start, .end, .block, .deleted  a tombstone has no text of its own: `deleted` holds the words that went
"""

from charter.text.clauses import ClauseReading, ReadClause, read_clauses, share_of_clauses
from charter.text.conflicts import Conflict
from charter.text.difference import Diff, diff
from charter.text.errors import UnreadableText
from charter.text.merging import Credit, Merge, merge
from charter.text.notices import Notice
from charter.text.origins import Origin, origins
from charter.text.phrases import UnknownLanguage
from charter.text.reading import parse
from charter.text.rebasing import Rebase, rebase
from charter.text.retyping import retype
from charter.text.values import Document

__all__ = [
    "ClauseReading",
    "Conflict",
    "Credit",
    "Diff",
    "Document",
    "Merge",
    "Notice",
    "Origin",
    "ReadClause",
    "Rebase",
    "UnknownLanguage",
    "UnreadableText",
    "diff",
    "merge",
    "origins",
    "parse",
    "read_clauses",
    "rebase",
    "retype",
    "share_of_clauses",
]

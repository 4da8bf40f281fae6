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

    values, tokens, spacing      blocks and documents; words, spaces, signs; white space as a browser shows it
    reading, writing             HTML in, canonical HTML out
    alignment, matching          which block is which; which token is which, chance matches given up, changes slid
    edits, flat                  what an edit is; blocks as one flat row of tokens
    editing, keeping             the edits that turn one row of blocks into another; edits of words that stay
    applying, assembling         edits carried out: one walk gives steps, steps give a document and its trace
    difference                   the difference of two documents as a value
    collisions, yielding, conflicts  which edits of different proposals cannot stand together; a conflict as a value
    kinds, notices, merging      every kind of conflict and notice; what is told; the merge
    adopting                     which edits of a proposal a new base has already
    rebasing, origins, retyping  a proposal on a new base; who brought which words; plain words typed over a text
    rows, rendering              a difference made readable, and printed
    quoting, orders, sentences   a difference as orders that quote the old text, and as sentences
    phrases                      the words of redlines and sentences in four languages

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

Beyond the contract, values carry what their readers need:

    Diff.only(changes)            the difference with some of its changes, edits known: what a moderator took
    Diff.before(lang), .after(lang), .side_by_side(lang), .plain, .mail_html(lang)     the other views
    Diff.redline(lang, prefix)    ids are `prefix-N`, N the place of the change in `.changes`, counted from 1;
                                  without a prefix there are none
    Diff.sentences(lang, citations)   citations: block key to citation; "paragraph N" where there is none
    Diff.listed(lang, citations)  the same with `.sentence` and `.change`: a list can lead to `prefix-(change + 1)`
    Merge.deleted                 credits for words that went; Merge.settled, the conflicts resolved and how
    Merge.resolve(conflict, wording)  wording: a Document, or one of `conflict.sides`, which also carries moves
    Conflict.chars                where in its block a stretch of words stands
    Side.text, .marks, .document, .to     a wording, who asks for it, and before which words a move puts it
    Origin.start, .end, .block, .deleted  a tombstone has no text of its own: `deleted` holds the words that went
"""

from charter.text.conflicts import Conflict
from charter.text.difference import Diff, diff
from charter.text.merging import Credit, Merge, merge
from charter.text.notices import Notice
from charter.text.origins import Origin, origins
from charter.text.reading import UnreadableText, parse
from charter.text.rebasing import Rebase, rebase
from charter.text.retyping import retype
from charter.text.values import Document

__all__ = [
    "Conflict",
    "Credit",
    "Diff",
    "Document",
    "Merge",
    "Notice",
    "Origin",
    "Rebase",
    "UnreadableText",
    "diff",
    "merge",
    "origins",
    "parse",
    "rebase",
    "retype",
]

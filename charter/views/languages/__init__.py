"""Pages for the languages of the charter: ledger, alignments, glossary, files that come in."""

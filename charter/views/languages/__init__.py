"""Pages for the languages of the charter: translation status and updates, glossary, imported files."""

"""Writing the charter in each language: language versions, articles, structure, translation updates, the glossary."""

"""Forms for the text of a language, the glossary, and imported files."""

"""The state of each language, the glossary, and the work of updating translations."""

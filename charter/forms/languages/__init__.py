"""What is typed for the words of a language, the glossary, and a file that comes in."""

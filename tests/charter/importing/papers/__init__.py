"""Papers of the shapes that Word, LibreOffice and pandoc write, each with the tree that a reader must find in it."""

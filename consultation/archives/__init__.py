"""The whole consultation in one file, which any database of ours takes in again.

A ZIP file: `data/` has a file of JSON lines for each table, in words no database engine owns; `media/` the uploads;
`settings.json` what the environment said, without secrets; `manifest.json` the schema, the counters, the head of the
record, and the SHA-256 of every other member. What a site makes anew by itself (sessions, results of tasks, the
search index) is left out.
"""

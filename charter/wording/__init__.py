"""Sentences and labels for pages, files and the API. Templates reach them through `templatetags`."""

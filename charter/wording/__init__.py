"""Words for what is shown on pages, in files and by the API. Templates reach them through `templatetags`."""

"""Small files made for tests: Word and OpenDocument archives, editions from a few lines of HTML."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from charter.importing.drafts import Edition
from charter.importing.hypertext import read_html
from charter.importing.structure import understand_document

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
ODT = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">{styles}'
    "<office:body><office:text>{body}</office:text></office:body></office:document-content>"
)
STYLES = '<office:document-styles xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"/>'
ARTICLE = "<h2>Article 1</h2><p>Everyone belongs to the city.</p>"


def edition(html: str, lang: str = "en") -> Edition:
    return understand_document(read_html(html), lang)


def archive(parts: Mapping[str, str | bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, part in parts.items():
            packed.writestr(name, part)
    return data.getvalue()


def relations(*rows: str) -> str:
    main = f'<Relationship Id="r0" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
    return f'<Relationships xmlns="{RELATIONS}">{main}{"".join(rows)}</Relationships>'


def docx(body: str, **more: str) -> bytes:
    """A Word file whose body is this XML; `more` are further parts by name, with `__` for a slash."""
    parts = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": relations(),
        "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
    }
    return archive(parts | {name.replace("__", "/"): part for name, part in more.items()})


def paragraph(*runs: str) -> str:
    return "<w:p>" + "".join(run if run.startswith("<") else f"<w:r><w:t>{run}</w:t></w:r>" for run in runs) + "</w:p>"


def odt(body: str, styles: str = "<office:automatic-styles/>", **more: str) -> bytes:
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">{}</manifest:manifest>'
    )
    parts = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "styles.xml": STYLES,
        "content.xml": ODT.format(body=body, styles=styles),
        "META-INF/manifest.xml": manifest.format(more.pop("manifest", "")),
    }
    return archive(parts)

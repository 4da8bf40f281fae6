"""LibreOffice as a second opinion on files: it saves them again, and accepts or rejects all changes.

One process does a whole folder. Nothing of the site needs it: where it is missing, its tests state so.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

PROGRAM = shutil.which("soffice")
PATIENCE = 300
OUT = {"docx": "MS Word 2007 XML", "odt": "writer8"}
LIBRARY = (
    '<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" '
    'library:readonly="false"><library:element library:name="Papers"/></library:library>'
)
MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Papers" script:language="StarBasic">
Sub Save(folder As String, target As String, ending As String, filter As String, command As String)
  Dim name As String, key() As Byte
  Dim wanted(0) As New com.sun.star.beans.PropertyValue, hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = &quot;Hidden&quot; : hidden(0).Value = True
  wanted(0).Name = &quot;FilterName&quot; : wanted(0).Value = filter
  name = Dir(folder &amp; &quot;/&quot;, 0)
  Do While name &lt;&gt; &quot;&quot;
    address = ConvertToURL(folder &amp; &quot;/&quot; &amp; name)
    document = StarDesktop.loadComponentFromURL(address, &quot;_blank&quot;, 0, hidden())
    If command &lt;&gt; &quot;&quot; Then
      document.RedlineProtectionKey = key()
      helper = createUnoService(&quot;com.sun.star.frame.DispatchHelper&quot;)
      helper.executeDispatch(document.CurrentController.Frame, command, &quot;&quot;, 0, Array())
    End If
    address = ConvertToURL(target &amp; &quot;/&quot; &amp; Left(name, InStr(name, &quot;.&quot;)) &amp; ending)
    document.storeToURL(address, wanted())
    document.close(True)
    name = Dir
  Loop
End Sub
</script:module>
"""


class Office:
    """LibreOffice with settings of its own in a folder."""

    def __init__(self, folder: Path) -> None:
        if PROGRAM is None:
            pytest.skip("LibreOffice Writer is not here (Debian package libreoffice-writer).")
        self.folder, self.runs = folder, 0
        # The first start makes the folder of settings, with an empty library.
        self._run("--terminate_after_init")
        library = folder / "profile" / "user" / "basic" / "Standard"
        (library / "Papers.xba").write_text(MODULE)
        (library / "script.xlb").write_text(LIBRARY)

    def convert(self, files: Mapping[str, bytes], ending: str) -> dict[str, bytes]:
        """The files saved again in a format, by the same names with that ending."""
        return self._save(files, ending, "")

    def settle(self, files: Mapping[str, bytes], *, accept: bool) -> dict[str, bytes]:
        """The files as DOCX with all changes accepted or rejected."""
        return self._save(files, "docx", f".uno:{'Accept' if accept else 'Reject'}AllTrackedChanges")

    def _save(self, files: Mapping[str, bytes], ending: str, command: str) -> dict[str, bytes]:
        self.runs += 1
        source, target = self.folder / f"in{self.runs}", self.folder / f"out{self.runs}"
        source.mkdir()
        target.mkdir()
        for name, data in files.items():
            (source / name).write_bytes(data)
        arguments = ",".join(f'"{word}"' for word in (source, target, ending, OUT[ending], command))
        self._run(f"macro:///Standard.Papers.Save({arguments})")
        saved = {path.name: path.read_bytes() for path in sorted(target.iterdir())}
        assert len(saved) == len(files)
        return saved

    def _run(self, *parts: str) -> None:
        profile = f"-env:UserInstallation=file://{self.folder}/profile"
        subprocess.run(
            [str(PROGRAM), "--headless", profile, *parts], check=True, capture_output=True, timeout=PATIENCE
        )

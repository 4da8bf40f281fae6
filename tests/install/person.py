"""The first administrator, with a browser: sets a password, signs in by a code, sets up a second factor, imports."""

from __future__ import annotations

import mailbox
import re
import time
from email.message import Message
from pathlib import Path

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from playwright.sync_api import Browser, Page

PASSWORD = "a good long password of the drill"
CHARTER = b"""<h1>Charter of the drill</h1><h2>Article I. Water</h2><p>1. Every household has clean water.</p>
<p>2. The first tap is free.</p>"""
WAIT = 60


class Administrator:
    def __init__(self, browser: Browser, url: str, email: str) -> None:
        # The authority of the front server is known to the machine alone; certificates are looked at by other tests.
        self.context = browser.new_context(base_url=url, ignore_https_errors=True)
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(30_000)
        self.email = email

    def set_password(self, link: str) -> None:
        self.page.goto(link)
        self.page.locator("input[name=password1]").fill(PASSWORD)
        self.page.locator("input[name=password2]").fill(PASSWORD)
        self._send("input[name=password2]")

    def sign_in(self, mails: Mails) -> None:
        """By the code that arrives by email; the site then wants a second factor of who has this role."""
        self.page.goto("/en/accounts/login/code/")
        self.page.locator("input[name=email]").fill(self.email)
        self._send("input[name=email]")
        code = re.search(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]{3,})\s*$", mails.wait_for("code"), re.MULTILINE)
        assert code is not None
        self.page.locator("input[name=code]").fill(code[1])
        self._send("input[name=code]")

    def sign_in_by_password(self) -> None:
        self.context.clear_cookies()
        self.page.goto("/en/accounts/login/")
        self.page.locator("input[name=login]").fill(self.email)
        self.page.locator("input[name=password]").fill(PASSWORD)
        self._send("input[name=password]")

    def set_up_second_factor(self) -> None:
        self.page.goto("/en/accounts/2fa/totp/activate/")
        if self.page.locator("input[name=password]").count():
            self.page.locator("input[name=password]").fill(PASSWORD)
            self._send("input[name=password]")
        secret = self.page.locator("code.code").inner_text()
        counter = next(iter(yield_hotp_counters_from_time()))
        self.page.locator("input[name=code]").fill(format_hotp_value(hotp_value(secret, counter)))
        self._send("input[name=code]")

    def import_charter(self) -> None:
        self.page.goto("/en/desk/import/")
        file = {"name": "charter.html", "mimeType": "text/html", "buffer": CHARTER}
        self.page.locator("input[type=file]").set_input_files(files=[file])  # type: ignore[list-item]
        self.page.locator("input[name=language]").fill("en")
        self._send("input[name=language]")
        with self.page.expect_navigation():
            self.page.locator("button[name=act][value=apply]").click()
        assert "The file was imported into the charter." in self.page.inner_text("main")

    def reads(self, path: str) -> str:
        answer = self.page.goto(path)
        assert answer is not None and answer.ok, f"{path}: {answer and answer.status}"
        return self.page.inner_text("main")

    def _send(self, selector: str) -> None:
        with self.page.expect_navigation():
            self.page.locator(selector).press("Enter")


class Mails:
    """What a real mail server took, in the folder where it keeps it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def wait_for(self, words: str) -> str:
        """The text of the first mail with these words in its subject; raises `AssertionError` after a minute."""
        until = time.monotonic() + WAIT
        while time.monotonic() < until:
            for mail in mailbox.Maildir(self.folder, create=True):
                if words in str(mail["Subject"]).lower():
                    return _text(mail)
            time.sleep(0.2)
        subjects = [str(mail["Subject"]) for mail in mailbox.Maildir(self.folder)]
        raise AssertionError(f"No email with “{words}” in its subject came, but {subjects}.")


def _text(mail: Message) -> str:
    part = next(part for part in mail.walk() if part.get_content_type() == "text/plain")
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    return content.decode(part.get_content_charset() or "utf-8")

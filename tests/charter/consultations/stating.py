"""Reads public pages, the API, workspaces of members and emails, and names every line that is untrue by the model."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from typing import Any

from django.test import Client
from lxml import html as parsing

from accounts.models import Letter
from charter.models import Charter
from charter.queries.versions import data_faults
from tests.charter.consultations.model import Proposal, invented_in
from tests.charter.consultations.playing import CITIES, Act, Player

STORY = ("Decided:", "Decision changed:")
NAMED_WORKING = ("The amendment applied to the working text", "New wording of the amendment, to be checked")
UNADOPTED = "p[@class='when'][contains(., 'Working text, not adopted')]"
WORKING = f".//section[@id='working-text'] | .//ol[@class='story']/li[{UNADOPTED}]"
HIDDEN = ".//span[@class='vh' or @class='unseen'] | .//sup[@class='run-no']"
Untrue = Iterator[str]


def plain(element: Any) -> str:
    """The text as a reader sees it, without what only screen readers say."""
    copy = deepcopy(element)
    for hidden in copy.xpath(HIDDEN):
        hidden.drop_tree()
    return " ".join(copy.text_content().split())


def plain_text(text: str) -> str:
    """With one space for spaces of all kinds, as `plain` has them."""
    return " ".join(text.split())


def without(element: Any, tag: str) -> str:
    copy = deepcopy(element)
    copy.tail = None
    for gone in copy.xpath(f".//{tag}"):
        gone.drop_tree()
    return re.sub(r"\s+([.,;])", r"\1", plain(copy))


def take_out(element: Any, path: str) -> Any:
    copy = deepcopy(element)
    for gone in copy.xpath(path):
        gone.drop_tree()
    return copy


class Reader:
    """Reads what an act touched."""

    def __init__(self, player: Player) -> None:
        self.player, self.model = player, player.model
        self.client, self.members = Client(), {name: Client() for name in CITIES}
        for name, client in self.members.items():
            client.force_login(player.delegates[name])
        self.read_letters = Letter.objects.count()
        self.read_statuses: dict[str, dict[str, str]] = {}
        self.read_decisions: dict[str, int] = {}

    def untrue(self, act: Act) -> list[str]:
        """Everything untrue on the pages and in the emails that the act touched."""
        touched = act.touched
        lines = [*act.untrue, *self.of_emails(act)]
        if touched.proposals:  # at the end both are read again
            lines += [*self.of_api(), *self.of_list()]
        for proposal in touched.proposals:
            lines += self.of_amendment(proposal)
        for key in sorted(touched.keys):
            lines += self.of_provision(key)
        for proposal in touched.proposals[:1]:  # this page takes the longest; at the end all are read
            if self.read_statuses.get(proposal.city) != self.statuses_of(proposal.city):
                lines += self.of_workspace(proposal.city)
        if touched.version:
            lines += self.of_data()
            lines += self.of_version(self.model.latest)  # no act changes the others; at the end all are read
            lines += self.of_change_log(self.model.latest)
        return lines

    def all_untrue(self, act: Act) -> list[str]:
        """Everything untrue in the emails of the last act and on any page after it."""
        lines = [*act.untrue, *self.of_emails(act), *self.of_data(), *self.of_api(), *self.of_list()]
        lines += (line for p in self.model.proposals for line in self.of_amendment(p))
        lines += [line for key in self.player.open_to_change for line in self.of_provision(key)]
        lines += [line for name in CITIES for line in self.of_workspace(name)]
        lines += [line for number in self.model.versions for line in self.of_version(number)]
        return lines + [line for number in self.model.versions for line in self.of_change_log(number)]

    def page(self, address: str, client: Client | None = None) -> Any:
        answer = (client or self.client).get(address)
        assert answer.status_code == 200, f"{address} answers {answer.status_code}"
        [main] = parsing.fromstring(answer.content.decode()).xpath("//main")
        return main

    # Amendments.

    def of_amendment(self, proposal: Proposal) -> Untrue:
        if proposal.number is None:
            return
        where = f"The page of amendment {proposal.name}"
        main = self.page(f"/en/amendments/{proposal.round}/{proposal.number}/")
        status = plain(main.xpath(".//*[@class='status']")[0])
        if not status.startswith((f"{proposal.status}, since ", f"{proposal.status}, ")):
            yield f"{where} has the status “{status}”, and it is “{proposal.status}”."
        lead = plain(main.xpath(".//p[@class='lead']")[0])
        named = sorted((name for name in CITIES if name in lead), key=lead.index)
        yield from same(where, "proposers", named, proposal.proposers)
        support = "".join(plain(note) for note in main.xpath(".//section[@id='support']/p[@class='note'][1]"))
        supporters = {name for name in CITIES if name in support.partition("Reservation:")[0]}
        yield from same(where, "supporters", supporters, proposal.supporters)
        story = [plain(h3) for h3 in reversed(main.xpath(".//ol[@class='story']/li/div/h3"))]  # the newest comes first
        told = [line for line in story if line.startswith(STORY)]
        yield from same(where, "decisions in its history", told, proposal.told)
        since = [line for line in story if line.startswith("In the text since")]
        entered = [f"In the text since version {proposal.entered_in}"] if proposal.entered_in else []
        if proposal.is_public and proposal.verdict and proposal.verdict.outcome not in {"accepted_as_part"}:
            yield from same(where, "entries into the text", since, entered)
        yield from self.of_redline(where, main, proposal)
        allowed = proposal.words
        if proposal.is_public:
            allowed |= {*proposal.put, *(swap.word for swap in proposal.wants)}
        yield from self.of_words(where, without_working(main), allowed)

    def of_redline(self, where: str, main: Any, proposal: Proposal) -> Untrue:
        """As proposed: the words of the version that is cited, and what the member confirmed in them."""
        flow = main.xpath(".//div[@class='flow']")[0]
        cited = re.search(r"the text of version (\d+)", plain(flow))
        shown = [(without(words, "ins"), without(words, "del")) for words in flow.xpath("./p[@class='words']")]
        if cited is None:
            is_marked = "the working text, which is not adopted" in plain(flow)
            if not is_marked or not self.model.bears_out_working(proposal, shown):
                yield f"{where} refers to no version: “{plain(flow)[:400]}”."
            return
        version = int(cited[1])
        if not self.model.bears_out(proposal, version, shown):
            confirmed = (*proposal.forms, proposal.structure)
            yield f"{where} shows {shown} as proposed over version {version}, and confirmed was {confirmed}."

    def of_words(self, where: str, text: str, allowed: Iterable[str]) -> Untrue:
        """No invented word that is neither in a published version nor what this page may tell."""
        published = {word for text in self.model.versions.values() for word in words_of(text)}
        published |= {word for html in self.model.corrected.values() for word in invented_in(html)}
        early = invented_in(text) - published - set(allowed)
        if early:
            yield f"{where} shows words that are not published: {sorted(early)}."

    def of_list(self) -> Untrue:
        main = self.page("/en/amendments/")
        rows = {plain(row.xpath("./th")[0]): row for row in main.xpath(".//tbody/tr")}
        numbered = {p.name: p for p in self.model.numbered()}
        yield from same("The list", "amendments", set(rows), set(numbered))
        for name, proposal in numbered.items():
            row, where = rows.get(name), f"The list, of amendment {name},"
            if row is None:
                continue
            status = plain(row.xpath(".//*[@class='status']")[0])
            if status != proposal.status:
                yield f"{where} has the status “{status}”, and it is “{proposal.status}”."
            asked = plain(row.xpath(".//p[@class='meta']")[0])
            yield from same(where, "proposers", {c for c in CITIES if c in asked}, set(proposal.proposers))
            yield from self.of_words(where, plain(row), proposal.words)

    def of_api(self) -> Untrue:
        answer = self.client.get("/api/v1/amendments?per_page=100").json()
        rows = {f"{row['round']}/{row['number']}": row for row in answer["items"]}
        for proposal in self.model.numbered():
            where, row = f"The API, of amendment {proposal.name},", rows.get(proposal.name)
            if row is None:
                yield f"{where} says nothing."
                continue
            public = proposal.verdict.outcome if proposal.verdict and proposal.is_public else "under_review"
            yield from same(where, "state", row["state"], "withdrawn" if proposal.withdrawn else public)
            members = [row["member"]["name"], *(member["name"] for member in row["co_proposers"])]
            yield from same(where, "proposers", members, proposal.proposers)
            yield from same(where, "number of supporters", row["supported"], len(proposal.supporters))
            shown = [(unwrapped(change["before_html"]), unwrapped(change["html"])) for change in row["changes"]]
            if row["version"] not in self.model.versions:
                if row["version"] is not None or not self.model.bears_out_working(proposal, shown):
                    yield f"{where} refers to version {row['version']}: {shown}."
                continue
            if not self.model.bears_out(proposal, row["version"], shown):
                confirmed = (*proposal.forms, proposal.structure)
                yield f"{where} gives the changes {shown}, and confirmed was {confirmed}."

    def of_workspace(self, name: str) -> Untrue:
        """The member's own table: each of its amendments, with the outcome as the public knows it."""
        self.read_statuses[name] = self.statuses_of(name)
        main = self.page("/en/city/", self.members[name])
        for table in main.xpath(".//table[caption]"):
            rows = {plain(row.xpath("./th")[0]): row for row in table.xpath("./tbody/tr")}
            for proposal in self.model.numbered():
                if proposal.name not in rows:
                    continue
                status = plain(rows[proposal.name].xpath(".//*[@class='status']")[0])
                if status != proposal.status:
                    yield f"The workspace of {name} tells of {proposal.name}: “{status}”; it is “{proposal.status}”."

    def statuses_of(self, name: str) -> dict[str, str]:
        """By number of an amendment what the workspace of the member states of it; and whether it keeps a secret.

        The page shows no decision that is not public, whichever it is: with the first one it is read.
        """
        own = [p for p in self.model.numbered() if name in p.proposers]
        secret = any(p.verdict and not p.is_public for p in own)
        return {p.name: p.status for p in own} | {"secret": str(secret)}

    # The text.

    def of_provision(self, key: str) -> Untrue:
        if key not in self.model.published["en"]:
            return
        short = self.player.provisions[key].short
        where = f"The page of provision {short}"
        main = self.page(f"/en/provisions/{short}/")
        words = plain(main.xpath(".//p[contains(@class, 'section-near')]")[0])
        yield from same(where, "published text", words, plain_text(self.model.published["en"][key]))
        others = [
            plain(p) for p in main.xpath(".//section[@aria-labelledby='others-head']//p[contains(@class, 'words')]")
        ]
        yield from same(where, "published French text", others, [plain_text(self.model.published["fr"][key])])
        for working in main.xpath(".//section[@id='working-text']/p[@class='words']"):
            both = (without(working, "ins"), without(working, "del"))
            yield from same(where, "text and working text", both, (words, self.model.working["en"].get(key, "")))
        for row in main.xpath(".//*[@id='pending']//li"):
            name = re.search(r"Amendment (\d+/\d+)", plain(row))
            proposal = next((p for p in self.model.numbered() if name and p.name == name[1]), None)
            if proposal is not None and proposal.status not in plain(row):
                yield f"{where} tells of {proposal.name}: “{plain(row)}”; it is “{proposal.status}”."
        yield from self.of_words(where, plain(take_out(main, WORKING)), ())

    def of_version(self, number: int) -> Untrue:
        text = self.model.versions[number]
        for language, sentences in text.items():
            sections = Charter.objects.get(pk=self.player.charter.pk).arrangement.sections
            for section, keys in zip(sections, self.model.orders[number], strict=True):
                main = self.page(f"/{language}/charter/{number}/{section.address}/")
                shown = plain(main)
                where = f"Version {number}, {section.address} ({language})"
                at = 0
                for key in keys:
                    at = shown.find(plain_text(sentences[key]), at)
                    if at < 0:
                        yield f"{where} lacks “{sentences[key]}” at its place."
                        break
                allowed = {
                    word for (n, *_), html in self.model.corrected.items() if n == number for word in invented_in(html)
                }
                early = invented_in(shown) - words_of(text) - allowed
                if early:
                    yield f"{where} shows words that it does not have: {sorted(early)}."

    def of_change_log(self, number: int) -> Untrue:
        """Each amendment that entered is named with all its proposers, and no other one.

        An amendment whose words another one replaced before the version may be named: it removed the words before.
        """
        if number == 1:
            return
        main = self.page(f"/en/charter/{number}/changes/")
        shown = " ".join(plain(row) for row in main.xpath(".//section"))
        entered = [p for p in self.model.numbered() if p.entered_in == number]
        text = self.model.versions[number]["en"]
        standing = [p for p in entered if p.is_in(text)]
        named = {int(n) for n in re.findall(r"\bamendment (\d+)\b", shown)}
        parts = [p for p in self.model.numbered() if p.status == f"Accepted, as part of No. {p.other}"]
        for proposal in standing:
            if proposal.number not in named:
                yield f"The change log of version {number} does not name {proposal.name}: {shown}"
            credited = [p for p in parts if p.round == proposal.round and p.other == proposal.number]
            for name in [name for each in (proposal, *credited) for name in each.proposers]:
                if name not in shown:
                    yield f"The change log of version {number} does not name {name} beside {proposal.name}: {shown}"
        replaced = [p for p in self.model.numbered() if p.entered and p.entered_in is None]
        strange = named - {p.number for p in (*entered, *parts, *replaced)}
        if strange:
            yield f"The change log of version {number} names amendments {sorted(strange)}: {shown}"

    # Emails and stored data.

    def of_emails(self, act: Act) -> Untrue:
        letters = list(Letter.objects.order_by("pk")[self.read_letters :].select_related("to", "organisation__name"))
        self.read_letters += len(letters)
        if act.refusal and letters:
            yield f"An act that was refused sent {len(letters)} emails."
        teams = {
            person.pk: name for name in CITIES for person in (self.player.delegates[name], self.player.officers[name])
        }
        released: dict[str, int] = {}
        for letter in letters:
            name = teams.get(letter.to_id, "")
            what = f"The email “{letter.subject}” to {letter.to} ({letter.kind})"
            if name and name not in act.touched.concerned:
                yield f"{what} concerns nobody of {name}: {letter.body}"
            yield from self.of_words(what, f"{letter.subject} {letter.body}", ())
            if letter.kind == "decisions" and letter.to_id == self.player.delegates[name].pk:
                released[name] = released.get(name, 0) + 1
                for proposal in act.touched.proposals:
                    lines = [line for line in letter.body.split("\n") if line.startswith(f"{proposal.name}:")]
                    own = name in proposal.proposers
                    is_new = len(proposal.told) > self.read_decisions.get(proposal.name, 0)
                    if own and is_new and not any(f"{proposal.name}: {proposal.status}" in line for line in lines):
                        yield f"{what} does not say “{proposal.status}” of {proposal.name}: {letter.body}"
                    if lines and not own:
                        yield f"{what} tells of {proposal.name}: {letter.body}"
        self.read_decisions = {proposal.name: len(proposal.told) for proposal in self.model.numbered()}
        for name, count in released.items():
            if count > 1:
                yield f"{name} gets {count} emails about one publication of decisions."

    def of_data(self) -> Untrue:
        for check in data_faults.FAULTS:
            yield from check()


def unwrapped(html: str) -> str:
    """Inner HTML of one block, or the paragraphs of several one after the other."""
    return " ".join(re.sub(r"</?p>", " ", html).split(" ")).strip().replace("  ", " ")


def words_of(text: dict[str, dict[str, str]]) -> set[str]:
    return {word for sentences in text.values() for sentence in sentences.values() for word in invented_in(sentence)}


def without_working(main: Any) -> str:
    """The page without the parts that name the working text as not adopted."""
    copy = deepcopy(main)
    for section in copy.xpath(".//section[h2]"):
        if plain(section.xpath("./h2")[0]) in NAMED_WORKING and "not adopted" in plain(section):
            section.drop_tree()
    return plain(copy)


def same(where: str, what: str, shown: object, expected: object) -> Untrue:
    if shown != expected:
        yield f"{where} gives the {what} as {shown}, and they are {expected}."

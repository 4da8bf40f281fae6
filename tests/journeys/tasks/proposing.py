"""What a city does: an officer sends an amendment; a delegate learns from a mail what became of it, and stops all."""

from __future__ import annotations

from accounts.actions.mailboxes import MAY_CHOOSE
from accounts.messages import compose_mail
from accounts.models import Letter, Mailbox
from charter.actions.deciding import decisions
from charter.models import Amendment, CharterComment
from charter.states import AmendmentState
from tests.journeys.hands import Crew, Mouse
from tests.journeys.walking import CHECK, REASON, TEXT, act

from .stage import Stage

SIXTH, SECOND = 6, 2
OLD = "keeps one fifth of its means for work in the districts"
NEW = "spends one third of all its income on work in those quarters"
SAID = "How many districts are meant here?"
WHY = "One fifth has not been enough."
REFUSED = "The budget of this year is spent."


def send_an_amendment(crew: Crew, stage: Stage) -> None:
    """From the home page, signed in: some ten words of a paragraph are others, for one reason."""
    officer, place = crew["officer"], stage.provision(SIXTH, SECOND)
    officer.go("/en/")
    officer.press("main a.button[href='/en/charter/']")
    officer.press("main a[href='/en/charter/2/VI/']")
    officer.press(f"main a[href='/en/provisions/{place.short}/propose/']")
    officer.write(TEXT, stage.words(SIXTH, SECOND).replace(OLD, NEW))
    officer.write(REASON, WHY)
    officer.press(CHECK)
    officer.press(act("send"))
    sent = Amendment.objects.get(begun_by=stage.people["officer"], number=None)
    assert sent.state == AmendmentState.SENT and sent.text is not None
    assert NEW in sent.text.changes.get().html and sent.text.reason.text == WHY


def comment_on_a_provision(crew: Crew, stage: Stage) -> None:
    """From an article to one's words below its second paragraph."""
    officer, place = crew["officer"], stage.provision(SIXTH, SECOND)
    officer.go("/en/charter/2/VI/")
    officer.press(f"main a[href='/en/comments/provision/{place.short}/']")
    officer.write("textarea[name=comment]", SAID)
    officer.press("main .acts button")
    assert SAID in officer.said()
    assert CharterComment.objects.get(comment=SAID).user == stage.people["officer"]


def learn_what_became_of_it(crew: Crew, stage: Stage) -> None:
    """From the mail to the outcome and its reason; it is written to the delegate when decisions are released."""
    amendment = Amendment.objects.filter(round=stage.round, begun_by=stage.people["officer"]).earliest("number")
    by, reason = stage.people["moderator"], {"en": REFUSED}
    decisions.decide_amendment(amendment=amendment, by=by, outcome="not_accepted", reason=reason)
    decisions.release_decisions(round_=stage.round, by=by, amendments=[amendment])
    delegate = crew["delegate"]
    mail(delegate, stage).press("main a")
    text = delegate.said()
    assert "Not accepted" in text and REFUSED in text


def stop_all_mails(crew: Crew, stage: Stage) -> None:
    """From the page that the foot of each mail leads to, without signing in; the link itself is no step of it."""
    reader = crew["anybody"]
    reader.go(stop_link(stage))
    reader.press("main button[name=all]")
    assert "You will receive no more emails" in reader.said()
    assert set(Mailbox.objects.get(person=stage.people["delegate"]).off) >= set(MAY_CHOOSE)


def mail(hand: Mouse, stage: Stage) -> Mouse:
    """The newest mail of the delegate, open before that hand, away from the site and its policy."""
    hand.page.goto("about:blank")
    hand.page.set_content(_html(stage))
    return hand


def stop_link(stage: Stage) -> str:
    """Where the foot of the delegate's newest mail leads."""
    return _html(stage).rpartition('<a href="')[2].partition('"')[0]


def _html(stage: Stage) -> str:
    letter = Letter.objects.filter(to=stage.people["delegate"]).latest("pk")
    return str(compose_mail(letter.bundle, [letter]).alternatives[0].content)

"""Comments under a provision or an amendment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import template
from django.core.paginator import Paginator
from django.template.context import RequestContext
from django.utils.timezone import localtime
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from accounts import rules as people
from accounts.addresses import address_of
from accounts.dates import date_format
from accounts.models import Person
from accounts.prepared import Prepared
from charter import rules
from charter.models import Amendment, CharterComment, CurrentWording, Provision, Round
from charter.queries.amending.translated_pieces import Translated
from charter.queries.comments import comments
from charter.queries.comments.comment_translations import comments_in_other_language
from charter.queries.reading import charters
from charter.states import CommentKind
from charter.wording.charter_text import interface_language
from charter.wording.comments import all_address, post_address, signature_of_comment

register = template.Library()
# What `_translated.html` reads of a translation, as text.
PLAIN_OF_TRANSLATION = ("language", "original", "source", "made_by", "maker", "text")


@dataclass(frozen=True)
class May:
    """Where a comment is answered, and what the reader may do with each."""

    post_url: str
    answer: bool
    take_up: bool
    person: Person
    languages: tuple[str, ...]
    translations: Mapping[int, Translated]


@register.inclusion_tag("charter/comments/_thread.html", takes_context=True)
def thread(context: RequestContext, target: Provision | Amendment, number: str | int = 1) -> dict[str, Any]:
    """One page of the comments on a thing, by threads, as a section of its page, with the way to write one."""
    person = context["request"].user
    round_ = target.round if isinstance(target, Amendment) else context["round"]
    threads = comments.threads_on(target)
    page = Paginator(threads.ids, comments.A_PAGE).get_page(number)
    nodes = []
    if threads.counts:
        arguments = {"standing": _standing(target), "person": person, "moderates": people.is_moderator(person)}
        nodes = comments.comment_trees(target, among=page.object_list, **arguments)
    allowed = rules.may_comment(person, round_)
    may = May(
        post_address(target),
        bool(allowed),
        _may_propose(target, person, round_),
        person,
        charters.charter_languages(),
        comments_in_other_language(_comments_of(nodes), interface_language()),
    )
    shown = [_row(node, may, 0) for node in nodes]
    return {
        "comments": shown,
        "count": threads.count,
        "page": page,
        "request": context["request"],
        "alone": context["request"].path == all_address(target),
        "rest_url": f"{all_address(target)}?page=2" if page.has_next() else "",
        "allowed": bool(allowed),
        "reason": "" if allowed is True else getattr(allowed, "why", ""),
        "post_url": post_address(target),
        "round": round_,
    }


def _comments_of(nodes: list[comments.Node]) -> Iterator[CharterComment]:
    for node in nodes:
        yield node.comment
        yield from _comments_of(node.replies)


def _may_propose(target: Provision | Amendment, person: Person, round_: Round | None) -> bool:
    """Whether a member of this person may propose now, so that a comment on a provision can become its amendment."""
    if round_ is None or not isinstance(target, Provision):
        return False
    cities = {mandate.organisation_id: mandate.organisation for mandate in people.mandates_of(person)}
    return any(rules.may_propose(city, round_) is True for city in cities.values())


def _standing(target: Provision | Amendment) -> dict[str, int]:
    if not isinstance(target, Provision):
        return {}
    return dict(_STANDING.rows(target.pk))


_STANDING = Prepared(
    lambda provision: (
        CurrentWording.objects.filter(provision=provision).order_by().values_list("language", "wording_id")
    )
)


def _row(node: comments.Node, may: May, level: int) -> dict[str, Any]:
    """What `components/comment.html` takes; a removed comment keeps its place and its replies, not its words."""
    comment = node.comment
    foreign = comment.language != get_language()
    info = _language(comment.language)
    name, city = _signed(comment)
    return {
        "id": f"comment-{comment.pk}",
        "name": name,
        "role": city,
        "kind": _("Answer to the comments on this provision")
        if comment.answers_all
        else CommentKind(comment.kind).label,
        "date": date_format(localtime(comment.submit_date), "DATE_FORMAT"),
        "language": info["name_local"] if foreign else "",
        "lang": comment.language if foreign else "",
        "dir": "rtl" if info["bidi"] else "ltr",
        "about": _about(node),
        "text": _words(node),
        "translation": _translation(may.translations.get(comment.pk)),
        "acts": [] if comment.is_removed else _acts(node, name, may, level),
        "answers": [_row(reply, may, level + 1) for reply in node.replies],
    }


def _translation(translation: Translated | None) -> dict[str, str]:
    """Plain values, so that a comment is drawn once."""
    if translation is None:
        return {}
    return {name: str(getattr(translation, name)) for name in PLAIN_OF_TRANSLATION}


def _signed(comment: Any) -> tuple[str, str]:
    return signature_of_comment(comment)


def _words(node: comments.Node) -> str:
    comment = node.comment
    if not comment.is_removed:
        return comment.comment
    if comment.removed_because:
        return _("The comment was removed: %(because)s") % {"because": comment.removed_because}
    return _("The comment was removed.")


def _about(node: comments.Node) -> str:
    comment = node.comment
    if node.is_orphan:
        return _("The original comment is not shown.")
    if comment.is_removed:
        return ""
    if comment.quote:
        return _("About the text: “%(words)s”") % {"words": comment.quote}
    if node.words_changed:
        return _("Written about an earlier text: “%(words)s”") % {"words": comment.about_text}
    return ""


def _acts(node: comments.Node, name: str, may: May, level: int) -> list[dict[str, str]]:
    pk = node.comment.pk
    acts = [{"word": _("Link"), "hidden": _("to this comment"), "url": address_of("remark", pk)}]
    if node.comment.kind == CommentKind.TERMINOLOGY:
        acts.append({"word": _("Glossary"), "hidden": "", "url": address_of("glossary")})
    answer = node.comment.answered_by_id
    if answer is not None and not node.comment.answer_is_removed:
        acts.append({"word": _("The secretariat’s answer"), "hidden": "", "url": address_of("remark", answer)})
    if may.take_up:
        acts.append({"word": _("Turn into an amendment"), "hidden": "", "url": address_of("remark_take_up", pk)})
    if may.answer and level < 2:
        hidden = _("to %(name)s") % {"name": name}
        acts.insert(0, {"word": _("Answer"), "hidden": hidden, "url": f"{may.post_url}?answer={pk}"})
    if code := _language_to_translate(node.comment, may):
        word = _("Correct the translation") if pk in may.translations else _("Translate")
        acts.append({"word": word, "hidden": _("this comment"), "url": address_of("comment_translation", pk, code)})
    if node.may_edit:
        acts.append({"word": _("Change"), "hidden": _("your comment"), "url": address_of("remark_edit", pk)})
    if node.may_remove:
        acts.append({"word": _("Remove"), "hidden": _("this comment"), "url": address_of("remark_remove", pk)})
    acts.append({"word": _("Report"), "hidden": _("this comment"), "url": address_of("remark_report", pk)})
    return acts


def _language_to_translate(comment: CharterComment, may: May) -> str:
    """The language of the page, or the first other one, into which the reader may translate the comment."""
    codes = sorted(may.languages, key=lambda code: code != interface_language())
    return next(
        (
            code
            for code in codes
            if code != comment.language and rules.may_translate_comment(may.person, comment, code) is True
        ),
        "",
    )


def _language(code: str) -> dict[str, Any]:
    try:
        return dict(get_language_info(code))
    except KeyError:
        return {"name_local": code, "bidi": False}

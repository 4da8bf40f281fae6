"""The draft articles: an article of the charter in one language as a page. *Live* is the working text."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.dispatch import Signal
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel, Panel, PublishingPanel
from wagtail.fields import StreamField
from wagtail.models import Revision

from accounts.models import Organisation
from accounts.rules import Refused, is_secretariat
from charter import rules
from charter.models import Article, Charter, Provision, Section
from charter.queries.amending import rounds
from charter.queries.languages.names import language_of
from charter.states import AdoptionScope
from cms.blocks import ProvisionsBlock, drafted_blocks
from cms.previewing import preview_context
from cms.rebasing import DraftBlock

from .closed import ClosedPage, ClosedPermissions, refuse_change

SCHEDULED = "wagtail.publish.scheduled"
# Sent after a scheduled publication was refused and undone: `page`, `revision`, `refusal`.
turned_back = Signal()


class CharterPage(ClosedPage):
    """The parent page of the draft articles of a charter, in one language."""

    charter = models.ForeignKey(Charter, on_delete=models.PROTECT, related_name="+")

    content_panels: list[Panel] = []
    promote_panels: list[Panel] = []
    settings_panels: list[Panel] = []
    is_creatable = False
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.SectionPage"]

    class Meta:
        verbose_name = _("draft articles")

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        return _elsewhere(super().get_url_parts(request), self.locale.language_code, "charter")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(self.get_url(request) or "/")


class SectionPermissions(ClosedPermissions):
    """A drafter edits the assigned sections before a round opens; the secretariat edits and is asked at publishing."""

    def can_edit(self) -> bool:
        return bool(super().can_edit() and self._may_draft())

    def can_publish(self) -> bool:
        return bool(super().can_publish() and self._may_draft())

    def _may_draft(self) -> bool:
        article = self.page.article
        inside = is_secretariat(self.user)
        return inside or bool(
            rules.may_draft(self.user, article.charter, str(article.key), rounds.round_holding_text(article.charter))
        )


class SectionPage(ClosedPage):
    """One article in one language.

    `bases` are the provisions of the text with which the draft was begun, with their wording, kind and depth:
    `[[key, wording id or null, kind, depth], …]`. `meetings` are places where new text arrived that the editor was
    changing: `[{key, yours, theirs}, …]`.
    """

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="+")
    body = StreamField(ProvisionsBlock(), verbose_name=_("provisions"), blank=True)
    bases = models.JSONField(default=list, blank=True)
    meetings = models.JSONField(default=list, blank=True)
    compared = models.BooleanField(
        _("I have compared both texts"),
        default=False,
        help_text=_("Tick this box when your text takes the new text into account."),
    )
    reason = models.TextField(
        _("reason for the change"),
        blank=True,
        help_text=_("Required for publication. The reason is printed with the version."),
    )
    asked_by = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("member that proposed the change"),
    )
    asked_by_words = models.CharField(
        _("or another proposer"), max_length=300, blank=True, help_text=_("A body, a group or a person.")
    )
    scope = models.CharField(
        _("type of change"),
        max_length=4,
        choices=[
            (AdoptionScope.ALL_LANGUAGES.value, _("A change of content, to be translated into the other languages")),
            (AdoptionScope.THIS_LANGUAGE.value, _("A misprint in this language, to be confirmed by a second person")),
        ],
        default=AdoptionScope.ALL_LANGUAGES,
    )

    content_panels = [
        HelpPanel(template="cms/_meetings.html"),
        FieldPanel("body"),
        MultiFieldPanel(
            [FieldPanel("reason"), FieldPanel("asked_by"), FieldPanel("asked_by_words"), FieldPanel("scope")],
            heading=_("Reason and proposer"),
        ),
        FieldPanel("compared"),
    ]
    promote_panels: list[Panel] = []
    settings_panels = [PublishingPanel()]
    is_creatable = False
    parent_page_types = ["cms.CharterPage"]
    subpage_types: list[str] = []
    permissions = SectionPermissions
    template = "cms/section_page.html"

    class Meta:
        verbose_name = _("draft article")

    @property
    def language(self) -> str:
        return self.locale.language_code

    @property
    def status_string(self) -> str:
        """Live here is the working text, which no version contains yet: Wagtail's word would promise more."""
        if not self.live:
            return str(super().status_string)
        return str(_("working text and draft") if self.has_unpublished_changes else _("working text"))

    @property
    def _section(self) -> Section | None:
        arrangement = self.article.charter.arrangement
        return arrangement.section(self.article.key) if arrangement else None

    @property
    def blocks(self) -> tuple[DraftBlock, ...]:
        """The provisions of the page, each with the wording over which it was written."""
        bases = {base[0]: base[1] for base in self.bases}
        return tuple(
            DraftBlock(key, kind, depth, html, bases.get(key)) for key, kind, depth, html in drafted_blocks(self.body)
        )

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """A page whose translations are not the article's is a copy."""
        if self.translation_key != self.article.key:
            refuse_change()
        return super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        if self.expire_at:
            raise ValidationError(_("A draft article does not expire. Leave the expiry date empty."))
        fault = self.fault_of_keys()
        if fault:
            raise ValidationError({"body": fault})

    def fault_of_keys(self) -> str:
        """Why the blocks cannot be saved: two have one key, or one has a key that is known elsewhere."""
        keys = [child.id for child in self.body if child.id]
        if len(set(keys)) < len(keys):
            return str(_("Two blocks have the same identifier. Delete one of them and add its text as a new block."))
        own_keys = {block.key for block in self._section.blocks} if self._section else set()
        strangers = Provision.objects.filter(key__in=[key for key in keys if key not in own_keys])
        if strangers.exists():
            return str(
                _("A block belongs to another place, or is no longer in the text. Add its text as a new block.")
            )
        return ""

    def publish(self, revision: Revision, user: Any = None, *args: Any, **kwargs: Any) -> Any:
        """The page and what follows from it in one transaction; a scheduled one that is refused stays a draft."""
        try:
            with transaction.atomic():
                revision.publisher = user
                return super().publish(revision, user, *args, **kwargs)
        except Refused as refused:
            if kwargs.get("log_action") != SCHEDULED:
                raise
            turned_back.send(sender=SectionPage, page=self, revision=revision, refusal=refused.refusal)

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        where = self._section.address if self._section else self.article.slug
        return _elsewhere(super().get_url_parts(request), self.language, "article", ["working", where])

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(self.get_url(request) or "/")

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The article as the public will see it, in the language's own direction."""
        return TemplateResponse(request, self.template, self.get_preview_context(request, mode_name))

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """For the preview alone: the page's own address leads to the article."""
        context = super().get_context(request, *args, **kwargs)
        if self._section is None:
            return context
        looks = preview_context(self.article.charter, self._section, self.blocks, self.language)
        return {**context, "language": language_of(self.language), **looks}


def _elsewhere(
    parts: tuple[int, str, str] | None, language: str, name: str, args: list[str] | None = None
) -> tuple[int, str, str] | None:
    """The page's own address leads to the page of ours that shows the same."""
    if parts is None:
        return None
    try:
        with override(language):
            return (parts[0], parts[1], reverse(name, args=args or []))
    except NoReverseMatch:
        return parts

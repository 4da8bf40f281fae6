from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.core.files.base import ContentFile
from django.db import migrations
from django.utils import timezone
from django.utils.html import strip_tags

END_OF_A_BLOCK = re.compile(r"</(?:p|h\d|li|blockquote)>|<br\s*/?>|<hr\s*/?>", re.IGNORECASE)


def move(apps: Any, schema_editor: Any) -> None:
    """Makes an initiative of each published page that names its member; the address of the page leads to it.

    The pages are unpublished and stay in the administration. A site without a campaign, and pages that not everybody
    may read, keep what they have.
    """
    charter = apps.get_model("charter", "Charter").objects.order_by("pk").first()
    if charter is None or not apps.get_model("accounts", "Wave").objects.exists():
        return
    pages = apps.get_model("cms", "InitiativePage").objects.filter(live=True).exclude(member=None)
    groups: dict[Any, list[Any]] = {}
    for page in pages.select_related("locale", "member").order_by("first_published_at", "pk"):
        groups.setdefault(page.translation_key, []).append(page)
    restricted = _restricted_paths(apps)
    for group in groups.values():
        if not any(page.path.startswith(path) for page in group for path in restricted):
            _move_group(apps, charter, group)


def _restricted_paths(apps: Any) -> tuple[str, ...]:
    restrictions = apps.get_model("wagtailcore", "PageViewRestriction").objects.all()
    return tuple(restrictions.values_list("page__path", flat=True))


def _move_group(apps: Any, charter: Any, group: list[Any]) -> None:
    first, now = group[0], timezone.now()
    initiative = apps.get_model("charter", "Initiative").objects.create(
        charter=charter,
        organisation=first.member,
        title=_localized_text(apps, {page.locale.language_code: page.title for page in group}),
        summary=_localized_text(apps, {page.locale.language_code: page.summary for page in group}),
        text=_localized_text(apps, {page.locale.language_code: _text_of(page) for page in group}),
        place=first.place,
        link=first.contact_address if first.contact_address.startswith(("https://", "http://")) else "",
        state="published",
        revision=1,
        changed_at=first.last_published_at or now,
        published_at=first.first_published_at or now,
    )
    themes = apps.get_model("charter", "Theme").objects.filter(charter=charter, retired_at=None)
    initiative.themes.set([theme for theme in themes if first.theme in theme.priorities])
    _copy_pictures(apps, initiative, first)
    for page in group:
        _lead_on(apps, page, initiative)
    keys = [page.pk for page in group]
    apps.get_model("wagtailcore", "Page").objects.filter(pk__in=keys).update(live=False, has_unpublished_changes=True)
    apps.get_model("charter", "SearchText").objects.filter(kind="page", ref__in=keys).delete()


def _localized_text(apps: Any, texts: dict[str, str]) -> Any:
    """The first language is the original; None where no language has a text."""
    model, original = apps.get_model("accounts", "LocalizedText"), None
    for code, text in texts.items():
        if text:
            written = model.objects.create(text=text, language=code, original=original)
            original = original or written
    return original


def _text_of(page: Any) -> str:
    """The text of a page without its marks, and its contact below."""
    plain = unescape(strip_tags(END_OF_A_BLOCK.sub("\n\n", page.body)))
    paragraphs = [" ".join(paragraph.split()) for paragraph in plain.split("\n\n")]
    contact = [page.contact, "" if page.contact_address.startswith("http") else page.contact_address]
    return "\n\n".join(filter(None, [*paragraphs, " · ".join(filter(None, contact))]))


def _copy_pictures(apps: Any, initiative: Any, page: Any) -> None:
    images, pictures = apps.get_model("wagtailimages", "Image"), apps.get_model("charter", "InitiativePicture")
    for block in page.pictures.raw_data:
        value = block["value"]
        image = images.objects.filter(pk=value["picture"]).first()
        if image is None or not image.file.storage.exists(image.file.name):
            continue
        with image.file.storage.open(image.file.name) as file:
            content = ContentFile(file.read(), name=image.file.name.rpartition("/")[2])
        author = value.get("by") or ""
        pictures.objects.create(initiative=initiative, file=content, description=value["words"], author=author)


def _lead_on(apps: Any, page: Any, initiative: Any) -> None:
    code = page.locale.language_code
    path = f"/{code}/{page.url_path.strip('/').partition('/')[2]}".rstrip("/")
    link = f"/{code}/initiatives/{initiative.pk}/"
    apps.get_model("wagtailredirects", "Redirect").objects.update_or_create(
        old_path=path, site=None, defaults={"redirect_link": link, "is_permanent": True}
    )


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0006_default_headlines"),
        ("charter", "0040_initiatives"),
        ("accounts", "0028_initiatives"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailimages", "0027_image_description"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
    ]

    operations = [migrations.RunPython(move, migrations.RunPython.noop)]

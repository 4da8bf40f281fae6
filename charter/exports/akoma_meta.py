"""What an Akoma Ntoso document says of itself: work, version and language, file; the events of its life."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone
from lxml import etree

from accounts.queries.site_settings import site_name
from charter.exports.texts import Text
from charter.models import Version
from charter.queries.languages.names import language_of
from charter.queries.reading import articles
from charter.queries.versions.language_gaps import authentic_languages, gaps_in

AKN = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
RELEASE = "urn:charter:release"
# The naming convention asks for three letters. A code that is not here stands for itself.
THREE = {"en": "eng", "fr": "fra", "es": "spa", "ar": "ara", "zh": "zho", "pt": "por", "de": "deu", "ru": "rus"}
NOWHERE = "xx"  # a charter of cities belongs to no country


def add_element(tag: str, parent: etree._Element | None = None, **attributes: str) -> etree._Element:
    """An element of the standard, at the end of its parent."""
    name = f"{{{AKN}}}{tag}"
    if parent is None:
        return etree.Element(name, attributes, nsmap={None: AKN})
    return etree.SubElement(parent, name, attributes)


def add_meta(text: Text) -> etree._Element:
    """Everything the standard asks for before the words."""
    meta = add_element("meta")
    every = [v for v in reversed(articles.published_versions(text.charter)) if v.number <= text.version.number]
    _identification(add_element("identification", meta, source="#site"), text, every[0])
    _lifecycle(add_element("lifecycle", meta, source="#site"), every)
    _periods(add_element("temporalData", meta, source="#site"), every)
    _references(add_element("references", meta, source="#site"), text, every)
    own = add_element("proprietary", meta, source="#site")
    for name, value in (("fingerprint", text.version.digest), ("recordHead", text.version.record_head)):
        etree.SubElement(own, f"{{{RELEASE}}}{name}", nsmap={"release": RELEASE}).text = value
    return meta


def work_address(text: Text, first: Version) -> str:
    """The address of the work: the same in every version and language."""
    return f"/akn/{NOWHERE}/act/charter/{_day(first)}/{text.charter.slug}"


def expression_address(text: Text, first: Version) -> str:
    """The address of one version in one language."""
    code = text.language.partition("-")[0]
    return f"{work_address(text, first)}/{THREE.get(code, code)}@{_day(text.version)};v{text.version.number}"


def _identification(parent: etree._Element, text: Text, first: Version) -> None:
    whole, own = work_address(text, first), expression_address(text, first)
    element = _level(parent, "FRBRWork", whole, _day(first), "")
    add_element("FRBRcountry", element, value=NOWHERE)
    add_element("FRBRname", element, value=text.charter.slug)
    element = _level(parent, "FRBRExpression", own, _day(text.version), text.url)
    is_authentic = text.language in authentic_languages(text.charter, gaps_in(text.version, text.language))
    add_element("FRBRversionNumber", element, value=str(text.version.number))
    add_element("FRBRauthoritative", element, value="true" if is_authentic else "false")
    add_element("FRBRlanguage", element, language=language_of(text.language).tag)
    element = _level(parent, "FRBRManifestation", f"{own}.xml", _day(text.version), "")
    add_element("FRBRformat", element, value="application/akn+xml")


def _level(parent: etree._Element, tag: str, uri: str, day: str, alias: str) -> etree._Element:
    element = add_element(tag, parent)
    this = uri.removesuffix(".xml") + "/!main" + (".xml" if uri.endswith(".xml") else "")
    add_element("FRBRthis", element, value=this)
    add_element("FRBRuri", element, value=uri)
    if alias:
        add_element("FRBRalias", element, name="address", value=alias)
    add_element("FRBRdate", element, date=day, name="publication")
    add_element("FRBRauthor", element, href="#site")
    return element


def _lifecycle(parent: etree._Element, every: list[Version]) -> None:
    for version in every:
        kind = "generation" if version == every[0] else "amendment"
        names = {"eId": f"event_{version.number}", "source": f"#version_{version.number}"}
        add_element("eventRef", parent, date=_day(version), type=kind, **names)


def _periods(parent: etree._Element, every: list[Version]) -> None:
    for version in every:
        group = add_element("temporalGroup", parent, eId=f"since_{version.number}")
        add_element("timeInterval", group, start=f"#event_{version.number}", refersTo="#published")


def _references(parent: etree._Element, text: Text, every: list[Version]) -> None:
    for version in every:
        tag = "original" if version == every[0] else "passiveRef"
        href = f"{work_address(text, every[0])}@{_day(version)};v{version.number}"
        add_element(tag, parent, eId=f"version_{version.number}", href=href, showAs=f"Version {version.number}")
    add_element("TLCOrganization", parent, eId="site", href=settings.SITE_URL, showAs=site_name())
    add_element("TLCConcept", parent, eId="published", href="/akn/ontology/concept/published", showAs="published")


def _day(version: Version) -> str:
    return timezone.localtime(version.published_at).date().isoformat()

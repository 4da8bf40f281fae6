"""What an Akoma Ntoso document says of itself: work, version and language, file; the events of its life."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone
from lxml import etree

from charter.exports.texts import Text
from charter.models import Version
from charter.queries import reading
from charter.queries.tongues import tongue

AKN = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
RELEASE = "urn:charter:release"
# The naming convention asks for three letters. A code that is not here stands for itself.
THREE = {"en": "eng", "fr": "fra", "es": "spa", "ar": "ara", "zh": "zho", "pt": "por", "de": "deu", "ru": "rus"}
NOWHERE = "xx"  # a charter of cities belongs to no country


def element(tag: str, parent: etree._Element | None = None, **attributes: str) -> etree._Element:
    """An element of the standard, at the end of its parent."""
    name = f"{{{AKN}}}{tag}"
    if parent is None:
        return etree.Element(name, attributes, nsmap={None: AKN})
    return etree.SubElement(parent, name, attributes)


def meta(text: Text) -> etree._Element:
    """Everything the standard asks for before the words."""
    made = element("meta")
    every = [v for v in reversed(reading.versions(text.charter)) if v.number <= text.version.number]
    _identification(element("identification", made, source="#site"), text, every[0])
    _lifecycle(element("lifecycle", made, source="#site"), every)
    _periods(element("temporalData", made, source="#site"), every)
    _references(element("references", made, source="#site"), text, every)
    own = element("proprietary", made, source="#site")
    for name, value in (("fingerprint", text.version.digest), ("recordHead", text.version.record_head)):
        etree.SubElement(own, f"{{{RELEASE}}}{name}", nsmap={"release": RELEASE}).text = value
    return made


def work(text: Text, first: Version) -> str:
    """The address of the work: the same in every version and language."""
    return f"/akn/{NOWHERE}/act/charter/{_day(first)}/{text.charter.slug}"


def expression(text: Text, first: Version) -> str:
    """The address of one version in one language."""
    code = text.language.partition("-")[0]
    return f"{work(text, first)}/{THREE.get(code, code)}@{_day(text.version)};v{text.version.number}"


def _identification(parent: etree._Element, text: Text, first: Version) -> None:
    whole, own = work(text, first), expression(text, first)
    made = _level(parent, "FRBRWork", whole, _day(first), "")
    element("FRBRcountry", made, value=NOWHERE)
    element("FRBRname", made, value=text.charter.slug)
    made = _level(parent, "FRBRExpression", own, _day(text.version), text.url)
    edition = text.charter.languages.filter(code=text.language).first()
    element("FRBRversionNumber", made, value=str(text.version.number))
    element("FRBRauthoritative", made, value="true" if edition and edition.authentic else "false")
    element("FRBRlanguage", made, language=tongue(text.language).tag)
    made = _level(parent, "FRBRManifestation", f"{own}.xml", _day(text.version), "")
    element("FRBRformat", made, value="application/akn+xml")


def _level(parent: etree._Element, tag: str, uri: str, day: str, alias: str) -> etree._Element:
    made = element(tag, parent)
    this = uri.removesuffix(".xml") + "/!main" + (".xml" if uri.endswith(".xml") else "")
    element("FRBRthis", made, value=this)
    element("FRBRuri", made, value=uri)
    if alias:
        element("FRBRalias", made, name="address", value=alias)
    element("FRBRdate", made, date=day, name="publication")
    element("FRBRauthor", made, href="#site")
    return made


def _lifecycle(parent: etree._Element, every: list[Version]) -> None:
    for version in every:
        kind = "generation" if version == every[0] else "amendment"
        names = {"eId": f"event_{version.number}", "source": f"#version_{version.number}"}
        element("eventRef", parent, date=_day(version), type=kind, **names)


def _periods(parent: etree._Element, every: list[Version]) -> None:
    for version in every:
        group = element("temporalGroup", parent, eId=f"since_{version.number}")
        element("timeInterval", group, start=f"#event_{version.number}", refersTo="#published")


def _references(parent: etree._Element, text: Text, every: list[Version]) -> None:
    for version in every:
        tag = "original" if version == every[0] else "passiveRef"
        href = f"{work(text, every[0])}@{_day(version)};v{version.number}"
        element(tag, parent, eId=f"version_{version.number}", href=href, showAs=f"Version {version.number}")
    element("TLCOrganization", parent, eId="site", href=settings.SITE_URL, showAs=settings.SITE_NAME)
    element("TLCConcept", parent, eId="published", href="/akn/ontology/concept/published", showAs="published")


def _day(version: Version) -> str:
    return timezone.localtime(version.published_at).date().isoformat()

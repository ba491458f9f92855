"""What the page of a certificate says, in the order it says it: prepared here, laid out in certificate.html."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.core.clock import day_of
from app.core.texts import Texts
from app.domain import display
from app.domain.certificates import CertificateStatus
from app.domain.wording import Wording
from app.services import calculators, pictures
from app.services.pictures import Links
from app.services.public_certificates import PublicCertificate
from app.web.pages import tied
from app.web.rings import Tonne, tonnes


@dataclass(frozen=True, slots=True)
class Row:
    """One fact: label, text, and a second line that explains it.

    shown, note_shown: which fact of the record the text is, for the check in the visitor's browser.
    """

    label: str
    text: str
    note: str = ""
    shown: str = ""
    note_shown: str = ""


@dataclass(frozen=True, slots=True)
class CancellationShown:
    reference: str
    retired_on: date
    purpose: str
    serials: str
    tonnes: int
    whole: str
    own: str
    rest: str
    document_url: str
    contents_url: str
    #: (number, grams, is this one)
    inside: Sequence[tuple[str, str, bool]]
    #: how many more there are, and their grams
    more: int
    more_g: str


@dataclass(frozen=True, slots=True)
class EventShown:
    title: str
    on: str
    note: str


@dataclass(frozen=True, slots=True)
class CertificateShown:
    """Everything on the page."""

    words: Wording
    name: str
    named: bool
    number: str
    sentence: str
    status: str
    status_text: str
    sample: bool
    refunding: bool
    #: before every title: "Revoked", else "Sample", else nothing
    mark: str
    mass: display.Mass
    says: Sequence[str]
    says_not: Sequence[str]
    estimate: Sequence[Row]
    reductions: Sequence[Row]
    money: Sequence[Row]
    #: what an organisation may and may not say with it; both empty for a guest's
    may_say: Sequence[str]
    may_not_say: Sequence[str]
    #: domain words of the surfaces: parts of comparisons, the tier; None below the first
    equivalents: Sequence[Any]
    tier: Any
    allocations: Sequence[Any]
    tonnes: Sequence[Tonne]
    cancellations: Sequence[CancellationShown]
    events: Sequence[EventShown]
    record_sha256: str
    signature: Mapping[str, Any]
    canonical: str
    links: Links
    alt: str
    summary: str


def told(found: PublicCertificate, t: Texts) -> CertificateShown:
    """The page of one certificate, in one language."""
    view, facts, record = found.view, found.facts, found.view.record
    sample = f"{facts.words.sample_note}。" if facts.language == "zh-Hans" else f"{facts.words.sample_note}. "
    summary = (sample if facts.sample else "") + facts.sentence
    return CertificateShown(
        words=facts.words,
        name=facts.name,
        named=view.shown_name is not None,
        number=facts.number,
        sentence=facts.sentence,
        status=view.status.value,
        status_text=tied(facts.status),
        sample=facts.sample,
        refunding=found.refunding,
        mark=_mark(found),
        mass=facts.mass,
        says=_says(found, t),
        says_not=_says_not(found, t),
        estimate=_estimate(record, t),
        reductions=_reductions(found, t),
        money=_money(record, t, given_back=facts.dress.revoked),
        may_say=facts.may_say,
        may_not_say=facts.may_not_say,
        equivalents=() if facts.dress.revoked else facts.equivalents,
        tier=None if facts.dress.revoked else facts.tier,
        allocations=facts.allocations,
        tonnes=() if facts.dress.revoked else tonnes(record["allocations"]),
        cancellations=[_cancelled(each, view.number, view.id) for each in found.cancellations],
        events=_events(found, t),
        record_sha256=view.record_sha256,
        signature=view.signature,
        canonical=view.record_bytes.decode(),
        links=pictures.links(view.id),
        alt=t("certificate.alt", name=facts.name, mass=facts.mass, status=facts.status, scene=_scene(record, t)),
        summary=summary,
    )


def _mark(found: PublicCertificate) -> str:
    words = found.facts.words
    if found.view.status is CertificateStatus.REVOKED:
        return words.revoked
    return words.sample if found.facts.sample else ""


def _scene(record: Mapping[str, Any], t: Texts) -> str:
    return str(record["scene"]["name"]) if record["scene"] else t("certificate.life")


def _says(found: PublicCertificate, t: Texts) -> list[str]:
    """What the certificate does say, in whole sentences."""
    record, facts = found.view.record, found.facts
    if found.view.status is CertificateStatus.REVOKED:
        return [t("says.revoked", status=facts.status), t("says.revoked_money")]
    said = [t(f"says.{found.view.status.value}", mass=facts.mass, exact=facts.mass_exact, status=facts.status)]
    estimate_g = record["estimate_g"]
    if estimate_g is None:
        said.append(t("says.no_estimate"))
    else:
        said.append(t("says.estimate", estimate=display.mass(estimate_g), share=_share(record["mass_g"], estimate_g)))
    said.append(t("says.project", project=facts.project, registry=facts.registry))
    return said


def _share(part_g: int, whole_g: int) -> str:
    """Per cent, rounded down: what is nearly all is never called all."""
    if whole_g == 0:
        return "–"
    return f"{display.grouped(part_g * 100 // whole_g)}%"


def _says_not(found: PublicCertificate, t: Texts) -> list[str]:
    words = found.facts.words
    said = [words.no_claim, words.not_an_asset]
    if found.view.record["estimate_g"] is not None:
        said.insert(1, t("says_not.self_reported"))
    if found.facts.sample:
        said.insert(0, words.sample_note)
    return said


def _estimate(record: Mapping[str, Any], t: Texts) -> list[Row]:
    covers, footprint = record["covers"], record["footprint"]
    rows = [Row(t("row.scene"), _scene(record, t), _days(covers, t))]
    rows.append(Row(t("row.role"), t(f"role.{record['role']}"), t(f"payer.{record['payer']}")))
    if footprint is None:
        return rows
    rows.append(Row(t("row.estimate"), display.grams(record["estimate_g"]), t("row.self_reported")))
    names = [calculators.category_label(each, t.language) for each in covers["categories"]]
    rows.append(Row(t("row.covers"), t("list.joint").join(names)))
    radiative = t("row.with_rf") if record["method"]["include_rf"] else t("row.without_rf")
    method = t("row.method_of", calculator=footprint["calculator"], version=footprint["calculator_version"])
    apart = "" if t.language == "zh-Hans" else " "
    rows.append(
        Row(t("row.method"), t("row.factor_set", version=footprint["factor_set"]), f"{method}{apart}{radiative}")
    )
    return rows


def _days(covers: Mapping[str, Any], t: Texts) -> str:
    if covers["from_on"] is None:
        return ""
    first, last = date.fromisoformat(covers["from_on"]), date.fromisoformat(covers["to_on"])
    both = dict.fromkeys(display.day(each, t.language) for each in (first, last))
    return tied(" – ".join(both))


def _reductions(found: PublicCertificate, t: Texts) -> list[Row]:
    record, facts = found.view.record, found.facts
    project, title, labels = record["project"], record["title"], facts.words.facts
    first, last = (date.fromisoformat(project[key]) for key in ("monitoring_from_on", "monitoring_to_on"))
    monitored = f"{display.day(first, t.language)} – {display.day(last, t.language)}"
    promised = display.day(date.fromisoformat(title["retire_by_on"]), t.language)
    promise = "" if facts.dress.revoked else t("row.promised", day=promised)
    return [
        Row(labels["mass"], f"{facts.mass_exact} CO₂e", shown="mass_g"),
        Row(labels["status"], tied(facts.status), tied(promise), note_shown="until" if promise else ""),
        Row(labels["project"], project["name"], t("row.project_owner", owner=project["owner"]), shown="project"),
        Row(t("row.credit_type"), project["credit_type"], project["standard"]),
        Row(labels["registry"], project["registry"], project["registry_project_id"]),
        Row(labels["methodology"], project["methodology"], tied(t("row.monitored", days=monitored))),
        Row(labels["held_by"], title["held_by"], t("row.held_by")),
    ]


def _money(record: Mapping[str, Any], t: Texts, *, given_back: bool) -> list[Row]:
    split = record["split_fen"]
    if given_back:
        return [Row(t("row.paid"), display.fen(record["amount_fen"]), t("says.revoked_money"))]
    return [
        Row(t("row.paid"), display.fen(record["amount_fen"]), t("row.all_in")),
        Row(t("row.to_owner"), display.fen(split["owner"]), record["project"]["owner"]),
        Row(t("row.to_service"), display.fen(split["service"]), t("row.service")),
    ]


def _cancelled(each: Any, number: str, certificate_id: str) -> CancellationShown:
    contents, retirement = each.contents, each.retirement
    more_g = contents.tonnes * display.GRAMS_PER_TONNE - contents.void_g - sum(line[2] for line in contents.inside)
    page_url = pictures.links(certificate_id).page_url
    first, last = contents.serial_first, contents.serial_last
    return CancellationShown(
        reference=contents.reference,
        retired_on=contents.retired_on,
        purpose=contents.purpose,
        serials=first if first == last else f"{first} – {last}",
        tonnes=contents.tonnes,
        whole=display.grams(contents.tonnes * display.GRAMS_PER_TONNE),
        own=display.grams(each.own_g),
        rest=display.grams(contents.void_g) if contents.void_g else "",
        document_url=f"{page_url}/documents/{contents.document_sha256}",
        contents_url=f"{page_url}/retirements/{retirement.id}.csv",
        inside=[(line[1], display.grams(line[2]), line[1] == number) for line in contents.inside],
        more=contents.certificates - len(contents.inside),
        more_g=display.grams(more_g),
    )


def _events(found: PublicCertificate, t: Texts) -> list[EventShown]:
    """Issue, then what happened since, oldest first."""
    issued = EventShown(t("event.issued"), found.facts.issued_on, found.facts.issuer)
    shown = [issued]
    for event in found.view.events:
        note = t(f"event.{event['kind']}.note", reference=event.get("reference", ""))
        on = display.day(day_of(datetime.fromisoformat(event["at"])), t.language)
        shown.append(EventShown(t(f"event.{event['kind']}"), on, note))
    return shown

"""Indonesian demo texts: officers' reports and editors' stories. Same `rng` state, same words."""

from __future__ import annotations

import random
from dataclasses import dataclass

from .texts_captions import CAPTIONS, MORE_CAPTIONS
from .texts_desk import (
    coaching_note,
    decision_reason,
    decline_reason,
    officer_note,
    review_comment,
)
from .texts_grammar import Facts, Maker
from .texts_hero import HeroText, Resident, endorsement, hero_profile, nomination_narrative
from .texts_names import called, person_name, province_code
from .texts_plot import Plot
from .texts_plots_binluh import BINLUH
from .texts_plots_culture import CULTURE
from .texts_plots_growth import GROWTH
from .texts_plots_penyuluhan import PENYULUHAN
from .texts_plots_sambang import SAMBANG
from .texts_plots_service import PENGAMANAN, SOSIAL
from .texts_plots_solving import PATROLI, PROBLEM_SOLVING

__all__ = [
    "ACTIVITY_CODES",
    "PROGRAMME_CODES",
    "HeroText",
    "ReportText",
    "Resident",
    "StoryText",
    "coaching_note",
    "decision_reason",
    "decline_reason",
    "endorsement",
    "hero_profile",
    "nomination_narrative",
    "officer_name",
    "officer_note",
    "report",
    "review_comment",
    "scene_for",
    "story",
]

_PLOTS: dict[str, tuple[Plot, ...]] = {
    "sambang": SAMBANG,
    "penyuluhan": PENYULUHAN,
    "problem_solving": PROBLEM_SOLVING,
    "patroli": PATROLI,
    "binluh": BINLUH,
    "pengamanan": PENGAMANAN,
    "sosial": SOSIAL,
}
_PROGRAMMES = CULTURE | GROWTH
ACTIVITY_CODES: tuple[str, ...] = tuple(_PLOTS)
PROGRAMME_CODES: tuple[str, ...] = tuple(_PROGRAMMES)

_DAYS = ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"]
_COUNTS = ["dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan"]
_HAMLETS = [
    "Krajan",
    "Mekarsari",
    "Sumberejo",
    "Harapan Jaya",
    "Pasar Lama",
    "Tanjung",
    "Cempaka",
    "Melati",
    "Sukamaju",
    "Lembah Hijau",
    "Batu Ampar",
    "Air Jernih",
    "Kampung Baru",
    "Bukit Indah",
    "Karya Bakti",
    "Sinar Pagi",
    "Tepi Sawah",
    "Muara",
    "Rawa Indah",
]
_VILLAGE_WORDS = ("Desa ", "Kelurahan ", "Kampung ", "Nagari ", "Gampong ", "Negeri ", "Pekon ")


@dataclass(frozen=True)
class ReportText:
    """What an officer writes: a title and two to four paragraphs parted by an empty line."""

    title: str
    text: str


@dataclass(frozen=True)
class StoryText:
    """What an editor publishes; `captions` and `alts` run in parallel, three each."""

    title: str
    summary: str
    paragraphs: tuple[str, ...]
    quote: str
    quote_by: str
    captions: tuple[str, ...]
    alts: tuple[str, ...]


def officer_name(rng: random.Random, province_code: str) -> tuple[str, bool]:
    """A name that fits the province (two-digit Kemendagri code) and whether it is a woman's."""
    woman = rng.random() < 0.24
    return person_name(rng, province_code, woman=woman), woman


def _plot(rng: random.Random, activity: str, programme: str | None) -> Plot:
    if activity not in _PLOTS:
        raise ValueError(f"unknown activity {activity!r}, choose one of {', '.join(_PLOTS)}")
    if programme is not None and programme not in _PROGRAMMES:
        raise ValueError(f"unknown programme {programme!r}, choose one of {', '.join(_PROGRAMMES)}")
    return rng.choice(_PROGRAMMES[programme] if programme else _PLOTS[activity])


def scene_for(activity: str, programme: str | None, rng: random.Random) -> str:
    """The `art` scene for a picture of such an activity. Called with a generator in the same
    state as `story` or `report`, it gives the scene of that very text.

    Raises:
        ValueError: the activity or programme code is unknown.
    """
    return _plot(rng, activity, programme).scene


def _facts(
    rng: random.Random,
    *,
    code: str | None,
    village: str,
    district: str,
    regency: str,
    province: str,
    officer: str,
    name: str,
) -> Facts:
    desa = village if village.startswith(_VILLAGE_WORDS) else f"Desa {village}"
    plain = desa.split(" ", 1)[1]
    head = {
        "Kelurahan": "Lurah",
        "Nagari": "Wali Nagari",
        "Gampong": "Keuchik",
        "Negeri": "Raja Negeri",
        "Kampung": "Kepala Kampung",
        "Pekon": "Peratin",
    }.get(desa.split()[0], "Kepala Desa")
    hamlet = rng.choice([h for h in _HAMLETS if h != plain])
    unit = "Lingkungan" if head == "Lurah" else "Dusun"
    months = rng.choice(_COUNTS[:6])

    def man(r: random.Random) -> str:
        return person_name(r, code, woman=False)

    def woman(r: random.Random) -> str:
        return person_name(r, code, woman=True)

    makers: dict[str, Maker] = {
        "hari": lambda r: r.choice(_DAYS),
        "hari2": lambda r: r.choice(_DAYS),
        "waktu": lambda r: r.choice(("pagi", "siang", "sore")),
        "jam": lambda r: f"pukul {r.randint(5, 6):02}.{r.choice((0, 15, 20, 30, 40, 45)):02}",
        "jam_malam": lambda r: f"pukul {r.choice(('23.10', '00.45', '01.30', '02.15'))}",
        "n": lambda r: str(r.randint(17, 68)),
        "n2": lambda r: str(r.randint(5, 14)),
        "ratus": lambda r: str(r.randint(17, 68) * 10),
        "minggu": lambda r: r.choice(_COUNTS[:3]),
        "rt": lambda r: f"{r.randint(1, 9):02}",
        "rw": lambda r: f"{r.randint(1, 9):02}",
        "uang": lambda r: f"Rp{r.randint(6, 48) * 50:,}.000".replace(",", "."),
        "kades": lambda r: f"{head} {plain} {person_name(r, code, woman=r.random() < 0.25)}",
        "babinsa": lambda r: f"{r.choice(('Serda', 'Sertu', 'Kopda', 'Serka'))} {man(r)}",
        "l1": man,
        "l2": man,
        "p1": woman,
        "p2": woman,
    }
    given = {
        "desa": desa,
        "desa_s": plain,
        "kec": _bare(district, "Kecamatan"),
        "kab": _regency(regency),
        "prov": province,
        "petugas": officer,
        "nama": name,
        "dusun": f"{unit} {hamlet}",
        "dusun_s": hamlet,
        "bulan": f"{months} bulan",
        "bulan_k": f"{months.title()} Bulan",
    }
    return Facts(rng, given, makers)


def _bare(name: str, word: str) -> str:
    return name.removeprefix(f"{word} ")


def _regency(name: str) -> str:
    return name if name.startswith(("Kabupaten ", "Kota ")) else f"Kabupaten {name}"


_OPENINGS = (
    "Izin melaporkan, {hari} pukul {jam_l} bertempat di {dusun}, {desa}, Kecamatan "
    "{kec}, saya {kerja}.",
    "Pada {hari} pukul {jam_l}, Bhabinkamtibmas {desa} {petugas} {kerja}. Lokasi: "
    "{dusun}, RT {rt}/RW {rw}.",
    "Kegiatan {hari} di {dusun}, {desa}: {kerja}.",
    "Mohon izin melaporkan kegiatan di wilayah binaan {desa}. Sekitar pukul {jam_l} saya {kerja}.",
    "Bersama ketua RT {rt} dan perangkat desa, {hari} pukul {jam_l} saya {kerja} di {dusun}.",
)
_MIDDLES = (
    "Hadir {l2} selaku tokoh masyarakat, ketua RT {rt}, dan {n} warga. Pesan kamtibmas "
    "yang disampaikan: [kunci ganda kendaraan|aktifkan siskamling|awasi penggunaan gawai "
    "anak|waspada penipuan daring], dan segera melapor bila mengetahui gangguan keamanan.",
    "Warga menyampaikan [tiga|beberapa|dua] masukan, antara lain [penerangan jalan|jalan "
    "berlubang dekat sekolah|kendaraan yang melaju kencang|sampah di saluran air]. "
    "Masukan sudah saya catat dan sampaikan kepada perangkat desa.",
    "Saya memberikan nomor telepon yang dapat dihubungi dan mengingatkan layanan 110 "
    "bebas pulsa. Warga [antusias|menyimak dengan baik|aktif bertanya].",
    "Kegiatan didampingi Babinsa {babinsa} dan perangkat desa. Cuaca [cerah|hujan "
    "ringan|mendung], kegiatan tidak mengalami kendala berarti.",
    "Kendala di lapangan: [jalan licin setelah hujan|sinyal lemah sehingga laporan "
    "dikirim belakangan|sebagian warga masih bekerja di ladang]. Tindak lanjut saya "
    "jadwalkan {hari2}.",
)
_RESULTS = (
    "Hasil: {hasil}.",
    "Hasil yang dicapai: {hasil}. Selama kegiatan situasi aman dan terkendali.",
    "Tindak lanjut: {hasil}.",
)
_ENDINGS = (
    "Demikian dilaporkan, dokumentasi terlampir.",
    "Demikian, mohon petunjuk lebih lanjut.",
    "Foto terlampir. Wajah anak tidak saya ambil dari dekat.",
    "Situasi wilayah hingga laporan ini dibuat dalam keadaan kondusif.",
)


def report(
    rng: random.Random,
    *,
    activity: str,
    programme: str | None,
    village: str,
    district: str,
    regency: str,
    officer: str,
    province: str = "",
) -> ReportText:
    """A field report in the officer's own words. `officer` is the name as it is to be written;
    `province` (its name) makes other people's names fit the region.

    Raises:
        ValueError: the activity or programme code is unknown.
    """
    plot = _plot(rng, activity, programme)
    facts = _facts(
        rng,
        code=province_code(province),
        village=village,
        district=district,
        regency=regency,
        province=province,
        officer=officer,
        name=called(officer),
    )
    done, result = plot.field
    middle = rng.sample(_MIDDLES, rng.choice((0, 1, 1, 2)))
    night = plot.scene in ("patroli", "pos_kamling")
    first, last = (19, 22) if night else (8, 16)
    hour = f"{rng.randint(first, last):02}.{rng.choice((0, 15, 30, 45)):02}"
    parts = [rng.choice(_OPENINGS).replace("{jam_l}", hour).replace("{kerja}", done), *middle]
    parts.append(rng.choice(_RESULTS).replace("{hasil}", result))
    parts[-1] += f" {rng.choice(_ENDINGS)}"
    title = facts.fill(
        rng.choice(
            (
                f"{plot.short} di {{dusun}}",
                f"{plot.short} {{dusun}} RT {{rt}}",
                f"{plot.short}, RT {{rt}}/RW {{rw}} {{desa}}",
                f"{plot.short} bersama warga {{dusun_s}}",
                f"{plot.short} {{hari}}, {{dusun}}",
                f"{plot.short}: {{n}} warga {{dusun_s}} hadir",
                f"{plot.short} {{dusun_s}}, {{n2}} peserta dari RT {{rt}}",
            )
        )
    )
    return ReportText(title, "\n\n".join(facts.fill(part) for part in parts))


_BACKGROUND = (
    "{desa} terletak di Kecamatan {kec}, {kab}. Sebagian besar warganya "
    "[bertani|berdagang|berkebun dan beternak|bekerja di sektor informal], dan urusan "
    "keamanan kerap dibicarakan [di gardu|seusai kerja bakti|dalam arisan]."
)
_CONTEXT = (
    "Warga yang memerlukan bantuan dapat menghubungi layanan 110 yang bebas pulsa, "
    "mendatangi polsek, atau menyapa langsung petugas yang berkunjung ke dusun.",
    "Kegiatan ini bukan yang pertama. Dalam {bulan} terakhir, {nama} tercatat {n2} kali "
    "mendatangi {dusun} untuk urusan yang berbeda-beda.",
    "Hasil kegiatan akan dievaluasi dalam rapat Tiga Pilar bersama kepala desa dan "
    "Babinsa [bulan depan|dua pekan lagi].",
    "Cara serupa mulai dilirik dusun tetangga. Ketua RW {rw} mengaku sudah [dua|tiga] "
    "kali ditanya bagaimana memulainya.",
    "Bagi {nama}, keberhasilan tidak diukur dari banyaknya foto. “Kalau besok warga "
    "menyapa lebih dahulu, itu sudah laporan yang baik,” ujarnya.",
    "Perangkat desa mencatat seluruh kesepakatan dan menempelkannya di papan pengumuman "
    "agar dapat diperiksa siapa saja.",
    "Catatan redaksi: identitas anak, korban, dan pihak yang berselisih tidak dimuat "
    "demi melindungi mereka.",
)
_SAID = (
    "“{kutipan},” [kata|ujar|tutur] {oleh}.",
    "“{kutipan},” [kata|ujar] {oleh}, ketika ditemui [seusai kegiatan|keesokan harinya].",
    "[Kesan itu dirasakan warga|Perubahan itu terasa|Tanggapan pun datang]. “{kutipan},” "
    "[kata|tutur] {oleh}.",
)


def story(
    rng: random.Random,
    *,
    activity: str,
    programme: str | None,
    village: str,
    district: str,
    regency: str,
    province: str,
    officer: str,
    rank: str,
) -> StoryText:
    """A story as an editor publishes it, four to seven paragraphs. `officer` is the bare name.

    Raises:
        ValueError: the activity or programme code is unknown.
    """
    plot = _plot(rng, activity, programme)
    facts = _facts(
        rng,
        code=province_code(province),
        village=village,
        district=district,
        regency=regency,
        province=province,
        officer=f"{rank} {officer}".strip(),
        name=called(officer),
    )
    title = facts.fill(rng.choice(plot.titles))
    paragraphs = [facts.fill(beat) for beat in plot.beats]
    quote, by = facts.fill(plot.quote), facts.fill(plot.by)
    # Where the voice and the background stand differs, so that stories do not share one skeleton.
    if rng.random() < 0.55:
        said = rng.choice(_SAID).replace("{kutipan}", quote).replace("{oleh}", _inline(by))
        paragraphs.insert(rng.choice((2, 3, 4)), facts.fill(said))
    if rng.random() < 0.25:
        paragraphs.insert(2, facts.fill(_BACKGROUND))
    context = sorted(rng.sample(range(len(_CONTEXT)), rng.choice((0, 1, 1, 1))))
    paragraphs += [facts.fill(_CONTEXT[k]) for k in context]
    shown = [CAPTIONS[plot.scene], *rng.sample(MORE_CAPTIONS, 2)]
    return StoryText(
        title,
        facts.fill(plot.summary),
        tuple(paragraphs),
        quote,
        by,
        tuple(facts.fill(caption) for caption, _ in shown),
        tuple(alt for _, alt in shown),
    )


def _inline(by: str) -> str:
    """A speaker inside a sentence: an anonymous one ("Seorang ...") loses the capital."""
    return by[0].lower() + by[1:] if by.startswith(("Seorang", "Salah")) else by

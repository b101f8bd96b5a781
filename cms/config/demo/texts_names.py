"""Personal names by culture, and which cultures live in which province."""

from __future__ import annotations

import random


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.replace("_", " ") for word in text.split())


# culture: (men's first names, women's first names, second names for men, for women)
_NAMES: dict[str, tuple[tuple[str, ...], ...]] = {
    culture: tuple(_words(part) for part in parts)
    for culture, parts in {
        "aceh": (
            "Teuku_Rizal Teuku_Iskandar Zulkifli Fakhrurrazi Mukhlis Saifuddin Ibnu Munawar",
            "Cut_Nuraini Cut_Meutia Nurhayati Safrida Mutia Rahmawati Zahara",
            "Hasan Ismail Yunus Abdullah Syah Daud Husaini",
            "Hasan Ismail Yunus Ibrahim Daud",
        ),
        "batak": (
            "Parlindungan Jonathan Binsar Togar Hotman Marihot Sahala Rikardo Edison",
            "Rosmawati Tiurma Lasma Duma Rotua Marlina Friska Nurhaida",
            "Simanjuntak Siregar Nainggolan Sitorus Hutapea Sihombing Harahap Ginting",
            "Simanjuntak Siregar Nainggolan Sitorus Hutapea Nasution Lubis Tarigan",
        ),
        "minang": (
            "Afrizal Yulizar Hendri Syafrizal Rahmat Irwandi Zulfahmi Dedi Yasril",
            "Yulinar Desmawati Gusmarni Elfira Rahmi Nelfia Fitri",
            "Chaniago Koto Piliang Tanjung Sikumbang Caniago Jambak",
            "Chaniago Koto Piliang Tanjung Yanti Murni Jambak",
        ),
        "melayu": (
            "Azman Raja_Hamdan Zainal Khairul Syamsul Hamzah Jamaluddin Ramli Iskandar",
            "Zuraida Siti_Khadijah Norlela Hasnah Maimunah Rohana Suryani",
            "Effendi Hidayat Arifin Syahputra Bahri Amri Fauzi",
            "Hayati Wahyuni Ningsih Sari",
        ),
        "sunda": (
            "Asep Dadang Ujang Cecep Deden Yayan Iwan Agus Encep",
            "Euis Neneng Yayah Iis Ai_Nurjanah Imas Teti Lilis",
            "Suryana Hidayat Permana Kurniawan Sutisna Rukmana Gunawan Sopandi",
            "Rohaeti Nuraeni Sumiati Komalasari Kartika Mulyani Rosmiati",
        ),
        "jawa": (
            "Bambang Sugeng Heri Joko Agus Slamet Budi Eko Wahyu Teguh Tri Suparno",
            "Sri Endang Siti Wahyuni Dwi Retno Ratna Tutik Yuni Lestari",
            "Santoso Prasetyo Widodo Susilo Purnomo Hartono Nugroho Setiawan Utomo Raharjo",
            "Rahayu Wulandari Handayani Lestari Astuti Puspitasari Utami Setyowati",
        ),
        "betawi": (
            "Rojali Muhidin Saepudin Nasrullah Mahfud Abdul_Rohim Syarif Marhali",
            "Rodiah Komariah Nurlaela Aminah Juleha Maryati Fatimah",
            "Hasbullah Ramadhan Fauzi Hamdani Maulana Anwar",
            "Hasanah Ramdani Fauziah Anwar",
        ),
        "bali": (
            "I_Wayan I_Made I_Nyoman I_Ketut I_Gede I_Putu I_Komang",
            "Ni_Wayan Ni_Made Ni_Nyoman Ni_Ketut Ni_Luh Ni_Putu",
            "Sudarma Suardana Astawa Wirawan Arta Sukarya Parwata Mahendra Yasa Darmayasa",
            "Suryani Ariani Sukerti Widiastuti Sriasih Puspawati Sekarini",
        ),
        "sasak": (
            "Lalu_Hasan Lalu_Wirya Muhammad_Saleh Sahrul Junaidi Mahsun Arifin",
            "Baiq_Nurul Baiq_Hartini Sahnim Rohani Mariani Hidayatul Zohriah",
            "Wirawan Hakim Jayadi Suhaimi Rahman Mahdi",
            "Hidayati Aini Rahmi Wahidah Suryani",
        ),
        "ntt": (
            "Yohanes Petrus Dominggus Markus Melkianus Fransiskus Kristoforus Yosef Benyamin",
            "Maria Yuliana Elisabeth Yustina Theresia Agustina Margaretha",
            "Nenobais Lake Bria Seran Bere Tefa Lamanepa Djawa Ndolu Kleden",
            "Nenobais Lake Bria Seran Bere Tefa Djawa Manek Ndolu",
        ),
        "dayak": (
            "Yulius Stepanus Agustinus Herkulanus Dawen Silas Luhing Hendrikus",
            "Yuliana Sisilia Lusia Kristina Norlina Martina Debora",
            "Jalung Ngau Lawai Usat Ding Tingang Kunum Sawang Rampai",
            "Jalung Ngau Lawai Usat Tingang Sawang Rampai",
        ),
        "banjar": (
            "Ahmad_Zaini Rusmadi Hairul Syahrani Muhammad_Noor Fahrurazi Jumberi",
            "Norhalimah Mahrita Hairunnisa Rusmilawati Noorhayati Salasiah",
            "Anwar Rahman Fadli Ansyari Rusdi Arsyad",
            "Hasanah Rahmah Aulia Ariani",
        ),
        "bugis": (
            "Andi_Baso Andi_Rusdi Muhammad_Arif Syamsuddin Baharuddin Sudirman Ambo Kaharuddin",
            "Andi_Tenri Andi_Nurul Hasnawati Hj._Rosmini Nuraeni Sitti_Hajrah Besse",
            "Tahir Mappiasse Amiruddin Hamzah Rauf Makmur Dg._Rate",
            "Tahir Amiruddin Hamzah Rauf Makmur Ramlah",
        ),
        "minahasa": (
            "Jefri Stenly Ronny Maikel Jhonly Frangky Deny Hesky",
            "Meiske Olvi Greity Jeane Selvie Vonny Stevi",
            "Rondonuwu Tumewu Mamahit Kaunang Wowor Pangemanan Sondakh",
            "Rondonuwu Tumewu Mamahit Kaunang Wowor Sondakh",
        ),
        "maluku": (
            "Semuel Jacobus Hendrik Abubakar Ridwan Thomas Elias Rustam",
            "Yokbeth Wa_Ode_Sania Magdalena Halima Febiola Saoda Dortea",
            "Latuconsina Pattiasina Tuasikal Leatemia Rumakat Sangadji Ohoirat",
            "Latuconsina Pattiasina Tuasikal Leatemia Rumakat Sangadji",
        ),
        "papua": (
            "Yosias Obet Yulianus Matius Demianus Isak Nataniel Elieser Kornelis",
            "Yosina Orpa Mariana Batseba Dorkas Naomi Yuliana Selfina",
            "Wenda Tabuni Rumbiak Mandacan Kogoya Ayomi Wonda Mambrasar Kambuaya Yoku",
            "Wenda Tabuni Rumbiak Kogoya Ayomi Mambrasar Kambuaya Yoku",
        ),
    }.items()
}

_PROVINCES: dict[str, tuple[str, str]] = {
    "11": ("Aceh", "aceh aceh aceh jawa"),
    "12": ("Sumatera Utara", "batak batak batak melayu jawa"),
    "13": ("Sumatera Barat", "minang minang minang batak"),
    "14": ("Riau", "melayu melayu minang batak jawa"),
    "15": ("Jambi", "melayu melayu jawa minang"),
    "16": ("Sumatera Selatan", "melayu melayu jawa"),
    "17": ("Bengkulu", "melayu minang jawa"),
    "18": ("Lampung", "melayu jawa jawa sunda"),
    "19": ("Kepulauan Bangka Belitung", "melayu jawa"),
    "21": ("Kepulauan Riau", "melayu melayu batak minang"),
    "31": ("DKI Jakarta", "betawi betawi jawa sunda batak"),
    "32": ("Jawa Barat", "sunda sunda jawa"),
    "33": ("Jawa Tengah", "jawa"),
    "34": ("Daerah Istimewa Yogyakarta", "jawa"),
    "35": ("Jawa Timur", "jawa"),
    "36": ("Banten", "sunda betawi jawa"),
    "51": ("Bali", "bali bali bali jawa"),
    "52": ("Nusa Tenggara Barat", "sasak sasak bali"),
    "53": ("Nusa Tenggara Timur", "ntt"),
    "61": ("Kalimantan Barat", "dayak dayak melayu jawa"),
    "62": ("Kalimantan Tengah", "dayak dayak banjar jawa"),
    "63": ("Kalimantan Selatan", "banjar banjar jawa"),
    "64": ("Kalimantan Timur", "dayak banjar bugis jawa"),
    "65": ("Kalimantan Utara", "dayak dayak bugis jawa"),
    "71": ("Sulawesi Utara", "minahasa"),
    "72": ("Sulawesi Tengah", "bugis minahasa"),
    "73": ("Sulawesi Selatan", "bugis"),
    "74": ("Sulawesi Tenggara", "bugis maluku"),
    "75": ("Gorontalo", "bugis minahasa"),
    "76": ("Sulawesi Barat", "bugis"),
    "81": ("Maluku", "maluku"),
    "82": ("Maluku Utara", "maluku"),
    "91": ("Papua", "papua papua papua bugis"),
    "92": ("Papua Barat", "papua papua maluku"),
    "93": ("Papua Selatan", "papua"),
    "94": ("Papua Tengah", "papua"),
    "95": ("Papua Pegunungan", "papua"),
    "96": ("Papua Barat Daya", "papua papua maluku"),
}
_BY_NAME = {name.casefold(): code for code, (name, _) in _PROVINCES.items()}
# What comes before the name by which a person is called.
_PREFIXES = frozenset(
    [
        "I",
        "Ni",
        "Teuku",
        "Cut",
        "Raja",
        "Andi",
        "Lalu",
        "Baiq",
        "Hj.",
        "Muhammad",
        "Ahmad",
        "Abdul",
        "Siti",
        "Sitti",
        "Wa",
        "Ode",
        "Ai",
        "Sri",
    ]
)


def province_code(province: str) -> str | None:
    """The two-digit code of a province by its name, or None when the name is unknown."""
    return _BY_NAME.get(province.casefold().removeprefix("provinsi ").strip())


def person_name(rng: random.Random, code: str | None, *, woman: bool) -> str:
    """A full name that fits the province; an unknown province gives a Javanese one."""
    cultures = _PROVINCES.get((code or "")[:2], ("", "jawa"))[1].split()
    men, women, men_last, women_last = _NAMES[rng.choice(cultures)]
    first = rng.choice(women if woman else men)
    last = rng.choice([n for n in (women_last if woman else men_last) if n not in first])
    return f"{first} {last}"


def called(name: str) -> str:
    """The one word by which a news text calls a person after the first mention."""
    words = name.split()
    return next((word for word in words if word not in _PREFIXES), words[-1])

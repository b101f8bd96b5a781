import pytest

from cms.places import naming


@pytest.mark.parametrize(
    ("raw", "readable"),
    [
        ("KABUPATEN BOGOR", "Kabupaten Bogor"),
        ("DKI JAKARTA", "DKI Jakarta"),
        ("DI YOGYAKARTA", "DI Yogyakarta"),
        ("DAERAH ISTIMEWA YOGYAKARTA", "DI Yogyakarta"),
        ("PROVINSI ACEH", "Aceh"),
        ("ACEH", "Aceh"),
        ("KOTA ADM. JAKARTA PUSAT", "Kota Administrasi Jakarta Pusat"),
        ("KOTA ADMINISTRASI JAKARTA UTARA", "Kota Administrasi Jakarta Utara"),
        ("KAB. FAK-FAK", "Kabupaten Fak-Fak"),
        ("KABUPATEN PANGKAJENE DAN KEPULAUAN", "Kabupaten Pangkajene dan Kepulauan"),
        ("KOTO XI TARUSAN", "Koto XI Tarusan"),
        ("IV Jurai", "IV Jurai"),
        ("Na IX - X", "Na IX-X"),
        ("2 x 11 Enam Lingkuang", "2 x 11 Enam Lingkuang"),
        ("KI'E", "Ki'e"),
        ("BTS. Ulu", "Bts. Ulu"),
        ("Misool (Misool Utara)", "Misool (Misool Utara)"),
        ("Konda/ Kondaga", "Konda/Kondaga"),
        ("Curug bitung", "Curug Bitung"),
        ("PAPUA BARAT DAYA", "Papua Barat Daya"),
    ],
)
def test_area_name_as_people_write_it(raw, readable):
    assert naming.area_name(raw) == readable
    assert naming.area_name(readable) == readable


@pytest.mark.parametrize(
    ("raw", "readable"),
    [
        ('Soka"an', "Soka'an"),
        ("Regapu’u", "Regapu'u"),
        ("Bua ' Tarrung", "Bua' Tarrung"),
        ("Way 'U'", "Way 'U'"),
        ("Teuw*", "Teuw"),
        ("PulauTujuh", "Pulau Tujuh"),
        ("SoE", "SoE"),
        ("ALue", "Alue"),
        ("IE Masen", "Ie Masen"),
        ("Tgk.Dibanda Pirak", "Tgk. Dibanda Pirak"),
        ("AFD.II Rantauprapat", "Afd. II Rantauprapat"),
        ("P.O. Manduamas", "P.O. Manduamas"),
        ("Melati Harjo K.1", "Melati Harjo K.1"),
        ("RD. PJKA", "RD. PJKA"),
        ("MKCM", "MKCM"),
        ("Ujumbou.", "Ujumbou"),
        ("Murung A.", "Murung A."),
        ("J a t i", "Jati"),
        ("kibogolome", "Kibogolome"),
        ("Deme i", "Deme I"),
        ("Tundosuro/Tundosor o", "Tundosuro/Tundosor o"),
        ("Oro-oro Ombo", "Oro-oro Ombo"),
        ("Selok Awar - Awar", "Selok Awar-Awar"),
        ("Kupa-kupa Selatan (Halehe)", "Kupa-kupa Selatan (Halehe)"),
        ("N-1 Aek Nabara", "N-1 Aek Nabara"),
        ("19 Nopember", "19 Nopember"),
    ],
)
def test_village_name_mends_what_is_certain_only(raw, readable):
    assert naming.village_name(raw, "desa") == readable
    assert naming.village_name(readable, "desa") == readable


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("32.01.01.1001", "kelurahan"),
        ("32.01.01.2001", "desa"),
        ("91.03.01.3007", "desa_adat"),
    ],
)
def test_village_kind_is_in_the_code(code, kind):
    assert naming.village_kind(code) == kind


@pytest.mark.parametrize("code", ["32.01.01", "32.01.01.4001", "", "32.01.01.10011"])
def test_village_kind_of_another_code_is_an_error(code):
    with pytest.raises(ValueError):
        naming.village_kind(code)


@pytest.mark.parametrize(
    ("name", "kind", "shown"),
    [
        ("Pondok Rajeg", "kelurahan", "Kelurahan Pondok Rajeg"),
        ("Sukamaju", "desa", "Desa Sukamaju"),
        ("Desa Baru", "desa", "Desa Baru"),
        ("Kelurahan", "desa", "Desa Kelurahan"),
        ("Yoboi", "desa_adat", "Desa Adat Yoboi"),
        ("Kabupaten Bogor", "", "Kabupaten Bogor"),
    ],
)
def test_with_kind_never_says_it_twice(name, kind, shown):
    assert naming.with_kind(name, kind) == shown


def test_customary_village_drops_the_kind_that_the_source_wrote():
    assert naming.village_name("Desa Adat Yoboi", "desa_adat") == "Yoboi"
    assert naming.village_name("Desa Baru", "desa") == "Desa Baru"


@pytest.mark.parametrize("text", ["Ra'as", "raas", 'RA"AS', "Ra’as", " rá'as! "])
def test_search_key_is_one_for_every_spelling(text):
    assert naming.search_key(text) == "raas"


def test_search_terms_begin_at_each_word():
    assert naming.search_terms("Pondok Rajeg II") == ["pondokrajegii", "rajegii", "ii"]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("Desa Sukamaju, Kec. Cibinong", ["sukamaju", "cibinong"]),
        ("kel pondok rajeg", ["pondok", "rajeg"]),
        ("desa", ["desa"]),
        ("kabupaten", ["kabupaten"]),
        ("--- \x00", []),
        ("a b c d e f g h", ["a", "b", "c", "d", "e"]),
    ],
)
def test_query_words_are_the_telling_ones(query, words):
    assert naming.query_words(query) == words


@pytest.mark.parametrize(
    ("prefix", "after"),
    [("su", "sv"), ("az", "b"), ("a9", "aa"), ("z", None), ("zz", None), ("0", "1")],
)
def test_after_prefix_stays_within_letters_and_digits(prefix, after):
    assert naming.after_prefix(prefix) == after

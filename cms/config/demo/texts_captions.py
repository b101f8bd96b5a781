"""Captions and alternative texts of pictures: by `art` scene, and some that fit any."""

from __future__ import annotations

# (caption template, alternative text)
CAPTIONS: dict[str, tuple[str, str]] = {
    "sambang": (
        "{petugas} berbincang dengan warga di teras rumah, {dusun}, {desa}.",
        "Ilustrasi petugas berseragam cokelat berbincang dengan warga di teras rumah kampung",
    ),
    "penyuluhan": (
        "Suasana pertemuan warga di balai {desa}.",
        "Ilustrasi petugas berdiri di depan warga yang duduk bersila di balai desa",
    ),
    "mediasi": (
        "Musyawarah warga di balai {desa} dihadiri tokoh masyarakat.",
        "Ilustrasi warga dan tetua duduk mengelilingi meja musyawarah bertaplak batik",
    ),
    "patroli": (
        "{petugas} berkeliling dengan sepeda motor di {dusun}, {desa}.",
        "Ilustrasi petugas mengendarai sepeda motor di jalan desa saat senja",
    ),
    "remaja": (
        "{petugas} bersama pemuda {dusun} di tepi lapangan.",
        "Ilustrasi petugas berbincang dengan pemuda di tepi lapangan desa",
    ),
    "festival": (
        "Panggung dan umbul-umbul memeriahkan lapangan {desa}.",
        "Ilustrasi panggung seni, umbul-umbul, dan kerumunan warga di lapangan desa",
    ),
    "olahraga": (
        "Pertandingan persahabatan di lapangan {dusun}, {desa}.",
        "Ilustrasi pemuda bertanding di lapangan desa disaksikan petugas dan warga",
    ),
    "sungai": (
        "Warga dan petugas meninjau tepi sungai di {dusun}, {desa}.",
        "Ilustrasi petugas menunjuk ke arah sungai bersama warga di tepi kampung",
    ),
    "pasar": (
        "Suasana pasar {desa} saat dikunjungi petugas, {hari} pagi.",
        "Ilustrasi petugas berbincang dengan pedagang di antara tenda dan dagangan pasar",
    ),
    "sawah": (
        "{petugas} menemui petani di pematang {dusun}, {desa}.",
        "Ilustrasi petugas dan petani bercaping berbincang di antara sawah berundak",
    ),
    "pantai": (
        "{petugas} bersama nelayan di tepi pantai {dusun}, {desa}.",
        "Ilustrasi petugas dan nelayan berdiri di pantai dengan perahu dan pohon kelapa",
    ),
    "gunung": (
        "Perjalanan menuju {dusun}, {desa}, di kaki gunung.",
        "Ilustrasi petugas dan warga berjalan di jalan setapak dengan gunung di kejauhan",
    ),
    "pos_kamling": (
        "Warga berkumpul di pos kamling {dusun}, {desa}.",
        "Ilustrasi warga dan petugas berkumpul di pos ronda yang terang pada malam hari",
    ),
}
MORE_CAPTIONS = (
    (
        "Warga {dusun} menyiapkan kegiatan bersama perangkat desa.",
        "Ilustrasi warga desa berpakaian batik berdiri dan berbincang",
    ),
    (
        "Suasana {dusun}, {desa}, seusai kegiatan.",
        "Ilustrasi pemandangan kampung dengan rumah, pepohonan, dan perbukitan",
    ),
    (
        "{nama} mencatat masukan warga untuk ditindaklanjuti.",
        "Ilustrasi petugas berseragam cokelat mendengarkan seorang warga",
    ),
    (
        "Ketua RT {rt} dan warga membicarakan pembagian tugas.",
        "Ilustrasi beberapa warga berkumpul membicarakan pembagian tugas",
    ),
)

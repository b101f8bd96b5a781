"""Editions of the areas, small enough to read, written as the files that ``load_regions`` takes."""

from pathlib import Path

PROVINCES = "code,name\n32,JAWA BARAT\n31,DKI JAKARTA\n"
REGENCIES = (
    "code,province_code,name\n"
    "32.01,32,KABUPATEN BOGOR\n"
    "32.71,32,KOTA BOGOR\n"
    "31.71,31,KOTA ADMINISTRASI JAKARTA PUSAT\n"
)
DISTRICTS = (
    "code,regency_code,name\n"
    "32.01.01,32.01,Cibinong\n"
    "32.01.02,32.01,Gunung Putri\n"
    "32.71.01,32.71,Bogor Selatan\n"
    "31.71.01,31.71,Gambir\n"
)
VILLAGES = (
    "code,district_code,name\n"
    "32.01.01.1001,32.01.01,Pondok Rajeg\n"
    "32.01.01.2002,32.01.01,Sukamaju\n"
    "32.01.02.2001,32.01.02,Sukamaju\n"
    '32.01.02.2002,32.01.02,Ra"as\n'
    "32.71.01.1001,32.71.01,Rajeg\n"
    "31.71.01.1001,31.71.01,Gambir\n"
)
FILES = {
    "provinces.csv": PROVINCES,
    "regencies.csv": REGENCIES,
    "districts.csv": DISTRICTS,
    "villages.csv": VILLAGES,
}


def edition(directory: Path, **changed: str | bytes | None) -> Path:
    """Write the small edition into ``directory`` and return it.

    ``villages="…"`` replaces the text (or bytes) of ``villages.csv``; None leaves the file out.
    """
    directory.mkdir(parents=True, exist_ok=True)
    for name, text in FILES.items():
        text = changed.get(name.removesuffix(".csv"), text)
        if text is not None:
            content = text if isinstance(text, bytes) else text.encode()
            (directory / name).write_bytes(content)
    return directory

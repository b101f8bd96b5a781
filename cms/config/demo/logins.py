"""The demo's people who can sign in, one per role."""

from __future__ import annotations

from dataclasses import dataclass

PASSWORD = "sambang-desa-2026"  # noqa: S105 (the demo's password is printed at start)


@dataclass(frozen=True, slots=True)
class Login:
    """Somebody of the demo: ``login`` is an NRP or an e-mail; ``role`` is one of
    ``cms.people.models.Role``, or None for an officer. Plain values: screenshots need them too."""

    login: str
    name: str
    role: str | None
    unit_code: str
    label: str


LOGINS: tuple[Login, ...] = (
    Login("86051234", "Wayan Sudiarta", None, "POLSEK-510301", "Bhabinkamtibmas (officer)"),
    Login("redaktur@sambang.test", "Ratna Dewi", "editor", "MABES", "Redaktur (editor)"),
    Login("penerbit@sambang.test", "Hasan Basri", "publisher", "MABES", "Penerbit (publisher)"),
    Login("pimpinan@sambang.test", "Agus Prasetyo", "leader", "POLDA-51", "Pimpinan (leader)"),
    Login(
        "sekretaris@sambang.test",
        "Maria Goreti",
        "award_secretary",
        "MABES",
        "Sekretaris penghargaan (award secretary)",
    ),
    Login("juri@sambang.test", "Yohanes Wenda", "panelist", "MABES", "Juri (panelist)"),
    Login(
        "admin@sambang.test",
        "Sri Wahyuni",
        "administrator",
        "MABES",
        "Administrator (administrator)",
    ),
)


def as_text() -> str:
    """The logins as lines for the terminal."""
    width = max(len(login.label) for login in LOGINS)
    lines = [f"  {login.label:<{width}}  {login.login}" for login in LOGINS]
    return "\n".join(
        [f"Masuk di /masuk/ dengan sandi {PASSWORD} · Sign in with that password:", *lines]
    )

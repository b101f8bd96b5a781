"""Use-cases of Local Heroes; import them from here."""

from local_heroes.services.profile import (
    approve,
    build_profile,
    give_consent,
    propose,
    record_consent,
    revise,
    send_back,
    withdraw_consent,
)
from local_heroes.services.recognition import recognise

__all__ = [
    "approve",
    "build_profile",
    "give_consent",
    "propose",
    "recognise",
    "record_consent",
    "revise",
    "send_back",
    "withdraw_consent",
]

"""This process's counting of reads, put together from the settings."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import connection
from django.utils import timezone

from cms.base.client_address import address_in, network_of
from publishing.reach.counter import Counter, Key
from publishing.reach.door import Application, Environ, ReadDoor
from publishing.reach.gate import Gate
from publishing.services.reads import add_reads


def wrap(application: Application) -> ReadDoor:
    """``application`` behind the door for reads. Inside the edge cache, which passes POSTs on."""
    return ReadDoor(
        application,
        counter=Counter(_store, today=timezone.localdate),
        gate=Gate(),
        network_of=_network,
    )


def _network(environ: Environ) -> str:
    return network_of(address_in(environ))


def _store(counts: Mapping[Key, int]) -> None:
    try:
        add_reads(counts)
    finally:
        # The thread that stores ends after this, and its connection with it.
        connection.close()

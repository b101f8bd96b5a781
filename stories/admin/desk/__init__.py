"""The desk's screens under ``/admin/meja/``: parse, call one service, answer."""

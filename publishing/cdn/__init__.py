"""Caches in front of the site: Varnish, nginx, Cloudflare, told what is stale after the commit.

Each is a backend of ``wagtail.contrib.frontend_cache``, chosen by ``WAGTAILFRONTENDCACHE``, and is
told by the ``Purge`` rows alone: Wagtail's own signals, which would fire inside the transaction,
are not connected (its app is not installed).
"""

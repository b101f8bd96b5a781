"""The edge cache: prepared, compressed answers given before Django is asked.

``layer`` is the WSGI layer, ``board`` carries invalidations to every process of the machine,
``relay`` to every machine, ``disk`` lets one render serve all workers, ``entries`` and
``encodings`` hold what is kept; none of these knows Django. ``machine`` puts them together from
the settings.
"""

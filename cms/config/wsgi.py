"""The WSGI entry point that granian serves, in the demo and in production alike."""

from cms.config.origin import application as origin

# The edge cache reads the settings, which are ready only now.
from cms.config.heap import settle  # isort: skip
from publishing.edge import machine  # isort: skip
from publishing.reach import machine as reach  # isort: skip

application = machine.wrap(reach.wrap(origin))
settle()

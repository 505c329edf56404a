"""Open data of a municipality: gather → validate → publish → record → report.

Start reading at :mod:`pipeline.run`, which tells that story on one screen.
"""

__version__ = "1.0.0"

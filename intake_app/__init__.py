"""Intake: offline, encrypted field intake for screening at landing sites and border points."""

__version__ = "0.1.0"

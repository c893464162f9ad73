"""Tests of the encrypted store: real files in temporary folders."""

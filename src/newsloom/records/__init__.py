"""The record contract: codec, paths, profiles."""

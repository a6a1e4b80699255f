"""The version of the package: that of the engine which it comes with."""

__version__ = "0.2.0"

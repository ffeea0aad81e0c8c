"""A registration platform's backend: an HTTP request in, a receipt or a problem with its findings out."""

from platform_backend.app import create_app

__all__ = ["create_app"]

"""The review pages: a coder's own browser, on this computer alone."""

from __future__ import annotations

from insights.review.serving import serve

__all__ = ["serve"]

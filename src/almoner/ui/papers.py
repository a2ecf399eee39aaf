"""A paper as it came in, answered so that it can be shown beside a form and do nothing else."""

from __future__ import annotations

from django.http import HttpResponse

PICTURE_POLICY = "default-src 'none'; frame-ancestors 'self'; sandbox"
PDF_POLICY = "default-src 'none'; object-src 'self'; frame-ancestors 'self'"
"""The reader of a browser does not run in a sandbox; what it shows comes from this answer alone."""
ENDINGS = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}


def paper_response(content: bytes, media_type: str, reference: str) -> HttpResponse:
    """`media_type` is one that was known by its first bytes; anything else is handed out as a file to keep."""
    known = media_type in ENDINGS
    response = HttpResponse(content, content_type=media_type if known else "application/octet-stream")
    how = "inline" if known else "attachment"
    response["Content-Disposition"] = f'{how}; filename="{reference}.{ENDINGS.get(media_type, "bin")}"'
    response["Content-Security-Policy"] = PDF_POLICY if media_type == "application/pdf" else PICTURE_POLICY
    response["X-Frame-Options"] = "SAMEORIGIN"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response

"""Letters are handed to a store that speaks S3, for a print house to fetch.

https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.conf import settings

from almoner.messaging.channels.letter.folder import lay
from almoner.messaging.channels.rest import line
from almoner.messaging.channels.stand_in import kept
from almoner.messaging.enums import Result
from almoner.messaging.outcome import Outcome
from almoner.messaging.rendering import Rendered

CONNECT_SECONDS, READ_SECONDS = 5, 20
OUR_FAULT = frozenset(
    {"AccessDenied", "InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "403", "NoSuchBucket", "404"}
)
"""What the store refuses because of how we are set up: it would refuse the next letter too."""


class StoreDown(Exception):
    """It did not take it, and would not take another either."""


class NotTaken(Exception):
    """It did not take this one."""


def is_set_up() -> bool:
    return bool(settings.LETTER_S3_BUCKET)


def says() -> str:
    where = settings.LETTER_S3_ENDPOINT or f"Amazon S3, {settings.LETTER_S3_REGION}"
    return f"{settings.LETTER_S3_BUCKET}/{settings.LETTER_S3_PREFIX} ({where})"


class LetterStore:
    """The same key is the same object: what is handed over again takes its own place, whole or not at all."""

    def send(self, rendered: Rendered, address: str, key: str) -> Outcome:
        laid = lay(rendered, address, key)
        try:
            name = put(laid.name, laid.pdf, "application/pdf")
        except StoreDown as fault:
            return Outcome(Result.NOT_NOW, str(fault), down=True)
        except NotTaken as fault:
            return Outcome(Result.NOT_NOW, str(fault))
        evidence = {"object": name, "bucket": settings.LETTER_S3_BUCKET, "pages": laid.pages, **kept(rendered)}
        return Outcome(Result.ACCEPTED, f"handed to the store, {laid.pages} pages", evidence)


def put(name: str, content: bytes, kind: str) -> str:
    """Put an object under our prefix. Gives its whole name; raises StoreDown and NotTaken."""
    from botocore.exceptions import BotoCoreError, ClientError

    whole = "/".join(filter(None, (settings.LETTER_S3_PREFIX, name)))
    more = {"ServerSideEncryption": settings.LETTER_S3_ENCRYPTION} if settings.LETTER_S3_ENCRYPTION else {}
    try:
        _client(*_where()).put_object(
            Bucket=settings.LETTER_S3_BUCKET, Key=whole, Body=content, ContentType=kind, **more
        )
    except ClientError as refusal:
        raise _told(refusal.response) from refusal
    except BotoCoreError as fault:
        raise StoreDown(line(f"the store does not answer: {fault}")) from fault
    return whole


def _told(answer: Any) -> Exception:
    error, status = answer.get("Error", {}), answer.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    code = str(error.get("Code", ""))
    said = line(f"the store refuses: {status} {code} {error.get('Message', '')}")
    return StoreDown(said) if code in OUR_FAULT or status >= 500 or status in {403, 429} else NotTaken(said)


def _where() -> tuple[str, str, str, str]:
    return (
        settings.LETTER_S3_ENDPOINT,
        settings.LETTER_S3_REGION,
        settings.LETTER_S3_KEY_ID,
        settings.LETTER_S3_SECRET,
    )


@lru_cache(maxsize=2)
def _client(endpoint: str, region: str, key_id: str, secret: str) -> Any:
    """Read with the first letter; most houses have no store. One try each: the outbox tries again by itself."""
    import boto3
    from botocore.config import Config

    config = Config(
        connect_timeout=CONNECT_SECONDS,
        read_timeout=READ_SECONDS,
        retries={"total_max_attempts": 1},
        s3={"addressing_style": "path" if endpoint else "auto"},
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
    return boto3.Session().client(
        "s3",
        endpoint_url=endpoint or None,
        region_name=region,
        aws_access_key_id=key_id,
        aws_secret_access_key=secret,
        config=config,
    )

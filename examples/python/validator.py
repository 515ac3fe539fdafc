"""The validator beside this service: verdicts on keys."""

import json
import os
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

AUDIENCE = os.environ.get("AUDIENCE", "orders")
BASE = urlsplit(os.environ.get("VALIDATOR_URL", "http://127.0.0.1:8090"))
PATIENCE = 2  # seconds

FORBIDDEN = {
    "POLICY_INVALID",
    "AUDIENCE_MISMATCH",
    "ENVIRONMENT_MISMATCH",
    "IP_NOT_ALLOWED",
    "INSUFFICIENT_SCOPE",
}
LIMITED = {"RATE_LIMITED", "QUOTA_EXCEEDED"}


@dataclass(frozen=True)
class Admitted:
    """Who calls."""

    consumer: str


@dataclass(frozen=True)
class Refused:
    """With what to turn the caller away; retry_after in seconds."""

    status: int
    code: str
    retry_after: int | None = None


# One answer for every credential that is no good: there is nothing to enumerate keys by.
UNAUTHORIZED = Refused(401, "INVALID_CREDENTIAL")
UNAVAILABLE = Refused(503, "UNAVAILABLE", 1)


def judge(key: str | None, scope: str, client_ip: str) -> Admitted | Refused:
    """Whether a caller may come in. Whatever is not expressly a yes is a no, and whatever fails is one too."""
    if key is None:
        return UNAUTHORIZED
    question = {"key": key, "audience": AUDIENCE, "scopes": [scope], "clientIp": client_ip}
    # http.client goes through no proxy and follows no redirect: the key goes to the validator alone.
    connection = HTTPConnection(BASE.hostname, BASE.port, timeout=PATIENCE)
    try:
        connection.request("POST", "/v1/validate", json.dumps(question), {"Content-Type": "application/json"})
        answer = connection.getresponse()
        if answer.status == 400:
            return UNAUTHORIZED
        return outcome(json.load(answer)) if answer.status == 200 else UNAVAILABLE
    except (OSError, HTTPException, ValueError, LookupError, TypeError):
        # The error is not logged: it may quote the request, and the request holds the key.
        return UNAVAILABLE
    finally:
        connection.close()


def outcome(verdict: dict) -> Admitted | Refused:
    """What a verdict means to the caller. Raises LookupError or TypeError for one that says neither yes nor no."""
    valid, code = verdict["valid"], verdict["code"]
    if valid is True and code == "VALID":
        return Admitted(verdict["consumer"]["id"])
    if valid is not False:
        return UNAVAILABLE
    if code in FORBIDDEN:
        return Refused(403, code)
    if code in LIMITED:
        return Refused(429, code, (verdict["rateLimit"] or {}).get("resetSeconds", 1))
    return UNAUTHORIZED

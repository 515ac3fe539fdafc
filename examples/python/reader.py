"""Reads records as JSON lines and prints what their stamps say. It is hearsay: nothing here is verified.

Python's standard library verifies no Ed25519 and no ECDSA signature, so this program cannot know whether any of it is
true: whoever may write to the topic may write these headers. Decide nothing by it. To verify, give the same lines to
../node/reader.mjs, or write the steps of ../node/stamp.mjs with the package `cryptography`.
"""

import base64
import json
import sys

ATTRIBUTES = {"id": "event", "source": "source", "type": "type", "time": "time", "authid": "consumer"}


def attributes_of(headers: list[str | None]) -> dict[str, str]:
    """The attributes of the CloudEvent in a record's headers (names and values in turn), each there once."""
    attributes: dict[str, str] = {}
    for name, value in zip(headers[::2], headers[1::2], strict=True):
        if not name.startswith("ce_"):
            continue
        if name in attributes or not value:
            raise ValueError("an attribute that is empty or there twice")
        attributes[name] = value
    return {name.removeprefix("ce_"): value for name, value in attributes.items()}


def unverified_claims(token: str) -> dict:
    """What a token says; whether a validator of the fabric ever said so is for a signature to tell."""
    payload = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))


def hearsay(record: dict) -> dict:
    """What a stamp says, under names that say what it is worth."""
    attributes = attributes_of(record["headers"])
    claims = unverified_claims(attributes["kftxn"])
    bearer = claims["act"]["sub"].removeprefix("service:") if "act" in claims else claims["req_wl"]
    said = {ours: attributes.get(name) for name, ours in ATTRIBUTES.items()}
    return {"topic": record["topic"], **said, "producer": bearer, "txn": claims["txn"]}


def read(line: str) -> dict:
    try:
        return {"verified": False, "hearsay": hearsay(json.loads(line))}
    except (ValueError, LookupError, TypeError, AttributeError):
        # The error is not printed: it may quote the record, which holds a token.
        return {"verified": False, "unreadable": True}


if __name__ == "__main__":
    print("hearsay: no signature is verified here; verify with ../node/reader.mjs", file=sys.stderr)
    for one in sys.stdin:
        print(json.dumps(read(one)), flush=True)

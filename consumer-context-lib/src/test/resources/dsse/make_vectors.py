"""Computes dsse-vectors.txt, from the specification and with nothing of Keyfabric's.

    python3 make_vectors.py > dsse-vectors.txt

Only hashlib, base64 and datetime are used; Ed25519 is written out below after RFC 8032, section 5.1, and is checked
against test 1 of its section 7.1 each time the script runs. The signing key is that of RFC 8037, appendix A.1 (the
same pair as test 1). What is computed: CloudEvents, extensions/verifiability.md (core and ext digests, verification
material) and DSSE 1.0.2 (pre-authentication encoding, envelope). openssl agrees with the signatures:

    openssl pkeyutl -sign -rawin -inkey key.pem -in pae.bin | base64
"""
import base64
import datetime
import hashlib
import json

P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def recover_x(y):
    xx = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(xx, (P + 3) // 8, P)
    if (x * x - xx) % P:
        x = x * ROOT % P
    return x if x % 2 == 0 else P - x


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = (recover_x(BASE_Y), BASE_Y)


def add(a, b):
    (x1, y1), (x2, y2) = a, b
    t = D * x1 * x2 * y1 * y2 % P
    return ((x1 * y2 + x2 * y1) * pow(1 + t, P - 2, P) % P, (y1 * y2 + x1 * x2) * pow(1 - t, P - 2, P) % P)


def times(n, point):
    out = (0, 1)
    while n:
        if n & 1:
            out = add(out, point)
        point = add(point, point)
        n >>= 1
    return out


def encoded(point):
    x, y = point
    return (y | (x & 1) << 255).to_bytes(32, "little")


def number(data):
    return int.from_bytes(data, "little")


def sign(seed, message):
    h = hashlib.sha512(seed).digest()
    a = number(h[:32]) & ((1 << 254) - 8) | (1 << 254)
    public = encoded(times(a, BASE))
    r = number(hashlib.sha512(h[32:] + message).digest()) % Q
    big_r = encoded(times(r, BASE))
    s = (r + number(hashlib.sha512(big_r + public + message).digest()) * a) % Q
    return public, big_r + s.to_bytes(32, "little")


SEED = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
PUBLIC, EMPTY = sign(SEED, b"")
assert PUBLIC.hex() == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
assert EMPTY.hex() == (
    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
)

TYPE = b"https://cloudevents.io/verifiability/dsse/v0.1"
CORE = ["id", "source", "specversion", "type", "datacontenttype", "dataschema", "subject"]


def sha(data):
    return hashlib.sha256(data).digest()


def zulu(text):
    at = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    return at.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def b64(data):
    return base64.b64encode(data).decode()


def vector(name, attributes, data, signed):
    parts = [sha(attributes.get(a, "").encode()) for a in CORE]
    parts.append(sha(zulu(attributes["time"]).encode() if "time" in attributes else b""))
    parts.append(sha(data))
    core = sha(b"".join(parts))
    material = {"core": b64(core)}
    ext = b""
    if signed:
        ext = sha(b"".join(sha(attributes.get(a, "").encode()) for a in signed))
        material |= {"ext": b64(ext), "signedextattrs": signed}
    body = json.dumps(material, separators=(",", ":")).encode()
    pae = b"DSSEv1 %d %s %d %s" % (len(TYPE), TYPE, len(body), body)
    signature = sign(SEED, pae)[1]
    envelope = {
        "payloadType": TYPE.decode(),
        "payload": b64(body),
        "signatures": [{"keyid": "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k", "sig": b64(signature)}],
    }
    print("case", name)
    for key, value in attributes.items():
        print("attribute", key, value)
    print("data", data.hex())
    print("signed", ",".join(signed))
    print("core", core.hex())
    print("ext", ext.hex())
    print("payload", body.decode())
    print("pae", pae.hex())
    print("signature", signature.hex())
    print("material", b64(json.dumps(envelope, separators=(",", ":")).encode()))
    print()


STAMP = ["authtype", "authid", "authclaims", "kftxn", "kftopic", "kfkeyhash", "traceparent"]
PLAIN = {"specversion": "1.0", "id": "1", "source": "/services/orders", "type": "order.created"}
STAMPED = PLAIN | {
    "time": "2026-11-21T10:00:00Z",
    "datacontenttype": "application/json",
    "authtype": "api_key",
    "authid": "acme",
    "authclaims": '{"keyId":"key_0a1AAAAAAAAAAAAAAAAAAAA","plan":"gold","scopes":["orders:write"],"txn":"0192f0c1"}',
    "kftxn": "eyJhbGciOiJFZERTQSJ9.e30.c2ln",
    "kftopic": "orders",
    "kfkeyhash": "-",
}

print("# Made by make_vectors.py. public key:", PUBLIC.hex())
print()
vector("four-attributes", PLAIN, b'{"hello":"world"}', [])
vector("no-data", PLAIN, b"", [])
vector("every-core-attribute", PLAIN | {
    "datacontenttype": "application/json", "dataschema": "https://example.com/s/1", "subject": "o-1",
    "time": "2026-11-21T12:00:00.987654+02:00"}, b"{}", [])
vector("same-time-in-utc", PLAIN | {
    "datacontenttype": "application/json", "dataschema": "https://example.com/s/1", "subject": "o-1",
    "time": "2026-11-21T10:00:00Z"}, b"{}", [])
vector("beyond-ascii", PLAIN | {"subject": "Grüße €😀"}, bytes(range(256)), [])
vector("one-extension", PLAIN | {"exta": "value1", "extb": "value2"}, b"x", ["exta"])
vector("order-of-extensions", PLAIN | {"exta": "value1", "extb": "value2"}, b"x", ["extb", "exta"])
vector("absent-extension", PLAIN | {"exta": "value1"}, b"x", ["exta", "extb"])
vector("stamp-without-trace", STAMPED, b'{"order":1}', STAMP)
vector("stamp-with-trace", STAMPED | {"traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"},
       b'{"order":1}', STAMP)

"""A service that lets callers in on the word of the validator beside it."""

import json
import os
import re
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from validator import Admitted, Refused, judge

PORT = int(os.environ.get("PORT", "8084"))
MAX_BODY = 64 * 1024

# The scope that each route demands; what is not listed is not served.
ROUTES = {("GET", "/orders"): "orders:read", ("POST", "/orders"): "orders:write"}

TITLES = {
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    429: "Too Many Requests",
    503: "Service Unavailable",
}
CREDENTIAL = re.compile(r"(?:bearer|apikey) +(\S+)", re.IGNORECASE)


class Service(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 10  # seconds that a caller may take to send its request

    def do_GET(self) -> None:
        self.serve()

    def do_POST(self) -> None:
        # This service has no use for a body; what was left unread must not pass for the next request.
        length = self.headers.get("Content-Length", "")
        self.rfile.read(min(int(length), MAX_BODY) if length.isdecimal() else 0)
        self.close_connection = True
        self.serve()

    def serve(self) -> None:
        # Without the query: a caller may have put a key there by mistake.
        path = self.path.split("?")[0]
        scope = ROUTES.get((self.command, path))
        if path == "/health":
            self.answer(200, {"status": "UP"})
        elif scope is None:
            self.refuse(Refused(404, "NOT_FOUND"))
        else:
            verdict = judge(self.key(), scope, self.client_address[0])
            if isinstance(verdict, Admitted):
                self.answer(200, {"consumer": verdict.consumer, "scope": scope})
            else:
                self.refuse(verdict)
            print(self.command, scope, verdict, file=sys.stderr, flush=True)

    def key(self) -> str | None:
        """The only API key of the request: None when there is none, or several and nobody could say which one counts."""
        offered = self.headers.get_all("X-API-Key", [])
        for value in self.headers.get_all("Authorization", []):
            match = CREDENTIAL.fullmatch(value)
            offered.append(match[1] if match else "")
        return offered[0] if len(offered) == 1 and offered[0] else None

    def refuse(self, refused: Refused) -> None:
        """A refusal as a problem of RFC 9457."""
        headers = {"Content-Type": "application/problem+json"}
        if refused.status == 401:
            headers["WWW-Authenticate"] = 'Bearer realm="orders", ApiKey realm="orders"'
        if refused.retry_after is not None:
            headers["Retry-After"] = str(refused.retry_after)
        problem = {
            "type": "urn:keyfabric:problem:" + refused.code.lower().replace("_", "-"),
            "title": TITLES[refused.status],
            "status": refused.status,
            "code": refused.code,
        }
        self.answer(refused.status, problem, headers)

    def answer(self, status: int, body: dict, headers: dict[str, str] | None = None) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        for name, value in ({"Content-Type": "application/json"} | (headers or {})).items():
            self.send_header(name, value)
        self.send_header("Cache-Control", "no-store")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the request line, which this would log, may hold a key."""


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", PORT), Service)
    print(f"listening on 127.0.0.1:{PORT}", file=sys.stderr, flush=True)
    server.serve_forever()

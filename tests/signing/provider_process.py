"""A sign-in provider in a process of its own: ``python provider_process.py PORT [PATH]``; it can be told to misbehave.

OpenID Connect: discovery, keys, authorization code with PKCE (checked) and nonce. ``POST /told`` takes JSON: ``claims``
replace those of the next tokens (null takes one out), ``sign`` says how they are signed, ``rotate`` makes a new key,
``answer`` replaces what the browser brings back, ``described`` what the description says.
"""

from __future__ import annotations

import hmac
import json
import secrets
import sys
import time
from base64 import b64encode, urlsafe_b64encode
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

PORT = int(sys.argv[1])
ISSUER = f"http://127.0.0.1:{PORT}{sys.argv[2] if len(sys.argv) > 2 else ''}"
CLIENT, SECRET = "belofte", "hunter two"
CODES: dict[str, dict[str, str]] = {}
TOLD: dict[str, Any] = {}


def new_key() -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": secrets.token_hex(4), "use": "sig"}, private=True)


KEYS = [new_key()]


def described() -> dict[str, Any]:
    return {
        "issuer": ISSUER,
        "authorization_endpoint": f"{ISSUER}/authorize",
        "token_endpoint": f"{ISSUER}/token",
        "jwks_uri": f"{ISSUER}/keys",
        "authorization_response_iss_parameter_supported": True,
    } | TOLD.get("described", {})


def text(part: object) -> str:
    return urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")


def signed(asked: dict[str, str]) -> str:
    now = int(time.time())
    claims = {"iss": ISSUER, "sub": "u-1", "aud": CLIENT, "exp": now + 300, "iat": now, "auth_time": now}
    claims |= {"nonce": asked["nonce"], "email": "mieke@linprofs.example"} | TOLD.get("claims", {})
    said = {name: value for name, value in claims.items() if value is not None}
    how = TOLD.get("sign", "right")
    if how == "unsigned":
        return f"{text({'alg': 'none'})}.{text(said)}."
    if how == "shared secret":
        return jwt.encode({"alg": "HS256"}, said, OctKey.import_key(SECRET * 4), algorithms=["HS256"])
    if how == "public key as secret":
        unsigned = ".".join(text(part) for part in ({"alg": "HS256", "kid": KEYS[-1].kid}, said))
        mark = hmac.digest(KEYS[-1].as_pem(private=False), unsigned.encode(), "sha256")
        return f"{unsigned}.{urlsafe_b64encode(mark).decode().rstrip('=')}"
    key = new_key() if how.startswith("stranger") else KEYS[-1]
    kid = {} if how.endswith("nameless") else {"kid": KEYS[-1].kid if how == "stranger posing" else key.kid}
    return jwt.encode({"alg": "RS256", **kid}, said, key)


class Provider(BaseHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Silent."""

    def do_GET(self) -> None:
        asked = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        path = f"http://127.0.0.1:{PORT}{urlsplit(self.path).path}".removeprefix(ISSUER)
        if path == "/.well-known/openid-configuration":
            self.say(described())
        elif path == "/keys":
            self.say({"keys": [key.as_dict(private=False) for key in KEYS]})
        elif path == "/authorize":
            self.authorize(asked)
        else:
            self.say({}, 404)

    def authorize(self, asked: dict[str, str]) -> None:
        code = secrets.token_hex(8)
        CODES[code] = asked
        back = {"code": code, "state": asked["state"], "iss": ISSUER} | TOLD.get("answer", {})
        self.send_response(302)
        self.send_header("location", f"{asked['redirect_uri']}?{urlencode({k: v for k, v in back.items() if v})}")
        self.end_headers()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"])).decode()
        if self.path == "/told":
            TOLD.clear()
            TOLD.update(json.loads(body))
            if TOLD.get("rotate"):
                KEYS[:] = [new_key()]
            self.say({})
            return
        form = {name: values[0] for name, values in parse_qs(body).items()}
        asked = CODES.pop(form.get("code", ""), None)
        basic = "Basic " + b64encode(f"{CLIENT}:{urlencode({'': SECRET})[1:]}".encode()).decode()
        proof = urlsafe_b64encode(sha256(form.get("code_verifier", "").encode()).digest()).decode().rstrip("=")
        if asked is None or self.headers["authorization"] != basic or asked["code_challenge"] != proof:
            self.say({"error": "invalid_grant"}, 400)
        elif asked["redirect_uri"] != form["redirect_uri"] or asked["code_challenge_method"] != "S256":
            self.say({"error": "invalid_request"}, 400)
        else:
            self.say({"id_token": signed(asked), "access_token": "x", "token_type": "Bearer"})

    def say(self, what: object, status: int = 200) -> None:
        body = json.dumps(what).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


server = ThreadingHTTPServer(("127.0.0.1", PORT), Provider)
sys.stdout.write("listening\n")
sys.stdout.flush()
server.serve_forever()

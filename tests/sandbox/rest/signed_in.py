"""Clients that sign in as each vendor asks, for tests of the simulators themselves."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from belofte.sandbox.rest.simulator import Simulator

Hook = Callable[[httpx.Response], None]


@contextmanager
def client_of(simulator: Simulator, hook: Hook | None = None) -> Iterator[httpx.Client]:
    """A client that is signed in; ``hook`` hears every exchange after that."""
    with httpx.Client(base_url=simulator.api_url, trust_env=False, timeout=120) as client:
        SIGN_IN[simulator.kind](simulator, client)
        if hook:
            client.event_hooks = {"response": [hook]}
        yield client


def key_of(pem: str) -> rsa.RSAPrivateKey:
    key = load_pem_private_key(pem.encode(), None)
    assert isinstance(key, rsa.RSAPrivateKey)
    return key


def mailchimp(simulator: Simulator, client: httpx.Client) -> None:
    client.auth = ("any", simulator.secrets["api_key"])


def exact(simulator: Simulator, client: httpx.Client, refresh: str | None = None) -> Any:
    held = simulator.secrets
    form = {"grant_type": "refresh_token", "refresh_token": refresh or held["refresh_token"]}
    form |= {"client_id": held["client_id"], "client_secret": held["client_secret"]}
    answer = client.post(f"{simulator.origin}/api/oauth2/token", data=form)
    if answer.status_code == 200:
        client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
    return answer


def microsoft(simulator: Simulator, client: httpx.Client) -> None:
    held = simulator.secrets
    form = {"grant_type": "client_credentials", "scope": "https://graph.microsoft.com/.default"}
    form |= {"client_id": held["client_id"], "client_secret": held["client_secret"]}
    answer = client.post(f"{simulator.origin}/{held['tenant']}/oauth2/v2.0/token", data=form)
    client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"


def google(simulator: Simulator, client: httpx.Client) -> None:
    account, now = json.loads(simulator.secrets["service_account"]), int(simulator.state.clock())
    claims = {"iss": account["client_email"], "scope": "analytics.edit", "aud": "token", "iat": now, "exp": now + 3600}
    signed = ".".join(_encoded(part) for part in ({"alg": "RS256", "typ": "JWT"}, claims))
    signature = key_of(account["private_key"]).sign(signed.encode(), padding.PKCS1v15(), hashes.SHA256())
    assertion = f"{signed}.{base64.urlsafe_b64encode(signature).decode().rstrip('=')}"
    form = {"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion": assertion}
    answer = client.post(f"{simulator.origin}/token", data=form)
    client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"


def transip(simulator: Simulator, client: httpx.Client, *, read_only: bool = False) -> None:
    held = simulator.secrets
    asked = {
        "login": held["login"],
        "nonce": "abc123",
        "read_only": read_only,
        "expiration_time": "1 day",
        "label": "",
        "global_key": True,
    }
    body = json.dumps(asked).encode()
    signature = base64.b64encode(key_of(held["private_key"]).sign(body, padding.PKCS1v15(), hashes.SHA512())).decode()
    headers = {"Signature": signature, "Content-Type": "application/json"}
    answer = client.post(f"{simulator.api_url}/auth", content=body, headers=headers)
    client.headers["Authorization"] = f"Bearer {answer.json()['token']}"


def postnl(simulator: Simulator, client: httpx.Client) -> None:
    client.headers["apikey"] = simulator.secrets["api_key"]


def dhl(simulator: Simulator, client: httpx.Client) -> None:
    held = simulator.secrets
    client.headers["DHL-API-Key"] = held["api_key"]
    asked = {"userId": held["user_id"], "key": held["key"]}
    token = client.post(f"{simulator.origin}/authenticate/api-key", json=asked).json()["accessToken"]
    client.headers["Authorization"] = f"Bearer {token}"


def _encoded(part: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")


SIGN_IN: dict[str, Callable[..., Any]] = {
    "mailchimp": mailchimp,
    "exact_online": exact,
    "microsoft365": microsoft,
    "google_analytics": google,
    "transip": transip,
    "postnl": postnl,
    "dhl": dhl,
}

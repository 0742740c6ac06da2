"""What AWS answers when it does not do what was asked, in words that may be shown: service, act and remedy.

A message of AWS can quote a key or an address, so only its code is read
(docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html; the common errors of each service's API reference).
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, cast

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    CredentialRetrievalError,
    HTTPClientError,
    NoCredentialsError,
    NoRegionError,
    PartialCredentialsError,
    ProfileNotFound,
    ProxyConnectionError,
    SSLError,
    SSOError,
)
from botocore.exceptions import ConnectionError as Unconnected
from botocore.parsers import ResponseParserError

from belofte.ports import SystemUnreachable

_BUSY = frozenset(
    """Throttling ThrottlingException ThrottledException RequestThrottled RequestThrottledException SlowDown
    TooManyRequestsException RequestLimitExceeded BandwidthLimitExceeded LimitExceededException PriorRequestNotComplete
    ProvisionedThroughputExceededException EC2ThrottledException TransactionInProgressException 429""".split()
)
_DOWN = frozenset(
    """InternalError InternalFailure InternalServerError InternalServiceError InternalServiceErrorException
    ServiceUnavailable ServiceUnavailableException RequestTimeout RequestTimeoutException OperationAborted
    500 502 503 504""".split()
)
_CLOCK = frozenset(
    "RequestTimeTooSkewed RequestExpired RequestInTheFuture InvalidSignatureException SignatureDoesNotMatch".split()
)
_SIGN_IN = frozenset(
    """ExpiredToken ExpiredTokenException TokenRefreshRequired InvalidToken InvalidClientTokenId InvalidAccessKeyId
    UnrecognizedClientException AuthFailure MissingAuthenticationToken NotSignedUp OptInRequired""".split()
)
_RIGHTS = frozenset(
    "AccessDenied AccessDeniedException UnauthorizedOperation Forbidden AllAccessDisabled NotAuthorized 403".split()
)
_ABSENT = frozenset(
    """NoSuchBucket NotFound NotFoundException ResourceNotFoundException DBInstanceNotFound DBInstanceNotFoundFault
    404""".split()
)
_BARE = "403"
"""All that is told of a refused HEAD, whose answer has no body: it is also what a clock that is wrong gives."""
_TOO_SKEWED = "RequestTimeTooSkewed"
_SKEW = timedelta(minutes=5)
"""A signature of another time than this is refused (docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html); S3
allows fifteen minutes."""
_PROXY_REFUSES = re.compile(r"Tunnel connection failed: 4\d\d")
"""What http.client tells of a proxy that answered CONNECT with no (RFC 9110, 9.3.6); 5xx passes."""
_REDIRECTED = frozenset("PermanentRedirect AuthorizationHeaderMalformed IllegalLocationConstraintException".split())

_REMEDIES: tuple[tuple[frozenset[str], str, str, bool], ...] = (
    (_BUSY, "asks to be called less often", "Nothing to decide: it is tried again, more slowly.", True),
    (_DOWN, "cannot answer at the moment", "Nothing to decide: it is tried again.", True),
    (
        _CLOCK,
        "does not accept the signature: most often because this machine's clock differs from AWS's",
        "Set the clock of this machine (timedatectl shows it); if it is right, look whether secret_key belongs to "
        "access_key.",
        False,
    ),
    (
        _SIGN_IN,
        "does not know this sign-in any more",
        "Renew the keys that the system's access_key, secret_key or profile point at, then run belofte doctor.",
        False,
    ),
    (_ABSENT, "says that it does not exist", "Look at at: in the system's map, or make it again.", False),
    (_REDIRECTED, "says that it lies in another region", "Correct region: in the system's map.", False),
)


def code_of(error: ClientError) -> str:
    """AWS's own code of an error; a bare HTTP status where there is no body."""
    answer = cast("dict[str, Any]", error.response)
    return str(answer.get("Error", {}).get("Code", ""))


def unreachable(error: ClientError | BotoCoreError | ResponseParserError, service: str, act: str) -> SystemUnreachable:
    """The error as what procedures understand. ``service`` and ``act`` are AWS's names: s3, DeleteObjects."""
    if isinstance(error, ClientError):
        return _refused(error, service, act)
    if isinstance(error, NoCredentialsError | PartialCredentialsError | ProfileNotFound | CredentialRetrievalError):
        return SystemUnreachable(
            "There are no keys to sign in at AWS with.",
            "Name them in the system's map (access_key and secret_key, or profile), or give this machine a role.",
            transient=False,
        )
    if isinstance(error, SSOError):
        return SystemUnreachable("The sign-in at AWS has expired.", "Sign in again: aws sso login.", transient=False)
    if isinstance(error, NoRegionError):
        return SystemUnreachable("No region is stated for AWS.", "Write region: in the system's map.", transient=False)
    if isinstance(error, SSLError):
        return SystemUnreachable(
            f"The certificate that {service} showed is not trusted here.",
            "Behind a proxy of your own: name its authority as ca: in the map, or as own_authorities in belofte.toml.",
            transient=False,
        )
    if isinstance(error, ResponseParserError):
        return SystemUnreachable(
            f"What answered for {service} is not AWS.", "Look at the proxy on the way, and at endpoint: in the map."
        )
    if isinstance(error, ProxyConnectionError) and _PROXY_REFUSES.search(_behind(error)):
        return SystemUnreachable(
            f"The proxy does not let us through to {service} of AWS.",
            "Check proxy: and its sign-in, with its keeper.",
            transient=False,
        )
    if isinstance(error, HTTPClientError | Unconnected):
        return SystemUnreachable(f"{service} of AWS cannot be reached.", "Nothing to decide: it is tried again.")
    return SystemUnreachable(
        f"The call {act} to {service} could not be made.",
        "Look at the system's map with belofte lint.",
        transient=False,
    )


def _refused(error: ClientError, service: str, act: str) -> SystemUnreachable:
    code = code_of(error)
    if code == _BARE and _is_skewed(error):
        code = _TOO_SKEWED
    if code in _RIGHTS:
        return SystemUnreachable(
            f"The account may not do {act} at {service}.",
            "Give it the right that is missing: belofte doctor NAME --grants prints the policy.",
            transient=False,
        )
    for codes, why, remedy, passes in _REMEDIES:
        if code in codes:
            return SystemUnreachable(f"{service} of AWS {why} ({act}).", remedy, transient=passes)
    status = int(cast("dict[str, Any]", error.response).get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
    remedy = "Nothing to decide: it is tried again." if status >= 500 else "Look at this service in the AWS console."
    return SystemUnreachable(f"{service} of AWS refused {act} ({code}).", remedy, transient=status >= 500)


def _is_skewed(error: ClientError) -> bool:
    """Whether AWS's clock, as its answer tells it, differs too much from this machine's, by which a call is signed."""
    headers = cast("dict[str, Any]", error.response).get("ResponseMetadata", {}).get("HTTPHeaders", {})
    try:
        theirs = parsedate_to_datetime(str(headers["date"]))
        return abs(theirs - datetime.now(UTC)) > _SKEW
    except (KeyError, TypeError, ValueError):
        return False


def _behind(error: ProxyConnectionError) -> str:
    """What the connection itself met; its own text names the proxy only."""
    return str(cast("dict[str, object]", cast("Any", error).kwargs).get("error"))

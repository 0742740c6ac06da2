"""A process that renews its sign-in at Exact Online: ``python renewing.py POLICY KEPT MOMENT SECRETS``."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from belofte.connectors.http.making import Surroundings, make_connector
from belofte.loading.folder import load_policy_folder


class Then:
    """A clock that stands still."""

    def now(self) -> datetime:
        return datetime.fromtimestamp(float(sys.argv[3]), UTC)


def main() -> None:
    folder = load_policy_folder(Path(sys.argv[1]))
    secrets = json.loads(sys.argv[4])
    around = Surroundings(Then(), secrets.__getitem__, Path(sys.argv[2]), only_here=True)
    make_connector(folder.systems["exact"], around).fingerprint()


main()

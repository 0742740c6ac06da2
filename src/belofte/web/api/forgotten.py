"""What an import job asks before it writes, and what a shop says when somebody who was erased comes back."""

from __future__ import annotations

from belofte.domain.api_token import Scope
from belofte.domain.as_json import told
from belofte.domain.identifier_written import identifier_of
from belofte.procedures.restoring.forgetting import Stopped
from belofte.web.api.asking import Field
from belofte.web.api.operations import Answer, Call, Operation
from belofte.web.api.requests import answered
from belofte.web.api.schemas import Schemas, strict


def _forgotten(call: Call) -> Answer:
    """An answer a person, in their order; nothing of them is repeated."""
    looked = call.desks.forgotten.check([[identifier_of(one)] for one in call.body["people"]])
    return Answer(told("forgotten.batch", stopped=[one.stopped for one in looked]))


def _came_back(call: Call) -> Answer:
    who = identifier_of(call.body["who"])
    changed = call.desks.forgotten.come_back([who], call.body["act"], call.caller.token.name)
    return Answer(told("forgotten.came-back", changed=changed))


def _batch(schemas: Schemas) -> dict[str, object]:
    one = {"type": "array", "items": schemas.of(Stopped)}
    return strict({"schema": {"const": "belofte.forgotten.batch/1"}, "stopped": {"type": "array", "items": one}})


FORGOTTEN: tuple[Operation, ...] = (
    Operation(
        "forgotten", "POST", "/forgotten", Scope.USE,
        "Whether people were erased, restricted, or objected: asked before an import writes. Nothing is changed.",
        _forgotten, _batch,
        body={"people": Field("Identifiers, such as anna@post.example.", needed=True, many=True, longest=300)},
        once=False,
    ),
    Operation(
        "cameBack", "POST", "/came-back", Scope.USE,
        "Somebody who was erased did something anew: they are refused no longer. What was erased stays erased.",
        _came_back, answered("CameBack", "forgotten.came-back", changed=bool),
        body={
            "who": Field("An identifier, such as anna@post.example.", needed=True, longest=300),
            "act": Field("What they did, in a word: ordered, signed-up.", needed=True, longest=60),
        },
    ),
)  # fmt: skip
"""Operations of imports and shops."""

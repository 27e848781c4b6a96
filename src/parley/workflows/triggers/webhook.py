"""Incoming Webhook: another system posts JSON, and the workflow starts for the contact that it names."""

from typing import Literal, Self

from pydantic import Field, model_validator

from parley.workflows.payloads import ContactBy, JsonPath, Mapping, find_in, flat
from parley.workflows.triggers.trigger import Trigger, Values


class IncomingWebhookTrigger(Trigger):
    """`contact_path` leads to the contact's id, e-mail or phone; with `creates_contact` one who is not known
    is made, named by `name_path`. `mapping` names what is read as `trigger.NAME`; what is missing is empty.
    """

    kind: Literal["incoming_webhook"] = "incoming_webhook"
    contact_by: ContactBy = "email"
    contact_path: JsonPath
    creates_contact: bool = False
    name_path: JsonPath | None = None
    mapping: Mapping = Field(default_factory=dict)

    @model_validator(mode="after")
    def _creates_who_can_be_found_again(self) -> Self:
        if self.creates_contact and self.contact_by == "id":
            raise ValueError("a contact is created by e-mail or phone, not by an id")
        return self

    def variables(self) -> frozenset[str]:
        return frozenset(self.mapping)

    def read(self, payload: object) -> Values:
        return {name: flat(find_in(payload, path)) for name, path in self.mapping.items()}

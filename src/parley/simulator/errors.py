"""The provider's error catalogue, and a refusal in the two shapes it is told in: answer and status."""

from typing import Any

Json = dict[str, Any]

# code: (HTTP status, title)
CATALOGUE: dict[int, tuple[int, str]] = {
    0: (401, "Sign-in failed"),
    1: (500, "Unknown error"),
    2: (503, "Service unavailable"),
    3: (403, "Capability missing"),
    4: (429, "Too many calls by this app"),
    10: (403, "Permission missing"),
    33: (400, "Number deleted"),
    100: (400, "Invalid parameter"),
    190: (401, "Access token invalid or expired"),
    368: (403, "Blocked for policy violations"),
    80007: (429, "Account rate limit reached"),
    130429: (429, "Throughput limit reached"),
    130472: (400, "Recipient is part of an experiment"),
    131000: (500, "Something went wrong"),
    131005: (403, "Access denied"),
    131008: (400, "Required parameter is missing"),
    131009: (400, "Parameter value is not valid"),
    131016: (503, "Service unavailable"),
    131021: (400, "Recipient is the sender"),
    131026: (400, "Message undeliverable"),
    131030: (400, "Recipient not on the allowed list"),
    131031: (403, "Account locked"),
    131042: (400, "Payment problem"),
    131047: (400, "More than 24 hours since the last message of the recipient"),
    131048: (429, "Spam limit reached"),
    131049: (400, "Not delivered, to keep the ecosystem healthy"),
    131050: (400, "Recipient stopped marketing messages"),
    131051: (400, "Message type not supported"),
    131052: (400, "Media download failed"),
    131053: (400, "Media upload failed"),
    131056: (429, "Too many messages to this recipient"),
    131057: (503, "Account in maintenance"),
    131062: (400, "Recipient given by user id is not allowed for this message"),
    132000: (400, "Template parameter count does not match"),
    132001: (404, "Template does not exist"),
    132015: (400, "Template is paused"),
    132016: (400, "Template is disabled"),
    133010: (400, "Number is not registered"),
    133016: (429, "Too many registrations"),
}


class GraphError(Exception):
    """The provider refuses a call; `code` is the provider's, `status` the HTTP one."""

    def __init__(self, code: int, details: str = "", *, status: int | None = None) -> None:
        known_status, self.title = CATALOGUE.get(code, (400, "Error"))
        super().__init__(f"(#{code}) {self.title}: {details}")
        self.code = code
        self.details = details or self.title
        self.status = known_status if status is None else status


def answer_of(error: GraphError, trace_id: str) -> Json:
    """The body of an HTTP answer that refuses."""
    return {
        "error": {
            "message": f"(#{error.code}) {error.title}",
            "type": "OAuthException",
            "code": error.code,
            "error_data": {"messaging_product": "whatsapp", "details": error.details},
            "fbtrace_id": trace_id,
        }
    }


def status_error_of(error: GraphError) -> Json:
    """One member of `errors` in a failed status."""
    return {
        "code": error.code,
        "title": error.title,
        "message": error.title,
        "error_data": {"details": error.details},
        "href": "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/",
    }

"""Refusals that only the HTTP border knows: who calls, how often, and how big."""

from parley.domain.errors import Invalid, LimitExceeded, Refusal


class NotSignedIn(Refusal):
    code = "not_signed_in"
    status = 401
    message = "Sign in, or send a valid token."


class SignInFailed(Refusal):
    """The same for an unknown address, a wrong password and a deactivated user."""

    code = "sign_in_failed"
    status = 401
    message = "The e-mail address or the password is not right."


class HttpsRequired(Refusal):
    code = "https_required"
    status = 403
    message = "Signing in over plain HTTP is only possible on this machine itself. Use HTTPS."


class CsrfRefused(Refusal):
    code = "csrf_refused"
    status = 403
    message = "The request does not come from this app: the X-CSRF-Token or the Origin is wrong."


class TooManyRequests(Refusal):
    """`retry_after` in the details is in seconds, and so is the header."""

    code = "too_many_requests"
    status = 429
    message = "Too many requests. Wait, then try again."


class RunNotStarted(Refusal):
    """`reason`: contact_blocked, already_running, enrolled_before, condition_not_met ..."""

    code = "run_not_started"
    message = "The workflow cannot start for this contact now."


class BodyTooLarge(LimitExceeded):
    code = "body_too_large"
    status = 413
    message = "The request body is too large."


class NotJson(Invalid):
    code = "not_json"
    status = 400
    message = "The request body is not JSON."


class IdempotencyKeyReused(Refusal):
    code = "idempotency_key_reused"
    status = 422
    message = "This Idempotency-Key was used with another request."


class IdempotencyInProgress(Refusal):
    code = "idempotency_in_progress"
    message = "A request with this Idempotency-Key has begun and has not been answered."


class AlreadyExists(Refusal):
    """Details name the field that must be unique."""

    code = "already_exists"
    message = "Something with this name or address exists already."


class StillInUse(Refusal):
    code = "still_in_use"
    message = "Something else still uses this."


class Busy(Refusal):
    """Another change holds the same rows: nothing was done, the same request may be repeated."""

    code = "busy"
    status = 503
    message = "Somebody else is changing the same thing. Try again in a moment."


class Unavailable(Refusal):
    """The database is away: whether the change was made is known only where the answer says so."""

    code = "unavailable"
    status = 503
    message = (
        "The database cannot be reached. Try again in a moment, with the same Idempotency-Key."
    )


class MethodNotAllowed(Refusal):
    code = "method_not_allowed"
    status = 405
    message = "This address does not take this method."


class InternalError(Refusal):
    code = "internal_error"
    status = 500
    message = "Something went wrong on our side. It has been logged."

"""LiveKit out of reach, and the end of the process."""
import json
import time

from .bad_input import join_webhook, signed
from .report import eventually


async def livekit_unreachable(bench, report):
    product, room = bench.second, "e2e-unreachable"
    await product.launch()

    async def says_so():
        status, body = await product.get_if_listening("/readyz")
        return body if status == 503 else None
    body = await eventually("no LiveKit: /readyz answers 503", says_so, 60)
    text = body if isinstance(body, str) else json.dumps(body)
    report.that("no LiveKit: /readyz is 503 and names livekit", "livekit" in text.lower(), f"{text:.160}")

    webhook = join_webhook(room)
    status, answer = await product.post_webhook(webhook, signed(webhook))
    report.that("no LiveKit: the webhook is taken all the same", status == 200, f"{status} {answer!s:.120}")

    calls = []

    async def recorded():
        calls[:] = await product.calls(room)
        return calls
    await eventually("no LiveKit: the call is recorded", recorded, 5)
    call_id = calls[0]["callId"]

    async def failed_request():
        status, timeline = await product.get(f"/telephony/calls/{call_id}/timeline")
        return status == 200 and next(filter(is_failed_request, entries(timeline)), None)
    entry = await eventually("no LiveKit: the failed request is on the time line", failed_request, 15)
    report.that("no LiveKit: the failed request is on the time line", True, f"{json.dumps(entry):.200}")
    await product.stop()


def entries(timeline):
    return timeline if isinstance(timeline, list) else timeline.get("items", [])


def is_failed_request(entry):
    """LiveKit's answer, or the lack of one, that speaks of a failure; what merely happened does not count."""
    is_answer = "answer" in {str(value).lower() for value in entry.values()}
    text = json.dumps(entry).lower()
    return is_answer and any(word in text for word in ("refused", "unreachable", "failed", "ambiguous"))


async def terminated(bench, report):
    start = time.monotonic()
    code = await bench.product.terminate(10)
    report.that("SIGTERM: ends within 10 s with code 0 or 143", code in (0, 143),
                "it had to be killed" if code is None else f"code {code} after {time.monotonic() - start:.1f} s")

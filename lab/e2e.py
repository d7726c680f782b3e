"""Runs the end-to-end checks against a lab that is up; started by lab/e2e, which says where everything is."""
import asyncio
import signal
import sys

from checks import bad_input, calls, figures, outage, watchdog
from checks.bench import Bench
from checks.report import Report


async def run(report):
    async with Bench() as bench:
        await report.section(bench.product.log, bench.product.start())
        if report.failed:
            return
        for scenario in (calls.one_call, calls.repeated_webhooks, calls.hang_up, *watchdog.scenarios()):
            await report.section(bench.product.log, scenario(bench, report))
        # The cancelled call is watched for half a minute; what does not measure time runs meanwhile.
        cancelled = asyncio.create_task(calls.cancel_while_ringing(bench))
        try:
            await report.section(bench.product.log, bad_input.refused(bench, report))
            await report.section(bench.second.log, outage.livekit_unreachable(bench, report))
            await report.section(bench.product.log, calls.report_cancelled(cancelled, report))
        finally:
            cancelled.cancel()
        await report.section(bench.product.log, figures.twenty_calls(bench, report))
        await report.section(bench.product.log, outage.terminated(bench, report))


async def main():
    report = Report()
    work = asyncio.ensure_future(run(report))
    for stop in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(stop, work.cancel)
    try:
        await work
    except asyncio.CancelledError:
        report.that("ran to the end", False, "stopped by a signal")
    return report.summary()


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))

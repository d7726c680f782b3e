"""Runs the end-to-end checks against a lab that is up; started by lab/e2e, which says where everything is."""
import asyncio
import contextlib
import functools
import os
import signal
import sys
from types import MappingProxyType
from typing import Mapping, NamedTuple

import ports
from checks import admission, bad_input, calls, cancels, figures, kills, ourselves, outage, restart, stories, watchdog, workers
from checks.bench import Bench
from checks.report import Aside, Report
from checks.stand import PORTS, Stand



def on_its_bench(scenario):
    """One that was written for a bench, on a stand."""
    @functools.wraps(scenario)
    def on(stand, report):
        return scenario(stand.bench, report)
    return on


KILLS = [kills.between_intent_and_effect, kills.between_effect_and_record]



class Checked(NamedTuple):
    """What is checked on a stand, one after the other, and what the stand has for it."""
    scenarios: list
    worker: bool = True  # from the start
    store: str = "h2"
    more_agents: str = ""  # names of further workers
    product: Mapping = MappingProxyType({})  # its further settings


STANDS = {
    "restart": Checked([restart.livekit_killed, restart.agents_lost_too, restart.caller_lost_too,
                        restart.killed_in_the_create]),
    "workers": Checked([workers.worker_comes_late, workers.agent_crashes, workers.agent_mute], worker=False),
    "ourselves": Checked([ourselves.receiver_down, ourselves.product_killed, *KILLS]),
    "postgres": Checked([*map(on_its_bench, (calls.one_call, calls.repeated_webhooks, calls.hang_up)), *KILLS,
                         ourselves.product_killed], store="postgres"),
    "stories": Checked([stories.directory, stories.calls_that_go_well, stories.we_are_down],
                       more_agents=stories.NIGHT, product=stories.SETTINGS),
}
MAIN = "main"
STANDS_AT_ONCE = 2  # more take the processors from each other


async def run_main(report):
    async with Bench() as bench:
        await report.section(bench.product.log, bench.product.start_settled())
        if report.failed:
            return
        for scenario in (calls.one_call, calls.repeated_webhooks, calls.hang_up, *watchdog.scenarios(),
                         admission.twin_that_asks, admission.nobody_answers):
            await report.section(bench.product.log, scenario(bench, report))
        # Cancelled calls are watched for half a minute; what does not measure time runs meanwhile.
        cancelled = asyncio.create_task(cancels.cancel_while_ringing(bench))
        in_the_create = asyncio.create_task(report.section(bench.product.log, cancels.cancel_in_the_create(bench, report)))
        try:
            await report.section(bench.product.log, bad_input.refused(bench, report))
            await report.section(bench.second.log, outage.livekit_unreachable(bench, report))
            await report.section(bench.product.log, cancels.report_cancelled(cancelled, report))
            await in_the_create
        finally:
            cancelled.cancel()
            in_the_create.cancel()
        await report.section(bench.product.log, figures.twenty_calls(bench, report))
        await report.section(bench.product.log, outage.terminated(bench, report))


async def run_stand(name, numbers, whole, places):
    checked = STANDS[name]
    stand = Stand(name, numbers, checked.worker, checked.store, checked.more_agents, checked.product)
    report = Aside(whole, "" if checked.store == "h2" else f"on {checked.store}, ")
    log = stand.bench.product.log

    async def steps():
        async with contextlib.AsyncExitStack() as stack:
            await report.section(log, stack.enter_async_context(stand))
            for scenario in checked.scenarios if not report.failed else ():
                failed_before = report.failed
                await report.section(log, scenario(stand, report))
                stories = await stand.bench.stories()
                for line in stories if report.failed > failed_before else ():
                    report.line(f"     | {line}")
    try:
        async with places:
            await steps()
    except Exception as surprise:  # the other stands still run
        report.that(f"the stand '{name}' is taken down", False, f"{type(surprise).__name__}: {surprise}")
    finally:
        report.close()


async def run(report):
    wanted = os.environ.get("E2E_ONLY", "").replace(",", " ").split() or [MAIN, *STANDS]
    unknown = [name for name in wanted if name not in (MAIN, *STANDS)]
    if unknown:
        report.that(f"E2E_ONLY names {MAIN} or a stand: {', '.join(STANDS)}", False, " ".join(unknown))
        return
    if MAIN in wanted:
        # Alone, because it measures times.
        await run_main(report)
    stands = [name for name in wanted if name != MAIN]
    numbers = ports.free(len(stands) * len(PORTS))
    places = asyncio.Semaphore(STANDS_AT_ONCE)
    await asyncio.gather(*(
        run_stand(name, numbers[i * len(PORTS):(i + 1) * len(PORTS)], report, places) for i, name in enumerate(stands)))


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

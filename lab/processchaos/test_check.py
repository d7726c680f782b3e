"""The checker's own tests: a day without fault breaks no rule, and each planted violation breaks its own and no other.

usage: python3 -m unittest processchaos.test_check (in lab)
"""
import unittest

from .check import Check
from .history import History

ROOM, SID, CALLER = "call-1", "RM_1", "sip_+1555"
DOORS = [7001, 7002, 7003]


class Day:
    """A history and its records, told in the order of time."""

    def __init__(self):
        self.lines, self.ids, self.events = [], 0, []
        for number, port in enumerate(DOORS):
            self.line(0, "note", what="door", replica=number, port=port)
        self.line(1, "room", room=ROOM, sid=SID, lag=0)

    def line(self, at, what_kind, /, **members):
        self.lines.append({"t": float(at), "e": what_kind, **members})
        return self

    def event(self, at, name, who, answered=True, lost_by_product=False):
        self.ids += 1
        event = f"EV_{self.ids}"
        self.line(at, "hook", id=event, event=name, room=ROOM, who=who, plan="plain" if answered else "lost")
        if answered:
            self.line(at + 0.01, "try", id=event, n=0, to=0, status=200, ms=5, result="taken")
            if not lost_by_product:
                self.events.append(event)
        return self

    def caller(self, at, left, why="CLIENT_INITIATED"):
        self.line(at, "join", room=ROOM, sid=SID, who=CALLER, kind="SIP", agent="", ours=False, of="")
        self.event(at, "participant_joined", CALLER)
        self.line(left, "leave", room=ROOM, who=CALLER, kind="SIP", ours=False, why=why,
                  asked=why == "PARTICIPANT_REMOVED", alive=True)
        return self.event(left, "participant_left", CALLER)

    def agent(self, who, at, left, why="ROOM_CLOSED", audio=None, ours=True, told=True, of=""):
        self.line(at, "join", room=ROOM, sid=SID, who=who, kind="AGENT", agent="phone-agent", ours=ours,
                  of=of)
        self.event(at, "participant_joined", who, answered=told)
        if audio is not False:
            self.line(audio or at + 0.05, "audio", room=ROOM, who=who, ours=ours, on=True)
            self.event(audio or at + 0.05, "track_published", who, answered=told)
            self.line(left, "audio", room=ROOM, who=who, ours=ours, on=False)
        return self.line(left, "leave", room=ROOM, who=who, kind="AGENT", ours=ours, why=why,
                         asked=why == "PARTICIPANT_REMOVED", alive=True)

    def create(self, at, attempt=1, marker=None):
        marker = f"v1:{SID}/1#{attempt}:i:r{at}" if marker is None else marker
        self.line(at, "create", room=ROOM, sid=SID, id=f"AD_{at}", agent="phone-agent", marker=marker, existed=True)
        return self.line(at, "api", m="CreateDispatch", room=ROOM, about=marker, **{"from": at}, by=DOORS[0], status=200,
                         answered=True)

    def broken(self, result="answered", records=1, ended=200, state="done", certainty="observed"):
        """The names of the rules that this day breaks."""
        call = {"callId": "c", "roomName": ROOM, "roomSid": SID, "status": "ended", "endedAt": ended,
                "dispatch": {"state": state}, "outcome": {"result": result, "certainty": certainty},
                "timeline": [{"details": {"eventId": event}} for event in self.events]}
        end = max(300.0, max(line["t"] for line in self.lines))
        self.line(end, "note", what="end")
        lines = sorted(self.lines, key=lambda line: line["t"])
        check = Check(History(lines), [dict(call) for _ in range(records)])
        check.run()
        check.count()
        return {rule for rule, _ in check.broken}


def good_day():
    return Day().caller(10, 40).create(10.1).agent("agent-1", 10.4, 41)


class PlantedViolations(unittest.TestCase):
    def test_a_good_day_should_break_no_rule(self):
        self.assertEqual(good_day().broken(), set())

    def test_two_agents_that_talk_together_should_be_seen(self):
        day = Day().caller(10, 60).create(10.1).agent("agent-1", 10.4, 61).agent("agent-2", 10.5, 61)
        self.assertEqual(day.broken(), {"one-agent-at-a-time"})

    def test_a_twin_that_is_removed_in_time_should_pass(self):
        day = good_day().agent("agent-2", 12, 14, why="PARTICIPANT_REMOVED")
        self.assertEqual(day.broken(), set())

    def test_a_long_double_should_be_excused_only_while_something_was_done_to_us(self):
        day = Day().caller(10, 60).create(10.1).agent("agent-1", 10.4, 61).agent("agent-2", 10.5, 40)
        day.line(10, "fault", what="livekit-blocked", seconds=30)
        self.assertEqual(day.broken(), set())

    def test_a_kill_should_excuse_only_calls_that_the_victim_worked_on(self):
        for door, broken in ((DOORS[0], set()), (DOORS[1], {"one-agent-at-a-time"})):
            day = Day().caller(10, 60).create(10.1).agent("agent-1", 10.4, 61).agent("agent-2", 10.5, 30)
            for line in day.lines:
                line.update({"to": 0} if line["e"] == "try" else {"by": DOORS[0]} if line["e"] == "api" else {})
            day.line(14, "note", what="kill", replica=DOORS.index(door))
            self.assertEqual(day.broken(), broken, door)

    def test_the_same_attempt_twice_should_be_seen(self):
        self.assertEqual(good_day().create(10.2).broken(), {"one-create-per-attempt"})

    def test_attempts_that_go_backwards_should_be_seen(self):
        day = Day().caller(10, 40).create(10.1, attempt=2).create(10.2, attempt=1).agent("agent-1", 10.4, 41)
        self.assertEqual(day.broken(), {"one-create-per-attempt"})

    def test_a_create_beside_a_healthy_agent_should_be_seen(self):
        self.assertEqual(good_day().create(30, attempt=2).broken(), {"no-create-beside-a-healthy-agent"})

    def test_a_create_that_takes_effect_late_should_be_judged_by_when_it_was_asked_for(self):
        day = good_day().create(30, attempt=2)
        day.lines[-1]["from"] = 11.0
        day.agent("agent-2", 30.4, 33, why="PARTICIPANT_REMOVED")
        self.assertEqual(day.broken(), set())

    def test_a_healthy_agent_that_is_removed_should_be_seen(self):
        day = Day().caller(10, 40).create(10.1).agent("agent-1", 10.4, 30, why="PARTICIPANT_REMOVED")
        self.assertEqual(day.broken(), {"no-healthy-agent-removed"})

    def test_a_caller_who_waits_for_ever_should_be_seen(self):
        self.assertEqual(Day().caller(10, 250).create(10.1).broken(result="abandoned"), {"nobody-waits-for-ever"})

    def test_a_deadline_that_passes_in_calm_should_be_seen(self):
        day = Day().line(5, "note", what="calm-begin").caller(10, 50).create(10.1).line(60, "note", what="calm-end")
        self.assertEqual(day.broken(result="abandoned"), {"in-calm-every-deadline-has-its-rung"})

    def test_a_product_that_says_that_its_store_is_behind_should_be_given_a_lease_and_no_more(self):
        for left, broken in ((50, set()), (59, {"in-calm-every-deadline-has-its-rung"})):
            day = Day().line(5, "note", what="calm-begin").caller(10, left).create(10.1).line(60, "note", what="calm-end")
            day.line(30, "hook", id="EV_x", event="track_published", room=ROOM, who=CALLER, plan="plain")
            day.line(30.01, "try", id="EV_x", n=0, to=0, status=503, ms=5)
            self.assertEqual(day.broken(result="abandoned"), broken, left)

    def test_a_deadline_with_its_rung_should_pass(self):
        day = Day().line(5, "note", what="calm-begin").caller(10, 50).create(10.1).create(21, attempt=2)
        day.agent("agent-2", 21.4, 51).line(60, "note", what="calm-end")
        self.assertEqual(day.broken(), set())

    def test_a_calm_in_which_nobody_called_should_prove_nothing(self):
        day = good_day().line(100, "note", what="calm-begin").line(150, "note", what="calm-end")
        self.assertEqual(day.broken(), {"in-calm-every-deadline-has-its-rung"})

    def test_a_caller_who_is_hung_up_too_early_should_be_seen(self):
        day = Day().caller(10, 40, why="PARTICIPANT_REMOVED").create(10.1)
        self.assertEqual(day.broken(result="abandoned"), {"nobody-is-hung-up-without-a-reason"})

    def test_a_caller_who_is_hung_up_in_time_should_pass_although_an_agent_comes_later(self):
        day = Day().caller(10, 73, why="PARTICIPANT_REMOVED").create(10.1).agent("agent-1", 75, 80)
        self.assertEqual(day.broken(result="abandoned"), set())

    def test_a_belated_agent_should_not_put_off_the_hang_up(self):
        for of, broken in (("AD_1", set()), ("AD_2", {"nobody-is-hung-up-without-a-reason"})):
            day = Day().caller(10, 73, why="PARTICIPANT_REMOVED").create(10.1).agent("agent-1", 60, 65, of=of)
            day.line(59, "undispatch", room=ROOM, id="AD_1", agent="phone-agent", marker="m")
            self.assertEqual(day.broken(), broken, of)

    def test_an_agent_of_whose_audio_nothing_was_told_should_not_put_off_the_hang_up(self):
        for told, broken in ((False, set()), (True, {"nobody-is-hung-up-without-a-reason"})):
            day = Day().caller(10, 73, why="PARTICIPANT_REMOVED").create(10.1).agent("agent-1", 40, 42, told=told)
            self.assertEqual(day.broken(result="answered" if told else "abandoned"), broken, told)

    def test_a_caller_who_is_hung_up_while_he_hears_an_agent_should_be_seen(self):
        day = Day().caller(10, 90, why="PARTICIPANT_REMOVED").create(10.1).agent("agent-1", 10.4, 91)
        self.assertEqual(day.broken(), {"nobody-is-hung-up-without-a-reason"})

    def test_an_agent_that_is_left_alone_should_be_seen(self):
        self.assertEqual(Day().caller(10, 40).create(10.1).agent("agent-1", 10.4, 200).broken(), {"no-agent-is-left-alone"})

    def test_somebody_elses_agent_that_is_removed_should_be_seen(self):
        day = good_day().agent("agent-x", 12, 14, why="PARTICIPANT_REMOVED", ours=False, audio=False)
        self.assertEqual(day.broken(), {"nothing-foreign-is-touched"})

    def test_somebody_elses_dispatch_that_is_deleted_should_be_seen(self):
        day = good_day().line(20, "undispatch", room=ROOM, id="AD_x", agent="transcriber", marker="")
        self.assertEqual(day.broken(), {"nothing-foreign-is-touched"})

    def test_a_meeting_that_gets_an_agent_should_be_seen(self):
        day = good_day().line(5, "room", room="meeting-1", sid="RM_2", lag=0)
        day.line(20, "api", m="CreateDispatch", room="meeting-1", about="", by=DOORS[0], status=503, answered=True)
        self.assertEqual(day.broken(), {"nothing-foreign-is-touched"})

    def test_an_acknowledged_event_that_is_in_no_record_should_be_seen(self):
        self.assertEqual(good_day().event(20, "track_published", CALLER, lost_by_product=True).broken(), {"no-2xx-is-lost"})

    def test_an_event_that_was_never_acknowledged_may_be_missing(self):
        self.assertEqual(good_day().event(20, "track_published", CALLER, answered=False).broken(), set())

    def test_a_record_that_stays_open_should_be_seen(self):
        self.assertEqual(good_day().broken(ended=None, state="audible"), {"every-call-has-one-record-and-it-is-closed"})

    def test_two_records_of_one_call_should_be_seen(self):
        self.assertEqual(good_day().broken(records=2), {"every-call-has-one-record-and-it-is-closed"})

    def test_a_call_without_a_record_should_be_seen(self):
        day = Day().line(10, "join", room=ROOM, sid=SID, who=CALLER, kind="SIP", agent="", ours=False, of="")
        day.line(40, "leave", room=ROOM, who=CALLER, kind="SIP", ours=False, why="CLIENT_INITIATED",
                 asked=False, alive=True)
        self.assertEqual(day.broken(records=0), {"every-call-has-one-record-and-it-is-closed"})

    def test_an_answered_call_that_is_recorded_as_abandoned_should_be_seen(self):
        self.assertEqual(good_day().broken(result="abandoned"), {"an-agent-that-was-heard-makes-an-answered-call"})

    def test_an_abandoned_call_that_is_recorded_as_answered_should_be_seen(self):
        self.assertEqual(Day().caller(10, 15).create(10.1).broken(), {"an-agent-that-was-heard-makes-an-answered-call"})

    def test_an_agent_who_spoke_in_the_second_of_the_leaving_may_be_derived_but_not_observed(self):
        rule = {"an-agent-that-was-heard-makes-an-answered-call"}
        for after, certainty, broken in ((0.5, "derived", set()), (0.5, "observed", rule), (1.5, "derived", rule)):
            day = Day().caller(10, 15).create(10.1).agent("agent-1", 15 + after - 0.05, 17)
            self.assertEqual(day.broken(certainty=certainty), broken)

    def test_a_history_whose_last_line_was_cut_should_be_read(self):
        import os
        import tempfile

        from .history import lines_of
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "history.jsonl")
            with open(path, "w") as file:
                file.write('{"t": 1, "e": "note"}\n{"t": 2, "e')
            self.assertEqual(list(lines_of(path)), [{"t": 1, "e": "note"}])


if __name__ == "__main__":
    unittest.main()

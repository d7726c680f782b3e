# Sourced by up, part and down: starts and ends the processes of a lab. Expects settings.sh to be sourced.

listening() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# run NAME COMMAND...: in a session of its own, so that it can be ended together with its children.
run() {
  local name=$1
  shift
  : >"$LAB_RUN/log/$name.log" # there before anybody looks into it
  setsid "$@" >"$LAB_RUN/log/$name.log" 2>&1 </dev/null &
  echo "$! $(started_at $!)" >"$LAB_RUN/pid/$name"
}

# await NAME CONDITION...: at most 30 s, and not longer than the process lives.
await() {
  local name=$1 pid _
  shift
  read -r pid _ <"$LAB_RUN/pid/$name"
  for _ in $(seq 150); do
    if "$@"; then return 0; fi
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.2
  done
  echo "lab: $name did not start; its last words:" >&2
  tail -n 15 "$LAB_RUN/log/$name.log" >&2
  return 1
}

# registered COUNT: LiveKit knows so many workers.
registered() { [ "$(grep -c 'registered worker' "$LAB_RUN/log/agent.log")" -ge "$1" ]; }

start_part() {
  case $1 in
    redis)
      run redis redis-server --port "$LAB_REDIS_PORT" --bind 127.0.0.1 --save '' --dir "$LAB_RUN/redis"
      await redis listening "$LAB_REDIS_PORT"
      ;;
    livekit-server)
      run livekit-server "$livekit_server" --config "$LAB_RUN/livekit.yaml"
      await livekit-server listening "$LAB_PORT"
      ;;
    agent)
      export AGENT_NAME=$LAB_AGENT AGENT_PORT=$LAB_AGENT_PORT AGENT_LOG=${AGENT_LOG:-$LAB_RUN/log/agent-events.jsonl}
      export AGENT_ORDERS=$LAB_RUN/orders
      : >"$AGENT_LOG"
      run agent "$lab_python" "$lab/agent.py" start
      await agent registered "$(wc -w <<<"$LAB_AGENT")"
      ;;
    *) fail "there is no part called $1" ;;
  esac
}

# end_part RECORD [SECONDS]: asks it to end and kills what is left; 0 s = kills at once, without a goodbye.
# Each was started in a session of its own, so its id is also the id of its process group.
end_part() {
  local record=$1 seconds=${2:-5} pid start _
  read -r pid start <"$record" || true
  if [ -n "${pid:-}" ] && [ -n "${start:-}" ] && [ "$(started_at "$pid")" = "$start" ] && [ "$seconds" != 0 ]; then
    kill -TERM -- "-$pid" 2>/dev/null
    for _ in $(seq $((seconds * 5))); do
      [ -n "$(started_at "$pid")" ] || break
      sleep 0.2
    done
  fi
  # A group outlives its leader as long as a child of it runs, and its id is not given away until then.
  if [ -n "${pid:-}" ] && { [ -z "$(started_at "$pid")" ] || [ "$(started_at "$pid")" = "${start:-}" ]; }; then
    kill -KILL -- "-$pid" 2>/dev/null
  fi
  rm -f "$record"
}

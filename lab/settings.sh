# Sourced by up, down and e2e: where things live and which ports they use. Every value may be set from outside.

# Installed programs are kept between runs; what a run writes is kept apart, so that runs can share the programs.
export LAB_HOME=${LAB_HOME:-${HOME:-/tmp}/.cache/telephony-lab}
export LAB_RUN=${LAB_RUN:-$LAB_HOME/run}

export LAB_PORT=${LAB_PORT:-7880}             # LiveKit: HTTP and WebSocket
export LAB_MEDIA_PORT=${LAB_MEDIA_PORT:-7882} # LiveKit: all media over one UDP port
export LAB_REDIS_PORT=${LAB_REDIS_PORT:-6390}
export LAB_AGENT_PORT=${LAB_AGENT_PORT:-8181} # the agent worker's health page
export LAB_AGENT=${LAB_AGENT:-phone-agent}    # the name LiveKit dispatches; several names are several workers

# A key made for tests on loopback; LiveKit wants secrets of 32 characters or more.
export LIVEKIT_URL=ws://127.0.0.1:$LAB_PORT
export LIVEKIT_API_KEY=devkey
export LIVEKIT_API_SECRET=secretsecretsecretsecretsecretsecret

livekit_version=v1.13.5
livekit_server=$LAB_HOME/bin/livekit-server-$livekit_version
livekit_mock=$LAB_HOME/bin/livekit-mock-$livekit_version
livekit_model=$LAB_HOME/bin/livekit-model
postgres_version=14.22.0 # what the tests of telephony-adapters run on
postgres_home=$LAB_HOME/postgres-$postgres_version
lab_python=$LAB_HOME/venv/bin/python

have() { command -v "$1" >/dev/null 2>&1; }
fail() { echo "lab: $*" >&2; exit 1; }

# A process id alone may belong to somebody else by the time we stop it; its start time settles that.
started_at() { sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d' ' -f20; }

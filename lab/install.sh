# Sourced by up: installs what the lab needs, once, into $LAB_HOME. Expects settings.sh to be sourced.

# Debian and Ubuntu, as root: the only packages we install by ourselves. Elsewhere the message says what is missing.
apt_install() {
  have apt-get && [ "$(id -u)" = 0 ] || return 1
  echo "lab: installing $*"
  apt-get update -qq </dev/null >/dev/null &&
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$@" </dev/null >/dev/null
}

install_redis() {
  have redis-server || apt_install redis-server ||
    fail "redis-server is missing; install it with the system's package manager"
}

# build COMMAND PROGRAM: one of livekit-server's programs, once.
build() {
  [ ! -x "$2" ] || return 0
  have go || fail "Go is missing: version 1.21 or newer builds livekit-server (and fetches a newer toolchain if it must)"
  echo "lab: building $1 of livekit-server $livekit_version (once, some minutes)"
  # Built aside and renamed: an interrupted build never looks like a finished one.
  local aside="$LAB_HOME/bin/building"
  mkdir -p "$aside"
  (cd "$aside" && GOFLAGS='' GOBIN="$aside" go install "github.com/livekit/livekit-server/cmd/$1@$livekit_version") ||
    fail "go could not build $1 of livekit-server $livekit_version, see above"
  mv "$aside/$1" "$2"
  rmdir "$aside"
}

install_livekit() { build server "$livekit_server"; }

# What the makers of LiveKit test their SDKs with: all of its API, and failures on demand.
install_mock() { build test-server "$livekit_mock"; }

# The model of LiveKit that process chaos runs on. Go knows by itself what there is to build again.
install_model() {
  have go || fail "Go is missing: version 1.21 or newer builds the model of LiveKit (and fetches a newer toolchain if it must)"
  (cd "$lab/livekit-model" && GOFLAGS='' go build -o "$livekit_model" .) || fail "go could not build the model of LiveKit, see above"
}

# The same PostgreSQL that the tests use, out of Maven's repository.
install_postgres() {
  [ ! -x "$postgres_home/bin/postgres" ] || return 0
  have mvn || fail "Maven is missing: it fetches PostgreSQL"
  echo "lab: fetching PostgreSQL $postgres_version (once)"
  local aside="$postgres_home.unpacking"
  rm -rf "$aside" && mkdir -p "$aside"
  mvn -B -q -N -f "$lab/../pom.xml" dependency:copy -DoutputDirectory="$aside" \
    -Dartifact="io.zonky.test.postgres:embedded-postgres-binaries-linux-$(postgres_machine):$postgres_version" ||
    fail "Maven could not fetch PostgreSQL $postgres_version, see above"
  python3 - "$aside" <<'PYTHON' || fail "PostgreSQL could not be unpacked, see above"
import glob, io, sys, tarfile, zipfile
folder = sys.argv[1]
with zipfile.ZipFile(glob.glob(folder + "/*.jar")[0]) as jar:
    name = next(name for name in jar.namelist() if name.endswith(".txz"))
    tarfile.open(fileobj=io.BytesIO(jar.read(name)), mode="r:xz").extractall(folder)
PYTHON
  rm -f "$aside"/*.jar
  mv "$aside" "$postgres_home"
}

postgres_machine() { case $(uname -m) in aarch64) echo arm64v8 ;; *) echo amd64 ;; esac; }

new_venv() { rm -rf "$LAB_HOME/venv" && python3 -m venv "$LAB_HOME/venv" >"$LAB_HOME/venv.log" 2>&1; }

install_python() {
  local wanted stamp="$LAB_HOME/venv/installed"
  wanted=$(cat "$lab/requirements.txt")
  [ "$(cat "$stamp" 2>/dev/null)" != "$wanted" ] || return 0
  have python3 || fail "Python 3 is missing: 3.10 or newer with the venv module"
  python3 -c 'import sys; sys.exit(sys.version_info < (3, 10))' ||
    fail "python3 is $(python3 -V 2>&1); the agent worker needs 3.10 or newer"
  echo "lab: installing the Python packages of requirements.txt (once)"
  # Debian ships the venv module without its installer; python3-venv completes it.
  new_venv || { apt_install python3-venv && new_venv; } ||
    fail "python3 cannot make a virtual environment (on Debian: package python3-venv): $(tail -n 3 "$LAB_HOME/venv.log")"
  "$lab_python" -m pip install -q --disable-pip-version-check -r "$lab/requirements.txt" </dev/null ||
    fail "pip could not install requirements.txt, see above"
  printf '%s' "$wanted" >"$stamp"
}

install_all() {
  have setsid || fail "setsid is missing (package util-linux); the lab runs on Linux only"
  mkdir -p "$LAB_HOME/bin"
  # Two labs that start at once would install over each other.
  (
    if have flock; then flock 9; fi
    install_redis
    install_livekit
    install_python
  ) 9>"$LAB_HOME/lock"
}

#!/usr/bin/env bash
#
# A real Redis and an application in containers, cut in the middle of a transaction: see docker-redis-multi.yaml.
#
#   scenarios/docker-redis-multi.sh
#
# Uses the Docker daemon of DOCKER_HOST; without one, a daemon of its own that native-scripts/docker-lab starts and
# removes. Builds its image from this machine's redis-server package; nothing is pulled. Exits 0 when all went as the
# story says, 1 when it did not, 3 when this host cannot do it.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
readonly here
readonly NOFIN=${NOFIN:-$here/../native-scripts/nofin}
readonly APP=nofin-multi-app REDIS=nofin-multi-redis NETWORK=nofin-multi IMAGE=nofin/redis-multi:local
readonly PATIENCE_SECONDS=60
export TZ=UTC0          # as in the containers

main() {
    check_host
    if [ -z "${DOCKER_HOST:-}" ]; then
        exec "$here/../native-scripts/docker-lab" run "${BASH_SOURCE[0]}"
    fi
    check_daemon
    trap clean_up EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP

    build_image
    docker network create --internal "$NETWORK" > /dev/null
    docker run --detach --name "$REDIS" --network "$NETWORK" --network-alias redis "$IMAGE" \
        redis-server --save '' --protected-mode no --loglevel warning > /dev/null
    await "Redis answers" redis PING
    redis MSET alice 100 bob 100 > /dev/null
    docker run --detach --name "$APP" --network "$NETWORK" "$IMAGE" bash /app > /dev/null
    await "a transaction is open" transaction_is_open
    docker logs --follow "$APP" &           # ends with the container
    say "alice and bob have $(balance)"

    say "nofin run docker-redis-multi.yaml: cuts in a second, for fifteen seconds"
    "$NOFIN" run "$here/docker-redis-multi.yaml" &
    nofin=$!
    await "the application gives up" app_said "no answer to EXEC"
    say "Redis sees nothing wrong: $(redis CLIENT LIST | grep -c multi=2) transaction open, alice and bob have $(balance)"
    check "nothing was applied during the cut" "100 100" "$(balance)"
    check "Redis still waits for EXEC" 1 "$(redis CLIENT LIST | grep -c multi=2)"
    check "the cut still lasted then" no "$(app_said 'trying again worked' && echo yes || echo no)"

    local status=0
    wait "$nofin" || status=$?
    nofin=
    check "nofin run succeeded" 0 "$status"
    say "healed"
    await "the application's second attempt succeeds" app_said "trying again worked"
    await "the first EXEC arrives" balance_is "80 120"
    say "alice and bob have $(balance): the EXEC that timed out was delivered after all, and the second one came on top"
    check "no transaction is open any more" 0 "$(redis CLIENT LIST | grep -c multi=2 || true)"
}

check_host() {
    local missing=() tool
    for tool in docker redis-server redis-cli ldd tar; do
        type -P "$tool" > /dev/null || missing+=("$tool")
    done
    [ ${#missing[@]} = 0 ] \
        || fail 3 "not installed: ${missing[*]}: apt-get install docker.io redis-server redis-tools (and docker-cli where it is apart)"
    [ -x "$NOFIN" ] || fail 3 "there is no $NOFIN: build nofin first, or set NOFIN"
}

# Never removes what it did not make.
check_daemon() {
    docker version > /dev/null || fail 3 "no Docker daemon answers at $DOCKER_HOST"
    local name
    for name in "$APP" "$REDIS" "$NETWORK" "$IMAGE"; do
        ! docker inspect "$name" > /dev/null 2>&1 || fail 3 "$name exists already on this Docker daemon: remove it first"
    done
}

# The programs, and the libraries that they are linked with.
build_image() {
    local program
    root=$(mktemp -d)
    mkdir "$root/bin" "$root/tmp"
    for program in redis-server redis-cli bash sleep; do
        cp --dereference "$(type -P "$program")" "$root/bin/"
        ldd "$(type -P "$program")" | grep -o '/[^ ]*' | while read -r library; do
            mkdir -p "$root$(dirname "$library")"
            cp --dereference "$library" "$root$library"
        done
    done
    cp "$here/docker-redis-multi.app.sh" "$root/app"
    tar -C "$root" -c . | docker import --change 'ENV PATH=/bin' - "$IMAGE" > /dev/null
}

clean_up() {
    trap '' INT TERM HUP
    if [ -n "${nofin:-}" ]; then
        kill -TERM "$nofin" 2> /dev/null || true        # it heals
        wait "$nofin" || true
    fi
    docker rm --force --volumes "$APP" "$REDIS" > /dev/null 2>&1 || true
    docker network rm "$NETWORK" > /dev/null 2>&1 || true
    docker image rm "$IMAGE" > /dev/null 2>&1 || true
    rm -rf "${root:-}"
}

# Inside the Redis container, over loopback: the cut does not reach there.
redis() {
    docker exec "$REDIS" redis-cli "$@"
}

balance() {
    redis MGET alice bob | paste -sd ' '
}

balance_is() {
    [ "$(balance)" = "$1" ]
}

transaction_is_open() {
    redis CLIENT LIST | grep -q multi=2
}

app_said() {
    docker logs "$APP" 2>&1 | grep -q "$1"
}

await() {
    local what=$1 deadline=$((SECONDS + PATIENCE_SECONDS))
    shift
    until "$@" > /dev/null 2>&1; do
        [ $SECONDS -lt $deadline ] || fail 1 "waited $PATIENCE_SECONDS s in vain: $what"
        sleep 0.1
    done
}

check() {
    [ "$2" = "$3" ] || fail 1 "not as expected: $1: expected=$2, found=$3"
}

say() {
    printf '%(%T)T.%s outside %s\n' -1 "${EPOCHREALTIME: -6:3}" "$*"
}

fail() {
    echo "docker-redis-multi: $2" >&2
    exit "$1"
}

main "$@"

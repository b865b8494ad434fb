#!/bin/bash
#
# The application of docker-redis-multi.yaml: moves 10 from alice to bob in a transaction, as Redis clients do. Runs in
# its container; docker-redis-multi.sh puts it there.
#
# To be cut between QUEUED and EXEC on machines of any speed, it holds EXEC back until a second connection stalls.

readonly ANSWER_SECONDS=3
readonly STALL_SECONDS=2

main() {
    connect && exec 4<>/dev/tcp/redis/6379
    queue_transfer || exit 1
    say "MULTI is open, two commands are queued; business as usual on another connection"
    while ask_heartbeat; do
        sleep 0.1
    done
    exec 4>&-
    say "the network went silent; sending EXEC"
    if execute; then
        say "unexpected: EXEC was answered: $answer"
        exit 1
    fi
    say "no answer to EXEC within $ANSWER_SECONDS s: the transfer failed, closing the connection"
    exec 3>&-
    until connect && queue_transfer && execute; do
        exec 3>&-
        say "still no Redis, trying again"
    done
    say "trying again worked, the transfer is done"
    exec sleep infinity         # as a server lives on: its kernel ends with it, and that one still has the first EXEC
}

connect() {
    { exec 3<>/dev/tcp/redis/6379; } 2> /dev/null
}

queue_transfer() {
    ask MULTI && ask "DECRBY alice 10" && ask "INCRBY bob 10"
}

# The answer's head is the number of results; the results follow.
execute() {
    ask EXEC && [ "$answer" = "*2" ]
}

ask() {
    echo "$1" >&3
    IFS= read -r -t "$ANSWER_SECONDS" -u 3 answer || return 1
    answer=${answer%$'\r'}
    [ "${answer:0:1}" != "-" ]
}

ask_heartbeat() {
    echo PING >&4
    read -r -t "$STALL_SECONDS" -u 4
}

say() {
    printf '%(%T)T.%s app     %s\n' -1 "${EPOCHREALTIME: -6:3}" "$*"
}

main

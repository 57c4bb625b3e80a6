# To be sourced: a PostgreSQL server of its own on a loopback port until the shell ends, and
# OCOP_TEST_POSTGRES naming it. Debian's package is installed where it is missing and CI=true;
# elsewhere, without it, the tests that need it are skipped and say so.

_postgres_bin() { ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1; }

_start_postgres() {
    local bin folder port as=()
    bin=$(_postgres_bin)
    if [ -z "$bin" ] && [ "${CI:-}" = true ]; then
        apt-get update -qq
        DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends postgresql >/dev/null
        bin=$(_postgres_bin)
    fi
    [ -n "$bin" ] || return 0
    folder=$(mktemp -d /tmp/ocop-postgres.XXXXXX)
    if [ "$(id -u)" = 0 ]; then # the server refuses to run as root
        chown postgres "$folder"
        as=(runuser -u postgres --)
    fi
    port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    (
        cd "$folder"
        "${as[@]}" "$bin/initdb" -D "$folder/data" -U ocop -A trust -E UTF8 --locale=C.UTF-8 >/dev/null
        "${as[@]}" "$bin/pg_ctl" -D "$folder/data" -l "$folder/log" -w start >/dev/null \
            -o "-p $port -k $folder -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=200"
    )
    # shellcheck disable=SC2064 - the values of now
    trap "cd /; ${as[*]} $bin/pg_ctl -D $folder/data -m immediate stop >/dev/null; rm -rf $folder" EXIT
    export OCOP_TEST_POSTGRES="postgresql+psycopg://ocop@127.0.0.1:$port/postgres"
}

if [ -z "${OCOP_TEST_POSTGRES:-}" ]; then
    _start_postgres
fi

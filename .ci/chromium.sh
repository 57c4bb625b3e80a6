# To be sourced: a browser for the test of `ocop serve`. Debian's package is installed where it is
# missing and CI=true, and a failure of that is a failure of the run; elsewhere, without it, that
# test is skipped and says so.

if [ "${CI:-}" = true ] && ! command -v chromium >/dev/null; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends chromium >/dev/null
fi

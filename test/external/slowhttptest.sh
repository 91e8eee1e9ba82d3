#!/bin/sh
# Slow headers, slow bodies and slow readers, 1,000 connections each, while somebody else asks once a second. Ends with 1 if he was not answered.
set -eu
url="${1:?the address of /graphql}"
origin="${url%/graphql}"
failed=0
log="$(mktemp)"
trap 'rm -f "$log"' EXIT

# The tester's own connections come from 127.0.0.1; the other client from 127.0.0.9, which is another address to the server.
ask() { curl -s -o /dev/null -m 3 --interface 127.0.0.9 -w '%{http_code}' "$origin/readyz" || true; }

run() {
  name="$1"; shift
  slowhttptest -c 1000 -r 200 -l 40 -p 3 -u "$url" "$@" >"$log" 2>&1 &
  pid=$!
  good=0; bad=0
  while kill -0 "$pid" 2>/dev/null; do
    if [ "$(ask)" = 200 ]; then good=$((good + 1)); else bad=$((bad + 1)); fi
    sleep 1
  done
  state="$(sed 's/\x1b\[[0-9;]*m//g' "$log" | grep -a 'Exit status\|closed:' | tail -2 | tr -s ' \n' ' ')"
  echo "$name: another client was answered $good times and not $bad times;$state"
  [ "$bad" = 0 ] || failed=1
}

run 'slow headers' -H -i 2 -x 24
run 'slow bodies' -B -i 2 -s 8192 -x 10
run 'slow readers' -X -k 3 -w 10 -y 20 -n 5 -z 32
exit "$failed"

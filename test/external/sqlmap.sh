#!/bin/sh
# sqlmap at level 1 over each argument that takes text, as an owner of the demo world. Ends with 1 if it calls any of them injectable.
set -eu
url="${1:?the address of /graphql}"
out="$(mktemp -d)"
trap 'rm -rf "$out"' EXIT

curl -s -c "$out/jar" "$url" -H 'content-type: application/json' -d '{"query":
  "mutation { signIn(input: {email: \"owner@acme.test\", password: \"correct-horse-battery-staple\"}) { csrfToken } }"}' >/dev/null
session="$(awk '$6 == "session" { print $7 }' "$out/jar")"
token="$(awk '$6 == "csrftoken" { print $7 }' "$out/jar")"
[ -n "$session" ] || { echo 'Nobody was signed in.'; exit 1; }

# One request per argument: a name, a query, and the variable that sqlmap writes to.
cat >"$out/arguments" <<'LIST'
contact-id	query($v: ID!) { contact(id: $v) { id } }
node-id	query($v: ID!) { node(id: $v) { id } }
nodes-ids	query($v: ID!) { nodes(ids: [$v]) { id } }
contains	query($v: String!) { contacts(first: 5, where: { email: { contains: $v } }) { nodes { id } } }
starts-with	query($v: String!) { contacts(first: 5, where: { name: { startsWith: $v } }) { nodes { id } } }
equals	query($v: String!) { contacts(first: 5, where: { email: { eq: $v } }) { nodes { id } } }
in	query($v: String!) { contacts(first: 5, where: { email: { in: [$v] } }) { nodes { id } } }
not-equals	query($v: String!) { contacts(first: 5, where: { city: { ne: $v } }) { nodes { id } } }
related	query($v: String!) { contacts(first: 5, where: { company: { name: { eq: $v } } }) { nodes { id } } }
sealed	query($v: String!) { contacts(first: 5, where: { nationalId: { eq: $v } }) { nodes { id } } }
after	query($v: String!) { contacts(first: 5, after: $v) { nodes { id } } }
before	query($v: String!) { contacts(last: 5, before: $v) { nodes { id } } }
subject	query($v: String!) { viewer { can(action: READ, subject: $v) { allowed } } }
create-name	mutation($v: String!) { createContact(input: { name: $v }) { contact { id } } }
ticket-subject	mutation($v: String!) { openTicket(input: { subject: $v, body: "x" }) { ticket { id } } }
ticket-body	mutation($v: String!) { openTicket(input: { subject: "x", body: $v }) { ticket { id } } }
grant-reason	mutation($v: String!) { grantSupportAccess(input: { categories: ["IDENTITY"], purpose: SUPPORT_TICKET, reason: $v }) { grant { id } } }
grant-category	mutation($v: String!) { grantSupportAccess(input: { categories: [$v], purpose: SUPPORT_TICKET, reason: "x" }) { grant { id } } }
revoke-id	mutation($v: ID!) { revokeSupportAccess(id: $v) { grant { id } } }
verify-token	mutation($v: String!) { verifyEmail(token: $v) }
confirm-token	mutation($v: String!) { confirmEmailChange(token: $v) }
reset-token	mutation($v: String!) { resetPassword(input: { token: $v, newPassword: "a sentence of my own" }) }
withdraw-id	mutation($v: ID!) { withdrawInstruction(id: $v) { instruction { id } } }
role-id	mutation($v: ID!) { changeMemberRole(id: $v, role: VIEWER) { member { id } } }
update-id	mutation($v: ID!) { updateContact(id: $v, input: { name: "x" }) { contact { id } } }
LIST

injectable=0
while IFS="$(printf '\t')" read -r name query; do
  body="{\"query\":\"$(printf %s "$query" | sed 's/"/\\"/g')\",\"variables\":{\"v\":\"x*\"}}"
  sqlmap -u "$url" --method POST --data "$body" --level 1 --risk 1 --dbms PostgreSQL --batch --flush-session --disable-coloring \
    --headers "content-type: application/json\nx-tenant: acme\nx-csrf-token: $token" --cookie "session=$session" \
    --output-dir "$out/results" --threads 2 >"$out/$name.log" 2>&1 || true
  if grep -q 'is vulnerable\|appears to be injectable\|sqlmap identified the following injection' "$out/$name.log"; then
    echo "$name: INJECTABLE"; tail -30 "$out/$name.log"; injectable=1
  elif grep -q 'all tested parameters do not appear to be injectable' "$out/$name.log"; then
    echo "$name: not injectable ($(grep -c 'testing ' "$out/$name.log") kinds of tests)"
  else
    echo "$name: was not tested"; tail -5 "$out/$name.log"; injectable=1
  fi
done <"$out/arguments"
# The x-tenant header and the session cookie take text as well.
sqlmap -u "$url" --method POST --data '{"query":"{ contacts(first: 1) { nodes { id } } }"}' --level 1 --dbms PostgreSQL --batch --flush-session \
  --headers "content-type: application/json\nx-tenant: acme*" --cookie "session=$session" --disable-coloring --output-dir "$out/results" >"$out/tenant.log" 2>&1 || true
if grep -q 'do not appear to be injectable' "$out/tenant.log"; then echo 'x-tenant: not injectable'; else echo 'x-tenant: look'; tail -5 "$out/tenant.log"; injectable=1; fi
exit "$injectable"

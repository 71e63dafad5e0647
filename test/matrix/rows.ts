import { changes, changesByTool } from "./change-rows.ts";
import { type MatrixRow, row } from "./row.ts";

const NETWORK = "matrix/network";
const PROVIDER = "auth/identity-provider";

const RIG = /^test\/matrix\//;

/** Each row has a test through a whole server: one of its own, or the one with its number in this file. */
const throughServer = (file: string, rows: readonly MatrixRow[]): readonly MatrixRow[] =>
  rows.map((one) => {
    if (one.proofs.some((proof) => RIG.test(proof.file))) return one;
    return { ...one, proofs: [...one.proofs, { file: `test/${file}.test.ts`, title: `${one.id}:` }] };
  });

/** Tokens. */
const tokens: readonly MatrixRow[] = [
  row("A1", "cold start, 1,000 calls at once", "1,000 successes, 1 token request", [
    PROVIDER,
    "asks for one token for a thousand first calls at once",
  ]),
  row("A2", "the same, and the token takes its time", "all wait for the one request", [
    "auth/session",
    "answers a thousand callers with one login",
  ]),
  row("A3", "the same, and the client is refused", "`AUTH_REJECTED` for all, 1 request", [
    PROVIDER,
    "tells a wrong secret with the code of the server, after one request for all",
  ]),
  row(
    "A4",
    "more calls while a refusal is remembered",
    "`AUTH_REJECTED` with the seconds left, 0 requests",
    ["auth/lockout", "is asked again after 30, 60, 120, 240, 300 and 300 s, naming the seconds left"],
    ["matrix/logins", "A4"],
  ),
  row("A5", "the secret is put right, the time is over", "success, 1 request", [
    "auth/oauth",
    "works again when the secret was put right and the time is over",
  ]),
  row("A6", "refused again and again", "asked again after 30, 60, 120, 240, 300, 300 s", [
    "auth/lockout",
    "is asked again after 30, 60, 120, 240, 300 and 300 s, naming the seconds left",
  ]),
  row("A7", "503 twice, then a token", "success after 2 repeats", ["auth/login-send", "is asked up to three times"]),
  row("A8", "429, Retry-After 2", "success after 2 s", [
    "auth/login-send",
    "is waited for as long as it asks, when that is short",
  ]),
  row("A9", "429, Retry-After 3600", "`RATE_LIMITED` naming the wait, left alone for 5 min", [
    "auth/login-send",
    "is RATE_LIMITED and left alone for 5 min when it asks for an hour",
  ]),
  row("A10", "Retry-After as a date or as nonsense", "a date is kept to, nonsense counts as not sent", [
    "http/retry",
    "retryAfterMs",
  ]),
  row("A11", "the endpoint hangs", "`AUTH_UNAVAILABLE` after 20 s", [
    "auth/login-send",
    "is AUTH_UNAVAILABLE after 20 s when it does not answer",
  ]),
  row("A12", "it drips", "another try after 10 s: the deadline is that of the whole try", [
    "auth/login-send",
    "is asked again when one try takes more than 10 s, and leaves no timer behind",
  ]),
  row(
    "A13",
    "200 without a usable token",
    "`AUTH_UNAVAILABLE` or `CONFIG`, nothing of the answer shown",
    ["auth/login-send", "answers that hold no token"],
    ["auth/secrecy", "are in no error and in no event, whatever the servers answer"],
  ),
  row(
    "A14",
    "odd lives of tokens",
    "60 s where none is told, at most a day, at most 1 request a second",
    ["auth/lifetime", "uses a token that lives no time at all, and asks at most once a second"],
    ["auth/token-response", "readToken"],
  ),
  row("A15", "tokens of 60 s under steady load", "no failed call, at most 1 request in 45 s", [
    "auth/lifetime",
    "never lets a call fail and asks at most once in 45 s when tokens live 60 s",
  ]),
  row("A16", "renewal brings the same token", "it goes on serving, next try after 10 s", [
    "auth/lifetime",
    "waits 10 s before it asks again when it was given the same token",
  ]),
  row("A17", "renewal fails, the token still lives", "success with the old one, 1 warning a minute", [
    "auth/lifetime",
    "serves the old token while renewal fails, warning once a minute, and fails when it has ended",
  ]),
  row("A18", "renewal fails, the token has ended", "`AUTH_UNAVAILABLE`", [
    "auth/lifetime",
    "serves the old token while renewal fails, warning once a minute, and fails when it has ended",
  ]),
  row("A19", "a revoked token under 200 calls", "200 successes, 1 token request", [
    PROVIDER,
    "asks for one token when 200 calls at once find theirs revoked",
  ]),
  row("A20", "the cluster refuses every token", "`AUTH_REJECTED` naming the audience, at most 2 tokens in 10 s", [
    "auth/oauth",
    "is AUTH_REJECTED when the next one is refused, too, and at most two tokens are asked for in 10 s",
  ]),
  row(
    "A21",
    "clocks jump, the laptop sleeps",
    "success, at most 1 renewal for a jump",
    ["auth/lifetime", "renews by the monotonic clock after the wall clock was set back"],
    ["auth/lockout", "ends the wait by the wall clock when the laptop slept"],
  ),
  row("A22", "a caller leaves while all wait for one token", "no reply to it, success for the others", [
    "auth/session",
    "lets a caller leave without ending the login for the others",
  ]),
  row("A23", "the token endpoint redirects", "`CONFIG`; the secret reaches no other host", [
    "auth/login-send",
    "is CONFIG, and the secret goes nowhere (%i)",
  ]),
  row("A24", "a token address without TLS off loopback", "`CONFIG`, nothing is sent", [
    "config/cluster",
    "refuses plain http to another machine, for every address, unless it is allowed",
  ]),
  row("A25", "two audiences, one is refused", "the other is unaffected", [
    "auth/oauth",
    "takes each audience's token for itself: a refusal of one leaves the other alone",
  ]),
  row("A26", "the identity server comes up after 20 s", "`AUTH_UNAVAILABLE`, then success without a restart", [
    "auth/lockout",
    "is up again without a restart when the login comes up after 20 s",
  ]),
];

/** Cookie sessions. */
const cookies: readonly MatrixRow[] = [
  row("B1", "cold start, 500 calls at once", "successes, 1 login", [
    "auth/cookie-login",
    "happens once for 500 calls at once, and both cookies and the CSRF token go along",
  ]),
  row(
    "B2",
    "the session ends under 100 calls",
    "successes, 1 login, also while the cluster is busy",
    ["auth/cookie", "is answered by one login for a hundred calls"],
    ["matrix/logins", "B2"],
  ),
  row(
    "B3",
    "an ended session is answered by a redirect to the login page",
    "a new login, once; the redirect is not followed",
    ["auth/cookie", "is renewed when a %s finds it"],
    ["http/failure", "recognises a login page and a move to TLS"],
  ),
  row(
    "B4",
    "200 with a login page",
    "as B3; the page is not shown",
    ["acceptance", "a web page answers: CONFIG tells what each API's address gave, and nothing of the page is shown"],
    ["matrix/logins", "B4"],
  ),
  row(
    "B5",
    "a wrong password",
    "`AUTH_REJECTED`; 2 login requests at first (body form, then once the documented query form), 1 per window after",
    ["auth/cookie-login", "costs two refused logins at first and one from then on, and is left alone in between"],
  ),
  row("B6", "a login without a cookie", "`CONFIG`", ["auth/cookie-jar", "none"]),
  row("B7", "a Secure cookie over http", "`CONFIG`", ["auth/cookie-jar", "one for https on plain http"]),
  row("B8", "a cookie for another path", "`CONFIG`, 0 API calls", ["auth/cookie-jar", "one for another path"]),
  row("B9", "a cookie for a foreign host", "`CONFIG`, not stored", ["auth/cookie-jar", "one for another host"]),
  row(
    "B10",
    "either CSRF name, or none",
    "success, the name is sent back as it came",
    ["auth/cookie-jar", "is not missed where there is none"],
    ["auth/cookie-jar", "OPERATE-X-CSRF-TOKEN"],
  ),
  row("B11", "the CSRF token changes with each answer", "success, the newest is used", [
    "auth/cookie-jar",
    "is renewed from every answer that brings a new one",
  ]),
  row("B12", "403 because the CSRF token is stale", "success after 1 login", [
    "auth/cookie",
    "is renewed when a %s finds it",
  ]),
  row("B13", "403 for real", "`FORBIDDEN`, at most 1 login a minute", [
    "auth/cookie",
    "are FORBIDDEN's matter after one login a minute",
  ]),
  row("B14", "401 to a fresh session", "`AUTH_REJECTED`, no loop of logins", [
    "auth/cookie",
    "are AUTH_REJECTED when a fresh session gets 401, without a loop of logins",
  ]),
  row(
    "B15",
    "50 cookies; six of 2 kB; one of 100 kB",
    "success; `CONFIG`; `AUTH_UNAVAILABLE` (more headers than a server may send)",
    ["auth/cookie-jar", "of more than 8 KB are CONFIG, and fifty small ones are sent"],
  ),
  row("B16", "a session cookie beside a bearer token", "success, no cookie is ever sent", [
    "auth/oauth",
    "never comes with a cookie, whatever the cluster sets",
  ]),
  row("B17", "a service on another port of the host", "it gets no cookie", [
    "auth/cookie-jar",
    "are not sent to another port of the same host",
  ]),
  row("B18", "odd characters in the password", "it arrives as it is, and is in no address", [
    "auth/cookie-login",
    "sends user name and password in the body, whatever they are made of",
  ]),
  row(
    "B19",
    "401, 403 or the login page for good on one path, and later for a session that ended",
    "`FORBIDDEN` on that path with at most 1 login a minute; the others go on, and get a new session at once",
    ["auth/authenticate", "that ends after a permission was missing (%i) is renewed at once, however both are refused"],
  ),
  row("B20", "one request meets two sessions that end", "success, also for the others", [
    "auth/authenticate",
    "is renewed again for one request that meets two ends of sessions that others used",
  ]),
  row(
    "B21",
    "a wrong password that goes with every request (Basic)",
    "`AUTH_REJECTED`; 1 request at first and per window; when it was taken before, what is under way (8) and 1 more",
    ["auth/authenticate", "goes out once while it has not been taken, and once in each window after"],
  ),
  row(
    "B22",
    "a CSRF token or a cookie that changes with each answer, and only the newest is taken",
    "success from 40 callers, 1 login; from then on one request at a time",
    [
      "auth/authenticate",
      "is sent again as it is by now, without a login; then one request waits for the other for a minute",
    ],
  ),
  row(
    "B23",
    "a login that fails without a refusal: 500, cut, garbage",
    "told; two in a row, then asked again after 1, 2, 4, 8, 15, 15 s; after one failure, or where nobody listens, at once",
    ["auth/lockout", "does not lock out for one failure, and for 1, 2, 4, 8, 15 and 15 s when others follow"],
  ),
  row(
    "B24",
    "somebody else ends each session at once (two processes, one session for each user)",
    "success; twenty logins at once, then ten each second",
    ["auth/session", "leads to twenty logins at once, and then to ten each second"],
  ),
];

/** Network and HTTP. */
const network: readonly MatrixRow[] = [
  row("C1", "connection refused", "`UNREACHABLE` with host and port, 3 tries", [NETWORK, "C1"]),
  row(
    "C2",
    "the name is not known, or not for now",
    "`UNREACHABLE`, 2 and 3 tries",
    ["http/retry", "an unknown host name"],
    ["http/retry", "EAI_AGAIN"],
    ["matrix/names", "C2:"],
  ),
  row(
    "C3",
    "connecting hangs",
    "`UNREACHABLE` after 5 s a try (`TIMEOUT` is for a cluster that took the request)",
    ["http/transport", "gives up a host that does not answer, and an answer that does not begin"],
    [NETWORK, "C3:"],
  ),
  row("C4", "reset before the headers", "success on the 2nd try", [NETWORK, "C4"]),
  row(
    "C5",
    "a kept connection is closed as it is used",
    "400 of 400 successes",
    [NETWORK, "C5"],
    ["http/api", "loses none of 400 calls to connections that are closed as they are reused"],
  ),
  row("C6", "reset in the body", "success on the 2nd try", [NETWORK, "C6"]),
  row("C7", "a body without length is cut short", "`BAD_RESPONSE` after 1 repeat, never 0 results", [NETWORK, "C7"]),
  row("C8", "no headers", "`TIMEOUT` after 45 s in all", [NETWORK, "C8"]),
  row("C9", "the body drips", "`TIMEOUT` after 45 s in all", [NETWORK, "C9"]),
  row("C10", "500 of the cluster", "`UPSTREAM_ERROR` with its words, no repeat", [NETWORK, "C10"]),
  row("C11", "502, 503, then all is well", "success", [NETWORK, "C11"]),
  row("C12", "503 with a page", "`UPSTREAM_ERROR` naming the gateway, the page is not shown", [NETWORK, "C12"]),
  row("C13", "429", "success after 1 s; `RATE_LIMITED` with 120 s", [NETWORK, "C13"]),
  row(
    "C14",
    "400",
    "`INVALID_ARGUMENT`, at most 300 characters of the cluster",
    ["mcp/call", "shows the first 300 characters of what the other side says, and cuts none in half"],
    [NETWORK, "C14"],
  ),
  row("C15", "403, 404", "`FORBIDDEN`, `NOT_FOUND` with the lag", [NETWORK, "C15"]),
  row(
    "C16",
    "a redirect",
    "`CONFIG` with the origin alone, nothing is sent there",
    [NETWORK, "C16"],
    ["http/transport", "hands a redirect back and sends nothing to its target"],
  ),
  row("C17", "200 with a page, or without a type", "`BAD_RESPONSE`", [NETWORK, "C17"]),
  row(
    "C18",
    "broken JSON, UTF-16, no UTF-8, byte order mark",
    "`BAD_RESPONSE` after 1 repeat; a byte order mark is skipped",
    [NETWORK, "C18"],
  ),
  row("C19", "JSON of another shape", "`BAD_RESPONSE`", [NETWORK, "C19"]),
  row(
    "C20",
    "200,000 levels, doubled and dangerous names",
    "`BAD_RESPONSE`; the last one counts; plain data",
    [NETWORK, "C20"],
    ["http/json", "takes the last of two members of one name, and __proto__ as plain data"],
  ),
  row(
    "C21",
    "200 MiB",
    "`TOO_LARGE` with limit, reading stops",
    [NETWORK, "C21"],
    ["http/transport", "stops reading a body of 200 MiB %s at the limit"],
  ),
  row("C22", "a gzip bomb", "`BAD_RESPONSE`, nothing is unpacked", [NETWORK, "C22"]),
  row(
    "C23",
    "headers too long, too many, twice; a broken chunk; no HTTP; interim answers without end",
    "`BAD_RESPONSE`; `TIMEOUT`",
    [NETWORK, "C23"],
  ),
  row(
    "C24",
    "bytes behind the answer",
    "success, and no later answer is poisoned",
    [NETWORK, "C24"],
    ["http/transport", "lets bytes behind an answer poison no later one"],
  ),
  row(
    "C25",
    "64-bit keys",
    "every digit stays, positions go back as they came",
    ["http/json", "keeps every digit of every integer, whatever stands around it"],
    ["http/json", "sends tokens back as they came"],
    [NETWORK, "C25:"],
  ),
  row(
    "C26",
    "certificates that cannot be trusted",
    "`TLS` with the cause and the setting, never a hint to switch checks off",
    ["http/tls", "a self-signed certificate"],
    ["matrix/tls", "C26"],
  ),
  row(
    "C27",
    "http on a TLS port and the reverse",
    "`TLS`; a hint at https",
    ["http/tls", "notices plain http where TLS is due"],
    ["http/tls", "hints at https where plain http is hung up on"],
    ["matrix/tls", "C27:"],
  ),
  row(
    "C28",
    "a client certificate is wanted",
    "success with the right one; else the settings are named",
    ["http/tls", "shows the configured one"],
    ["http/tls", "hints at the setting when none is configured"],
    ["http/tls", "says that the configured one is not accepted"],
    ["matrix/tls", "C28:"],
  ),
  row(
    "C29",
    "a proxy that was opted in to: it lets through, wants a login (407), refuses, is closed, is silent",
    "success; `CONFIG`, `UNREACHABLE` or `TIMEOUT` naming its variable, and its password nowhere",
    ["http/proxy", "reaches https, and proves who the cluster is"],
    ["http/proxy", "(%s) is %s, and is asked as often as makes sense"],
    ["http/proxy", "and is silent ends by the time for connecting"],
    ["matrix/proxy", "C29:"],
  ),
  row("C30", "a proxy in the environment, not opted in", "direct connection", [NETWORK, "C30"]),
  row("C31", "IPv6 dead, IPv4 alive", "success", ["matrix/names", "C31"]),
  row(
    "C32",
    "five failures, then all is well",
    "no circuit breaker: each failure is told, the next call succeeds; refused logins are remembered (A4), too many calls are `BUSY` (C33)",
    [NETWORK, "C32"],
  ),
  row(
    "C33",
    "1,200 calls at once, a slow cluster",
    "8 requests of 32 calls at a time, in order; `BUSY` from the 1,009th call on; 1,200 replies",
    [NETWORK, "C33"],
  ),
  row("C34", "what the name stands for changes", "each new connection asks anew, kept ones end after 4 s unused", [
    "matrix/names",
    "C34",
  ]),
  row("C35", "the cluster restarts under load", "errors only while it is down, calls = replies", [NETWORK, "C35"]),
  row(
    "C36",
    "206, and nobody asked for a range",
    "`BAD_RESPONSE`",
    [NETWORK, "C36"],
    ["http/content", "refuses a part (206) of %s, as nobody asks for one, and takes a copy (203)"],
  ),
  row(
    "C37",
    "XML that is cut off, empty, or no model",
    "success on the 2nd try, or `BAD_RESPONSE`; never shown as a model",
    [NETWORK, "C37"],
    ["http/xml", "is not there wherever a document is cut"],
  ),
  row(
    "C38",
    "pages that are shorter than asked for, or hold less than they count",
    "read on to the count, each row once; `BAD_RESPONSE` for nothing of what is counted; what cannot be had is said to be missing",
    [NETWORK, "C38"],
    ["short-pages", "a gateway that lets twenty rows through at a time changes no answer"],
    ["short-pages", "a list that is cut off for good is shown as not all"],
  ),
];

/** Protocol and process. */
const protocol: readonly MatrixRow[] = [
  row("E1", "thousands of lines of garbage", "the next request is answered, at most 10 log lines a second", [
    "process/lines",
    "survives thousands of lines of garbage, and neither answers nor logs more than ten of them a second",
  ]),
  row(
    "E2",
    "malformed messages",
    "-32700, -32600, -32601",
    ["mcp/frames", "what is not JSON: %j"],
    ["mcp/wire", "answers malformed lines and goes on with the next"],
  ),
  row("E3", "a line of 64 MiB", "-32600 with the id, the next is answered", [
    "process/lines",
    "refuses a request of %i MiB under its id and answers the next",
  ]),
  row(
    "E4",
    "single bytes, CRLF, halved characters, empty lines",
    "as if nothing were",
    ["mcp/lines", "gives the same lines however the bytes are cut"],
    ["process/lines", "takes messages byte by byte"],
  ),
  row("E5", "1,000 requests in one write", "1,000 replies", [
    "process/lines",
    "answers 1,000 requests that come in one write, each once",
  ]),
  row("E6", "an id that is still running", "-32600, alive", [
    "process/lines",
    "refuses an id that is still running, and goes on",
  ]),
  row("E7", "calls before initialize, initialize twice", "answered by the rules of the SDK, alive", [
    "mcp/every-request",
    "leaves no request without its answer, however odd it is, and sends no second one",
  ]),
  row("E8", "wrong arguments", "`INVALID_ARGUMENT` naming the field, 0 requests", ["matrix/protocol", "E8"]),
  row(
    "E9",
    "cancellation at every stage",
    "no reply, the connection is closed within 100 ms (a login goes on: it is shared, and the next call needs it); late and unknown ones are ignored",
    ["process/cancel", "closes its connection to the cluster at once (%s)"],
    ["matrix/protocol", "E9"],
  ),
  row("E10", "end of stdin, idle", "exit 0 within 0.5 s", [
    "process/end",
    "ends an idle server within half a second, although connections to the cluster are open",
  ]),
  row(
    "E11",
    "end of stdin, calls running",
    "a second to finish, then aborted; exit within 1.8 s",
    ["process/end", "aborts calls that take longer, and their requests with them"],
    ["process/end", "lets a call of 300 ms finish and answers it"],
  ),
  row(
    "E12",
    "signals",
    "an orderly end; the second one ends at once",
    ["process/end", "%s ends the server in an orderly way, also while a call is running"],
    ["commands/serve", "a second signal ends the process at once, even when the client does not read"],
  ),
  row("E13", "stdout closed", "exit 0, no stack trace", [
    "process/end",
    "without reading on: the server ends, without a stack trace",
  ]),
  row("E14", "stderr closed", "it goes on", ["process/end", "without its logs: the server goes on"]),
  row("E15", "both closed, then a flood", "exit", ["process/surroundings", "E15"]),
  row(
    "E16",
    "a client that does not read",
    "intake pauses, every answer comes, no warning",
    ["process/end", "gets every answer once it reads again, and causes no warning"],
    ["mcp/wire", "is not read from while more than 16 MiB wait for it"],
  ),
  row("E17", "a bug throws anything", "`INTERNAL` with a reference, nothing of what was thrown", [
    "mcp/call",
    "a string",
  ]),
  row("E18", "an unhandled rejection", "one redacted line, exit 1", [
    "process/end",
    "ends the server with 1 and one line in the log, without our secrets",
  ]),
  row("E19", "NODE_DEBUG, DEBUG, NODE_OPTIONS, DOTENV_*", "stdout holds JSON-RPC only, no secret on stderr", [
    "process/purity",
    "with %s stdout holds JSON-RPC only, and no secret comes out",
  ]),
  row("E20", "a result of 8 MB", "cut to the budget at an item, one line", ["matrix/protocol", "E20"]),
  row(
    "E21",
    "odd characters in data",
    "one valid line",
    ["mcp/wire", "writes each message on one line, whatever it holds"],
    ["visible", "never survive in one line, whatever the text"],
  ),
  row("E22", "a very large answer to read", "work in proportion to its length", ["matrix/protocol", "E22"]),
  row("E23", "a long run with faults", "calls = replies, memory and handles flat (figures below)", [
    "process/soak",
    "E23",
  ]),
  row("E24", "read-only, no HOME, no TMPDIR", "works, nothing is written", ["process/surroundings", "E24"]),
  row(
    "E25",
    "settings missing, half, contradictory",
    "starts, lists tools, `CONFIG` names the variables, no value shown",
    ["process/start", "answers each call with CONFIG and the variables to set"],
    ["process/start", "answers CONFIG with every variable that is wrong, and never with its value"],
  ),
];

/** Data. */
const data: readonly MatrixRow[] = [
  row("F1", "a marker in every field of every entity", "a field value only, escaped, in both channels", [
    "matrix/untrusted-text",
    "F1",
  ]),
  row(
    "F2",
    "every trick of text in the data",
    "shown as escapes; there is no fence to close: values are cells, quoted or named",
    ["matrix/untrusted-text", "F2"],
  ),
  row(
    "F3",
    "a secret in what the servers answer",
    "ours is masked everywhere, foreign data untouched",
    ["auth/secrecy", "are in no error and in no event, whatever the servers answer"],
    ["mcp/call", "masks our own secrets in data and errors, but never inside a key"],
  ),
  row("F4", "random secrets, faults and logins", "0 hits in 8 spellings", ["matrix/fuzz", "F4"]),
  row(
    "F5",
    "a stranger's `.env`",
    "it meets no credential of the environment, sets addresses and logins only",
    ["config/dotenv", "is ignored, and that is said, when the environment holds %s"],
    ["config/dotenv", "sets nothing but addresses and logins, and names what else it tried"],
    ["process/surroundings", "F5"],
  ),
  row("F6", "a `.env` that is no plain private file", "refused with the reason, no hang", [
    "process/surroundings",
    "F6",
  ]),
  row("F7", "keys that are paths or queries", "`INVALID_ARGUMENT`, 0 requests", ["matrix/protocol", "F7"]),
  row("F8", "odd addresses", "normalised, or `CONFIG`", ["config/url", "addresses"]),
  row("F9", "tool list and descriptions", "each tool is as its snapshot says", [
    "tools/tools",
    "is listed exactly as the snapshot says",
  ]),
  row(
    "F10",
    "the published package",
    "program, licences and texts only; installs without scripts",
    ["process/packages", "holds the program, the licences and the texts, and nothing else"],
    ["process/packages", "is smaller than 3 MB, and needs no other package, no network and no scripts to install"],
  ),
];

/** Every row, in the order of the matrix. */
export const MATRIX: Readonly<Record<string, readonly MatrixRow[]>> = {
  Tokens: throughServer("matrix/tokens", tokens),
  "Cookie sessions": throughServer("matrix/cookies", cookies),
  "Network and HTTP": network,
  "Changes to the cluster": changes,
  "Changes, tool by tool": changesByTool,
  "Protocol and process": protocol,
  Data: data,
};

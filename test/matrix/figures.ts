/** A figure that no run of the tests brings by itself. */
export interface Figure {
  readonly what: string;
  readonly promised: string;
  readonly measured: string;
  /** How to measure it again. */
  readonly by: string;
}

/** When the long runs below were made, and on what. */
export const MEASURED = "2026-12-01, Node 20.20, two shared cores";

/** What is measured by hand. */
export const LONG_RUNS: readonly Figure[] = [
  {
    what: "odd and malformed lines on stdin",
    promised: "100,000 survived",
    measured: "100,000 survived",
    by: "`npm run test:fuzz`",
  },
  {
    what: "JSON documents",
    promised: "100,000, no digit changed",
    measured: "100,000 with 150,980 integers of up to 64 bits, 0 digits changed",
    by: "`npm run test:fuzz`",
  },
  {
    what: "HTTP answers cut off, garbled, framed in three ways",
    promised: "10,000, never a wrong row, never fewer",
    measured: "10,000: 8,530 errors, 1,470 whole, 0 of fewer rows",
    by: "`npm run test:fuzz`",
  },
  {
    what: "settings",
    promised: "10,000",
    measured: "10,000: a configuration or problems, no secret in them",
    by: "`npm run test:fuzz`",
  },
  {
    what: "secrets in eight spellings",
    promised: "10,000, 0 hits",
    measured: "80,000 spellings, 0 hits",
    by: "`npm run test:fuzz`",
  },
  {
    what: "calls with 30 % faults, every session ended once a second, a permission missing",
    promised: "10 minutes at 50 calls a second: calls = replies, memory and handles flat, 200 MiB at most",
    measured:
      "30,000 calls, 30,000 replies (26,585 OK; 1,200 denied, which are all that lack the permission, 2 of them told as AUTH_REJECTED; the others met faults again and again), 103,339 requests, 30,529 of them with a fault, 1,789 logins for 600 ends and some 3,000 login pages among the faults; no TIMEOUT, no failed login, nothing that no fault explains, the slowest answer after 4.0 s, beside other work; memory 159 MiB at most and grown by 7.3 MiB, 19 to 28 open files and sockets",
    by: "`npm run test:soak`",
  },
  {
    what: "ten times as many calls as that, with the queue full",
    promised: "calls = replies, 200 MiB at most",
    measured:
      "13,157 calls in a minute beside other work, 13,157 replies (11,665 OK, none BUSY, no TIMEOUT, no failed login), the slowest after 8.0 s; memory 174 MiB at most",
    by: "`SOAK=full SOAK_SECONDS=60 npx vitest run test/process/soak.test.ts`",
  },
  {
    what: "end of stdin or SIGTERM to exit, idle and with calls running",
    promised: "1.8 s, 100 of 100",
    measured: "100 of 100, the slowest after 1.04 s",
    by: "`npm run test:soak`",
  },
  {
    what: "answer while a refused login is remembered",
    promised: "5 ms",
    measured: "1.6 ms (median of 100, with both processes' work for the call; the slowest 13.0 ms)",
    by: "`npm run test:soak`",
  },
];

/** What is promised in numbers, and the tests that hold it to them: file and beginning of the title. */
export const PROMISES: readonly (readonly [what: string, number: string, file: string, title: string])[] = [
  [
    "token requests of 1,000 first calls at once",
    "1",
    "test/auth/identity-provider.test.ts",
    "asks for one token for a thousand first calls at once",
  ],
  [
    "token requests of 200 calls whose token was revoked",
    "1",
    "test/auth/identity-provider.test.ts",
    "asks for one token when 200 calls at once find theirs revoked",
  ],
  [
    "pauses between token requests with a wrong secret",
    "30, 60, 120, 240, 300, 300 s",
    "test/auth/lockout.test.ts",
    "is asked again after 30, 60, 120, 240, 300 and 300 s, naming the seconds left",
  ],
  ["token requests of 1,000 calls in 10 minutes with a wrong secret", "5", "test/matrix/tokens.test.ts", "A6: 1,000"],
  ["requests while a refusal is remembered", "0 in 100 calls", "test/matrix/logins.test.ts", "A4"],
  [
    "login requests with a wrong password",
    "2 at first, 1 per window after",
    "test/auth/cookie-login.test.ts",
    "costs two refused logins at first and one from then on, and is left alone in between",
  ],
  [
    "biggest line on stdin",
    "64 MiB refused under its id in less than 150 MiB of memory, the next answered",
    "test/process/lines.test.ts",
    "refuses a request of %i MiB under its id and answers the next",
  ],
  [
    "body of an answer that is read",
    "8 MiB at most, reading stops within 32 MiB",
    "test/http/transport.test.ts",
    "stops reading a body of 200 MiB %s at the limit",
  ],
  ["longest tool call", "45 s", "test/matrix/network.test.ts", "C8"],
  [
    "cancellation to closed connection",
    "at once",
    "test/process/cancel.test.ts",
    "closes its connection to the cluster at once (%s)",
  ],
  [
    "end of stdin to exit, idle",
    "0.5 s",
    "test/process/end.test.ts",
    "ends an idle server within half a second, although connections to the cluster are open",
  ],
  [
    "end of stdin to exit, calls running",
    "1.8 s",
    "test/process/end.test.ts",
    "aborts calls that take longer, and their requests with them",
  ],
  [
    "calls lost to connections closed as they are reused",
    "0 of 400",
    "test/http/api.test.ts",
    "loses none of 400 calls to connections that are closed as they are reused",
  ],
  ["requests at once, calls begun, calls waiting", "8, 32 and 976; then `BUSY`", "test/matrix/network.test.ts", "C33"],
  ["replies of 1,200 calls at once", "1,200", "test/matrix/network.test.ts", "C33"],
  [
    "bytes on stdout that are not JSON-RPC",
    "0",
    "test/process/purity.test.ts",
    "with %s stdout holds JSON-RPC only, and no secret comes out",
  ],
  ["requests to a host that is not configured", "0", "test/process/surroundings.test.ts", "F5"],
  [
    "packages needed at run time",
    "0",
    "test/process/packages.test.ts",
    "is smaller than 3 MB, and needs no other package, no network and no scripts to install",
  ],
];

import type { Random } from "../company/random.ts";

/** One reason for which instances of the bank get stuck. */
export interface Cause {
  /** Names it in a tally. */
  readonly name: string;
  readonly errorType: string;
  /** Kind of element it happens at. */
  readonly at: "service" | "gateway" | "person" | "call" | "rule";
  /** What the worker or the engine says; its details differ from case to case. */
  readonly message: (chance: Random, jobKey: string) => string;
}

const FRAMES = [
  "io.camunda.client.impl.worker.JobRunnableFactory.executeJob(JobRunnableFactory.java:47)",
  "java.base/java.lang.Thread.run(Thread.java:1583)",
];

const thrown = (exception: string, ...frames: readonly string[]): string =>
  [exception, ...[...frames, ...FRAMES].map((frame) => `\tat ${frame}`)].join("\n");

const hex = (chance: Random, digits: number): string =>
  chance
    .whole(0, 16 ** digits - 1)
    .toString(16)
    .padStart(digits, "0");
const uuid = (chance: Random): string =>
  `${hex(chance, 8)}-${hex(chance, 4)}-4${hex(chance, 3)}-a${hex(chance, 3)}-${hex(chance, 12)}`;
const iban = (chance: Random): string => `DE${chance.whole(10, 99)}50010517${chance.whole(10 ** 9, 10 ** 10 - 1)}`;
const host = (chance: Random): string => `10.${chance.whole(0, 31)}.${chance.whole(0, 255)}.${chance.whole(2, 254)}`;
const two = (chance: Random, least: number, most: number): string => String(chance.whole(least, most)).padStart(2, "0");
const time = (chance: Random): string =>
  `2026-${two(chance, 1, 12)}-${two(chance, 1, 28)}T${two(chance, 0, 23)}:${two(chance, 0, 59)}:${two(chance, 0, 59)}Z`;

const jobs: Readonly<Record<string, Cause["message"]>> = {
  "core banking times out": (chance) =>
    thrown(
      `com.example.bank.core.CoreTimeoutException: POST https://core-${chance.whole(1, 12)}.bank.example:8443/v3/bookings timed out after ${chance.whole(30_000, 30_999)} ms`,
      "com.example.bank.core.CoreClient.post(CoreClient.java:141)",
      "com.example.bank.booking.BookingWorker.handle(BookingWorker.java:72)",
    ),
  "core banking refuses connections": (chance) =>
    `java.net.ConnectException: Connection refused: /${host(chance)}:${chance.whole(8440, 8449)}`,
  "core banking resets connections": (chance) =>
    thrown(
      `java.net.SocketException: Connection reset by peer [${host(chance)}:8443]`,
      "com.example.bank.core.CoreClient.read(CoreClient.java:203)",
    ),
  "service is overloaded": (chance) =>
    `Error while executing an HTTP request: 503 Service Unavailable. Response body: {"error":"overloaded","requestId":"${uuid(chance)}"}`,
  "gateway has no upstream": (chance) =>
    `Error while executing an HTTP request: 502 Bad Gateway. Request ${uuid(chance)} found no healthy upstream`,
  "too many requests": (chance) =>
    `Error while executing an HTTP request: 429 Too Many Requests. Retry after ${chance.whole(1, 120)} seconds`,
  "token has expired": (chance) => `Token expired at ${time(chance)}: the service account must log in again`,
  "certificate has expired": (chance) =>
    `javax.net.ssl.SSLHandshakeException: PKIX path validation failed: certificate with serial number ${hex(chance, 12)} expired on ${time(chance)}`,
  "row is locked": (chance) =>
    thrown(
      `org.springframework.dao.CannotAcquireLockException: could not obtain lock on row ${chance.whole(1, 9_999_999)} in relation "account"`,
      "com.example.bank.account.AccountRepository.lock(AccountRepository.java:58)",
    ),
  "row was changed": (chance) =>
    `org.hibernate.StaleObjectStateException: Row was updated or deleted by another transaction: [com.example.bank.Account#${chance.whole(100_000, 999_999)}]`,
  deadlock: (chance) =>
    `ERROR: deadlock detected. Process ${chance.whole(1000, 60_000)} waits for ShareLock on transaction ${chance.whole(10 ** 6, 10 ** 8)}`,
  "pool is exhausted": (chance) =>
    `HikariPool-${chance.whole(1, 8)} - Connection is not available, request timed out after ${chance.whole(30_000, 30_050)}ms`,
  "disk is full": (chance) => `java.io.IOException: No space left on device: /var/spool/statements/${uuid(chance)}.pdf`,
  "mailbox is full": (chance) =>
    `SMTP 552 5.2.2 Mailbox full: recipient customer-${chance.whole(10_000, 999_999)}@mail.example`,
  "account is closed": (chance) => `Account ${iban(chance)} is closed since ${time(chance)}`,
  "account is unknown": (chance) => `No account with IBAN ${iban(chance)}`,
  "balance is too low": (chance) =>
    `Balance ${chance.whole(0, 99)}.${chance.whole(10, 99)} EUR does not cover amount ${chance.whole(100, 9999)}.${chance.whole(10, 99)} EUR`,
  "customer is on a list": (chance) =>
    `Sanction screening hit for customer ${chance.whole(10 ** 7, 10 ** 8 - 1)}: manual release needed`,
  "postcode is unknown": (chance) =>
    `Error while executing an HTTP request: 422 Unprocessable Entity. Response body: {"error":"unknown postcode","postcode":"${chance.whole(10_000, 99_999)}"}`,
  "answer is no JSON": (chance) =>
    `com.fasterxml.jackson.core.JsonParseException: Unexpected character ('<' (code 60)) at [line: 1, column: ${chance.whole(1, 4)}]`,
  "field is missing": (chance) =>
    thrown(
      `java.lang.NullPointerException: Cannot invoke "String.trim()" because "customer.city" is null (customer ${chance.whole(10 ** 6, 10 ** 7)})`,
      "com.example.bank.letter.LetterWorker.address(LetterWorker.java:95)",
    ),
  "number is too large": (chance) =>
    `java.lang.ArithmeticException: integer overflow in fee computation of contract ${chance.whole(10 ** 6, 10 ** 7)}`,
  "worker ran out of memory": (chance) => `java.lang.OutOfMemoryError: Java heap space (pod fees-${hex(chance, 10)})`,
  "template is missing": (chance) => `Template letter_v${chance.whole(1, 9)}.ftl not found`,
  "exchange is closed": (chance) =>
    `Order ${hex(chance, 12).toUpperCase()} refused: market closed until ${time(chance)}`,
  "bureau is down for maintenance": (chance) =>
    `Credit bureau unavailable: maintenance window until ${time(chance)}, ticket CB-${chance.whole(1000, 9999)}`,
  "nothing was said": () => "No more retries left.",
};

const engine: readonly Cause[] = [
  {
    name: "amount is no number",
    errorType: "IO_MAPPING_ERROR",
    at: "service",
    message: () =>
      "Assertion failure on evaluate the expression '{amount:number(order.amount)}': The condition is not fulfilled",
  },
  {
    name: "currency is missing",
    errorType: "IO_MAPPING_ERROR",
    at: "service",
    message: () =>
      "Assertion failure on evaluate the expression '{currency:assert(order.currency, order.currency != null)}': The condition is not fulfilled",
  },
  {
    name: "list is no list",
    errorType: "IO_MAPPING_ERROR",
    at: "service",
    message: () =>
      "Failed to evaluate expression '{lines:for line in order.lines return line.id}': expected a list but found 'null'",
  },
  {
    name: "no way out",
    errorType: "CONDITION_ERROR",
    at: "gateway",
    message: () => "Expected at least one condition to evaluate to true, or to have a default flow",
  },
  {
    name: "kind is null",
    errorType: "EXTRACT_VALUE_ERROR",
    at: "gateway",
    message: () => `Expected result of the expression 'kind = "archive"' to be 'BOOLEAN', but was 'NULL'.`,
  },
  {
    name: "kind is a number",
    errorType: "EXTRACT_VALUE_ERROR",
    at: "gateway",
    message: (chance) =>
      `Expected result of the expression 'kind = "rating"' to be 'BOOLEAN', but was 'NULL'. The evaluation reported the following warnings:\n[NOT_COMPARABLE] Can't compare '${chance.whole(1, 99)}' with '"rating"'`,
  },
  {
    name: "error is not caught",
    errorType: "UNHANDLED_ERROR_EVENT",
    at: "service",
    message: (chance) =>
      `Expected to throw an error event with the code 'LIMIT_EXCEEDED' with message 'Limit of ${chance.whole(1, 50) * 100} EUR exceeded', but it was not caught. No error events are available in the scope.`,
  },
  {
    name: "another error is not caught",
    errorType: "UNHANDLED_ERROR_EVENT",
    at: "service",
    message: () =>
      "Expected to throw an error event with the code 'ACCOUNT_FROZEN', but it was not caught. No error events are available in the scope.",
  },
  {
    name: "answer is too large",
    errorType: "MESSAGE_SIZE_EXCEEDED",
    at: "service",
    message: (_, jobKey) =>
      `The job with key '${jobKey}' can not be activated, because with it the message would be too large for one response`,
  },
  {
    name: "archive is not deployed",
    errorType: "CALLED_ELEMENT_ERROR",
    at: "call",
    message: () => "Expected process with BPMN process id 'document-archive' to be deployed, but not found.",
  },
  {
    name: "rating is not deployed",
    errorType: "CALLED_DECISION_ERROR",
    at: "rule",
    message: () => "Expected to evaluate decision 'customer-rating', but no decision found for id 'customer-rating'",
  },
  {
    name: "form is not deployed",
    errorType: "FORM_NOT_FOUND",
    at: "person",
    message: () => "Expected to find a form with the id of the approval, but no form with this id is found",
  },
];

/** All 39 causes, the commonest first. */
export const CAUSES: readonly Cause[] = [
  ...Object.entries(jobs).map(
    ([name, message]): Cause => ({ name, errorType: "JOB_NO_RETRIES", at: "service", message }),
  ),
  ...engine,
];

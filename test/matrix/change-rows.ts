import { type MatrixRow, row } from "./row.ts";

const CONFIRMING = "repair/confirming";
const FAULTS = "repair/faults";

/** Changes to the cluster. But for D4 and D11, the tests run for every tool that changes something. */
export const changes: readonly MatrixRow[] = [
  row(
    "D1",
    "not allowed, or not exactly `true`",
    "not listed; a direct call is `WRITE_DISABLED`, 0 requests; the last layer before the network stops any other way",
    ["repair/writes-off", "no tool that changes something is listed, and whoami says so"],
    ["repair/writes-off", "a call of $tool is answered as such and nothing is sent"],
    ["repair/writes-off", "$tool itself sends nothing, were it offered all the same"],
    ["repair/writes-off", "no code gets past the last guard of the connection to %s"],
  ),
  row("D2", "allowed, no confirmation", "the plan with a confirmation, only questions sent", [
    CONFIRMING,
    "shows first what would happen, and asks the cluster nothing but questions for that",
  ]),
  row(
    "D3",
    "a confirmation that is used, expired, forged, of before a restart; for another tool, other arguments, another set, another user or cluster; of what has changed since",
    "`CONFIRM_REQUIRED`, 0 changes; the right one is not spent by it",
    [
      CONFIRMING,
      "changes nothing with a confirmation that is made up, expired, of before a restart or of another tool",
    ],
    [CONFIRMING, "changes nothing with a confirmation for other arguments, which is not spent by that"],
    [CONFIRMING, "changes nothing when what it is about has changed since the confirmation"],
    [CONFIRMING, "takes a confirmation once"],
    [CONFIRMING, "is worth nothing when what a filter means has changed meanwhile"],
    ["repair/confirmation", "is worth nothing for %s, and is not spent by that"],
  ),
  row(
    "D4",
    "what is in no state for it: running, ended, resolved, done, called by another",
    "`INVALID_ARGUMENT` with the reason, 0 changes",
    ["repair/instances", "a running instance is refused"],
    ["repair/instances", "what has ended already is refused"],
    ["repair/instances", "a called instance is refused with the one that called it"],
    ["repair/resolving", "refuses what is resolved already and what is not there, and does the rest"],
    ["repair/variables", "needs a scope that is active"],
    ["repair/variables", "refuses jobs that are done or not there, and no retries at all"],
    ["repair/tokens", "refuses what has ended, what runs the target already, and a target that is not there"],
    ["repair/tokens", "is refused for an instance that has ended"],
  ),
  row(
    "D5",
    "reset after the change was sent",
    "read back: `done`, `pending`, or `OUTCOME_UNKNOWN` if that fails too; exactly 1 change on the wire",
    [FAULTS, "that was made although its answer got lost is read back as done"],
    [FAULTS, "that can be neither heard of nor read back is of unknown outcome"],
  ),
  row(
    "D6",
    "time-out, 500, 502, 504 of the change; the time of the call is up",
    "as D5; 1 change",
    [FAULTS, "that ran out of time is sent once and read back"],
    [FAULTS, "that was not made and got a %s is sent once and told as not to be seen"],
    [FAULTS, "whose outcome is unknown when the time of the call is up is told as such, not as a time-out"],
  ),
  row(
    "D7",
    "401, 403, 404, 409, 429 of the change",
    "401: sent again once with a new login; the others are told, 1 change",
    [FAULTS, "whose login has ended is sent again with a new one"],
    [FAULTS, "that is not permitted is refused with the permission"],
    [FAULTS, "that the cluster says no to with a %s is refused and told with its words"],
    [FAULTS, "that the cluster has no time for is not repeated"],
  ),
  row(
    "D8",
    "cancelled before or after sending, the server ends meanwhile",
    "nothing sent; read back, 1 line in the record",
    [FAULTS, "that the client calls off before is not sent"],
    [FAULTS, "that the client calls off on its way is read back and recorded once"],
    [FAULTS, "that is on its way when the server ends is recorded, once"],
    ["process/repair", "the end of stdin in the midst of changes leaves none of them out of the record"],
  ),
  row("D9", "asked for twice at once", "one result, one `CONFIRM_REQUIRED`; 1 change", [
    CONFIRMING,
    "asked for twice at once acts once",
  ]),
  row(
    "D10",
    "the person says yes, no, nothing; the client cannot ask",
    "done; refused, 0 changes, nothing spent; the confirmation alone counts",
    ["repair/person", "the person of $tool is asked, and a no sends nothing"],
    ["repair/person", "is asked before anything is changed, in our own words"],
    ["repair/person", "who says %j sends nothing and spends nothing"],
    ["repair/person", "is not bothered with a confirmation that is worth nothing"],
    [FAULTS, "is sent once and done"],
  ),
  row("D11", "an incident message that tells the reader to change something", "shown as data, no change", [
    "repair/resolving",
    "what an incident tells a reader to do is shown as data and changes nothing",
  ]),
  row(
    "D12",
    "11 changes in a minute",
    "`RATE_LIMITED` with the seconds left; 10 changes; the confirmation is not spent",
    [CONFIRMING, "is not taken for the eleventh change within a minute"],
    [CONFIRMING, "is not done as the eleventh change within a minute"],
    ["repair/confirmation", "is not taken more than ten times a minute, and is not spent by that"],
    ["repair/person", "is not bothered with an eleventh change within a minute"],
  ),
];

/** D1 to D12 once more for one tool, beside what is special about it. */
const twin = (tool: string, result: string, ...proofs: readonly (readonly [string, string])[]): MatrixRow =>
  row(
    `D ${tool}`,
    `D1 to D12 for \`${tool}\``,
    `the same; ${result}`,
    [CONFIRMING, "every tool that changes something is put to the test"],
    [FAULTS, "every tool that changes something is put to the faults"],
    ...proofs,
  );

/** The tools one by one, in the order in which clients list them. */
export const changesByTool: readonly MatrixRow[] = [
  twin(
    "resolve_incidents",
    "retries raised first; the same error back is `failedAgain`; of more than three one goes first",
    ["repair/resolving", "raises the retries of a job without any first, to what is asked for"],
    ["repair/resolving", "tells that the same error is back, with the new incident"],
    ["repair/resolving", "of many goes one first and stops when the same error is back"],
    ["repair/resolving", "of many leaves the rest alone while nothing is known of the first"],
    ["repair/resolving", "tells that the retries are raised where the cluster refuses the rest"],
  ),
  twin(
    "cancel_process_instances",
    "at most 8 under way; what was not sent any more is told",
    ["repair/instances", "has at most eight under way and stops at the first failure that is no refusal"],
    ["repair/instances", "tells what was done, what was refused and what was not sent any more"],
    ["repair/instances", "sends no more when the time of the call is nearly used up, and still tells what it did"],
  ),
  twin(
    "delete_process_instances",
    "also over the Operate API",
    [FAULTS, "deletion is put to them over both APIs"],
    ["repair/instances", "by a filter deletes those that it means and no other"],
  ),
  twin(
    "set_variables",
    "types of values and members are kept unless told otherwise",
    ["repair/variables", "refuses to change a type unless told so"],
    ["repair/variables", "refuses to change the type of %s as well"],
    ["repair/variables", "of an element go outwards to the sub-process that holds them, and no further"],
  ),
  twin("update_job_retries", "a job that has no tries left needs its incident resolved, which is said", [
    "repair/variables",
    "points to the incident of a job that ran out of them",
  ]),
  twin(
    "migrate_process_instances",
    "a mapping that does not fit gets no confirmation",
    ["repair/tokens", "with a mapping that does not fit says what is wrong with it, and gives no confirmation"],
    ["repair/tokens", "that names an element twice is refused"],
  ),
  twin(
    "modify_process_instance",
    "the tokens before and after; a called instance is not left without one",
    ["repair/tokens", "shows the tokens before, as planned, and after"],
    ["repair/tokens", "that would leave a called instance without a token is refused: only who called it can end it"],
  ),
];

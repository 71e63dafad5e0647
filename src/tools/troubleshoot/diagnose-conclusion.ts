import type { Diagnosis } from "../../analysis/diagnose/diagnose.ts";
import type { IncidentMissing, Verdict } from "../../analysis/diagnose/verdict.ts";
import type { Wait } from "../../analysis/diagnose/waits.ts";

const CONCLUSIONS: Readonly<Record<Exclude<Verdict, "stalled">, string>> = {
  running: "It runs: its tokens are at work, and nothing stops them",
  waiting: "It waits as its model says, see waits",
  incident: "It is stuck: an incident stops it, see rootCause",
  suspended: "Somebody has suspended it: it goes on when it is resumed",
  completed: "It has completed",
  terminated: "It was canceled, or another end of its process ended it",
};

const MISSING: Readonly<Record<IncidentMissing, string>> = {
  unread: "It is stuck: an incident stops it, which could not be read, see notices",
  "not looked at":
    "It is stuck: an incident stops it, in a called instance that is not among those looked at, see notices",
  "not there":
    "The cluster says that an incident stops it, and no open one is to be found: it was raised or resolved just now",
};

const UNCLEAR = "No incident is to be seen, and what some of its tokens wait for is not known, see waits";
const UNSEEN = "It is not over, and what its tokens do could not be looked at, see notices";
const PARTLY_SEEN = "No incident was found, but not all that it does could be looked at, see notices";
const SUSPENDED_AND_STOPPED =
  "Somebody has suspended it, and an incident stops it as well: resumed alone it does not go on, see rootCause";
const SUSPENDED_BELOW = "An instance that it has called is suspended: it goes on when that one is resumed, see odd";

/** What a token waits for where the model does not tell. */
const UNCLEAR_WAITS: readonly Wait["waitsFor"][] = ["UNKNOWN", "EVENT"];

/** Verdicts after which a reader might look no further. */
const CALM: readonly Verdict[] = ["running", "waiting", "completed"];

/** What has become of the job at which it stands still. */
const aboutJob = ({ jobState, deadline }: Partial<Wait>, now: number): string => {
  if (jobState === "FAILED") return "its job failed and is to be tried again";
  if (deadline !== undefined && Date.parse(deadline) > now) return "a worker has its job and has not finished it";
  if (deadline !== undefined || jobState === "TIMED_OUT")
    return "a worker took its job and has not finished it in time";
  return jobState === undefined
    ? "no worker seems to take its job, or none finishes it"
    : "no worker seems to take its job";
};

const ofCalm = (calm: "running" | "waiting", { seen, waits }: Diagnosis): string => {
  if (seen === "none") return UNSEEN;
  if (seen === "some") return PARTLY_SEEN;
  return waits.some(({ waitsFor }) => UNCLEAR_WAITS.includes(waitsFor)) ? UNCLEAR : CONCLUSIONS[calm];
};

const statement = (found: Diagnosis, now: number): string => {
  const { verdict, instance, rootCause, stalledAt } = found;
  switch (verdict) {
    case "running":
    case "waiting":
      return ofCalm(verdict, found);
    case "incident":
      return found.incidentMissing === undefined ? CONCLUSIONS.incident : MISSING[found.incidentMissing];
    case "stalled":
      return `It stands still without an incident: ${aboutJob(stalledAt[0] ?? {}, now)}, see waits and odd`;
    case "suspended":
      if (instance["state"] !== "SUSPENDED") return SUSPENDED_BELOW;
      return rootCause === undefined ? CONCLUSIONS.suspended : SUSPENDED_AND_STOPPED;
    default:
      return CONCLUSIONS[verdict];
  }
};

/** One sentence of ours that says how the instance is; `now` in milliseconds since 1970. */
export const conclusionOf = (found: Diagnosis, now: number): string => {
  const { verdict, instance, rootCause, odd, incidentCount } = found;
  const { total, isExact } = incidentCount;
  const isBelow = rootCause !== undefined && rootCause["processInstanceKey"] !== instance["processInstanceKey"];
  const below = isBelow ? "; it lies in an instance that this one has called" : "";
  const many = total > 1 ? `; ${isExact ? "" : "at least "}${total} incidents are open` : "";
  const but = CALM.includes(verdict) && odd.length > 0 ? "; but see odd" : "";
  return `${statement(found, now)}${below}${many}${but}.`;
};

import type { Argument, Prompt } from "./prompt.ts";

const argument = (name: string, description: string, required = false): Argument => ({ name, description, required });

const processDefinitionId = argument("processDefinitionId", "Id of one process; without it, all of them.");

const triageIncidents: Prompt = {
  name: "triage_incidents",
  title: "Triage incidents",
  description: "Sort the open incidents by cause: which to mend first, by whom, and which a retry can help.",
  arguments: [
    processDefinitionId,
    argument("elementId", "Id of one element of that process; without it, all of them."),
    argument(
      "since",
      "Only incidents raised from then on: a time, or an age like -24h; without it, all that are open.",
    ),
  ],
  task: "Triage the open incidents of this Camunda cluster.",
  steps: ({ processDefinitionId: process, elementId, since }) => [
    {
      tool: "summarize_incidents",
      args: { processDefinitionId: process, elementId, createdAfter: since },
      about: "It groups them by cause. Go on with the groups that hit most, five at most.",
    },
    {
      tool: "explain_incident",
      about:
        "Once for each of these groups, with the first of its sampleIncidentKeys as incidentKey: it says what is behind the group, what fixes it, and whether a retry alone can help.",
    },
    {
      tool: "compare_process_versions",
      about:
        "Only where nearly all incidents of a group are in one version of a process that has an older one: with its processDefinitionId, to see whether that version brought the trouble.",
    },
  ],
  answer:
    "a table with one row for each cause, worst first: what is wrong, how many incidents, since when, in which process and version, whether a retry alone helps, and who has to do what. Below it, what to do first. Say what was not looked at.",
};

const diagnoseInstance: Prompt = {
  name: "diagnose_instance",
  title: "Diagnose a process instance",
  description: "Find out why one process instance is stuck, slow or ended as it did, and what to do about it.",
  arguments: [
    argument("reference", "Its key, a link to it in Operate, or a business value such as an order number.", true),
  ],
  task: "Find out what is the matter with one process instance on this Camunda cluster.",
  steps: ({ reference }) => [
    {
      tool: "diagnose_process_instance",
      args: { reference },
      about:
        "If it lists several instances, take the one that fits what was asked, or ask which is meant, and call it again with that processInstanceKey.",
    },
    {
      tool: "explain_incident",
      about: "Only if the verdict is incident and its cause is not clear yet: with the incidentKey of the root cause.",
    },
    {
      tool: "get_process_instance_timeline",
      about:
        "Only if the question is about time, or nothing stops it: with its processInstanceKey, to see where the time went.",
    },
  ],
  answer:
    "first one sentence that says what is the matter. Then what it rests on, with keys and times; what to do, step by step, and by whom; and how sure this is.",
};

const releaseCheck: Prompt = {
  name: "release_check",
  title: "Check a new version of a process",
  description: "Judge how a new version of a process fares against the one before: keep it, watch it, or take it back.",
  arguments: [
    argument("processDefinitionId", "Id of the process.", true),
    argument("baseVersion", "Number of the version to compare with; without it, the one before the newest."),
    argument("otherVersion", "Number of the version to judge; without it, the newest."),
  ],
  task: "Judge how a new version of a process fares on this Camunda cluster.",
  steps: ({ processDefinitionId: process, baseVersion, otherVersion }) => [
    {
      tool: "compare_process_versions",
      args: { processDefinitionId: process, baseVersion, otherVersion },
      about: "It says what was changed, and how each of the two versions fares.",
    },
    {
      tool: "summarize_incidents",
      args: { processDefinitionId: process, groupBy: "version" },
      about: "It says which errors each version has.",
    },
    {
      tool: "explain_incident",
      about:
        "For errors that only the new version has, with one of their sampleIncidentKeys as incidentKey: does a change that was made explain it?",
    },
    {
      tool: "find_stalled_process_instances",
      args: { processDefinitionId: process },
      about: "It says what stands still without an incident.",
    },
  ],
  answer:
    "a verdict first: keep it, watch it, or take it back. Then the changes that matter, the numbers of both versions side by side, each new trouble with its cause, and what few instances or little time leave open.",
};

const incidentReport: Prompt = {
  name: "incident_report",
  title: "Write an incident report",
  description: "Write a report on what failed in a span of time, for people who were not there.",
  arguments: [
    argument("since", "Where the report begins: a time, or an age like -24h, which is the default."),
    processDefinitionId,
  ],
  task: "Write a report on what failed on this Camunda cluster.",
  steps: ({ since = "-24h", processDefinitionId: process }) => [
    { tool: "whoami", about: "It says which cluster and which user the report is about." },
    {
      tool: "summarize_processes",
      args: { processDefinitionId: process, since },
      about: "It says how much runs, how much has finished, and how much is stopped.",
    },
    {
      tool: "summarize_incidents",
      args: { processDefinitionId: process, createdAfter: since },
      about: "It groups what failed by cause.",
    },
    {
      tool: "explain_incident",
      about:
        "Once for each of the groups that hit most, five at most, with the first of its sampleIncidentKeys as incidentKey.",
    },
    {
      tool: "get_process_instance_timeline",
      about: "For one instance of the worst group, to tell as an example what happened to it.",
    },
  ],
  answer:
    "a report with the headings Summary, Impact, What happened, Causes, What to do, Open questions. Every number with the call it comes from. Incidents that were resolved in the meantime are not counted; say so.",
};

/** Every prompt, in the order in which clients list them. */
export const prompts: readonly Prompt[] = [triageIncidents, diagnoseInstance, releaseCheck, incidentReport];

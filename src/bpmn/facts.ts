import { joined, namedExpression, phrase, type Wording } from "../phrase.ts";
import type { EventDefinition } from "./event.ts";
import type { AdHoc, Element, Listener, Mapping, MultiInstance } from "./model.ts";
import { quoted, shown } from "./shown.ts";
import type { Binding, CalledDecision, CalledProcess, Form, Job, Script, UserTask } from "./work.ts";

type Part = string | undefined | false;

const words = (...parts: readonly Part[]): string => parts.filter(Boolean).join(" ");

/** The same with expressions among them. */
const wording = (...parts: readonly (Part | Wording)[]): Wording =>
  joined(
    parts.flatMap((part) => part || []),
    " ",
  );

/** An expression by what its result is called. */
const result = (name: string | undefined, expression: string | undefined): Wording | undefined =>
  expression && phrase(namedExpression(name ?? "", shown(expression)));

/** A word before a text of the model; nothing where the model says nothing. */
const said = (word: string, text: string | undefined): Part => text !== undefined && `${word} ${shown(text)}`;

const bindingText = ({ binding, versionTag }: Binding): Part => {
  if (binding === "latest") return undefined;
  return versionTag === undefined ? `(${shown(binding)})` : `(version tag ${shown(versionTag)})`;
};

const eventText = (event: EventDefinition): string => {
  switch (event.kind) {
    case "message":
      return words("message", event.name && quoted(event.name), said("key", event.correlationKey));
    case "timer":
      return words("timer", event.timer, event.expression && shown(event.expression));
    case "error":
    case "escalation":
      return words(event.kind, event.code && shown(event.code));
    case "signal":
    case "link":
      return words(event.kind, event.name && quoted(event.name));
    case "condition":
      return words("condition", event.expression && shown(event.expression), said("on", event.variables));
    case "compensation":
      return words("compensation", said("of", event.activity));
    case "terminate":
    case "cancel":
      return event.kind;
  }
};

const jobText = ({ type = "", retries }: Job): string =>
  words("job", shown(type), retries !== "3" && `retries ${shown(retries)}`);

const callText = (called: CalledProcess): string =>
  words("calls", called.processId && shown(called.processId), bindingText(called));

const decisionText = (called: CalledDecision): string =>
  words(said("decision", called.decisionId), said("as", called.resultVariable), bindingText(called));

const scriptText = ({ expression, resultVariable }: Script): Wording =>
  wording("script", result(resultVariable, expression), said("as", resultVariable));

const formText = (form: Form): string =>
  words(said("form", form.id ?? form.externalReference ?? form.key), bindingText(form));

const userTaskText = (task: UserTask): string =>
  words(
    said("assignee", task.assignee),
    said("groups", task.candidateGroups),
    said("users", task.candidateUsers),
    said("due", task.dueDate),
    said("follow-up", task.followUpDate),
  );

const multiInstanceText = (loop: MultiInstance): Wording =>
  wording(
    loop.mode,
    "for each",
    loop.inputElement && shown(loop.inputElement),
    loop.inputCollection && "in",
    result(loop.inputElement, loop.inputCollection),
    said("into", loop.outputCollection),
    said("until", loop.completionCondition),
  );

const adHocText = ({ activeElements, completionCondition, outputCollection }: AdHoc): string =>
  words(said("activates", activeElements), said("into", outputCollection), said("until", completionCondition));

/** A listener in words. */
export const listenerText = ({ event = "", type = "" }: Listener): string =>
  words("listener", shown(event), shown(type));

/** Variables that mappings set: `a` for `a.b` and `a.c`. What they are set to is long and left to the facts of one element. */
const variables = (word: string, mappings: readonly Mapping[] = []): Part =>
  mappings.length > 0 &&
  `${word} ${[...new Set(mappings.map(({ target }) => shown(target.split(".", 1).join(""))))].join(", ")}`;

/** What the outline says of an element beside its id, type, name and flows; header values and mapped expressions are left out. */
export const factsOf = (element: Element): readonly Wording[] => {
  const { job, template, calls, decision, script, form, userTask, multiInstance, adHoc, event } = element;
  return [
    said("on", element.attachedTo),
    element.interrupting === false && "non-interrupting",
    element.forCompensation && "for compensation",
    event && eventText(event),
    said("compensated by", element.compensatedBy),
    job && jobText(job),
    job === undefined && said("template", template),
    calls && callText(calls),
    decision && decisionText(decision),
    script && scriptText(script),
    userTask && userTaskText(userTask),
    form && formText(form),
    multiInstance && multiInstanceText(multiInstance),
    adHoc && adHocText(adHoc),
    variables("in", element.inputs),
    variables("out", element.outputs),
    ...(element.listeners ?? []).map(listenerText),
  ].flatMap((fact) => fact || []);
};

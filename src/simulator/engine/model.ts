const attributesOf = (tag: string): Readonly<Record<string, string>> =>
  Object.fromEntries([...tag.matchAll(/([\w:]+)="([^"]*)"/g)].map(([, name = "", value = ""]) => [name, value]));

const WORDS = /[A-Z]/g;

/** `serviceTask` as the APIs say it: `SERVICE_TASK`. */
const wordOf = (tag: string): string => tag.replace(WORDS, (letter) => `_${letter}`).toUpperCase();

/** One flow node of a model, as far as an engine needs it to put a token there. */
export interface Node {
  readonly id: string;
  readonly type: string;
  readonly name: string | undefined;
  /** Type of the job that it makes. */
  readonly jobType: string | undefined;
}

const NODES = /<bpmn:(\w*(?:Task|Event|Gateway|task|subProcess|callActivity))\b([^>]*)(\/?)>/g;

/** The flow nodes of a model, in document order. */
export const nodesOf = (xml: string): readonly Node[] => {
  const found = [...xml.matchAll(NODES)];
  return found.map((match, index) => {
    const [whole, tag = "", attributes = ""] = match;
    const { id = "", name } = attributesOf(attributes);
    const inside = xml.slice((match.index ?? 0) + whole.length, found[index + 1]?.index ?? xml.length);
    const own = whole.endsWith("/>") ? "" : inside.split(`</bpmn:${tag}>`, 1).join();
    return { id, type: wordOf(tag), name, jobType: /<zeebe:taskDefinition[^>]*\btype="([^"]*)"/.exec(own)?.[1] };
  });
};

/** The node with an id; undefined where the model has none. */
export const nodeAt = (xml: string, id: string): Node | undefined => nodesOf(xml).find((node) => node.id === id);

/** Sequence flows of a model, from where to where. */
export const flowsOf = (xml: string): readonly { readonly from: string; readonly to: string }[] =>
  [...xml.matchAll(/<bpmn:sequenceFlow\b[^>]*>/g)].map(([tag]) => {
    const { sourceRef = "", targetRef = "" } = attributesOf(tag);
    return { from: sourceRef, to: targetRef };
  });

const TASK =
  /<bpmn:(\w*[tT]ask|callActivity)\b([^>]*)>\s*(?:<bpmn:extensionElements>([\s\S]*?)<\/bpmn:extensionElements>)?/g;

/** The content with more in a child of this name, which is made where there is none. */
const within = (content: string, name: string, more: string): string => {
  const open = `<zeebe:${name}>`;
  return content.includes(open) ? content.replace(open, `${open}${more}`) : `${content}${open}${more}</zeebe:${name}>`;
};

const input = (source: string, target: string): string => `<zeebe:input source="${source}" target="${target}" />`;

/** Mappings that set a secret, each in another way. */
const mappings = (secret: string): string =>
  [
    input(`=&#34;${secret}&#34;`, "authentication.password"),
    input(secret, "access.token"),
    input(`=concatenate([&quot;${secret}&quot;], more)`, "privateKeys"),
    input(`={&#34;password&#34;: &#34;${secret}&#34;}`, "body"),
    input(`={password: &#34;${secret}&#34;, more: more}`, "context"),
    input(`=[{name: &#34;token&#34;, value: &#34;${secret}&#34; + more}]`, "list"),
    `<zeebe:output source="=&#34;${secret}&#34;" target="result.credential" />`,
  ].join("");

/** What of these models may be shown, because it is none. */
export const NO_SECRETS = ["{{secrets.LETTERBOX}}", "=login.password", "=secrets.LETTERBOX", "letterbox-type"];

const harmless = [
  input("=login.password", "password"),
  input("=secrets.LETTERBOX", "token"),
  input("{{secrets.LETTERBOX}}", "apiKey"),
].join("");

/**
 * A model of the sample company in which every task has a secret in each place where a name can say that it is one: headers,
 * properties, mappings, a script, the collection of a multi-instance.
 */
export const withSecrets = (xml: string, secret: string): string =>
  xml.replaceAll(TASK, (_, kind: string, attributes: string, given = "") => {
    const headers = `<zeebe:header key="apiKey" value="${secret}" /><zeebe:header key="tokenType" value="letterbox-type" />`;
    const property = `<zeebe:property name="client&#83;ecret" value="${secret}" />`;
    const script = `<zeebe:script expression="=&#34;${secret}&#34;" resultVariable="password" />`;
    const content = within(
      within(within(given, "taskHeaders", headers), "properties", property),
      "ioMapping",
      mappings(secret) + harmless,
    );
    const loop = `<zeebe:loopCharacteristics inputCollection="=[&#34;${secret}&#34;]" inputElement="accessToken" outputCollection="tokens" outputElement="=&#34;${secret}&#34;" />`;
    const multi = `<bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements>${loop}</bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>`;
    return `<bpmn:${kind}${attributes}><bpmn:extensionElements>${content}${script}</bpmn:extensionElements>${multi}`;
  });

import type { Setting } from "../../src/config/setting.ts";
import { allSettings } from "../../src/config/settings.ts";
import { loginExamples } from "../docs/login-examples.ts";
import { project } from "./project.ts";

/** What hosts call the server. */
const SERVER = "operate";

/** How a host starts the server: the form that all of them share. */
export interface ServerEntry {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

const [{ variables } = { variables: {} }] = loginExamples;

/** The published package, with the settings of the first login example. */
export const npxEntry: ServerEntry = { command: "npx", args: ["-y", project.name], env: variables };

const settingOf = (name: string): Setting | undefined => allSettings.find((setting) => setting.name === name);

/** Something that VS Code asks for once and keeps where nobody sees it. */
interface PromptedSecret {
  readonly type: "promptString";
  readonly id: string;
  readonly description: string;
  readonly password: true;
}

const inputId = (name: string): string => name.toLowerCase().replaceAll("_", "-");

const promptedSecrets = (env: ServerEntry["env"]): readonly PromptedSecret[] =>
  Object.keys(env).flatMap((name) =>
    settingOf(name)?.secret
      ? [{ type: "promptString" as const, id: inputId(name), description: name, password: true as const }]
      : [],
  );

const withoutSecrets = (env: ServerEntry["env"]): ServerEntry["env"] =>
  Object.fromEntries(
    Object.entries(env).map(([name, value]) => [name, settingOf(name)?.secret ? `\${input:${inputId(name)}}` : value]),
  );

/** The configuration of Claude Desktop and of Cursor. */
export const mcpServersConfig = (entry: ServerEntry) => ({ mcpServers: { [SERVER]: entry } });

/** The configuration of VS Code, which asks for the secrets. */
export const vsCodeConfig = (entry: ServerEntry) => ({
  inputs: promptedSecrets(entry.env),
  servers: { [SERVER]: { type: "stdio", ...entry, env: withoutSecrets(entry.env) } },
});

/** A link that has VS Code offer to install the server. It goes by the web, because pages of documentation link to https only. */
export const vsCodeLink = (entry: ServerEntry): string => {
  const { inputs, servers } = vsCodeConfig(entry);
  const query = encodeURIComponent(JSON.stringify({ name: SERVER, inputs, ...servers[SERVER] }));
  return `https://insiders.vscode.dev/redirect?url=${encodeURIComponent(`vscode:mcp/install?${query}`)}`;
};

/** The same for Cursor. */
export const cursorLink = (entry: ServerEntry): string => {
  const config = Buffer.from(JSON.stringify(entry)).toString("base64");
  return `https://cursor.com/en/install-mcp?name=${SERVER}&config=${encodeURIComponent(config)}`;
};

const badge = (label: string, link: string): string =>
  `[![${label}](https://img.shields.io/badge/${encodeURIComponent(label.replaceAll(" ", "_"))}-0b5fff)](${link})`;

const jsonBlock = (content: object): string => `\`\`\`json\n${JSON.stringify(content, undefined, 2)}\n\`\`\``;

/** For the page about installing: a badge for each host that has install links, then the configurations that stand behind them. */
export const renderInstall = (): string =>
  [
    `${badge("Install in VS Code", vsCodeLink(npxEntry))}\n${badge("Install in Cursor", cursorLink(npxEntry))}`,
    "Claude Desktop, and Cursor:",
    jsonBlock(mcpServersConfig(npxEntry)),
    "VS Code, which asks for the password:",
    jsonBlock(vsCodeConfig(npxEntry)),
  ].join("\n\n");

import type { Variable } from "./variables.ts";

/** How the server is started. */
export interface Start {
  readonly command: string;
  readonly args: readonly string[];
}

/** What to put into the configuration of a host, and where. */
export interface Snippet {
  /** The whole file, if it holds nothing else. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Sentences for the person who does it. */
  readonly hints: readonly string[];
}

type Render = (start: Start, variables: readonly Variable[]) => Snippet;

const NAME = "operate";

/** The variables with a placeholder where no value may be shown. */
const envOf = (variables: readonly Variable[], placeholder: (name: string) => string): Record<string, string> =>
  Object.fromEntries(variables.map(({ name, value }) => [name, value ?? placeholder(name)]));

const hiddenIn = (variables: readonly Variable[]): readonly Variable[] =>
  variables.filter(({ value }) => value === undefined);

/** A hint that counts only where something is hidden. */
const aboutHidden = (variables: readonly Variable[], hint: (names: string) => string): string[] => {
  const names = hiddenIn(variables).map(({ name }) => name);
  return names.length === 0 ? [] : [hint(names.join(", "))];
};

const server = ({ command, args }: Start, env: Record<string, string>) => ({
  command,
  args,
  ...(Object.keys(env).length === 0 ? {} : { env }),
});

const claudeDesktop: Render = (start, variables) => ({
  config: {
    mcpServers: {
      [NAME]: server(
        start,
        envOf(variables, (name) => `<${name}>`),
      ),
    },
  },
  hints: [
    "Claude Desktop: Settings, Developer, Edit Config; merge it into mcpServers there, and restart Claude Desktop.",
    ...aboutHidden(
      variables,
      (names) => `Put in for <...>: ${names}. With _FILE behind the name it may be the path of a file.`,
    ),
  ],
});

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

const claudeCode: Render = (start, variables) => {
  const entry = {
    type: "stdio",
    ...server(
      start,
      envOf(variables, (name) => `\${${name}}`),
    ),
  };
  return {
    config: { mcpServers: { [NAME]: entry } },
    hints: [
      "Claude Code: save it as .mcp.json in the folder of the project, or run",
      `  claude mcp add-json --scope project ${NAME} ${quoted(JSON.stringify(entry))}`,
      ...aboutHidden(variables, (names) => `It takes ${names} from the environment that Claude Code is started in.`),
    ],
  };
};

const idOf = (name: string): string => name.toLowerCase().replaceAll("_", "-");

const vsCode: Render = (start, variables) => ({
  config: {
    inputs: hiddenIn(variables).map(({ name, about }) => ({
      type: "promptString",
      id: idOf(name),
      description: `${name}: ${about}`,
      password: true,
    })),
    servers: {
      [NAME]: {
        type: "stdio",
        ...server(
          start,
          envOf(variables, (name) => `\${input:${idOf(name)}}`),
        ),
      },
    },
  },
  hints: [
    "VS Code: save it as .vscode/mcp.json in the workspace, or merge it into the file of MCP: Open User Configuration.",
    ...aboutHidden(variables, (names) => `It asks once for ${names}, and keeps the answer.`),
  ],
});

const cursor: Render = (start, variables) => ({
  config: {
    mcpServers: {
      [NAME]: server(
        start,
        envOf(variables, (name) => `\${env:${name}}`),
      ),
    },
  },
  hints: [
    "Cursor: save it as ~/.cursor/mcp.json, or as .cursor/mcp.json in a project.",
    ...aboutHidden(variables, (names) => `It takes ${names} from the environment that Cursor is started in.`),
  ],
});

/** The hosts that there is a snippet for, by the word that asks for it. */
export const HOSTS = { claude: claudeDesktop, code: claudeCode, vscode: vsCode, cursor } as const;

export type Host = keyof typeof HOSTS;

/** Whether a word names a host. */
export const isHost = (word: string): word is Host => Object.hasOwn(HOSTS, word);

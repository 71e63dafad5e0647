/** What this server says of itself. */
export const identity = (version: string) => ({ name: "operate-mcp", version });

/** What it can do, in the words of the protocol. */
export const CAPABILITIES = { tools: {}, resources: {}, prompts: {}, completions: {} };

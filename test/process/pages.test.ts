import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { variablesIn } from "../../src/config/layer.ts";
import { current, ROOT } from "../docs/current.ts";
import { type Block, blocksOf, PAGES } from "../docs/pages.ts";
import { MAIN } from "./built.ts";
import { pageClusters } from "./page-cluster.ts";
import { entryIn, entryOfClaude, whoamiOf } from "./page-host.ts";
import { pageShell } from "./page-shell.ts";

/*
 * Every command on the pages for people is run: the blocks `sh`, each as one script in the folder of its page. The comment
 * before a block says what cannot be seen: `<!-- cluster 8.8 cookie -->` the cluster that settings are for, which are then the
 * file operate.env of the commands below them; `<!-- answer -->` that a text is what the last command really answers. In an
 * answer `...` at the end of a line stands for the rest of it, alone on a line for any number of lines. A script ends with 0, or
 * with what its last line says: `# ends with 1`.
 */

/** The commands that are not run, and why not. */
const SKIPPED: readonly { readonly line: RegExp; readonly reason: string }[] = [
  {
    line: /^npm ci\b/,
    reason: "installs and builds: CI runs it before these tests, and demo.test.ts what comes of it",
  },
  { line: /^npm (?:link|pack|install -g)\b/, reason: "changes the machine; packages.test.ts packs and installs" },
  { line: /^claude mcp add\b/, reason: "needs Claude Code; what it is told is started below" },
  { line: /^docker /, reason: "needs Docker" },
];

const isSkipped = (line: string): boolean => SKIPPED.some((skipped) => skipped.line.test(line));

/** The lines of a block, those that go on behind a backslash as one. */
const linesOf = ({ text }: Block): string[] =>
  text
    .replaceAll(/\\\n\s*/g, "")
    .split("\n")
    .filter((line) => line !== "");

const endOf = (script: string): number => Number(/# ends with (\d+)$/.exec(script.trim())?.[1] ?? 0);

const clusters = pageClusters();
afterAll(clusters.close);

const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&");

/** What an answer has to match that is shown with parts left out. */
const pattern = (shown: string): RegExp =>
  new RegExp(
    `^${shown
      .split(/^\.\.\.\n/m)
      .map((part) => escaped(part).replaceAll(/ ?\\\.\\\.\\\.$/gm, ".*"))
      .join("(?:.*\n)*?")}$`,
  );

const SHOWN_SAMPLE = "http://127.0.0.1:41234";

const portOf = (address: string): string => new URL(address).port;

/** Writes real answers into a page, where the update is asked for (`UPDATE=1`). */
const update = (page: string, { text, mark }: Block, answer: string): void => {
  const block = (content: string) => `<!-- ${mark} -->\n\`\`\`text\n${content}\`\`\`\n`;
  writeFileSync(
    join(ROOT, page),
    current(page).replace(block(text), () => block(answer)),
  );
};

const runPage = async (page: string): Promise<void> => {
  const shell = pageShell();
  const sample = await clusters.of("cluster 8.8 cookie", {
    CAMUNDA_OPERATE_BASE_URL: SHOWN_SAMPLE,
    CAMUNDA_COOKIE_AUTH_USERNAME: "demo",
    CAMUNDA_COOKIE_AUTH_PASSWORD: "demo",
  });
  let addresses = sample.addresses;
  let answer = "";
  try {
    for (const block of blocksOf(current(page))) {
      if (block.mark.startsWith("cluster ")) {
        const settings = await clusters.of(block.mark, variablesIn(block.text));
        addresses = [...settings.addresses, ...sample.addresses];
        shell.write("operate.env", settings.variables);
      }
      if (block.language === "sh") {
        const script = linesOf(block)
          .filter((line) => !isSkipped(line))
          .join("\n");
        const { code, stdout, stderr } = await shell.run(script, { SAMPLE_URL: sample.cluster.url });
        expect(code, `${script}\n${stdout}\n${stderr}`).toBe(endOf(script));
        if (/--print-config \S+[^\n]*$/.test(script) && !script.includes("\n")) {
          expect(await whoamiOf(entryIn(JSON.parse(stdout)))).not.toHaveProperty("isError");
        }
        answer = addresses.reduce(
          (text, { real, shown }) => text.replaceAll(real, shown).replaceAll(portOf(real) || "none", portOf(shown)),
          clusters.atShownHour(stdout + stderr),
        );
      }
      if (block.mark === "answer") {
        if (!/\.\.\.$/m.test(block.text)) {
          if (process.env["UPDATE"]) update(page, block, answer);
          else expect(answer).toBe(block.text);
        } else expect(answer).toMatch(pattern(block.text));
      }
    }
  } finally {
    shell.close();
  }
};

describe.concurrent("the commands end as the page says, with the answer that it shows", () => {
  test.each(PAGES)("%s", { timeout: 120_000 }, (page) => runPage(page));
});

test("what the README has people write by hand starts a server that reaches their cluster", async () => {
  const blocks = blocksOf(current("README.md"));
  const entries = [
    ...blocks.filter(({ language }) => language === "json").map(({ text }) => entryIn(JSON.parse(text))),
    ...blocks
      .filter(({ language }) => language === "sh")
      .flatMap(linesOf)
      .filter((line) => line.startsWith("claude mcp add "))
      .map(entryOfClaude),
  ];
  expect(entries).toHaveLength(3);
  for (const { command, args, env } of entries) {
    const password = { CAMUNDA_COOKIE_AUTH_PASSWORD: "demo" };
    const { variables } = await clusters.of("cluster 8.6 cookie", { ...env, ...password });
    const here = args.map((arg) => arg.replace("/path/to/operate-mcp/dist/main.js", MAIN));
    const result = await whoamiOf({ command, args: here, env: variables });
    expect(result).toMatchObject({ structuredContent: { login: "COOKIE", user: "demo" } });
  }
});

test("nothing is skipped for nothing", () => {
  const lines = PAGES.flatMap((page) => blocksOf(current(page)))
    .filter(({ language }) => language === "sh")
    .flatMap(linesOf);
  for (const { line, reason } of SKIPPED)
    expect(
      lines.some((one) => line.test(one)),
      reason,
    ).toBe(true);
  expect(lines.filter((line) => !isSkipped(line)).length).toBeGreaterThan(20);
});

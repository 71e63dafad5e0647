import { afterAll, describe, expect, test } from "vitest";
import { variablesIn } from "../../src/config/layer.ts";
import { current } from "../docs/current.ts";
import { blocksOf, PAGES } from "../docs/pages.ts";
import { MAIN } from "./built.ts";
import { expectAnswer } from "./page-answer.ts";
import { type PageCluster, pageClusters } from "./page-cluster.ts";
import { entryIn, entryOfClaude, whoamiOf } from "./page-host.ts";
import { endOf, linesOf, printsConfig, runnable, SKIPPED } from "./page-script.ts";
import { pageShell } from "./page-shell.ts";

/*
 * Every command on the pages for people is run: the blocks `sh`, each as one script in the folder of its page. The comment
 * before a block says what cannot be seen: `<!-- cluster 8.8 cookie -->` the cluster that settings are for, which are then the
 * file operate.env of the commands below them; `<!-- answer -->` that a text is what the last command really answers. In an
 * answer `...` at the end of a line stands for the rest of it, alone on a line for any number of lines. A script ends with 0, or
 * with what its last line says: `# ends with 1`.
 */

const clusters = pageClusters();
afterAll(clusters.close);

/** Where the sample cluster of the pages is. */
const SAMPLE = {
  CAMUNDA_OPERATE_BASE_URL: "http://127.0.0.1:41234",
  CAMUNDA_COOKIE_AUTH_USERNAME: "demo",
  CAMUNDA_COOKIE_AUTH_PASSWORD: "demo",
};

const portOf = (address: string): string => new URL(address).port;

/** An answer with the addresses of a page for those of the clusters here; a port also where it stands alone. */
const asShown = (answer: string, addresses: PageCluster["addresses"]): string =>
  addresses.reduce(
    (text, { real, shown }) =>
      text.replaceAll(real, shown).replaceAll(new RegExp(`(?<!\\d)${portOf(real)}(?!\\d)`, "g"), portOf(shown)),
    answer,
  );

const runPage = async (page: string): Promise<void> => {
  const shell = pageShell();
  const sample = await clusters.of("cluster 8.8 cookie", SAMPLE);
  let { addresses } = sample;
  let answer = "";
  try {
    for (const block of blocksOf(current(page))) {
      if (block.mark.startsWith("cluster ")) {
        const settings = await clusters.of(block.mark, variablesIn(block.text));
        addresses = [...settings.addresses, ...sample.addresses];
        shell.write("operate.env", settings.variables);
      }
      if (block.language === "sh") {
        const lines = runnable(linesOf(block));
        const { code, stdout, stderr } = await shell.run(lines.join("\n"), { SAMPLE_URL: sample.cluster.url });
        expect(code, `${block.text}${stdout}${stderr}`).toBe(endOf(lines));
        if (printsConfig(lines)) {
          expect(await whoamiOf(entryIn(JSON.parse(stdout)))).not.toHaveProperty("isError");
        }
        answer = asShown(clusters.atShownHour(stdout + stderr), addresses);
      }
      if (block.mark === "answer") expectAnswer(page, block, answer);
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
  expect(runnable(lines).length).toBeGreaterThan(40);
});

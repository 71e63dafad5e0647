import { expect, it } from "vitest";
import { LONG_RUNS, MEASURED, PROMISES } from "../matrix/figures.ts";
import { holds } from "../matrix/proof.ts";
import type { MatrixRow, Proof } from "../matrix/row.ts";
import { MATRIX } from "../matrix/rows.ts";
import { expectCurrent } from "./current.ts";

const line = (...cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [line(...head), line(...head.map(() => "---")), ...rows.map((row) => line(...row))].join("\n");

const place = ({ file }: Proof): string => `[${file.replace(/^test\//, "").replace(/\.test\.ts$/, "")}](../${file})`;

const places = ({ proofs }: MatrixRow): string =>
  proofs.length === 0 ? "–" : [...new Set(proofs.map(place))].join(", ");

const document = (): string => `# Reliability

What may go wrong, what the server does about it, and the tests that prove it. Generated from \`test/matrix\` by \`npm run update\`: a
test fails when this page is stale, and when a test that it names is gone.

Every row of the first three tables has a test through a whole server (in \`test/matrix\`). At its end each of them also asserts what must
hold in any case: stdout carries JSON-RPC only, each request has one reply and a cancelled one none, no secret is in stdout or the log in
any of eight spellings, fetched tokens and cookies included, the server still answers, and at its end no deadline is left and no socket open.

But for D4 and D11, the tests of rows D run for every tool that changes something, those of D5 to D8 for deletion over both APIs.

${Object.entries(MATRIX)
  .map(
    ([title, rows]) =>
      `## ${title}\n\n${table(
        ["Row", "Fault", "Result", "Proved in"],
        rows.map((row) => [row.id, row.fault, row.result, places(row)]),
      )}`,
  )
  .join("\n\n")}

## Numbers that every run proves

${table(
  ["What", "Number", "Proved in"],
  PROMISES.map(([what, number, file, title]) => [what, number, place({ file, title })]),
)}

## Long runs

By hand, because they take minutes: ${MEASURED}.

${table(
  ["What", "Promised", "Measured", "With"],
  LONG_RUNS.map(({ what, promised, measured, by }) => [what, promised, measured, by]),
)}
`;

it("docs/reliability.md is up to date", () => {
  expectCurrent("docs/reliability.md", document());
});

it("every number is proved by a test that is there", () => {
  expect(PROMISES.filter(([, , file, title]) => !holds({ file, title }))).toEqual([]);
});

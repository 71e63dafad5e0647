import { tmpdir } from "node:os";
import { bytes } from "../../src/mcp/channels.ts";
import { isObject, member } from "../../src/narrow.ts";
import type { Print, Scale } from "./bench.ts";
import { binOf, installed } from "./installed.ts";
import { median } from "./median.ts";
import { OURS } from "./our-server.ts";
import { floor, INITIALIZE, INITIALIZED, type Program, request, serve } from "./served.ts";
import { packed } from "./size.ts";
import { idle, lists, type Sample } from "./start.ts";
import { openTokenizer } from "./tokenizer.ts";

/** A server of somebody else, in a fixed version, with what it needs to start; nothing it would connect to is there. */
interface Peer {
  readonly name: string;
  readonly version: string;
  readonly args: readonly string[];
}

const PEERS: readonly Peer[] = [
  { name: "@modelcontextprotocol/server-filesystem", version: "2026.8.31", args: [tmpdir()] },
  { name: "chrome-devtools-mcp", version: "1.11.0", args: ["--no-usage-statistics"] },
  { name: "@sentry/mcp-server", version: "0.36.0", args: ["--access-token=none"] },
];

/** A server to measure, and what its installation brings. */
interface Contestant {
  readonly name: string;
  readonly program: Program;
  readonly packages: number;
  readonly megabytes: number;
}

const ours = (): Contestant => ({
  name: "operate-mcp",
  program: OURS,
  packages: 1,
  megabytes: packed().unpackedMegabytes,
});

const contestantOf = ({ name, version, args }: Peer): Contestant => {
  const found = installed(name, version);
  const program = { command: process.execPath, args: [binOf(found), ...args] };
  return { name: `${name}@${version}`, program, packages: found.packages, megabytes: found.megabytes };
};

/** The tools as a model sees them: output schemas and private members stay with the host. */
const listedBy = async (program: Program): Promise<readonly string[]> => {
  const served = serve(program);
  try {
    const [first, second] = [served.answer(0), served.answer(1)];
    served.write(INITIALIZE);
    await first;
    served.write(INITIALIZED, request(1, "tools/list"));
    const tools = member(member((await second).message, "result"), "tools");
    return (Array.isArray(tools) ? tools : []).map((tool: unknown) => {
      const { outputSchema: _, _meta: __, ...shown } = isObject(tool) ? tool : {};
      return JSON.stringify(shown);
    });
  } finally {
    await served.end();
  }
};

const ratioOf = (samples: readonly Sample[], part: string, bases: readonly Sample[], base: string): string =>
  median(samples.map((sample, round) => (sample[part] ?? Number.NaN) / (bases[round]?.[base] ?? Number.NaN))).toFixed(
    2,
  );

/** Start, memory, tool list and installation of this server beside others, each as a whole process, in turn. */
export const benchPeers = async (print: Print, { quick }: Scale): Promise<void> => {
  const tokensOf = await openTokenizer();
  const contestants = [ours(), ...PEERS.map(contestantOf)];
  const bases: Sample[] = [];
  const samples = new Map<string, Sample[]>(contestants.map(({ name }) => [name, []]));
  for (let round = 0; round <= (quick ? 1 : 10); round += 1) {
    const base = { ...(await idle()), floor: await floor() };
    const measured: [string, Sample][] = [];
    for (const { name, program } of contestants) measured.push([name, await lists(program)]);
    // The first one fills the caches of the disk.
    if (round === 0) continue;
    bases.push(base);
    for (const [name, sample] of measured) samples.get(name)?.push(sample);
  }
  print(`\npeers: medians of ${bases.length} rounds, ratios to node -e 0`);
  print("server\tinitialize\ttools/list\tmemory\ttools\tlist bytes\ttokens\ttokens per tool\tpackages\tMB installed");
  for (const { name, program, packages, megabytes } of contestants) {
    const own = samples.get(name) ?? [];
    const tools = await listedBy(program);
    const tokens = tools.reduce((sum, tool) => sum + tokensOf(tool), 0);
    const size = tools.reduce((sum, tool) => sum + bytes(tool), 0);
    const times = [ratioOf(own, "initialize", bases, "floor"), ratioOf(own, "list", bases, "floor")];
    const list = [tools.length, size, tokens, (tokens / tools.length).toFixed(0)];
    print(
      [name, ...times, ratioOf(own, "listMemory", bases, "memory"), ...list, packages, megabytes.toFixed(1)].join("\t"),
    );
  }
};

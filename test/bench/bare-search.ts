import { Agent, request } from "undici";

/*
 * A process of its own: the request of one search, with nothing but undici and `JSON.parse`. Its argument is `{ url, headers, body }` as
 * JSON; told `{ calls, atOnce }` it sends the milliseconds that each call took, and how long all of them.
 */
const { url, headers, body } = JSON.parse(process.argv[2] ?? "{}");
const dispatcher = new Agent({ connections: 8 });

const call = async (): Promise<number> => {
  const began = performance.now();
  const answer = await request(url, { dispatcher, method: "POST", headers, body });
  JSON.parse(await answer.body.text());
  return performance.now() - began;
};

process.on("message", async ({ calls, atOnce }: { calls: number; atOnce: number }) => {
  const times: number[] = [];
  let left = calls;
  const worker = async (): Promise<void> => {
    while (left-- > 0) times.push(await call());
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: atOnce }, worker));
  process.send?.({ times, ms: performance.now() - began });
});
process.on("disconnect", () => process.exit());
process.send?.("ready");

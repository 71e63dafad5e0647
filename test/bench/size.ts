import { execFileSync } from "node:child_process";
import { member } from "../../src/narrow.ts";
import type { Print } from "./bench.ts";

/** What npm would publish. */
export const packed = (): {
  readonly unpackedMegabytes: number;
  readonly megabytes: number;
  readonly files: number;
} => {
  const said: unknown = JSON.parse(
    execFileSync("npm", ["pack", "--dry-run", "--ignore-scripts", "--json"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }),
  );
  const pack: unknown = Array.isArray(said) ? said[0] : undefined;
  const count = (name: string): number => Number(member(pack, name));
  return {
    unpackedMegabytes: count("unpackedSize") / 1e6,
    megabytes: count("size") / 1e6,
    files: count("entryCount"),
  };
};

/** What npm would publish, and how many packages that brings. */
export const benchSize = async (print: Print): Promise<void> => {
  const { unpackedMegabytes, megabytes, files } = packed();
  print("\npackages\tMB installed\tMB packed\tfiles\treach");
  print(["1", unpackedMegabytes.toFixed(2), megabytes.toFixed(2), files, "1 package, 3 MB"].join("\t"));
};

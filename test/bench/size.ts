import { execFileSync } from "node:child_process";
import { member } from "../../src/narrow.ts";
import type { Print } from "./bench.ts";

/** What npm would publish, and how many packages that brings. */
export const benchSize = async (print: Print): Promise<void> => {
  const said: unknown = JSON.parse(
    execFileSync("npm", ["pack", "--dry-run", "--ignore-scripts", "--json"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }),
  );
  const pack: unknown = Array.isArray(said) ? said[0] : undefined;
  const megabytes = (name: string): string => (Number(member(pack, name)) / 1e6).toFixed(2);
  print("\npackages\tMB installed\tMB packed\tfiles\treach");
  print(["1", megabytes("unpackedSize"), megabytes("size"), member(pack, "entryCount"), "1 package, 3 MB"].join("\t"));
};

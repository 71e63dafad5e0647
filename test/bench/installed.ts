import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { member, textOf } from "../../src/narrow.ts";

/** A package from npm with what it needs, in a folder of its own. */
export interface Installed {
  /** Where the package is. */
  readonly folder: string;
  /** Itself and what came with it. */
  readonly packages: number;
  readonly megabytes: number;
}

const PLACE = join(".cache", "bench", "installed");

/** Every file below a folder, with its size. */
const filesBelow = (folder: string): readonly { readonly name: string; readonly size: number }[] =>
  readdirSync(folder, { withFileTypes: true, recursive: true }).flatMap((entry) => {
    if (!entry.isFile()) return [];
    const name = join(entry.parentPath, entry.name);
    return [{ name, size: readFileSync(name).length }];
  });

/** Names of the packages in the lock file that npm leaves in `node_modules`. */
const packagesIn = (modules: string): number => {
  const lock: unknown = JSON.parse(readFileSync(join(modules, ".package-lock.json"), "utf8"));
  return Object.keys(member(lock, "packages") ?? {}).length;
};

/** Installs a package in exactly this version, without running its scripts; once, the next benchmark finds it. */
export const installed = (name: string, version: string): Installed => {
  const place = join(PLACE, `${name.replaceAll("/", "_")}@${version}`);
  const modules = join(place, "node_modules");
  const folder = join(modules, name);
  if (!existsSync(folder)) {
    mkdirSync(place, { recursive: true });
    const options = ["--no-save", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", place];
    execFileSync("npm", ["install", ...options, `${name}@${version}`], { stdio: "ignore" });
  }
  const bytes = filesBelow(modules).reduce((sum, { size }) => sum + size, 0);
  return { folder, packages: packagesIn(modules), megabytes: bytes / 1e6 };
};

/** The file that its command runs. */
export const binOf = ({ folder }: Installed): string => {
  const about: unknown = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const bin = member(about, "bin");
  const file = textOf(bin) ?? Object.values(bin ?? {}).map(textOf)[0];
  if (file === undefined) throw new Error(`${folder} has no command`);
  return join(folder, file);
};

// The licences of what the bundle is made of.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** The folder of the package a bundled file belongs to; undefined for our own files. */
const packageOf = (file) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1];

/** The files that something is left of in the bundle; what was shaken off needs no notice. */
const bundledFiles = ({ outputs }) =>
  Object.values(outputs).flatMap(({ inputs }) =>
    Object.entries(inputs)
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([file]) => file),
  );

/** A line that a bundler leaves before each file it took in: `node_modules/.pnpm/NAME@VERSION/node_modules/NAME/...`. */
const EMBEDDED =
  /^\/\/#region .*node_modules\/\.pnpm\/[^/\s]*?@(\d[^/_\s]*)[^/\s]*\/node_modules\/((?:@[^/\s]+\/)?[^/\s]+)\//gm;

/** The packages that a bundled file brings along, because its makers had bundled them already. */
const embeddedIn = async (file) => {
  const [installed] = /^.*?node_modules(?=\/)/.exec(file) ?? [];
  const text = await readFile(file, "utf8");
  return [...text.matchAll(EMBEDDED)].map(([, version, name]) => ({ folder: join(installed, name), version }));
};

/** Packages that another one has taken into its own files without a mark. */
const INLINED = { tldts: ["tldts-core"] };

/** The folders of what the makers of a package took into it. */
const inlinedIn = (folder) => {
  const [, home, name] = /^(.*node_modules\/)((?:@[^/]+\/)?[^/]+)$/.exec(folder) ?? [];
  return (INLINED[name] ?? []).map((inlined) => ({ folder: join(home, inlined) }));
};

const readText = async (path) => {
  try {
    return await readFile(path, "utf8");
  } catch {
    return undefined;
  }
};

const licenceText = async (folder) => {
  const names = await readdir(folder).catch(() => []);
  const found = names.filter((name) => /^(?:licen[cs]e|copying|notice)(?:[.-]|$)/i.test(name)).toSorted();
  const texts = await Promise.all(found.map((name) => readText(join(folder, name))));
  return texts
    .map((text) => text?.trim() ?? "")
    .filter((text) => text !== "")
    .join("\n\n");
};

/** What is known of one package; `embedded` is the version where that is another than the installed one. */
const knownOf = async ({ folder, version: embedded }) => {
  const { name = folder, version, license } = JSON.parse((await readText(join(folder, "package.json"))) ?? "{}");
  return { name, version: embedded ?? version, license, text: await licenceText(folder) };
};

const titleOf = ({ name, version, license }) => `${name} ${version} (${license ?? "no licence named"})`;

/**
 * Name, version, licence and licence text of every package in the bundle, each once, in the order of their titles.
 * @param {{ outputs: Record<string, { inputs: Record<string, { bytesInOutput: number }> }> }} metafile what esbuild says the bundle is
 * made of; the paths of its files count from the working directory
 * @returns {Promise<{ name: string, version: string, license?: string, text: string }[]>}
 */
export const bundledPackages = async (metafile) => {
  const files = [...new Set(bundledFiles(metafile))].filter((file) => packageOf(file) !== undefined);
  const direct = [...new Set(files.map(packageOf))].map((folder) => ({ folder }));
  const embedded = (await Promise.all(files.filter((file) => /\.[cm]?js$/.test(file)).map(embeddedIn))).flat();
  const inlined = direct.flatMap(({ folder }) => inlinedIn(folder));
  const all = await Promise.all([...direct, ...embedded, ...inlined].map(knownOf));
  const each = new Map(all.map((one) => [titleOf(one), one]));
  return [...each.values()].toSorted((one, other) => titleOf(one).localeCompare(titleOf(other), "en"));
};

/**
 * Name, version and licence text of every package in the bundle, as one text.
 * @param {Parameters<typeof bundledPackages>[0]} metafile what esbuild says the bundle is made of
 * @returns {Promise<string>}
 * @throws {Error} when a package has no licence text, because then it must not be passed on
 */
export const thirdPartyNotices = async (metafile) => {
  const packages = await bundledPackages(metafile);
  const lacking = packages.filter(({ text }) => text === "").map(titleOf);
  if (lacking.length > 0) throw new Error(`bundled without a licence text: ${lacking.join(", ")}`);
  const sections = packages.map((one) => `${titleOf(one)}\n\n${one.text}\n`);
  return `operate-mcp bundles these packages:\n\n${sections.join(`\n${"-".repeat(80)}\n\n`)}`;
};

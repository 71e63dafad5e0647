// What the bundle is made of, for programs that look for known vulnerabilities.
import { bundledPackages } from "./notices.mjs";

/** The package URL of an npm package; the @ of a scope is written as %40 there. */
const purl = (name, version) => `pkg:npm/${name.replace(/^@/, "%40")}@${version}`;

const licences = (license) => {
  if (typeof license !== "string") return {};
  const isExpression = /[ ()]/.test(license);
  return { licenses: [isExpression ? { expression: license } : { license: { id: license } }] };
};

const component = (type, { name, version, license }) => ({
  type,
  "bom-ref": purl(name, version),
  name,
  version,
  ...licences(license),
  purl: purl(name, version),
});

/**
 * A CycloneDX 1.6 document, as JSON text: our own package and every package that something is left of in the bundle. It holds no
 * time and no serial number, so that the same sources give the same bytes.
 * @param {{ outputs: Record<string, { inputs: Record<string, { bytesInOutput: number }> }> }} metafile what esbuild says the bundle is
 * made of
 * @param {{ name: string, version: string, license: string }} project our own package.json
 * @returns {Promise<string>}
 */
export const billOfMaterials = async (metafile, project) => {
  const packages = await bundledPackages(metafile);
  const own = component("application", project);
  const bill = {
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: { component: own },
    components: packages.map((one) => component("library", one)),
    dependencies: [{ ref: own["bom-ref"], dependsOn: packages.map(({ name, version }) => purl(name, version)) }],
  };
  return `${JSON.stringify(bill, null, 2)}\n`;
};

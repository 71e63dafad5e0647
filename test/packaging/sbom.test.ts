import { describe, expect, it } from "vitest";
import { bundledPackages } from "../../scripts/notices.mjs";
import { project } from "../../scripts/packaging/project.ts";
import { billOfMaterials } from "../../scripts/sbom.mjs";
import { member } from "../../src/narrow.ts";

/** A bundle of two packages that are installed, and of one that was shaken off. */
const METAFILE = {
  outputs: {
    "dist/main.js": {
      inputs: {
        "src/main.ts": { bytesInOutput: 1 },
        "node_modules/undici/index.js": { bytesInOutput: 10 },
        "node_modules/@modelcontextprotocol/server/dist/index.mjs": { bytesInOutput: 10 },
        "node_modules/zod/index.js": { bytesInOutput: 0 },
      },
    },
  },
};

describe("the bill of materials", () => {
  it("names this package, and every package of the bundle with version, licence and package URL", async () => {
    const bill: unknown = JSON.parse(await billOfMaterials(METAFILE, project));
    const packages = await bundledPackages(METAFILE);
    expect(bill).toMatchObject({
      bomFormat: "CycloneDX",
      specVersion: "1.6",
      metadata: { component: { type: "application", name: project.name, version: project.version } },
      components: packages.map(({ name, version }) => ({
        type: "library",
        name,
        version,
        licenses: [{ license: { id: expect.any(String) } }],
        purl: `pkg:npm/${name.replace("@", "%40")}@${version}`,
      })),
    });
    expect(packages.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["undici", "@modelcontextprotocol/server"]),
    );
    expect(packages.map(({ name }) => name)).not.toContain("zod");
  });

  it("is the same for the same bundle", async () => {
    expect(await billOfMaterials(METAFILE, project)).toBe(await billOfMaterials(METAFILE, project));
    expect(member(JSON.parse(await billOfMaterials(METAFILE, project)), "serialNumber")).toBeUndefined();
  });
});

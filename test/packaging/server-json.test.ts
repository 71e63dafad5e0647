import { describe, expect, it } from "vitest";
import { z } from "zod";
import { project } from "../../scripts/packaging/project.ts";
import { renderServerJson } from "../../scripts/packaging/server-json.ts";
import { allSettings, settings } from "../../src/config/settings.ts";
import { VERSION } from "../../src/version.ts";
import { expectCurrent } from "../docs/current.ts";

/** What the registry asks of an entry like ours, as far as an entry can be wrong by itself; stricter where we know more. */
const Entry = z.strictObject({
  $schema: z
    .string()
    .regex(/^https:\/\/static\.modelcontextprotocol\.io\/schemas\/\d{4}-\d\d-\d\d\/server\.schema\.json$/),
  name: z
    .string()
    .max(200)
    .regex(/^[a-z0-9.-]+\/[a-z0-9._-]+$/),
  title: z.string().min(1).max(100),
  description: z.string().min(1).max(100),
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  packages: z.tuple([
    z.strictObject({
      registryType: z.literal("npm"),
      identifier: z.string(),
      version: z.string(),
      runtimeHint: z.literal("npx"),
      transport: z.strictObject({ type: z.literal("stdio") }),
      environmentVariables: z.array(
        z.strictObject({
          name: z.string().regex(/^[A-Z_]+$/),
          description: z.string().min(1),
          isRequired: z.boolean(),
          isSecret: z.boolean(),
          format: z.enum(["string", "number", "boolean", "filepath"]),
          choices: z.array(z.string()).min(2).optional(),
          default: z.string().optional(),
          placeholder: z.string().optional(),
        }),
      ),
    }),
  ]),
});

const entry = Entry.parse(JSON.parse(renderServerJson()));
const [npm] = entry.packages;

/** What the entry says of one setting. */
const variable = (name: string) => npm.environmentVariables.find((each) => each.name === name);

describe("server.json", () => {
  it("is up to date", () => {
    expectCurrent("packaging/server.json", renderServerJson());
  });

  it("names this package in this version, under the name that package.json claims", () => {
    expect(entry).toMatchObject({ name: project.mcpName, version: VERSION });
    expect(npm).toMatchObject({ identifier: project.name, version: VERSION });
    expect(project.mcpName).toMatch(new RegExp(`^io\\.github\\.[a-z0-9-]+/${project.name}$`));
  });

  it("has every setting, and marks the secrets", () => {
    expect(npm.environmentVariables.map(({ name }) => name)).toEqual(allSettings.map(({ name }) => name));
    for (const { name, secret } of allSettings) expect(variable(name)?.isSecret, name).toBe(secret === true);
  });

  it("tells what may be written there", () => {
    expect(variable(settings.rootCertPath.name)).toMatchObject({
      format: "filepath",
      placeholder: "/etc/ssl/company-ca.pem",
    });
    expect(variable(settings.timeoutMs.name)).toMatchObject({ format: "number", default: "45000" });
    expect(variable(settings.allowInsecure.name)).toMatchObject({ format: "boolean", default: "false" });
    expect(variable(settings.api.name)).toMatchObject({ choices: ["auto", "v1", "v2"], default: "auto" });
    expect(variable(settings.clientSecret.name)).not.toHaveProperty("placeholder");
  });

  it("has defaults that the server understands, and choices that hold them", () => {
    for (const { name, kind } of allSettings) {
      const { default: fallback, choices } = variable(name) ?? {};
      if (fallback !== undefined) expect(kind.parse(fallback), name).toHaveProperty("value");
      for (const choice of choices ?? []) expect(kind.parse(choice), name).toEqual({ value: choice });
      if (fallback !== undefined && choices !== undefined) expect(choices).toContain(fallback);
    }
  });
});

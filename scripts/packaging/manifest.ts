import type { Setting } from "../../src/config/setting.ts";
import { settings } from "../../src/config/settings.ts";
import { chosenTools } from "../../src/tools/index.ts";
import { firstSentence } from "../docs/tools.ts";
import { aboutOf, fallbackOf, inputType } from "./inputs.ts";
import { DISPLAY_NAME, jsonFile, project } from "./project.ts";

/** What the dialog of Claude Desktop asks for, with the label of each field; the other settings keep their defaults there. */
const LABELS: Partial<Record<keyof typeof settings, string>> = {
  operateBaseUrl: "Address of Operate",
  restAddress: "Address of the Orchestration Cluster",
  clusterId: "SaaS: cluster id",
  clusterRegion: "SaaS: region",
  clientId: "Client id",
  clientSecret: "Client secret",
  oauthUrl: "Token endpoint",
  operateAudience: "Audience of Operate",
  tokenAudience: "Audience of the Orchestration Cluster",
  tokenScope: "Scope",
  cookieUsername: "User",
  cookiePassword: "Password",
  basicUsername: "Basic authentication: user",
  basicPassword: "Basic authentication: password",
  oauthToken: "Ready token",
  rootCertPath: "Certificate authorities",
  certChainPath: "Client certificate",
  privateKeyPath: "Key of the client certificate",
  privateKeyPassphrase: "Passphrase of the key",
  tenantId: "Tenant",
  toolsets: "Toolsets",
  excludeTools: "Tools left out",
  allowWrites: "Allow changes",
  allowInsecure: "Allow plain http",
};

const labels = new Map(Object.entries(LABELS));

const asked = Object.entries<Setting>(settings).flatMap(([key, setting]) => {
  const label = labels.get(key);
  return label === undefined ? [] : [{ key, label, setting }];
});

const descriptionOf = (setting: Setting): string => {
  const fallback = fallbackOf(setting);
  return [
    aboutOf(setting),
    ...(setting.example === undefined ? [] : [`Example: ${setting.example}.`]),
    ...(fallback === undefined ? [] : [`Where nothing is set: ${fallback}.`]),
  ].join(" ");
};

const field = (label: string, setting: Setting) => ({
  type: inputType(setting),
  title: label,
  description: descriptionOf(setting),
  required: false,
  // Never without: an empty field without a default reaches the server as the text of the placeholder, and an empty text is no setting.
  default: inputType(setting) === "boolean" ? setting.default === true : String(setting.default ?? ""),
  ...(setting.secret ? { sensitive: true } : {}),
});

const ENTRY = "dist/main.js";

/** The file `manifest.json` of the MCPB bundle, format 0.3. */
export const renderManifest = (): string =>
  jsonFile({
    manifest_version: "0.3",
    name: project.name,
    display_name: DISPLAY_NAME,
    version: project.version,
    description: project.description,
    author: { name: project.author },
    license: project.license,
    keywords: project.keywords,
    server: {
      type: "node",
      entry_point: ENTRY,
      mcp_config: {
        command: "node",
        args: [`\${__dirname}/${ENTRY}`],
        env: Object.fromEntries(asked.map(({ key, setting }) => [setting.name, `\${user_config.${key}}`])),
      },
    },
    tools: chosenTools({ toolsets: settings.toolsets.default, excludeTools: [] }).map(({ name, description }) => ({
      name,
      description: firstSentence(description),
    })),
    // The toolsets decide which of them there are.
    tools_generated: true,
    compatibility: { platforms: ["darwin", "win32", "linux"], runtimes: { node: project.engines.node } },
    user_config: Object.fromEntries(asked.map(({ key, label, setting }) => [key, field(label, setting)])),
  });

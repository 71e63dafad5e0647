import { company } from "../../src/simulator/company/company.ts";
import { type Answer, type Connected, connect, settingsFor } from "./connect.ts";
import { type GatewayOptions, gateway } from "./gateway.ts";
import { manualClock } from "./manual-clock.ts";

const NOW = Date.UTC(2026, 10, 24, 10);

/** The sample company. */
export const world = company({ now: NOW });

/** Its open incidents. */
export const open = world.table("incidents").filter(({ state }) => state !== "RESOLVED");

/** The clusters that are looked at through a gateway. */
export const CLUSTERS = [
  { version: "8.3", api: "v1" },
  { version: "8.6", api: "v1" },
  { version: "8.9", api: "v2" },
] as const;

/** A client of the sample company, behind a gateway or not. */
export const at = async ({ version, api }: (typeof CLUSTERS)[number], changes?: GatewayOptions): Promise<Connected> => {
  const front = changes === undefined ? undefined : await gateway(changes);
  return connect({
    cluster: { version, login: "none", world },
    clock: manualClock(NOW),
    env: (cluster) => {
      front?.leadTo(cluster);
      return {
        ...settingsFor(cluster, "none"),
        ...(front === undefined ? {} : { CAMUNDA_OPERATE_BASE_URL: front.url }),
        OPERATE_MCP_API: api,
        OPERATE_MCP_MAX_RESULT_BYTES: "1000000",
      };
    },
  });
};

/** What an answer says, without what names the address. */
export const said = ({ text, isError }: Answer): { readonly isError: boolean; readonly text: string } => ({
  isError,
  text: text.replaceAll(/http:\/\/127\.0\.0\.1:\d+/g, "http://there").replaceAll(/page\.next: .*/g, "page.next: ..."),
});

/** Leaves so many rows of each list of a kind, and no way to the others. */
export const cutting = (kind: string, most = 7): GatewayOptions => ({
  changed: (path, body) => {
    if (!path.endsWith(kind)) return body;
    const { page, sortValues: _, ...answer } = JSON.parse(body);
    const cursorless = page === undefined ? {} : { page: { ...page, endCursor: null } };
    return JSON.stringify({ ...answer, ...cursorless, items: answer.items.slice(0, most) });
  },
});

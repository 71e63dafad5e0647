import { systemClock } from "../clock.ts";

/** A sample cluster that runs in this process, and the settings that reach it. */
export interface Sample {
  readonly env: Readonly<Record<string, string>>;
  /** Keys worth showing, e.g. of an instance stuck on an incident. */
  readonly landmarks: { readonly stuck: string };
  close(): Promise<void>;
}

/** Camunda version of the sample cluster: it has both APIs. */
export const SAMPLE_VERSION = "8.8";

/** Starts the sample company's cluster on a free port of this machine, with its cookie login. */
export const sampleCluster = async (): Promise<Sample> => {
  const { company } = await import("../simulator/company/company.ts");
  const { startCluster } = await import("../simulator/cluster.ts");
  const world = company({ now: systemClock.wall() });
  const cluster = await startCluster({ version: SAMPLE_VERSION, login: "cookie", world });
  return {
    env: {
      CAMUNDA_OPERATE_BASE_URL: cluster.url,
      CAMUNDA_COOKIE_AUTH_USERNAME: cluster.credentials.username,
      CAMUNDA_COOKIE_AUTH_PASSWORD: cluster.credentials.password,
    },
    landmarks: { stuck: world.landmark("order4711") },
    close: cluster.close,
  };
};

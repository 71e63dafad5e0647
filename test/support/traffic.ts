import type { Journal } from "../../src/simulator/journal.ts";

/** What has a journal of its requests. */
interface Watched {
  readonly cluster: { readonly journal: Journal };
}

/** The logins with user and password that a cluster has seen. */
export const logins = ({ cluster }: Watched) => cluster.journal.to(/\/login$/);

/** The requests for a token. */
export const tokenRequests = ({ cluster }: Watched) => cluster.journal.to(/token$/);

/** As many at once. */
export const times = <T>(count: number, make: () => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, make));

import type { Call, Gathered } from "../engine.ts";
import { elementInstance } from "../entities/element-instance.ts";
import { type Pages, scan } from "../search/scan.ts";

const COMPLETED_LEFT_OUT =
  "Counted are the elements where something is now; completed and canceled ones are left out on this API.";

/**
 * How many tokens stand at each element over all instances of a definition: the API has statistics of one instance only, so the
 * active element instances are counted. One that only holds an incident inside it (a sub-process) is not an incident itself.
 */
export const definitionStatistics = async (
  pages: Pages,
  processDefinitionKey: string,
  call: Call,
): Promise<Gathered> => {
  const counts = new Map<string, { active: number; incidents: number }>();
  const filter = { processDefinitionKey, state: "ACTIVE" };
  const { looked, isComplete } = await scan(pages, elementInstance, { filter }, call, (row) => {
    const elementId = String(row["elementId"] ?? "");
    const { active, incidents } = counts.get(elementId) ?? { active: 0, incidents: 0 };
    const isIncident = row["incidentKey"] !== undefined;
    const isActive = row["hasIncident"] !== true;
    counts.set(elementId, { active: active + Number(isActive), incidents: incidents + Number(isIncident) });
  });
  const end = isComplete ? ", all there are." : " and stopped before the end, so the counts are too low.";
  return {
    rows: [...counts].map(([elementId, count]) => ({ elementId, ...count })),
    notices: [COMPLETED_LEFT_OUT, `Looked at ${looked} active element instances${end}`],
  };
};

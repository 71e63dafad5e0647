import type { Case } from "./case.ts";
import { courseCases } from "./cases/courses.ts";
import { dataCases } from "./cases/data.ts";
import { deploymentCases } from "./cases/deployments.ts";
import { manyCases } from "./cases/many.ts";
import { referenceCases } from "./cases/references.ts";
import { waitCases } from "./cases/waits.ts";
import { workCases } from "./cases/work.ts";

/** The case book: situations, and what a right answer about each says. */
export const CASES: readonly Case[] = [
  ...dataCases,
  ...deploymentCases,
  ...workCases,
  ...waitCases,
  ...referenceCases,
  ...manyCases,
  ...courseCases,
];

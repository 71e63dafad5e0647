import { days, hours } from "../duration.ts";
import type { Json, Variables } from "../expression.ts";
import type { Random } from "../random.ts";
import type { Story } from "../story.ts";
import { auditRefused, hostileScan } from "./failures.ts";
import { supplier } from "./people.ts";

const invoice = (random: Random, number: number, more: Variables = {}): Variables => ({
  invoiceNumber: `ER-${number}`,
  amount: Math.round(random.between(40, 7800) * 100) / 100,
  currency: "EUR",
  ...supplier(random),
  ...more,
});

const arrived = (random: Random, number: number, ago: number, more: Variables, story: Partial<Story> = {}): Story => ({
  process: "invoice-checking",
  ago,
  variables: invoice(random, number, more),
  ...story,
});

const usualInvoices = (random: Random): Story[] =>
  Array.from({ length: 52 }, (_, index) => ({
    process: "invoice-checking",
    ago: Math.round(days(36) * ((52 - index) / 52) + random.between(0, hours(9))),
    variables: invoice(random, 20_260_100 + index),
    script: random.chance(0.05) ? { canceledAfter: hours(7) } : {},
  }));

const crafts: Variables = {
  category: "arts-and-crafts",
  amount: 1250,
  supplier: { name: "Töpferei Çelik", region: "eu", years: 4 },
};
const overseas: Json = { name: "深圳山野有限公司", region: "overseas", years: 3 };

const legible = { "read-invoice": { ocrConfidence: 0.97 } };

const stuck = (random: Random): Story[] => [
  ...[0, 1, 2].map((index) =>
    arrived(random, 20_260_301 + index, days(5) - hours(9 * index), crafts, {
      script: { yields: legible },
      ...(index === 0 ? { mark: "noMatchingRule" as const } : {}),
    }),
  ),
  ...[0, 1, 2, 3].map((index) =>
    arrived(
      random,
      20_260_311 + index,
      days(5) - hours(6 * index),
      { supplier: overseas },
      {
        script: { yields: legible },
        ...(index === 0 ? { mark: "decisionMissing" as const } : {}),
      },
    ),
  ),
  {
    process: "invoice-checking",
    ago: days(2),
    variables: { invoiceNumber: "ER-20260321", ...supplier(random), orderRef: "4711" },
    script: { yields: legible },
    mark: "decisionFailed",
  },
  ...[0, 1].map((index) =>
    arrived(
      random,
      20_260_331 + index,
      days(1),
      { amount: 88, supplier: { name: "Stadtwerke Birkenfeld", region: "eu", years: 22 } },
      {
        script: { yields: legible, fails: { "audit-trail": auditRefused } },
        ...(index === 0 ? { mark: "listenerFailed" as const } : {}),
      },
    ),
  ),
  arrived(
    random,
    20_260_341,
    hours(30),
    {},
    { script: { fails: { "read-invoice": hostileScan } }, mark: "hostileMessage" },
  ),
];

/** Everything that happened to suppliers' invoices. */
export const invoiceStories = (random: Random): readonly Story[] => [...usualInvoices(random), ...stuck(random)];

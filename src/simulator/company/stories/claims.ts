import { days, hours } from "../duration.ts";
import type { Json, Variables } from "../expression.ts";
import type { Random } from "../random.ts";
import type { Story } from "../story.ts";
import { accountClosed, archiveFull, refundBlocked } from "./failures.ts";
import { customer } from "./people.ts";

const items = (random: Random, count: number): Json =>
  Array.from({ length: count }, () => ({
    sku: random.pick(["ZL-2040", "RS-0177", "SB-0008", "AX-5512"]),
    quantity: 1,
  }));

const claim = (random: Random, number: number, more: Variables = {}): Variables => ({
  claimNumber: `RK-${number}`,
  orderNumber: 4000 + (number % 600),
  customer: customer(random),
  reason: random.pick(["defect", "wrong-item", "changed-mind"]),
  daysSinceDelivery: random.whole(2, 90),
  claimValue: Math.round(random.between(20, 900) * 100) / 100,
  items: items(random, random.whole(1, 4)),
  ...more,
});

const filed = (random: Random, number: number, ago: number, more: Variables, story: Partial<Story> = {}): Story => ({
  process: "claims-handling",
  ago,
  variables: claim(random, number, more),
  ...story,
});

const usualClaims = (random: Random): Story[] =>
  Array.from({ length: 34 }, (_, index) => {
    const closed = random.chance(0.08);
    return filed(
      random,
      100 + index,
      Math.round(days(32) * ((34 - index) / 34)),
      {},
      {
        script: closed ? { fails: { refund: accountClosed } } : {},
      },
    );
  });

const due = { reason: "defect", daysSinceDelivery: 12 };
const quick = { "grade-item": hours(3) };

const stuck = (random: Random): Story[] => [
  filed(random, 301, days(7), { ...due, claimValue: "612,00 €" }, { script: { takes: quick }, mark: "wrongType" }),
  {
    process: "claims-handling",
    ago: days(6),
    variables: { claimNumber: "RK-302", orderNumber: 4711, ...due, items: items(random, 2) },
    script: { takes: quick },
    mark: "missingVariable",
  },
  filed(random, 303, days(4), { ...due, items: { sku: "ZL-2040", quantity: 2 } }),
  filed(
    random,
    304,
    days(5),
    { ...due, claimValue: 210, items: items(random, 4) },
    {
      script: {
        takes: quick,
        yields: { "grade-item": { grade: "used" }, "grade-item#3": { grade: "damaged" } },
        fails: { "file-photos": archiveFull },
      },
      mark: "failingItem",
    },
  ),
  ...[0, 1, 2].map((index) =>
    filed(
      random,
      305 + index,
      days(3) + hours(5 * index),
      { ...due, claimValue: 140, orderId: `A-${4711 + 7 * index}` },
      {
        script: { takes: quick, fails: { refund: refundBlocked } },
        ...(index === 0 ? { mark: "unhandledError" as const } : {}),
      },
    ),
  ),
];

/** Everything that came back. */
export const claimStories = (random: Random): readonly Story[] => [...usualClaims(random), ...stuck(random)];

import { days, hours } from "../duration.ts";
import type { Variables } from "../expression.ts";
import type { Random } from "../random.ts";
import { SECOND_TENANT, type Story } from "../story.ts";
import { customer } from "./people.ts";

/** A token that looks like one and opens nothing. */
const fakeToken = [
  "eyJhbGciOiJub25lIn0",
  Buffer.from('{"sub":"demo","aud":"nobody"}').toString("base64url"),
  "c2lnbmF0dXJl",
].join(".");

const fakeKey = [
  "-----BEGIN PRIVATE KEY-----",
  "bm90IGEga2V5LCBvbmx5IHNhbXBsZSBkYXRh",
  "-----END PRIVATE KEY-----",
].join("\n");

const newcomer = (random: Random, number: number, now: number, reviewIn: number): Variables => ({
  customerId: `C${number}`,
  company: `${random.pick(["Café", "Forst", "Hüttenwirt", "Kletterhalle", "Segelclub"])} ${random.pick(["Łania", "Ölberg", "Süd", "Ægir", "Šumava"])}`,
  contact: customer(random),
  reviewDate: new Date(now + reviewIn).toISOString(),
});

const usualNewcomers = (random: Random, now: number): Story[] =>
  Array.from({ length: 40 }, (_, index) => {
    const ago = Math.round(days(33) * ((40 - index) / 40) + random.between(0, hours(8)));
    return {
      process: "customer-onboarding",
      ago,
      variables: newcomer(random, 7000 + index, now, days(12) - ago),
      script: random.chance(0.1)
        ? { takes: { "email-confirmed": Number.POSITIVE_INFINITY } }
        : random.chance(0.1)
          ? { takes: { "customer-withdrew": hours(1) } }
          : {},
    };
  });

const particular = (random: Random, now: number): Story[] => [
  {
    process: "customer-onboarding",
    ago: days(17),
    variables: newcomer(random, 7101, now, days(365 * 40)),
    mark: "farTimer",
  },
  {
    process: "customer-onboarding",
    ago: days(3),
    variables: newcomer(random, 7102, now, days(20)),
    script: { takes: { "email-confirmed": hours(1) } },
    mark: "formMissing",
  },
  {
    process: "customer-onboarding",
    ago: days(6),
    variables: {
      ...newcomer(random, 7103, now, days(9)),
      portalPassword: "Wintersonne-2026!",
      crmApiKey: "ak_live_0000111122223333444455556666",
      authorization: `Bearer ${fakeToken}`,
      session: fakeToken,
      signingPrivateKey: fakeKey,
    },
    script: { takes: { "email-confirmed": hours(2), "check-identity": hours(5) } },
    mark: "secrets",
  },
  ...Array.from({ length: 6 }, (_, index) => ({
    process: "customer-onboarding",
    tenantId: SECOND_TENANT,
    ago: days(4 * (index + 1)),
    variables: newcomer(random, 300 + index, now, days(15 - 4 * index)),
    ...(index === 1 ? { suspendedAfter: days(5), mark: "suspended" as const } : {}),
  })),
];

/** Everything that happened to new customers. */
export const customerStories = (random: Random, now: number): readonly Story[] => [
  ...usualNewcomers(random, now),
  ...particular(random, now),
];

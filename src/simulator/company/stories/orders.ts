import { days, hours, minutes } from "../duration.ts";
import type { Json, Variables } from "../expression.ts";
import type { Random } from "../random.ts";
import type { Script } from "../script.ts";
import { SECOND_TENANT, type Story } from "../story.ts";
import { cardDeclined, carrierDown, carrierRefused, mailRefused, paymentTimeout, stockConflict } from "./failures.ts";
import { customer, order, priceList } from "./people.ts";

const orderVariables = (random: Random, number: number, more: Variables = {}): Variables => ({
  orderId: `A-${number}`,
  customer: customer(random),
  order: order(random, number),
  paymentMethod: random.pick(["card", "card", "invoice", "prepayment"]),
  ...more,
});

const placed = (random: Random, number: number, ago: number, more: Partial<Story> = {}): Story => ({
  process: "order-fulfilment",
  ago,
  variables: orderVariables(random, number, { paymentMethod: "card" }),
  businessId: `A-${number}`,
  ...more,
});

/** An order paid with a gift voucher, which has no gross total. */
const voucher = (random: Random, number: number): Variables => {
  const { total: _, ...rest } = order(random, number);
  return orderVariables(random, number, {
    paymentMethod: "voucher",
    order: { ...rest, total: { net: 50 }, voucherCode: `FJÄLL-${number}` },
  });
};

const unluckyScript = (random: Random): Script => {
  const lot = random.whole(1, 12);
  if (lot === 1) return { canceledAfter: Math.round(random.between(minutes(20), hours(30))) };
  if (lot === 2) return { fails: { "charge-payment": cardDeclined } };
  if (lot === 3) return { fails: { "reserve-stock": { ...stockConflict("KO-3391"), resolvedAfter: hours(5) } } };
  return {};
};

const usualOrders = (random: Random): Story[] =>
  Array.from({ length: 44 }, (_, index) => ({
    process: "order-fulfilment",
    ago: Math.round(days(34) * ((44 - index) / 44) + random.between(0, hours(12))),
    variables: orderVariables(random, 4501 + index),
    businessId: `A-${4501 + index}`,
    script: unluckyScript(random),
  }));

/** Last night the payment provider was away for an hour. */
const outage = (random: Random): Story[] =>
  Array.from({ length: 9 }, (_, index) =>
    placed(random, 4741 + index, hours(19) + minutes(6 * index), {
      script: { fails: { "charge-payment": paymentTimeout(1 + (index % 4), 20_000 + 7 * index) } },
      ...(index === 0 ? { mark: "paymentOutage" as const, partition: 4 } : {}),
    }),
  );

const vouchers = (random: Random): Story[] => [
  placed(random, 4711, hours(50), {
    variables: voucher(random, 4711),
    partition: 5,
    tags: ["voucher", "channel:web"],
    mark: "order4711",
  }),
  ...Array.from({ length: 5 }, (_, index) =>
    placed(random, 4725 + index, hours(40 - 5 * index), {
      variables: voucher(random, 4725 + index),
      tags: ["voucher"],
    }),
  ),
  ...[4651, 4652].map((number) => placed(random, number, days(8), { variables: voucher(random, number) })),
];

/** Parcels of which the label cannot be booked, three calls below the order. */
const unbooked = (random: Random): Story[] => [
  placed(random, 4688, days(4), {
    partition: 5,
    mark: "deepestRoot",
    script: { takes: { "pick-and-pack": hours(3) }, fails: { "request-booking": carrierDown("c0ffee-4688") } },
  }),
  ...[4690, 4691, 4693].map((number) =>
    placed(random, number, days(4) + minutes(number - 4600), {
      script: { takes: { "pick-and-pack": hours(4) }, fails: { "request-booking": carrierDown(`c0ffee-${number}`) } },
    }),
  ),
  placed(random, 4697, days(3), {
    script: { takes: { "pick-and-pack": hours(2) }, fails: { "request-booking": carrierRefused("D-1067") } },
  }),
];

const waiting = (random: Random): Story[] => [
  placed(random, 4822, days(9), {
    variables: orderVariables(random, 4822, {
      orderId: "A-04822",
      paymentReference: "A-4822",
      paymentMethod: "prepayment",
    }),
    mark: "wrongCorrelationKey",
    script: { takes: { "transfer-received": Number.POSITIVE_INFINITY } },
  }),
  placed(random, 4603, days(21), {
    variables: orderVariables(random, 4603, { paymentMethod: "prepayment" }),
    script: { takes: { "transfer-received": Number.POSITIVE_INFINITY } },
  }),
  {
    process: "order-fulfilment",
    ago: days(5),
    variables: { customer: customer(random), order: order(random, 4676), paymentMethod: "prepayment" },
  },
];

const particular = (random: Random): Story[] => [
  placed(random, 4630, days(12), {
    mark: "unremarkable",
    script: {
      takes: { "pick-and-pack": hours(2) },
      yields: { "poll-carrier": { delivered: true, polls: 1 } },
    },
  }),
  placed(random, 4655, days(6), {
    mark: "canceledWithIncident",
    script: { fails: { "send-invoice": mailRefused("vertippt@post.example") }, canceledAfter: days(2) },
  }),
  placed(random, 4761, hours(6), {
    mark: "longVariable",
    variables: orderVariables(random, 4761, { paymentMethod: "card", priceSnapshot: priceList() }),
    script: { takes: { "pick-and-pack": hours(7) } },
  }),
  ...Array.from({ length: 10 }, (_, index) =>
    placed(random, 4765 + index, hours(32 - 3 * index), {
      script: { yields: { "poll-carrier": { delivered: false, polls: 1 } } },
    }),
  ),
];

/** The daughter's orders: there the called shipping process was never deployed. */
const nordic = (random: Random): Story[] =>
  Array.from({ length: 11 }, (_, index) => {
    const number = 900 + index;
    const address: Json = { name: "Søren Åkesson", country: "DK", city: "Århus" };
    return {
      process: "order-fulfilment",
      tenantId: SECOND_TENANT,
      ago: Math.round(days(28 - 2.4 * index)),
      variables: {
        ...orderVariables(random, number, { customer: address, paymentMethod: "card" }),
        orderId: `NL-${number}`,
      },
      businessId: `NL-${number}`,
      script: index % 4 === 3 ? {} : { canceledAfter: hours(3 + index) },
      ...(index === 7 ? { mark: "calledProcessMissing" as const } : {}),
    };
  });

/** Everything that happened to orders. */
export const orderStories = (random: Random): readonly Story[] => [
  ...usualOrders(random),
  ...outage(random),
  ...vouchers(random),
  ...unbooked(random),
  ...waiting(random),
  ...particular(random),
  ...nordic(random),
];

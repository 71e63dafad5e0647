import { days, hours, minutes } from "../duration.ts";
import { constant, is, required, value } from "../expression.ts";
import {
  after,
  boundary,
  call,
  caught,
  chain,
  end,
  error,
  eventBased,
  exclusive,
  flow,
  type Model,
  message,
  type Node,
  parallel,
  send,
  service,
  start,
  user,
} from "../model.ts";

const payment = (version: number): readonly Node[] => [
  exclusive("payment-method", "Payment method?"),
  service("charge-payment", "Charge payment", {
    job: { type: "payment-charge", retries: 3, headers: { provider: "north-pay" } },
    inputs: [
      { source: value("orderId"), target: "reference" },
      // The fourth version insists on the new field, which gift voucher orders do not have.
      { source: version >= 4 ? required("order.total.gross") : value("order.total.gross"), target: "amount" },
    ],
    outputs: [
      { source: value("transactionId"), target: "transactionId" },
      { source: value("paid"), target: "paid" },
    ],
    yields: (_, random) => ({ paid: true, transactionId: `np_${random.whole(10_000_000, 99_999_999)}` }),
  }),
  boundary("payment-declined", "Payment declined", {
    attachedTo: "charge-payment",
    event: error("PAYMENT_DECLINED"),
  }),
  user("clarify-payment", "Clarify payment with customer", {
    people: { groups: ["customer-care"] },
    takes: [hours(2), days(2)],
    yields: () => ({ paid: true }),
  }),
  eventBased("await-transfer", "Await transfer"),
  caught("transfer-received", "Transfer received", {
    event: message("payment-received", value("orderId")),
    takes: [hours(6), days(4)],
    yields: () => ({ paid: true }),
  }),
  caught("transfer-overdue", "No transfer in 14 days", { event: after(days(14)) }),
  send("cancel-order", "Tell customer: order cancelled", {
    job: { type: "send-mail", headers: { template: "cancelled" } },
  }),
  end("order-cancelled", "Order cancelled"),
  exclusive("payment-clear", "Paid"),
];

const paymentFlows = [
  flow("payment-method", "charge-payment", { name: "card", fallback: true }),
  flow("payment-method", "await-transfer", { name: "prepayment", condition: is("paymentMethod", "prepayment") }),
  ...chain("payment-declined", "clarify-payment", "payment-clear"),
  ...chain("charge-payment", "payment-clear"),
  ...chain("await-transfer", "transfer-received", "payment-clear"),
  ...chain("await-transfer", "transfer-overdue", "cancel-order", "order-cancelled"),
];

const fraudCheck: readonly Node[] = [
  service("check-fraud", "Check for fraud", {
    job: { type: "fraud-check", retries: 2 },
    yields: (_, random) => ({ fraudScore: random.whole(1, 40) }),
  }),
];

/** From the order to the parcel at the door. Version 2 checks for fraud, 3 ships in parallel with the invoice, 4 insists on a gross total. */
export const orderFulfilment = (version: 1 | 2 | 3 | 4): Model => {
  const split = version >= 3;
  const checked =
    version >= 2 ? ["reserve-stock", "check-fraud", "payment-method"] : ["reserve-stock", "payment-method"];
  return {
    id: "order-fulfilment",
    name: "Order fulfilment",
    ...(version === 1 ? {} : { versionTag: `2026.${version + 4}` }),
    graph: {
      nodes: [
        start("order-received", "Order received", { event: message("order-received") }),
        service("reserve-stock", "Reserve stock", {
          job: { type: version >= 3 ? "stock-reservation" : "reserve-stock", retries: 3 },
          yields: (_, random) => ({ warehouse: random.pick(["Köln-Süd", "Görlitz", "Århus"]), reserved: true }),
        }),
        ...(version >= 2 ? fraudCheck : []),
        ...payment(version),
        ...(split ? [parallel("split-dispatch", "")] : []),
        call("ship-parcel", "Ship parcel", {
          calls: "parcel-shipping",
          inputs: [
            { source: value("orderId"), target: "orderId" },
            { source: value("customer"), target: "recipient" },
            { source: value("warehouse"), target: "warehouse" },
            { source: value("order.weightKg"), target: "weightKg" },
            { source: constant(false), target: "delivered" },
          ],
          outputs: [{ source: value("trackingNumber"), target: "trackingNumber" }],
        }),
        send("send-invoice", "Send invoice", {
          job: { type: "send-mail", retries: 3, headers: { template: "invoice" } },
          takes: [minutes(1), minutes(9)],
          yields: (_, random) => ({ invoiceNumber: `R-2026-${random.whole(10_000, 99_999)}` }),
        }),
        ...(split ? [parallel("join-dispatch", "")] : []),
        end("order-delivered", "Order delivered"),
      ],
      flows: [
        ...chain("order-received", ...checked),
        ...paymentFlows,
        ...(split
          ? [
              ...chain("payment-clear", "split-dispatch", "ship-parcel", "join-dispatch", "order-delivered"),
              ...chain("split-dispatch", "send-invoice", "join-dispatch"),
            ]
          : chain("payment-clear", "send-invoice", "ship-parcel", "order-delivered")),
      ],
    },
  };
};

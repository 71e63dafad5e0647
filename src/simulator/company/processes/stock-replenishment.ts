import { hours, minutes, seconds } from "../duration.ts";
import { is, value } from "../expression.ts";
import { after, caught, chain, end, exclusive, flow, type Model, script, service, start } from "../model.ts";

/** Nightly: what is short is ordered, and a slot at the ramp is booked for it. Version 2 books the slot, which nobody works on yet. */
export const stockReplenishment = (version: 1 | 2): Model => ({
  id: "stock-replenishment",
  name: "Stock replenishment 在庫補充",
  ...(version === 2 ? { versionTag: "ramp-slots" } : {}),
  graph: {
    nodes: [
      start("night-began", "02:00 every night"),
      script("forecast-demand", "Forecast demand", {
        job: { type: "demand-forecast", retries: 3 },
        takes: [seconds(20), minutes(4)],
        yields: (_, random) => ({ shortArticles: random.whole(3, 80) }),
      }),
      service("fetch-prices", "Fetch supplier prices", {
        job: { type: "supplier-prices", retries: 3 },
        takes: [seconds(4), seconds(50)],
      }),
      service("place-order", "Place supplier order", {
        job: { type: "edi-order", retries: 5 },
        inputs: [{ source: value("shortArticles"), target: "lines" }],
        outputs: [{ source: value("ediReference"), target: "ediReference" }],
        yields: (_, random) => ({ ediReference: `ORDERS-${random.whole(10_000, 99_999)}` }),
      }),
      exclusive("ask-again", ""),
      caught("wait-for-answer", "15 minutes", { event: after(minutes(15)) }),
      service("poll-answer", "Ask for order response", {
        job: { type: "edi-poll", retries: 5 },
        yields: (seen, random) => ({
          answered: seen["ediMode"] !== "test" && random.chance(0.5),
          attempts: (typeof seen["attempts"] === "number" ? seen["attempts"] : 0) + 1,
        }),
      }),
      exclusive("is-answered", "Answered?"),
      ...(version === 2
        ? [
            service("book-ramp-slot", "Book ramp slot", {
              job: { type: "ramp-slot-booking", retries: 3 },
              takes: [minutes(1), hours(1)],
            }),
          ]
        : []),
      end("stock-ordered", "Stock ordered"),
    ],
    flows: [
      ...chain(
        "night-began",
        "forecast-demand",
        "fetch-prices",
        "place-order",
        "ask-again",
        "wait-for-answer",
        "poll-answer",
        "is-answered",
      ),
      flow("is-answered", "ask-again", { name: "not yet", condition: is("answered", false) }),
      flow("is-answered", version === 2 ? "book-ramp-slot" : "stock-ordered", { name: "yes", fallback: true }),
      ...(version === 2 ? chain("book-ramp-slot", "stock-ordered") : []),
    ],
  },
});

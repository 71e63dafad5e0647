import { days, hours, minutes } from "../duration.ts";
import { is, value } from "../expression.ts";
import {
  after,
  boundary,
  call,
  caught,
  chain,
  end,
  exclusive,
  flow,
  type Model,
  send,
  service,
  start,
  user,
} from "../model.ts";

/** Packs a parcel, has its label made and follows it to the door. Version 2 pages the lead when packing is slow, 3 polls the carrier less often. */
export const parcelShipping = (version: 1 | 2 | 3): Model => ({
  id: "parcel-shipping",
  name: "Parcel shipping",
  ...(version === 3 ? { versionTag: "quiet-polling" } : {}),
  graph: {
    nodes: [
      start("parcel-ordered", "Parcel ordered"),
      user("pick-and-pack", "Pick and pack", {
        form: "packing-list",
        people: { groups: ["warehouse"] },
        takes: [minutes(25), hours(9)],
        yields: (_, random) => ({ packedBy: random.pick(["Łukasz", "Zoë", "Jürgen", "Aylin"]) }),
      }),
      ...(version >= 2
        ? [
            boundary("packing-slow", "Not packed in 8 hours", {
              attachedTo: "pick-and-pack",
              interrupting: false,
              event: after(hours(8)),
            }),
            send("page-shift-lead", "Page shift lead", { job: { type: "send-page", retries: 1 } }),
            end("shift-lead-paged", "Shift lead paged"),
          ]
        : []),
      call("print-label", "Print label", {
        calls: "label-printing",
        inputs: [
          { source: value("orderId"), target: "orderId" },
          { source: value("recipient"), target: "recipient" },
          { source: value("weightKg"), target: "weightKg" },
        ],
        outputs: [
          { source: value("trackingNumber"), target: "trackingNumber" },
          { source: value("carrier"), target: "carrier" },
        ],
      }),
      exclusive("poll-again", ""),
      caught("poll-pause", version === 3 ? "Every 12 hours" : "Every 6 hours", {
        event: after(version === 3 ? hours(12) : hours(6)),
      }),
      service("poll-carrier", "Ask carrier for status", {
        job: { type: "carrier-status", retries: 5 },
        yields: (seen, random) => ({
          delivered: random.chance(0.45),
          polls: (typeof seen["polls"] === "number" ? seen["polls"] : 0) + 1,
        }),
      }),
      exclusive("is-delivered", "Delivered?"),
      end("parcel-delivered", "Parcel delivered"),
    ],
    flows: [
      ...chain(
        "parcel-ordered",
        "pick-and-pack",
        "print-label",
        "poll-again",
        "poll-pause",
        "poll-carrier",
        "is-delivered",
      ),
      flow("is-delivered", "parcel-delivered", { name: "yes", condition: is("delivered", true) }),
      flow("is-delivered", "poll-again", { name: "not yet", fallback: true }),
      ...(version >= 2 ? chain("packing-slow", "page-shift-lead", "shift-lead-paged") : []),
    ],
  },
});

/** Finds the carrier for a parcel and books it. Version 2 validates the address first. */
export const labelPrinting = (version: 1 | 2): Model => ({
  id: "label-printing",
  name: "Label printing",
  graph: {
    nodes: [
      start("label-wanted", "Label wanted"),
      ...(version >= 2
        ? [
            service("validate-address", "Validate address", {
              job: { type: "address-validation", retries: 3, headers: { dataset: "geo-eu" } },
              yields: () => ({ addressValid: true }),
            }),
          ]
        : []),
      {
        id: "choose-carrier",
        type: "BUSINESS_RULE_TASK",
        name: "Choose carrier",
        decision: { id: "carrier-choice", result: "carrier" },
      },
      call("book-carrier", "Book carrier", {
        calls: "carrier-booking",
        inputs: [
          { source: value("orderId"), target: "orderId" },
          { source: value("carrier"), target: "carrier" },
          { source: value("weightKg"), target: "weightKg" },
        ],
        outputs: [{ source: value("trackingNumber"), target: "trackingNumber" }],
      }),
      service("render-label", "Render label", {
        job: { type: "label-render", retries: 3 },
        yields: () => ({ labelFormat: "ZPL" }),
      }),
      end("label-printed", "Label printed"),
    ],
    flows: chain(
      "label-wanted",
      ...(version >= 2 ? ["validate-address"] : []),
      "choose-carrier",
      "book-carrier",
      "render-label",
      "label-printed",
    ),
  },
});

/** Books a shipment with a carrier over HTTP. */
export const carrierBooking: Model = {
  id: "carrier-booking",
  name: "Carrier booking",
  versionTag: "stable",
  graph: {
    nodes: [
      start("booking-wanted", "Booking wanted"),
      service("request-booking", "Request booking", {
        job: { type: "io.camunda:http-json:1", retries: 3, headers: { resultVariable: "booking" } },
        yields: (seen, random) => ({
          trackingNumber: `${String(seen["carrier"] ?? "XX")
            .slice(0, 2)
            .toUpperCase()}${random.whole(100_000_000, 999_999_999)}DE`,
          booking: { status: 201, service: "parcel" },
        }),
      }),
      service("confirm-pickup", "Confirm pickup", {
        job: { type: "carrier-pickup", retries: 3 },
        takes: [minutes(2), minutes(40)],
      }),
      boundary("pickup-late", "No pickup in 3 days", {
        attachedTo: "confirm-pickup",
        interrupting: false,
        event: after(days(3)),
      }),
      send("warn-dispatch", "Warn dispatch", { job: { type: "send-page", retries: 1 } }),
      end("dispatch-warned", "Dispatch warned"),
      end("carrier-booked", "Carrier booked"),
    ],
    flows: [
      ...chain("booking-wanted", "request-booking", "confirm-pickup", "carrier-booked"),
      ...chain("pickup-late", "warn-dispatch", "dispatch-warned"),
    ],
  },
};

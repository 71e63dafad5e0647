import type { Requirements } from "./decision.ts";
import { carrierChoice, invoiceApproval, refundPolicy } from "./decisions.ts";
import { type Deployment, type Deployments, deploy } from "./deployments.ts";
import { days } from "./duration.ts";
import type { Model } from "./model.ts";
import { claimsHandling } from "./processes/claims-handling.ts";
import { customerOnboarding } from "./processes/customer-onboarding.ts";
import { invoiceChecking } from "./processes/invoice-checking.ts";
import { orderFulfilment } from "./processes/order-fulfilment.ts";
import { carrierBooking, labelPrinting, parcelShipping } from "./processes/parcel-shipping.ts";
import { stockReplenishment } from "./processes/stock-replenishment.ts";
import { DEFAULT_TENANT, SECOND_TENANT } from "./story.ts";
import type { Ticket } from "./ticket.ts";

/** Everything the company has deployed: each file, how many days ago, and on which partition. */
const deployed = <File>(
  tenantId: string,
  now: number,
  rows: readonly (readonly [File, number, number])[],
): Deployment<File>[] => rows.map(([file, ago, partition]) => ({ file, at: now - days(ago), tenantId, partition }));

/** Deploys the company's processes and decisions, for both tenants. */
export const deployAll = (tickets: Ticket[], now: number): Deployments =>
  deploy(
    tickets,
    [
      ...deployed<Model>(DEFAULT_TENANT, now, [
        [orderFulfilment(1), 90, 1],
        [orderFulfilment(2), 28, 1],
        [orderFulfilment(3), 17, 1],
        [orderFulfilment(4), 3, 4],
        [parcelShipping(1), 90, 1],
        [parcelShipping(2), 26, 1],
        [parcelShipping(3), 10, 4],
        [labelPrinting(1), 90, 1],
        [labelPrinting(2), 20, 1],
        [carrierBooking, 90, 1],
        [invoiceChecking(1), 60, 1],
        [invoiceChecking(2), 6, 5],
        [customerOnboarding(1), 80, 1],
        [customerOnboarding(2), 4, 1],
        [claimsHandling(1), 70, 1],
        [claimsHandling(2), 15, 2],
        [stockReplenishment(1), 70, 1],
        [stockReplenishment(2), 6, 1],
      ]),
      ...deployed<Model>(SECOND_TENANT, now, [
        [orderFulfilment(2), 45, 5],
        [customerOnboarding(1), 45, 5],
      ]),
    ],
    deployed<Requirements>(DEFAULT_TENANT, now, [
      [carrierChoice, 90, 1],
      [invoiceApproval(1), 60, 1],
      [invoiceApproval(2), 6, 5],
      [refundPolicy, 70, 2],
    ]),
    ["packing-list", "invoice-entry", "identity-check", "item-grading"],
  );

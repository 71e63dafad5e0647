import { days, hours, minutes } from "../duration.ts";
import { value } from "../expression.ts";
import {
  after,
  boundary,
  caught,
  chain,
  end,
  eventBased,
  type Model,
  message,
  onDate,
  send,
  service,
  start,
  user,
} from "../model.ts";

/** Takes a new business customer in. Version 2 shows a new identity form. */
export const customerOnboarding = (version: 1 | 2): Model => ({
  id: "customer-onboarding",
  name: "Customer onboarding",
  graph: {
    nodes: [
      start("customer-registered", "Customer registered"),
      service("create-account", "Create account", {
        job: { type: "crm-create-account", retries: 3, headers: { system: "crm", timeout: "PT20S" } },
        yields: (_, random) => ({ accountNumber: `K${random.whole(100_000, 999_999)}` }),
      }),
      send("ask-confirmation", "Ask to confirm e-mail address", {
        job: { type: "send-mail", headers: { template: "double-opt-in" } },
      }),
      eventBased("await-confirmation", "Await confirmation"),
      caught("email-confirmed", "E-mail address confirmed", {
        event: message("email-confirmed", value("customerId")),
        takes: [minutes(2), days(3)],
        yields: () => ({ emailConfirmed: true }),
      }),
      caught("confirmation-overdue", "No confirmation in 7 days", { event: after(days(7)) }),
      end("registration-expired", "Registration expired"),
      user("check-identity", "Identität prüfen", {
        form: version === 2 ? "identity-check-2026" : "identity-check",
        people: { groups: ["compliance"] },
        takes: [hours(1), days(2)],
        yields: (_, random) => ({ creditLimit: random.whole(1, 20) * 500 }),
      }),
      boundary("customer-withdrew", "Customer withdrew", {
        attachedTo: "check-identity",
        event: message("registration-withdrawn", value("customerId")),
      }),
      service("delete-data", "Delete personal data", { job: { type: "gdpr-erase", retries: 5 } }),
      end("customer-gone", "Customer gone"),
      caught("account-review", "Date of account review", { event: onDate(value("reviewDate")) }),
      send("welcome", "Send welcome package", { job: { type: "send-mail", headers: { template: "welcome" } } }),
      end("customer-active", "Customer active"),
    ],
    flows: [
      ...chain("customer-registered", "create-account", "ask-confirmation", "await-confirmation"),
      ...chain("await-confirmation", "email-confirmed", "check-identity"),
      ...chain("await-confirmation", "confirmation-overdue", "registration-expired"),
      ...chain("check-identity", "welcome", "account-review", "customer-active"),
      ...chain("customer-withdrew", "delete-data", "customer-gone"),
    ],
  },
});

import { absent, date, entity, key, text, word } from "../entity.ts";

/** A message that an element waits for, or got. Orchestration Cluster API `MessageSubscriptionResult`; the Operate API has none. */
export const messageSubscription = entity({
  name: "message subscription",
  plural: "message subscriptions",
  key: "messageSubscriptionKey",
  path: { v2: "message-subscriptions" },
  searchOnly: true,
  about: "A message that an element waits for, or got.",
  fields: {
    messageSubscriptionKey: key("Key of the subscription.", { v1: absent }),
    messageName: text("Name of the message.", { v1: absent }),
    correlationKey: text("What the message has to carry.", { v1: absent }),
    state: word("Where it stands.", ["CREATED", "CORRELATED", "DELETED", "MIGRATED"], {
      v1: absent,
      v2: "messageSubscriptionState",
    }),
    elementId: text("The element that waits.", { v1: absent }),
    elementInstanceKey: key("The passage through that element.", { v1: absent }),
    lastUpdatedDate: date("When that changed last.", { v1: absent }),
    processInstanceKey: key("The instance it belongs to.", { v1: absent }),
    tenantId: text("Tenant it belongs to.", { v1: absent }),
  },
});

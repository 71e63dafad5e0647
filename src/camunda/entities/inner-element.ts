import { absent, entity, key, text } from "../entity.ts";

/** An element instance by the scope it is directly in, which the Orchestration Cluster API filters by and never shows. */
export const innerElement = entity({
  name: "inner element instance",
  plural: "inner element instances",
  key: "elementInstanceKey",
  path: { v2: "element-instances" },
  searchOnly: true,
  about: "One passage of a token directly inside a scope.",
  fields: {
    elementInstanceKey: key("Key of the passage.", { v1: absent }),
    elementInstanceScopeKey: key("The element instance it is directly inside of.", {
      v1: absent,
      v2: { sort: false },
      hidden: true,
    }),
    processInstanceKey: key("The instance that passed.", { v1: absent }),
    tenantId: text("Tenant it belongs to.", { v1: absent }),
  },
});
